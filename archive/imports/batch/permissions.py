"""Who may import, apply and undo; and what an import may write: what the same person could at the desk, and no more."""

from collections import defaultdict
from functools import cached_property
from typing import cast

from django.utils.translation import gettext as _

from archive.domain.permissions import has_permission, has_permission_for_any
from archive.imports.schema.sheets import Sheet
from archive.models import Accession, Batch, BatchRow
from archive.models.access.users import RequestUser, User, roles_of
from archive.models.access.viewers import UNFINISHED
from archive.models.access.wholeness import fully_visible_to
from archive.models.archive_object import ArchiveObject, archive_object_models
from archive.models.base.accessions import number_in, reference_for
from archive.models.base.registry import model_for, registered_models
from archive.models.base.states import attributes_of
from archive.vocabularies import DeskAction, Role, RowOutcome

FARTHEST = 100_000  # by which a reference that a file brings may be ahead of those that are given out

IMPORTERS = frozenset({Role.CONTRIBUTOR, Role.CURATOR, Role.REVIEWER, Role.STEWARD})

# An import may change a record at once, or, where it is published, as a proposed revision.
WRITTEN_BY = (DeskAction.EDIT, DeskAction.PROPOSE)


def may_import(user: RequestUser, noun: str) -> bool:
    """Whether ``user`` may hand in rows of ``noun`` at all."""
    model = next((model for model in registered_models() if model.noun == noun), None)
    if model is None:  # a table that could not be read has no noun
        return False
    if model.parent_field:
        return model.user_editable and bool(roles_of(user) & {Role.CURATOR, Role.STEWARD})
    return has_permission_for_any(user, DeskAction.ADD, noun) or has_permission_for_any(user, DeskAction.EDIT, noun)


def may_apply(user: User, batch: Batch) -> bool:
    """Whether ``user`` may apply ``batch``: whoever sent it, or who reviews what others write."""
    nouns = [table.noun for table in batch.files.all()]
    if not all(nouns):
        return False
    if batch.user == user:
        return all(may_import(user, noun) for noun in nouns)
    # the rows of parts are reviewed with a record, of whatever kind
    reviewed = ["cases" if model_for(noun).parent_field else noun for noun in nouns]
    return any(has_permission_for_any(user, DeskAction.APPROVE, noun) for noun in reviewed)


def may_undo(user: User, batch: Batch) -> bool:
    """Whether ``user`` may undo ``batch``: whoever sent or applied it."""
    return user.pk in (batch.user_id, batch.applied_by_id) and bool(roles_of(user) & IMPORTERS)


class ImportPermission:
    """What ``user`` may write of the rows of one table. The operator, ``None``, on the command line, may write all."""

    def __init__(self, user, sheet: Sheet):
        self.user, self.sheet = user, sheet

    def readable(self, known: dict[str, dict]) -> set[str]:
        """Those of the states ``known`` that ``user`` may know, and so whether a file says the same.

        As at the desk, a record that links to somebody hidden is shut as a whole: it would lose the link unseen.
        """
        if self.user is None:
            return set(known)
        model = self.sheet.model
        if not model.parent_field:
            rows = {pk: model(**attributes_of(model, state)) for pk, state in known.items()}
            return self.whole(rows)
        entries = archive_objects_for({state[model.parent_field] for state in known.values()})
        whole = self.whole(entries)
        return {pk for pk, state in known.items() if state[model.parent_field] in whole}

    def whole(self, entries: dict, *actions: DeskAction) -> set[str]:
        """Those of ``entries`` that ``user`` is shown whole and may read, or do one of ``actions`` with."""
        actions = actions or (DeskAction.READ,)
        return fully_visible_to(
            self.user,
            [pk for pk, obj in entries.items() if any(has_permission(self.user, one, obj) for one in actions)],
        )

    @property
    def writes_at_once(self) -> bool:
        """Whether what ``user`` writes of published records is no proposal."""
        return self.user is None or self.user.works_alone

    def already_imported(self, keys: set[str]) -> dict[str, str]:
        """By key, the references of rows that came in before with an applied batch, as far as ``user`` may know."""
        rows = BatchRow.objects.applied().filter(file__noun=self.sheet.noun, key__in=keys)
        rows = rows.exclude(outcome=RowOutcome.REFUSED).exclude(reference="")
        found = list(rows.values_list("key", "reference", "subject", "file__batch__user"))
        if self.user is None:
            return {key: reference for key, reference, _, _ in found}
        entries = archive_objects_for({subject for _, _, subject, _ in found})
        whole = self.whole(entries)
        return {
            key: reference
            for key, reference, subject, user in found
            if subject in whole or (subject not in entries and user == self.user.pk)
        }

    def refusals(self, rows: list):
        """For each of ``rows`` (`rows.CheckedRow`) that may not be written: the row, the column, and what was expected.

        Those that are there already are ones that `readable` gave.
        """
        if self.user is None:
            return
        if not self.sheet.model.user_editable:
            for row in rows:
                yield row, "reference", _("no file of these: they are made by what is done at the desk")
        elif self.sheet.model.parent_field:
            yield from self._hanging(rows)
        else:
            for row in rows:
                column, expected = self._new(row) if row.before is None else self._changed(row)
                if expected:
                    yield row, column, expected

    @cached_property
    def _may_add(self) -> bool:
        return has_permission_for_any(self.user, DeskAction.ADD, self.sheet.noun)

    @cached_property
    def _highest(self) -> int:
        return Accession.objects.next_number(self.sheet.noun) + FARTHEST

    @cached_property
    def _by_deed(self) -> list[str]:
        """The fields that nobody fills by hand: they come of what is done at the desk."""
        fields = self.sheet.model._meta.local_concrete_fields
        return [one.name for one in fields if not one.editable and one.name in self.sheet.names and one.name != "state"]

    def _new(self, row) -> tuple[str, str]:
        state = row.after()["state"]
        if not self._may_add:
            return "reference", _("an existing record: your roles do not let you enter new ones of this kind")
        if row.reference and number_in(row.reference, self.sheet.model.prefix) > self._highest:
            highest = reference_for(self.sheet.model.prefix, self._highest)
            return "reference", _(
                "a reference up to {highest}, or none: a row without one gets the next free one"
            ).format(highest=highest)
        for name in self._by_deed:
            if row.after()[name] != self.sheet.by_name()[name].widget.default():
                return name, _("nothing: it is set by what is done at the desk")
        if state not in UNFINISHED and not self.user.works_alone:
            return "state", _("draft or in-review: imported records are published at the desk, by somebody else")
        return "", ""

    def _changed(self, row) -> tuple[str, str]:
        state = row.after()["state"]
        for name in self._by_deed:
            if row.after()[name] != row.before[name]:
                return name, _("the present value: it is set by what is done at the desk")
        before = cast(ArchiveObject, self.sheet.model(**attributes_of(self.sheet.model, row.before)))
        if not any(has_permission(self.user, one, before) for one in WRITTEN_BY):
            return "reference", _("a record that your roles let you edit; {reference} is not").format(
                reference=before.reference
            )
        if state != before.state and not self.writes_at_once:
            return "state", _("{state}, as it is: states are changed at the desk").format(state=before.state)
        return "", ""

    def _hanging(self, rows: list):
        hook = self.sheet.model.parent_field
        subjects = {state[hook] for row in rows for state in (row.before, row.after()) if state}
        entries = archive_objects_for(subjects)
        closed = entries.keys() - self.whole(entries, *WRITTEN_BY)
        for row in rows:
            left = row.before and row.before[hook]
            if left and left != row.after()[hook]:
                yield (
                    row,
                    hook,
                    _("{reference}, to which it belongs: an import moves nothing from one record to another").format(
                        reference=left
                    ),
                )
                continue
            for subject in ((row.before or {}).get(hook), row.after()[hook]):
                if subject in closed:
                    yield (
                        row,
                        hook,
                        _("a record that your roles let you edit; {reference} is not").format(reference=subject),
                    )
                    break


def archive_objects_for(references: set[str]) -> dict[str, ArchiveObject]:
    """The records and authorities of ``references``; of rows that are yet to be made, none."""
    nouns = defaultdict(list)
    for pk, noun in Accession.objects.filter(pk__in=[one for one in references if one and one[0] != "#"]).values_list(
        "pk", "noun"
    ):
        nouns[noun].append(pk)
    found: dict[str, ArchiveObject] = {}
    for model in archive_object_models():
        if pks := nouns.get(model.noun):
            found |= model._base_manager.in_bulk(pks)
    return found
