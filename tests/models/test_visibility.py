import itertools
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import edtf
from archive.models import Case, Citation, Claim, CustodyStep, EditorialNote, Name, User, recording
from archive.models.access.masking import MaskedRow
from archive.models.access.viewers import ANYONE, DESK, RESEARCHER, STEWARD, viewer_for
from archive.models.base.registry import registered_models
from archive.vocabularies import Access, State
from tests import made_up

EVERY = list(itertools.product(State.values, Access.values))


def seen_by(user):
    return {(row.state, row.access) for row in Case.objects.visible_to(user)}


def in_sight_of(viewer):
    return {(state, access) for state, access in EVERY if viewer.sees(Case(state=state, access=access))}


@pytest.mark.django_db
def test_rows_are_chosen_by_state_and_access(researcher, colleague):
    for state, access in EVERY:
        made_up.case(state=state, access=access)
    restricted = {("published", "restricted"), ("withdrawn", "restricted")}
    assert seen_by(None) == seen_by(AnonymousUser()) == {("published", "public")}
    assert seen_by(researcher) == {("published", "public"), ("published", "researchers")}
    assert seen_by(colleague("steward")) == set(EVERY)
    for role in ("curator", "reviewer"):
        assert seen_by(colleague(role)) == set(EVERY) - restricted
    for role in ("contributor", "administrator"):
        assert seen_by(colleague(role)) == {("published", "public")}


@pytest.mark.django_db
def test_a_contributor_sees_what_they_entered_until_it_is_finished(colleague):
    contributor, other = colleague("contributor"), colleague("curator")
    for state, access in EVERY:
        with recording(contributor):
            own = made_up.case(state=state, access=access)
        with recording(other):
            made_up.case(state=state, access=access)
            own.title = "Edited by somebody else"
            own.save()
    seen = Case.objects.visible_to(contributor)
    unfinished = {("Edited by somebody else", s, a) for s, a in EVERY if s in ("draft", "in-review")}
    expected = unfinished | {(t, "published", "public") for t in ("Edited by somebody else", "A made-up case")}
    assert {(row.title, row.state, row.access) for row in seen} == expected
    assert all(row.is_visible_to(contributor) for row in seen)


def test_the_rule_for_a_row_at_hand_is_the_rule_of_the_query():
    restricted = {("published", "restricted"), ("withdrawn", "restricted")}
    assert in_sight_of(ANYONE) == {("published", "public")}
    assert in_sight_of(RESEARCHER) == {("published", "public"), ("published", "researchers")}
    assert in_sight_of(DESK) == set(EVERY) - restricted
    assert in_sight_of(STEWARD) == set(EVERY)


@pytest.mark.django_db
def test_a_protected_person_who_is_published_is_a_label_to_all_but_stewards(colleague):
    held = made_up.person(title="a made-up captive", name="Secret Name")
    Name(subject_id=held.reference, text="Secret Variant").save()
    made_up.custody_step(held, note="Secret note", cited=made_up.citation(held, quotation="Secret words"))
    for role in ("contributor", "curator", "reviewer", "administrator"):
        user = colleague(role)
        assert held.masked_for(user).heading == "a made-up captive"
        assert Name.objects.visible_to(user).count() == 0
        assert Citation.objects.visible_to(user).get().masked_for(user).quotation is None
        assert CustodyStep.objects.visible_to(user).get().masked_for(user).note is None
    steward = colleague("steward")
    assert held.masked_for(steward).heading == "Secret Name"
    assert Name.objects.visible_to(steward).count() == 1
    assert Citation.objects.visible_to(steward).get().masked_for(steward).quotation == "Secret words"
    assert CustodyStep.objects.visible_to(steward).get().masked_for(steward).note == "Secret note"


@pytest.mark.django_db
def test_a_protected_person_who_is_a_draft_is_whole_for_those_who_work_on_it(colleague):
    held = made_up.person(title="a made-up captive", name="Secret Name", state=State.DRAFT)
    Name(subject_id=held.reference, text="Secret Variant").save()
    for role in ("curator", "reviewer"):
        assert held.masked_for(colleague(role)).heading == "Secret Name"
        assert Name.objects.visible_to(colleague(role)).count() == 1
    assert Name.objects.visible_to(colleague("contributor")).count() == 0


def test_an_account_that_was_closed_sees_what_anyone_sees():
    assert viewer_for(User(is_steward=True, is_active=False)) == ANYONE
    assert viewer_for(User(is_researcher=True, is_active=False)) == ANYONE


def test_a_new_record_is_a_draft_for_the_desk_alone():
    row = Case()
    assert (row.state, row.access) == (State.DRAFT, Access.RESTRICTED)


@pytest.mark.django_db
def test_a_protected_person_is_a_label():
    held = made_up.person(title="a made-up captive", name="Secret Name", sex="male", born="1990", summary="Secret life")
    shown = held.masked_for(None)
    assert shown.heading == "a made-up captive"
    assert [shown.name, shown.sex, shown.born, shown.summary, shown.affiliation] == [None] * 5
    assert held.masked_for(None).masked_fields >= {
        "name",
        "sex",
        "born",
        "summary",
        "affiliation",
        "office",
        "portrait",
    }


@pytest.mark.django_db
def test_a_person_with_a_ground_is_named(curator):
    held = made_up.person(name="Made-up Name", named_publicly=True, naming_ground="consent")
    assert held.masked_for(None).heading == "Made-up Name"
    assert made_up.person(name="Secret Name").masked_for(curator).heading == "Secret Name"


@pytest.mark.django_db
def test_what_hangs_on_a_protected_person_does_not_tell_who_they_are():
    held = made_up.person(name="Secret Name")
    cited = made_up.citation(held, quotation="Secret words", locator="Secret page")
    Name(subject_id=held.reference, text="Secret Variant").save()
    EditorialNote(subject_id=held.reference, text="Secret remark", signed="x", noted_on=date(2020, 1, 1)).save()
    made_up.claim(held, "identity", text="Secret identity", cited=cited)
    made_up.custody_step(held, note="Secret note", cited=cited)
    assert [model.objects.visible_to(None).count() for model in (Name, EditorialNote, Claim)] == [0, 0, 0]
    shown = Citation.objects.visible_to(None).get().masked_for(None)
    assert (shown.quotation, shown.locator) == (None, None)
    assert CustodyStep.objects.visible_to(None).get().masked_for(None).note is None


@pytest.mark.django_db
def test_what_hangs_on_a_record_is_hidden_with_it_and_with_its_source():
    seen, draft = made_up.case(), made_up.case(state=State.DRAFT)
    open_source, closed = made_up.source(), made_up.source(access=Access.RESTRICTED)
    shown = made_up.citation(seen, source=open_source)
    made_up.citation(draft, source=open_source)
    hidden = made_up.citation(seen, source=closed)
    made_up.claim(seen, "age", text="20", cited=hidden)
    assert list(Citation.objects.visible_to(None)) == [shown]
    assert list(Claim.objects.visible_to(None)) == []


def test_no_field_is_hidden_behind_a_word_of_the_rule_itself():
    words = {name for name in vars(MaskedRow) if not name.startswith("_")} - {"reference", "noun"}
    fields = {field.name for model in registered_models() for field in model._meta.get_fields()}
    assert words & fields == set()


@pytest.mark.django_db
def test_links_to_what_is_hidden_are_absent():
    hidden, seen = made_up.place(state=State.WITHDRAWN), made_up.place("Madeupville")
    captor = made_up.organisation(state=State.DRAFT)
    row = made_up.case(places=[hidden, seen], captured_by=captor)
    shown = row.masked_for(None)
    assert ([place.heading for place in shown.places], shown.captured_by) == (["Madeupville"], None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("consent", "text"),
    [("published-elsewhere", "Words"), ("to-publish", "Words"), ("to-keep", None), ("unknown", None)],
)
def test_an_account_is_read_only_on_a_ground_of_consent(consent, text):
    row = made_up.testimony(text="Words", translation="Words", consent=consent)
    assert (row.masked_for(None).text, row.masked_for(None).translation) == (text, text)


@pytest.mark.django_db
def test_a_withheld_text_can_not_be_searched():
    made_up.testimony(text="zanzibar", consent="unknown")
    made_up.person(name="Zanzibar Madeup")
    assert made_up.testimony(text="zanzibar", consent="to-publish").search_text == "tes-0002 a made-up account zanzibar"
    assert "zanzibar" not in made_up.person(name="Zanzibar Madeup").search_text


days = st.dates(date(2019, 1, 1), date(2021, 12, 31))


@pytest.mark.django_db
def test_a_captivity_from_2019_to_2023_is_found_by_2020_to_2021():
    row = made_up.case(date="2019/2023")
    assert list(Case.objects.during(date(2020, 1, 1), date(2021, 12, 31))) == [row]


@pytest.mark.django_db
def test_a_date_that_a_source_claims_instead_is_found_too():
    row = made_up.case(date="2019")
    made_up.claim(row, "date", date="2022")
    made_up.claim(made_up.case(date="2019"), "date", date="2023")
    assert list(Case.objects.during(date(2022, 3, 1), date(2022, 4, 1))) == [row]


@pytest.mark.django_db
def test_overlap_in_the_database_is_overlap_of_the_dates():
    texts = ["2020", "2020-10/..", "../2020-03", "[..2019-12]", "XXXX-12-10", "", "[2020-10-09..2020-10-15]"]
    rows = {text: made_up.case(date=text) for text in texts}

    @given(st.none() | days, st.none() | days)
    def hold(first, last):
        if first and last and first > last:
            first, last = last, first
        found = set(Case.objects.during(first, last).values_list("pk", flat=True))
        assert found == {row.pk for text, row in rows.items() if text and edtf.parse(text).overlaps(first, last)}

    hold()
