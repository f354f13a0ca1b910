"""Rows of every kind, drawn at random with all that cells may hold, go in and come out the same."""

import csv
import io

import pytest
from django.conf import settings as site
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.imports.batch import batches, receiving, staging
from archive.imports.batch.applying import apply
from archive.imports.batch.loading import import_file, import_folder
from archive.imports.batch.progress import Progress
from archive.imports.files import tables, workbooks
from archive.imports.folders import states
from archive.imports.schema import linked_widgets, widgets
from archive.imports.schema.cells import defuse
from archive.imports.schema.sheets import lines_of, write
from archive.imports.types import SHEETS
from archive.models import Accession
from tests.made_up.everything import HANG, MAKE

pytestmark = pytest.mark.django_db

HARD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
EDTF = st.sampled_from(["", "2020-10", "[..2021-12-15]", "XXXX-12-10", "2020-11-10~", "[2020-10-09..2020-10-15]"])
BY_KIND = {
    widgets.YesNoWidget: st.sampled_from(["yes", "no"]),
    widgets.WholeNumberWidget: st.integers(0, 10_000).map(str),
    widgets.DegreesWidget: st.sampled_from(["", "39.75", "-0.5", "46"]),
    widgets.EdtfWidget: EDTF,
    widgets.DayWidget: st.dates().map(str),
    linked_widgets.OriginalWidget: st.just(""),
}
BY_NAME = {"language": st.sampled_from(["", "hy", "ru"]), "address": st.sampled_from(["", "https://example.org/a?b=1"])}


def a_cell(column, known):
    """What a cell of ``column`` may hold, and mostly be taken; ``known`` are the references of each model."""
    if isinstance(column.widget, widgets.ReferenceWidget):
        return st.just("")
    if isinstance(column.widget, widgets.ChoiceWidget):
        return st.sampled_from([str(value) for value, _ in column.model_field.choices if value])
    if isinstance(column.widget, linked_widgets.LinkWidget):
        there = st.sampled_from(known[column.widget.model, column.widget.scheme])
        several = st.lists(there, max_size=3).map("; ".join)
        return several if column.several else there if column.required else st.one_of(st.just(""), there)
    drawn = BY_NAME.get(column.name, BY_KIND.get(type(column.widget), HARD.map(defuse)))
    return drawn if column.required else st.one_of(st.just(""), drawn)


def keys_of(sheet):
    """What a cell may link to, by model and scheme."""
    found = {}
    for column in sheet.columns:
        if isinstance(column.widget, linked_widgets.LinkWidget):
            widget = column.widget
            rows = widget.model.objects.all()
            rows = rows.filter(scheme=widget.scheme) if widget.scheme else rows
            if widget.model is Accession:
                rows = rows.with_a_record()
            found[widget.model, widget.scheme] = [widget._key(pk) for pk in rows.values_list("pk", flat=True)[:20]]
    return {key: there or [""] for key, there in found.items()}


def a_row(sheet, known, status):
    """A row all of whose cells are drawn, or one that stands in the archive, with some of its words drawn anew."""
    drawn = [a_cell(column, known) for column in sheet.columns]

    def changed(cells):
        return st.tuples(
            *(
                st.just(cell)
                if isinstance(column.widget, linked_widgets.LinkWidget | widgets.ChoiceWidget | widgets.ReferenceWidget)
                else st.one_of(st.just(cell), one)
                for column, cell, one in zip(sheet.columns, cells, drawn, strict=True)
            )
        )

    return st.one_of(st.tuples(*drawn), *map(changed, status))


@pytest.fixture(scope="module", autouse=True)
def seed(django_db_setup, django_db_blocker):
    """The first collection, brought in once for all kinds."""
    with django_db_blocker.unblock(), transaction.atomic():
        import_folder(site.BASE_DIR / "fixtures" / "seed")
        yield
        transaction.set_rollback(True)


@pytest.mark.slow
@pytest.mark.parametrize("noun", [noun for noun, sheet in SHEETS.items() if sheet.model.user_editable])
def test_what_was_taken_in_comes_out_and_changes_nothing_when_it_comes_back(noun):
    """Rows drawn at random, with all that cells may hold; those that are taken come back the same, by CSV and XLSX."""
    for _ in range(3):
        (MAKE | HANG)[noun]()
    sheet = SHEETS[noun]
    _, *status = lines_of(sheet, states(sheet, sheet.model.objects.all()))
    rows, taken = st.lists(a_row(sheet, keys_of(sheet), status[-3:]), min_size=1, max_size=5), []

    # the same ones each time, so that enough of them are taken each time
    @settings(max_examples=15, derandomize=True)
    @given(rows)
    def round_trip(drawn):
        with transaction.atomic():
            out = io.StringIO(newline="")
            csv.writer(out).writerows([sheet.names, *drawn])
            batch = receiving.create_batch(
                ContentFile(out.getvalue().encode()), f"{noun}.csv", noun=noun, only_exact=True
            )
            batches.confirm(batch)
            staging.check(batch, Progress())
            apply(batch, Progress())
            taken.append(batch.count("new", "changed"))
            there = sheet.model.objects.count()
            for kind in (tables.CSV, tables.XLSX):
                assert import_file(exported(sheet, kind), f"{noun}.{kind}", noun).counts == {"same": there}
            transaction.set_rollback(True)

    round_trip()
    assert sum(taken) > 0


def exported(sheet, kind):
    if kind == tables.XLSX:
        out = io.BytesIO()
        workbooks.write(out, {sheet.noun: lines_of(sheet, states(sheet, sheet.model.objects.all()))})
        out.seek(0)
        return out
    out = io.StringIO(newline="")
    write(out, sheet, states(sheet, sheet.model.objects.all()))
    return io.BytesIO(out.getvalue().encode())
