"""Applying a batch, in one transaction: all of its rows that are new or changed, or, for any reason, none."""

import json
from collections import defaultdict

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from archive.domain import public_log
from archive.domain.locking import ActionRefused, lock_record
from archive.domain.permissions import has_permission
from archive.domain.revisions import decide, possible_names_in, propose
from archive.domain.workflow import blocker
from archive.imports.batch.checking import resolve_placeholders, row_digest
from archive.imports.batch.link_checks import StaleBatch, _LinkChecker
from archive.imports.batch.permissions import ImportPermission, archive_objects_for
from archive.imports.batch.progress import Progress
from archive.imports.batch.rows import NEW, CheckedRow, several
from archive.imports.batch.staged import Staged, chunks_of
from archive.imports.batch.writing import BulkWriter
from archive.imports.schema.batch_keys import BatchKeys
from archive.imports.schema.links import LinkResolver
from archive.imports.schema.mapping import Columns
from archive.imports.schema.sheets import SHEETS
from archive.models import Accession, Batch, BatchFile, Change, Revision, recording
from archive.models.access.wholeness import hidden_references
from archive.models.base.accessions import advisory_lock, number_in, reference_for
from archive.models.base.hierarchies import hierarchy_fields, hierarchy_links, looping
from archive.models.base.registry import registered_models
from archive.models.base.states import own_states, read_state
from archive.models.desk.batches import links_of, log_new_rows, placeholders_in
from archive.models.log.changes import canonical, last_state, lock_change_log
from archive.models.log.former_names import index_names
from archive.models.log.mentions import index_mentions, mentioned_in
from archive.vocabularies import BatchStatus, DeskAction, RowOutcome, State, Verdict

ANALYZE_AFTER = 100  # new rows that change what the database knows of its tables


def apply(batch: Batch, progress: Progress) -> None:
    """Write the batch on behalf of whoever sent it; raise `ActionRefused`, with nothing written, where it can't be."""
    reason = f"import of {batch.name}"
    with transaction.atomic():
        advisory_lock("applying of batches")  # one after the other: each looks for what the others brought
        applying = _Applying(batch, progress)
        with recording(batch.user, reason, str(batch)) as record:
            applying.write(record)
            lock_change_log()
            first = _last_number()
            logged = log_new_rows(batch, batch.user, reason)
            if applying.publishes:
                public_log.append_issues_for(logged)
        applying.propose()
        ours = Change.objects.filter(sequence__gt=first).aggregate(first=Min("sequence"), last=Max("sequence"))
        batch.first_change, batch.last_change = ours["first"] or first + 1, ours["last"] or first
        batch.status, batch.applied_at, batch.message = BatchStatus.APPLIED, timezone.now(), ""
        batch.save()
        if batch.count(NEW) > ANALYZE_AFTER:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")


def _last_number() -> int:
    return Change.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0


class _Applying:
    """One batch on its way into the tables."""

    def __init__(self, batch: Batch, progress: Progress):
        self.batch, self.progress = batch, progress
        self.files = list(batch.files.all())
        self.links = _LinkChecker()
        self.proposed: dict[str, list[tuple[str, dict]]] = defaultdict(list)  # by published record, noun and state
        self.there = BatchKeys()  # which remembers what the archive has, for all rows
        self.free: dict[str, int] = {}  # by noun, the next number that is free
        self.seen: set[str] = set()  # records that whoever sent the batch may link to
        self.given_out: set[str] = set()  # references of new rows that are proposed
        self.publishes = False  # whether any new row is public at once

    def write(self, record) -> None:
        total = self.batch.count(NEW, RowOutcome.CHANGED)
        self.progress.start(gettext_noop("applying"), total)
        for table in self.files:
            self._give_references(table)
        done = 0
        for table in self.files:
            writing, speaks = BulkWriter(table.model), table.noun == "people"
            for rows in chunks_of(table):
                states = self._states(table, rows)
                speaks = self._write(table, writing, rows, states, record) or speaks
                done += len(rows)
                self.progress.update(done)
            table.speaks = speaks
        self.links.demand()
        self._require_no_loops()
        self._require_fit_to_be_public()
        for table in reversed(self.files):
            if table.speaks:
                _remember(table)

    def _require_no_loops(self) -> None:
        """Raise `ActionRefused` where rows together lead back to themselves."""
        for table in self.files:
            for name in hierarchy_fields(table.model):
                written = set(table.rows.new_or_changed().values_list("reference", flat=True))
                for reference in looping(hierarchy_links(table.model, name), written):
                    template = _("Nothing was written: {reference} in {name} would be part of itself.")
                    raise ActionRefused(template.format(reference=reference, name=table.name))

    def _require_fit_to_be_public(self) -> None:
        """Raise `ActionRefused` where whoever works alone would publish what nobody may: the operator answers for
        it.
        """
        if self.batch.user is None or not self.batch.user.works_alone:
            return
        for table in self.files:
            for rows in chunks_of(table):
                for pk, obj in archive_objects_for({row.subject for row in rows}).items():
                    if obj.state == State.PUBLISHED and (reason := blocker(DeskAction.PUBLISH, obj)):
                        raise ActionRefused(
                            _("Nothing was written: {pk} would be public, but {reason}.").format(pk=pk, reason=reason)
                        )

    def _give_references(self, table: BatchFile) -> None:
        """New rows without a reference get the next ones that are free, in the order of the file."""
        nameless = table.rows.filter(outcome=NEW, reference="").order_by("number").values_list("pk", flat=True)
        if not nameless.exists():
            return
        prefix = table.model.prefix
        number = self.free.get(table.noun) or self._next_number(table.noun, prefix)
        given = [(reference_for(prefix, number + n), pk) for n, pk in enumerate(nameless)]
        self.free[table.noun] = number + len(given)
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE archive_batchrow SET reference = %s WHERE id = %s", given)

    def _next_number(self, noun: str, prefix: str) -> int:
        """The first number that neither the register has nor a row of the batch brings."""
        brought = self.batch.rows().filter(file__noun=noun, outcome=NEW).exclude(reference="")
        numbers = (number_in(one, prefix) for one in brought.values_list("reference", flat=True).iterator())
        return max(Accession.objects.next_number(noun), max(numbers, default=0) + 1)

    def _states(self, table: BatchFile, rows: list[Staged]) -> list[dict]:
        """How each row has its record, with references in place of what stood for rows that had none."""
        states = [read_state(row.state) for row in rows]
        settled = self._settled(table, rows, states)
        hook, links = table.model.parent_field, links_of(table.model)
        columns = Columns(SHEETS[table.noun], table.headings, table.mapping)
        changed = []
        for row, state in zip(rows, states, strict=True):
            if state["reference"] == row.reference and not any(True for _ in placeholders_in(state, links)):
                continue
            for name in links:
                state[name] = resolve_placeholders(state[name], settled)
            state["reference"] = row.reference
            row.subject = state[hook] if hook else row.reference
            key = (
                f"{row.key.rsplit(':', 1)[0]}:{row_digest(columns, state, {})}" if row.key.startswith("c:") else row.key
            )
            changed.append((canonical(state), row.subject, key, row.pk))
        if changed:
            with connection.cursor() as cursor:
                cursor.executemany(
                    "UPDATE archive_batchrow SET state = %s, subject = %s, key = %s WHERE id = %s", changed
                )
        return states

    def _settled(self, table: BatchFile, rows: list[Staged], states: list[dict]) -> dict[str, str]:
        wanted = defaultdict(set)
        if table.links_within:
            for state in states:
                for one in placeholders_in(state, links_of(table.model)):
                    position, number = one[1:].split(":")
                    wanted[int(position)].add(int(number))
        found = {}
        for position, numbers in wanted.items():
            there = self.batch.rows().filter(file__position=position, number__in=numbers)
            found |= {f"#{position}:{number}": given for number, given in there.values_list("number", "reference")}
        return found

    def _write(self, table, writing: BulkWriter, rows, states, record) -> bool:
        """Write one chunk; return whether any of it names a person."""
        known = _given_out([row.reference for row in rows if row.outcome == NEW])
        self._require_as_checked(table, rows, known)
        self._require_rights(table, rows, states)
        self.links.note(table.model, states, rows)
        published = self._published(table, rows)
        new, changed, touched, proposed = [], [], [], []
        for row, state in zip(rows, states, strict=True):
            if row.subject in published:
                self.proposed[row.subject].append((table.noun, state))
                if row.outcome == NEW:
                    proposed.append(state)
                continue
            (new if row.outcome == NEW else changed).append(state)
            if table.model.parent_field or row.outcome != NEW:
                touched.append(row.subject)
                if table.model.parent_field and row.before:
                    touched.append(json.loads(row.before)[table.model.parent_field])
        self.publishes = self.publishes or any(state.get("state") == State.PUBLISHED for state in new)
        writing.add(new, given_out=known)
        writing.register(proposed, given_out=known)
        self.given_out.update(state["reference"] for state in proposed)
        writing.change(changed)
        record.mark_changed(touched)
        return any(mentioned_in(row.state) for row in rows)

    def _published(self, table: BatchFile, rows: list[Staged]) -> set[str]:
        """The records among those of ``rows`` that change by proposals alone."""
        if ImportPermission(self.batch.user, SHEETS[table.noun]).writes_at_once:
            return set()
        if not table.model.parent_field:
            return {row.subject for row in rows if row.before and json.loads(row.before)["state"] == State.PUBLISHED}
        subjects = defaultdict(list)
        for pk, noun in Accession.objects.filter(pk__in={row.subject for row in rows}).values_list("pk", "noun"):
            subjects[noun].append(pk)
        found = set()
        for model in registered_models():
            if pks := subjects.get(model.noun):
                rows_ = model._base_manager.filter(pk__in=pks, state=State.PUBLISHED)
                found.update(rows_.values_list("pk", flat=True))
        return found

    def _require_as_checked(self, table: BatchFile, rows: list[Staged], given_out: frozenset[str]) -> None:
        """Raise `StaleBatch` where a record is not as it was when the rows were checked, or a new one is
        ``given_out``.
        """
        changed = {row.reference: row for row in rows if row.outcome != NEW}
        if changed:
            locked = table.model._base_manager.select_for_update(no_key=True).order_by("pk")
            list(locked.filter(pk__in=changed).values_list("pk"))
            for pk, state in (dict.fromkeys(changed) | own_states(table.model, changed)).items():
                if state is None or (
                    canonical(state) != (before := changed[pk].before) and state != read_state(before)
                ):
                    raise StaleBatch(
                        _("{pk}, in row {number} of {name}, was changed since the batch was checked.").format(
                            pk=pk, number=changed[pk].number, name=table.name
                        )
                    )
        new = {row.reference: row for row in rows if row.outcome == NEW}
        self._require_not_taken_in(table, rows)
        there = table.model._base_manager.filter(pk__in=given_out).values_list("pk", flat=True)
        for pk in there if given_out else ():
            raise StaleBatch(
                _("{pk}, in row {number} of {name}, was used for another record since the batch was checked.").format(
                    pk=pk, number=new[pk].number, name=table.name
                )
            )

    def _require_not_taken_in(self, table: BatchFile, rows: list[Staged]) -> None:
        """Raise `StaleBatch` where a new row, or what it makes new, came in since with another batch or by hand."""
        keyed = {row.key: row for row in rows if row.key and row.outcome == NEW}
        permission = ImportPermission(self.batch.user, SHEETS[table.noun])
        for key in sorted(permission.already_imported(keyed.keys()))[:1] if keyed else ():
            raise StaleBatch(
                _("Row {number} of {name} was imported with another batch since this one was checked.").format(
                    number=keyed[key].number, name=table.name
                )
            )
        if table.stored:
            return
        titles = {json.loads(row.state)["title"] for row in rows}
        links = LinkResolver(self.there, user=self.batch.user)
        links.load(table.model, "", titles)
        for title in sorted(titles):
            if links.find(table.model, "", title):
                raise StaleBatch(_("“{title}” in {name} already exists.").format(title=title, name=table.name))

    def _require_rights(self, table: BatchFile, rows: list[Staged], states: list[dict]) -> None:
        """Raise `StaleBatch` where whoever sent the batch may not write a row any more."""
        if self.batch.user is None:
            return
        changed = [
            CheckedRow(row.number, [], values=state, before=read_state(row.before) if row.before else None)
            for row, state in zip(rows, states, strict=True)
        ]
        permission = ImportPermission(self.batch.user, SHEETS[table.noun])
        open_ones = permission.readable({row.reference: row.before for row in changed if row.before})
        shut = [
            (row, "", _("a row that the person who uploaded it may change"))
            for row in changed
            if row.before and row.reference not in open_ones
        ]
        for row, _name, expected in (*shut, *permission.refusals(changed)):
            raise StaleBatch(
                _("Row {number} of {name} can no longer be written. Expected {expected}.").format(
                    number=row.number, name=table.name, expected=expected
                )
            )
        self._require_open_links(table, changed)

    def _require_open_links(self, table: BatchFile, rows: list[CheckedRow]) -> None:
        """Raise `StaleBatch` where a row links to what was hidden from whoever sent the batch since it was checked."""
        for name in links_of(table.model):
            linked = {one for row in rows for one in several(row.values[name])} - self.seen - {None, ""}
            if not linked:
                continue
            hidden = hidden_references([sorted(linked)], self.batch.user)
            self.seen |= linked - hidden
            for row in rows if hidden else ():
                if hidden & {*several(row.values[name])} - {*several((row.before or {}).get(name))}:
                    raise StaleBatch(
                        _("Row {number} of {name} links to something that is no longer accessible.").format(
                            number=row.number, name=table.name
                        )
                    )

    def propose(self) -> None:
        """What would change published records becomes proposals; a reviewer who applies the batch decides on them.

        One that may bring in a protected name waits until somebody has looked at it.
        """
        reviewer = self.batch.applied_by if self.batch.applied_by != self.batch.user else None
        self.progress.start(gettext_noop("proposing revisions"), len(self.proposed))
        for done, (reference, parts) in enumerate(self.proposed.items()):
            self.progress.update(done)
            lock_record(reference)
            if Revision.objects.waiting_for(reference):
                raise StaleBatch(
                    _("A revision of {reference} was proposed since the batch was checked.").format(reference=reference)
                )
            state, reason = _with_parts(last_state(reference), parts), f"import of {self.batch.name}"
            revision = propose(self.batch.user, state, reason, given_out=self.given_out)
            if revision is None:
                continue
            self.batch.revisions.add(revision)
            approves = reviewer and has_permission(reviewer, DeskAction.APPROVE, revision.subject.resolve())
            if approves and not possible_names_in(revision):
                verdicts = {one.key: {"verdict": Verdict.ACCEPT, "remark": ""} for one in revision.differences()}
                decide(reviewer, revision, verdicts, revision.token())


def _given_out(references: list[str]) -> frozenset[str]:
    """Those of ``references`` that the register has already."""
    found = Accession.objects.filter(pk__in=references).values_list("pk", flat=True)
    return frozenset(found) if references else frozenset()


def _with_parts(state: dict, parts: list[tuple[str, dict]]) -> dict:
    """``state`` with what rows of the record itself, and of its parts, say instead."""
    hanging = {noun: list(rows) for noun, rows in state.get("hanging", {}).items()}
    for noun, part in parts:
        if noun == state["noun"]:
            state = part | ({"hanging": state["hanging"]} if "hanging" in state else {})
            continue
        others = [row for row in hanging.get(noun, []) if row["reference"] != part["reference"]]
        hanging[noun] = sorted([*others, part], key=lambda row: int(row["reference"].split("-")[1]))
    return state | ({"hanging": hanging} if hanging else {})


def _remember(table: BatchFile) -> None:
    """Note whom the new records name, and what people are called, as the log does for what it logs one by one."""
    if table.model.parent_field:
        return
    for rows in chunks_of(table):
        states = {row.reference: row.state for row in rows if row.outcome == NEW}
        index_mentions(states)
        index_names(states)
