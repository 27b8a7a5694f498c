"""An organization's own words for its letters, under the coordinators' dashboard."""

from django.urls import path

from notifications import letter_pages

app_name = "letters"
urlpatterns = [
    path("", letter_pages.letters, name="list"),
    path("<slug:kind>/", letter_pages.letter, name="letter"),
]
