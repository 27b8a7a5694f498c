"""People of a program, under the coordinators' dashboard."""

from django.urls import path

from participants import import_views, views
from participants.bulk import pages as bulk
from participants.listed import pages as listed
from participants.profiles import own_pages

app_name = "participants"
urlpatterns = [
    path("", listed.people, name="list"),
    path("filters/", listed.filters, name="filters"),
    path("export/<slug:kind>/", listed.export, name="export"),
    path("bulk/", bulk.choose, name="bulk-choose"),
    path("bulk/<uuid:act_id>/", bulk.show, name="bulk"),
    path("bulk/<uuid:act_id>/progress/", bulk.watch, name="bulk-progress"),
    path("bulk/<uuid:act_id>/confirm/", bulk.confirm, name="bulk-confirm"),
    path("bulk/<uuid:act_id>/drop/", bulk.drop, name="bulk-drop"),
    path("bulk/<uuid:act_id>/undo/", bulk.undo, name="bulk-undo"),
    path("add/<slug:side>/", views.add, name="add"),
    path("import/", import_views.imports, name="imports"),
    path("import/columns/<slug:side>/", import_views.explain_columns, name="columns"),
    path("import/template/<slug:side>/", import_views.template, name="template"),
    path("import/<uuid:import_id>/", import_views.show_import, name="import"),
    path("import/<uuid:import_id>/progress/", import_views.progress, name="import-progress"),
    path("import/<uuid:import_id>/confirm/", import_views.confirm, name="import-confirm"),
    path("import/<uuid:import_id>/check/", import_views.check_again, name="import-check"),
    path("import/<uuid:import_id>/discard/", import_views.discard, name="import-discard"),
    path("competencies/", own_pages.own_competencies, name="own-competencies"),
    path("competencies/<uuid:own_id>/", own_pages.decide, name="own-decide"),
    path("<uuid:participant_id>/", views.detail, name="detail"),
    path("<uuid:participant_id>/edit/", views.edit, name="edit"),
    path("<uuid:participant_id>/standing/", views.change_standing, name="standing"),
]
