"""The fixed choices that code branches on. What an archive may extend by itself is a `Term` instead."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in-review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Access(TextChoices):
    PUBLIC = "public", _("public")
    RESEARCHERS = "researchers", _("registered researchers")
    RESTRICTED = "restricted", _("restricted")


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


class ConsentBasis(TextChoices):
    """What allows the archive to show an account. Only the first two open its text to the public."""

    PUBLISHED_ELSEWHERE = (
        "published-elsewhere",
        _("already published with the teller's knowledge"),
    )
    TO_PUBLISH = "to-publish", _("given to this archive, to publish")
    TO_KEEP = "to-keep", _("given to this archive, to keep")
    UNKNOWN = "unknown", _("not known")


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


class Sex(TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")
    OTHER = "other", _("other")


class NamingGround(TextChoices):
    """Why a person may be named in public. Without one, nobody is."""

    CITED = "cited-publication", _("named in the cited publication, reviewed")
    CONSENT = "consent", _("the person agreed")
    FAMILY = "family", _("the family agreed")
    OFFICE = "public-office", _("acts in a public office")


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
    RESTORED = "restored", _("put back")
    MERGED = "merged", _("merged")
    UNMERGED = "unmerged", _("parted again")


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
    RESTORE = "restore", _("put back an earlier state")
    MERGE = "merge", _("merge it with another")


class Scope(TextChoices):
    """Which records a role may do something with."""

    ANY = "any", _("any")
    OWN = "own", _("only one they entered themselves")
    OTHERS = "others", _("only one they did not write themselves")


class WithdrawalGround(TextChoices):
    """Why a record was withdrawn, as its tombstone says. Fixed words, so that none can tell what it held."""

    REQUEST = "request", _("at the request of somebody whom it concerned")
    CONSENT = "consent", _("because consent was withdrawn")
    SAFETY = "safety", _("because it could put somebody in danger")
    LAW = "law", _("because the law requires it")
    ERROR = "error", _("because it was found to be in error")
    DUPLICATE = "duplicate", _("because another record holds the same")
    OTHER = "other", _("on a ground that is not made public")


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


class RevisionStatus(TextChoices):
    """Where a proposed revision stands."""

    OPEN = "open", _("waits for review")
    QUERIED = "queried", _("sent back with questions")
    APPLIED = "applied", _("applied")
    REJECTED = "rejected", _("rejected")
    TAKEN_BACK = "taken-back", _("taken back")


class Verdict(TextChoices):
    """What a reviewer says of one difference."""

    ACCEPT = "accept", _("accept")
    QUERY = "query", _("ask")
    REJECT = "reject", _("reject")


class ConsentUse(TextChoices):
    """What consent to an account is asked for, each by itself."""

    KEEP = "keep", _("keep it in this archive")
    PUBLISH = "publish", _("publish it")
    COURTS = "courts", _("share it with courts")


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


class BatchStatus(TextChoices):
    """Where a batch of tables stands. The worker takes on what is being done; the rest waits for a person."""

    ASKING = "asking", _("waits for its columns to be confirmed")
    CHECKING = "checking", _("is being checked")
    READY = "ready", _("waits to be applied")
    APPLYING = "applying", _("is being applied")
    APPLIED = "applied", _("applied")
    UNDOING = "undoing", _("is being undone")
    UNDONE = "undone", _("undone")
    DROPPED = "dropped", _("dropped")
    STOPPED = "stopped", _("can't be read")


class Comparison(TextChoices):
    """How what two records say of one thing stands, side by side."""

    SAME = "same", pgettext_lazy("two records", "same")
    DIFFERENT = "different", pgettext_lazy("two records", "different")
    ONE_ALONE = "one-alone", _("one alone says it")


class RowOutcome(TextChoices):
    """What a row of a table makes of the record that it speaks of."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    SAME = "same", _("same")
    REFUSED = "refused", _("refused")
