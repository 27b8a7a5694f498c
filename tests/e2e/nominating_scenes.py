"""What the pictures show of nominations and consent."""

from demo.nominations import NAME
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.nominating import asking
from participants.nominating.applying import token_of
from participants.nominating.models import ApplicationLink
from participants.roles import Standing
from programs.models import Program
from tests.surroundings import inside

PEOPLE = b"""email,given_name,family_name,title,side
xiu.lee@works.example,Xiu,Lee,Head of laboratory,mentee
not an address,Bo,Berg,,mentee
=1+1,Eva,,,boss
"""


def prepare(scenes, aldergate):
    """The demo's program in set-up, as each of its people sees it."""
    with inside(aldergate):
        program = Program.objects.get(name=NAME)
        rows = Participant.objects.filter(program=program).select_related("person__user")
        found = {row.person.given_name: row for row in rows}
        late = found["Yusuf"]
        asking.leave_unanswered(late)
        scenes.people |= {
            "nominee": found["Rafael"].person.user,
            "nominated_mentee": found["Tomas"].person.user,
            "newly_in": found["Maya"].person.user,
            "too_late": late.person.user,
            "nominating_hr": _contact(found["Rafael"].company).user,
        }
        assert found["Maya"].standing == Standing.IN
        scenes.values |= {
            "rising": program.slug,
            "participant": found["Rafael"].pk,
            "nominated_mentee": found["Tomas"].pk,
            "newly_in": found["Maya"].pk,
            "too_late": late.pk,
            "apply_token": token_of(ApplicationLink.objects.get(program=program)),
        }


def _contact(company):
    return Membership.objects.filter(role=Role.HR, company=company).earliest("id")


def look_at_file(page):
    file = {"name": "people.csv", "mimeType": "text/csv", "buffer": PEOPLE}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_role("button", name="Look at the file").click()
    page.get_by_role("heading", name="Look before you nominate").wait_for()
