from django.urls import path

from evaluations.observers import portal_views as views

app_name = "observers"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("invite/<uuid:participant>/<slug:occasion>/", views.invite, name="invite"),
    path("<uuid:invitation>/", views.answers, name="answers"),
    path("<uuid:invitation>/again/", views.again, name="again"),
    path("<uuid:invitation>/withdraw/", views.withdraw, name="withdraw"),
]
