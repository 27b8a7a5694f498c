"""What differs while developing."""

from django.views.defaults import page_not_found


class SameNotFound:
    """With ``DEBUG`` on: our own page instead of Django's, which lists every address.

    The demo runs so, and its visitors should see what customers see.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if response.status_code == 404 and is_page:
            return page_not_found(request, None)
        return response
