"""Closed by default: every API view is opened by its own decorator."""

from rest_framework.permissions import BasePermission


class DenyAll(BasePermission):
    def has_permission(self, request, view):
        return False
