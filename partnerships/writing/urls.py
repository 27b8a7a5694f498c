"""Addresses below `portal/partnerships/<partnership>/`."""

from django.urls import path

from partnerships.writing import file_views, views
from partnerships.writing.surfaces import JOURNAL, MESSAGES, NOTES

app_name = "writing"


def _pages(surface):
    """The addresses of one kind: its page is named like the kind, the others after it."""
    name, kwargs = surface.page.rpartition(":")[2], {"surface": surface}
    found = [
        path(f"{name}/", views.board, kwargs, name=name),
        path(f"{name}/draft/", views.draft, kwargs, name=f"{name}-draft"),
    ]
    found += [
        path(f"{name}/<uuid:item>/share/", views.share, kwargs, name=f"{name}-share"),
        path(f"{name}/<uuid:item>/take-back/", views.take_back, kwargs, name=f"{name}-take-back"),
    ]
    if surface.may_change:
        found += [
            path(f"{name}/<uuid:item>/", views.change, kwargs, name=f"{name}-change"),
            path(f"{name}/<uuid:item>/remove/", views.remove, kwargs, name=f"{name}-remove"),
        ]
    return found


urlpatterns = [
    *_pages(MESSAGES),
    *_pages(NOTES),
    *_pages(JOURNAL),
    path("files/", file_views.board, name="files"),
    path("files/<uuid:item>/", file_views.download, name="files-download"),
    path("files/<uuid:item>/remove/", file_views.remove, name="files-remove"),
]
