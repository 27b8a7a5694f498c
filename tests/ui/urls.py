"""The product's addresses together with those of development, whatever DEBUG says."""

from django.urls import include, path

from mentoring.urls import urlpatterns as product

urlpatterns = [path("", include("mentoring.ui.urls")), *product]
