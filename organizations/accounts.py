"""Sign-in through allauth: no open sign-up; a login exists because an organization knows the person."""

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
