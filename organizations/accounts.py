"""Sign-in through allauth. No open sign-up: a login exists because an organization made it."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import EmailAddress
from allauth.core import ratelimit
from django.contrib.sites.shortcuts import get_current_site
from django.utils import translation

from organizations.models import User
from organizations.services import login_for

# Seconds a mail waits before any work on it, so that the response is out by then.
HEAD_START = 0.25

# Threads of this process hand mails over. They begin with the first mail, and what is still
# waiting goes out before the process ends: the interpreter joins them.
postmen = ThreadPoolExecutor(max_workers=4, thread_name_prefix="postman")

logger = logging.getLogger(__name__)


def mail_code(request, email):
    """Begin the sign-in of this address by a mailed code; False if too many were asked for.

    The login is made if there is none. Somebody shut out gets no mail, and the same answer.
    """
    if not ratelimit.consume(request, action="request_login_code", key=email):
        return False
    login_for(email)
    user = User.objects.filter(email=email, is_active=True).first()
    LoginCodeVerificationProcess.initiate(request=request, user=user, email=email)
    return True


def masked(email):
    """`nora@mail.example` as `n…@mail.example`: enough for its owner, too little for others."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def pre_login(self, request, user, **kwargs):
        """A code from the mail has proven the address: nobody is asked for a second one."""
        records = get_authentication_records(request, user)
        if any(record["method"] == "code" and record["email"] == user.email for record in records):
            EmailAddress.objects.update_or_create(
                user=user, email=user.email, defaults={"verified": True, "primary": True}
            )
        return super().pre_login(request, user, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """Send after the response, whatever becomes of it.

        Only somebody known gets a mail. Were it written and sent within the request, then the time
        of the answer, or an error while the mail server is down, would tell who is known. It goes
        out from this process: a code that signs somebody in should wait in no queue or table.
        One that is lost is asked for again.
        """
        site = get_current_site(self.request)
        values = {name: value for name, value in context.items() if name != "request"}
        values |= {"email": email, "current_site": site}
        postmen.submit(self._send, template_prefix, email, values, translation.get_language())

    def _send(self, template_prefix, email, values, language):
        time.sleep(HEAD_START)
        try:
            with translation.override(language):
                self.render_mail(template_prefix, email, values).send()
        except Exception as error:
            # By its type alone: its text may hold the address or the code.
            logger.error("%s was not sent: %s", template_prefix, type(error).__name__)
