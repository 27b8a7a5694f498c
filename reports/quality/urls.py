"""The criteria of a program's quality, under the coordinators' dashboard."""

from django.urls import path

from reports.quality import views

app_name = "quality"
urlpatterns = [
    path("", views.program, name="program"),
    path("pack/", views.pack, name="pack"),
]
