"""What happens to accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SignInEvent(TextChoices):
    """What the log of sign-ins tells."""

    INVITED = "invited", _("was invited")
    SIGNED_IN = "signed-in", _("signed in")
    SIGNED_OUT = "signed-out", _("signed out")
    FAILED = "failed", _("failed to sign in")
    FACTOR_FAILED = "factor-failed", _("failed at the second factor")
    FACTOR_ADDED = "factor-added", _("added a second factor")
    FACTOR_REMOVED = "factor-removed", _("removed a second factor")
    FACTORS_TAKEN = "factors-taken", _("had every second factor taken away")
    PASSWORD_CHANGED = "password-changed", _("changed the password")
    ROLES_CHANGED = "roles-changed", _("was given other roles")
    CLOSED = "closed", _("was closed")
    OPENED = "opened", _("was opened again")
    ADDRESS_CHANGED = "address-changed", _("was given another address")
    ASKED = "asked", _("is the subject of a step that takes two")
    AGREED = "agreed", _("had a second person agree to such a step")
    REFUSED = "refused", _("had a second person refuse such a step")


class AccountChange(TextChoices):
    """What is done with the account of a steward by two people."""

    INVITE = "invite", _("invite again")
    TAKE_FACTORS = "take-factors", _("take away every second factor")
    MAKE_STEWARD = "make-steward", _("make a steward")
    ADDRESS = "address", _("give another address for mail")
    OPEN = "open", _("open the account again")
    UNMAKE = "unmake", _("take the role of steward away")
