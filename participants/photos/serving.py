"""A photo as an answer to a browser, which may keep it but asks again before it shows it."""

from django.http import HttpResponse
from django.utils.cache import get_conditional_response

from organizations.middleware import ASK_AGAIN
from participants.photos.keeping import picture_or_404
from participants.photos.pictures import TYPE


def picture_response(request, person_id, size):
    """The picture, or 304 when the browser has it; 404 alike for all who may not see it."""
    content, mark = picture_or_404(person_id, size)
    etag = f'"{mark}-{size}"'
    headers = {
        "Cache-Control": ASK_AGAIN,
        "Content-Disposition": "inline",
        "Cross-Origin-Resource-Policy": "same-origin",
        "ETag": etag,
    }
    response = HttpResponse(content, content_type=TYPE, headers=headers)
    return get_conditional_response(request, etag=etag, response=response)
