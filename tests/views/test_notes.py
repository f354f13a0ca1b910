"""Sources as numbered notes: every number leads to its note and back, and what most rests on is said once."""

import re

import pytest

from archive.views.notes import NoteReference, Notes, numbers_of
from tests import made_up

pytestmark = pytest.mark.django_db

NAMED = {"named_publicly": True, "naming_ground": "public-office"}


def noted(client, address):
    """The page, and its notes: the number of each, the references of its citations, and the letters that lead back."""
    answer = client.get(address)
    notes = [(note.number, note.ids, [one.letter for one in note.references]) for note in answer.context["sources"]]
    return answer.content.decode(), notes


def marked(page, label):
    """The numbers behind the values of the line with this label."""
    line = re.search(rf"<dt>{label}</dt>(.*?)</dd>", page, re.DOTALL)[1]
    return re.findall(r'<a href="#n(\d+)"', line)


def test_citations_that_say_the_same_share_a_note(client):
    case, source = made_up.case(date="2020", kind="captivity"), made_up.source("Made-up source")
    made_up.citation(case, source=source, locator="page 2")
    made_up.citation(case, source=source, locator="page 2", field="date")
    made_up.citation(case, source=source, locator="page 3", field="kind")
    page, notes = noted(client, "/cases/CAS-0001/")
    assert [(number, ids) for number, ids, _ in notes] == [(1, ["CIT-0002", "CIT-0001"]), (2, ["CIT-0003"])]
    assert (marked(page, "When"), marked(page, "Kind")) == (["1"], ["2"])


def test_notes_are_numbered_in_the_order_in_which_the_page_refers_to_them(client):
    case = made_up.case(date="2020", summary="Made up.")
    late, early = made_up.citation(case, locator="last", field="date"), made_up.citation(case, field="summary")
    made_up.citation(case, locator="unused", field="outcome")
    _, notes = noted(client, "/cases/CAS-0001/")
    assert [ids for _, ids, _ in notes] == [[early.pk], [late.pk], ["CIT-0003"]]


def test_what_most_values_rest_on_is_said_once_and_the_others_are_marked(client):
    case = made_up.case(date="2020", kind="captivity", places=[made_up.place()])
    made_up.citation(case)
    made_up.citation(case, locator="page 3", field="date")
    page, _ = noted(client, "/cases/CAS-0001/")
    assert len(re.findall('class="rests-on"', page)) == 1
    assert (marked(page, "Kind"), marked(page, "Places"), marked(page, "When")) == ([], [], ["2"])


def test_where_no_source_supports_most_each_value_is_marked(client):
    case = made_up.case(date="2020", kind="captivity")
    made_up.citation(case, locator="page 2", field="kind")
    made_up.citation(case, locator="page 3", field="date")
    page, _ = noted(client, "/cases/CAS-0001/")
    assert 'class="rests-on"' not in page
    assert (marked(page, "When"), marked(page, "Kind")) == (["1"], ["2"])


def test_where_sources_disagree_each_stands_with_who_says_it_in_alphabetical_order(client):
    case = made_up.case()
    for source, title in (("Second source", "Civilian"), ("First source", "Soldier")):
        cited = made_up.citation(case, source=made_up.source(source))
        made_up.claim(case, "standing", cited=cited, term=made_up.term("standings", title.casefold(), title=title))
    page, _ = noted(client, "/cases/CAS-0001/")
    voices = re.search(r'<ul class="voices">(.*?)</ul>', page, re.DOTALL)[1]
    said = [re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", voice)).split() for voice in voices.split("</li>")[:-1]]
    assert said == [["First", "source", "Soldier", "2"], ["Second", "source", "Civilian", "1"]]
    assert "<dt>Standing</dt>" not in page


@pytest.mark.parametrize(
    ("whom", "verification", "heading"),
    [
        (("", ""), "unverified", "Sources disagree: age"),
        (("the first", "the second"), "unverified", "What sources say: age"),
        (("one of the two", "both"), "disputed", "Sources disagree: age"),
    ],
)
def test_sources_that_speak_of_different_people_are_said_to_disagree_only_where_the_archive_has_noted_it(
    client, whom, verification, heading
):
    case = made_up.case(verification=verification)
    for text, of_whom in zip(("20", "25"), whom, strict=True):
        made_up.claim(case, "age", text=text, of_whom=of_whom)
    assert f"{heading}</h2>" in noted(client, "/cases/CAS-0001/")[0]


def test_a_source_that_says_two_things_is_not_told_to_disagree_with_itself(client):
    case = made_up.case()
    cited = made_up.citation(case)
    for text in ("20", "25"):
        made_up.claim(case, "age", text=text, cited=cited)
    assert "What sources say: age</h2>" in noted(client, "/cases/CAS-0001/")[0]


def test_each_of_two_lines_on_which_sources_disagree_bears_its_numbers(client):
    row = made_up.repatriation(number=5, date="2020")
    whole, other = made_up.citation(row), made_up.citation(row, locator="page 2")
    for field, values in (("number", [{"text": "5"}, {"text": "6"}]), ("date", [{"date": "2020"}, {"date": "2021"}])):
        made_up.claim(row, field, cited=whole, **values[0])
        made_up.claim(row, field, cited=other, **values[1])
    page, _ = noted(client, "/repatriations/REP-0001/")
    sections = re.findall(r'<section class="differ".*?</section>', page, re.DOTALL)
    assert [re.findall(r'<a href="#n(\d+)"', section) for section in sections] == [["1", "2", "1", "2"]] * 2
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_a_value_without_a_source_is_not_said_to_rest_on_that_of_the_others(client):
    person = made_up.person("a made-up office", name="Made-up Minister", sex="female", born="1970", **NAMED)
    source = made_up.source("Made-up source")
    for field in ("name", "born"):
        made_up.citation(person, source=source, field=field)
    page, _ = noted(client, "/people/PER-0001/")
    assert "(no source given)" in re.search("<dt>Sex</dt>(.*?)</dd>", page, re.DOTALL)[1]


def test_a_grade_stands_with_the_letter_of_the_claim_that_it_grades(client):
    case = made_up.case(date="2020", kind="captivity")
    cited = made_up.citation(case)
    made_up.claim(case, "age", text="20", cited=cited, source_grade="B", information_grade="2")
    answer = client.get("/cases/CAS-0001/")
    [note] = answer.context["sources"]
    assert ([one.letter for one in note.references], note.grades) == (
        ["a", "b"],
        [(("B – usually reliable", "2 – probably true"), "b")],
    )


def test_the_name_of_a_number_is_in_the_language_of_the_page(client):
    made_up.citation(made_up.case(summary="Made up."))
    page = client.get("/ru/cases/CAS-0001/").content.decode()
    assert '<sup class="ref" lang="ru"><a href="#n1" id="r1a" aria-label="Примечание 1">' in page


def test_the_steps_of_a_captivity_that_rest_on_one_place_say_it_once(client):
    person = made_up.person(
        "a made-up office", name="Made-up Minister", named_publicly=True, naming_ground="public-office"
    )
    cited = made_up.citation(person)
    for _ in range(2):
        made_up.custody_step(person, cited=cited)
    page, notes = noted(client, "/people/PER-0001/")
    assert (page.count('class="rests-on"'), notes) == (1, [(1, [cited.pk], notes[0][2])])
    assert '<th scope="col">Source</th>' not in page


def test_letters_go_on_after_z():
    notes, row = Notes(), made_up.case()
    shown = made_up.citation(row).masked_for(None)
    letters = [notes.refer([shown])[0].letter for _ in range(54)]
    assert (letters[0], letters[25], letters[26], letters[51], letters[52]) == ("a", "z", "aa", "az", "ba")


def test_a_number_is_a_link_with_a_name():
    assert numbers_of([NoteReference(2, "b")]) == (
        '<sup class="ref"><a href="#n2" id="r2b" aria-label="Note 2">2</a></sup>'
    )
    assert numbers_of([]) == ""
