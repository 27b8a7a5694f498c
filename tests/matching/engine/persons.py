"""Plainest people: one language, one matching need and offer, everything else unanswered."""

from hypothesis import strategies as st

from matching.engine.people import MeetingForm, Profile, Role

ENGLISH, FRENCH, HINDI = 1 << 0, 1 << 1, 1 << 100


def mentee(id="e1", **facts):
    return Profile(**({"id": id, "role": Role.MENTEE, "company": 1, "needs": (1,)} | _plain(facts)))


def mentor(id="o1", **facts):
    return Profile(
        **({"id": id, "role": Role.MENTOR, "company": 2, "offers": ((1, 5),)} | _plain(facts))
    )


def _plain(facts):
    return {"languages": ENGLISH, **facts}


def people(role, prefix):
    """Lists of any people of a role, answered or not."""
    competency = st.integers(0, 5)
    offers = st.dictionaries(competency, st.integers(1, 5), max_size=4)
    needs = st.lists(competency, unique=True, max_size=5)
    return st.lists(
        st.builds(
            Profile,
            id=st.integers(0, 30).map(lambda number: f"{prefix}{number:02}"),
            role=st.just(role),
            company=st.integers(0, 4),
            corporate_group=st.none() | st.integers(0, 2),
            needs=needs.map(tuple) if role is Role.MENTEE else st.just(()),
            offers=offers.map(lambda levels: tuple(sorted(levels.items())))
            if role is Role.MENTOR
            else st.just(()),
            level=st.none() | st.integers(1, 6),
            years=st.none() | st.integers(0, 45),
            transitions=st.integers(0, 15),
            languages=st.sampled_from([0, ENGLISH, FRENCH, ENGLISH | HINDI]),
            utc_offset=st.sampled_from([-660, -300, 0, 60, 330, 720]),
            max_gap=st.sampled_from([0, 120, 720]),
            hours=st.sampled_from([(), ((480, 1020),), ((0, 300), (1200, 1440))]),
            meeting_form=st.none() | st.sampled_from(MeetingForm),
            ways_of_working=st.tuples(*[st.sampled_from([-1, 0, 1])] * 8),
            wishes=st.lists(
                st.integers(0, 30).map(
                    lambda number: f"{'o' if role is Role.MENTEE else 'e'}{number:02}"
                ),
                unique=True,
                max_size=6,
            ).map(tuple),
            perspective=st.integers(0, 7),
            story=st.none() | st.tuples(*[st.integers(-73, 73)] * 3),
            moves_on=st.integers(1, 3),
            moves_to=st.none() | st.integers(0, 4),
            capacity=st.integers(0, 3),
        ),
        min_size=1,
        max_size=5,
        unique_by=lambda person: person.id,
    )
