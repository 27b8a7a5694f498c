"""A mail backend that writes each message to a folder as one ``.eml`` file."""

from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend

from mentoring.tenancy.keys import uuid7


class Backend(BaseEmailBackend):
    """For the demo and tests; ``/mailbox/`` shows the folder when ``DEBUG`` is on."""

    def __init__(self, *, folder, **kwargs):
        super().__init__(**kwargs)
        self.folder = Path(folder)

    def send_messages(self, email_messages):
        self.folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, content):
        path = self.folder / f"{uuid7()}.eml"
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.rename(path)  # a reader never sees half a mail
