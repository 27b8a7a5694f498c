"""What is new and what comes by mail, on each of the three surfaces."""

from django.urls import path

from notifications import news_pages, pages
from notifications.models import Surface
from notifications.readers import ROLES
from organizations.access import organization_view


def _of(surface):
    opened = organization_view(*ROLES[surface])
    return [
        path("", opened(pages.choices), name="choices"),
        path("news/", opened(news_pages.news), name="news"),
        path("news/read/", opened(news_pages.read_all), name="read-all"),
        path("news/<uuid:notice>/", opened(news_pages.open_notice), name="open"),
    ]


DASHBOARD = _of(Surface.DASHBOARD), "mail"
PORTAL = _of(Surface.PORTAL), "mail"
COMPANY = _of(Surface.COMPANY), "mail"
