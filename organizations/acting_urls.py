"""Under which role one acts."""

from django.urls import path

from organizations import acting_pages

app_name = "acting"
urlpatterns = [
    path("", acting_pages.choose, name="choose"),
    path("<uuid:membership_id>/", acting_pages.act_as, name="act-as"),
]
