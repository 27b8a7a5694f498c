"""Pages of a sponsoring company's HR."""

from django.urls import path

from company import views

app_name = "company"
urlpatterns = [
    path("", views.home, name="home"),
    path("people/", views.people, name="people"),
]
