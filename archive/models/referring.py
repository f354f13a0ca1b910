"""What refers to a record or an authority: the links of all others, followed backwards."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from archive.models.entries import Entry
from archive.models.states import accessioned_models

MOST = 100  # of one type, on one page


def referring_to(entry: Entry, user) -> Iterator[tuple[type[Entry], list, bool]]:
    """For each type, the entries shown to ``user`` that link to ``entry``, at most `MOST`, and whether there are more.

    A link counts where it stands in the entry itself or in a row that hangs on it, and is shown to ``user``.
    """
    hanging = [model for model in accessioned_models() if model.hangs_on]
    for model in accessioned_models():
        if model.hangs_on:
            continue
        own = _links(model, type(entry))
        condition = Q(*(Q((link.name, entry)) for link in own), _connector=Q.OR) if own else Q(pk__in=[])
        for part in hanging:
            condition |= _through(part, model, entry, user)
        rows = list(model.objects.visible_to(user).filter(condition).distinct().order_by("title", "pk")[: MOST + 1])
        if shown := [row.shown_to(user) for row in rows if _is_shown(row, own, entry, user)]:
            yield model, shown[:MOST], len(rows) > MOST


def _links(model: type[models.Model], target: type[models.Model]) -> list[models.Field]:
    fields = [*model._meta.concrete_fields, *model._meta.many_to_many]
    return [field for field in fields if field.is_relation and field.related_model is target]


def _through(part: type[models.Model], model: type[models.Model], entry: Entry, user) -> Q:
    """The condition that a row of ``part`` hangs on the record and links to ``entry``."""
    links = [link for link in _links(part, type(entry)) if link.name != part.hangs_on]
    hook = part._meta.get_field(part.hangs_on)
    if not links or not (part.hangs_on == "subject" or hook.related_model is model):
        return Q()
    parts = part.objects.on(model.objects.visible_to(user), user)
    found = parts.filter(Q(*(Q((link.name, entry)) for link in links), _connector=Q.OR))
    return Q(pk__in=found.values(part.hangs_on))


def _is_shown(row: Entry, own: list[models.Field], entry: Entry, user) -> bool:
    """Whether the row's own link, if that is what links it, is a value that ``user`` is shown."""
    withheld = row.shown_to(user).withheld
    hidden = [link for link in own if link.name in withheld]
    return not any(not link.many_to_many and getattr(row, link.attname) == entry.pk for link in hidden)
