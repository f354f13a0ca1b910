"""Likely duplicates offered at the desk; two records compared, judged, merged and parted there."""

import io

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image

from archive.domain.duplicates import duplicates_of, duplicates_of_text, name_similarity
from archive.domain.judgements import judge
from archive.models import Case, Merge, Person, Redirect
from archive.models.log.changes import last_change
from archive.vocabularies import State
from tests import made_up
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db
NAMED = {"named_publicly": True, "naming_ground": "consent"}


def waves(size=(180, 120), turned=False):
    """A drawing of light and dark that no other looks like."""
    drawn = Image.new("L", size)
    steps = [(x * 9 // size[0], y * 8 // size[1]) for y in range(size[1]) for x in range(size[0])]
    drawn.putdata([(x * x * 37 + y * 91 * (1 + turned) + x * y * 53) % 256 for x, y in steps])
    out = io.BytesIO()
    drawn.save(out, "PNG")
    return ContentFile(out.getvalue(), "made-up.png")


def offered(found):
    return [(one.row.pk, one.because) for one in found]


def pair(first, second):
    return reverse("desk:pair", args=[first.pk, second.pk])


def merging(*rows, **values):
    return {"merge": "Merge", "note": "made up"} | {f"seen {row.pk}": last_change(row.pk).pk for row in rows} | values


@pytest.mark.parametrize("typed", ["Անի Մադեուպյան", "Ани Мадеупян", "Madeupian Any", "Ani Madeopyan"])
def test_a_name_in_another_script_or_order_is_offered(curator, typed):
    held = made_up.person(name="Ani Madeupian", **NAMED)
    made_up.person(name="Ani Fictitian", **NAMED)
    assert offered(duplicates_of_text(Person, curator, texts=[typed])) == [(held.pk, ["called “Ani Madeupian”"])]


def test_a_variant_is_offered_with_the_name_that_it_was_found_by(curator):
    held = made_up.person(name="Somebody Else", **NAMED)
    made_up.name(held, "Əli Madeupov")
    assert offered(duplicates_of_text(Person, curator, texts=["Ali Madeupov"])) == [
        (held.pk, ["also called “Əli Madeupov”"])
    ]


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ("Ani Madeupian", "Madeupian, Ani", 1.0),
        ("Ani Madeupian", "Ani Vardan Madeupian", 2 / 3),
        ("Ani Madeupian", "Madeupian", 0.0),
        ("Shusha", "Şuşa", 1.0),
        ("Ana", "Noe", 0.0),
        ("", "Ani", 0.0),
    ],
)
def test_names_are_alike_as_far_as_their_words_sound_alike(one, other, share):
    assert (name_similarity(one, other), name_similarity(other, one)) == (share, share)


def test_a_protected_name_is_offered_to_stewards_alone(colleague):
    held = made_up.person("a captive", name="Ani Madeupian")
    made_up.name(held, "Any Madeupyan")
    found = [
        duplicates_of_text(Person, colleague(role), texts=["Ani Madeupian"]) for role in ("curator", "contributor")
    ]
    assert found == [[], []]
    [one] = duplicates_of_text(Person, colleague("steward"), texts=["Ani Madeupian"])
    assert one.row == held


def test_the_same_address_is_offered_however_it_is_written(curator):
    there = made_up.source(address="https://www.example.org/made-up/page/")
    made_up.source("Another", address="https://example.org/made-up/pages")
    found = duplicates_of_text(type(there), curator, addresses=["http://example.org/made-up/page#top"])
    assert offered(found) == [(there.pk, ["the same address"])]


def test_the_same_picture_is_offered_and_one_nearly_the_same(curator):
    rows = [made_up.video(f"Made up {name}") for name in ("first", "again", "smaller", "other")]
    for row, drawn in zip(rows, (waves(), waves(), waves(size=(90, 60)), waves(turned=True)), strict=True):
        row.still.save("made-up.png", drawn)
    assert offered(duplicates_of(rows[0], curator)) == [
        (rows[1].pk, ["the same file", "nearly the same picture"]),
        (rows[2].pk, ["nearly the same picture"]),
    ]


def test_a_picture_of_one_colour_is_like_no_other(curator):
    rows = [made_up.video(title) for title in ("A wall", "Some snow")]
    for row, colour in zip(rows, ("white", "black"), strict=True):
        row.still.save("made-up.png", picture(form="PNG", colour=colour))
    assert duplicates_of(rows[0], curator) == []


def test_a_pair_called_different_does_not_come_back_until_somebody_says_otherwise(curator):
    one, other = (made_up.person(name="Ani Madeupian", **NAMED) for _ in range(2))
    judge(curator, other.pk, one.pk, "different", "made up")
    assert [duplicates_of(one, curator), duplicates_of(other, curator)] == [[], []]
    judge(curator, one.pk, other.pk, "undecided", "made up, after all")
    assert [offered(duplicates_of(one, curator))[0][0], offered(duplicates_of(other, curator))[0][0]] == [
        other.pk,
        one.pk,
    ]


def test_what_is_typed_is_answered_as_far_as_whoever_types_may_know(client, colleague):
    held = made_up.person("a captive", name="Ani Madeupian", **NAMED)
    asked = {"noun": "people", "text": "Ани Мадеупян"}
    client.force_login(colleague("contributor"))
    [one] = client.post(reverse("desk:likely"), asked).json()["likely"]
    assert one == {
        "reference": held.pk,
        "title": "Ani Madeupian",
        "because": "called “Ani Madeupian”",
        "page": held.get_absolute_url(),
        "compare": "",
    }
    assert client.get(reverse("desk:likely"), asked).status_code == 405
    client.force_login(colleague("administrator"))
    assert client.post(reverse("desk:likely"), asked).status_code == 404


def test_the_form_offers_what_may_be_the_same(client, colleague):
    one, other = (made_up.case("Capture of the made-up two", state=State.DRAFT) for _ in range(2))
    client.force_login(colleague("curator"))
    page = client.get(reverse("admin:archive_case_change", args=[one.pk]))
    assert [told["reference"] for told in page.context["alike"]] == [other.pk]
    assert pair(other, one) in page.content.decode()


def test_two_are_compared_line_by_line(client, colleague):
    one = made_up.case("A made-up case", date="2020-10", summary="Told alike.")
    other = made_up.case("A made-up case", date="2020-11", summary="Told alike.", places=[made_up.place()])
    cited = {row: made_up.citation(row, source=made_up.source(f"Gazette of {row.pk}")) for row in (one, other)}
    made_up.claim(one, "age", text="about 20", cited=cited[one])
    made_up.claim(one, "rank", text="private", cited=cited[one])
    made_up.claim(other, "age", text="25", cited=cited[other])
    client.force_login(colleague("curator"))
    page = client.get(pair(one, other))
    outcomes = {field["name"]: field["standing"] for field in page.context["fields"]}
    assert {name: outcomes[name] for name in ("title", "summary", "date", "places")} == {
        "title": "same",
        "summary": "same",
        "date": "different",
        "places": "one-alone",
    }
    told = {part["label"]: [status for _, _, status in part["lines"]] for part in page.context["parts"]}
    assert told == {
        "citations": ["one-alone", "one-alone"],
        "claims": ["different", "one-alone"],
    }
    assert page.context["reason"] == "your roles do not let you merge CAS-0001, which is published"


def test_a_judgement_is_kept_with_its_reason(client, colleague):
    one, other = made_up.case(), made_up.case("Another")
    client.force_login(colleague("curator"))
    client.post(pair(one, other), {"judge": "1", "verdict": "different", "reason": "Two made-up days."})
    [judgement] = client.get(pair(other, one)).context["judgements"]
    assert (judgement.verdict, judgement.reason) == ("different", "Two made-up days.")


def test_two_are_merged_and_parted_at_the_desk(client, colleague):
    one, other = made_up.case("One", summary="As one has it."), made_up.case("Other", summary="As the other has it.")
    account = made_up.testimony(cases=[other])
    client.force_login(colleague("steward"))
    answer = client.post(pair(one, other), merging(one, other, **{"keep summary": "absorbed"}), follow=True)
    done = Merge.objects.get()
    assert answer.redirect_chain == [(reverse("desk:merge", args=[done.pk]), 302)]
    assert Case.objects.get().summary == "As the other has it."
    assert f"{account.pk}: now links to One ({one.pk}) (cases)" in answer.context["writes"]
    client.post(reverse("desk:merge", args=[done.pk]))
    assert sorted(Case.objects.values_list("summary", flat=True)) == ["As one has it.", "As the other has it."]
    assert list(account.cases.all()) == [other]


def test_what_stands_in_the_way_of_merging_is_said_on_the_page(client, colleague):
    one, other = made_up.case("One"), made_up.case("Other")
    client.force_login(colleague("steward"))
    values = merging(one, other)
    Case.objects.filter(pk=one.pk).update(title="Changed meanwhile")
    page = client.post(pair(one, other), values, follow=True)
    [message] = [str(message) for message in page.context["messages"]]
    assert message == "The records were not merged: one of them changed while you were reading. Look at them again."


def test_a_pair_that_one_may_not_read_is_no_pair(client, colleague):
    one, sealed = made_up.person(name="Ani Madeupian", **NAMED), made_up.person("a captive", name="Ani Madeupian")
    place = made_up.place()
    client.force_login(colleague("curator"))
    asked = [pair(one, sealed), pair(sealed, one), pair(one, place), pair(one, one), f"/admin/pairs/{one.pk}/PER-9999/"]
    assert [client.get(address).status_code for address in asked] == [404] * 5
    assert [client.post(address, {"judge": "1"}).status_code for address in asked] == [404] * 5


def test_the_page_of_a_merge_is_for_stewards(client, colleague):
    one, other = made_up.case("One"), made_up.case("Other")
    client.force_login(colleague("steward"))
    client.post(pair(one, other), merging(one, other))
    address = reverse("desk:merge", args=[Merge.objects.get().pk])
    client.force_login(colleague("curator", "reviewer"))
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert Redirect.objects.count() == 1


def test_an_old_reference_leads_on_in_public_and_at_the_desk(client, colleague):
    one, other = made_up.case("One"), made_up.case("Other")
    client.force_login(colleague("steward"))
    client.post(pair(one, other), merging(one, other))
    form = "admin:archive_case_change"
    assert client.get(reverse(form, args=[other.pk]))["Location"] == reverse(form, args=[one.pk])
    client.logout()
    assert client.get(other.get_absolute_url())["Location"] == one.get_absolute_url()
    Case.objects.update(access="restricted")
    answers = [client.get(address) for address in (other.get_absolute_url(), "/cases/CAS-9999/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content.replace(other.pk.encode(), b"") == answers[1].content.replace(b"CAS-9999", b"")
