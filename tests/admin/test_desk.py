import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from archive.models import AUTHORITIES, PARTS, RECORDS, Case, Change, Citation, Collection
from tests import made_up
from tests.made_up.pictures import picture

MODELS = [*RECORDS, *AUTHORITIES, *PARTS]
pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, curator):
    client.force_login(curator)
    return client


def page(model, name, *args):
    return reverse(f"admin:archive_{model._meta.model_name}_{name}", args=args)


def test_every_model_has_its_desk_pages(desk):
    for model in MODELS:
        for name in ("changelist", *([] if model.parent_field else ["add"])):
            assert desk.get(page(model, name)).status_code == 200, (model, name)
        for name in ("import", "process_import") if model.user_editable else ():
            assert desk.get(page(model, name))["Location"] == f"/admin/imports/?noun={model.noun}"
        assert desk.get(page(model, "export")).status_code == 200


def test_every_model_is_registered_once_and_nothing_of_ours_is_missing():
    registered = {model for model in admin.site._registry if model._meta.app_label == "archive"}
    assert set(MODELS) <= registered


def test_nothing_is_removed_at_the_desk(desk):
    row = made_up.case()
    assert desk.post(page(Case, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert Case.objects.count() == 1


def form_of(desk, address):
    """The values that the form at ``address`` would send back unchanged."""
    context = desk.get(address).context
    forms = [context["adminform"].form, *(f for s in context["inline_admin_formsets"] for f in s.formset.forms)]
    forms += [s.formset.management_form for s in context["inline_admin_formsets"]]
    forms += [context["worked_from"]] if context.get("working") else []
    seen = context.get("seen")
    values = {"_seen": str(seen)} if seen else {}
    for form in forms:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                values[bound.html_name] = (
                    [getattr(v, "pk", v) for v in value] if isinstance(value, list) else str(value)
                )
    return values


def test_what_a_curator_saves_in_a_draft_is_seen_on_its_page_and_logged(desk, curator):
    row = made_up.case("A made-up case", date="2020-10", state="draft")
    address = page(Case, "change", row.pk)
    answer = desk.post(address, form_of(desk, address) | {"title": "Renamed at the desk"})
    assert answer.status_code == 302
    assert b"Renamed at the desk" in desk.get("/cases/CAS-0001/").content
    change = Change.objects.filter(subject_id=row.pk).last()
    assert (change.user, change.reason) == (curator, "changed at the desk")


def test_a_new_record_is_given_a_reference_and_what_hangs_on_it_is_saved_with_it(desk):
    cited = made_up.source()
    values = form_of(desk, page(Case, "add"))
    prefix = "citation_set"
    values |= {
        "title": "Made up at the desk",
        "kind": "other",
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-0-source": cited.pk,
        f"{prefix}-0-locator": "page 1",
    }
    assert desk.post(page(Case, "add"), values).status_code == 302
    row = Case.objects.get()
    assert (row.reference, row.state, row.access) == ("CAS-0001", "draft", "restricted")
    assert list(Citation.objects.values_list("subject_id", "locator")) == [("CAS-0001", "page 1")]
    assert Change.objects.filter(subject_id="CAS-0001").count() == 1


def test_an_impossible_date_is_refused_with_what_is_expected(desk):
    values = form_of(desk, page(Case, "add")) | {"title": "x", "kind": "other", "date": "2021/2020"}
    errors = desk.post(page(Case, "add"), values).context["adminform"].form.errors
    assert errors["date"][0].startswith(
        "“2021/2020” can’t be read as a date: it ends (2020) before it begins (2021). Expected"
    )


def test_a_picture_that_is_none_is_refused_at_the_desk(desk):
    row = made_up.video()
    address = page(type(row), "change", row.pk)
    values = form_of(desk, address) | {"still": SimpleUploadedFile("made-up.png", b"not a picture")}
    errors = desk.post(address, values).context["adminform"].form.errors
    assert list(errors) == ["still"]


def test_a_picture_is_kept_and_linked_for_the_desk(desk):
    row = made_up.video(state="draft")
    address = page(type(row), "change", row.pk)
    values = form_of(desk, address) | {"still": SimpleUploadedFile("made-up.jpg", picture().read())}
    assert desk.post(address, values).status_code == 302
    row.refresh_from_db()
    assert desk.get(row.still.url).status_code == 200
    assert row.still.url in desk.get(address).content.decode()


def test_history_tells_differences_in_words(desk):
    row = made_up.case("Before", date="2020")
    row.title = "After"
    row.save()
    told = desk.get(page(Case, "history", row.pk)).context["changes"]
    assert told[0]["differences"] == [("title", "Before", "After")]
    assert ("date", "", "2020") in told[1]["differences"]


def test_every_entry_opens_at_the_desk_and_links_to_its_page(desk):
    made = [made_up.case(), made_up.person(), made_up.place(), made_up.organisation(), made_up.term(), made_up.source()]
    gathered = Collection(title="A made-up collection", **made_up.PUBLIC)
    gathered.save()
    for row in [*made, gathered]:
        answer = desk.get(page(type(row), "change", row.pk))
        assert (answer.status_code, answer.context["absolute_url"]) == (200, row.get_absolute_url())
        assert desk.get(row.get_absolute_url()).status_code == 200


def test_an_export_with_a_filter_that_is_none_says_so(desk):
    answer = desk.get(page(Case, "export") + "?zzz=1")
    assert answer["Location"] == page(Case, "changelist")


def test_a_form_of_thousands_of_rows_is_taken_in(client, curator):
    case = made_up.case("Made up", state="draft")
    sources = [made_up.source(f"Source {n}") for n in range(3)]
    client.force_login(curator)
    form = client.get(f"/admin/archive/case/{case.pk}/change/").context
    sent = {field.html_name: field.value() for field in form["adminform"].form if field.value()}
    for one in form["inline_admin_formsets"]:
        sent |= {f"{one.formset.prefix}-{n}_FORMS": "0" for n in ("TOTAL", "INITIAL")}
    rows = 1_200
    for n in range(rows):
        told = {"source": sources[n % 3].pk, "locator": f"page {n}", "field": "", "quotation": "", "reported_by": ""}
        sent |= {f"citation_set-{n}-{name}": value for name, value in told.items()}
    sent["citation_set-TOTAL_FORMS"] = str(rows)
    answer = client.post(f"/admin/archive/case/{case.pk}/change/", {**sent, "_seen": form["seen"]})
    assert answer.status_code == 302, list(answer.context["errors"])[:3]
    assert Citation.objects.filter(subject=case.pk).count() == rows


def test_more_fields_than_a_form_may_have_are_told_of_in_words(client, curator, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    client.force_login(curator)
    answer = client.post("/admin/archive/case/add/", {f"field-{n}": "" for n in range(11)})
    assert (answer.status_code, "The form has more than 10 fields." in answer.content.decode()) == (400, True)


def test_a_form_that_is_refused_lists_what_is_wrong_and_leads_there(desk):
    row = made_up.case("A made-up case", state="draft")
    address = page(Case, "change", row.pk)
    claim = {"claim_set-TOTAL_FORMS": "1", "claim_set-0-field": "age", "claim_set-0-text": "a made-up age"}
    claim |= {"claim_set-0-source_grade": "F", "claim_set-0-information_grade": "6"}
    answer = desk.post(address, form_of(desk, address) | {"title": "", "date": "the other day"} | claim)
    listed = [(error.leads_to, error.label) for error in answer.context["form_errors"]]
    assert listed == [("id_title", "Title"), ("id_date", "Date"), ("id_claim_set-0-citation", "Claim 1, Citation")]
    said = answer.content.decode()
    assert "Nothing was saved. 3 things are to be mended:" in said
    assert all(f'<a href="#{leads_to}">' in said and f'id="{leads_to}"' in said for leads_to, _ in listed)


def test_what_is_wrong_with_a_row_as_a_whole_leads_to_the_row(desk):
    row = made_up.case("A made-up case", state="draft")
    cited = made_up.citation(row)
    address = page(Case, "change", row.pk)
    values = {"claim_set-TOTAL_FORMS": "1", "claim_set-0-field": "age", "claim_set-0-citation": cited.pk}
    answer = desk.post(address, form_of(desk, address) | values)
    assert ("claim_set-0" in answer.content.decode(), bool(answer.context["form_errors"])) == (True, True)
