"""Base of management commands that work inside organizations."""

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mentoring.tenancy import context


class TenantCommand(BaseCommand):
    """Runs ``handle_organization`` for ``--organization SLUG`` or ``--each-organization``."""

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--organization", metavar="SLUG")
        which.add_argument("--each-organization", action="store_true")

    def handle(self, *args, **options):
        for organization in self._chosen(options):
            with context.enter(context.Context(organization.pk)):
                self.handle_organization(organization, **options)

    def _chosen(self, options):
        organizations = apps.get_model(settings.TENANT_MODEL).objects.order_by("slug")
        if options["each_organization"]:
            return list(organizations)
        found = list(organizations.filter(slug=options["organization"]))
        if not found:
            raise CommandError(f"There is no organization “{options['organization']}”.")
        return found

    def handle_organization(self, organization, /, **options):
        raise NotImplementedError
