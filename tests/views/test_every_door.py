"""Every address that the site answers, from its URL configuration, and every export, log line and file, is searched.

What is sought: the names of a protected person in four scripts and what is for the desk alone of them, a withdrawn
testimony, an embargoed record, and the bytes of a restricted still.
"""

import itertools
import logging
import re
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import override_settings
from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from archive.domain.revisions import propose
from archive.domain.workflow import TRANSITIONS, perform_transition
from archive.imports.batch.batches import confirm
from archive.imports.batch.receiving import create_batch
from archive.imports.batch.working import run
from archive.imports.folders import write_folder
from archive.media.images import WIDTHS, public_copy
from archive.models import (
    AUTHORITIES,
    RECORDS,
    Accession,
    Batch,
    BatchFile,
    KeptForm,
    Merge,
    Page,
    Request,
    Revision,
    UnsavedForm,
    VideoEvidence,
    WorkingSource,
)
from archive.models.authorities.people import FOR_THE_DESK
from archive.models.base.fields import SearchTextField
from archive.models.base.registry import registered_models
from archive.models.base.states import states_of
from archive.views.records import ArchiveObjectDetail
from archive.vocabularies import Access, DeskAction
from tests import made_up
from tests.made_up.pictures import picture

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.slow]

VARIANTS = ["Quixotyan Held", "Քիշոտյան Պահված", "Кихотян Удержанный", "Kişotzadə Saxlanan"]
PERSON = [*VARIANTS, *(f"quixotic {name}" for name in (*FOR_THE_DESK, "life", "note", "words"))]
WITHDRAWN = ["Told by nobody once", "quixotic account", "quixotic citation"]
EMBARGOED = ["Case of a later day", "quixotic later", "quixotic claim"]
STILL = "quixotic extent"
NUMBERED = (Revision, Merge, Batch, BatchFile)  # what addresses name by a number
ASKED = [
    "quixot",
    "քիշոտ",
    "кихот",
    "kişot",
    "nobody once",
    "later day",
    "held",
]  # parts, since a page echoes what is asked
TABLES = {
    "timeline": ["records", "events"],
    "map": ["places"],
    "hand-overs": ["hand-overs", "mediators", "figures"],
    "assessments": ["assessments"],
    "calls": ["statements", "positions"],
}
REGULAR = {
    "admin/^(?P<app_label>archive)/$": ["admin/archive/"],
    "admin/(?P<url>.*)$": ["admin/nowhere/"],
    "account/^password/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": ["account/password/key/1-made-up/"],
}


@pytest.fixture
def hidden(colleague):
    """The four, each tied to something public; return the bytes of the still and of the copies that would be shown."""
    held = made_up.person("a held one", name=VARIANTS[0], summary="quixotic life")
    for name in FOR_THE_DESK:
        setattr(held, name, f"quixotic {name}")
    held.save()
    for variant in VARIANTS[1:]:
        made_up.name(held, variant)
    cited = made_up.citation(held, quotation="quixotic words")
    made_up.custody_step(held, note="quixotic note", cited=cited)
    told = made_up.testimony(WITHDRAWN[0], text=WITHDRAWN[1], consent="to-publish", told_by=held)
    made_up.citation(told, quotation=WITHDRAWN[2])
    reviewer = colleague("reviewer", "steward")
    propose(colleague("steward"), states_of([told.pk])[told.pk] | {"summary": "quixotic account"})
    perform_transition(reviewer, DeskAction.WITHDRAW, told, "made up", "request")
    later = made_up.case(EMBARGOED[0], summary=EMBARGOED[1], embargo_until=date.today() + timedelta(days=9))
    made_up.claim(later, "identity", text=EMBARGOED[2])
    shown = made_up.video("A public recording")
    closed = made_up.video("A closed recording", extent=STILL, access=Access.RESTRICTED)
    for row in (shown, closed):
        row.still.save("quixotic.jpg", picture(size=(640, 480), colour="teal"))
    public = made_up.case("A public case", summary=f"Of [[{held.pk}]].")
    shown.cases.set([public, later])
    made_up.repatriation(people=[held], cases=[later])
    batch = create_batch(
        ContentFile(f"reference,title,health\n{held.pk},{VARIANTS[0]},quixotic health\n".encode()),
        "made-up.csv",
        user=colleague("steward"),
        noun="people",
    )
    confirm(batch)
    run(batch.pk)
    Request.objects.create(subject_id=held.pk, kind="removal", text="quixotic note")
    typed = [("title", "Typed"), ("summary", "quixotic life")]
    UnsavedForm.objects.keep(colleague("steward"), "/admin/archive/person/add/", "made0up", typed)
    KeptForm.objects.keep(colleague("steward"), "/admin/archive/person/add/", typed)
    WorkingSource.objects.create(user=colleague("steward"), source=made_up.source(), locator="quixotic words")
    with shown.still.open() as original:
        copies = [public_copy(original, width) for width in WIDTHS.values()]
        original.seek(0)
        return [original.read(), *copies]


def routes():
    """Every route of the URL configuration, as one text."""

    def walk(patterns, before=""):
        for pattern in patterns:
            route = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, route)
            else:
                yield route

    return sorted(set(walk(get_resolver().url_patterns)))


def values_of(name: str, route: str) -> list[str]:
    """What can stand for a part of an address, as far as there is something there."""
    references = list(Accession.objects.with_a_record().values_list("pk", flat=True))
    if name in ("object_id", "id") and "content_type_id" not in route:
        model = next(model for model in admin.site._registry if f"/{model._meta.model_name}/" in route)
        return [str(pk) for pk in model.objects.values_list("pk", flat=True)]
    if name == "reference":
        model = next((m for m in (*RECORDS, *AUTHORITIES) if route.startswith(m.noun)), None)
        return list(model.objects.values_list("pk", flat=True)) if model else references
    known = {
        "noun": ["videos", "people"],
        "name": ["still", "portrait"],
        "kind": ["csv", "xlsx"],
        "form": ["csv", "json"] if "download" in route else ["bib", "ris", "csl.json"],
        "facet": ["place", "step"],
        "table": TABLES.get(route.partition("/")[0], []),
        "size": list(WIDTHS),
        "first": references[:3],
        "second": references[:3],
        "action": list(TRANSITIONS),
        "pk": [
            "1",
            *(
                str(pk)
                for one in (Revision, Merge, Batch, BatchFile)
                for pk in one.objects.values_list("pk", flat=True)
            ),
        ],
        "rest": ["1/PER-0001"],
        "slug": list(Page.objects.values_list("slug", flat=True)),
        "day": [(date.today() - timedelta(days=days)).isoformat() for days in (1, 0)],
        "content_type_id": ["1"],
        "object_id": ["PER-0001"],
    }
    if route.startswith("originals/"):
        return list(VideoEvidence.objects.exclude(still="").values_list("still", flat=True))
    if route.startswith("pictures/") and name == "reference":
        return references
    return known[name]


def addresses() -> list[str]:
    """Each route filled in with everything that it can lead to, and each list searched for what is hidden."""
    found = []
    for route in routes():
        if route in REGULAR:
            found += REGULAR[route]
            continue
        parts = re.split(r"<(?:\w+:)?(\w+)>", route)
        choices = [[part] if n % 2 == 0 else values_of(part, route) for n, part in enumerate(parts)]
        found += ["".join(filled) for filled in itertools.product(*choices)]
    lists = [address for address in found if address.count("/") == 1]
    found += [f"{address}?q={words}" for address in lists for words in ASKED]
    at_the_desk = [address for address in found if re.fullmatch(r"admin/archive/\w+/", address)]
    found += [f"{address}?q={words}" for address in at_the_desk for words in ASKED[:2]]
    looked_up = "admin/autocomplete/?app_label=archive&model_name=testimony&field_name=told_by&term="
    return [f"/{address}" for address in (*found, *(looked_up + words for words in ASKED))]


def told_in(answer, secrets: list[bytes]) -> list[bytes]:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    told = body + repr(sorted(answer.headers.items())).encode()
    return [secret for secret in secrets if secret in told]


def leaks(client, secrets: list[str], pictures: list[bytes]) -> list[tuple]:
    sought = [*(secret.encode() for secret in secrets), *pictures]
    client.raise_request_exception = False
    found = []
    for address in addresses():
        sent = "?" not in address and "sign-out" not in address
        answers = [client.get(address), *([client.post(address, {"text": ASKED})] if sent else [])]
        found += [(address, told) for answer in answers if (told := told_in(answer, sought))]
    return found


EVERYTHING = [*PERSON, *WITHDRAWN, *EMBARGOED, STILL]


@pytest.mark.parametrize("role", ["researcher", "contributor", "administrator"])
def test_no_address_tells_what_is_hidden(client, colleague, researcher, hidden, role):
    client.force_login(researcher if role == "researcher" else colleague(role))
    assert leaks(client, EVERYTHING, hidden) == []


def test_no_address_tells_a_curator_what_is_with_the_stewards(client, colleague, hidden):
    client.force_login(colleague("curator", "reviewer"))
    assert leaks(client, [*PERSON, STILL], []) == []


def test_what_is_sought_would_be_found(client, curator, hidden):
    client.force_login(curator)
    told = {secret for _, secrets in leaks(client, EVERYTHING, hidden[:1]) for secret in secrets}
    assert told == {*(secret.encode() for secret in EVERYTHING), hidden[0]}


def test_no_public_export_tells_what_is_hidden(hidden, tmp_path):
    write_folder(tmp_path / "out", public=True)
    exported = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert [secret for secret in (*(one.encode() for one in EVERYTHING), *hidden) if secret in exported] == []


def test_no_index_that_readers_search_tells_who_is_protected(hidden):
    columns = [(m, f.name) for m in registered_models() for f in m._meta.fields if isinstance(f, SearchTextField)]
    words = " ".join(
        text for model, name in columns for text in model.objects.visible_to(None).values_list(name, flat=True)
    )
    assert len(columns) > 14
    assert [secret for secret in EVERYTHING if secret.casefold() in words] == []


@pytest.fixture
def log():
    """The lines that are logged, as the site's own settings let them through."""
    lines, handler = [], logging.Handler()
    handler.emit = lambda record: lines.append(handler.format(record))
    ours = [logging.getLogger(name) for name in ("", *settings.LOGGING["loggers"])]
    for logger in ours:
        logger.addHandler(handler)
    yield lines
    for logger in ours:
        logger.removeHandler(handler)


def test_no_address_log_line_or_file_tells_a_stranger_what_is_hidden(client, hidden, log):
    assert leaks(client, EVERYTHING, hidden) == []
    assert [secret for secret in EVERYTHING if secret in "\n".join(log)] == []
    files = [path for path in settings.ARCHIVE_DATA.rglob("*") if path.is_file() and "sqlite3" not in path.name]
    holding = [path for path in files if any(one in path.read_bytes() for one in hidden)]
    assert [path.relative_to(settings.ARCHIVE_DATA).parts[0] for path in holding] == ["originals"]
    assert holding[0].stat().st_mode & 0o077 == 0
    words = [one.encode() for one in EVERYTHING]
    told = [path for path in files if any(word in path.read_bytes() for word in words)]
    assert [(path.parent.parent.name, path.stat().st_mode & 0o077) for path in told] == [("uploads", 0)]


def test_no_error_page_and_no_line_that_logs_an_error_tells_what_is_hidden(client, hidden, log, monkeypatch):
    shown = ArchiveObjectDetail.get_context_data

    def broken(self, row, **context):
        shown(self, row=row, **context)
        raise RuntimeError("made up")

    monkeypatch.setattr(ArchiveObjectDetail, "get_context_data", broken)
    client.raise_request_exception = False
    with override_settings(DEBUG=False):
        answers = [client.get("/people/PER-0001/"), client.get("/cases/CAS-0002/")]
    assert [answer.status_code for answer in answers] == [500, 500]
    assert [told_in(answer, [one.encode() for one in EVERYTHING]) for answer in answers] == [[], []]
    assert "RuntimeError: made up" in "\n".join(log)
    assert [secret for secret in EVERYTHING if secret in "\n".join(log)] == []
