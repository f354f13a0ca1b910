"""Pages kept in memory: for strangers alone, and only while nothing changes for them."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.domain import public_log
from archive.domain.erasing import erase
from archive.domain.revisions import propose
from archive.models import Case, Translation
from archive.models.log.changes import last_state
from archive.models.log.public_feed import position_of_this_page, public_position
from archive.views.page_cache import PageCache, pages
from archive.vocabularies import Access, State
from tests import made_up

pytestmark = pytest.mark.django_db(transaction=True)

TRANSLATED = {"field": "title", "language": "hy", "text": "Made up", "translated_by": "made up"}


@pytest.fixture(autouse=True)
def none_kept():
    pages.clear()
    yield
    pages.clear()


def asked(client, address):
    """How many questions the database was asked for the page, and what it says."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(address)
    return len(captured), answer.content.decode()


@pytest.mark.parametrize("address", ["/", "/cases/", "/cases/?kind=captivity", "/cases/CAS-0001/", "/held/?since=2020"])
def test_a_page_is_made_once_and_then_costs_one_question(client, address):
    made_up.case()
    first, page = asked(client, address)
    again = asked(client, address)
    assert (first > 1, again) == (True, (1, page))


def test_a_page_that_is_made_asks_twice_where_the_public_log_ends_however_many_indexes_it_reads(client):
    made_up.case()
    with CaptureQueriesContext(connection) as captured:
        client.get("/")
    assert sum("archive_publiclogstate" in query["sql"] for query in captured) == 2


def test_when_a_page_is_made_the_next_question_is_where_the_public_log_ends_then(client):
    made_up.case()
    client.get("/cases/")
    made_up.case()
    public_log.catch_up()
    assert position_of_this_page() == public_position()


@pytest.mark.parametrize("address", ["/search/?q=made", "/cases/?q=made", "/map/"])
def test_no_page_asks_more_than_three_times_where_the_public_log_ends(client, address):
    made_up.case()
    client.get(address)
    client.cookies[settings.SESSION_COOKIE_NAME] = "unknown"
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    assert sum("archive_publiclogstate" in query["sql"] for query in captured) <= 3


def test_whatever_is_written_is_in_the_very_next_page(client):
    row = made_up.case("As it was")
    assert "As it was" in asked(client, "/cases/")[1]
    row.title = "As it is"
    row.save()
    for address in ("/cases/", f"/cases/{row.pk}/"):
        assert "As it is" in asked(client, address)[1]
        assert "As it was" not in asked(client, address)[1]
    Case.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
    assert "As it is" not in asked(client, "/cases/")[1]
    assert client.get(f"/cases/{row.pk}/").status_code == 404


def test_what_the_desk_writes_and_nobody_may_see_leaves_every_page_kept(client, curator):
    addresses = ["/", "/cases/", "/cases/CAS-0001/", "/people/", "/hy/terms/", "/timeline/"]
    row, held = made_up.case(), made_up.person(name="Made-up Name")
    made_up.term()
    before = {address: asked(client, address)[1] for address in addresses}
    made_up.case("A made-up draft", state=State.DRAFT)
    made_up.saved(Translation, subject_id=made_up.term(state=State.DRAFT).pk, **TRANSLATED)
    held.home_address = "made up"
    held.save()
    propose(curator, last_state(row.pk) | {"title": "A proposed title"})
    assert {address: asked(client, address) for address in addresses} == {one: (1, before[one]) for one in addresses}


def test_a_page_of_an_earlier_day_is_not_kept(client):
    """What is closed of its history is gone from it, though nothing of today's page changes."""
    row = made_up.case()
    for address in (f"/cases/{row.pk}/versions/", f"/cases/{row.pk}/as-of/2020-01-01/"):
        client.get(address)
    assert not pages._pages


def test_while_much_is_still_to_be_compared_a_page_is_kept_as_long_as_nothing_is_logged(client, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 1)
    rows = [made_up.case(f"Made-up case {n}") for n in range(3)]
    Case.objects.update(state=State.DRAFT)
    assert "Made-up case" not in asked(client, "/cases/")[1]
    assert asked(client, "/cases/")[0] == 2
    Case.objects.filter(pk=rows[0].pk).update(state=State.PUBLISHED)
    assert "Made-up case 0" in asked(client, "/cases/")[1]
    public_log.catch_up()
    assert "Made-up case 0" in asked(client, "/cases/")[1]
    assert asked(client, "/cases/")[0] == 1


def test_what_is_erased_is_in_no_page(client):
    row = made_up.case("To be erased")
    assert "To be erased" in asked(client, "/cases/")[1]
    erase(row.pk, "a made-up decision")
    assert "To be erased" not in asked(client, "/cases/")[1]


def test_an_embargo_ends_with_its_day(client, monkeypatch):
    made_up.case("Of tomorrow", embargo_until=timezone.now().date() + timedelta(days=1))
    assert "Of tomorrow" not in asked(client, "/cases/")[1]
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert "Of tomorrow" in asked(client, "/cases/")[1]


def test_what_somebody_with_an_account_sees_is_shown_to_nobody_else(client, researcher):
    made_up.case("For researchers", access=Access.RESEARCHERS)
    client.force_login(researcher)
    assert "For researchers" in asked(client, "/cases/")[1]
    client.logout()
    assert "For researchers" not in asked(client, "/cases/")[1]
    client.force_login(researcher)
    assert "For researchers" in asked(client, "/cases/")[1]


def test_what_somebody_searched_for_is_not_kept(client):
    made_up.case()
    client.get("/cases/?q=quixotic")
    client.get("/search/?q=quixotic")
    assert not pages._pages


def test_an_unchanged_page_is_not_sent_again(client):
    made_up.case()
    tag = client.get("/cases/")["ETag"]
    assert client.get("/cases/", headers={"If-None-Match": tag}).status_code == 304


def test_another_host_has_pages_of_its_own(client, settings):
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    made_up.case()
    for host in settings.ALLOWED_HOSTS:
        page = client.get("/cases/CAS-0001/", headers={"Host": host}).content.decode()
        assert f"http://{host}/cases/CAS-0001/" in page


def test_what_is_kept_is_bounded(client):
    few = PageCache(most=100)
    made_up.case()
    answer = client.get("/cases/")
    few.set(("one",), "now", answer)
    assert (few.size, few.get(("one",), "now")) == (0, None)
