"""Sign-in through allauth. No open sign-up: a login exists because an organization made it."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress


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
