"""The models of this app stand beside what they are for."""

from evaluations.results import models as results  # noqa: F401  found by the app's registry
