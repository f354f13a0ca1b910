"""What authorities are, and what they are called."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Sex(TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


class OrganisationKind(TextChoices):
    NGO = "ngo", _("non-governmental organisation")
    MEDIA = "media", _("media")
    STATE = "state", _("state")
    STATE_BODY = "state-body", _("state body")
    PARLIAMENT = "parliament", _("parliament")
    INTERGOVERNMENTAL = "intergovernmental", _("intergovernmental organisation")
    COURT = "court", _("court")
    ARMED_FORCE = "armed-force", _("armed force")
    COMMUNITY = "community", _("community")
    OTHER = "other", _("other")


class PlaceKind(TextChoices):
    COUNTRY = "country", _("country or territory")
    REGION = "region", _("region")
    SETTLEMENT = "settlement", _("settlement")
    PRISON = "prison", _("place of detention")
    SITE = "site", _("site")


class Precision(TextChoices):
    EXACT = "exact", _("exact")
    APPROXIMATE = "approximate", _("approximate")
    REGIONAL = "regional", _("regional")


class SourceKind(TextChoices):
    ENCYCLOPAEDIA = "encyclopaedia", _("encyclopaedia article")
    REPORT = "report", _("report")
    NEWS = "news", _("news")
    OFFICIAL = "official-document", _("official document")
    COURT = "court-document", _("court document")
    BOOK = "book", _("book")
    INTERVIEW = "interview", _("interview")
    OTHER = "other", _("other")


class Scheme(TextChoices):
    """The controlled vocabularies that an archive fills with terms of its own."""

    ACTS = "acts", _("acts")
    STANDINGS = "standings", _("standings")
    OUTCOMES = "outcomes", _("outcomes")
    FORMS = "forms", _("statement forms")
    POSITIONS = "positions", _("positions")
    PLATFORMS = "platforms", _("video platforms")
    CONCLUSIONS = "conclusions", _("conclusions of an assessment")


class NameKind(TextChoices):
    NAME = "name", _("name")
    FORMER = "former", _("former name")
    SPELLING = "spelling", _("spelling")
    ALIAS = "alias", _("alias")
    ABBREVIATION = "abbreviation", _("abbreviation")
    LABEL = "label", _("label")


class PassageView(TextChoices):
    """How a passage of a feature shows a list."""

    CARDS = "cards", _("as cards")
    TIMELINE = "timeline", _("on a timeline")
    MAP = "map", _("on a map")
