"""Companies from a CSV file, checked by the same form as on the page."""

import csv
from collections import Counter

from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from organizations import queries, services
from organizations.forms import CompanyForm
from organizations.models import Company
from organizations.names import tidy_name

COLUMNS = ("name", "industry_codes", "corporate_group", "competitors")
# Where the form says it, and the column that it is about.
COLUMN_OF = {
    "industries": "industry_codes",
    "industry_search": "industry_codes",
    "corporate_group": "corporate_group",
    "competitors": "competitors",
}


class BadFile(Exception):
    """The file cannot be taken as it is; ``problems`` says why, line by line."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = problems


def read_rows(path):
    """``[(line, {column: text})]`` of a CSV file in UTF-8, or ``BadFile``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                text = _("There is no column %(names)s.") % {"names": ", ".join(missing)}
                raise BadFile([text])
            return [
                (reader.line_num, {name: (row[name] or "").strip() for name in COLUMNS})
                for row in reader
            ]
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        text = _("The file cannot be read: %(fault)s") % {"fault": fault}
        raise BadFile([text]) from fault


@transaction.atomic
def save_rows(rows, *, by):
    """Save the companies of ``rows``, all or none; twice changes nothing. Answers how many.

    Companies that the file does not name stay as they are. Raises ``BadFile``.
    """
    problems = _repeated(rows)
    # An announcement locks companies by their ids; a file names them in an order of its own.
    list(Company.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))
    known = queries.companies_by_name()
    # A competitor may stand further down in the file, so every company exists before any declares.
    for line, row in rows:
        if tidy_name(row["name"]).casefold() not in known:
            problems += _save(line, row, None, (), by)
    known = queries.companies_by_name()
    for line, row in [] if problems else rows:
        names = [tidy_name(name) for name in row["competitors"].split(";") if name.strip()]
        others = [known.get(name.casefold()) for name in names]
        for name, other in zip(names, others, strict=True):
            if other is None:
                problems.append(_in_line(line, "competitors", _no_company(name)))
        if None not in others:
            company = known[tidy_name(row["name"]).casefold()]
            problems += _save(line, row, company, others, by)
    if problems:
        raise BadFile(problems)
    return len(rows)


def _repeated(rows):
    counted = Counter(tidy_name(row["name"]).casefold() for _line, row in rows)
    text = _("this company stands in the file more than once.")
    return [
        _in_line(line, "name", text)
        for line, row in rows
        if counted[tidy_name(row["name"]).casefold()] > 1
    ]


def _save(line, row, company, competitors, by):
    """Save one row; its problems in words, none if it is saved."""
    data = QueryDict(mutable=True)
    data.update({"name": _name_of(row, company), "corporate_group": row["corporate_group"]})
    data["industry_search"] = row["industry_codes"]
    data.setlist("competitors", [str(other.pk) for other in competitors])
    form = CompanyForm(data, company=company)
    if form.is_valid():
        services.save_company(company=company, by=by, **form.facts())
        return []
    return [
        _in_line(line, COLUMN_OF.get(field, "name"), text)
        for field, texts in form.errors.items()
        for text in texts
    ]


def _name_of(row, company):
    """As the file writes it; a file that knows another name of the company renames nothing."""
    is_other = company and tidy_name(row["name"]).casefold() != company.name.casefold()
    return company.name if is_other else row["name"]


def _in_line(line, column, text):
    return _("Line %(line)s, %(column)s: %(text)s") % {"line": line, "column": column, "text": text}


def _no_company(name):
    return _("there is no company “%(name)s”.") % {"name": name}
