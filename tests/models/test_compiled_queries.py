"""A question that was put into SQL once answers as the queryset that it was made of does."""

import random
from datetime import timedelta
from unittest import mock

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import AUTHORITIES, RECORDS, Accession, Case, Citation
from archive.models.access.viewers import ANYONE, DESK, viewer_for
from archive.models.base.accessions import reference_for
from archive.models.base.compiled_queries import SMALLEST_BUCKET, compiled
from archive.models.base.registry import registered_models
from archive.vocabularies import Access
from tests import made_up
from tests.drills import rounds
from tests.facets.test_every_list import enter
from tests.made_up.everything import HANG

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked", [0, 1, SMALLEST_BUCKET - 1, SMALLEST_BUCKET, SMALLEST_BUCKET + 1, 3 * SMALLEST_BUCKET]
)
def test_it_answers_for_any_number_of_references(asked):
    made_up.case("Of somebody else", access=Access.RESTRICTED)
    there = [made_up.case(f"Case {n}").pk for n in range(SMALLEST_BUCKET + 2)]
    wanted = [*there, *(reference_for("CAS", 7000 + n) for n in range(3 * SMALLEST_BUCKET))][:asked]
    assert sorted(row.pk for row in Case.objects.seen_among(wanted, None)) == sorted({*there} & {*wanted})


@pytest.mark.slow
@pytest.mark.drill
@settings(max_examples=rounds(3))
@given(seed=st.integers(0, 2**32))
def test_each_reader_gets_what_they_may_see_and_no_more(colleague, seed):
    chance = random.Random(seed)  # noqa: S311 – no secret
    others = [colleague(role) for role in ("contributor", "curator", "steward")]
    with transaction.atomic():
        enter(chance)
        _hang_on_some(chance)
        for reader in (None, colleague(is_researcher=True), *others):
            for model in (*RECORDS, *AUTHORITIES):
                _hold_against_the_query_sets(model, reader)
        transaction.set_rollback(True)


def _hang_on_some(chance: random.Random) -> None:
    """Some of everything that can belong to a record, on records of which some are hidden."""
    for model in (*RECORDS, *AUTHORITIES):
        for row in model.objects.order_by("pk"):
            for noun in ("names", "editorial-notes", "translations", "citations"):
                if chance.random() < 0.3:
                    HANG[noun](row)
            if row.noun == "people" and chance.random() < 0.5:
                HANG["relations"](person=row)
                HANG["custody-steps"](person=row)


def _hold_against_the_query_sets(model, reader) -> None:
    every = list(model.objects.order_by("pk").values_list("pk", flat=True))
    seen = list(model.objects.visible_to(reader).order_by("pk").values_list("pk", flat=True))
    assert sorted(row.pk for row in model.objects.seen_among(every, reader)) == seen
    for part in registered_models():
        target = part.parent_field and part._meta.get_field(part.parent_field).related_model
        if target in (model, Accession):
            asked = part.objects.belonging_to(model.objects.filter(pk__in=seen), reader).order_by("accession__number")
            got = part.objects.children_of(seen, model, reader)
            assert [_told(row) for row in got] == [_told(row) for row in asked]


def _told(row) -> tuple:
    return row.pk, bool(getattr(row, "of_a_protected_subject", False))


def test_rows_come_as_the_query_set_gives_them():
    cited = made_up.case("Cited")
    for _ in range(3):
        made_up.citation(cited)
    asked = Citation.objects.belonging_to(Case.objects.filter(pk=cited.pk), None).order_by("accession__number")
    got = Citation.objects.children_of([cited.pk], Case, None)
    assert [vars(row).keys() - {"_state"} for row in got] == [vars(row).keys() - {"_state"} for row in asked]
    assert [row.pk for row in got] == [row.pk for row in asked]


def test_the_day_is_that_of_the_question():
    row = made_up.case(embargo_until=timezone.now().date() + timedelta(days=1))
    tomorrow = timezone.now() + timedelta(days=1)
    assert Case.objects.seen_among([row.pk], None) == []
    with mock.patch.object(timezone, "now", return_value=tomorrow):
        assert Case.objects.seen_among([row.pk], None) == [row]


def test_it_is_worded_once_for_each_reader_and_for_each_room():
    worded = []

    @compiled
    def titled(references, viewer):
        worded.append((len(references), viewer))
        return Case.objects.visible_to(viewer).filter(pk__in=references)

    row = made_up.case()
    for viewer in (ANYONE, DESK):
        for number in (1, 2, SMALLEST_BUCKET, 1):
            assert titled([row.pk] * number, viewer) == [row]
    assert worded == [(1, ANYONE), (SMALLEST_BUCKET, ANYONE), (1, DESK), (SMALLEST_BUCKET, DESK)]


def test_what_nothing_can_answer_is_not_asked(django_assert_num_queries):
    @compiled
    def none(references):
        return Case.objects.filter(pk__in=references, title__in=[])

    with django_assert_num_queries(0):
        assert none(["CAS-0001"]) == []
        assert none.values(["CAS-0001"]) == []
        assert none([]) == []


def test_a_sight_is_its_own():
    assert viewer_for(DESK) is DESK
