"""HR's pages of nominations, below a program."""

from django.urls import path

from company import nominating_views

urlpatterns = [
    path("", nominating_views.nominations, name="nominations"),
    path("file/", nominating_views.nominate_file, name="nominate-file"),
    path("template/", nominating_views.template, name="nominations-template"),
    path("<uuid:nomination>/take-back/", nominating_views.take_back, name="take-back-nomination"),
]
