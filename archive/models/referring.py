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
        condition = Q(pk__in=[])
        for link in own:
            condition |= Q((link.name, entry)) & model.shown_links.get(link.name, Q())
        for part in hanging:
            condition |= _through(part, model, entry, user)
        rows = list(model.objects.visible_to(user).filter(condition).distinct().order_by("title", "pk")[: MOST + 1])
        if rows:
            yield model, [row.shown_to(user) for row in rows[:MOST]], len(rows) > MOST


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
