"""What came in last: for anyone, in the order in which it was opened, and as a feed that any program reads."""

from xml.etree import ElementTree as ET

import pytest

from archive.views.recent import recently_added
from archive.vocabularies import Access
from tests import made_up

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client):
    answer = client.get("/feed/").content
    return list(ET.fromstring(answer).iter(f"{ATOM}entry"))  # noqa: S314 (our own answer)


def titles(client):
    return [entry.findtext(f"{ATOM}title") for entry in entries(client)]


def test_what_was_opened_last_comes_first_also_where_it_was_opened_again(client):
    first, second = made_up.case("First"), made_up.case("Second")
    first.access = Access.RESTRICTED
    first.save()
    made_up.case("Third")
    first.access = Access.PUBLIC
    first.save()
    assert [one.row.pk for one in recently_added(None, 10)] == [first.pk, "CAS-0003", second.pk]
    assert titles(client) == ["Case: First", "Case: Third", "Case: Second"]


def test_nobody_who_is_protected_and_nothing_hidden_is_in_the_feed(client):
    made_up.person("a made-up captive")
    made_up.case("Hidden", access=Access.RESTRICTED)
    made_up.place("A town")
    assert titles(client) == []


def test_a_control_character_breaks_no_feed_and_markup_stays_text(client):
    made_up.case("ctl\x0bTitle", summary="<b>bold</b>\x1f")
    (entry,) = entries(client)
    assert (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) == (
        "Case: ctlTitle",
        "Content note: not assessed yet. &lt;b&gt;bold&lt;/b&gt;",
    )


def test_pictures_are_drawn_in_numbers_that_every_language_reads(client):
    made_up.figure(value=200, date="2020", measure="held")
    made_up.figure(value=250, date="2021", measure="held")
    made_up.case(date="2020-10")
    for code in ("ru", "az"):
        home = client.get(f"/{code}/").content.decode()
        assert 'height="100.0"' in home
        assert 'cx="' in (figure := client.get(f"/{code}/figures/FIG-0001/").content.decode())
        assert "," not in figure.partition('cx="')[2].partition('"')[0]
