"""Addresses that answer with a file; what goes wrong there is JSON as everywhere."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from api.access import OrganizationView


class FileView(OrganizationView):
    """Whatever the caller says that it takes, the file is what it gets."""

    def perform_content_negotiation(self, request, force=False):
        return super().perform_content_negotiation(request, force=True)

    def file(self, content, media_type, name):
        headers = {"Content-Disposition": content_disposition_header(True, name)}
        return HttpResponse(content, content_type=media_type, headers=headers)
