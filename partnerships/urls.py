"""Matches and partnerships of a program, under the coordinators' dashboard."""

from django.urls import path

from partnerships import views
from partnerships.agreements import text_views
from partnerships.endings import views as ending_views
from partnerships.lasting import views as lasting_views
from partnerships.listed import pages
from partnerships.writing import shared_views

app_name = "partnerships"
urlpatterns = [
    path("", pages.partnerships, name="list"),
    path("export/<slug:kind>/", pages.export, name="export"),
    path("agreement/", text_views.text, name="agreement-text"),
    path("agreement/<int:number>/", text_views.version, name="agreement-version"),
    path("agreement/<int:number>/use/", text_views.use, name="use-agreement"),
    path("<uuid:partnership>/", views.detail, name="detail"),
    path("<uuid:partnership>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:partnership>/end/", ending_views.end, name="end"),
    path("<uuid:partnership>/pause/", lasting_views.pause, name="pause"),
    path("<uuid:partnership>/resume/", lasting_views.resume, name="resume"),
    path("<uuid:partnership>/shared/<uuid:copy>/", shared_views.shared, name="shared"),
]
