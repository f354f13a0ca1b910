"""Widgets of links and of files: what a cell names, looked up for a chunk of rows at once."""

from typing import cast

from django.core.files.base import File as DjangoFile
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.domain.originals import may_have
from archive.imports.files.bundled import BundledFiles
from archive.imports.files.errors import CellError
from archive.imports.schema import cells
from archive.imports.schema.links import LinkResolver, natural_key_of_terms
from archive.imports.schema.widgets import CellWidget
from archive.media import storage
from archive.models import Accession, Term
from archive.models.base.links import scheme_of
from archive.models.base.registry import RegisteredModel

MAX_NAMED = 5  # records that a refusal names


MAX_NAMED_LENGTH = 100  # characters of a cell that it repeats


class LinkWidget(CellWidget):
    """A link to one other record, by reference or natural key."""

    model: type[RegisteredModel]

    def __init__(self, field: models.ForeignKey | models.ManyToManyField):
        super().__init__(field)
        self.model = cast(type[RegisteredModel], field.related_model)  # or the register itself
        self.can_be_meant = self.model is not Accession
        self._terms: dict[str, str] | None = None
        self.scheme = scheme_of(field)

    @property
    def allowed(self) -> str:
        if self.model is Term:
            return (
                _("notation of a term in {scheme}").format(scheme=self.scheme)
                if self.scheme
                else _("scheme:notation of a term")
            )
        if self.model is Accession:
            return _("reference of any record or authority")
        return _("reference of one of the {noun}").format(noun=self.model.label_plural())

    def keys(self, cell: str) -> list[str]:
        return [key] if (key := self.cleaned(cell)) else []

    def value_of(self, cell: str, links: LinkResolver) -> str | list[str]:
        return self._one(cell, links)

    def _one(self, key: str, links: LinkResolver) -> str:
        found = links.find(self.model, self.scheme, key)
        if len(found) > 1:
            some, more = ", ".join(found[:MAX_NAMED]), _(" and more") if len(found) > MAX_NAMED else ""
            raise CellError(
                _("one record called “{key}”; there are several, so use one of {some}{more}").format(
                    key=_short(key), some=some, more=more
                )
            )
        if not found:
            raise CellError(
                _("{allowed}; “{key}” is not known here").format(allowed=self.allowed, key=_short(key)),
                links.nearest(self.model, self.scheme, key),
            )
        return found[0]

    def _check(self, value) -> None:
        return

    def text_of(self, value) -> str:
        return self._key(value) if value else ""

    def _key(self, reference: str) -> str:
        if self.model is not Term:
            return reference
        terms = natural_key_of_terms(self.scheme) if self._terms is None else self._terms
        return terms[reference]

    def prepare(self) -> None:
        if self.model is Term:
            self._terms = natural_key_of_terms(self.scheme)


class LinksWidget(LinkWidget):
    """Links to several other records in one cell."""

    several = True

    @property
    def allowed(self) -> str:
        return _("{allowed}; separate several with ;").format(allowed=super().allowed)

    def default(self) -> list[str]:
        return []

    def keys(self, cell: str) -> list[str]:
        return self._parts(self.cleaned(cell))

    def value_of(self, cell: str, links: LinkResolver) -> list[str]:
        found, wrong = set(), {}
        for key in self._parts(cell):
            try:
                found.add(self._one(key, links))
            except CellError as error:
                wrong[key] = error
        if wrong:
            first = next(iter(wrong.values()))
            raise CellError(str(first), first.nearest, tuple(wrong))
        return sorted(found)

    def _parts(self, cell: str) -> list[str]:
        return [cells.cleaned(value) for value in cells.split(cell)]

    def text_of(self, value) -> str:
        return cells.join(sorted(self._key(reference) for reference in value))


class OriginalWidget(CellWidget):
    """A picture or recording, by the name under which the archive keeps it, or that it has in the delivery."""

    expected = gettext_lazy("name of a file that the archive keeps, or that is in the ZIP with the table")

    def cleaned(self, cell: str) -> str:
        return cell.strip()  # a file is called whatever it is called

    def value_of(self, cell: str, links: LinkResolver) -> str:
        name, originals = cell, storage.originals()
        if storage.is_name(name) and (links.user is None or may_have(links.user, name)) and originals.exists(name):
            with originals.open(name) as content:
                self._require_fit(content, name)
            return name
        if links.bundled is None or not name:
            raise CellError(self.allowed)
        with DjangoFile(links.bundled.opened(self._bundled(name, links.bundled))) as content:
            self._require_fit(content, name)
            return originals.save(name, content)

    def _bundled(self, name: str, bundled: BundledFiles) -> str:
        """The one file beside the table that ``name`` means; raise `CellError` where there is none, or several."""
        found = bundled.find(name)
        if not found:
            template = _("{allowed}. The ZIP has: {names}") if bundled.listed() else "{allowed}"
            raise CellError(template.format(allowed=self.allowed, names=bundled.listed()))
        if len(found) > 1:
            template = _("the whole path, because several files have this name: {names}")
            raise CellError(template.format(names=bundled.listed(found)))
        return found[0]

    def _require_fit(self, content: DjangoFile, name: str) -> None:
        if storage.is_name(name) and storage.name_of(content, name) != name:
            raise CellError(_("a file whose bytes have the checksum in its name"))
        super()._check(content)

    def _check(self, value) -> None:
        return


def _short(text: str) -> str:
    return text if len(text) <= MAX_NAMED_LENGTH else f"{text[:MAX_NAMED_LENGTH]}…"
