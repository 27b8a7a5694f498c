"""`dev.py bench NAME` runs one benchmark with full counts; the tests run each with small ones."""

import os

import django
from django.apps import apps

# `python -m tests.bench.NAME` comes without Django; the engine's benchmark needs none of it.
if "DATABASE_URL" in os.environ and not apps.ready:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    django.setup()
