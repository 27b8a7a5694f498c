"""Certificates: one's own with their papers, and those of a program for its coordinators."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import evaluations
from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.files import FileView
from api.own import own_or_404
from api.refusals import as_conflict
from evaluations.certificates import paper, queries, services
from evaluations.certificates.models import MOST_OF_REASON
from evaluations.certificates.services import CannotCertify
from evaluations.seen.models import What
from evaluations.seen.services import see
from organizations.audit import record
from organizations.roles import STAFF, Role
from participants.roles import Side
from programs.queries import program_or_404


class CertificateState(models.TextChoices):
    """Whether somebody who has completed has a certificate, or what it waits for."""

    HOLDS = "holds", _("It holds")
    REVOKED = "revoked", _("It was revoked")
    LIVE = "live", _("Another partnership in the program goes on")
    COMING = "coming", _("It comes within minutes")
    NO_FINAL = "no_final", _("No final evaluation was sent")


class PaperOut(serializers.Serializer):
    """What a certificate says; name and code stand on the paper alone."""

    number = serializers.CharField(source="said_number")
    began_on = serializers.DateField()
    ended_on = serializers.DateField()
    issued_on = serializers.DateField()


class OwnCertificateOut(serializers.Serializer):
    """One's own part in a program that was completed, with its certificate or why there is none."""

    participant = serializers.UUIDField()
    program = serializers.CharField()
    side = serializers.ChoiceField(Side.choices)
    state = serializers.ChoiceField(CertificateState.choices)
    certificate = PaperOut(allow_null=True)


class RevokedCertificateOut(serializers.Serializer):
    """A certificate that is void, and why."""

    number = serializers.CharField(source="said_number")
    revoked_at = serializers.DateTimeField()
    reason = serializers.CharField(allow_blank=True)


class CompletedOut(OwnCertificateOut):
    """Somebody who has completed a program."""

    name = serializers.CharField()
    revoked = RevokedCertificateOut(many=True)


class IssuedOut(serializers.Serializer):
    """The certificate that holds now, or none."""

    certificate = PaperOut(allow_null=True)


class RevokeIn(Strict):
    """Why, for coordinators alone."""

    reason = serializers.CharField(max_length=MOST_OF_REASON)


class Certificates(OrganizationView):
    """One's own certificates."""

    @extend_schema(
        operation_id="certificates_list_own",
        summary="List what one has completed, with its certificates",
        parameters=[ListQuery],
        responses={200: page_of(OwnCertificateOut), **described(400)},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        found = queries.own(request.membership.person_id)
        return paged(request, found, OwnCertificateOut, evaluations.certificates_of)


class CertificatePaper(FileView):
    """The paper."""

    @extend_schema(
        operation_id="certificates_paper",
        summary="Get one's certificate as a PDF, the same bytes each time",
        responses={(200, "application/pdf"): OpenApiTypes.BINARY, **described(409)},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, participant):
        own_or_404(request.membership, program, participant)
        own = queries.own_or_404(participant, request.membership.person_id)
        certificate = queries.holding(own)
        secret = certificate and queries.secret_of(certificate)
        if secret is None:
            raise Conflict(_("There is no certificate for this program now."))
        if request.method == "GET":
            record("certificate.printed", certificate, by=request.membership)
            see(own, What.CERTIFICATE)
        name = f"certificate-{certificate.said_number}.pdf"
        return self.file(paper.paper(certificate, secret), "application/pdf", name)


class CertificatesOfProgram(OrganizationView):
    """Everybody who has completed a program."""

    @extend_schema(
        operation_id="certificates_list",
        summary="List who has completed a program, with their certificates",
        parameters=[ListQuery],
        responses={200: page_of(CompletedOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request, program):
        program = program_or_404(program)
        accepted(ListQuery, request.query_params.dict())
        rows = queries.people_of(program)
        return paged(request, rows, CompletedOut, evaluations.certificates_of)


class IssueCertificate(OrganizationView):
    """By hand, for whoever has completed without the final evaluation, or anew."""

    @extend_schema(
        operation_id="certificates_issue",
        summary="Issue somebody's certificate; while one holds it is that one",
        request=None,
        responses={200: IssuedOut, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, participant):
        somebody = queries.participant_or_404(program_or_404(program), participant)
        with as_conflict(CannotCertify):
            certificate = services.issue(somebody, by=request.membership)
        return Response(IssuedOut({"certificate": certificate}).data)


class RevokeCertificate(OrganizationView):
    """Void from now on."""

    @extend_schema(
        operation_id="certificates_revoke",
        summary="Revoke the certificate that holds, once",
        request=RevokeIn,
        responses={200: IssuedOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program, participant):
        somebody = queries.participant_or_404(program_or_404(program), participant)
        reason = accepted(RevokeIn, request.data)["reason"]
        with as_conflict(CannotCertify):
            services.revoke(somebody, reason, by=request.membership)
        return Response({"certificate": None})
