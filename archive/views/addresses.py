"""The address of a list in one state: what is asked of it, and the ways to ask a little more, less or other."""

from urllib.parse import urlencode


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
        chosen = self.query.get(name, [])
        kept = [value for value in chosen if value != key] if key in chosen else [*chosen, key]
        return self.having(**{name: kept}) if kept else self.without(name)


def _listed(value) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
