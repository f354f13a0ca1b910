"""What an import may write on behalf of somebody: what the same person could write at the desk, and no more."""

from collections import defaultdict
from functools import cached_property

from archive.imports.sheets import Sheet
from archive.models import Accession
from archive.models.roles import may, may_some, roles_of
from archive.models.states import accessioned_models, attributes_of
from archive.models.visibility import UNFINISHED
from archive.vocabularies import DeskAction, Role


def may_import(user, noun: str) -> bool:
    """Whether ``user`` may hand in rows of ``noun`` at all."""
    model = next((model for model in accessioned_models() if model.noun == noun), None)
    if model is None:  # a table that could not be read has no noun
        return False
    if model.hangs_on:
        return model.by_hand and bool(roles_of(user) & {Role.CURATOR, Role.STEWARD})
    return may_some(user, DeskAction.ADD, noun) or may_some(user, DeskAction.EDIT, noun)


class Permission:
    """What ``by`` may write of the rows of one table. The operator, ``None``, on the command line, may write all."""

    def __init__(self, by, sheet: Sheet):
        self.by, self.sheet = by, sheet
        self.touches_sealed = False  # whether any row that was asked about is with the stewards

    def readable(self, known: dict[str, dict]) -> set[str]:
        """Those of the states ``known`` that ``by`` may know, and so whether a file says the same."""
        if self.by is None:
            return set(known)
        model = self.sheet.model
        if model.hangs_on:
            entries = entries_of({state[model.hangs_on] for state in known.values()})
            self._note_sealed(entries.values())
            return {pk for pk, state in known.items() if may(self.by, DeskAction.READ, entries[state[model.hangs_on]])}
        rows = {pk: model(**attributes_of(model, state)) for pk, state in known.items()}
        self._note_sealed(rows.values())
        return {pk for pk, row in rows.items() if may(self.by, DeskAction.READ, row)}

    def _note_sealed(self, entries) -> None:
        self.touches_sealed = self.touches_sealed or any(entry.is_sealed() for entry in entries)

    def refusals(self, rows: list):
        """For each of `checking.Row` ``rows`` that may not be written: the row, the column, and what was expected."""
        if self.by is None:
            return
        if not self.sheet.model.by_hand:
            for row in rows:
                yield row, "reference", "no file of these: they come of what is done at the desk"
        elif self.sheet.model.hangs_on:
            yield from self._hanging(rows)
        else:
            for row in rows:
                state = row.after()["state"]
                column, expected = self._new(state) if row.before is None else self._changed(row, state)
                if expected:
                    yield row, column, expected

    @cached_property
    def _may_add(self) -> bool:
        return may_some(self.by, DeskAction.ADD, self.sheet.noun)

    def _new(self, state: str) -> tuple[str, str]:
        if not self._may_add:
            return "reference", "a row that is there already: your roles let you enter no new ones of this kind"
        if state not in UNFINISHED and not self.by.works_alone:
            return "state", "draft or in-review: what is imported is published at the desk, by somebody else"
        return "", ""

    def _changed(self, row, state: str) -> tuple[str, str]:
        before = self.sheet.model(**attributes_of(self.sheet.model, row.before))
        if not self._may_write(before):
            return "reference", f"a record that your roles let you edit; {before.reference} is not one"
        if state != before.state and not self.by.works_alone:
            return "state", f"{before.state}, as it stands: steps from one state to the next are taken at the desk"
        return "", ""

    def _hanging(self, rows: list):
        hook = self.sheet.model.hangs_on
        subjects = {state[hook] for row in rows for state in (row.before, row.after()) if state}
        entries = entries_of(subjects)
        closed = {one for one, entry in entries.items() if not self._may_write(entry)}
        for row in rows:
            left = row.before and row.before[hook]
            if left and left != row.after()[hook] and not self.by.works_alone and entries[left].state not in UNFINISHED:
                yield row, hook, f"{left}, on which it hangs: what a published record says is not moved by an import"
                continue
            for subject in ((row.before or {}).get(hook), row.after()[hook]):
                if subject in closed:
                    yield row, hook, f"a record that your roles let you edit; {subject} is not one"
                    break

    def _may_write(self, entry) -> bool:
        """Whether an import may change ``entry``: at once, or, where it is published, as a proposed revision."""
        return may(self.by, DeskAction.EDIT, entry) or may(self.by, DeskAction.PROPOSE, entry)


def entries_of(references: set[str]) -> dict:
    """The records and authorities of ``references``; of rows that are yet to be made, none."""
    nouns = defaultdict(list)
    for pk, noun in Accession.objects.filter(pk__in=[one for one in references if one and one[0] != "#"]).values_list(
        "pk", "noun"
    ):
        nouns[noun].append(pk)
    found = {}
    for model in accessioned_models():
        if pks := nouns.get(model.noun):
            found |= model._base_manager.in_bulk(pks)
    return found
