"""Companies, under the coordinators' dashboard."""

from django.urls import path

from organizations import company_groups_pages, named_pages, views

app_name = "organizations"
urlpatterns = [
    path("new/", views.create_company, name="create-company"),
    path("industries/", views.industries, name="industries"),
    path("competitors/", views.competitors, name="competitors"),
    path("groups/", company_groups_pages.groups, name="groups"),
    path(
        "groups/<slug:kind>/<uuid:group_id>/",
        company_groups_pages.change_group,
        name="change-group",
    ),
    path("named/", named_pages.named, name="named"),
    path("named/<uuid:named_id>/", named_pages.decide, name="decide-named"),
    path("<uuid:company_id>/", views.company, name="company"),
    path("<uuid:company_id>/edit/", views.edit_company, name="edit-company"),
    path("<uuid:company_id>/remove/", views.remove_company, name="remove-company"),
    path("<uuid:company_id>/waive/<uuid:other_id>/", views.waive, name="waive"),
    path("<uuid:company_id>/waivers/<uuid:waiver_id>/end/", views.end_waiver, name="end-waiver"),
]
