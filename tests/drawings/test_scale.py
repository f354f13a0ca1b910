"""Time on a line."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from archive.drawings.scale import Scale

DAYS = st.dates(date(1, 1, 1), date.max)


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_later_day_stands_no_further_left_and_no_day_stands_off_the_line(one, other, first, second):
    scale = Scale.around(min(one, other), max(one, other), 900)
    first, second = sorted((first, second))
    assert 0 <= scale.x(first) <= scale.x(second) <= 900
    assert scale.x(first) <= scale.after(first) <= 900


@given(DAYS, DAYS)
def test_what_is_drawn_stands_within_the_line_and_few_ticks_are_told_in_order(one, other):
    first, last = sorted((one, other))
    scale = Scale.around(first, last, 900)
    assert scale.begin <= first
    assert last < scale.end or scale.end == date.max
    ticks = list(scale.ticks())
    assert 1 <= len(ticks) <= 13
    assert [x for x, _ in ticks] == sorted(x for x, _ in ticks)


def test_a_year_is_told_by_months_and_a_decade_by_years():
    months = Scale.around(date(2020, 9, 27), date(2021, 3, 19), 700)
    assert [label for _, label in months.ticks()][:3] == ["Sept 2020", "Oct 2020", "Nov 2020"]
    years = Scale.around(date(2016, 4, 2), date(2023, 9, 19), 700)
    assert [label for _, label in years.ticks()] == [str(year) for year in range(2016, 2025)]


def test_a_day_is_as_wide_as_it_is_long():
    scale = Scale.around(date(2021, 1, 5), date(2021, 1, 9), 310)
    assert (scale.x(date(2021, 1, 5)), scale.after(date(2021, 1, 5))) == (40, 50)
    assert scale.after(date(2021, 1, 5)) == scale.x(date(2021, 1, 5) + timedelta(days=1))
