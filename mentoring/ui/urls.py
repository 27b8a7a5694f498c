"""Development pages: the gallery of parts and the mails that were captured."""

from django.urls import path

from mentoring.ui import views

app_name = "ui"
urlpatterns = [
    path("ui/", views.gallery, name="gallery"),
    path("ui/surface/<slug:surface>/", views.surface, name="surface"),
    path("ui/error/<int:status>/", views.error, name="error"),
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<slug:name>/", views.mail, name="mail"),
    path("mailbox/<slug:name>/html/", views.mail_html, name="mail_html"),
    path("mailbox/<slug:name>/<int:number>/", views.attachment, name="attachment"),
]
