"""The rules of protection, declared once, beside the same rules written out by hand, row by row."""

from datetime import date, timedelta
from functools import wraps

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.db.models import Q
from django.test.utils import isolate_apps
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Citation, Consent, Name, Person, Place, Relation, Testimony, VideoEvidence, recording
from archive.models.access.viewers import ANYONE, DESK, RESEARCHER, STEWARD, viewer_for
from archive.models.authorities.people import FOR_THE_DESK
from archive.models.base.conditions import predicate
from archive.models.base.protection import Masked, PartProtection, Protection, require_declared, undeclared
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.log.changes import Change
from archive.vocabularies import Access, ConsentBasis, ConsentUse, State
from tests import made_up

TODAY = date.today()
DAYS = st.sampled_from([None, TODAY - timedelta(1), TODAY, TODAY + timedelta(1)])
GUARDED = {"state": st.sampled_from(State.values), "access": st.sampled_from(Access.values), "embargo_until": DAYS}
GROUND, NONE = "A made-up ground", ""


def guarded(**fields):
    """Values for one row: how it stands, and ``fields`` of its own."""
    return st.fixed_dictionaries(GUARDED | {name: st.sampled_from(values) for name, values in fields.items()})


PEOPLE = guarded(
    named_publicly=[True, False], portrait_ground=[GROUND, NONE], portrait_redacted=["made-up.png", NONE], own=[1, 0]
)
PLACES = guarded(coarse=[True, False], own=[1, 0])
VIDEOS = guarded(showing_ground=[GROUND, NONE], still_redacted=["made-up.png", NONE], own=[1, 0])
USES = st.dictionaries(st.sampled_from(ConsentUse.values), DAYS, max_size=2)
ACCOUNTS = st.tuples(guarded(consent=ConsentBasis.values, own=[1, 0]), USES)
WHOLE_PERSON = {"name", "summary", "sex", "born", "affiliation", "office", "naming_ground"}


class ByHand:
    """Each rule as a person would say it of one row: slow, and without a query that the archive uses."""

    def __init__(self, viewer, own: set[str]):
        self.viewer, self.own = viewer, own

    def is_protected(self, row) -> bool:
        if isinstance(row, Person):
            return not row.named_publicly
        if isinstance(row, Place):
            return row.shown_as_id is not None
        if isinstance(row, Testimony):
            return row.consent not in ("published-elsewhere", "to-publish") or self.is_closed(row)
        return False

    def is_closed(self, row) -> bool:
        if isinstance(row, Testimony):
            given = [c for c in Consent.objects.all() if c.testimony_id == row.pk and c.use in ("keep", "publish")]
            return any(c.withdrawn_on is not None and c.withdrawn_on <= TODAY for c in given)
        return isinstance(row, Place) and row.shown_as_id is not None

    def in_progress(self, row) -> bool:
        theirs = self.viewer.contributor_id is not None and row.pk in self.own
        return row.state in ("draft", "in-review") and (self.viewer.desk or theirs)

    def sees(self, row) -> bool:
        if self.viewer == STEWARD:
            return True
        if self.viewer.desk:
            return self.in_progress(row) or row.access in ("public", "researchers")
        if self.is_closed(row):
            return False
        opened = row.embargo_until is None or row.embargo_until <= TODAY
        return self.in_progress(row) or (opened and row.state == "published" and row.access in self.viewer.accesses)

    def withholds(self, row) -> bool:
        return self.viewer != STEWARD and self.is_protected(row) and not self.in_progress(row)

    def masks(self, row) -> set[str]:
        if self.viewer == STEWARD or self.in_progress(row) or (self.viewer.desk and not self.is_protected(row)):
            return set()
        if isinstance(row, Person):
            masked = {"portrait_ground", *FOR_THE_DESK} | (set() if row.named_publicly else WHOLE_PERSON)
            if self.viewer.desk or not (row.named_publicly and row.portrait_ground):
                masked |= {"portrait", "portrait_redacted"}
            return masked | ({"portrait"} if row.portrait_redacted else set())
        if isinstance(row, Place):
            return {"latitude", "longitude", "precision", "outline"} if row.shown_as_id else set()
        if isinstance(row, Testimony):
            may_be_read = row.consent in ("published-elsewhere", "to-publish") and not self.viewer.desk
            return set() if may_be_read else {"summary", "text", "translation"}
        if isinstance(row, VideoEvidence):
            masked = {"file", "sha256", "address", "showing_ground"}
            masked |= set() if row.showing_ground else {"still", "still_redacted"}
            return masked | ({"still"} if row.still_redacted else set())
        raise TypeError(f"Expected the rule of what is masked of {type(row).__name__}, written out by hand here.")


def make(user, values: dict, made, **more):
    """One row made by ``made``, entered by ``user`` where ``values`` say that it is their own."""
    values = dict(values)
    own = values.pop("own")
    with recording(user if own else None):
        return made(**values, **more)


def undone(test):
    """Take back what each example writes."""

    @wraps(test)
    def run(*args, **kwargs):
        with transaction.atomic():
            test(*args, **kwargs)
            transaction.set_rollback(True)

    return run


def readers(contributor):
    return [ANYONE, RESEARCHER, DESK, STEWARD, viewer_for(contributor)]


def entered_by(user) -> set[str]:
    """The references of what ``user`` entered: the first change of each is theirs."""
    first: dict = {}
    for change in Change.objects.order_by("sequence"):
        first.setdefault(change.subject_id, change.user_id)
    return {reference for reference, by in first.items() if by == user.pk}


def compare(model, viewer, own: set[str]) -> None:
    """Hold the query and the test of one row against the rule by hand, for all rows of ``model``."""
    rule, rows = ByHand(viewer, own), list(model.objects.all())
    expected = {row.pk for row in rows if rule.sees(row)}
    assert set(model.objects.visible_to(viewer).values_list("pk", flat=True)) == expected
    assert {row.pk for row in rows if row.is_visible_to(viewer)} == expected
    withheld = {row.pk for row in rows if rule.withholds(row)}
    assert set(model.objects.withheld_from(viewer).values_list("pk", flat=True)) == withheld
    assert {row.pk for row in rows if viewer.withholds(row)} == withheld
    assert {row.pk for row in model.objects.protected()} == {row.pk for row in rows if rule.is_protected(row)}
    seen = model.objects.visible_to(viewer)
    for row in seen:
        assert row.masked_fields_for(viewer) == rule.masks(row), (row, viewer)
    for name in model.protection.maskable():
        shown = {row.pk for row in seen if name not in rule.masks(row)}
        assert set(seen.filter(viewer.shown(model, name)).values_list("pk", flat=True)) == shown, name


@pytest.mark.django_db
@settings(max_examples=30)
@given(st.lists(PEOPLE, max_size=5))
@undone
def test_a_person_is_seen_and_masked_as_the_rule_says(colleague, rows):
    contributor = colleague("contributor")
    for values in rows:
        named = {"name": "Made-up Name", "naming_ground": "public-office", "portrait": "made-up.jpg"}
        make(contributor, values, made_up.person, **named)
    for viewer in readers(contributor):
        compare(Person, viewer, entered_by(contributor))


@pytest.mark.django_db
@settings(max_examples=20)
@given(st.lists(PLACES, max_size=4))
@undone
def test_a_place_is_seen_and_masked_as_the_rule_says(colleague, rows):
    contributor, wide = colleague("contributor"), made_up.place("Province of Madeupton")
    where = {"latitude": "39.75", "longitude": "46.5", "precision": "exact"}
    for values in rows:
        shown_as = wide if values["coarse"] else None
        own = {name: value for name, value in values.items() if name != "coarse"}
        make(contributor, own, made_up.place, shown_as=shown_as, **where)
    for viewer in readers(contributor):
        compare(Place, viewer, entered_by(contributor))


@pytest.mark.django_db
@settings(max_examples=30)
@given(st.lists(ACCOUNTS, max_size=4))
@undone
def test_an_account_is_seen_and_masked_as_the_rule_says(colleague, rows):
    contributor = colleague("contributor")
    for values, uses in rows:
        account = make(contributor, values, made_up.testimony, summary="Made-up words", text="Made-up words")
        for use, day in uses.items():
            made_up.consent(account, use, withdrawn_on=day)
    for viewer in readers(contributor):
        compare(Testimony, viewer, entered_by(contributor))
        rule = ByHand(viewer, entered_by(contributor))
        papers = {
            one.pk
            for one in Consent.objects.all()
            if viewer.desk and rule.sees(one.testimony) and not rule.withholds(one.testimony)
        }
        assert set(Consent.objects.visible_to(viewer).values_list("pk", flat=True)) == papers


@pytest.mark.django_db
@settings(max_examples=20)
@given(st.lists(VIDEOS, max_size=4))
@undone
def test_a_recording_is_seen_and_masked_as_the_rule_says(colleague, rows):
    contributor = colleague("contributor")
    for values in rows:
        make(contributor, values, made_up.video, still="made-up.jpg", address="https://example.org/made-up")
    for viewer in readers(contributor):
        compare(VideoEvidence, viewer, entered_by(contributor))


@pytest.mark.django_db
@settings(max_examples=12)
@given(PEOPLE, PEOPLE, guarded())
@undone
def test_what_belongs_to_a_person_is_seen_and_masked_as_the_rule_says(colleague, one, other, source):
    contributor = colleague("contributor")
    named = {"name": "Made-up Name", "naming_ground": "public-office"}
    person, relative = (make(contributor, values, made_up.person, **named) for values in (one, other))
    cited = made_up.citation(person, source=made_up.source(**source), quotation="Made-up words", field="born")
    name, step = made_up.name(person, "Made-up Variant"), made_up.custody_step(person, cited=cited, note="Made-up")
    tie = Relation(person=person, other=relative, kind="sibling", certainty="stated", citation=cited)
    tie.save()
    for viewer in readers(contributor):
        rule = ByHand(viewer, entered_by(contributor))
        sees, withheld = rule.sees(person), rule.withholds(person)
        cites = sees and rule.sees(cited.source)
        expected = {
            name: sees and not withheld,
            cited: cites,
            step: cites,
            tie: cites and rule.sees(relative) and not withheld and not rule.withholds(relative),
        }
        for part, is_seen in expected.items():
            assert type(part).objects.visible_to(viewer).filter(pk=part.pk).exists() == is_seen, (part, viewer)
            seen_now = type(part).objects.children_of([person.pk], Person, viewer) if sees else []
            assert (part in seen_now) == is_seen
            if sees:
                assert part.is_seen_beside(person, viewer) == is_seen
        words = {"locator", "quotation"} if withheld or "born" in rule.masks(person) else set()
        words |= {"field"} if "born" in rule.masks(person) else set()
        assert cited.masked_fields_for(viewer) == words
        assert step.masked_fields_for(viewer) == ({"note"} if withheld else set())
        for asked in (one for one in type(cited).objects.visible_to(viewer) if cites):
            assert asked.masked_fields_for(viewer) == words


def test_every_model_says_of_each_of_its_fields_who_sees_it():
    assert {model.noun: undeclared(model) for model in registered_models() if undeclared(model)} == {}


@isolate_apps("archive")
def test_the_archive_does_not_start_with_a_field_of_which_nothing_is_said():
    class Declared(RegisteredModel):
        title = models.CharField(max_length=9)
        blood_group = models.CharField(max_length=9)
        protection = Protection(shown=("title",), masked=(Masked(("blood_group",)),))

        class Meta:
            app_label = "archive"

    class Forgetful(RegisteredModel):
        title = models.CharField(max_length=9)
        blood_group = models.CharField(max_length=9)
        protection = PartProtection(shown=("title", "nickname"), seen_with=())

        class Meta:
            app_label = "archive"

    class Silent(RegisteredModel):
        title = models.CharField(max_length=9)

        class Meta:
            app_label = "archive"

    require_declared([Declared])
    for model, names in ((Forgetful, "blood_group, nickname"), (Silent, "title")):
        with pytest.raises(ImproperlyConfigured) as error:
            require_declared([Declared, model])
        assert str(error.value) == (
            f"{model.__name__}.protection and its fields differ in: {names}. Expected each of its fields there, either"
            " in “shown” or in what is masked."
        )


def test_a_field_that_may_be_masked_is_masked_unless_its_condition_holds():
    protection = Protection(shown=(), masked=(Masked(("name",), unless=Q(named_publicly=True)), Masked(("body",))))
    named, unnamed = Person(named_publicly=True), Person(named_publicly=False)
    assert (protection.masked_on(named), protection.masked_on(unnamed)) == ({"body"}, {"body", "name"})


@pytest.mark.parametrize("condition", [Q(title__icontains="x"), Q(title="x") ^ Q(title="y")])
def test_a_condition_that_python_can_not_ask_is_refused(condition):
    with pytest.raises(TypeError, match="Expected"):
        predicate(condition, Person)


def test_what_may_be_masked_on_a_part_is_no_condition_of_a_query():
    assert DESK.shown(Name, "text") == Q()
    with pytest.raises(TypeError, match="Expected a field of citations that is never masked, and not quotation"):
        DESK.shown(Citation, "quotation")
