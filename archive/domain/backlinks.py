"""What refers to a record or an authority: the links of all others, followed backwards."""

from collections.abc import Iterator
from functools import cache

from django.db import connection, models
from django.db.models import Q

from archive.models.access.viewers import Sight, sight_of
from archive.models.archive_object import Entry
from archive.models.base.accessions import Accession
from archive.models.base.compiled_queries import prepared
from archive.models.base.states import accessioned_models

MOST = 100  # of one type, on one page
ENOUGH = 1000  # of one type, among which the first ones in the order of their titles are sought
Link = tuple[type[models.Model], models.Field]


def referring_to(entry: Entry, user) -> Iterator[tuple[type[Entry], list, bool]]:
    """For each type, the entries shown to ``user`` that link to ``entry``, at most `MOST`, and whether there are more.

    A link counts where it stands in the entry itself or in a row that hangs on it, and is shown to ``user``. Of more
    than `ENOUGH`, which ones are shown is not said: whoever wants all of them is better served by a list.
    """
    links = _links_that_lead_to(entry)
    hanging = [(part, link, _nouns_under(part, link, entry)) for part, link in links if part.hangs_on]
    for model in accessioned_models():
        if model.hangs_on:
            continue
        found: set[str] = set()
        for references in _linking(model, links, hanging, entry, sight_of(user)):
            found |= {reference for (reference,) in references}
        if found:
            rows = _first_by_title(sorted(found), model, sight_of(user), MOST)
            yield model, [row.shown_to(user) for row in rows], len(found) > MOST


def _linking(model: type[Entry], links: list[Link], hanging: list, entry: Entry, sight: Sight) -> Iterator[list[tuple]]:
    """The references of the rows of ``model`` that link to ``entry``, by each link in turn; one may be in several."""
    for owner, link in links:
        if owner is model:
            yield _by_themselves.values([entry.pk], model, link, sight)
    for part, link, nouns in hanging:
        if model.noun in nouns:
            yield _by_what_hangs.values([entry.pk], model, part, link, sight)


@prepared
def _by_themselves(references, model, link, sight):
    linking = Q((f"{link.name}__in", references)) & model.shown_links.get(link.name, Q())
    return _some(model.objects.visible_to(sight).filter(linking))


@prepared
def _by_what_hangs(references, model, part, link, sight):
    seen = model.objects.visible_to(sight)
    parts = part.objects.on(seen, sight).filter(**{f"{link.name}__in": references})
    return _some(seen.filter(pk__in=parts.values(part.hangs_on)))


def _some(rows: models.QuerySet) -> models.QuerySet:
    return rows.order_by().values_list("pk")[: ENOUGH + 1]


@prepared
def _first_by_title(references, model, sight, most):
    return model.objects.visible_to(sight).filter(pk__in=references).order_by("title", "pk")[:most]


def _links_that_lead_to(entry: Entry) -> list[Link]:
    """The links by which any row at all leads to ``entry``, whoever may see it."""
    links = _links_to(type(entry))
    asked = ", ".join(f"EXISTS(SELECT 1 FROM {table} WHERE {column} = %s)" for *_, table, column in links)  # noqa: S608
    if not links:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [entry.pk] * len(links))
        return [link[:2] for link, there in zip(links, cursor.fetchone(), strict=True) if there]


@cache
def _links_to(target: type[Entry]) -> list[tuple[type[models.Model], models.Field, str, str]]:
    """Each link to rows of ``target``, with the table and the column in which it is kept, quoted."""
    found = []
    for model in accessioned_models():
        for link in (*model._meta.concrete_fields, *model._meta.many_to_many):
            if link.is_relation and link.related_model is target and link.name != model.hangs_on:
                found.append((model, link, *map(connection.ops.quote_name, _where_kept(model, link))))
    return found


def _where_kept(model: type[models.Model], link: models.Field) -> tuple[str, str]:
    """The table and the column that hold what ``link`` leads to."""
    if link.many_to_many:
        return link.m2m_db_table(), link.m2m_reverse_name()
    return model._meta.db_table, link.column


def _nouns_under(part: type[models.Model], link: models.Field, entry: Entry) -> set[str]:
    """The nouns of the entries on which a row of ``part`` hangs that links to ``entry``."""
    return {noun for (noun,) in _nouns.values([entry.pk], part, link)}


@prepared
def _nouns(references, part, link):
    owners = part._base_manager.filter(**{f"{link.name}__in": references}).order_by().values(part.hangs_on)
    return Accession.objects.filter(pk__in=owners).order_by().values_list("noun").distinct()
