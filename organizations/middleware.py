"""What holds for every response to somebody who is signed in."""

# What a browser may keep for its owner alone, and asks for again each time before it shows it.
ASK_AGAIN = "private, no-cache"


class PrivateResponses:
    """Keep pages of signed-in people out of every cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        was_signed_in = request.user.is_authenticated
        response = self.get_response(request)
        is_private = was_signed_in or request.user.is_authenticated
        if is_private and response.headers.get("Cache-Control") != ASK_AGAIN:
            response.headers["Cache-Control"] = "no-store"
        return response
