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
    assert [tick.x for tick in ticks] == sorted(tick.x for tick in ticks)


def test_a_month_is_told_by_days_a_year_by_months_and_a_decade_by_years():
    months = Scale.around(date(2020, 9, 27), date(2021, 3, 19), 700)
    assert [(tick.label, tick.key) for tick in months.ticks()][:2] == [
        ("Sept 2020", "2020-09"),
        ("Oct 2020", "2020-10"),
    ]
    years = Scale.around(date(2016, 4, 2), date(2023, 9, 19), 700)
    assert [tick.label for tick in years.ticks()] == [str(year) for year in range(2016, 2025)]
    assert [tick.key for tick in years.ticks()] == [str(year) for year in range(2016, 2025)]
    days = Scale.of_days(date(2020, 11, 1), date(2020, 11, 30), 700)
    assert [(tick.label, tick.key) for tick in days.ticks()][:2] == [("1 Nov", "2020-11-01"), ("4 Nov", "2020-11-04")]
    assert (days.x(date(2020, 11, 1)), days.after(date(2020, 11, 30))) == (0, 700)


def test_a_day_is_as_wide_as_it_is_long():
    scale = Scale.around(date(2021, 1, 5), date(2021, 1, 9), 310)
    assert (scale.x(date(2021, 1, 5)), scale.after(date(2021, 1, 5))) == (40, 50)
    assert scale.after(date(2021, 1, 5)) == scale.x(date(2021, 1, 5) + timedelta(days=1))
