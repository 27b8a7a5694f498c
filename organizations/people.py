"""Where people work: joining, leaving, and a new employer, each with its day."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import written_day
from organizations.audit import record
from organizations.models import Employment, Person

# Nobody has had a job for longer.
LONGEST = timedelta(days=70 * 365)


def person_or_404(person_id):
    """A person of the organization."""
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Http404
    return person


def jobs_of(person_id, **asked_along):
    """All jobs of a person, who is loaded with them and their companies, the newest first.

    ``asked_along`` are expressions that each job carries.
    """
    jobs = Employment.objects.filter(person=person_id).select_related("company", "person")
    jobs = jobs.annotate(**asked_along)
    return list(jobs.order_by("-started_on", "-id"))


def job_of(person):
    """The job that goes on with its company, or None."""
    jobs = Employment.objects.filter(person=person, ended_on__isnull=True)
    return jobs.select_related("company").first()


@transaction.atomic
def join(person, company, *, started_on, by):
    """The person has worked for the company since that day. Raises ValidationError.

    Whoever has a job that goes on changes employers instead.
    """
    lock(person)
    _refuse_strange_day("started_on", started_on)
    going_on = _open_job(person)
    if going_on:
        raise ValidationError(
            _("%(name)s works for %(company)s. Enter a new employer instead.")
            % {"name": person.name, "company": going_on.company.name}
        )
    return _start(person, company, started_on, by)


@transaction.atomic
def leave(person, *, ended_on, by):
    """The day from which the person does not work there any more. Raises ValidationError."""
    lock(person)
    job = _open_job(person)
    if job is None:
        raise ValidationError(
            _("%(name)s has no job that goes on. Look at the page again.") % {"name": person.name}
        )
    _refuse_strange_day("ended_on", ended_on)
    _end(job, "ended_on", ended_on, by)
    return job


@transaction.atomic
def change_employer(person, company, *, started_on, by):
    """Leave one company and join another on the same day. Raises ValidationError."""
    lock(person)
    _refuse_strange_day("started_on", started_on)
    job = _open_job(person)
    if job and job.company_id == company.pk:
        raise ValidationError({"company": _("This is where the person works already.")})
    if job:
        _end(job, "started_on", started_on, by)
    return _start(person, company, started_on, by)


def lock(person):
    """Two coordinators who change the same person come one after the other."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _open_job(person):
    jobs = Employment.objects.filter(person=person, ended_on__isnull=True)
    return jobs.select_related("company").select_for_update(of=("self",)).first()


def _refuse_strange_day(field, day):
    """Jobs say who works where today; what is still to come is planned, and entered on its day."""
    today = clock.today()
    if day > today:
        raise ValidationError({field: _("This day is still to come. Enter it when it is there.")})
    if day < today - LONGEST:
        raise ValidationError({field: _("This day is too long ago. Check the year.")})


def _end(job, field, day, by):
    if day < job.started_on:
        raise ValidationError(
            {
                field: _("The job at %(company)s began on %(day)s. Choose that day or a later one.")
                % {"company": job.company.name, "day": written_day(job.started_on)}
            }
        )
    job.ended_on = day
    job.save(update_fields=["ended_on"])
    record("employment.ended", job, by=by, on=str(day), person=str(job.person_id))


def _start(person, company, day, by):
    job = Employment(person=person, company=company, started_on=day)
    over = Q(ended_on__gt=day) | Q(ended_on__isnull=True)
    other = Employment.objects.filter(over, person=person).select_related("company").first()
    if other is not None:
        raise ValidationError({"started_on": _overlap(other)})
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError as refused:  # a file was imported at the same moment
        text = _("This overlaps another job of %(name)s.") % {"name": person.name}
        raise ValidationError({"started_on": text}) from refused
    facts = {"company": str(company.pk), "on": str(day), "person": str(person.pk)}
    record("employment.started", job, by=by, **facts)
    return job


def _overlap(other):
    return _("This overlaps the job at %(company)s, which ended on %(day)s.") % {
        "company": other.company.name,
        "day": written_day(other.ended_on),
    }
