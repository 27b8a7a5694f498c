"""What several addresses of a run write."""

from rest_framework import serializers

from api.fields import CompanyOut


class SomebodyOut(serializers.Serializer):
    """A participant in a few words."""

    id = serializers.UUIDField()
    name = serializers.CharField(source="person.name")
    company = CompanyOut()


class OutcomeOut(serializers.Serializer):
    """What an answer reaches: mentees matched, points in all, the lowest, the fifth percentile."""

    matched = serializers.IntegerField()
    total = serializers.IntegerField()
    worst = serializers.IntegerField()
    fifth_percentile = serializers.IntegerField()


class CertificateOut(serializers.Serializer):
    """That an answer is the best there is, checked without trusting the solver.

    `digest` is the SHA-256 of the frozen problem; `kept` are pairs of the run before.
    """

    digest = serializers.CharField()
    matched = serializers.IntegerField()
    total = serializers.IntegerField()
    kept = serializers.IntegerField()
    value = serializers.IntegerField()


class MoveOut(serializers.Serializer):
    """Somebody who would have another mentor; null is nobody."""

    mentee = SomebodyOut()
    before = SomebodyOut(allow_null=True)
    after = SomebodyOut(allow_null=True)


class PriceOut(serializers.Serializer):
    """What choosing otherwise costs the whole run."""

    matches = serializers.IntegerField(help_text="Matches lost.")
    points = serializers.IntegerField(help_text="Points lost.")
    cost = serializers.CharField(help_text="The same in words.")
