"""Addresses below `portal/quotes/`."""

from django.urls import path

from evaluations.quotes import portal_views as views

app_name = "quotes"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("new/<uuid:participant>/", views.new, name="new"),
    path("<uuid:quote>/", views.quote, name="quote"),
    path("<uuid:quote>/withdraw/", views.withdraw, name="withdraw"),
]
