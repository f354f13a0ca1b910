"""Readings that are kept: what is not true any more is made anew, and what is hidden is never served."""

import json

import pytest
from django.core.management import call_command
from django.db import models

from archive.domain import kept_readings, public_log
from archive.domain.derived_files import forget
from archive.domain.readings import readings_of
from archive.models import Case
from archive.vocabularies import Access, State
from tests import made_up

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def made(monkeypatch):
    """The references of which a reading was made, each time that any was."""
    times = []

    def counted(references, salts):
        times.extend(references)
        return readings_of(references, salts)

    monkeypatch.setattr(kept_readings, "readings_of", counted)
    return times


def titles(*rows):
    found = kept_readings.kept_readings([row.pk for row in rows])
    return {reference: json.loads(text)["title"] for reference, text in found.items()}


def test_a_reading_is_made_once_and_again_after_an_issue(made):
    row, other = made_up.case("Made up"), made_up.case("Another")
    assert [titles(row, other) for _ in range(2)] == [{row.pk: "Made up", other.pk: "Another"}] * 2
    assert made == [row.pk, other.pk]
    row.title = "Made up anew"
    row.save()
    assert titles(row, other) == {row.pk: "Made up anew", other.pk: "Another"}
    assert made == [row.pk, other.pk, row.pk]


@pytest.mark.parametrize("values", [{"state": State.DRAFT}, {"access": Access.RESTRICTED}])
def test_what_is_hidden_is_not_served_and_served_again_when_it_is_public(made, values):
    row = made_up.case("Made up")
    assert titles(row) == {row.pk: "Made up"}
    Case.objects.filter(pk=row.pk).update(**values)
    assert titles(row) == {}
    Case.objects.filter(pk=row.pk).update(state=State.PUBLISHED, access=Access.PUBLIC)
    assert titles(row) == {row.pk: "Made up"}


def test_what_is_hidden_past_the_log_is_not_served_either(made):
    row = made_up.case("Made up")
    assert titles(row) == {row.pk: "Made up"}
    models.QuerySet(Case).filter(pk=row.pk).update(state=State.DRAFT)
    assert titles(row) == {}


def test_while_something_is_to_be_compared_all_are_made_anew(made, monkeypatch):
    monkeypatch.setattr(public_log, "MAX_AT_ONCE", 1)
    rows = [made_up.case("Made up") for _ in range(2)]
    assert titles(*rows) == {row.pk: "Made up" for row in rows}
    Case.objects.update(title="Made up anew")
    assert titles(*rows) == {row.pk: "Made up anew" for row in rows}
    assert len(made) == 4
    public_log.catch_up()
    assert [titles(*rows) for _ in range(2)] == [{row.pk: "Made up anew" for row in rows}] * 2
    assert len(made) == 6


@pytest.mark.parametrize("harm", ["thrown away", "broken", "another text"])
def test_a_file_that_is_gone_or_wrong_costs_time_and_nothing_else(made, harm):
    row = made_up.case("Made up")
    titles(row)
    path = kept_readings._path()
    if harm == "thrown away":
        forget()
    elif harm == "broken":
        path.write_bytes(b"no database" * 1000)
    else:
        kept_readings._write({row.pk: '{"title":"Forged"}'})
    assert [titles(row) for _ in range(3)] == [{row.pk: "Made up"}] * 3
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_operator_can_write_out_what_anyone_may_read(capsys):
    row = made_up.case("Made up")
    made_up.case("Hidden", state=State.DRAFT)
    call_command("export_readings")
    [line] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (line["reference"], line["title"], len(line["changed"])) == (row.pk, "Made up", 10)
