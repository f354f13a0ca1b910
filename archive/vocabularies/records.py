"""What records and their parts say of the world."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verification(TextChoices):
    UNVERIFIED = "unverified", _("unverified")
    SINGLE_SOURCE = "single-source", _("single source")
    CORROBORATED = "corroborated", _("corroborated")
    INDEPENDENT = "independently-verified", _("independently verified")
    DISPUTED = "disputed", _("disputed")


class ContentWarning(TextChoices):
    NONE = "none", _("none")
    DESCRIBES = "describes-violence", _("describes violence")
    SHOWS = "shows-violence", _("shows violence")
    DEATH = "shows-death", _("shows death")


class CaseKind(TextChoices):
    CAPTIVITY = "captivity", _("captivity")
    ILL_TREATMENT = "ill-treatment", _("ill-treatment")
    KILLING = "killing", _("killing")
    DISAPPEARANCE = "enforced-disappearance", _("enforced disappearance")
    SENTENCING = "sentencing", _("sentencing")
    OTHER = "other", _("other")


class ParticipationRole(TextChoices):
    CAPTIVE = "captive", _("held captive")
    VICTIM = "victim", _("harmed or killed")
    MISSING = "missing", _("missing")
    WITNESS = "witness", _("witness")
    ALLEGED_PERPETRATOR = "alleged-perpetrator", _("alleged perpetrator")
    OTHER = "other", _("other")


class Medium(TextChoices):
    INTERVIEW = "interview", _("interview")
    STATEMENT = "statement", _("written statement")
    RECORDING = "recording", _("recording")
    COURT = "court", _("given in court")
    OTHER = "other", _("other")


class FigureMeasure(TextChoices):
    HELD = "held", _("persons held")
    CAPTURED = "captured", _("persons captured")
    RETURNED = "returned", _("persons returned")
    IDENTIFIED = "identified", _("persons identified")
    INTERVIEWED = "interviewed", _("persons interviewed")
    KILLED = "killed", _("persons killed")
    MISSING = "missing", _("persons missing")
    RECORDINGS = "recordings", _("recordings")
    PLACES = "places", _("places")
    SENTENCE = "sentence", _("years of a sentence")
    OTHER = "other", _("other")


class Qualifier(TextChoices):
    EXACTLY = "exactly", _("exactly")
    ABOUT = "about", _("about")
    AT_LEAST = "at-least", _("at least")
    OVER = "over", _("over")


class EventKind(TextChoices):
    HOSTILITIES = "hostilities", _("hostilities")
    AGREEMENT = "agreement", _("agreement")
    CAMPAIGN = "campaign", _("campaign")
    PROTEST = "protest", _("protest")
    PUBLICATION = "publication", _("publication")
    INQUIRY = "inquiry", _("inquiry")
    OTHER = "other", _("other")


class ProceedingKind(TextChoices):
    BETWEEN_STATES = "between-states", _("between states")
    APPLICATION = "individual-application", _("individual application")
    PROSECUTION = "criminal-prosecution", _("criminal prosecution")
    OTHER = "other", _("other")


class PartyRole(TextChoices):
    APPLICANT = "applicant", _("applicant")
    RESPONDENT = "respondent", _("respondent")
    ACCUSED = "accused", _("accused")
    PROSECUTOR = "prosecutor", _("prosecutor")
    SUBMITTED_EVIDENCE = "submitted-evidence", _("submitted evidence")
    INTERVENER = "intervener", _("intervener")


class StageStep(TextChoices):
    FILED = "filed", _("filed")
    EVIDENCE = "evidence-submitted", _("evidence submitted")
    CHARGED = "charged", _("charged")
    HEARING = "hearing", _("hearing")
    DECISION = "decision", _("decision")
    SENTENCE = "sentence", _("sentence")
    OTHER = "other", _("other")


class CustodyStepKind(TextChoices):
    """What is documented of a life. Missing is not captured; declared dead is not died."""

    MISSING = "missing", _("missing")
    LAST_SEEN = "last-seen", _("last seen before capture")
    CAPTURED = "captured", _("captured")
    SEEN = "seen", _("seen in custody")
    MOVED = "moved", _("moved")
    CHARGED = "charged", _("charged")
    SENTENCED = "sentenced", _("sentenced")
    RELEASED = "released", _("released")
    REPATRIATED = "repatriated", _("repatriated")
    DIED = "died", _("died")
    DECLARED_DEAD = "declared-dead", _("declared dead")


class RelationKind(TextChoices):
    """What ties one person to another."""

    FAMILY = "family", _("of the same family")
    SAME_UNIT = "same-unit", _("of the same unit")
    SEEN_TOGETHER = "seen-together", _("seen together with")
    MAY_BE_SAME = "may-be-same", _("may be the same as")


class Certainty(TextChoices):
    """How sure a source is of what it says."""

    CERTAIN = "certain", _("certain")
    PROBABLE = "probable", _("probable")
    POSSIBLE = "possible", _("possible")
    NOT_SAID = "not-said", _("not said")


class ClaimField(TextChoices):
    """What sources may differ on. The kind of value each takes stands in `Claim.VALUE_COLUMN`."""

    STANDING = "standing", _("standing")
    OUTCOME = "outcome", _("outcome")
    AGE = "age", _("age")
    RANK = "rank", _("rank")
    IDENTITY = "identity", _("identity")
    NUMBER = "number", _("number")
    DATE = "date", _("date")
    PLACE = "place", _("place")
    UNIT = "unit", _("unit")
    FAMILY_TOLD = "family-told", _("family notified")


class SourceGrade(TextChoices):
    """Reliability of the source (Admiralty scale, NATO AJP-2.1)."""

    A = "A", _("A – completely reliable")
    B = "B", _("B – usually reliable")
    C = "C", _("C – fairly reliable")
    D = "D", _("D – not usually reliable")
    E = "E", _("E – unreliable")
    F = "F", _("F – cannot be judged")


class InformationGrade(TextChoices):
    """Credibility of the information (Admiralty scale, NATO AJP-2.1)."""

    ONE = "1", _("1 – confirmed by other sources")
    TWO = "2", _("2 – probably true")
    THREE = "3", _("3 – possibly true")
    FOUR = "4", _("4 – doubtful")
    FIVE = "5", _("5 – improbable")
    SIX = "6", _("6 – cannot be judged")
