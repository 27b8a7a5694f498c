"""A year of a program lived by machine: real workers, a real mail server, and a clock that jumps."""
