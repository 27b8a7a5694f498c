"""What answers say in numbers: paired change, and whether the items of a scale go together.

A pure package: it knows SciPy, and neither the database nor the web. ``python -m
evaluations.statistics FILE.json`` is its door for outsiders; pages call the same functions.
"""
