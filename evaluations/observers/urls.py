from django.urls import path

from evaluations.observers import views

app_name = "observers"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("<uuid:invitation>/", views.answers, name="answers"),
]
