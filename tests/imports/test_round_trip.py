import io
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.imports.batch.loading import import_file, import_folder
from archive.imports.folders import EXPORT, MANIFEST, states, write_folder
from archive.imports.schema.cells import cleaned
from archive.imports.schema.sheets import write
from archive.imports.types import SHEETS
from archive.models import Case, Change, Source, VideoEvidence
from archive.models.base.registry import registered_models
from tests import made_up
from tests.made_up.pictures import picture

SEED = site.BASE_DIR / "fixtures" / "seed"
ABOUT = site.BASE_DIR / "fixtures" / "about"
pytestmark = pytest.mark.django_db


def contents(folder: Path) -> dict[str, bytes]:
    """The tables and originals in a folder, without what tells of the export itself."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in (MANIFEST, EXPORT))
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def empty_the_archive():
    tables_ = [model._meta.db_table for model in registered_models()]
    tables_ += [f.m2m_db_table() for model in registered_models() for f in model._meta.many_to_many]
    with connection.cursor() as cursor:
        for name in [*tables_, "archive_change", "archive_accession"]:
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 – names of our own tables


def test_there_is_a_sheet_for_every_noun():
    assert set(SHEETS) == {model.noun for model in registered_models()}


def test_every_stored_field_has_its_column():
    from archive.models.base.states import stored_fields  # noqa: PLC0415

    for sheet in SHEETS.values():
        fields = {f.name for f in (*stored_fields(sheet.model), *sheet.model._meta.many_to_many)}
        assert {"reference", *fields} == set(sheet.names), f"columns of {sheet.noun}, in archive/imports/types"


def test_the_first_collection_exported_is_the_first_collection(tmp_path):
    reports = [*import_folder(SEED), *import_folder(ABOUT)]
    assert [refusal for report in reports for refusal in report.refusals] == []
    write_folder(tmp_path / "out", public=False)
    out, seed = contents(tmp_path / "out"), contents(SEED) | contents(ABOUT)
    differing = sorted(name for name in out.keys() | seed.keys() if out.get(name) != seed.get(name))
    assert differing == [], "bring these in fixtures/seed up to date, as CONTRIBUTING says"


def test_an_export_of_everything_comes_back_with_the_same_bytes(tmp_path):
    import_folder(SEED)
    held = made_up.person(name="Made-up Name", born="1990~", title="=a made-up captive")
    held.portrait.save("made-up.jpg", picture())
    shown = made_up.video(extent="-2 recordings", duration=90)
    shown.still.save("made-up.png", picture(form="PNG"))
    shown.file.save("made-up.mp4", ContentFile(b"made-up recording"))
    made_up.place(latitude="-39.75", longitude="46.5", precision="approximate", title="'Quoted; place\\")
    made_up.case(title='Two\nlines, “quotes” and "quotes"', state="draft", access="restricted")
    write_folder(tmp_path / "first", public=False)
    empty_the_archive()
    site.MEDIA_ROOT.rename(tmp_path / "lost originals")
    assert [refusal for report in import_folder(tmp_path / "first") for refusal in report.refusals] == []
    write_folder(tmp_path / "second", public=False)
    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert {"videos.csv", "claims.csv", "names.csv", "custody-steps.csv"} <= set(contents(tmp_path / "first"))
    assert len(contents(tmp_path / "first" / "files")) == 3


letters = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=40)
titles = letters.map(cleaned).filter(bool)
summaries = letters.map(lambda text: cleaned(text, is_running=True))
cases = st.lists(
    st.fixed_dictionaries(
        {
            "title": titles,
            "summary": summaries,
            "kind": st.sampled_from(["captivity", "other"]),
            "date": st.sampled_from(["", "2020-10", "[..2021-12-15]", "XXXX-12-10"]),
        }
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=40)
@given(cases)
def test_any_text_comes_back_whole(drawn):
    def written():
        out = io.StringIO(newline="")
        write(out, SHEETS["cases"], states(SHEETS["cases"], Case.objects.all()))
        return out.getvalue()

    with transaction.atomic():
        for one in drawn:
            made_up.case(**one)
        first = written()
        empty_the_archive()
        report = import_file(io.BytesIO(first.encode()), "cases.csv", "cases")
        assert report.refusals == []
        assert written() == first
        assert [row.title for row in Case.objects.in_order()] == [one["title"] for one in drawn]
        transaction.set_rollback(True)


def test_the_command_line_imports_and_exports(tmp_path, capsys):
    file = tmp_path / "made-up.csv"
    file.write_text("reference,title,kind\nCAS-0001,Made up,killing\n")
    call_command("import_records", "cases", str(file), "--dry-run")
    assert Case.objects.count() == 0
    call_command("import_records", "cases", str(file))
    out = io.StringIO()
    call_command("export_records", "cases", stdout=out)
    assert out.getvalue().splitlines()[1] == "CAS-0001,Made up,killing,,,,,,unverified,,,restricted,,draft,,"


def test_the_command_line_says_what_is_wrong_and_writes_nothing(tmp_path):
    file = tmp_path / "made-up.csv"
    file.write_text("reference,title,kind\nCAS-0001,Made up,murder\n")
    errors = io.StringIO()
    with pytest.raises(CommandError, match=r"Nothing was written: 1 rows can't be taken\. They are kept as batch"):
        call_command("import_records", "cases", str(file), stdout=io.StringIO(), stderr=errors)
    assert errors.getvalue().startswith("cases: Row 2, column kind: “murder”. Expected one of: captivity")
    assert Change.objects.count() == 0


def test_one_bad_row_in_a_folder_means_that_nothing_is_written(tmp_path):
    (tmp_path / "places.csv").write_text("reference,title\nPLA-0001,Madeupton\n")
    (tmp_path / "cases.csv").write_text("reference,title,kind,places\nCAS-0001,Made up,murder,PLA-0001\n")
    reports = {report.noun: report.line() for report in import_folder(tmp_path)}
    assert reports == {
        "places": "places: 1 new, 0 changed, 0 same, 0 refused",
        "cases": "cases: 0 new, 0 changed, 0 same, 1 refused",
    }
    assert Change.objects.count() == 0


def test_the_public_export_goes_through_the_two_rules():
    made_up.case(title="SECRET-DRAFT", state="draft")
    made_up.person(title="a made-up captive", name="SECRET-NAME", summary="SECRET-LIFE")
    held = made_up.case(captured_by=made_up.organisation("SECRET-BODY", access="restricted"))
    for noun in SHEETS:
        out = io.StringIO()
        call_command("export_records", noun, "--public", stdout=out)
        assert "SECRET" not in out.getvalue()
    out = io.StringIO()
    call_command("export_records", "cases", "--public", stdout=out)
    assert out.getvalue().splitlines()[1].split(",")[:6] == [held.reference, "A made-up case", "captivity", "", "", ""]


def test_what_anyone_may_see_can_be_imported_elsewhere(tmp_path):
    import_folder(SEED)
    made_up.source("A made-up site", address="https://example.org/made-up")
    made_up.video(address="https://example.org/SECRET")
    write_folder(tmp_path, public=True)
    empty_the_archive()
    assert [refusal for report in import_folder(tmp_path) for refusal in report.refusals] == []
    assert Source.objects.get(title="A made-up site").address == "https://example.org/made-up"
    assert VideoEvidence.objects.exclude(address="").count() == 0


def test_the_description_of_the_format_is_the_code_of_today():
    expected = (site.BASE_DIR / "docs" / "import-format.md").read_text()
    out = io.StringIO()
    call_command("describe_import_format", stdout=out)
    assert out.getvalue() == expected, "manage.py describe_import_format > docs/import-format.md"
