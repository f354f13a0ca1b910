"""Who may do what, asked of the table itself; `tests/admin/test_roles.py` walks through it at the desk."""

import pytest

from archive.domain.permissions import (
    PERMITTED,
    STEWARD_ONLY,
    VOCABULARIES,
    grants,
    has_permission,
    has_permission_for_any,
)
from archive.models import recording
from archive.vocabularies import DeskAction, Role, Scope, State
from tests import made_up

pytestmark = pytest.mark.django_db


def test_what_no_table_permits_nobody_may():
    assert grants(DeskAction.PUBLISH, "cases", State.DRAFT) == {}
    assert grants(DeskAction.EDIT, "cases", State.WITHDRAWN) == {}
    assert grants(DeskAction.EDIT, "cases", State.PUBLISHED) == {}


def test_only_stewards_touch_what_is_sealed():
    assert {role for allowed in STEWARD_ONLY.values() for role in allowed} == {Role.STEWARD}


def test_only_stewards_write_vocabularies():
    writing = (DeskAction.ADD, DeskAction.EDIT, DeskAction.SUBMIT, DeskAction.PROPOSE, DeskAction.RESTORE)
    assert {r for (action, _), allowed in VOCABULARIES.items() if action in writing for r in allowed} == {Role.STEWARD}


def test_an_administrator_touches_no_record():
    tables = (PERMITTED, STEWARD_ONLY, VOCABULARIES)
    assert not any(Role.ADMINISTRATOR in allowed for table in tables for allowed in table.values())


def test_nobody_publishes_whatever_they_like():
    publishing = [allowed for (action, _), allowed in PERMITTED.items() if action == DeskAction.PUBLISH]
    assert {whose for allowed in publishing for whose in allowed.values()} == {Scope.OTHERS}


def test_a_reviewer_publishes_no_record_that_they_wrote(colleague, settings):
    both = colleague("curator", "reviewer")
    with recording(both):
        row = made_up.case(state=State.IN_REVIEW)
    assert not has_permission(both, DeskAction.PUBLISH, row)
    assert has_permission(colleague("reviewer"), DeskAction.PUBLISH, row)
    settings.ONE_PERSON_ARCHIVE = True
    assert has_permission(both, DeskAction.PUBLISH, row)


def test_one_word_changed_is_writing_too(colleague):
    both = colleague("curator", "reviewer")
    row = made_up.case(state=State.IN_REVIEW)
    assert has_permission(both, DeskAction.PUBLISH, row)
    with recording(both):
        row.title = "Changed by the reviewer"
        row.save()
    assert not has_permission(both, DeskAction.PUBLISH, row)


def test_who_has_no_account_may_nothing(researcher):
    row = made_up.case(state=State.DRAFT)
    for action in DeskAction:
        assert not has_permission(None, action, row)
        assert not has_permission(researcher, action, row)
        assert not has_permission_for_any(researcher, action, "cases")


def test_a_closed_account_may_nothing(colleague):
    closed = colleague("steward", is_active=False)
    assert not any(has_permission(closed, action, made_up.case(state=State.DRAFT)) for action in DeskAction)
