"""The strings that a file holds to be said in the language of the page, in English (gettext)."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extract_messages(path: Path) -> Iterator[tuple]:
    """Each string of a module or a template, or its singular and plural; what translators are told; its context."""
    text = path.read_text()
    if path.suffix != ".py":
        text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
    for _, message, comments, context in extract("python", BytesIO(text.encode()), KEYWORDS, ["Translators:"]):
        yield message, comments, context
