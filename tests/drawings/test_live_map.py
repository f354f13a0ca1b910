"""What the map that zooms shows at first."""

from hypothesis import given
from hypothesis import strategies as st

from archive.drawings.live_map import LiveMap, where_most_lie
from tests.drawings.test_map import POINTS, placed


def test_it_opens_on_the_places_of_half_of_the_records_and_offers_all():
    near = [placed((46.0 + 4 * n, 40.0 + 4 * n), weight=30) for n in range(2)]
    live = LiveMap([placed((-74.0, 40.7), weight=20), *near])
    assert (live.first_view, live.opens_on_a_part) == ("46,40,50,44", True)


def test_it_shows_what_lies_near_though_it_has_fewer_records():
    live = LiveMap([placed((46.0, 40.0), weight=9), placed((47.0, 41.0), weight=1)])
    assert (live.first_view, live.opens_on_a_part) == ("44,38,48,42", False)


def test_it_opens_around_the_place_that_was_asked_for():
    live = LiveMap([placed((46.0, 40.0), weight=9), placed((20.0, 10.0))], centre=(20.0, 10.0))
    assert (live.first_view, live.opens_on_a_part) == ("18,8,22,12", True)


def test_it_opens_on_the_countries_where_there_is_nothing_else():
    box = where_most_lie([placed(None, outline="051", weight=0)])
    assert (44 < (box.west + box.east) / 2 < 46, 39 < (box.south + box.north) / 2 < 41) == (True, True)


@given(st.lists(st.tuples(POINTS, st.integers(0, 50)), min_size=1, max_size=12))
def test_what_is_seen_at_first_always_holds_half_of_the_records(dots):
    places = [placed(at, weight=weight) for at, weight in dots]
    box = where_most_lie(places)
    seen = [place for place in places if box.holds(place.at)]
    assert seen != []
    assert sum(place.weight for place in seen) >= sum(place.weight for place in places) / 2
