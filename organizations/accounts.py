"""Sign-in through allauth. No open sign-up: a login exists because an organization made it."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
