"""First segments of addresses that are the product's own, so no organization may have them."""

from django.urls import get_resolver

# Served before Django or kept free for pages to come.
KEPT_FREE = {
    "static", "media", "admin", "api", "help", "about", "privacy", "terms", "security", "status",
    "observe", "feeds", "verify", "operator", "metrics", "ui", "mailbox", "healthz", "readyz",
    "accounts", "briefings", "favicon.ico", "robots.txt", "well-known",
}  # fmt: skip


def first_segments():
    """The first segment of every address that does not begin with an organization."""
    patterns = (str(entry.pattern) for entry in get_resolver().url_patterns)
    return {pattern.split("/")[0] for pattern in patterns if not pattern.startswith("<")}


def is_reserved(slug):
    return slug in KEPT_FREE | first_segments()
