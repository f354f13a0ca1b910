"""What is refused, with the exact words, and nothing written."""

import io

import pytest
from django.core.files.base import ContentFile

from archive.imports.batch.loading import import_file
from archive.imports.files.errors import TableError
from archive.models import Accession, Batch, Case, Change, Claim, Place, Term
from tests import made_up

pytestmark = pytest.mark.django_db

HEAD = "reference,title,kind"


def told(report):
    return [str(refusal) for refusal in report.refusals]


def not_read(content, noun="cases"):
    data = content.encode() if isinstance(content, str) else content
    with pytest.raises(TableError) as error:
        import_file(io.BytesIO(data), "made-up.csv", noun)
    assert (Accession.objects.count(), Change.objects.count()) == (0, 0)
    return str(error.value)


COLUMNS = (
    "reference, title, kind, date, places, captured_by, acts, summary, verification, content_warning, "
    "collection, access, embargo_until, state, withdrawn_on, withdrawn_because"
)


def test_a_bad_row_names_its_row_column_value_and_what_was_expected(import_table):
    report = import_table("cases", f"{HEAD}\nCAS-0001,Made up,murder\n")
    assert told(report) == [
        "Row 2, column kind: “murder”. Expected one of: "
        "captivity, ill-treatment, killing, enforced-disappearance, sentencing, other"
    ]


def test_all_bad_rows_are_reported_and_nothing_is_written(import_table):
    rows = "CAS-0001,Made up,captivity,2020\nCAS-0002,,captivity,\nCAS-0003,Made up,captivity,11/10/2020\n"
    report = import_table("cases", f"{HEAD},date\n{rows}")
    assert [(refusal.row, refusal.column) for refusal in report.refusals] == [(3, "title"), (4, "date")]
    assert report.line() == "cases: 1 new, 0 changed, 0 same, 2 refused"
    assert (Case.objects.count(), Accession.objects.count(), Change.objects.count()) == (0, 0, 0)


def test_every_bad_cell_of_a_row_is_reported(import_table):
    report = import_table("cases", f"{HEAD},date\nCAS-1,,murder,2021/2020\n")
    assert [refusal.column for refusal in report.refusals] == ["reference", "title", "kind", "date"]


def test_a_reversed_date_is_refused_with_what_is_expected(import_table):
    report = import_table("cases", f"{HEAD},date\nCAS-0001,Made up,killing,2021/2020\n")
    assert report.refusals[0].expected.startswith(
        "a date that can be read, but it ends (2020) before it begins (2021). Expected a day (2020-11-10)"
    )


def test_an_unknown_link_is_an_error(import_table):
    report = import_table("cases", f"{HEAD},captured_by\nCAS-0001,Made up,killing,ORG-0404\n")
    assert told(report) == [
        "Row 2, column captured_by: “ORG-0404”. Expected reference of one of the organisations; "
        "“ORG-0404” is not known here"
    ]


def test_an_unknown_name_among_several_is_an_error_and_never_dropped(import_table):
    made_up.term("acts", "made-up-shouting")
    report = import_table("cases", f"{HEAD},acts\nCAS-0001,Made up,killing,made-up-shouting; unheard-of\n")
    assert told(report) == [
        "Row 2, column acts: “made-up-shouting; unheard-of”. Expected notation of a term in "
        "acts; separate several with ;; “unheard-of” is not known here"
    ]


def test_a_term_of_another_vocabulary_is_not_taken(import_table):
    made_up.term("positions", "made-up-calling")
    assert [
        r.column for r in import_table("cases", f"{HEAD},acts\nCAS-0001,Made up,killing,made-up-calling\n").refusals
    ] == ["acts"]


def test_nothing_is_created_on_the_side(import_table):
    import_table("cases", f"{HEAD},places\nCAS-0001,Made up,killing,Madeupton\n")
    assert Place.objects.count() == 0


def test_a_link_by_title_is_taken_where_it_is_unique(import_table):
    place = made_up.place("Madeupton")
    assert told(import_table("cases", f"{HEAD},places\nCAS-0001,Made up,killing,Madeupton\n")) == []
    assert list(Case.objects.get().places.all()) == [place]
    made_up.place("Madeupton")
    assert told(import_table("cases", f"{HEAD},places\nCAS-0002,Made up,killing,Madeupton\n")) == [
        "Row 2, column places: “Madeupton”. Expected one record called “Madeupton”; there are "
        "several, so use one of PLA-0001, PLA-0002"
    ]


def test_a_reference_twice_in_a_file_is_refused(import_table):
    report = import_table("cases", f"{HEAD}\nCAS-0001,Made up,killing\nCAS-0001,Again,killing\n")
    assert told(report) == ["Row 3, column reference: “CAS-0001”. Expected each reference only once; row 2 has it too"]


def test_a_reference_of_another_kind_is_refused(import_table):
    report = import_table("cases", f"{HEAD}\nTES-0001,Made up,killing\n")
    assert told(report) == [
        "Row 2, column reference: “TES-0001”. Expected CAS- and a number of four digits or more, such as CAS-0001"
    ]


def test_a_reference_whose_record_is_gone_is_refused(import_table):
    made_up.case().delete()
    report = import_table("cases", f"{HEAD}\nCAS-0001,Made up,killing\n")
    assert told(report) == [
        "Row 2, column reference: “CAS-0001”. Expected a reference that was never used; the "
        "record of this one no longer exists"
    ]


def test_a_row_of_another_length_is_refused(import_table):
    report = import_table("cases", f"{HEAD}\nCAS-0001,Made up,killing,more\n")
    assert told(report) == ["Row 2: “CAS-0001, Made up, killing, more”. Expected 3 cells; this row has 4"]


def test_blank_cells_may_be_left_out_at_the_end_of_a_row_and_more_of_them_may_stand_there(import_table):
    report = import_table("cases", "title,kind,date\nMade up,killing\nAnother,killing,2020,,\n")
    assert (told(report), [str(row.date) for row in Case.objects.in_order()]) == ([], ["", "2020"])


def test_a_mark_that_nobody_sees_does_not_make_another_word_of_a_choice(import_table):
    assert told(import_table("cases", "title,kind\nMade up,\u200fkilling\u200b\n")) == []
    assert Case.objects.get().kind == "killing"


def test_a_row_that_breaks_a_rule_of_the_database_is_named(import_table):
    head = "reference,title,measure,counted,value,value_words"
    good = "FIG-0001,Made up,held,made-up captives,7,"
    bad = "FIG-0002,Made up,held,made-up captives,7,hundreds"
    report = import_table("figures", f"{head}\n{good}\n{bad}\n")
    assert told(report) == [
        "Row 3: “FIG-0002”. Expected otherwise: Enter either the number or the words used instead of it."
    ]
    assert Accession.objects.count() == 0


def test_two_rows_that_break_a_rule_together_are_named(import_table):
    rows = "TER-0001,acts,made-up,Made up\nTER-0002,acts,made-up,Made up again\n"
    report = import_table("terms", f"reference,scheme,notation,title\n{rows}")
    assert [(refusal.row, refusal.value) for refusal in report.refusals] == [(3, "TER-0002")]
    assert Term.objects.count() == 0


def test_a_claim_of_the_wrong_kind_is_refused(import_table):
    row, act = made_up.case(), made_up.term("acts", "made-up-act")
    cited = made_up.citation(row)
    head = "reference,subject,field,term,citation"
    report = import_table(
        "claims", f"{head}\nCLM-0001,{row.reference},standing,acts:{act.notation},{cited.reference}\n"
    )
    assert told(report) == [
        "Row 2, column term: “acts:made-up-act”. Expected otherwise: Expected a term of the scheme standings."
    ]
    assert Claim.objects.count() == 0


def test_an_unnamed_title_that_names_a_protected_person_is_refused(import_table):
    report = import_table("people", "reference,title,name\nPER-0001,Account of Made-up Name,Made-up Name\n")
    assert told(report) == [
        "Row 2, column title: “Account of Made-up Name”. Expected otherwise: "
        "The title is public, and this person is not publicly named. Use a label."
    ]


def test_a_cell_with_a_nul_is_refused(import_table):
    report = import_table("cases", f'{HEAD}\nCAS-0001,"Made\x00up",killing\n')
    assert [(refusal.row, refusal.expected) for refusal in report.refusals] == [(2, "text without NUL characters")]


def test_a_number_with_separators_is_refused(import_table):
    report = import_table("repatriations", "reference,title,number\nREP-0001,Made up,1 000\nREP-0002,Made up,0\n")
    assert [refusal.expected for refusal in report.refusals] == [
        "a whole number, 0 or more, without separators",
        "Ensure this value is greater than or equal to 1.",
    ]


def test_a_language_that_is_no_code_is_refused(import_table):
    report = import_table("testimonies", "reference,title,original_language\nTES-0001,Made up,Armenian\n")
    assert [refusal.expected for refusal in report.refusals] == [
        "“Armenian” is not a language code. Expected BCP 47, such as hy, az, ru, en or hy-Latn."
    ]


def test_a_file_that_the_archive_does_not_keep_is_refused(import_table):
    report = import_table("videos", "reference,title,still\nVID-0001,Made up,../../etc/passwd\n")
    assert [refusal.column for refusal in report.refusals] == ["still"]


def test_a_dry_run_counts_and_writes_nothing(import_table):
    report = import_table("cases", f"{HEAD}\nCAS-0001,Made up,killing\n", dry_run=True)
    assert report.line() == "cases: 1 new, 0 changed, 0 same, 0 refused"
    assert (Case.objects.count(), Accession.objects.count(), Change.objects.count()) == (0, 0, 0)


# The file as a whole


def test_an_empty_file_is_named():
    assert not_read("") == "The file is empty. Expected a first row with headings, and rows below it."
    assert not_read("\n\n") == "The file has no headings. Expected a first row that names the columns."


def test_a_missing_column_is_named():
    assert not_read("reference,title\n") == (f"The columns are not those of cases; missing: kind. Expected: {COLUMNS}.")


def test_an_unknown_column_and_one_there_twice_are_named():
    assert (
        not_read(f"{HEAD},colour\n") == f"The columns are not those of cases; not known: colour. Expected: {COLUMNS}."
    )
    assert not_read(f"{HEAD},title\n") == "The file has the same heading more than once: title. Expected each once."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n....", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or locked Excel file"),
        (b"<!DOCTYPE html><table>", "a web page"),
    ],
)
def test_a_file_of_another_kind_under_the_name_of_a_table_is_named(data, name):
    assert not_read(data) == f"The file is {name}, not a table. Expected CSV, TSV or XLSX."


def test_a_zip_without_a_table_is_named():
    assert (
        not_read(b"PK\x03\x04....") == "The ZIP is damaged: File is not a zip file. Expected one that can be unpacked."
    )


def test_another_encoding_is_named_and_not_guessed_on_the_command_line():
    cyrillic = f"{HEAD}\nCAS-0001,Вымышленный случай,killing\n".encode("windows-1251")
    assert not_read(cyrillic) == (
        "The file is not Unicode; it may be Windows-1251 (Cyrillic). Save it as UTF-8, or "
        "upload it at the desk, where you can confirm its encoding."
    )
    western = f"{HEAD}\nCAS-0001,Caf\xe9 made up,killing\n".encode("windows-1252")
    assert "it may be Windows-1252 (Western European)." in not_read(western)


def test_mixed_encodings_are_named():
    mixed = f"{HEAD}\nCAS-0001,Հնարված,killing\n".encode() + "CAS-0002,Вымышленный,killing\n".encode("windows-1251")
    assert not_read(mixed) == (
        "The file mixes encodings: line 2 is UTF-8, and line 3 can't be. Expected one "
        "throughout; paste the parts into one sheet and save it again."
    )


def test_an_encoding_that_breaks_far_down_the_file_leaves_nothing():
    rows = "".join(f"CAS-{n:04d},Made up,killing\n" for n in range(1, 3000))
    assert not_read(f"{HEAD}\n{rows}".encode() + b"CAS-9999,\xff,killing\n").startswith("The file is not Unicode")


def test_a_quote_that_is_never_closed_is_named():
    assert not_read(f'{HEAD}\nCAS-0001,"Made up,killing\n') == "Row 2 can't be read: unexpected end of data."


# What is taken


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_utf_8_with_or_without_a_mark_and_comma_or_semicolon_is_taken(import_table, mark, separator):
    text = f"{mark}reference,title,kind\nCAS-0001,Շուշի Şuşa,killing\n".replace(",", separator)
    assert told(import_table("cases", text)) == []
    assert Case.objects.get().title == "Շուշի Şuşa"


def test_the_same_file_twice_changes_nothing(import_table):
    place = made_up.place()
    text = f"{HEAD},places,date\nCAS-0001,Made up,killing,{place.reference},2020-10\n"
    import_table("cases", text)
    logged = Change.objects.count()
    assert import_table("cases", text).line() == "cases: 0 new, 0 changed, 1 same, 0 refused"
    assert Change.objects.count() == logged


def test_columns_left_out_are_left_alone(import_table):
    place = made_up.place()
    row = made_up.case(summary="Kept", places=[place], date="2020")
    import_table("cases", f"{HEAD}\n{row.reference},Renamed,killing\n")
    row.refresh_from_db()
    assert (row.title, row.kind, row.summary, str(row.date), list(row.places.all())) == (
        "Renamed",
        "killing",
        "Kept",
        "2020",
        [place],
    )


def test_an_import_is_logged_with_whoever_made_it(import_table, curator):
    place = made_up.place()
    import_table("cases", f"{HEAD},places\nCAS-0001,Made up,killing,{place.reference}\n", user=curator)
    change = Change.objects.get(subject_id="CAS-0001")
    batch = Batch.objects.get()
    assert (change.user, change.reason, change.batch) == (
        curator,
        "import of cases.csv",
        f"batch {batch.pk}: cases.csv",
    )
    assert f'"places":["{place.reference}"]' in change.state


def test_a_link_to_a_row_further_down_is_taken(import_table):
    rows = "PLA-0001,Inner Madeupton,PLA-0002\nPLA-0002,Madeupton,\n"
    assert told(import_table("places", f"reference,title,part_of\n{rows}")) == []
    assert Place.objects.get(pk="PLA-0001").part_of_id == "PLA-0002"


def test_a_new_row_is_a_draft_for_the_desk_alone_unless_it_says_otherwise(import_table):
    import_table("cases", f"{HEAD}\nCAS-0001,Made up,killing\n")
    assert (Case.objects.get().state, Case.objects.get().access) == ("draft", "restricted")


@pytest.mark.parametrize("digits", ["1" * 5000, "123456789", "٠٠٠٩"])
def test_no_odd_number_in_a_reference_is_taken(import_table, digits):
    report = import_table("cases", f"{HEAD}\nCAS-{digits},Made up,killing\n")
    assert [(refusal.column, refusal.expected) for refusal in report.refusals] == [
        ("reference", "CAS- and a number of four digits or more, such as CAS-0001")
    ]


def test_a_nul_in_a_link_is_refused(import_table):
    report = import_table("cases", f"{HEAD},places\nCAS-0001,Made up,killing,PLA-0001\x00\n")
    assert [refusal.expected for refusal in report.refusals] == ["text without NUL characters"]


def test_nothing_hangs_on_what_is_not_there_or_hangs_itself(import_table):
    row = made_up.case()
    kept, gone = made_up.citation(row), made_up.case()
    gone.delete()
    rows = f"NAM-0001,{kept.reference},Made up\nNAM-0002,{gone.reference},Made up\n"
    report = import_table("names", f"reference,subject,text\n{rows}")
    assert [(refusal.row, refusal.column) for refusal in report.refusals] == [(2, "subject"), (3, "subject")]


def test_a_step_rests_on_a_citation_of_its_own_person(import_table):
    held, other = made_up.person(), made_up.person()
    cited = made_up.citation(other)
    head = "reference,person,step,citation"
    report = import_table("custody-steps", f"{head}\nCUS-0001,{held.reference},seen,{cited.reference}\n")
    assert told(report) == [
        f"Row 2, column citation: “{cited.reference}”. Expected otherwise: Expected a citation of {held.reference}."
    ]


def test_a_recording_is_not_taken_for_a_picture(import_table):
    row = made_up.video()
    row.file.save("made-up.mp4", ContentFile(b"not a picture"))
    report = import_table("videos", f"reference,title,still\n{row.reference},Made up,{row.file.name}\n")
    assert [refusal.expected for refusal in report.refusals] == [
        "This picture is incomplete or damaged. Expected JPEG, PNG, WEBP, TIFF."
    ]


def test_a_head_of_millions_of_letters_is_refused():
    assert not_read("a" * 6_000_000) == (
        "Row 1 has a cell of more than 5,000,000 characters. Expected less. An unclosed quotation mark can cause this."
    )


def test_a_cell_of_fifty_megabytes_is_refused():
    assert not_read(f"{HEAD}\nCAS-0001,{'a' * 50_000_000},killing\n") == (
        "Row 2 has a cell of more than 5,000,000 characters. Expected less. An unclosed quotation mark can cause this."
    )


def test_a_million_columns_are_refused():
    assert (
        not_read(",".join(f"c{n}" for n in range(1_000_000))) == "The file has 1,000,000 columns. Expected at most 500."
    )
