"""Places on a map, and the outlines that it is drawn on."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.drawings.map import MAX_HEIGHT, WIDTH, Placed, map_of
from archive.drawings.outlines import Box, outlines, runs_within

POINTS = st.tuples(st.floats(-179, 179), st.floats(-84, 84))


def placed(at, name="Madeupton", precision="exact", weight=1, outline=""):
    return Placed(name, at, precision, "/places/PLA-0001/", name, weight, outline)


@settings(max_examples=40)
@given(st.lists(POINTS, min_size=1, max_size=5))
def test_every_place_stands_on_the_map_wherever_in_the_world_they_are(points):
    drawing = map_of("Made up", [placed(at) for at in points])
    discs = [
        tuple(map(float, found)) for shape in drawing.shapes for found in re.findall(r'cx="(\S+)" cy="(\S+)"', shape)
    ]
    assert len(discs) == len(points)
    assert all(-0.1 <= x <= WIDTH + 0.1 and -0.1 <= y <= drawing.height + 0.1 for x, y in discs)
    assert drawing.height <= MAX_HEIGHT


def test_north_is_up_and_east_is_to_the_right():
    drawing = map_of("Made up", [placed((46.5, 40.0), "north west"), placed((47.5, 39.0), "south east")])
    (x, y), (other_x, other_y) = (
        tuple(map(float, re.search(r'cx="(\S+)" cy="(\S+)"', shape).groups())) for shape in drawing.shapes[-2:]
    )
    assert (x < other_x, y < other_y) == (True, True)


def test_of_names_that_would_overlap_the_one_of_more_records_is_written():
    drawing = map_of("Made up", [placed((46.5, 40.0), f"Madeupton {n}" * 12, weight=n) for n in (1, 3, 2)])
    names = re.findall(r"<text[^>]*>(Madeupton [^<]*)</text>", "".join(drawing.shapes))
    assert [name[:11] for name in names] == ["Madeupton 3", "Madeupton 2"]


def test_around_a_place_what_lies_far_away_is_left_out():
    near, far = placed((46.5, 40.0), "near"), placed((-70.0, 10.0), "far")
    drawing = map_of("Made up", [near, far], centre=near.at)
    assert [name in "".join(drawing.shapes) for name in ("near", "far")] == [True, False]


def test_there_is_no_map_of_no_place():
    assert map_of("Made up", []) is None


def test_outlines_run_through_the_part_of_the_world_that_is_asked_for_and_nowhere_else():
    sea = Box(-40, 20, -30, 30)  # the open Atlantic
    assert list(outlines("coasts", sea)) == []
    box = Box(48, 36, 55, 47)
    found = list(outlines("coasts", box))
    assert len(found) > 1
    assert [run for run in found if not any(box.holds(point) for point in run)] == []


def test_a_line_is_drawn_from_the_point_before_it_comes_in_to_the_one_after_it_goes_out():
    there_and_back = [(float(x), 0.0) for x in (*range(8), *range(6, -1, -1))]
    runs = [[x for x, _ in run] for run in runs_within(there_and_back, Box(2.5, -1, 4.5, 1))]
    assert runs == [[2, 3, 4, 5], [5, 4, 3, 2]]
