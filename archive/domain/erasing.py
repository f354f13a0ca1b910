"""Legal erasure: a record, its whole history and its files destroyed, because the law demands it; a receipt stays.

This is the one thing that the archive can't take back. What the record was is in no table and no file of the archive
afterwards; its reference is never given out again.
"""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

from django.db import connection, models, transaction
from django.db.models import Q

from archive.domain import derived_files, public_log
from archive.domain.import_traces import ImportTraces, erase_traces, find_traces
from archive.domain.locking import ActionRefused, lock_record
from archive.domain.restoring import keeps_its_rules
from archive.media import copies, storage
from archive.models.access.users import User
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import Accession
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.states import may_belong, own_states, stored_fields
from archive.models.base.types import AnyField, Anything, Rows, Values
from archive.models.desk.erasures import Erasure
from archive.models.desk.history_closures import HistoryClosure
from archive.models.desk.judgements import Judgement
from archive.models.desk.kept_forms import KeptForm
from archive.models.desk.merges import Merge
from archive.models.desk.requests import Request
from archive.models.desk.revisions import Revision
from archive.models.desk.saved_lists import SavedList
from archive.models.desk.unsaved_forms import UnsavedForm
from archive.models.desk.working_sources import WorkingSource
from archive.models.log.changes import Change, lock_change_log, recording
from archive.models.log.former_names import FormerName, index_names
from archive.models.log.mentions import HIDDEN_PERSON_LABEL, Mention
from archive.models.parts.names import Name
from archive.models.parts.part import part_models
from archive.models.parts.passages import Passage
from archive.models.parts.redirects import Redirect
from archive.name_matching import NameMatcher


@dataclass
class Plan:
    """What an erasure would destroy and cut, and what stands in its way or is left to look at."""

    references: list[str]  # the record's own, and those that were merged into it
    rows: dict[type[RegisteredModel], list[str]] = field(default_factory=dict)
    changes: list[int] = field(default_factory=list)  # of its log, and of others while it was merged into them
    files: list[str] = field(default_factory=list)
    cut: list[tuple[type[RegisteredModel], str, str]] = field(
        default_factory=list
    )  # rows, and the links of theirs to clear
    taken: dict[type[RegisteredModel], list[str]] = field(
        default_factory=dict
    )  # rows of others that say nothing without it
    obstacles: list[str] = field(default_factory=list)
    names: NameMatcher = field(default_factory=lambda: NameMatcher([]))
    elsewhere: dict[str, int] = field(
        default_factory=dict
    )  # records in whose log a name of it stands, and in how many states
    traces: ImportTraces = field(default_factory=ImportTraces)  # what batches hold of it

    def lines(self) -> Iterator[str]:
        yield f"Destroyed: {', '.join(self.references)}"
        counts = Counter({model.noun: len(self.rows[model]) for model in sorted(self.rows, key=lambda m: m.noun)})
        yield f"  rows: {', '.join(f'{count} {noun}' for noun, count in counts.items())}"
        yield f"  states in the log: {len(self.changes)}"
        yield f"  files: {len(self.files)}"
        for model, pk, name in self.cut:
            yield f"Cut: {name.replace('_', ' ')} of {pk} ({model.noun})"
        for model, pks in self.taken.items():
            yield f"Taken away, since nothing is left of them: {', '.join(pks)} ({model.noun})"
        yield from self.traces.lines()
        for reference, count in self.elsewhere.items():
            yield f"A name stands in {count} states of {reference}: mend the record, and name it under --histories too"
        for obstacle in self.obstacles:
            yield f"In the way: {obstacle}"


def plan_for(obj: ArchiveObject) -> Plan:
    olds = Redirect.objects.filter(subject=obj.pk).values_list("old", flat=True)
    plan = Plan([obj.pk, *olds])
    plan.rows[type(obj)] = [obj.pk]
    for part in part_models():
        if pks := [row.pk for row in _hanging(part, obj)]:
            plan.rows[part] = pks
    plan.changes = _changes_of(plan.references)
    plan.files = [name for name in _files_of(plan) if not _is_used_elsewhere(name, plan)]
    _find_links(plan, obj)
    plan.names = _names_of(obj, plan.references)
    plan.elsewhere = _elsewhere(plan) if plan.names else {}
    plan.traces = find_traces({pk for pks in plan.rows.values() for pk in pks} | set(plan.references), plan.names)
    plan.obstacles += plan.traces.obstacles()
    plan.files += [one for one in plan.traces.originals if one not in plan.files and not _is_used_elsewhere(one, plan)]
    for revision in Revision.objects.waiting():
        if revision.subject_id == obj.pk or any(one in revision.state for one in plan.references):
            waits = f"a proposed revision of {revision.subject_id} waits"
            plan.obstacles.append(f"{waits}. Expected it to be decided first")
    return plan


def erase(reference: str, note: str, user: User | None = None, histories: tuple[str, ...] = ()) -> Erasure:
    """Destroy the record of ``reference``, and of the records in ``histories`` every state but the last.

    Raise `ActionRefused` where something stands in the way; nothing is destroyed then.
    """
    if not note.strip():
        raise ActionRefused("Nothing was erased: say on whose decision.")
    _destroy_for_good_from_here_on()
    with transaction.atomic():
        obj = lock_record(reference, exclusive=True)
        plan = plan_for(obj)
        if plan.obstacles:
            raise ActionRefused(f"Nothing was erased: {'; '.join(plan.obstacles)}.")
        links = _cut(plan, user)
        was_public = obj.is_public() or type(obj).objects.tombstones_for(None).filter(pk=obj.pk).exists()
        states = len(plan.changes) + sum(_truncate_history(history) for history in histories)
        _destroy(plan)
        lock_change_log()
        public_log.append_issues(plan.references)
        public_log.forget_salts(plan.references)
        for model in (KeptForm, UnsavedForm):
            model.objects.filter(Q(address__contains=reference) | Q(content__contains=reference)).delete()
        receipt = Erasure.objects.create(
            subject_id=reference,
            user=user,
            note=note.strip()[:500],
            was_public=was_public,
            rows=sum(len(pks) for pks in plan.rows.values()),
            states=states,
            files=len(plan.files),
            links=links,
        )
        transaction.on_commit(lambda: _destroy_files(plan.files))
    derived_files.forget()
    _vacuum()
    return receipt


def _changes_of(references: list[str]) -> list[int]:
    """The changes that hold its states: its own, and those of what it was merged into until they were parted."""
    found = set(Change.objects.filter(subject__in=references).values_list("pk", flat=True))
    for merge in Merge.objects.filter(absorbed__in=references).exclude(unmerged_at=None):
        between = Change.objects.filter(
            subject=merge.kept_id, created_at__gte=merge.created_at, created_at__lt=merge.unmerged_at
        )
        found |= set(between.values_list("pk", flat=True))
    return sorted(found)


def _hanging(part: type[RegisteredModel], obj: ArchiveObject) -> Rows:
    if not may_belong(part, type(obj)):
        return part._base_manager.none()
    return part._base_manager.filter(**{f"{part.parent_field}_id": obj.pk}).order_by("accession__number")


def _files_of(plan: Plan) -> list[str]:
    """The originals that any state of the record names."""
    names = set()
    for state in Change.objects.filter(pk__in=plan.changes).values_list("state", flat=True).iterator():
        names |= {str(value) for value in _values(json.loads(state)) if storage.is_name(str(value))}
    return sorted(names)


def _values(state: Values) -> Iterator[object]:
    for value in state.values():
        if isinstance(value, dict):
            yield from _values(value)
        elif isinstance(value, list):
            for one in value:
                yield from _values(one) if isinstance(one, dict) else (one,)
        else:
            yield value


def _is_used_elsewhere(name: str, plan: Plan) -> bool:
    return Change.objects.exclude(pk__in=plan.changes).filter(state__contains=f'"{name}"').exists()


def _find_links(plan: Plan, obj: ArchiveObject) -> None:
    """What links to the record or to what goes with it: cleared where that leaves something, taken away where not."""
    for owner in registered_models():
        for link in (*stored_fields(owner), *owner._meta.many_to_many):
            if not link.is_relation or link.name == owner.parent_field:
                continue
            leads_to_any = link.related_model is Accession
            guards = not owner.parent_field and link.name in owner.protection.guards
            gone = [pk for model, pks in plan.rows.items() if leads_to_any or link.related_model is model for pk in pks]
            rows: Rows = owner._base_manager.filter(**{f"{link.name}__in": gone}).exclude(
                pk__in=plan.rows.get(owner, [])
            )
            for row in rows.distinct().order_by("accession__number"):
                if guards:
                    plan.obstacles.append(
                        f"{row.pk} has it under “{link.verbose_name}”. Expected another one there first"
                    )
                elif owner is Passage and leads_to_any:  # the words would go on telling of it
                    plan.taken.setdefault(owner, []).append(row.pk)
                elif link.many_to_many or (link.null and _stands_without(row, link)):
                    plan.cut.append((owner, row.pk, link.name))
                elif owner.noun == "citations":
                    plan.obstacles.append(f"{row.pk} of {row.subject_id} cites it. Expected another source there first")
                elif owner.parent_field:
                    plan.taken.setdefault(owner, []).append(row.pk)
                else:
                    plan.obstacles.append(f"{row.pk} must have a {link.verbose_name}. Expected another one there first")

    named = [row.pk for row in Passage._base_manager.all() if row.speaks_of() & set(plan.references)]
    taken = plan.taken.get(Passage, []) + named
    if taken:
        plan.taken[Passage] = list(dict.fromkeys(taken))


def _stands_without(row: RegisteredModel, link: AnyField) -> bool:
    setattr(row, link.attname, None)
    return keeps_its_rules(row)


def _names_of(obj: ArchiveObject, references: list[str]) -> NameMatcher:
    """What it is and was called."""
    if not obj.has_alternative_names:
        return NameMatcher([])
    texts = {getattr(obj, obj.name_field), *(name.text for name in _hanging(Name, obj))}
    texts |= set(FormerName.objects.filter(subject__in=references).values_list("text", flat=True))
    return NameMatcher(texts)


def _elsewhere(plan: Plan) -> dict[str, int]:
    """In how many states of which other records one of its names stands, past and present."""
    found: Counter[str] = Counter()
    for model, columns, subjects in _TEXT_COLUMNS:
        texts: Rows = models.QuerySet(model).order_by().values_list(*subjects, *columns)
        texts = texts.exclude(pk__in=plan.changes) if model is Change else texts
        for row in texts.iterator(chunk_size=CHUNK_SIZE):
            if any(plan.names.stand_in(str(text)) for text in row[len(subjects) :]):
                found.update({subject for subject in row[: len(subjects)] if subject not in plan.references})
    return dict(sorted(found.items()))


# Where, besides the tables of the archive, a name may stand: in which columns, and whose they are.
_TEXT_COLUMNS = (
    (Change, ("state", "reason"), ("subject_id",)),
    (Revision, ("state", "note", "verdicts"), ("subject_id",)),
    (Request, ("text", "outcome", "contact"), ("subject_id",)),
    (HistoryClosure, ("note",), ("subject_id",)),
    (Merge, ("undo_log", "kept_state", "note"), ("kept_id", "absorbed_id")),
    (Judgement, ("reason",), ("first_id", "second_id")),
)


def _cut(plan: Plan, user: User | None) -> int:
    """Cut the links of other records, in the log as any change of theirs; return how many."""
    mentioned = Mention.objects.filter(person__in=plan.references).exclude(subject__in=plan.references)
    subjects = sorted(set(mentioned.values_list("subject", flat=True)))
    gone = {pk for pks in plan.rows.values() for pk in pks}
    with recording(user, "linked to a record that was erased"):
        for owner, pk, name in plan.cut:
            if owner._meta.get_field(name).many_to_many:
                row = owner.objects.get(pk=pk)
                getattr(row, name).remove(*getattr(row, name).filter(pk__in=gone))
            else:
                owner.objects.filter(pk=pk).update(**{name: None})
        for owner, pks in plan.taken.items():
            owner.objects.filter(pk__in=pks).delete()
        for reference in plan.references:
            _unmention(f"[[{reference}]]", subjects)
    return len(plan.cut) + sum(len(pks) for pks in plan.taken.values()) + len(subjects)


def _unmention(mention: str, subjects: list[str]) -> None:
    for model in registered_models():
        for pk, state in own_states(
            model, subjects, key=f"{model.parent_field}_id" if model.parent_field else "pk"
        ).items():
            changed = {
                one.name: state[one.name].replace(mention, HIDDEN_PERSON_LABEL)
                for one in stored_fields(model)
                if mention in str(state[one.name])
            }
            if changed:
                model.objects.filter(pk=pk).update(**changed)


def _destroy(plan: Plan) -> None:
    """Past the log, which keeps nothing of it either."""
    references = plan.references
    _hard_delete(Revision, subject__in=references)
    _hard_delete(HistoryClosure, subject__in=references)
    _hard_delete(Request, subject__in=references)
    _hard_delete(Mention, subject__in=references)
    _hard_delete(Mention, person__in=references)
    for saved in SavedList.objects.all():
        if plan.names.stand_in(unquote_plus(f"{saved.title} {saved.address}")):
            saved.delete()
    for typed in (KeptForm, UnsavedForm):
        for form in typed.objects.iterator(chunk_size=100):
            if plan.names.stand_in("\n".join([form.address, *(value for _name, value in form.fields)])):
                form.delete()
    for working in WorkingSource.objects.exclude(locator=""):
        if plan.names.stand_in(working.locator):
            working.delete()
    models.QuerySet(Judgement).filter(Q(first__in=references) | Q(second__in=references)).delete()
    models.QuerySet(Merge).filter(Q(kept__in=references) | Q(absorbed__in=references)).delete()
    others = set(Change.objects.filter(pk__in=plan.changes).values_list("subject", flat=True)) - set(references)
    _hard_delete(Change, pk__in=plan.changes)
    _hard_delete(FormerName, subject__in=references)
    erase_traces(plan.traces)
    for other in others:
        _remember_anew(other)
    for model in sorted(plan.rows, key=lambda model: (not model.parent_field, model.noun == "citations")):
        _hard_delete(model, pk__in=plan.rows[model])


def _truncate_history(reference: str) -> int:
    """Destroy every state of a record but the one that stands, and what was said of it beside; return how many.

    Of a record that is no more, nothing is left.
    """
    if Revision.objects.waiting_for(reference):
        raise ActionRefused(
            f"Nothing was erased: a proposed revision of {reference} waits. Expected it to be decided first."
        )
    changes: Rows = models.QuerySet(Change).filter(subject=reference)
    last = changes.order_by("-sequence").first()
    there = Accession.objects.with_a_record([reference]).exists()
    earlier = changes.exclude(pk=last.pk) if last and there else changes
    count = earlier.count()
    for model, _, subjects in _TEXT_COLUMNS:
        if model is not Change:
            of_it = Q(*(Q((subject, reference)) for subject in subjects), _connector=Q.OR)
            models.QuerySet(model).filter(of_it).delete()
    _hard_delete(HistoryClosure, subject=reference)
    earlier.delete()
    models.QuerySet(Change).filter(subject=reference).update(reason="")
    _remember_anew(reference)
    return count


def _remember_anew(reference: str) -> None:
    """Keep of a person's names those that the rest of the log gives them."""
    _hard_delete(FormerName, subject=reference)
    for state in Change.objects.filter(subject=reference).values_list("state", flat=True).iterator():
        index_names({reference: state})


def _hard_delete(model: type[models.Model], **which: Anything) -> None:
    models.QuerySet(model).filter(**which).delete()


def _destroy_files(names: list[str]) -> None:
    """With `archive.domain.import_traces`, the one place where bytes that were given to the archive are removed."""
    for name in names:
        storage.originals().destroy(name)
    copies.forget(names)


def _destroy_for_good_from_here_on() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _vacuum() -> None:
    """VACUUM, as far as the database allows it, so that deleted values are not recoverable from free pages."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            quoted = map(connection.ops.quote_name, connection.introspection.table_names())
            cursor.execute(f"VACUUM (FULL, ANALYZE) {', '.join(quoted)}")
            # what the planner remembers of values; not in full, which lets who asks meanwhile stumble over it
            cursor.execute("VACUUM pg_catalog.pg_statistic")
