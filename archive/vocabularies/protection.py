"""Who may see a record, and on what ground."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Access(TextChoices):
    PUBLIC = "public", _("public")
    RESEARCHERS = "researchers", _("registered researchers")
    RESTRICTED = "restricted", _("restricted")


class ConsentBasis(TextChoices):
    """What allows the archive to show an account. Only the first two open its text to the public."""

    PUBLISHED_ELSEWHERE = (
        "published-elsewhere",
        _("already published with the teller's knowledge"),
    )
    TO_PUBLISH = "to-publish", _("given to this archive, to publish")
    TO_KEEP = "to-keep", _("given to this archive, to keep")
    UNKNOWN = "unknown", _("not known")


class ConsentUse(TextChoices):
    """What consent to an account is asked for, each by itself."""

    KEEP = "keep", _("keep it in this archive")
    PUBLISH = "publish", _("publish it")
    COURTS = "courts", _("share it with courts")


class NamingGround(TextChoices):
    """Why a person may be named in public. Without one, nobody is."""

    CITED = "cited-publication", _("named in the cited publication, reviewed")
    CONSENT = "consent", _("the person agreed")
    FAMILY = "family", _("the family agreed")
    OFFICE = "public-office", _("acts in a public office")


class WithdrawalGround(TextChoices):
    """Why a record was withdrawn, as its tombstone says. Fixed words, so that none can tell what it held."""

    REQUEST = "request", _("at the request of a person concerned")
    CONSENT = "consent", _("because consent was withdrawn")
    SAFETY = "safety", _("because it could put somebody in danger")
    LAW = "law", _("because the law requires it")
    ERROR = "error", _("because it was found to be in error")
    DUPLICATE = "duplicate", _("because it duplicates another record")
    OTHER = "other", _("for a reason that is not made public")
