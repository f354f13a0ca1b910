"""States kept before a field came: batches, their undoing and proposals read them with the default of the field."""

import io
import json

import pytest
from django.core.files.base import File

from archive.domain.revisions import propose
from archive.imports.batch import batches, receiving, staging
from archive.imports.batch.applying import apply
from archive.imports.batch.progress import Progress
from archive.imports.batch.undoing import undo
from archive.models import BatchRow, Case, Change
from archive.models.base.states import own_states, read_state, states_of
from archive.models.log.changes import canonical
from archive.vocabularies import BatchStatus, State
from tests import made_up

pytestmark = pytest.mark.django_db

CAME_SINCE = "summary"  # as if this field had not been there


def forget_the_field(model, *columns):
    """Have what ``model`` keeps read as if it had been written before the field came."""
    for row in model.objects.all():
        kept = {name: getattr(row, name) for name in columns if getattr(row, name)}
        texts = {name: json.loads(text) for name, text in kept.items()}
        for state in texts.values():
            state.pop(CAME_SINCE, None)
        model._base_manager.filter(pk=row.pk).update(**{name: canonical(state) for name, state in texts.items()})


def checked(text, curator):
    batch = receiving.create_batch(File(io.BytesIO(text.encode()), name="x"), "cases.csv", user=curator, noun="cases")
    batches.confirm(batch)
    staging.check(batch, Progress())
    return batch


def test_a_state_is_read_with_the_default_of_each_field_that_came_since():
    row = made_up.case(acts=[made_up.term()])
    made_up.citation(row, locator="page 3")
    whole = states_of([row.pk])[row.pk]
    earlier = json.loads(canonical(whole))
    del earlier["summary"], earlier["embargo_until"], earlier["hanging"]["citations"][0]["quotation"]
    assert read_state(canonical(earlier)) == whole
    del earlier["acts"]
    assert read_state(canonical(earlier)) == whole | {"acts": []}


def test_a_batch_that_was_checked_before_is_applied_and_undone(curator):
    row = made_up.case("A made-up case", state=State.DRAFT)
    before = own_states(Case, [row.pk])
    batch = checked(f"reference,title,kind\n{row.pk},Another title,captivity\n,A new case,killing\n", curator)
    forget_the_field(BatchRow, "state", "before")
    apply(batch, Progress())
    assert (batch.status, sorted(Case.objects.values_list("title", "summary"))) == (
        BatchStatus.APPLIED,
        [("A new case", ""), ("Another title", "")],
    )
    forget_the_field(BatchRow, "state", "before")
    forget_the_field(Change, "state")
    undo(batch, Progress())
    assert (batch.status, own_states(Case, Case.objects.values_list("pk", flat=True))) == (BatchStatus.UNDONE, before)


def test_a_first_proposal_after_a_field_came_proposes_nothing_of_it(curator):
    row = made_up.case("A made-up case")
    forget_the_field(Change, "state")
    revision = propose(curator, states_of([row.pk])[row.pk] | {"title": "Another title"}, "a made-up note")
    assert [one.key for one in revision.differences()] == ["title"]
