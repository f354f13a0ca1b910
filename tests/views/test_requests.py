"""A reader disputes a fact or asks for removal; it becomes a task on the desk, and shows nothing that is hidden."""

import pytest
from django.urls import reverse

from archive.admin.queue import queue_of
from archive.models import Request
from archive.views import requests
from archive.views.floods import HOUR, MAX_FROM_ALL, MAX_FROM_ONE, Flood, Floods
from archive.vocabularies import Access, State
from tests import made_up

pytestmark = pytest.mark.django_db

ASKED = {"kind": "dispute", "text": "The made-up day is wrong.", "contact": "", "part": "date"}


def test_a_reader_asks_without_an_account_a_name_or_a_cookie(client):
    made_up.case()
    answer = client.post("/requests/CAS-0001/", ASKED)
    asked = Request.objects.get()
    assert (asked.subject_id, asked.part, asked.kind, asked.text) == ("CAS-0001", "date", "dispute", ASKED["text"])
    assert (asked.receipt in answer.content.decode(), dict(answer.cookies)) == (True, {})


def test_a_page_leads_to_the_form_once_and_the_form_asks_which_part(client):
    made_up.citation(made_up.case("Made-up case", date="2020"))
    page = client.get("/cases/CAS-0001/").content.decode()
    assert page.count('href="/requests/CAS-0001/"') == 1
    parts = [name for name, _ in client.get("/requests/CAS-0001/").context["parts"]]
    assert parts == ["title", "date", "verification", "kind"]
    client.post("/requests/CAS-0001/", ASKED | {"part": "date"})
    assert Request.objects.get().part == "date"


def test_an_old_address_still_names_the_part(client):
    made_up.case(date="2020")
    for name, label in (("date", "When"), ("other", "other")):
        page = client.get(f"/requests/CAS-0001/?part={name}").content.decode()
        assert f'<option value="{name}" selected>{label}</option>' in page


def test_the_form_asks_about_claims_too_and_about_a_number_of_one(client):
    made_up.claim(made_up.case(), "standing", term=made_up.term("standings", "civilian", title="Civilian"))
    assert ("standing", "Standing") in client.get("/requests/CAS-0001/?part=standing").context["parts"]
    made_up.repatriation("Made-up hand-over", number=1)
    assert "number" in [name for name, _ in client.get("/requests/REP-0001/").context["parts"]]


def test_the_form_names_no_field_that_the_page_hides(client):
    made_up.person("Made-up Person", born="1990")
    assert [name for name, _ in client.get("/requests/PER-0001/").context["parts"]] == ["title"]


@pytest.mark.parametrize("values", [{"state": State.DRAFT}, {"access": Access.RESTRICTED}, {"state": State.WITHDRAWN}])
def test_what_is_hidden_can_not_be_asked_about(client, values):
    made_up.case("SECRET-CASE", **values)
    for reference in ("CAS-0001", "CAS-9999", "nonsense"):
        assert client.get(f"/requests/{reference}/").status_code == 404
        assert client.post(f"/requests/{reference}/", ASKED).status_code == 404
    assert Request.objects.count() == 0


def test_what_is_missing_is_said_and_nothing_kept(client):
    made_up.case()
    answer = client.post("/requests/CAS-0001/", {"kind": "dispute"})
    assert (answer.context["form"].errors, Request.objects.count()) == ({"text": ["This field is required."]}, 0)


def test_what_fills_in_every_field_is_not_kept(client):
    made_up.case()
    assert client.post("/requests/CAS-0001/", ASKED | {"website": "x"}).status_code == 200
    assert Request.objects.count() == 0


@pytest.fixture(autouse=True)
def no_flood_so_far(monkeypatch):
    monkeypatch.setattr(requests, "floods", Floods())


def asked_for(client, number, **values):
    form = ASKED | {"text": f"Made-up words {number}"} | values
    return client.post("/requests/CAS-0001/", form)


def test_a_flood_is_put_aside_for_the_stewards_and_nobody_is_refused(client, colleague):
    made_up.case()
    answers = [asked_for(client, number, kind="removal") for number in range(MAX_FROM_ONE + 3)]
    assert {answer.status_code for answer in answers} == {200}
    assert all(
        one.receipt in answer.content.decode() for one, answer in zip(Request.objects.all(), answers, strict=True)
    )
    assert [one.put_aside for one in Request.objects.all()] == [False] * MAX_FROM_ONE + [True] * 3


def test_a_flood_fills_no_disk_and_takes_nobody_s_words(client, monkeypatch):
    monkeypatch.setattr(requests, "MAX_PUT_ASIDE", 3)
    made_up.case()
    answers = [asked_for(client, number, kind="removal") for number in range(MAX_FROM_ONE + 5)]
    assert [answer.status_code for answer in answers] == [200] * (MAX_FROM_ONE + 3) + [503] * 2
    assert Request.objects.count() == MAX_FROM_ONE + 3
    page = answers[-1].content.decode()
    assert f"Made-up words {MAX_FROM_ONE + 4}" in page
    assert (
        "There are too many requests at the moment, and yours could not be kept. What you "
        "wrote was not sent; it is below. Please send it again later." in page
    )
    elsewhere = client.post("/requests/CAS-0001/", ASKED | {"text": "Made up elsewhere"}, REMOTE_ADDR="127.0.9.1")
    assert elsewhere.status_code == 200
    for number in range(MAX_FROM_ALL):  # while others send many, too, somebody who sends one is heard
        client.post("/requests/CAS-0001/", ASKED | {"text": f"{number}"}, REMOTE_ADDR=f"127.0.{number // 5}.2")
    alone = client.post("/requests/CAS-0001/", ASKED | {"text": "Made up alone"}, REMOTE_ADDR="127.0.9.3")
    assert (alone.status_code, Request.objects.get(text="Made up alone").put_aside) == (200, True)
    Request.objects.filter(put_aside=True).update(status="done")
    assert asked_for(client, "later").status_code == 200


def test_what_is_put_aside_is_seen_by_stewards_alone(client, colleague):
    made_up.case()
    for number in range(MAX_FROM_ONE + 1):
        asked_for(client, number)
    seen = {role: Request.objects.visible_to(colleague(role)).count() for role in ("curator", "reviewer", "steward")}
    assert seen == {"curator": MAX_FROM_ONE, "reviewer": MAX_FROM_ONE, "steward": MAX_FROM_ONE + 1}


def test_a_flood_from_many_addresses_puts_aside_what_comes_from_others_too(client):
    made_up.case()
    for number in range(MAX_FROM_ALL):
        client.post("/requests/CAS-0001/", ASKED | {"text": f"{number}"}, REMOTE_ADDR=f"127.0.{number // 5}.1")
    assert asked_for(client, "last").status_code == 200
    assert Request.objects.filter(put_aside=True).count() == 1


def test_the_same_sent_twice_is_kept_once_and_has_one_receipt(client):
    made_up.case()
    answers = [asked_for(client, 1).content.decode() for _ in range(2)]
    asked = Request.objects.get()
    assert [asked.receipt in answer for answer in answers] == [True, True]


def test_one_address_alone_puts_nobody_else_aside(client):
    made_up.case()
    for number in range(MAX_FROM_ALL + 5):
        asked_for(client, number)
    client.post("/requests/CAS-0001/", ASKED | {"text": "Made up elsewhere"}, REMOTE_ADDR="127.0.9.1")
    assert Request.objects.get(text="Made up elsewhere").put_aside is False


def test_the_same_sent_many_times_counts_once(client):
    made_up.case()
    for _ in range(MAX_FROM_ONE + 5):
        asked_for(client, 1)
    asked_for(client, 2)
    assert [one.put_aside for one in Request.objects.all()] == [False, False]


def test_another_way_to_reach_somebody_is_named_or_it_is_said_that_there_is_none(client, settings):
    made_up.case()
    none = "The people who keep this archive have named no other way to reach them."
    assert none in client.get("/requests/CAS-0001/").content.decode()
    assert none in asked_for(client, 1).content.decode()
    settings.ARCHIVE_CONTACT = "made-up@example.org"
    assert "made-up@example.org" in client.get("/requests/CAS-0001/").content.decode()


def test_a_flood_ends_within_an_hour_and_no_address_is_kept():
    now = [0.0]
    counted = Floods(clock=lambda: now[0])
    assert [counted.counts("198.51.100.7") for _ in range(MAX_FROM_ONE + 1)][-2:] == [Flood.NONE, Flood.HIGH]
    assert counted.counts("198.51.100.8") is Flood.NONE
    assert all(b"198.51.100.7" not in key for key in counted._by_address)
    now[0] += HOUR
    assert counted.counts("198.51.100.7") is Flood.NONE
    assert len(counted._by_address) == 1


def test_a_request_is_a_task_for_those_who_may_know_of_the_record_and_removals_are_with_stewards(client, colleague):
    row = made_up.case()
    for kind in ("dispute", "removal"):
        client.post("/requests/CAS-0001/", ASKED | {"kind": kind})
    hidden = made_up.case("Restricted since")
    client.post("/requests/CAS-0002/", ASKED)
    hidden.access = Access.RESTRICTED
    hidden.save()
    tasks = {}
    for role in ("contributor", "curator", "reviewer", "steward", "administrator"):
        [panel] = [panel for panel in queue_of(colleague(role)) if panel.title == "Requests from readers"]
        tasks[role] = len(panel.entries)
    assert tasks == {"contributor": 0, "curator": 1, "reviewer": 1, "steward": 3, "administrator": 0}
    removal = Request.objects.get(kind="removal")
    client.force_login(colleague("curator"))
    assert client.get(reverse("admin:archive_request_change", args=[removal.pk])).status_code == 302
    client.force_login(colleague("steward"))
    client.post(reverse("admin:archive_request_change", args=[removal.pk]), {"status": "done", "outcome": "withdrawn"})
    removal.refresh_from_db()
    assert (removal.status, removal.handled_by, removal.text) == ("done", colleague("steward"), ASKED["text"])
    assert row.pk == removal.subject_id
