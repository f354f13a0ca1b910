"""The address of a list in one state: what is asked of it, and the ways to ask a little more, less or other."""

from collections.abc import Callable
from urllib.parse import quote_plus, urlencode


class ListAddress:
    """The path of a list, and what is asked of it; every change of what is shown begins at the first page."""

    def __init__(self, path: str, query: dict[str, list[str]]):
        self.path, self.query = path, query

    def __str__(self) -> str:
        return f"?{self.asked}" if self.query else self.path

    @property
    def asked(self) -> str:
        return urlencode(self.query, doseq=True)

    def pairs(self) -> list[tuple[str, str]]:
        return [(name, value) for name, values in self.query.items() for value in values]

    def at(self, path: str) -> str:
        """The same questions, put to another address."""
        return f"{path}?{self.asked}" if self.query else path

    def having(self, **changes) -> "ListAddress":
        return ListAddress(self.path, self.query | {name: _listed(value) for name, value in changes.items()})

    def without(self, *names: str) -> "ListAddress":
        return ListAddress(self.path, {name: values for name, values in self.query.items() if name not in names})

    def toggled(self, name: str, key: str) -> "ListAddress":
        """With the choice ``key`` of the filter ``name``, or without it where it is chosen."""
        chosen, rest = self.query.get(name, []), self.without(name)
        kept = [value for value in chosen if value != key] if key in chosen else [*chosen, key]
        return rest.having(**{name: kept}) if kept else rest

    def each_toggled(self, name: str) -> Callable[[str], str]:
        """`toggled` for the many choices of one filter, as text."""
        chosen = self.query.get(name, [])
        begun = _begun(self.without(name).asked, urlencode({name: chosen}, doseq=True))
        return lambda key: str(self.toggled(name, key)) if key in chosen else f"?{begun}{name}={quote_plus(key)}"

    def each_having(self, *names: str) -> Callable[[str], str]:
        """`having` with one of many values for all of ``names``, as text."""
        begun = _begun(self.without(*names).asked)
        return lambda value: f"?{begun}{'&'.join(f'{name}={quote_plus(value)}' for name in names)}"


def _begun(*parts: str) -> str:
    return "".join(f"{part}&" for part in parts if part)


def _listed(value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
