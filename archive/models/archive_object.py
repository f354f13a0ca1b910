"""What all records and authorities share."""

from collections.abc import Iterable
from datetime import date
from typing import Self, TypeVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from archive.letters import fold
from archive.models.access.viewers import ANYONE, FINISHED, Reader, Viewer, not_embargoed, viewer_for
from archive.models.access.visibility import VisibilityMixin, VisibleQuerySet
from archive.models.base.accessions import Accession, prefix_of
from archive.models.base.conditions import as_q
from archive.models.base.fields import PhoneticKeyField, SearchTextField
from archive.models.base.protection import Protection
from archive.models.base.registry import registered_models
from archive.models.base.strictness import last_in, the_later
from archive.models.log.audited import AuditedModel
from archive.models.log.mentions import ProseField, in_words
from archive.models.parts.names import Name
from archive.models.parts.part import Part
from archive.vocabularies import Access, State, WithdrawalGround

Obj = TypeVar("Obj", bound="ArchiveObject")
Own = TypeVar("Own", bound=Part)
EarlierParts = dict[type[Part], list[Part]]
# Who may see a record, and what became of it.
PUBLICATION_FIELDS = ("collection", "access", "embargo_until", "state", "withdrawn_on", "withdrawn_because")


class ArchiveObjectQuerySet(VisibleQuerySet[Obj]):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)

    def tombstones_for(self, user: Reader) -> Self:
        """Those that ``user`` could see before they were withdrawn, and of which a tombstone tells."""
        withdrawn = self.filter(not_embargoed(), access__in=viewer_for(user).accesses, state=State.WITHDRAWN)
        if self.model.protection.closed_leaves_no_tombstone:
            withdrawn = withdrawn.exclude(as_q(self.model.protection.closed))
        return withdrawn.filter(withdrawn_on__isnull=False).exclude(withdrawn_because="")

    def filter_words(self, words: str, user: Reader = None) -> Self:
        """Those in whose public words, or names shown to ``user``, each of ``words`` stands, however it is cased."""
        rows = self
        names = Name.objects.belonging_to(self.model.objects.visible_to(user), user)
        for word in filter(None, (word.strip(".,;:!?()[]“”‘’«»\"'") for word in fold(words).split())):
            named = names.filter(search_text__contains=word)
            rows = rows.filter(Q(search_text__contains=word) | Q(pk__in=named.values("subject")))
        return rows


class ArchiveObject(VisibilityMixin, AuditedModel):
    """One record or authority: what it is called, what it belongs to, and who may see it."""

    collection = models.ForeignKey(
        "archive.Collection",
        verbose_name=_("collection"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("The collection that this belongs to."),
    )
    title = models.CharField(
        _("title"),
        max_length=300,
        help_text=_(
            "The name shown in lists and links, to everyone. Do not name anybody here who is not publicly named."
        ),
    )
    summary = ProseField(
        _("summary"),
        blank=True,
        help_text=_("A few sentences in the archive's own words, saying no more than the sources say."),
    )
    access = models.CharField(
        _("access"),
        max_length=12,
        choices=Access,
        default=Access.RESTRICTED,
        help_text=_("Who may see it once it is published. Restricted means staff only."),
    )
    state = models.CharField(
        pgettext_lazy("field", "state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        help_text=_("Only published records can be seen outside the desk."),
    )
    embargo_until = models.DateField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("The first day on which a published record may be seen outside the desk."),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        editable=False,
        help_text="The day on which it was withdrawn, if it was.",
    )
    withdrawn_because = models.CharField(
        _("withdrawn because"),
        max_length=12,
        choices=WithdrawalGround,
        blank=True,
        editable=False,
        help_text="Why it was withdrawn, as the page at its address says.",
    )
    search_text = SearchTextField()
    phonetic_keys = PhoneticKeyField()

    protection = Protection(
        shown=("title", "summary", *PUBLICATION_FIELDS),
        guards={"access": last_in(Access.values), "embargo_until": the_later},
    )

    name_field = "title"  # the field that says what it is called, and by which duplicates are found
    has_alternative_names = False  # whether what it is called is one name among others
    search_fields: tuple[str, ...] = ("title", "summary")  # what the text box of a list looks through
    address_fields: tuple[str, ...] = ()  # addresses on the web by which it is found
    editorial_fields: frozenset[str] = frozenset()  # fields that are the archive's own judgement, and no source's word
    historical_parts: EarlierParts | None = None  # of an earlier state that is made a row again

    objects = ArchiveObjectQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self.title} ({self.reference})"

    def public_search_text(self) -> str:
        """The folded words of the fields that a reader without an account would be shown."""
        return fold(" ".join([self.reference, *self.public_search_values().values()]))

    def public_search_values(self) -> dict[str, str]:
        """The words of each field that is found by its words, as a reader without an account would be shown them."""
        masked_fields = self.publicly_masked_fields()
        spoken = {name: getattr(self, name) for name in self.search_fields if name not in masked_fields}
        return {name: in_words(words, None) for name, words in spoken.items() if words}

    def extra_search_texts(self) -> list[str]:
        """What the record says besides in words that no field has, by which it is found; all of it may be public."""
        return []

    @classmethod
    def translatable(cls) -> tuple[str, ...]:
        """The fields that can be translated. A name in another language is a `Name`, and protected as one."""
        return tuple(name for name in cls.search_fields if name != "name")

    def is_public(self) -> bool:
        return ANYONE.sees(self)

    def archive_object(self) -> "ArchiveObject":
        return self

    def display_title(self, masked_fields: frozenset[str]) -> str:
        return self.title

    def visible_parts(self, model: type[Own], user: Reader, *links: str) -> list[Own]:
        """The rows of ``model`` that belong to it and are shown to ``user``, in the order of their numbers."""
        if self.historical_parts is not None:
            return [row for row in self._own(self.all_parts(model)) if row.is_seen_beside(self, user)]
        rows = cast(list[Own], model.objects.children_of([self.pk], type(self), user))
        several = [field.name for field in model._meta.many_to_many]
        models.prefetch_related_objects(rows, *links, *several)
        return self._own(rows)

    def _own(self, rows: list[Own]) -> list[Own]:
        """``rows`` that belong to it, each knowing so."""
        for row in rows:
            row.known_object = self
        return rows

    def all_parts(self, model: type[Own]) -> list[Own]:
        """The rows of ``model`` that belong to it, shown to whomever."""
        if self.historical_parts is not None:
            return cast(list[Own], self.historical_parts.get(model, []))
        return list(model._base_manager.filter(**{f"{model.parent_field}_id": self.pk}).order_by("accession__number"))

    def publish_blocker(self) -> str:
        """What it takes to publish it, besides somebody who may, that is not there; "" if nothing is missing."""
        return ""

    def is_closed(self) -> bool:
        """Whether it is shown to nobody off the desk, whatever its state."""
        return self.protection.is_closed(self)

    def public_substitute(self) -> VisibilityMixin | None:
        """The row that is shown in its stead off the desk, if one is."""
        return getattr(self, self.protection.substitute) if self.protection.substitute else None

    @classmethod
    def changed_by_calendar(cls, after: date, until: date) -> Iterable[str]:
        ended = cls._base_manager.filter(embargo_until__gt=after, embargo_until__lte=until)
        return ended.order_by().values_list("pk", flat=True)

    def is_protected(self) -> bool:
        """Whether it protects somebody; in a query, ``protected``."""
        return self.protection.is_protected(self)

    def publicly_masked_fields(self) -> set[str]:
        """The names of the fields that nobody off the desk is shown."""
        return self.protection.masked_on(self)

    def masked_fields_for(self, viewer: Viewer) -> set[str]:
        if viewer.sees_unmasked(self):
            return set()
        return self.protection.maskable() if viewer.desk else self.publicly_masked_fields()

    def is_steward_only(self) -> bool:
        """Whether it is with the stewards: published, or withdrawn since, and restricted or protecting somebody."""
        return self.state in FINISHED and (self.access == Access.RESTRICTED or self.is_protected())


def archive_object_models() -> list[type[ArchiveObject]]:
    """The models of records and authorities, by noun."""
    return [model for model in registered_models() if issubclass(model, ArchiveObject)]


def by_model(references: Iterable[str]) -> dict[type[ArchiveObject], list[str]]:
    """``references`` by the model that each is of; what is none of a record or authority is left out."""
    models_ = {model.prefix: model for model in archive_object_models()}
    found: dict[type[ArchiveObject], list[str]] = {}
    for reference in references:
        if model := models_.get(prefix_of(reference)):
            found.setdefault(model, []).append(reference)
    return found


def archive_object_of(accession: Accession) -> ArchiveObject:
    """The record or authority of a reference that is none of a part; see `Accession.resolve`."""
    return cast(ArchiveObject, accession.resolve())
