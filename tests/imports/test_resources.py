"""Sheets as resources of django-import-export: called as its documentation says, and protected as ever."""

import io
import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from import_export.exceptions import ImportError as ImportFailed
from import_export.resources import ModelResource
from odfdo import Document
from tablib import Dataset

from archive.imports.files.errors import CellError, TableError
from archive.imports.files.tables import write_lines
from archive.imports.folders import states
from archive.imports.schema.sheets import write
from archive.imports.types import SHEETS, CaseResource, PersonResource, PlaceResource, TermResource
from archive.models import Batch, Case, Change, Person
from archive.models.base.states import own_states
from archive.vocabularies import BatchStatus, State
from tests import made_up

pytestmark = pytest.mark.django_db

HEADINGS = ["title", "kind", "date"]


def cases(*rows):
    return Dataset(*rows, headers=HEADINGS)


def test_each_sheet_is_a_resource_whose_columns_are_its_fields():
    assert all(issubclass(sheet, ModelResource) for sheet in SHEETS.values())
    assert [list(sheet().get_export_headers()) == sheet.names for sheet in SHEETS.values()] == [True] * len(SHEETS)
    assert CaseResource.names[:4] == ["reference", "title", "kind", "date"]
    assert [field.column_name for field in CaseResource().get_import_fields()] == CaseResource.names


def test_an_export_is_what_the_reader_may_see(colleague):
    made_up.person("a made-up captive", name="Secret Name")
    made_up.person("a made-up draft", state=State.DRAFT)
    named = ["name", "title"]
    public = PersonResource().export(export_fields=named)
    assert (public.headers, public.dict) == (["title", "name"], [{"title": "a made-up captive", "name": ""}])
    assert PersonResource(user=AnonymousUser()).export(export_fields=named).dict == public.dict
    seen = PersonResource(user=colleague("steward")).export(Person.objects.all(), export_fields=named).dict
    assert seen == [
        {"title": "a made-up captive", "name": "Secret Name"},
        {"title": "a made-up draft", "name": ""},
    ]


def test_an_export_of_all_columns_is_the_file_that_the_archive_writes(colleague):
    place, act = made_up.place(), made_up.term(notation="made-up-act")
    made_up.case("=A made-up case", places=[place], acts=[act], date="2020-10", summary="Two\nlines; “quoted”")
    out = io.StringIO()
    write(out, CaseResource, states(CaseResource, Case.objects.all()))
    data = CaseResource(user=colleague("steward")).export(Case.objects.all())
    again = io.StringIO()
    write_lines(again, [data.headers, *data])
    assert again.getvalue() == out.getvalue()
    assert (data.dict[0]["title"], data.dict[0]["acts"], data.dict[0]["places"]) == (
        "'=A made-up case",
        "made-up-act",
        place.pk,
    )


def test_a_dry_run_tells_what_each_row_would_do_and_writes_no_record():
    result = CaseResource().import_data(cases(["A made-up case", "captivity", "2020-10"]), dry_run=True)
    assert (result.totals["new"], result.has_errors(), result.has_validation_errors()) == (1, False, False)
    assert (Case.objects.count(), Change.objects.count()) == (0, 0)
    assert (result.batch.status, Batch.objects.count()) == (BatchStatus.READY, 1)


def test_an_import_writes_through_a_batch_that_can_be_undone(curator):
    result = CaseResource(user=curator).import_data(cases(["A made-up case", "captivity", "2020-10"]))
    row = Case.objects.get()
    assert [(told.import_type, told.object_id) for told in result.rows] == [("new", row.pk)]
    assert (result.batch.status, Change.objects.get().batch) == (
        BatchStatus.APPLIED,
        f"batch {result.batch.pk}: cases.csv",
    )
    again = CaseResource(user=curator).import_data(CaseResource(user=curator).export(Case.objects.all()))
    assert [told.import_type for told in again.rows] == ["skip"]
    changed = Dataset([row.pk, "Another made-up title", row.kind], headers=["reference", "title", "kind"])
    assert [told.import_type for told in CaseResource(user=curator).import_data(changed).rows] == ["update"]
    assert Case.objects.get().title == "Another made-up title"


def test_one_bad_row_means_that_nothing_is_written_and_each_is_told_by_column():
    table = cases(["A made-up case", "captivity", ""], ["", "made-up kind", "2020-13"])
    result = CaseResource().import_data(table, collect_failed_rows=True)
    assert (Case.objects.count(), result.totals["new"], result.totals["invalid"]) == (0, 1, 1)
    [invalid] = result.invalid_rows
    assert (invalid.number, sorted(invalid.error_dict)) == (2, ["date", "kind", "title"])
    assert invalid.error_dict["title"] == ["Expected a value: this column can't be empty (text, up to 300 characters)"]
    assert result.failed_dataset.dict[0]["kind"] == "made-up kind"
    with pytest.raises(ImportFailed) as error:
        CaseResource().import_data(table, raise_errors=True)
    assert error.value.number == 2


def test_a_table_that_can_not_be_read_is_an_error_of_the_whole():
    table = Dataset(["x"], headers=["made-up column"])
    [error] = CaseResource().import_data(table).base_errors
    assert "made-up column" in str(error.error)
    with pytest.raises(TableError):
        CaseResource().import_data(table, raise_errors=True)


def test_nobody_imports_who_may_not(researcher):
    for user in (researcher, AnonymousUser()):
        with pytest.raises(PermissionDenied):
            CaseResource(user=user).import_data(cases(["A made-up case", "captivity", ""]))
    assert Batch.objects.count() == 0


def test_widgets_read_and_write_a_cell_by_themselves():
    place = made_up.place("Madeupton")
    hidden = made_up.place("Hiddenton", state=State.DRAFT)
    fields = CaseResource.fields
    assert fields["date"].widget.clean("Oct 2020") == "2020-10"
    assert fields["places"].widget.clean("Madeupton") == [place.pk]
    with pytest.raises(CellError, match="is not known here"):
        fields["places"].widget.clean(hidden.pk)
    assert fields["title"].clean({"title": " A made-up case "}) == "A made-up case"
    assert fields["title"].widget.render("=1+1") == "'=1+1"
    assert fields["title"].widget.render("=1+1", for_spreadsheet=False) == "=1+1"
    row = made_up.case("A made-up case", places=[place])
    state = own_states(Case, [row.pk])[row.pk]
    assert [fields[name].export(state) for name in ("reference", "places", "title")] == [row.pk, place.pk, row.title]
    with pytest.raises(TypeError):
        fields["title"].export(row)  # which has not been through the rules of protection


def test_columns_of_one_export_know_nothing_of_another():
    term = made_up.term(notation="made-up-one")
    first, second = TermResource(), PlaceResource()
    assert first.fields["broader"].widget is not TermResource.fields["broader"].widget
    second.export()
    made_up.term(notation="made-up-two", broader=term)
    assert [one["broader"] for one in first.export().dict] == ["", "acts:made-up-one"]


@pytest.mark.parametrize(("number", "kind"), list(enumerate(["csv", "tsv", "xlsx", "ods", "json"])))
def test_the_desk_exports_in_each_format_the_columns_that_are_chosen(client, colleague, number, kind):
    made_up.case("=A made-up case")
    made_up.case("Another made-up case")
    client.force_login(colleague("curator"))
    page = "/admin/archive/case/export/?q=another"
    assert b"Columns" in client.get(page).content
    sent = {"resource": "0", "format": str(number), "caseresource_title": "on", "caseresource_kind": "on"}
    answer = client.post(page, sent)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert answer["Content-Disposition"] == f'attachment; filename="cases.{kind}"'
    if kind == "ods":
        table = Document(io.BytesIO(answer.content)).body.get_table(0)
        assert [row.get_values() for row in table.rows] == [["title", "kind"], ["Another made-up case", "captivity"]]
        return
    read = Dataset().load(answer.content if kind == "xlsx" else answer.content.decode(), kind)
    assert read.dict == [{"title": "Another made-up case", "kind": "captivity"}]


def test_json_keeps_words_as_they_are_and_tables_keep_them_harmless(client, colleague):
    made_up.case("=A made-up case")
    client.force_login(colleague("curator"))
    files = [
        client.post("/admin/archive/case/export/", {"format": number, "caseresource_title": "on"}).content.decode()
        for number in ("0", "4")
    ]
    assert (files[0], json.loads(files[1])) == ("title\n'=A made-up case\n", [{"title": "=A made-up case"}])


def test_an_export_without_a_column_is_refused_and_says_so(client, colleague):
    client.force_login(colleague("curator"))
    answer = client.post("/admin/archive/case/export/", {"format": "0"})
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        200,
        ["No column is chosen. Expected one or more."],
    )


def test_the_export_page_does_not_tell_which_references_there_are(client, colleague):
    hidden = made_up.case("A made-up secret", access="restricted")
    client.force_login(colleague("curator"))
    page, sent = "/admin/archive/case/export/", {"format": "0", "caseresource_title": "on"}
    answers = [client.post(page, sent | {"export_items": pk}) for pk in (hidden.pk, "CAS-0404")]
    assert {answer.status_code for answer in answers} == {200}
    assert {answer["Content-Type"].split(";")[0] for answer in answers} == {"text/html"}
    shown = made_up.case("A made-up case")
    answer = client.post(page, sent | {"export_items": shown.pk})
    assert answer.content.decode() == "title\nA made-up case\n"
