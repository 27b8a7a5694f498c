"""What sponsors count six months and a year after the end: asking for it, and reading it."""
