"""Context processor: this surface's navigation."""


def surface(request):
    return {}
