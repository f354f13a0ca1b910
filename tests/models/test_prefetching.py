"""What rows link to, read once for all of them."""

import pytest

from archive.models import Case
from archive.models.base import prefetching
from archive.models.base.prefetching import prefetch_cached
from tests import made_up

pytestmark = pytest.mark.django_db


def test_rows_have_what_they_link_to_in_the_order_in_which_it_was_linked(django_assert_num_queries):
    towns = [made_up.place(f"Madeupton {n}") for n in range(3)]
    for n in range(3):
        made_up.case(f"Case {n}").places.add(towns[2 - n])
    rows, known = list(Case.objects.order_by("pk")), {}
    rows[0].places.add(towns[0])
    with django_assert_num_queries(2):
        prefetch_cached(rows, ["places", "kind"], known)
        assert [list(row.places.all()) for row in rows] == [[towns[2], towns[0]], [towns[1]], [towns[0]]]
    with django_assert_num_queries(1):
        prefetch_cached(list(rows), ["places"], known)


def test_more_targets_than_are_kept_are_given_all_the_same(monkeypatch):
    monkeypatch.setattr(prefetching, "MAX_CACHED", 0)
    row, town = made_up.case(), made_up.place()
    row.places.add(town)
    known = {}
    prefetch_cached([row], ["places"], known)
    assert (list(row.places.all()), known) == ([town], {})


def test_no_rows_have_no_links(django_assert_num_queries):
    with django_assert_num_queries(0):
        prefetch_cached([], ["places"], {})
