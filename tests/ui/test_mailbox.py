"""The mailbox reads the folder of mails and nothing beside it."""

import os
from email.message import EmailMessage

import pytest
from django.urls import reverse

from mentoring.ui import mailbox

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ui.urls")]


@pytest.fixture
def folder(tmp_path, settings):
    settings.MAILBOX_FOLDER = tmp_path / "mails"
    settings.MAILBOX_FOLDER.mkdir()
    return settings.MAILBOX_FOLDER


def put(folder, name, subject="Hello", to="maren@talvera.example", html="", attachment=None, age=0):
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "Mentoring <no-reply@example.org>"
    message["To"] = to
    message["Date"] = "Mon, 13 Jul 2026 08:42:00 +0000"
    message.set_content("Open https://example.org/match/ to answer.\n")
    if html:
        message.add_alternative(html, subtype="html")
    if attachment:
        message.add_attachment(attachment, maintype="text", subtype="html", filename="a b.html")
    file = folder / f"{name}.eml"
    file.write_bytes(message.as_bytes())
    os.utime(file, (1_000_000 - age, 1_000_000 - age))


def test_the_newest_mail_comes_first(client, folder):
    put(folder, "b", "Older", age=60)
    put(folder, "a", "Newer")
    html = client.get(reverse("ui:mailbox")).content.decode()
    assert html.index("Newer") < html.index("Older")


def test_mails_of_one_recipient(client, folder):
    put(folder, "a", "For Maren", age=60)
    put(folder, "b", "For two", to="Daniel <daniel@brightmoor.example>, maren@talvera.example")
    put(folder, "c", "For Daniel", to="daniel@brightmoor.example")
    page = client.get(reverse("ui:mailbox"), {"to": "maren@talvera.example"})
    assert [mail.subject for mail in page.context["page"]] == ["For two", "For Maren"]


def test_an_empty_folder_and_no_folder_explain_themselves(client, folder, settings):
    assert "No mail yet" in client.get(reverse("ui:mailbox")).content.decode()
    settings.MAILBOX_FOLDER = folder / "missing"
    assert "No mail yet" in client.get(reverse("ui:mailbox")).content.decode()
    settings.MAILBOX_FOLDER = None
    assert "Mail is really sent" in client.get(reverse("ui:mailbox")).content.decode()


def test_a_mail_shows_text_with_links_headers_and_attachments(client, folder):
    put(folder, "a", "A <match>", html="<p>Hi</p>", attachment=b"<script>alert(1)</script>")
    html = client.get(reverse("ui:mail", args=["a"])).content.decode()
    assert "A &lt;match&gt;" in html
    assert '<a href="https://example.org/match/"' in html
    assert reverse("ui:mail_html", args=["a"]) in html
    assert 'sandbox="allow-top-navigation-by-user-activation"' in html
    assert "a b.html" in html


def test_a_mail_without_subject_date_and_recipient_is_still_shown(client, folder):
    (folder / "bare.eml").write_bytes(b"\r\nnothing but a body")
    (folder / "wrong.eml").write_bytes(b"Date: yesterday\r\nTo: \r\n\r\n")
    assert client.get(reverse("ui:mailbox")).content.decode().count("(no subject)") == 2
    assert client.get(reverse("ui:mail", args=["bare"])).status_code == 200
    assert client.get(reverse("ui:mail", args=["wrong"])).status_code == 200


def test_the_html_of_a_mail_runs_nothing(client, folder):
    put(folder, "a", html="<html><head></head><body><script>alert(1)</script></body></html>")
    response = client.get(reverse("ui:mail_html", args=["a"]))
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<head><base target="_top">' in response.content.decode()


def test_an_attachment_is_a_download(client, folder):
    put(folder, "a", attachment=b"<script>alert(1)</script>")
    response = client.get(reverse("ui:attachment", args=["a", 0]))
    assert response["Content-Disposition"] == 'attachment; filename="a_b.html"'
    assert client.get(reverse("ui:attachment", args=["a", 1])).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/mailbox/..%2Fsecret/",
        "/mailbox/%2e%2e/",
        "/mailbox/..%5Csecret/",
        "/mailbox/secret%00/",
        "/mailbox/missing/",
        "/mailbox/link/",
        "/mailbox/link/html/",
    ],
)
def test_no_address_leads_out_of_the_folder(client, folder, path):
    put(folder.parent, "secret", "Secret")
    (folder / "link.eml").symlink_to(folder.parent / "secret.eml")
    response = client.get(path)
    assert response.status_code == 404
    assert b"Secret" not in client.get(reverse("ui:mailbox")).content


@pytest.mark.parametrize("name", ["../secret", "..", "", "a/b", "secret.eml", "link"])
def test_no_name_leads_out_of_the_folder(folder, name):
    put(folder.parent, "secret", "Secret")
    (folder / "link.eml").symlink_to(folder.parent / "secret.eml")
    with pytest.raises(mailbox.MailMissing):
        mailbox.read(folder, name)


def test_without_a_folder_there_is_no_mail(client, settings):
    settings.MAILBOX_FOLDER = None
    assert client.get(reverse("ui:mail", args=["a"])).status_code == 404
