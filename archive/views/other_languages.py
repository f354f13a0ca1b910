"""The other languages in which a page or a feature has been written."""

from collections.abc import Callable

from archive.languages import name_of
from archive.models.access.viewers import Reader
from archive.models.authorities.in_languages import InLanguages
from archive.views.languages import in_language, interface_code


def others_in_languages(
    row: InLanguages, user: Reader, address_of: Callable[[InLanguages], str]
) -> list[tuple[str, str, str]]:
    """The same text in other languages: code, name, and the address (``address_of``) in the interface of each."""
    rows = type(row).objects.visible_to(user).filter(slug=row.slug).exclude(pk=row.pk).order_by("language")
    return [(other.language, name_of(other.language), _address_in(other, address_of)) for other in rows]


def _address_in(row: InLanguages, address_of: Callable[[InLanguages], str]) -> str:
    """The text in the interface of its own language where that is one, else by its reference."""
    spoken = interface_code(row.language)
    return in_language(spoken, address_of(row)) if spoken else row.get_absolute_url()
