"""What the page of readiness shows, put together from the newest answer."""

from matching import readiness, readiness_words, readiness_work
from matching.queries import participants_by_id
from mentoring.jobs import asking
from organizations.models import Company


def home(program):
    newest, done = readiness.runs_of(program)
    is_current = done is not None and done.seen == readiness_work.state_of(program)
    page = {
        **_progress(program, newest),
        "newest": newest,
        "done": done,
        "is_current": is_current,
        "starts_by_itself": asking.may_start_by_itself(newest, is_current),
    }
    return {**page, **_answer(done.found)} if done else page


def progress_of(program):
    newest, _done = readiness.runs_of(program)
    return _progress(program, newest)


def _progress(program, run):
    return {"program": program, **asking.how_far(run, readiness_work.STEPS)}


def _answer(found):
    people, companies = readiness_words.named_in(found)
    rows = Company.objects.filter(pk__in=companies)
    names = readiness_words.Names(
        participants_by_id(people), {str(company.pk): company for company in rows}
    )
    tightest = found["tightest"]
    groups = [readiness_words.group_in_words(group, names) for group in found["groups"]]
    return {
        "found": found,
        "headline": readiness_words.headline(found),
        "without": [group for group in groups if not group.has_places],
        "sharing": [group for group in groups if group.has_places],
        "tightest": readiness_words.group_in_words(tightest, names) if tightest else None,
        "offers": [readiness_words.offer_in_words(one) for one in found["offers"]],
        "sent": [{**one, "name": names.company(one["company"])} for one in found["sent"]],
        "outside": [
            {
                "side": side,
                **outside,
                "lacking": readiness_words.missing_in_words(outside),
                "not_in": readiness_words.outside_in_words(outside),
            }
            for side, outside in found["outside"].items()
        ],
    }
