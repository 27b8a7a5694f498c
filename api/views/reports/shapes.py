"""What reports look like: the same plain values that page, PDF, workbook and CSV draw."""

from rest_framework import serializers

from api.fields import CompanyOut
from reports.content import Kind
from reports.documents import KINDS as FORMATS
from reports.models import KINDS

CELLS = [(one.value, one.name.lower()) for one in Kind]
FILES = tuple(media_type for media_type, _write in FORMATS.values())


class ReportOut(serializers.Serializer):
    """A published report. It never changes; what was wrong is put right in the next one."""

    id = serializers.UUIDField()
    number = serializers.CharField(source="code")
    program = serializers.CharField(source="program.slug")
    kind = serializers.ChoiceField(KINDS)
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    published_at = serializers.DateTimeField()
    content_hash = serializers.CharField(help_text="SHA-256 of the frozen content.")


class ReportOfProgramOut(ReportOut):
    """A report of a program; `company` is null in the organization's own."""

    company = CompanyOut(allow_null=True)


class CellOut(serializers.Serializer):
    """One cell. `low` and `high` are decimals, alike for an exact number; null for words or a gap.

    A gap looks the same whatever the reason is.
    """

    kind = serializers.ChoiceField(CELLS)
    text = serializers.CharField()
    low = serializers.CharField(allow_null=True)
    high = serializers.CharField(allow_null=True)
    unit = serializers.CharField(allow_blank=True, help_text="A currency, or empty.")


class ReportLineOut(serializers.Serializer):
    """What a line is about, and a cell for each column after the first."""

    label = serializers.CharField()
    hint = serializers.CharField(allow_blank=True)
    cells = CellOut(many=True)


class ReportTableOut(serializers.Serializer):
    """A table; `columns` has the heading of the labels first."""

    id = serializers.CharField()
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = ReportLineOut(many=True)
    note = serializers.CharField(allow_blank=True)


class ReportSectionOut(serializers.Serializer):
    """One heading with its words, tables and quotes; charts draw columns of the tables."""

    key = serializers.CharField()
    title = serializers.CharField()
    paragraphs = serializers.ListField(child=serializers.CharField())
    tables = ReportTableOut(many=True)
    quotes = serializers.ListField(child=serializers.CharField())


class ReportCoverOut(serializers.Serializer):
    """The cover; `company` is empty in a report for the organization itself."""

    title = serializers.CharField()
    organization = serializers.CharField()
    program = serializers.CharField()
    company = serializers.CharField(allow_blank=True)
    kind = serializers.ChoiceField(KINDS)
    period = serializers.CharField()
    period_from = serializers.DateField()
    period_to = serializers.DateField()
    published_on = serializers.CharField()
    language = serializers.CharField()


class ReportTermOut(serializers.Serializer):
    """A word and what it means."""

    word = serializers.CharField()
    meaning = serializers.CharField()


class ReportContentOut(serializers.Serializer):
    """A whole report."""

    cover = ReportCoverOut()
    summary = serializers.ListField(child=serializers.CharField())
    sections = ReportSectionOut(many=True)
    method = serializers.ListField(child=serializers.CharField())
    glossary = ReportTermOut(many=True)
    version = serializers.IntegerField()


class WholeReportOut(ReportOut):
    """A report with what it says."""

    content = ReportContentOut()
