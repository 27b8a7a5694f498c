"""Writes about programs: the program itself, its timetable, rules and sponsors."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentoring.tenancy import context
from organizations.audit import record
from organizations.models import Organization
from organizations.names import clean_name
from organizations.roles import Role
from programs.models import WEIGHTS, Program, ProgramDate, Sponsorship
from programs.texts import default_texts
from programs.timetable import END, LABELS, START, default_dates, default_end, shifted, shifted_end

# The least and the most of each number; the page's fields have the same.
LIMITS = {
    "answer_days": (1, 60),
    "meeting_every_days": (7, 120),
    "former_employer_months": (0, 120),
    "default_zone_gap_hours": (0, 12),
    "default_capacity": (1, 5),
    "report_minimum": (5, 50),
    "pause_days": (0, 366),
    "extension_days": (0, 366),
    "closing_days": (1, 90),
    "grace_days": (0, 30),
    **dict.fromkeys(WEIGHTS, (0, 100)),
    "story_share": (0, 100),
}
# What people read, and what is either so or not.
TEXTS = ("purpose", "success_measures", "eligibility", "benefits", "demands")
LONGEST_TEXT = 4000
FLAGS = ("needs_two_approvers", "needs_baseline")
RESERVED_SLUGS = {"new"}  # `programs/new/` is the form that makes one
EARLIEST, LATEST = date(1990, 1, 1), date(2200, 1, 1)  # two years of months fit on either side
SLUG_LENGTH = 50


@transaction.atomic
def create_program(*, name, starts_on, by, ends_on=None, **settings):
    """A new program with the default timetable; it ends a year after its start unless told.

    ``settings`` are any of ``LIMITS``, ``TEXTS`` and ``FLAGS``; texts that are not given are those
    of ``default_texts``. Raises ValidationError by field: a
    name that another program of the organization has, an end before the start, weights that do not
    add up to 100.
    """
    # Two people may create at once: slug and name are decided one after the other.
    Organization.objects.select_for_update(no_key=True).get(pk=context.current().organization_id)
    _check_day("starts_on", starts_on)
    program = Program(
        name=clean_name(name),
        starts_on=starts_on,
        ends_on=ends_on or default_end(starts_on),
        **_known({**default_texts(), **settings}),
    )
    program.slug = _free_slug(program.name, starts_on)
    _validate(program)
    program.save()
    dates = default_dates(program.starts_on, program.ends_on)
    ProgramDate.objects.bulk_create(
        ProgramDate(program=program, key=key, opens_on=opens_on, closes_on=closes_on)
        for key, (opens_on, closes_on) in dates.items()
    )
    record(
        "program.created", program, by=by, starts_on=str(starts_on), ends_on=str(program.ends_on)
    )
    return program


@transaction.atomic
def shift_start(program, starts_on, *, by):
    """Move the start and with it every date of the timetable; the program as it is then."""
    program = _locked(program)
    if starts_on == program.starts_on:
        return program
    _check_day("starts_on", starts_on)
    old = (program.starts_on, program.ends_on)
    program.starts_on, program.ends_on = starts_on, shifted_end(*old, starts_on)
    program.save(update_fields=["starts_on", "ends_on"])
    rows = list(program.dates.all())
    moved = shifted(
        {row.key: (row.opens_on, row.closes_on) for row in rows},
        old,
        (program.starts_on, program.ends_on),
    )
    for row in rows:
        row.opens_on, row.closes_on = moved[row.key]
    ProgramDate.objects.bulk_update(rows, ["opens_on", "closes_on"])
    record("program.moved", program, by=by, before=str(old[0]), after=str(starts_on))
    return program


@transaction.atomic
def set_date(program, key, opens_on, closes_on, *, by):
    """Give one row of the timetable its days; the row, or None if nothing changed.

    The row ``end`` is also the day on which the program ends. The row ``start`` is moved by
    ``shift_start`` alone. Raises ValidationError for an unknown row or days in the wrong order.
    """
    if key not in LABELS or key == START:
        raise ValidationError(_("This row of the timetable cannot be set by itself."))
    _check_day("opens_on", opens_on)
    _check_day("closes_on", closes_on)
    program = _locked(program)
    row = program.dates.filter(key=key).first() or ProgramDate(program=program, key=key)
    if (row.opens_on, row.closes_on) == (opens_on, closes_on):
        return None
    row.opens_on, row.closes_on = opens_on, closes_on
    row.full_clean(exclude=["organization", "program", "id"])
    row.save()
    if key == END:
        program.ends_on = opens_on
        _validate(program)
        program.save(update_fields=["ends_on"])
    facts = {"key": key, "opens_on": str(opens_on), "closes_on": str(closes_on)}
    record("program.date_set", program, by=by, **facts)
    return row


@transaction.atomic
def set_dates(program, spans, *, by):
    """Set several rows, ``{key: (opens_on, closes_on)}``, or none of them.

    Raises ValidationError with the rows' keys as fields.
    """
    errors = {}
    for key, span in spans.items():
        try:
            with transaction.atomic():
                set_date(program, key, *span, by=by)
        except ValidationError as refused:
            errors[key] = refused.messages
    if errors:
        raise ValidationError(errors)


@transaction.atomic
def change_settings(program, *, by, name=None, **settings):
    """Change the name and any of ``LIMITS``, ``TEXTS`` and ``FLAGS``; the address stays.

    No change leaves no trace. Raises ValidationError by field, for weights that do not add up to
    100, and when a coordinator drops the second pair of eyes: that takes an administrator.
    """
    program = _locked(program)
    wanted = {} if name is None else {"name": clean_name(name)}
    wanted |= _known(settings)
    before = {key: getattr(program, key) for key in wanted}
    changed = [key for key, value in wanted.items() if before[key] != value]
    if not changed:
        return program
    if "needs_two_approvers" in changed and not wanted["needs_two_approvers"]:
        _refuse_to_look_alone(by)
    for key in changed:
        setattr(program, key, wanted[key])
    _validate(program)
    program.save(update_fields=changed)
    numbers = [key for key in changed if key in LIMITS or key in FLAGS]
    facts = {
        "before": {key: before[key] for key in numbers},
        "after": {key: wanted[key] for key in numbers},
    }
    record("program.settings_changed", program, by=by, fields=changed, **facts)
    return program


@transaction.atomic
def sponsor(program, company, mentee_seats, mentors_owed, *, by):
    """Give a company its place in a program, or change its seats; twice changes nothing."""
    program = _locked(program)
    row = Sponsorship.objects.filter(program=program, company=company).first()
    row = row or Sponsorship(program=program, company=company)
    if not row._state.adding and (row.mentee_seats, row.mentors_owed) == (
        mentee_seats,
        mentors_owed,
    ):
        return row
    row.mentee_seats, row.mentors_owed = mentee_seats, mentors_owed
    row.full_clean(exclude=["organization", "program", "company", "id"])
    row.save()
    seats = {"mentee_seats": mentee_seats, "mentors_owed": mentors_owed}
    record("program.sponsored", program, by=by, company=str(company.pk), **seats)
    return row


@transaction.atomic
def set_seats(program, seats, *, by):
    """Set ``{company: (mentee_seats, mentors_owed)}`` of several sponsors, or of none."""
    for company, numbers in seats.items():
        sponsor(program, company, *numbers, by=by)


@transaction.atomic
def stop_sponsoring(program, company, *, by):
    """Take a company out of a program. Raises ValidationError while people of it are in there."""
    program = _locked(program)
    if program.participants.filter(company=company).exists():
        raise ValidationError(
            _("%(company)s has people in this program, so it stays a sponsor.")
            % {"company": company.name}
        )
    deleted, _tables = Sponsorship.objects.filter(program=program, company=company).delete()
    if deleted:
        record("program.sponsor_left", program, by=by, company=str(company.pk))


def _locked(program):
    return Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)


def _known(settings):
    """``settings`` as they are stored; ValidationError by field for what is out of bounds."""
    unknown = settings.keys() - LIMITS.keys() - set(TEXTS) - set(FLAGS)
    if unknown:
        raise TypeError(f"no such settings of a program: {', '.join(sorted(unknown))}")
    texts = {key: settings[key].strip() for key in TEXTS if key in settings}
    wrong = {
        key: _("Enter a whole number from %(least)s to %(most)s.")
        % {"least": LIMITS[key][0], "most": LIMITS[key][1]}
        for key, value in settings.items()
        if key in LIMITS and not LIMITS[key][0] <= value <= LIMITS[key][1]
    } | {
        key: _("Write at most %(most)s characters.") % {"most": LONGEST_TEXT}
        for key, text in texts.items()
        if len(text) > LONGEST_TEXT
    }
    if wrong:
        raise ValidationError(wrong)
    return {**settings, **texts}


def _refuse_to_look_alone(by):
    if by is not None and by.role != Role.ADMINISTRATOR:
        text = _("Only an administrator can turn this off: it would let one person decide alone.")
        raise ValidationError({"needs_two_approvers": text})


def _check_day(field, day):
    if not EARLIEST <= day <= LATEST:
        raise ValidationError({field: _("Enter a day between 1990 and 2200.")})


def _validate(program):
    others = Program.objects.exclude(pk=program.pk).values_list("name", flat=True)
    errors = {}
    if program.name.casefold() in {name.casefold() for name in others}:
        errors["name"] = _("There is a program with this name already. Add a season or a year.")
    if program.ends_on <= program.starts_on:
        errors["ends_on"] = _("A program ends after it starts.")
    if errors:
        raise ValidationError(errors)
    program.full_clean(exclude=["organization", "id"])


def _free_slug(name, starts_on):
    """The first unused address for this name; a name without Latin letters gets the year."""
    wanted = slugify(name)[:SLUG_LENGTH].strip("-_")
    if not any(character.isalpha() for character in wanted):
        wanted = f"program-{wanted or starts_on.year}"
    taken = set(Program.objects.values_list("slug", flat=True)) | RESERVED_SLUGS
    slug, number = wanted, 2
    while slug in taken:
        slug, number = f"{wanted}-{number}", number + 1
    return slug
