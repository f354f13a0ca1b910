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
    FACTORS_TAKEN = "factors-taken", _("had all second factors removed")
    PASSWORD_CHANGED = "password-changed", _("changed the password")
    ROLES_CHANGED = "roles-changed", _("was given different roles")
    CLOSED = "closed", _("was closed")
    OPENED = "opened", _("was reopened")
    ADDRESS_CHANGED = "address-changed", _("was given another email address")
    ASKED = "asked", _("is the subject of a step that needs two people")
    AGREED = "agreed", _("had a second person agree to such a step")
    REFUSED = "refused", _("had a second person refuse such a step")


class AccountChange(TextChoices):
    """What is done with the account of a steward by two people."""

    INVITE = "invite", _("invite again")
    TAKE_FACTORS = "take-factors", _("remove all second factors")
    MAKE_STEWARD = "make-steward", _("make a steward")
    ADDRESS = "address", _("change the email address")
    OPEN = "open", _("reopen the account")
    UNMAKE = "unmake", _("remove the role of steward")
