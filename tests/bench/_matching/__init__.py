"""The rows of the matching benchmark, a module each."""
