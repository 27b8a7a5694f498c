"""Starts what the product needs on one machine, and stops all of it again.

Run by `dev.py` as ``python -m mentoring.launch COMMAND``. Nothing here is part of a deployment.
"""
