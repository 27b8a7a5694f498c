"""Changes of employer entered before their day: kept until then, and carried out by a worker.

Everything that asks where somebody works asks for jobs of today and knows nothing of these rows;
only announcing and accepting look ahead, in the database.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from mentoring.tenancy import context
from mentoring.ui.formats import written_day
from organizations import people
from organizations.audit import record
from organizations.models import Organization, Person, PlannedJob, PlannedState
from organizations.zones import zone_of

FARTHEST = timedelta(days=2 * 365)
MOST_AT_ONCE = 200


def new_employer(person, company, *, started_on, by):
    """Note a new employer, at once or for a day to come; the ``PlannedJob`` or None.

    Raises ValidationError.
    """
    if started_on > clock.today():
        return _plan(person, company, "started_on", started_on, by)
    change = people.change_employer if people.job_of(person) else people.join
    change(person, company, started_on=started_on, by=by)
    return None


def leaving(person, *, ended_on, by):
    """Note that somebody leaves, at once or on a day to come; the ``PlannedJob`` or None."""
    if ended_on > clock.today():
        return _plan(person, None, "ended_on", ended_on, by)
    people.leave(person, ended_on=ended_on, by=by)
    return None


@dataclass(frozen=True)
class Noted:
    """What stands about a person's next change of employer; ``company`` is a name, or empty."""

    pk: str
    state: str
    takes_effect_on: date
    company: str
    refusal: str

    @property
    def is_refused(self):
        return self.state == PlannedState.REFUSED


def last_planned(person):
    """Of the person whom this expression names: JSON for ``noted``, to be asked along."""
    rows = PlannedJob.objects.filter(person=person).exclude(state=PlannedState.CANCELED)
    facts = JSONObject(
        pk="id", state="state", day="takes_effect_on", company="company__name", refusal="refusal"
    )
    return Subquery(rows.order_by("-created_at", "-id").values(facts=facts)[:1])


def noted(found):
    """The ``Noted`` of ``last_planned``, or None when nothing is planned or all took effect."""
    if found is None or found["state"] == PlannedState.DONE:
        return None
    day = date.fromisoformat(found["day"])
    return Noted(found["pk"], found["state"], day, found["company"] or "", found["refusal"])


def planned_for(person):
    """What is planned, or was last and could not take effect; None otherwise."""
    rows = Person.objects.filter(pk=person.pk).values_list(last_planned(OuterRef("pk")), flat=True)
    return noted(rows.get())


def planned_or_404(person, planned_id):
    """What is planned for this person, or could not take effect."""
    rows = PlannedJob.objects.filter(person=person, pk=planned_id)
    found = rows.exclude(state__in=(PlannedState.DONE, PlannedState.CANCELED)).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def take_back(planned, *, by):
    """Nothing happens on that day; Http404 if it has happened, or was taken back."""
    people.lock(planned.person)
    planned = planned_or_404(planned.person, planned.pk)
    _settle(planned, PlannedState.CANCELED)
    facts = {"on": str(planned.takes_effect_on), "person": str(planned.person_id)}
    record("employment.plan_taken_back", planned, by=by, **facts)


@transaction.atomic
def _plan(person, company, field, day, by):
    people.lock(person)
    if day > clock.today() + FARTHEST:
        raise ValidationError({field: _("This day is too far ahead. Check the year.")})
    job = people.job_of(person)
    if company is None and job is None:
        raise ValidationError({field: _("%(name)s has no job to leave.") % {"name": person.name}})
    if company is not None and job is not None and job.company_id == company.pk:
        raise ValidationError({"company": _("This is where the person works already.")})
    _refuse_second(person)
    planned = PlannedJob.objects.create(person=person, company=company, takes_effect_on=day)
    facts = {"on": str(day), "person": str(person.pk)}
    facts |= {"company": str(company.pk)} if company else {}
    record("employment.planned", planned, by=by, **facts)
    return planned


def _refuse_second(person):
    other = PlannedJob.objects.filter(person=person, state=PlannedState.PLANNED).first()
    if other is not None:
        raise ValidationError(
            _("A change on %(day)s is planned already. Take that one back first.")
            % {"day": written_day(other.takes_effect_on)}
        )


def take_effect():
    """Due work: carry out what was planned for today, where the organization is, or earlier."""
    organization = Organization.objects.get(pk=context.current().organization_id)
    with timezone.override(zone_of(organization)):
        rows = PlannedJob.objects.filter(
            state=PlannedState.PLANNED, takes_effect_on__lte=clock.today()
        )
        for pk in list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE]):
            _carry_out(pk)


@transaction.atomic
def _carry_out(pk):
    """The change as if a coordinator entered it today; a second worker finds it done."""
    rows = PlannedJob.objects.select_related("person", "company")
    people.lock(rows.get(pk=pk).person)
    planned = rows.filter(pk=pk, state=PlannedState.PLANNED).first()
    if planned is None:
        return
    try:
        with transaction.atomic():
            _change(planned)
    except ValidationError as refused:
        _settle(planned, PlannedState.REFUSED, " ".join(refused.messages)[:500])
        record("employment.plan_refused", planned, by=None, on=str(planned.takes_effect_on))
    else:
        _settle(planned, PlannedState.DONE)
        wake()  # an announced match of somebody who left is looked at again


def _change(planned):
    person, company, day = planned.person, planned.company, planned.takes_effect_on
    job = people.job_of(person)
    if (job and job.company_id) == planned.company_id:
        return  # somebody has entered it by hand
    if company is None:
        people.leave(person, ended_on=day, by=None)
    elif job is None:
        people.join(person, company, started_on=day, by=None)
    else:
        people.change_employer(person, company, started_on=day, by=None)


def _settle(planned, state, refusal=""):
    planned.state, planned.refusal, planned.settled_at = state, refusal, clock.now()
    planned.save(update_fields=["state", "refusal", "settled_at"])
