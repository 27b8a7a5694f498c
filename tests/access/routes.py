"""Every address that the URL configuration knows, walked recursively."""

from dataclasses import dataclass

from django.urls import URLPattern, get_resolver, reverse
from django.urls.resolvers import RoutePattern


@dataclass(frozen=True)
class Route:
    """One address: its full name, its pattern, and the names of its parts that vary."""

    name: str
    pattern: str
    parts: tuple[str, ...]
    app: str

    def path(self, values):
        """The path with these values of its parts."""
        return reverse(self.name, kwargs={part: values[part] for part in self.parts})

    @property
    def in_organization(self):
        return "organization" in self.parts

    @property
    def surface(self):
        """The segment after the organization: dashboard, portal, company, api."""
        return self.pattern.split("/")[1] if self.in_organization else ""


def routes(configuration):
    """Every route of this URL configuration; each has a name."""
    return list(_walk(get_resolver(configuration).url_patterns, "", "", ()))


def _walk(patterns, prefix, namespace, parts):
    for entry in patterns:
        pattern = prefix + str(entry.pattern)
        inside = parts + _parts(entry.pattern)
        if isinstance(entry, URLPattern):
            assert entry.name, f"{pattern} has no name"
            app = entry.lookup_str.split(".")[0]
            yield Route(f"{namespace}{entry.name}", pattern, inside, app)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry.url_patterns, pattern, inner, inside)


def _parts(pattern):
    if isinstance(pattern, RoutePattern):
        return tuple(pattern.converters)
    return tuple(pattern.regex.groupindex)
