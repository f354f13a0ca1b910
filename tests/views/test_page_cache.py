"""Pages kept in memory: for strangers alone, and only while nothing is logged."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.domain.erasing import erase
from archive.models import Case
from archive.views.page_cache import PageCache, pages
from archive.vocabularies import Access, State
from tests import made_up

pytestmark = pytest.mark.django_db(transaction=True)


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
