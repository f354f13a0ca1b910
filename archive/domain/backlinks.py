"""What refers to a record or an authority: the links of all others, followed backwards."""

from collections.abc import Iterator
from functools import cache
from typing import cast

from django.db import connection
from django.db.models import Q

from archive.models.access.viewers import Reader, Viewer, viewer_for
from archive.models.archive_object import ArchiveObject, archive_object_models
from archive.models.base.accessions import Accession
from archive.models.base.compiled_queries import compiled
from archive.models.base.links import through_table
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.types import AnyField, Rows

MAX_PER_TYPE = 100  # of one type, on one page
MAX_SORTED = 1000  # of one type, among which the first ones in the order of their titles are sought
Link = tuple[type[RegisteredModel], AnyField]
KeptLink = tuple[type[RegisteredModel], AnyField, str, str]  # with the table and the column that hold it


def referring_to(obj: ArchiveObject, user: Reader) -> Iterator[tuple[type[ArchiveObject], list[ArchiveObject], bool]]:
    """For each type, the rows shown to ``user`` that link to ``obj``, at most `MAX_PER_TYPE`, and whether
    there are more.

    A link counts where it stands in the entry itself or in a row that belongs to it, and is shown to ``user``. Of more
    than `MAX_SORTED`, which ones are shown is not said: whoever wants all of them is better served by a list.
    """
    links = _links_that_lead_to(obj)
    hanging = [(part, link, _nouns_under(part, link, obj)) for part, link in links if part.parent_field]
    for model in archive_object_models():
        found: set[str] = set()
        for references in _linking(model, links, hanging, obj, viewer_for(user)):
            found |= {reference for (reference,) in references}
        if found:
            rows = cast(list[ArchiveObject], _first_by_title(sorted(found), model, viewer_for(user), MAX_PER_TYPE))
            yield model, rows, len(found) > MAX_PER_TYPE


def _linking(
    model: type[ArchiveObject],
    links: list[Link],
    hanging: list[tuple[type[RegisteredModel], AnyField, set[str]]],
    obj: ArchiveObject,
    viewer: Viewer,
) -> Iterator[list[tuple[str, ...]]]:
    """The references of the rows of ``model`` that link to ``obj``, by each link in turn; one may be in
    several.
    """
    for owner, link in links:
        if owner is model:
            yield _by_themselves.values([obj.pk], model, link, viewer)
    for part, link, nouns in hanging:
        if model.noun in nouns:
            if model.noun == "features":  # which of its parts are seen depends on other records: asked anew
                yield list(_rows_by_what_hangs([obj.pk], model, part, link, viewer))
            else:
                yield _by_what_hangs.values([obj.pk], model, part, link, viewer)


@compiled
def _by_themselves(references: list[str], model: type[ArchiveObject], link: AnyField, viewer: Viewer) -> Rows:
    linking = Q((f"{link.name}__in", references)) & viewer.shown(model, link.name)
    return _some(model.objects.visible_to(viewer).filter(linking))


def _rows_by_what_hangs(
    references: list[str], model: type[ArchiveObject], part: type[RegisteredModel], link: AnyField, viewer: Viewer
) -> Rows:
    seen = model.objects.visible_to(viewer)
    parts = part.objects.belonging_to(seen, viewer).filter(**{f"{link.name}__in": references})
    return _some(seen.filter(pk__in=parts.values(part.parent_field)))


_by_what_hangs = compiled(_rows_by_what_hangs)


def _some(rows: Rows) -> Rows:
    return rows.order_by().values_list("pk")[: MAX_SORTED + 1]


@compiled
def _first_by_title(references: list[str], model: type[ArchiveObject], viewer: Viewer, most: int) -> Rows:
    return model.objects.visible_to(viewer).filter(pk__in=references).order_by("title", "pk")[:most]


def _links_that_lead_to(obj: ArchiveObject) -> list[Link]:
    """The links by which any row at all leads to ``obj``, whoever may see it."""
    links = _links_to(type(obj))
    asked = ", ".join(f"EXISTS(SELECT 1 FROM {table} WHERE {column} = %s)" for *_, table, column in links)  # noqa: S608
    if not links:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [obj.pk] * len(links))
        return [link[:2] for link, there in zip(links, cursor.fetchone(), strict=True) if there]


@cache
def _links_to(target: type[ArchiveObject]) -> list[KeptLink]:
    """Each link to rows of ``target``, with the table and the column in which it is kept, quoted."""
    found: list[KeptLink] = []
    for model in registered_models():
        for link in (*model._meta.concrete_fields, *model._meta.many_to_many):
            leads = link.is_relation and not link.primary_key and link.name != model.parent_field
            if leads and link.related_model in (target, Accession):
                table, column = _where_kept(model, link)
                found.append((model, link, connection.ops.quote_name(table), connection.ops.quote_name(column)))
    return found


def _where_kept(model: type[RegisteredModel], link: AnyField) -> tuple[str, str]:
    """The table and the column that hold what ``link`` leads to."""
    if link.many_to_many:
        through, _near, far = through_table(link)
        return through._meta.db_table, far
    return model._meta.db_table, str(link.column)


def _nouns_under(part: type[RegisteredModel], link: AnyField, obj: ArchiveObject) -> set[str]:
    """The nouns of the entries on which a row of ``part`` hangs that links to ``obj``."""
    return {noun for (noun,) in _nouns.values([obj.pk], part, link)}


@compiled
def _nouns(references: list[str], part: type[RegisteredModel], link: AnyField) -> Rows:
    owners = part._base_manager.filter(**{f"{link.name}__in": references}).order_by().values(part.parent_field)
    return Accession.objects.filter(pk__in=owners).order_by().values_list("noun").distinct()
