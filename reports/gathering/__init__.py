"""From rows to a report: read a program once, measure, choose what may be said, write it down."""
