"""The states in which pages of one's own profile are pictured, and who stands in them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from participants.photos import keeping
from tests.factories.organizations import PersonFactory
from tests.factories.participants import ParticipantFactory

SECTIONS = ("topics", "story", "ways", "meetings", "work", "limits")
# What somebody has written who has just said yes.
NOTHING = {
    "title": "",
    "level": None,
    "years_experience": None,
    "languages": [],
    "time_zone": "",
    "hours_from": None,
    "hours_to": None,
    "story": "",
    "ways_of_working": "-" * 8,
}
SKIN, HAIR, SHIRT, WALL = "#c99a78", "#3b2a22", "#35605a", "#e4d9c4"


def prepare(scenes, program, company, known):
    """Somebody who has written nothing, and photos of the ``known`` persons."""
    person = PersonFactory(company=company, given_name="Maud", family_name="Ferreira")
    blank = ParticipantFactory(program=program, company=company, person=person, **NOTHING)
    blank.competencies.all().delete()
    scenes.people["blank"], scenes.values["own_blank"] = person.user, blank.pk
    for one in known:
        keeping.put(one, portrait(), by=None)


def portrait():
    """A drawn face, as a file."""
    image = Image.new("RGB", (800, 1000), WALL)
    draw = ImageDraw.Draw(image)
    draw.ellipse((80, 720, 720, 1500), fill=SHIRT)
    draw.rectangle((330, 600, 470, 800), fill=SKIN)
    draw.ellipse((210, 150, 590, 620), fill=HAIR)
    draw.ellipse((245, 230, 555, 680), fill=SKIN)
    draw.pieslice((235, 160, 565, 560), 190, 350, fill=HAIR)
    into = io.BytesIO()
    image.save(into, "JPEG")
    return SimpleUploadedFile("portrait.jpg", into.getvalue(), "image/jpeg")


def write_years_in_words(page):
    page.get_by_role("textbox", name="Years of experience").fill("plenty")
    page.get_by_role("button", name="Save and continue").click()


def send_no_photo(page):
    file = {"name": "me.png", "mimeType": "image/png", "buffer": b"<svg/>"}
    page.get_by_label("Choose a photo").set_input_files(file)
    page.get_by_role("button", name="Save the photo").click()


def pages(state, still):
    """States of the overview, of the photo, and of every section of both sides."""
    return {
        "portal:profile": [
            state("mentee", who="mentee"),
            state("mentor", who="mentor"),
            state("blank", who="blank"),
            state("photo", who="preparing"),
            state("no-program", who="loner", parts=still),
        ],
        "portal:photo": [
            state("none", who="mentee"),
            state("filled", who="preparing"),
            state("errors", who="mentee", act=send_no_photo),
        ],
        "portal:profile-section": _sections(state),
    }


def _sections(state):
    """What is filled, found, empty and wrong."""

    def of(name, who, section, **more):
        return state(name, who=who, parts={"participant": f"own_{who}", "section": section}, **more)

    return [
        *(of(key, "mentee", key) for key in SECTIONS),
        *(of(f"mentor-{key}", "mentor", key) for key in SECTIONS),
        of("found", "mentee", "topics", query="?find=conflict"),
        of("own-words", "mentee", "topics", query="?find=Milling"),
        *(of(f"empty-{key}", "blank", key) for key in SECTIONS),
        of("another-clock", "mentee", "meetings", query="?in=Singapore"),
        of("errors", "mentee", "work", act=write_years_in_words),
    ]
