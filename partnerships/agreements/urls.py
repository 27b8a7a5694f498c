"""Addresses below `portal/partnerships/<partnership>/`."""

from django.urls import path

from partnerships.agreements import views

app_name = "agreements"
urlpatterns = [
    path("agreement/", views.agreement, name="agreement"),
    path("agreement/propose/", views.propose, name="propose"),
    path("agreement/sign/", views.sign, name="sign"),
    path("agreement/<int:number>/", views.version, name="version"),
    path("agreement/<int:number>/agreement.pdf", views.download, name="pdf"),
]
