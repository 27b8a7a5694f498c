"""Today says when the people of a program that is over wait to read what it brought."""

from datetime import timedelta

from django.urls import reverse

from evaluations.sharing import services
from tests.dashboard.statements import MOST, statements
from tests.evaluations.sharing.numbers import worked_out
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.partnerships.lasting.people import on

DUE, LATE = "Share the results with everybody", "The results are overdue to everybody"


def test_it_waits_from_thirty_days_and_is_late_after_sixty(
    organization, coordinator, coordinator_client
):
    program = ProgramFactory(slug="spring")
    ProgramFactory(starts_on=program.starts_on, ends_on=program.ends_on)  # of nobody
    ParticipantFactory(program=program)
    home = reverse("dashboard:home", args=[organization.slug])
    page = reverse("sharing:overview", args=[organization.slug, program.slug])
    for days, said in ((29, ""), (30, DUE), (60, DUE), (61, LATE), (365, LATE), (366, "")):
        with on(program.ends_on + timedelta(days=days)):
            body = coordinator_client.get(home).content.decode()
            assert [words for words in (DUE, LATE) if words in body] == ([said] if said else [])
            assert (page in body) == bool(said)
            assert ("All your programs are over." in body) == (not said)
    with on(program.ends_on + timedelta(days=61)):
        assert "One thing needs you." in coordinator_client.get(home).content.decode()
        once = len(statements(coordinator_client, home))
        assert once <= MOST
        run = worked_out(program)
        services.publish(program, edition=0, run_id=run.pk, by=coordinator)
        assert LATE not in coordinator_client.get(home).content.decode()
