"""All addresses of the product, with those that only development serves."""

from django.urls import include, path

from mentoring.urls import urlpatterns as served

development = path("", include("mentoring.ui.urls"))
known = {getattr(entry, "namespace", None) for entry in served}
urlpatterns = [*served] if "ui" in known else [*served, development]
