"""A legal erasure destroys bytes and history alike, and leaves a receipt that says so."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from archive.domain.erasing import erase, plan_for
from archive.domain.judgements import judge
from archive.domain.locking import ActionRefused
from archive.domain.merging import merge
from archive.domain.revisions import propose
from archive.domain.unmerging import unmerge
from archive.imports.folders import write_folder
from archive.media import storage
from archive.models import (
    Accession,
    Case,
    Change,
    Erasure,
    Participation,
    Person,
    Request,
    SavedList,
    WorkingSource,
    recording,
)
from archive.models.base.states import states_of
from archive.models.log.changes import canonical, last_change
from tests import made_up
from tests.made_up import everything
from tests.made_up.pictures import picture

SECRETS = ["Quixotyan Held", "Քիշոտյան Պահված", "quixotic life", "quixotic words", "quixotic request"]


def tables() -> dict[str, str]:
    """Every table of the archive, as text."""
    with connection.cursor() as cursor:
        names = [name for name in connection.introspection.table_names(cursor) if name.startswith("archive_")]
        told = {}
        for name in names:
            cursor.execute(f"SELECT * FROM {name}")  # noqa: S608 – names of our own tables
            told[name] = repr(cursor.fetchall())
    return told


def holding(secrets) -> set[str]:
    return {name for name, rows in tables().items() for secret in secrets if secret in rows}


@pytest.fixture
def held(colleague):
    held = made_up.person("a captive", name=SECRETS[0], summary=SECRETS[2])
    held.portrait.save("made-up.jpg", picture(colour="teal"))
    cited = made_up.citation(held, quotation=SECRETS[3])
    made_up.custody_step(held, cited=cited)
    made_up.name(held, SECRETS[1])
    Request.objects.create(subject_id=held.pk, kind="removal", text=SECRETS[4])
    return held


@pytest.mark.django_db(transaction=True)
def test_nothing_is_left_of_it_in_any_table_or_file(held, colleague):
    beside = made_up.video()
    beside.still.save("made-up.jpg", picture(colour="navy"))
    name, kept = held.portrait.name, beside.still.name
    told = made_up.testimony(told_by=held)
    made_up.case(summary=f"Of [[{held.pk}]].")
    assert holding(SECRETS) >= {
        "archive_person",
        "archive_change",
        "archive_name",
        "archive_citation",
        "archive_request",
    }
    receipt = erase(held.pk, "Court of Madeupton, 7/2026", colleague("administrator"))
    assert holding(SECRETS) == set()
    assert [storage.originals().exists(one) for one in (name, kept)] == [False, True]
    told.refresh_from_db()
    assert (told.told_by, Case.objects.get().summary) == (None, "Of a person.")
    assert (receipt.rows, receipt.files, receipt.links, receipt.was_public) == (4, 1, 2, True)
    if connection.vendor == "sqlite":
        path = Path(settings.DATABASES["default"]["NAME"])
        stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
        assert [secret for secret in SECRETS if secret.encode() in stored] == []


@pytest.mark.django_db
@pytest.mark.parametrize("noun", everything.NOUNS)
def test_whatever_hangs_on_it_or_links_to_it_is_destroyed_or_cut_or_named_as_in_the_way(noun):
    _, row = everything.two_of(noun)
    obstacles = plan_for(row).obstacles
    if obstacles:
        with pytest.raises(ActionRefused, match=obstacles[0].split(" ")[0]):
            erase(row.pk, "made up")
        assert type(row).objects.filter(pk=row.pk).exists()
        return
    erase(row.pk, "made up")
    assert not type(row).objects.filter(pk=row.pk).exists()
    there = Accession.objects.with_a_record().values_list("pk", flat=True)
    assert [pk for pk, state in states_of(there).items() if f'"{row.pk}"' in canonical(state)] == []


@pytest.mark.django_db
def test_its_address_says_that_it_was_erased_and_nothing_more(client, held):
    closed = made_up.case("A made-up case", access="restricted")
    for row in (held, closed):
        erase(row.pk, "Court of Madeupton, 7/2026")
    page = client.get(held.get_absolute_url())
    assert page.status_code == 410
    assert f"{held.pk} was erased" in page.content.decode()
    assert [word in page.content.decode() for word in ("captive", "Madeupton")] == [False, False]
    assert client.get(closed.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_its_reference_is_never_given_out_again(held, import_table):
    erase(held.pk, "made up")
    assert Accession.objects.filter(pk=held.pk).exists()
    [refusal] = import_table("people", f"reference,title\n{held.pk},a captive\n").refusals
    assert str(refusal).endswith("Expected a reference that was never used; the record of this one no longer exists")


@pytest.mark.django_db
def test_what_was_merged_into_it_goes_with_it(held, colleague):
    other = made_up.person("another captive", name="Quixotyan Other")
    seen = {one.pk: last_change(one.pk).pk for one in (held, other)}
    merge(colleague("steward"), held.pk, other.pk, {}, "", expected_change=seen)
    erase(held.pk, "made up")
    assert holding([*SECRETS, "Quixotyan Other"]) == set()


@pytest.mark.django_db
def test_a_participation_that_says_nothing_without_them_is_taken_away(held):
    case = made_up.case()
    Participation(case=case, person=held, role="captive").save()
    erase(held.pk, "made up")
    assert Participation.objects.count() == 0
    assert last_change(case.pk).reason == "linked to a record that was erased"


@pytest.mark.django_db
def test_a_name_in_the_history_of_others_is_found_and_destroyed_on_demand(held):
    case = made_up.case(summary="Of Held Quixotyan, who was seen.")
    with recording():
        Case.objects.update(summary="Of somebody who was seen.")
    assert plan_for(held).elsewhere == {case.pk: 1}
    erase(held.pk, "made up", histories=(case.pk,))
    assert [change.pk for change in Change.objects.filter(subject=case.pk)] == [last_change(case.pk).pk]
    assert holding(["Quixotyan"]) == set()


@pytest.mark.django_db
def test_what_stands_in_the_way_is_said_and_nothing_is_destroyed(held, colleague):
    cited = made_up.citation(made_up.case())
    with pytest.raises(ActionRefused, match=f"{cited.pk} of CAS-0001 cites it. Expected another source there first"):
        erase(cited.source_id, "made up")
    with pytest.raises(ActionRefused, match="say on whose decision"):
        erase(held.pk, "  ")
    propose(colleague("steward"), states_of([held.pk])[held.pk] | {"title": "another label"})
    with pytest.raises(ActionRefused, match=f"a proposed revision of {held.pk} waits"):
        erase(held.pk, "made up")
    assert (Erasure.objects.count(), Person.objects.count()) == (0, 1)


@pytest.mark.django_db
def test_the_command_tells_first_and_erases_on_the_second_word(held, colleague, tmp_path):
    out = StringIO()
    call_command("erase", held.pk, stdout=out)
    assert out.getvalue().splitlines() == [
        f"Destroyed: {held.pk}",
        "  rows: 1 citations, 1 custody-steps, 1 names, 1 people",
        "  states in the log: 5",
        "  files: 1",
        "Nothing was erased. To erase it, say --confirm and the reference, --note and --by.",
    ]
    asked = {"note": "Court of Madeupton, 7/2026", "by": colleague("administrator").username}
    for wrong, told in (
        ({"confirm": "PER-0002", **asked}, "PER-0002 is not PER-0001"),
        ({"confirm": held.pk, "note": "x"}, "expected --by and the name of an account"),
        ({"confirm": held.pk, "by": asked["by"]}, "say on whose decision"),
    ):
        with pytest.raises(CommandError, match=told):
            call_command("erase", held.pk, stdout=out, **wrong)
    with pytest.raises(CommandError, match="PER-0009 is no record"):
        call_command("erase", "PER-0009")
    said = StringIO()
    call_command("erase", held.pk, confirm=held.pk, stdout=said, **asked)
    assert said.getvalue().strip() == str(Erasure.objects.get())
    assert "4 rows, 5 states of the log and 1 files were destroyed, and 0 links to it cut" in said.getvalue()
    write_folder(tmp_path / "out", public=False)
    exported = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*.csv"))
    assert [secret for secret in SECRETS if secret.encode() in exported] == []


@pytest.mark.django_db
def test_a_place_that_others_are_shown_as_is_not_erased_from_under_them():
    wide = made_up.place("Province of Madeupton")
    narrow = made_up.place("A made-up hamlet", shown_as=wide)
    with pytest.raises(ActionRefused, match=f"{narrow.pk} has it under “shown as”. Expected another one there first"):
        erase(wide.pk, "made up")


@pytest.mark.django_db
def test_what_was_merged_and_parted_leaves_nothing_in_the_log_of_the_other(colleague):
    kept, absorbed = made_up.person("one"), made_up.person("other", name="Quixotyan Other", summary="quixotic life")
    absorbed.portrait.save("made-up.jpg", picture(colour="teal"))
    steward = colleague("steward")
    seen = {one.pk: last_change(one.pk).pk for one in (kept, absorbed)}
    unmerge(steward, merge(steward, kept.pk, absorbed.pk, {}, "", expected_change=seen))
    assert plan_for(absorbed).files == [absorbed.portrait.name]
    erase(absorbed.pk, "made up")
    assert holding(["Quixotyan", "quixotic"]) == set()


@pytest.mark.django_db
def test_a_name_in_whatever_was_said_of_others_is_found_and_destroyed_on_demand(held, colleague):
    rows = [made_up.case(f"Made up {n}") for n in ("one", "two", "three", "four")]
    with recording(reason="told by Quixotyan Held"):
        Case.objects.filter(pk=rows[0].pk).update(title="Changed")
    Request.objects.create(subject_id=rows[1].pk, kind="dispute", text="Quixotyan Held told me.")
    judge(colleague("curator"), rows[2].pk, rows[3].pk, "same", "Quixotyan Held is in both")
    SavedList.objects.create(
        owner=colleague("curator"), title="mine", address="/admin/archive/person/?q=Quixotyan+Held"
    )
    WorkingSource.objects.create(user=colleague("curator"), source=made_up.source(), locator="Quixotyan Held, page 3")
    told = plan_for(held).elsewhere
    assert list(told) == [row.pk for row in rows]
    erase(held.pk, "made up", histories=tuple(told))
    assert holding(["Quixotyan"]) == set()


@pytest.mark.django_db
def test_a_proposal_elsewhere_that_names_it_stands_in_the_way(held, colleague):
    case = made_up.case()
    propose(colleague("curator"), states_of([case.pk])[case.pk] | {"summary": f"Of [[{held.pk}]]."})
    with pytest.raises(ActionRefused, match=f"a proposed revision of {case.pk} waits"):
        erase(held.pk, "made up")
