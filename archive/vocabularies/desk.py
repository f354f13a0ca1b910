"""What people do at the desk, and what became of it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeAction(TextChoices):
    """What a change did. What writes what a record says stands in `archive.models.log.changes.CONTENT_ACTIONS`."""

    SAVED = "saved", _("saved")
    REMOVED = "removed", _("removed")
    SUBMITTED = "submitted", _("sent to review")
    RETURNED = "returned", _("sent back from review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    REOPENED = "reopened", _("made a draft again")
    REVISED = "revised", _("revised")
    RESTORED = "restored", _("restored")
    MERGED = "merged", _("merged")
    UNMERGED = "unmerged", _("unmerged")


class IssueKind(TextChoices):
    """What became of a record for those who read it without an account."""

    OPENED = "opened", _("opened")
    CHANGED = "changed", _("changed")
    STATED = "stated", _("stated again, with no change of content")
    CLOSED = "closed", _("closed")
    MOVED = "moved", _("moved")


class Role(TextChoices):
    """In which capacity somebody works at the desk. What each may do stands in `archive.domain.permissions`."""

    CONTRIBUTOR = "contributor", _("contributor")
    CURATOR = "curator", _("curator")
    REVIEWER = "reviewer", _("reviewer")
    STEWARD = "steward", _("steward")
    ADMINISTRATOR = "administrator", _("administrator")

    @property
    def flag(self) -> str:
        """The field of a user that says whether they hold it."""
        return f"is_{self.value}"


class DeskAction(TextChoices):
    """What can be done with a record at the desk."""

    ADD = "add", _("enter a new one")
    READ = "read", _("open it at the desk")
    EDIT = "edit", _("edit it")
    SUBMIT = "submit", _("send it to review")
    RETURN = "return", _("send it back from review")
    PUBLISH = "publish", _("publish it")
    WITHDRAW = "withdraw", _("withdraw it")
    REOPEN = "reopen", _("make it a draft again")
    PROPOSE = "propose", _("propose a revision of it")
    APPROVE = "approve", _("decide on a proposed revision")
    RESTORE = "restore", _("restore an earlier state")
    MERGE = "merge", _("merge it with another")


class Scope(TextChoices):
    """Which records a role may do something with."""

    ANY = "any", _("any")
    OWN = "own", _("only records they entered themselves")
    OTHERS = "others", _("only records they did not write themselves")


class RevisionStatus(TextChoices):
    """Where a proposed revision stands."""

    OPEN = "open", _("waits for review")
    QUERIED = "queried", _("sent back with questions")
    APPLIED = "applied", _("applied")
    REJECTED = "rejected", _("rejected")
    TAKEN_BACK = "taken-back", _("withdrawn by the author")


class Verdict(TextChoices):
    """What a reviewer says of one difference."""

    ACCEPT = "accept", _("accept")
    QUERY = "query", _("ask")
    REJECT = "reject", _("reject")


class RequestKind(TextChoices):
    """What a reader asks for."""

    DISPUTE = "dispute", _("something here is wrong")
    REMOVAL = "removal", _("this should not be shown")
    ADDITION = "addition", _("I can add something")


class RequestStatus(TextChoices):
    """What became of a reader's request."""

    OPEN = "open", _("open")
    DONE = "done", _("done")
    DECLINED = "declined", _("declined")


class DuplicateVerdict(TextChoices):
    """What somebody who compared two records says of them."""

    SAME = "same", _("the same")
    DIFFERENT = "different", _("different")
    UNDECIDED = "undecided", _("undecided")


class Comparison(TextChoices):
    """How what two records say of one thing stands, side by side."""

    SAME = "same", pgettext_lazy("two records", "same")
    DIFFERENT = "different", pgettext_lazy("two records", "different")
    ONE_ALONE = "one-alone", _("said by only one")
