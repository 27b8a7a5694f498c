"""All addresses of the product, with those that only development serves."""

from django.urls import include, path

from mentoring.urls import urlpatterns as served

urlpatterns = [*served, path("", include("mentoring.ui.urls"))]
