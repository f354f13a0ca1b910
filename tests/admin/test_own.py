"""What differs, what fails its checks, and what is one's own at the desk."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.domain.conflicts import conflicts_on
from archive.domain.erasing import erase
from archive.media import storage
from archive.models import Person, Relation, SavedList, User
from tests import made_up
from tests.made_up.pictures import picture

pytestmark = pytest.mark.django_db


def checked() -> list[str]:
    out = StringIO()
    with pytest.raises(SystemExit) as left:
        call_command("check_archive", stdout=out)
    lines = out.getvalue().splitlines()
    assert left.value.code == (1 if len(lines) > 1 else 0)
    return lines


def test_what_sources_differ_on_is_shown_to_the_curator_side_by_side(client, colleague):
    row = made_up.case(state="draft")
    for words, source in (("about 20", "The Made-up Gazette"), ("25", "The Other Gazette"), ("25", "A Third")):
        made_up.claim(row, "age", text=words, cited=made_up.citation(row, source=made_up.source(source)))
    made_up.claim(row, "rank", text="made-up private")
    [conflict] = conflicts_on(row, colleague("curator"))
    assert (conflict.label, [words for words, _ in conflict.sayings]) == ("age", ["about 20", "25", "25"])
    client.force_login(colleague("curator"))
    page = client.get(reverse("admin:archive_case_change", args=[row.pk])).content.decode()
    assert "Sources disagree; every version is kept:" in page
    listed = client.get(reverse("admin:archive_case_changelist") + "?lacks=agreement")
    assert [row_.pk for row_ in listed.context["cl"].result_list] == [row.pk]


def test_sources_that_speak_of_different_people_do_not_differ(curator):
    row = made_up.case()
    for words, whom in (("20", "the first"), ("25", "the second")):
        made_up.claim(row, "age", text=words, of_whom=whom)
    assert conflicts_on(row, curator) == []


def test_a_list_is_saved_with_its_filters_and_dropped(client, colleague):
    user = colleague("curator")
    client.force_login(user)
    address = "/admin/archive/case/?lacks=source&state=draft"
    assert client.post(reverse("desk:save-list"), {"title": "To be cited", "address": address})["Location"] == address
    assert b"To be cited" in client.get(reverse("admin:index")).content
    client.force_login(colleague("reviewer"))
    assert b"To be cited" not in client.get(reverse("admin:index")).content
    saved = SavedList.objects.get()
    client.post(reverse("desk:drop-list", args=[saved.pk]))
    assert SavedList.objects.count() == 1
    client.force_login(user)
    client.post(reverse("desk:drop-list", args=[saved.pk]))
    assert SavedList.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["https://example.org/", "//example.org/admin/archive/case/", "/admin/logout/", "javascript:1"]
)
def test_nothing_but_a_list_of_the_desk_is_saved(client, colleague, address):
    client.force_login(colleague("curator"))
    answer = client.post(reverse("desk:save-list"), {"title": "x", "address": address})
    assert SavedList.objects.count() == 0
    assert answer["Location"].startswith("/admin/")


def test_graphic_material_stays_covered_unless_one_says_otherwise(client, colleague):
    row = made_up.video(showing_ground="made up", content_warning="shows-death")
    row.still.save("made-up.jpg", picture())
    user = colleague("curator")
    client.force_login(user)
    seen = [b"<img" in client.get(row.get_absolute_url()).content]
    client.post(reverse("desk:settings"), {"full_name": "Somebody Made-up"})
    seen.append(b"<img" in client.get(row.get_absolute_url()).content)
    assert seen == [False, True]
    assert User.objects.get(pk=user.pk).get_full_name() == "Somebody Made-up"


def test_settings_of_ones_own_give_nobody_a_role(client, colleague):
    user = colleague("contributor")
    client.force_login(user)
    client.post(reverse("desk:settings"), {"full_name": "x", "is_steward": "on", "is_administrator": "on"})
    assert User.objects.get(pk=user.pk).roles == {"contributor"}


def test_a_whole_archive_passes_its_checks(client, colleague):
    made_up.video().still.save("made-up.jpg", picture())
    assert checked() == ["0 found."]


def test_failed_checks_stand_on_the_start_page_of_stewards(client, colleague):
    told = made_up.case(summary="Of Nobody Madeupian.")
    made_up.person("a captive", name="Nobody Madeupian")
    rows = [made_up.video(f"Made up {n}") for n in ("one", "two")]
    for row, colour in zip(rows, ("teal", "navy"), strict=True):
        row.still.save("made-up.jpg", picture(colour=colour))
    with open(storage.originals().path(rows[1].still.name), "ab") as file:
        file.write(b"!")
    storage.originals().destroy(rows[0].still.name)
    assert checked() == [
        f"{told.pk}: A protected name is public in summary.",
        f"{rows[0].pk}: The original in still is missing.",
        f"{rows[1].pk}: The original in still has other bytes than it was given with.",
        "3 found.",
    ]
    start = reverse("admin:index")
    client.force_login(colleague("steward"))
    assert [pk for pk, _, _ in client.get(start).context["checked"]["findings"]] == [told.pk, rows[0].pk, rows[1].pk]
    client.force_login(colleague("curator"))
    assert client.get(start).context["checked"] is None


def test_ties_to_others_are_shown_only_where_neither_of_the_two_is_protected(client, colleague):
    named = {"named_publicly": True, "naming_ground": "consent"}
    one, other = (made_up.person(f"captive {n}", name=f"Made-up {n}", **named) for n in ("One", "Two"))
    cited = made_up.citation(one)
    tie = {"kind": "family", "certainty": "certain", "note": "his elder brother", "citation": cited}
    made_up.saved(Relation, person=one, other=other, **tie)
    page = one.get_absolute_url()
    assert b"his elder brother" in client.get(page).content
    for row in (one, other):
        Person.objects.filter(pk=row.pk).update(named_publicly=False)
        assert b"his elder brother" not in client.get(page).content
        Person.objects.filter(pk=row.pk).update(named_publicly=True)


def test_what_is_lacking_is_counted_from_what_one_may_know_of(client, colleague):
    row = made_up.case(places=[made_up.place(access="restricted")])
    kept = made_up.source(access="restricted")
    made_up.claim(row, "age", text="20")
    made_up.claim(row, "age", text="30", cited=made_up.citation(row, source=kept))
    bare = made_up.case()
    made_up.citation(bare, source=kept)
    listed = reverse("admin:archive_case_changelist")
    found = {}
    for role in ("curator", "steward"):
        client.force_login(colleague(role))
        for name in ("agreement", "source", "place"):
            result = client.get(f"{listed}?lacks={name}").context["cl"].result_list
            found[role, name] = [one.pk for one in result]
    assert found == {
        ("curator", "agreement"): [],
        ("curator", "source"): [bare.pk],
        ("curator", "place"): [row.pk, bare.pk],
        ("steward", "agreement"): [row.pk],
        ("steward", "source"): [],
        ("steward", "place"): [bare.pk],
    }


def test_a_finding_on_a_record_that_was_erased_since_is_gone_with_it(client, colleague):
    told = made_up.case(summary="Of Nobody Madeupian.")
    made_up.person("a captive", name="Nobody Madeupian")
    assert len(checked()) == 2
    erase(told.pk, "made up")
    client.force_login(colleague("steward"))
    assert client.get(reverse("admin:index")).context["checked"]["findings"] == []
