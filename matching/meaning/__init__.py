"""Free texts compared by meaning, across languages: what a mentee wants, what a mentor has lived.

Needs the optional extra ``semantic``. Without it ``mentoring.semantic.is_available`` is False,
nothing is read, and the needs part of a score is earned by needs and offers alone.

A text becomes whole numbers once (``reading``), is kept with its author (``models``) and read again
only when it changes (``stored``); the engine compares those numbers and never sees a word.
"""
