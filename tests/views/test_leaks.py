"""Every door is tried with data that could leak: SECRET stands only in what a reader without an account may not see."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from archive.domain.readings import readings_of
from archive.imports.types import SHEETS
from archive.models import (
    Accession,
    Collection,
    EditorialNote,
    Issue,
    Name,
    Participation,
    Party,
    PendingReading,
    ReadingSalt,
    recording,
)
from archive.models.authorities.people import FOR_THE_DESK
from archive.urls import PAGES
from archive.vocabularies import Access, State
from tests import made_up
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db

HIDDEN = [
    {"state": State.DRAFT, "access": Access.PUBLIC},
    {"state": State.IN_REVIEW, "access": Access.PUBLIC},
    {"state": State.WITHDRAWN, "access": Access.PUBLIC},
    {"state": State.PUBLISHED, "access": Access.RESTRICTED},
    {"state": State.PUBLISHED, "access": Access.RESEARCHERS},
]


@pytest.fixture
def secrets():
    """A public archive in which everything public is linked with something that is not."""
    with recording():
        return _linked_with_secrets()


def _linked_with_secrets():
    held = made_up.person("a made-up captive", name="SECRET-NAME", summary="SECRET-LIFE", office="SECRET-OFFICE")
    Name(subject_id=held.reference, text="SECRET-VARIANT").save()
    cited = made_up.citation(held, quotation="SECRET-WORDS", locator="SECRET-PAGE")
    made_up.custody_step(held, note="SECRET-NOTE", cited=cited)
    note = {"text": "SECRET-REMARK", "signed": "made up", "noted_on": "2020-01-01"}
    EditorialNote(subject_id=held.reference, **note).save()
    made_up.claim(held, "identity", text="SECRET-IDENTITY", cited=cited)
    employer = made_up.organisation("A made-up employer")
    held.affiliation = employer
    held.save()
    beside = {name: f"SECRET-{name}" for name in FOR_THE_DESK}
    made_up.person("a made-up minister", name="Made-up Name", named_publicly=True, naming_ground="consent", **beside)
    today, later = date.today(), date.today() + timedelta(days=1)
    made_up.case("SECRET-EMBARGOED", summary="SECRET-SUMMARY", embargo_until=later)
    made_up.case("Public case of today", embargo_until=today)
    taken_back = made_up.testimony("SECRET-TAKEN-BACK", text="SECRET-TEXT", consent="to-publish")
    made_up.citation(taken_back, quotation="SECRET-QUOTATION")
    made_up.consent(taken_back, scope="SECRET-SCOPE", withdrawn_on=today)
    kept = made_up.testimony("Public account with papers", text="Public words", consent="to-publish")
    made_up.consent(kept, scope="SECRET-SCOPE", language="hy")
    made_up.case("Public case with a mention", summary=f"They saw [[{held.reference}]] there.")
    closed = made_up.source("SECRET-SOURCE", access=Access.RESTRICTED)
    for values in HIDDEN:
        _link_hidden(held, closed, note, values)
    return held


def _link_hidden(held, closed, note, values):
    """A row of each type that is hidden by ``values``, with public rows that link to it, to ``held`` and ``closed``."""
    body = made_up.organisation("SECRET-BODY", **values)
    spot = made_up.place("SECRET-PLACE", **values)
    act = made_up.term("acts", title="SECRET-ACT", **values)
    other = made_up.person("SECRET-LABEL", **values)
    hidden = made_up.case("SECRET-CASE", summary="SECRET-SUMMARY", **values)
    row = made_up.case("Public case", places=[spot], acts=[act], captured_by=body, date="2020-10")
    made_up.citation(row, source=closed, locator="SECRET-LOCATOR", quotation="SECRET-QUOTATION")
    made_up.claim(row, "age", text="SECRET-AGE", cited=made_up.citation(row, source=closed))
    EditorialNote(subject_id=hidden.reference, **note).save()
    Participation(case=row, person=other, role="captive").save()
    Participation(case=row, person=held, role="captive").save()
    made_up.testimony(
        "Public account",
        told_by=other,
        collected_by=body,
        places=[spot],
        acts=[act],
        cases=[hidden, row],
        text="SECRET-TEXT",
        translation="SECRET-TRANSLATION",
        summary="SECRET-SUMMARY",
        consent="unknown",
    )
    made_up.testimony("SECRET-ACCOUNT", **values)
    shown = made_up.video("Public recording", cases=[hidden, row], address="https://example.org/SECRET-ADDRESS")
    shown.still.save("SECRET.jpg", picture())
    shown.file.save("SECRET.mp4", ContentFile(b"SECRET-BYTES"))
    made_up.video("SECRET-RECORDING", extent="SECRET-EXTENT", **values)
    made_up.statement("Public statement", issuer=body, speaker=other, cases=[hidden])
    made_up.statement("SECRET-STATEMENT", text="SECRET-TEXT", **values)
    made_up.repatriation("Public hand-over", mediators=[body], people=[other, held], cases=[hidden])
    made_up.repatriation("SECRET-HAND-OVER", **values)
    lawsuit = made_up.proceeding("Public proceeding", forum=body, cases=[hidden])
    Party(proceeding=lawsuit, organisation=body, role="applicant").save()
    made_up.proceeding("SECRET-PROCEEDING", **values)
    made_up.figure("Public figure", reported_by=body)
    made_up.figure("SECRET-FIGURE", **values)
    made_up.event("Public event")
    made_up.event("SECRET-EVENT", **values)


def every_address():
    models = {noun: detailed.model for noun, _, detailed in PAGES}
    for noun, model in models.items():
        yield reverse(f"{noun}-list")
        yield reverse(f"{noun}-list") + "?q=secret"
        for reference in model.objects.values_list("pk", flat=True):
            yield reverse(f"{noun}-detail", args=[reference])
    yield from ("/", "/healthz", "/robots.txt", "/nowhere/", "/cases/?kind=nonsense")


def test_no_page_list_count_or_search_shows_what_is_hidden(client, secrets):
    leaks = [address for address in every_address() if "SECRET-" in client.get(address).content.decode()]
    assert leaks == []


def test_what_is_hidden_is_really_there(client, curator, secrets):
    client.force_login(curator)
    seen = [address for address in every_address() if "SECRET-" in client.get(address).content.decode()]
    assert len(seen) > 50


def test_a_hidden_record_answers_like_one_that_never_was(client, secrets):
    never = client.get("/cases/CAS-9999/")
    for values in HIDDEN:
        row = made_up.case("SECRET-CASE", **values)
        hidden = client.get(f"/cases/{row.reference}/")
        assert (hidden.status_code, hidden.content) == (never.status_code, never.content)


def test_a_withdrawn_record_leaves_a_tombstone_that_tells_nothing_of_what_it_held(client, secrets):
    row = made_up.case("SECRET-CASE", summary="SECRET-SUMMARY", date="2020-10")
    made_up.citation(row, quotation="SECRET-QUOTATION")
    row.state, row.withdrawn_on, row.withdrawn_because = State.WITHDRAWN, date(2021, 3, 1), "safety"
    row.save()
    answer = client.get(f"/cases/{row.reference}/")
    page = strip_tags(answer.content.decode())
    assert answer.status_code == 410
    assert "It was withdrawn on 1 March 2021, because it could put somebody in danger." in page
    assert ("SECRET" in answer.content.decode(), "2020" in page) == (False, False)


@pytest.mark.parametrize("access", [Access.RESTRICTED, Access.RESEARCHERS])
def test_what_was_never_public_leaves_no_tombstone(client, access):
    values = {"state": State.WITHDRAWN, "withdrawn_on": date(2021, 3, 1), "withdrawn_because": "safety"}
    row = made_up.case("SECRET-CASE", access=access, **values)
    gone, never = client.get(f"/cases/{row.reference}/"), client.get("/cases/CAS-9999/")
    assert (gone.status_code, gone.content) == (never.status_code, never.content)


def test_a_hidden_record_asks_the_database_as_much_as_one_that_never_was(client):
    made_up.case("SECRET-CASE", state=State.DRAFT)
    asked = []
    for reference in ("CAS-0001", "CAS-9999"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/cases/{reference}/")
        asked.append([query["sql"].replace(reference, "…") for query in queries])
    assert asked[0] == asked[1]


def test_a_hidden_choice_answers_like_one_that_never_was(client, secrets):
    hidden = made_up.place("SECRET-PLACE", state=State.DRAFT).reference
    one, other = client.get(f"/cases/?place={hidden}"), client.get("/cases/?place=PLA-9999")
    assert one.status_code == other.status_code == 400
    assert one.content.decode().replace(hidden, "PLA-9999") == other.content.decode()


def test_facet_counts_are_those_of_what_is_public(client, secrets):
    page = client.get("/cases/")
    kinds = [(o.label, o.count) for panel in page.context["panels"] if panel.label == "Kind" for o in panel.few]
    places = [(o.label, o.count) for panel in page.context["panels"] if panel.label == "Place" for o in panel.few]
    assert (kinds, places) == ([("captivity", 7)], [])


def test_a_protected_person_is_not_tied_to_their_employer(client, secrets):
    page = client.get("/organisations/ORG-0001/").content.decode()
    assert "A made-up employer" in page
    assert "a made-up captive" not in page


def test_a_protected_person_is_not_found_by_name_or_variant(client, secrets):
    assert [client.get("/people/", {"q": q}).context["total"] for q in ("secret-name", "secret-variant")] == [0, 0]


def test_a_researcher_reads_what_is_open_to_researchers_and_no_more(client, researcher, secrets):
    client.force_login(researcher)
    page = client.get("/cases/?size=100").context["cards"]
    assert sum(card.shown.heading == "SECRET-CASE" for card in page) == 1
    assert client.get("/people/PER-0001/").content.decode().count("SECRET-") == 0


def test_no_public_export_shows_what_is_hidden(secrets):
    for noun in SHEETS:
        out = io.StringIO()
        call_command("export_records", noun, "--public", stdout=out)
        assert [line for line in out.getvalue().splitlines() if "SECRET-" in line] == []


def test_a_public_export_says_nothing_of_a_hidden_person_whom_a_text_names(client):
    hidden = made_up.person("SECRET", state="draft")
    seen = made_up.person("a made-up captive")
    made_up.case(summary=f"Of [[{hidden.pk}]] and [[{seen.pk}]].")
    out = io.StringIO()
    call_command("export_records", "cases", "--public", stdout=out)
    assert (hidden.pk in out.getvalue(), f"Of a person and [[{seen.pk}]]." in out.getvalue()) == (False, True)


def test_a_picture_without_a_ground_has_no_address_and_no_bytes(client, secrets):
    assert client.get("/pictures/videos/VID-0001/still-large.jpg").status_code == 404
    assert b"<img" not in client.get("/videos/VID-0001/?show=still").content


def test_a_picture_with_a_ground_is_covered_until_the_reader_asks(client):
    row = made_up.video(showing_ground="nobody can be recognised", content_warning="shows-violence")
    row.still.save("made-up.jpg", picture())
    covered, asked = client.get("/videos/VID-0001/"), client.get("/videos/VID-0001/?show=still")
    assert (b"<img" in covered.content, b"/pictures/" in covered.content) == (False, False)
    assert b'<img src="/pictures/videos/VID-0001/still-large.jpg"' in asked.content
    assert client.get("/pictures/videos/VID-0001/still-large.jpg")["Content-Type"] == "image/jpeg"


def test_a_record_that_was_never_assessed_is_covered_too(client):
    row = made_up.video(showing_ground="nobody can be recognised")
    row.still.save("made-up.jpg", picture())
    assert b"/pictures/" not in client.get("/videos/VID-0001/").content


def test_a_picture_of_a_withdrawn_record_is_gone_at_once(client):
    row = made_up.video(showing_ground="nobody can be recognised", content_warning="none")
    row.still.save("made-up.jpg", picture())
    address = "/pictures/videos/VID-0001/still-large.jpg"
    assert client.get(address).status_code == 200
    row.state = State.WITHDRAWN
    row.save()
    assert client.get(address).status_code == 404


def test_originals_are_for_the_desk_alone(client, curator, researcher, secrets):
    row = made_up.video()
    row.file.save("made-up.mp4", ContentFile(b"made-up bytes"))
    address = reverse("original", args=[row.file.name])
    assert client.get(address).status_code == 404
    client.force_login(researcher)
    assert client.get(address).status_code == 404
    client.force_login(curator)
    answer = client.get(address)
    assert b"".join(answer.streaming_content) == b"made-up bytes"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "aa/../secret_key"])
def test_no_address_leads_out_of_the_originals(client, curator, path):
    client.force_login(curator)
    assert client.get(f"/originals/{path}").status_code == 404


def test_the_desk_is_closed_to_readers(client, researcher, secrets):
    for address in ("/admin/archive/case/", "/admin/archive/case/export/", "/admin/archive/case/CAS-0001/history/"):
        assert client.get(address)["Location"].startswith("/admin/login/")
    client.force_login(researcher)
    for address in ("/admin/archive/case/", "/admin/archive/case/export/", "/admin/archive/case/import/"):
        assert client.get(address)["Location"].startswith("/admin/login/")


def test_the_words_of_an_account_without_consent_stand_nowhere(client):
    row = made_up.testimony("Public account", text="SECRET-TEXT", consent="unknown")
    cited = made_up.citation(row, quotation="SECRET-TEXT", locator="SECRET-PAGE")
    made_up.claim(row, "age", text="SECRET-AGE", cited=cited)
    EditorialNote(subject_id=row.reference, text="SECRET-NOTE", signed="x", noted_on="2020-01-01").save()
    page = client.get("/testimonies/TES-0001/").content.decode()
    assert ("The Made-up Gazette" in page, "SECRET" in page) == (True, False)
    for noun in ("testimonies", "citations", "claims", "editorial-notes"):
        out = io.StringIO()
        call_command("export_records", noun, "--public", stdout=out)
        assert "SECRET" not in out.getvalue()


def test_a_claim_of_a_hidden_value_is_hidden_with_it(client):
    row = made_up.case()
    shown, hidden = made_up.term("outcomes"), made_up.term("outcomes", state=State.DRAFT)
    cited = made_up.citation(row)
    made_up.claim(row, "outcome", term=shown, cited=cited)
    made_up.claim(row, "outcome", term=hidden, of_whom="SECRET-WHOM", cited=cited)
    [line] = [line for line in client.get("/cases/CAS-0001/").context["lines"] if line.name == "outcome"]
    assert ([claim.value.words for claim in line.claims], line.differs) == ([shown.title], False)


def test_protected_people_do_not_crowd_out_those_who_are_named(client):
    body = made_up.organisation("A made-up employer")
    with recording():
        for n in range(101):
            made_up.person(f"a made-up captive {n}", affiliation=body)
        named = {"name": "Made-up Name", "named_publicly": True, "naming_ground": "consent"}
        made_up.person("the last of them", affiliation=body, **named)
    page = client.get("/organisations/ORG-0001/").content.decode()
    assert ("Made-up Name" in page, "and more" in page, "a made-up captive" in page) == (True, False, False)


def test_a_word_of_another_vocabulary_is_no_choice(client):
    made_up.term("positions", "made-up-word")
    assert client.get("/cases/?act=made-up-word").status_code == 400


def test_what_cites_a_collection_leads_to_its_page(client):
    gathered = Collection(title="A made-up collection", **made_up.PUBLIC)
    gathered.save()
    made_up.citation(gathered)
    assert b'href="/collections/COL-0001/"' in client.get("/sources/SRC-0001/").content
    assert client.get("/collections/COL-0001/").status_code == 200


def test_a_hidden_participant_leaves_no_row_and_no_count(client):
    row, hidden = made_up.case(), made_up.person("SECRET-LABEL", state=State.DRAFT)
    Participation(case=row, person=hidden, role="missing").save()
    page = client.get("/cases/CAS-0001/")
    assert page.context["parts"][0]["rows"] == []
    assert [panel.label for panel in client.get("/cases/").context["panels"] if panel.label == "Role"] == []
    assert client.get("/cases/?role=missing").context["total"] == 0
    out = io.StringIO()
    call_command("export_records", "participations", "--public", stdout=out)
    assert len(out.getvalue().splitlines()) == 1


def test_no_reading_and_no_row_of_the_public_log_holds_a_secret(secrets):
    references = list(Accession.objects.values_list("pk", flat=True))
    readings = readings_of(references, ReadingSalt.objects.of(references))
    told = "".join(reading.text for reading in readings.values())
    told += serialize("json", [*Issue.objects.all(), *PendingReading.objects.all()])
    assert ("SECRET" in told, "Public case of today" in told, len(readings)) == (False, True, Issue.objects.count())
