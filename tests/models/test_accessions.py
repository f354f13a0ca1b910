import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from archive.models import Accession, Case, Claim, Organisation, Place, Repatriation, Term
from archive.models.base.registry import registered_models
from tests import made_up

pytestmark = pytest.mark.django_db


def test_references_are_given_out_in_order():
    assert [made_up.case().reference for _ in range(3)] == ["CAS-0001", "CAS-0002", "CAS-0003"]


def test_a_reference_is_never_given_out_again():
    first = made_up.case()
    first.delete()
    assert made_up.case().reference == "CAS-0002"
    again = Case(reference="CAS-0001", title="Another made-up case", kind="other")
    with pytest.raises(ValidationError, match="CAS-0001 was used before, and a reference is never used twice"):
        again.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_a_new_record_never_overwrites_an_old_one():
    made_up.case(title="The first made-up case")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case(reference="CAS-0001", title="An intruder", kind="other").save()
    assert Case.objects.get().title == "The first made-up case"


@pytest.mark.parametrize("reference", ["CAS-1", "TES-0001", "CAS-00001", "CAS-0000", "cas-0001", "CAS-0001 ", "x"])
def test_a_reference_has_one_form(reference):
    with pytest.raises(ValidationError, match="Expected CAS- and a number of four digits or more"):
        Case(reference=reference, title="A made-up case", kind="other").full_clean()


def test_bulk_creation_gives_out_references_too():
    Case.objects.bulk_create(Case(title=f"Made-up case {n}", kind="other") for n in range(3))
    assert list(Accession.objects.values_list("reference", flat=True)) == ["CAS-0001", "CAS-0002", "CAS-0003"]


def test_every_record_is_found_by_its_natural_key():
    row = made_up.place()
    assert Place.objects.get_by_natural_key(*row.natural_key()) == row


def test_prefixes_and_nouns_are_all_different():
    models = registered_models()
    assert len({model.prefix for model in models}) == len({model.noun for model in models}) == len(models) == 30


def broken(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_the_database_refuses_what_makes_no_sense():
    place, held = made_up.place(), made_up.person()
    broken(lambda: made_up.place(latitude=91, longitude=0, precision="exact"))
    broken(lambda: made_up.place(latitude=45, longitude=45))
    broken(lambda: made_up.person(named_publicly=True, name="Made-up Name"))
    broken(lambda: made_up.figure(value=None))
    broken(lambda: made_up.figure(value=3, value_words="hundreds"))
    broken(lambda: made_up.video(duration=0))
    broken(lambda: Repatriation(title="x", number=0).save())
    broken(lambda: Place.objects.filter(pk=place.pk).update(part_of=place))
    made_up.term("acts", "made-up-act")
    broken(lambda: made_up.term("acts", "made-up-act"))
    broken(lambda: made_up.claim(held, "age", text=""))
    broken(lambda: made_up.claim(held, "age", place=place))


def test_the_database_refuses_an_end_before_its_beginning():
    row = made_up.case(date="2020")
    sql = "UPDATE archive_case SET date_earliest = %s WHERE reference = %s"
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, ["2021-06-01", row.pk])


def test_a_claim_has_a_value_of_the_kind_that_its_field_takes():
    subject = made_up.case()
    wrong = made_up.term("acts", "made-up-act")
    cited = made_up.citation(subject)
    claim = Claim(subject_id=subject.reference, field="standing", term=wrong, citation=cited)
    with pytest.raises(ValidationError) as error:
        claim.full_clean(exclude=["accession"])
    assert error.value.message_dict == {"term": ["Expected a term of the scheme standings."]}


def test_a_term_can_not_be_called_what_filters_call_their_own():
    with pytest.raises(ValidationError) as error:
        Term(title="x", scheme="acts", notation="not-stated").full_clean(exclude=["accession"])
    assert error.value.message_dict == {"notation": ["This word has a meaning of its own in filters."]}


def test_every_field_a_curator_meets_has_words_of_help():
    own = [Case, Organisation, *registered_models()]
    silent = [
        f"{model.__name__}.{field.name}"
        for model in own
        for field in (*model._meta.concrete_fields, *model._meta.many_to_many)
        if field.editable and not field.help_text and field.name != model.parent_field
    ]
    assert silent == []
