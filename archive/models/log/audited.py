"""What every row of the archive has: a reference of its own, and no write that goes unlogged."""

from collections.abc import Iterable
from typing import Self, TypeVar, cast

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, pgettext_lazy

from archive.models.base.accessions import Accession, number_in, reference_for
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.hierarchies import require_no_loop
from archive.models.base.registry import RegisteredModel, model_for
from archive.models.base.states import stored_fields
from archive.models.base.types import AnyField, Anything
from archive.models.log.changes import recording

Row = TypeVar("Row", bound="AuditedModel")


class AuditedQuerySet(models.QuerySet[Row]):
    """A queryset whose writes in bulk are logged, keep derived columns true and give out references."""

    def get_by_natural_key(self, reference: str):
        return self.get(pk=reference)

    def in_order(self) -> Self:
        """By number, as they were given out."""
        return self.order_by("accession__number")

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        with recording() as record:
            register(self.model, objs)
            created = super().bulk_create(objs, *args, **kwargs)
            record.mark_changed(obj.subject_reference for obj in objs)
        return created

    def bulk_update(self, objs, fields, *args, **kwargs):
        objs = list(objs)
        derived = derived_fields(self.model)
        for obj in objs:
            for field in derived:
                field.pre_save(obj, add=False)
        with recording() as record:
            record.mark_changed(self.subjects_of(obj.pk for obj in objs))
            names = [*fields, *(field.name for field in derived)]
            updated = super().bulk_update(objs, names, *args, **kwargs)
            record.mark_changed(obj.subject_reference for obj in objs)
        return updated

    def update(self, **values: Anything) -> int:
        with recording() as record:
            pks = list(self.values_list("pk", flat=True))
            record.mark_changed(self.subjects_of(pks))
            updated = super().update(**values)
            record.mark_changed(self.subjects_of(pks))
            self._derive_again(pks)
        return updated

    update.alters_data = True

    def delete(self) -> tuple[int, dict[str, int]]:
        with recording() as record:
            record.mark_changed(self.subjects_of(self.values_list("pk", flat=True)))
            return super().delete()

    delete.alters_data = True

    def subjects_of(self, pks) -> list[str]:
        """Return the references of the records that the rows with ``pks`` belong to now.

        It is asked before and after a write, which may move rows from one record to another.
        """
        pks = list(pks)
        if not self.model.parent_field:
            return pks
        rows = self.model._base_manager.filter(pk__in=pks)
        return list(rows.values_list(f"{self.model.parent_field}_id", flat=True))

    def _derive_again(self, pks: list[str]) -> None:
        derived = derived_fields(self.model)
        for start in range(0, len(pks) if derived else 0, CHUNK_SIZE):
            objs = list(self.model._base_manager.filter(pk__in=pks[start : start + CHUNK_SIZE]))
            for obj in objs:
                for field in derived:
                    field.pre_save(obj, add=False)
            models.QuerySet.bulk_update(self.model._base_manager.all(), objs, [f.name for f in derived])


class AuditedModel(RegisteredModel):
    """A row with a reference that is never given out twice, logged in `Change` at each write."""

    combined_fields: dict[str, tuple[str, ...]] = {}  # fields that a page says together with others, under the first
    keeps_reference = False  # set on a row that is put back under the reference it had before
    references_before_clearing: list[str] = []  # of what linked to the row, while its links are cleared

    accession = models.OneToOneField(
        Accession,
        primary_key=True,
        db_column="reference",
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=pgettext_lazy("field", "reference"),
    )

    objects = AuditedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        return self.accession_id or ""

    @reference.setter
    def reference(self, value: str):
        self.accession_id = value or None

    @property
    def subject_reference(self) -> str:
        """The reference of the record whose state this row is part of: its own, or that of what it belongs to."""
        return getattr(self, f"{self.parent_field}_id") if self.parent_field else self.accession_id

    @classmethod
    def extra_references(cls, states: list[dict]) -> list[str]:
        """Other references that rows with ``states`` say were given out."""
        return []

    def combined_value(self, name: str, shown) -> tuple[str, str]:
        """What a page says under ``name``, of `combined_fields`, and its language where that is not the page's."""
        raise NotImplementedError

    def natural_key(self) -> tuple[str]:
        return (self.reference,)

    def clean(self) -> None:
        super().clean()
        if self._state.adding and self.reference and not self.keeps_reference:
            number_in(self.reference, self.prefix)
            if Accession.objects.filter(pk=self.reference).exists():
                raise ValidationError(
                    gettext("{reference} was used before, and a reference is never used twice.").format(
                        reference=self.reference
                    )
                )
        require_no_loop(self)

    def save(self, *args: Anything, update_fields: Iterable[str] | None = None, **kwargs: Anything) -> None:
        if update_fields is not None:
            update_fields = {*update_fields, *(field.name for field in derived_fields(type(self)))}
        with recording() as record:
            if self._state.adding:
                if not self.keeps_reference:
                    register(type(self), [self])
                kwargs["force_insert"] = True
            else:
                record.mark_changed(type(self).objects.subjects_of([self.pk]))
            super().save(*args, update_fields=update_fields, **kwargs)
            record.mark_changed([self.subject_reference])

    def delete(self, *args: Anything, **kwargs: Anything) -> tuple[int, dict[str, int]]:
        with recording() as record:
            record.mark_changed([self.subject_reference])
            return super().delete(*args, **kwargs)


def audited_model_for(noun: str) -> type[AuditedModel]:
    """The model of ``noun``; raise `KeyError` where no model is called so."""
    return cast(type[AuditedModel], model_for(noun))


def derived_fields(model: type[AuditedModel]) -> list[AnyField]:
    stored = stored_fields(model)
    return [f for f in model._meta.concrete_fields if f not in stored and not f.primary_key]


def register(model: type[AuditedModel], objs: list[AuditedModel]) -> None:
    """Enter ``objs`` in the register, with the reference each brings or the next that is free."""
    free = None
    entries = []
    for obj in objs:
        if not obj.reference:
            free = free or Accession.objects.next_number(model.noun)
            obj.reference = reference_for(model.prefix, free)
            free += 1
        entries.append(Accession(pk=obj.reference, noun=model.noun, number=number_in(obj.reference, model.prefix)))
    Accession.objects.bulk_create(entries)


def log_changed_links(sender, instance, action, reverse, pk_set, **kwargs):
    """Many-to-many links are written past `save`; Django tells of each such write (connected in `apps.py`)."""
    if not isinstance(instance, AuditedModel):
        return
    if action == "pre_clear" and reverse:
        instance.references_before_clearing = links_to(sender, instance)
    if action in ("post_add", "post_remove", "post_clear"):
        with recording() as record:
            if not reverse:
                record.mark_changed([instance.subject_reference])
            elif pk_set is None:
                record.mark_changed(instance.references_before_clearing)
            else:
                record.mark_changed(kwargs["model"].objects.subjects_of(pk_set))


def links_to(through, instance: AuditedModel) -> list[str]:
    """The references of the rows that link to ``instance`` through a many-to-many table."""
    owner, field = next(
        (model, field)
        for model in (end.related_model for end in through._meta.fields if end.is_relation)
        for field in model._meta.many_to_many
        if field.remote_field.through is through
    )
    rows = through._base_manager.filter(**{field.m2m_reverse_name(): instance.pk})
    return owner.objects.subjects_of(rows.values_list(field.m2m_column_name(), flat=True))
