"""Pages behind personal links: whoever has the address may enter, so it goes nowhere else."""

from functools import wraps

# With ``no-referrer`` browsers send a form without its origin, and the answer is a refusal.
ONLY_THE_SITE = "strict-origin"


def behind_link(view):
    """A page of whose address neither other sites nor other pages of this one hear."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = ONLY_THE_SITE
        return response

    return answer
