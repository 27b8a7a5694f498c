"""A program made from an earlier one, its gates, and what a sponsor agreed."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from organizations.models import AuditEvent
from programs import cloning, gates, services, sponsoring
from programs.models import Door, Program, Sponsorship
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory

START = date(2027, 1, 11)
TODAY = date(2026, 11, 2)  # nominations of a program that starts on START are open


@pytest.fixture
def program(coordinator):
    return services.create_program(name="Bridge", starts_on=START, by=coordinator)


@pytest.fixture
def sponsorship(program, coordinator):
    return services.sponsor(program, CompanyFactory(name="Nordvik"), 4, 3, by=coordinator)


def address(name, organization, *args):
    return reverse(f"programs:{name}", args=[organization.slug, *args])


def agree(sponsorship, coordinator, **changes):
    agreed = {"aims": [], "cost": None, "currency": "EUR", "contacts": []} | changes
    return sponsoring.agree(sponsorship, by=coordinator, **agreed)


def verbs():
    return list(AuditEvent.objects.order_by("at", "id").values_list("verb", flat=True))


class TestClone:
    def test_rules_texts_and_distances_come_along_and_people_stay(
        self, coordinator, program, sponsorship
    ):
        program = services.change_settings(
            program, by=coordinator, benefits="A view from outside.", answer_days=9
        )
        services.set_date(
            program, "matching", date(2026, 12, 1), date(2026, 12, 20), by=coordinator
        )
        agree(
            sponsorship, coordinator, cost=Decimal("900"), contacts=[("Ann", "a@n.example", True)]
        )
        ParticipantFactory(program=program, company=sponsorship.company)

        copy = cloning.clone_program(
            program,
            name="Bridge 2028",
            starts_on=date(2028, 1, 11),
            with_sponsors=True,
            by=coordinator,
        )

        assert (copy.benefits, copy.answer_days) == ("A view from outside.", 9)
        assert (copy.cloned_from, copy.ends_on) == (program, date(2029, 1, 11))
        matching = copy.dates.get(key="matching")
        assert (matching.opens_on, matching.closes_on) == (date(2027, 12, 1), date(2027, 12, 20))
        row = copy.sponsorships.get()
        assert (row.mentee_seats, row.mentors_owed, row.cost) == (4, 3, None)
        assert row.competitors_stated_at is None
        assert [contact.email for contact in row.contacts.all()] == ["a@n.example"]
        assert not copy.participants.exists()
        assert "program.cloned" in verbs()

    def test_without_sponsors(self, coordinator, program, sponsorship):
        copy = cloning.clone_program(
            program, name="Alone", starts_on=START, with_sponsors=False, by=coordinator
        )

        assert not copy.sponsorships.exists()

    def test_a_name_that_is_taken_leaves_nothing_behind(self, coordinator, program):
        with pytest.raises(ValidationError):
            cloning.clone_program(
                program, name="bridge", starts_on=START, with_sponsors=True, by=coordinator
            )

        assert Program.objects.count() == 1

    def test_the_page(self, coordinator_client, organization, program):
        sent = {"name": "Bridge 2028", "starts_on": "2028-01-11", "with_sponsors": "on"}

        answer = coordinator_client.post(address("clone", organization, "bridge"), sent)

        assert answer.headers["Location"] == address("timetable", organization, "bridge-2028")


class TestGates:
    def gate(self, program, key="nominations", today=TODAY):
        return next(gate for gate in gates.gates_of(program, today) if gate.row.key == key)

    def test_dates_open_and_close(self, program):
        row = program.dates.get(key="nominations")

        assert self.gate(program, today=row.opens_on).is_open
        assert self.gate(program, today=row.closes_on).is_open
        assert not self.gate(program, today=row.opens_on - timedelta(days=1)).is_open
        assert not self.gate(program, today=row.closes_on + timedelta(days=1)).is_open

    def test_nominations_wait_for_every_sponsor(self, coordinator, program, sponsorship):
        assert not self.gate(program).is_open
        assert self.gate(program).missing == ("Nordvik",)
        assert not gates.nominations_are_open(program, TODAY)

        sponsoring.state_competitors(sponsorship, by=coordinator)

        assert self.gate(program).is_open
        assert gates.nominations_are_open(program, TODAY)

    def test_no_hand_lifts_what_nominations_wait_for(self, coordinator, program, sponsorship):
        gates.set_door(program, "nominations", Door.OPEN, by=coordinator)

        assert not self.gate(program).is_open
        assert not gates.nominations_are_open(program, TODAY)

    @pytest.mark.parametrize(("door", "is_open"), [(Door.OPEN, True), (Door.CLOSED, False)])
    def test_a_hand_overrules_the_dates(self, coordinator, program, door, is_open):
        outside = date(2026, 1, 1)
        today = outside if is_open else TODAY

        gates.set_door(program, "nominations", door, by=coordinator)

        assert self.gate(program, today=today).is_open is is_open
        assert gates.nominations_are_open(program, today) is is_open

    def test_the_same_door_twice_leaves_one_trace(self, coordinator, program):
        gates.set_door(program, "profiles", Door.OPEN, by=coordinator)
        gates.set_door(program, "profiles", Door.OPEN, by=coordinator)

        assert verbs().count("program.door") == 1

    @pytest.mark.parametrize("key", ["end", "nothing"])
    def test_other_rows_have_no_door(self, coordinator, program, key):
        with pytest.raises(KeyError):
            gates.set_door(program, key, Door.OPEN, by=coordinator)

    def test_the_page_opens_and_refuses_nonsense(self, coordinator_client, organization, program):
        url = address("door", organization, "bridge", "profiles")

        opened = coordinator_client.post(url, {"door": "open"}, follow=True)
        refused = coordinator_client.post(url, {"door": "ajar"}, follow=True)

        assert "by hand" in opened.text
        assert "Choose one of the three buttons." in refused.text
        unknown = address("door", organization, "bridge", "end")
        assert coordinator_client.post(unknown, {"door": "open"}).status_code == 404


class TestAgreement:
    def test_what_was_agreed_is_kept_once(self, coordinator, sponsorship):
        contacts = [("Ann Berg", "Ann@Nordvik.example", True)]
        agree(sponsorship, coordinator, aims=["retention", "pipeline"], contacts=contacts)
        row = agree(sponsorship, coordinator, aims=["pipeline", "retention"], contacts=contacts)

        assert row.aims == ["pipeline", "retention"]
        assert [contact.email for contact in row.contacts.all()] == ["ann@nordvik.example"]
        assert verbs().count("sponsorship.agreed") == 1

    def test_the_same_address_twice_changes_nothing(self, coordinator, sponsorship):
        with pytest.raises(ValidationError, match="twice"):
            agree(
                sponsorship,
                coordinator,
                aims=["pipeline"],
                contacts=[("A", "a@n.example", False), ("B", "A@n.example", True)],
            )

        assert Sponsorship.objects.get().aims == []

    def test_the_database_knows_the_aims_and_a_cost_above_zero(self, sponsorship):
        for wrong in ({"aims": ["glory"]}, {"cost": Decimal("-1")}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Sponsorship.objects.filter(pk=sponsorship.pk).update(**wrong)

    def test_competitors_are_stated_once(self, coordinator, sponsorship):
        sponsoring.state_competitors(sponsorship, by=coordinator)
        first = Sponsorship.objects.get().competitors_stated_at
        sponsoring.state_competitors(sponsorship, by=coordinator)

        assert Sponsorship.objects.get().competitors_stated_at == first <= timezone.now()
        assert verbs().count("sponsorship.competitors_stated") == 1

    def form(self, **changes):
        contact = {"name": "Zoë Ånd", "email": "zoe@nordvik.example", "gets_reports": "on"}
        return {
            "aims": ["capability"],
            "cost": "1250.50",
            "currency": "DKK",
            "contacts-TOTAL_FORMS": "3",
            "contacts-INITIAL_FORMS": "0",
            **{f"contacts-0-{key}": value for key, value in contact.items()},
            **changes,
        }

    def test_the_page_saves_and_shows(self, coordinator_client, organization, sponsorship):
        url = address("agreement", organization, "bridge", sponsorship.company_id)

        answer = coordinator_client.post(url, self.form(), follow=True)

        assert "What you agreed with Nordvik is saved." in answer.text
        assert "zoe@nordvik.example" in answer.text
        row = Sponsorship.objects.get()
        assert (row.cost, row.currency, row.aims) == (Decimal("1250.50"), "DKK", ["capability"])

    def test_a_sponsor_withdraws_and_comes_back(
        self, coordinator_client, organization, sponsorship
    ):
        url = address("withdrawal", organization, "bridge", sponsorship.company_id)

        for _twice in range(2):
            answer = coordinator_client.post(url, follow=True)
            assert "Nordvik has withdrawn." in answer.text
            assert "It sponsors again" in answer.text
        assert Sponsorship.objects.get().withdrew_at is not None
        answer = coordinator_client.post(url, {"back": "1"}, follow=True)
        assert "Nordvik sponsors this program again." in answer.text
        assert Sponsorship.objects.get().withdrew_at is None
        assert verbs().count("program.sponsor_withdrew") == 1
        assert verbs().count("program.sponsor_came_back") == 1

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"contacts-0-email": ""}, "Write the address of this contact"),
            ({"contacts-0-name": ""}, "Write whose address this is."),
            ({"cost": "-3"}, "greater than or equal to 0"),
            ({"cost": "NaN"}, "Enter a number."),
            ({"currency": "euro"}, "at most 3 characters"),
            ({"currency": "e€1"}, "Three capital letters"),
            ({"aims": ["glory"]}, "not one of the available choices"),
            ({"contacts-TOTAL_FORMS": "500"}, "at most 12"),
        ],
    )
    def test_bad_input_is_named_and_nothing_is_kept(
        self, coordinator_client, organization, sponsorship, changes, message
    ):
        url = address("agreement", organization, "bridge", sponsorship.company_id)

        answer = coordinator_client.post(url, self.form(**changes))

        assert message in answer.text
        row = Sponsorship.objects.get()
        assert (row.cost, row.aims, row.contacts.count()) == (None, [], 0)

    def test_a_company_that_is_no_sponsor_is_not_found(
        self, coordinator_client, organization, program
    ):
        url = address("agreement", organization, "bridge", CompanyFactory().pk)

        assert coordinator_client.get(url).status_code == 404
