"""The desk speaks the language that its address begins with, as the public pages do."""

import json
import re

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from archive.domain.merging import merge
from archive.domain.revisions import propose
from archive.imports.batch import batches, working
from archive.imports.types import SHEETS
from archive.models import Batch, Case, Change, Person, SavedList
from archive.models.archive_object import ArchiveObject
from archive.models.base.states import states_of
from archive.models.log.changes import last_change
from tests import made_up
from tests.admin.test_desk import form_of
from tests.views.test_languages import LATIN, PLAIN, Texts

pytestmark = pytest.mark.django_db

# names of forms, codes and programs, and what is to be typed as it stands
KEPT = re.compile(
    r"XLSX|TSV|ZIP|SHA-256|[0-9a-f]{64}|EDTF|BCP 47|WGS 84|ISO|UTF-(?:8|16)(, (?:little|big)-endian)?|ARMSCII-8"
    r"|KOI8-R|CP866|DOS|Mac Roman"
    r"|Windows-125.|Archive of the Held|Armn|Latn|Cyrl|hy-Latn|English|Azərbaycanca|manage.py check_archive|CommonMark"
    r"|TOTP|cases.csv|\[words\]\(/address/\)|title, summary, text|date|method|beating|tab|III|nonsense|^title$|^kind$"
    r"|^access$|loud|captivity|public|researchers|restricted|Email|JavaScript",
    re.IGNORECASE,
)
MADE_UP = re.compile("made.?up", re.IGNORECASE)


def english_at(client, address: str) -> set[str]:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    texts = (PLAIN.sub("", KEPT.sub("", text)) for text in Texts(answer.content.decode()).found)
    return {text for text in texts if LATIN.search(text) and not MADE_UP.search(text)}


def handed_in(client, noun: str, table: str) -> Batch:
    client.post(reverse("desk:imports"), {"files": SimpleUploadedFile(f"{noun}.csv", table.encode()), "noun": noun})
    return Batch.objects.latest("pk")


@pytest.mark.parametrize("language", ["hy", "ru"])
def test_nothing_at_the_desk_is_in_english(client, curator, colleague, language):
    client.force_login(curator)
    row, other = made_up.case(kind="captivity", date="2020-10"), made_up.case()
    made_up.claim(row, "age", text="20", cited=made_up.citation(row))
    draft = made_up.case(state="draft")
    waiting = made_up.case()
    state = states_of([waiting.pk])[waiting.pk]
    revision = propose(colleague("curator"), state | {"summary": "Made up otherwise"}, "made up")
    absorbed = made_up.case()
    seen = {pk: last_change(pk).pk for pk in (row.pk, absorbed.pk)}
    merged = merge(curator, row.pk, absorbed.pk, {}, "made up", expected_change=seen)
    with override(language):
        found = {}
        for model in admin.site._registry:
            name = f"admin:archive_{model._meta.model_name}"
            pages = ["changelist", "add"] if issubclass(model, ArchiveObject) else ["changelist"]
            found |= {f"{name} {page}": english_at(client, reverse(f"{name}_{page}")) for page in pages}
        for address in (
            reverse("admin:archive_case_change", args=[row.pk]),
            reverse("admin:archive_case_change", args=[draft.pk]),
            reverse("admin:archive_case_history", args=[row.pk]),
            reverse("admin:archive_case_step", args=["submit"]) + f"?of={draft.pk}",
            *(reverse(f"desk:{name}") for name in ("start", "settings", "roles", "imports")),
            reverse("desk:pair", args=[row.pk, other.pk]),
            reverse("desk:merge", args=[merged.pk]),
            reverse("desk:revision", args=[revision.pk]),
            *(reverse(f"account_{name}") for name in ("logout", "change_password", "reauthenticate")),
            *(reverse(f"mfa_{name}") for name in ("index", "list_webauthn", "add_webauthn", "activate_totp")),
        ):
            found[address] = english_at(client, address)
        told = handed_in(
            client, "cases", "title,kind,access,nonsense\nA made-up one,captivity,loud,x\n,captivity,public,y\n"
        )
        address = reverse("desk:batch", args=[told.pk])
        found[f"{address} asking"] = english_at(client, address)
        batches.confirm(told)
        found[f"{address} checking"] = english_at(client, address)
        working.run(told.pk)
        found[f"{address} ready"] = english_at(client, address + "?outcome=refused")
        client.logout()
        for name in ("account_login", "account_reset_password", "account_reset_password_done"):
            found[name] = english_at(client, reverse(name))
    assert {text: address for address, texts in found.items() for text in texts} == {}


def test_what_a_worker_tells_of_a_batch_is_in_the_language_of_whoever_asked_for_it(client, curator):
    client.force_login(curator)
    batch = handed_in(client, "cases", "title,kind\nA made-up case,unheard-of\n")
    with override("ru"):
        batches.confirm(batch)
    working.run(batch.pk)
    [problem] = json.loads(batch.rows().get().problems)
    assert problem[2].startswith("одно из значений: captivity")
    assert "Ожидалось" in client.get(f"/ru/admin/imports/{batch.pk}/").content.decode()


@pytest.mark.parametrize("said", ["captivity", "плен", "Գերություն", "Əsirlik"])
def test_a_choice_in_a_table_is_known_by_its_words_in_any_language(import_table, said):
    assert import_table("cases", f"title,kind\nA made-up case,{said}\n").refusals == []
    assert Case.objects.get().kind == "captivity"


def test_a_list_that_was_saved_in_one_language_opens_in_the_one_that_is_read(client, curator):
    client.force_login(curator)
    address = "/ru/admin/archive/case/?state=draft"
    answer = client.post("/ru/admin/lists/", {"title": "Made up", "address": address})
    assert (answer["Location"], SavedList.objects.get().address) == (address, "/admin/archive/case/?state=draft")
    assert 'href="/hy/admin/archive/case/?state=draft">Made up' in client.get("/hy/admin/").content.decode()


def test_the_log_keeps_what_the_desk_notes_and_each_reads_it_in_their_language(client, curator):
    client.force_login(curator)
    row = made_up.case(state="draft")
    address = f"/ru/admin/archive/case/{row.pk}/change/"
    client.post(address, form_of(client, address) | {"summary": "Made up anew"})
    assert Change.objects.about(row.pk)[0].reason == "changed at the desk"
    told = client.get(f"/ru/admin/archive/case/{row.pk}/history/").content.decode()
    assert ("changed at the desk" in told, "изменено" in told) == (False, True)


@pytest.mark.parametrize(
    "headings", ["title,kind,date", "название,вид,дата", "վերնագիր,տեսակ,ամսաթիվ", "başlıq,növ,tarix"]
)
def test_a_table_may_be_headed_in_any_language(client, curator, headings):
    client.force_login(curator)
    batch = handed_in(client, "cases", f"{headings}\nA made-up case,other,2020\n")
    columns = batch.files.get().mapping["columns"]
    assert [columns[heading] for heading in headings.split(",")] == ["title", "kind", "date"]


def test_the_state_of_a_record_is_not_called_a_country(client, curator):
    client.force_login(curator)
    page = client.get(f"/ru/admin/archive/case/{made_up.case(state='draft').pk}/change/").content.decode()
    assert ("Состояние:" in page, "Государство" in page) == (True, False)


@pytest.mark.parametrize("language", ["en-gb", "hy"])
def test_every_table_to_start_from_comes_in_each_form(client, curator, language):
    client.force_login(curator)
    with override(language):
        asked = [reverse("desk:import-template", args=[noun, kind]) for noun in SHEETS for kind in ("csv", "xlsx")]
    answers = {address: client.get(address).status_code for address in asked}
    assert {address: status for address, status in answers.items() if status not in (200, 404)} == {}
    assert list(answers.values()).count(200) > 40


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("да", True), ("ոչ", False), ("xeyr", False)])
def test_yes_and_no_are_known_in_any_language(import_table, said, meant):
    ground = "name,naming_ground" if meant else "name"
    cells = "Aram Madeupian,consent" if meant else ""
    assert import_table("people", f"title,named_publicly,{ground}\nA made-up one,{said},{cells}\n").refusals == []
    assert Person.objects.get().named_publicly == meant
