"""A year of a program lived by machine: workers, a mail server, and a clock that jumps."""
