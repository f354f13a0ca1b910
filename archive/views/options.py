"""What there is to choose on a list: what it is called, how many it finds, and the address that chooses it."""

from dataclasses import dataclass
from html import escape

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from archive.facets.filter_set import Choice


@dataclass(frozen=True)
class Option:
    """Something to choose on a list."""

    label: str | Promise
    address: str
    chosen: bool = False
    count: int | None = None
    language: str = ""  # of the label, where it is not that of the page
    key: str = ""  # of the choice of a facet, by which addresses name it


def option_of(choice: Choice, address: str) -> Option:
    """A choice of a facet, which ``address`` chooses."""
    return Option(choice.label, address, choice.chosen, choice.count, choice.language, choice.key)


def items_of(options: list[Option]) -> SafeString:
    """``options`` as items of a list. A page has hundreds: a template takes ten times as long for them."""
    return mark_safe("".join(map(item_of, options)))  # noqa: S308 (all of it is escaped below)


def item_of(option: Option, within: str = "") -> str:
    """``option`` as an item of a list, with ``within`` (HTML) below it."""
    current = ' aria-current="true"' if option.chosen else ""
    language = f' lang="{escape(option.language)}"' if option.language else ""
    label = f'<span{language}>{escape(str(option.label))}</span> <span class="count">{option.count}</span>'
    return f'<li><a href="{escape(option.address)}" rel="nofollow"{current}>{label}</a>{within}</li>'
