"""What an import tells nobody: of hidden records, whole or in part, at each page and file of a batch."""

import csv
import io

import pytest

from archive.models import Batch, Case, Mapping, Repatriation
from archive.vocabularies import Access, BatchStatus, State
from tests import made_up
from tests.made_up.batches import applied, checked, received, refusals
from tests.made_up.files import HEAD

pytestmark = pytest.mark.django_db
NOT_OPEN = "a row that you may change, or a new reference"


@pytest.fixture
def curator(colleague):
    return colleague("curator")


@pytest.fixture
def sealed(db):
    return made_up.person("a sealed captive", access=Access.RESTRICTED)


def rows_of(response):
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


# Records that are shut at the desk since they link to somebody hidden


def test_a_filled_template_leaves_out_what_is_not_shown_whole(client, curator, sealed):
    whole = made_up.repatriation("shown whole", state=State.DRAFT)
    made_up.repatriation("shut", state=State.DRAFT, people=[sealed])
    client.force_login(curator)
    rows = rows_of(client.get("/admin/imports/templates/repatriations.csv?filled"))
    assert [row["reference"] for row in rows] == [whole.pk]


def test_a_record_that_links_to_somebody_hidden_is_not_changed_and_loses_no_link(curator, sealed):
    shut = made_up.repatriation("shut", state=State.DRAFT, people=[sealed])
    text = f"reference,title,people\n{shut.pk},shut,\n"
    assert refusals(checked(text, "repatriations", user=curator)) == [(2, "reference", shut.pk, NOT_OPEN)]
    assert list(Repatriation.objects.get().people.all()) == [sealed]


def test_nothing_is_hung_on_a_record_that_links_to_somebody_hidden(curator, sealed):
    shut, source = made_up.repatriation("shut", state=State.DRAFT, people=[sealed]), made_up.source()
    text = f"subject,source,locator\n{shut.pk},{source.pk},page 1\n"
    expected = f"a record that your roles let you edit; {shut.pk} is not"
    assert refusals(checked(text, "citations", user=curator)) == [(2, "subject", shut.pk, expected)]


def test_a_record_that_links_to_somebody_hidden_since_the_check_is_not_written(curator):
    person = made_up.person("a made-up captive")
    row = made_up.repatriation("open", state=State.DRAFT, people=[person])
    batch = checked(f"reference,title\n{row.pk},open anew\n", "repatriations", user=curator)
    person.access = Access.RESTRICTED
    person.save()
    assert applied(batch).message == (
        "Row 2 of made-up.csv can no longer be written. Expected a row that the person who uploaded it may change. "
        "Nothing was written. Check the batch again."
    )


def test_stewards_may_change_it(colleague, sealed):
    shut = made_up.repatriation("shut", state=State.DRAFT, people=[sealed])
    batch = checked(f"reference,title\n{shut.pk},anew\n", "repatriations", user=colleague("steward"))
    assert batch.files.get().counts == {"changed": 1}


# What a reviewer sees of somebody's waiting batch


def test_a_row_whose_record_was_sealed_since_is_not_open_to_a_reviewer(client, colleague):
    person = made_up.person("a made-up captive", state=State.DRAFT)
    batch = checked(f"reference,title\n{person.pk},a captive renamed\n", "people", user=colleague("curator"))
    table = batch.files.get()
    reviewer = colleague("reviewer")
    client.force_login(reviewer)
    assert "a captive renamed" in client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert client.get(f"/admin/imports/files/{table.pk}/").status_code == 200

    person.state, person.access = State.PUBLISHED, Access.RESTRICTED
    person.save()
    page = client.get(f"/admin/imports/{batch.pk}/").content.decode()
    assert ("a captive renamed" in page, person.pk in page, "You may not see this row." in page) == (
        False,
        False,
        True,
    )
    refused = client.get(f"/admin/imports/files/{table.pk}/", follow=True)
    assert "The file made-up.csv has rows that you may not see." in refused.content.decode()
    client.post(f"/admin/imports/{batch.pk}/step/", {"do": "apply"})
    batch.refresh_from_db()
    assert (batch.status, batch.applied_by) == (BatchStatus.READY, None)


def test_a_row_that_names_somebody_hidden_is_not_open_to_a_reviewer(client, colleague, sealed):
    text = f"{HEAD},summary\n,Made up,no kind,of [[{sealed.pk}]]\n,Made up too,killing,\n"
    batch = checked(text, user=colleague("curator"))
    client.force_login(colleague("reviewer"))
    for address in (
        f"/admin/imports/{batch.pk}/?outcome=refused",
        f"/admin/imports/files/{batch.files.get().pk}/refused/",
    ):
        page = client.get(address).content.decode()
        assert (sealed.pk in page, "no kind" in page) == (False, False)
    client.force_login(batch.user)
    assert "no kind" in client.get(f"/admin/imports/{batch.pk}/?outcome=refused").content.decode()


def test_what_comes_close_is_hinted_at_to_the_sender_alone(client, colleague):
    made_up.place("Madeupton-on-Sea")
    batch = checked("title,kind,places\nMade up,killing,Madeupton-on-See\n", user=colleague("curator"))
    told = {}
    for who in (batch.user, colleague("reviewer")):
        client.force_login(who)
        addresses = (f"/admin/imports/{batch.pk}/", f"/admin/imports/files/{batch.files.get().pk}/refused/")
        told[who] = ["Madeupton-on-Sea" in client.get(address).content.decode() for address in addresses]
    assert list(told.values()) == [[True, True], [False, False]]


def test_whoever_applied_a_batch_keeps_seeing_it_and_other_reviewers_do_not(colleague):
    batch, reviewer = checked(f"{HEAD}\n,Made up,killing\n", user=colleague("curator")), colleague("reviewer")
    applied(batch, user=reviewer)
    assert Batch.objects.visible_to(reviewer).get() == batch
    assert not Batch.objects.visible_to(colleague("reviewer", "contributor")).exists()


def test_what_a_steward_sends_waits_for_stewards_alone(colleague):
    checked(f"{HEAD}\n,Made up,killing\n", user=colleague("steward"))
    assert not Batch.objects.visible_to(colleague("reviewer")).exists()


# Rows that are known again


def test_a_guess_at_a_hidden_record_of_somebody_elses_batch_is_not_confirmed(colleague):
    text = "title,kind\nMade up,killing\n"
    applied(checked(text, user=colleague("curator")))
    row = Case.objects.get()
    row.state, row.access = State.PUBLISHED, Access.RESTRICTED
    row.save()
    guess = checked(text, user=colleague("curator", "contributor"))
    assert (guess.files.get().counts, guess.rows().get().reference) == ({"new": 1}, "")
    assert applied(guess).status == BatchStatus.APPLIED


def test_a_row_whose_record_is_gone_is_told_so_to_whoever_sent_it(curator, colleague):
    text = "title,kind\nMade up,killing\n"
    applied(checked(text, user=curator))
    Case.objects.get().delete()
    [told] = refusals(checked(text, user=curator))
    assert told == (
        2,
        "",
        "CAS-0001",
        "a row that was not imported before; this one was, and was declined or removed since",
    )
    other = colleague("curator", "reviewer")
    assert checked(text, user=other).files.get().counts == {"new": 1}


# Named mappings


def test_a_named_mapping_is_its_keepers_alone(client, colleague):
    keeper, other = colleague("curator"), colleague("curator", "reviewer")
    mapping = {"columns": {"headline": "title"}, "constants": {"kind": "killing"}, "values": {}, "day_first": {}}
    kept = Mapping.objects.create(noun="cases", name="made-up observers", mapping=mapping, user=keeper)
    batch = received("headline\nMade up\n", noun="cases", user=other)
    client.force_login(other)
    page = f"/admin/imports/{batch.pk}/"
    assert "made-up observers" not in client.get(page).content.decode()
    client.post(f"{page}step/", {"do": "confirm", "0-kept": str(kept.pk)})
    assert batch.files.get().mapping["constants"] == {}
    client.post(f"{page}step/", {"do": "confirm", "0-keep-as": "made-up observers"})
    assert Mapping.objects.get().mapping == mapping
    assert client.post(f"{page}step/", {"do": "confirm", "0-kept": "abc"}).status_code == 302
