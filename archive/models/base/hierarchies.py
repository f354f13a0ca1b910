"""Links upwards among rows of one type, such as from a term to a broader one, which never lead back to their start."""

from collections.abc import Collection, Iterator
from functools import cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _


@cache
def hierarchy_fields(model: type[models.Model]) -> tuple[str, ...]:
    """The fields of ``model`` that lead to rows of its own type."""
    fields = model._meta.concrete_fields
    return tuple(field.name for field in fields if field.is_relation and field.related_model is model)


def require_no_loop(row: models.Model) -> None:
    """Raise `ValidationError` where a link of ``row`` would lead, through others, back to it."""
    for name in hierarchy_fields(type(row)):
        above = getattr(row, f"{name}_id")
        if row.pk and above and row.pk in _all_above(type(row), name, above):
            raise ValidationError({name: leads_back(getattr(row, name).title)})


def leads_back(title: str) -> str:
    """What is said where a link to what is called ``title`` would close a loop."""
    return _("“{title}” is itself part of this one. Expected another.").format(title=title)


def hierarchy_links(model: type[models.Model], name: str) -> dict[str, str]:
    """By reference, where the link ``name`` of each row of ``model`` leads, of those that lead anywhere."""
    return dict(model._base_manager.exclude(**{name: None}).values_list("pk", f"{name}_id"))


def looping(links: dict[str, str], among: Collection[str]) -> Iterator[str]:
    """Those of ``among`` from which ``links`` lead back to themselves."""
    for start in sorted(set(among) & links.keys()):
        seen: set[str] = set()
        at = links[start]
        while at in links and at not in seen and at != start:
            seen.add(at)
            at = links[at]
        if at == start:
            yield start


def _all_above(model: type[models.Model], name: str, reference: str) -> set[str]:
    """``reference`` and all that it leads to."""
    found: set[str] = set()
    at: str | None = reference
    while at and at not in found:
        found.add(at)
        at = model._base_manager.filter(pk=at).values_list(f"{name}_id", flat=True).first()
    return found
