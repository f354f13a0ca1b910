"""The fixed choices that code branches on. What an archive may extend by itself is a `Term` instead."""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in-review", "in review"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Access(TextChoices):
    PUBLIC = "public", "public"
    RESEARCHERS = "researchers", "registered researchers"
    RESTRICTED = "restricted", "restricted"


class Verification(TextChoices):
    UNVERIFIED = "unverified", "unverified"
    SINGLE_SOURCE = "single-source", "single source"
    CORROBORATED = "corroborated", "corroborated"
    INDEPENDENT = "independently-verified", "independently verified"
    DISPUTED = "disputed", "disputed"


class ContentWarning(TextChoices):
    NONE = "none", "none"
    DESCRIBES = "describes-violence", "describes violence"
    SHOWS = "shows-violence", "shows violence"
    DEATH = "shows-death", "shows death"


class CaseKind(TextChoices):
    CAPTIVITY = "captivity", "captivity"
    ILL_TREATMENT = "ill-treatment", "ill-treatment"
    KILLING = "killing", "killing"
    DISAPPEARANCE = "enforced-disappearance", "enforced disappearance"
    SENTENCING = "sentencing", "sentencing"
    OTHER = "other", "other"


class ParticipationRole(TextChoices):
    CAPTIVE = "captive", "held captive"
    VICTIM = "victim", "harmed or killed"
    MISSING = "missing", "missing"
    WITNESS = "witness", "witness"
    ALLEGED_PERPETRATOR = "alleged-perpetrator", "alleged perpetrator"
    OTHER = "other", "other"


class Medium(TextChoices):
    INTERVIEW = "interview", "interview"
    STATEMENT = "statement", "written statement"
    RECORDING = "recording", "recording"
    COURT = "court", "given in court"
    OTHER = "other", "other"


class ConsentBasis(TextChoices):
    """What allows the archive to show an account. Only the first two open its text to the public."""

    PUBLISHED_ELSEWHERE = (
        "published-elsewhere",
        "already published with the teller's knowledge",
    )
    TO_PUBLISH = "to-publish", "given to this archive, to publish"
    TO_KEEP = "to-keep", "given to this archive, to keep"
    UNKNOWN = "unknown", "not known"


class FigureMeasure(TextChoices):
    HELD = "held", "persons held"
    RETURNED = "returned", "persons returned"
    IDENTIFIED = "identified", "persons identified"
    INTERVIEWED = "interviewed", "persons interviewed"
    KILLED = "killed", "persons killed"
    MISSING = "missing", "persons missing"
    RECORDINGS = "recordings", "recordings"
    PLACES = "places", "places"
    SENTENCE = "sentence", "years of a sentence"
    OTHER = "other", "other"


class Qualifier(TextChoices):
    EXACTLY = "exactly", "exactly"
    ABOUT = "about", "about"
    AT_LEAST = "at-least", "at least"
    OVER = "over", "over"


class EventKind(TextChoices):
    HOSTILITIES = "hostilities", "hostilities"
    AGREEMENT = "agreement", "agreement"
    CAMPAIGN = "campaign", "campaign"
    PROTEST = "protest", "protest"
    PUBLICATION = "publication", "publication"
    INQUIRY = "inquiry", "inquiry"
    OTHER = "other", "other"


class ProceedingKind(TextChoices):
    BETWEEN_STATES = "between-states", "between states"
    APPLICATION = "individual-application", "individual application"
    PROSECUTION = "criminal-prosecution", "criminal prosecution"
    OTHER = "other", "other"


class PartyRole(TextChoices):
    APPLICANT = "applicant", "applicant"
    RESPONDENT = "respondent", "respondent"
    ACCUSED = "accused", "accused"
    PROSECUTOR = "prosecutor", "prosecutor"
    SUBMITTED_EVIDENCE = "submitted-evidence", "submitted evidence"
    INTERVENER = "intervener", "intervener"


class StageStep(TextChoices):
    FILED = "filed", "filed"
    EVIDENCE = "evidence-submitted", "evidence submitted"
    CHARGED = "charged", "charged"
    HEARING = "hearing", "hearing"
    DECISION = "decision", "decision"
    SENTENCE = "sentence", "sentence"
    OTHER = "other", "other"


class CustodyStepKind(TextChoices):
    """What is documented of a life. Missing is not captured; declared dead is not died."""

    MISSING = "missing", "missing"
    LAST_SEEN = "last-seen", "last seen before capture"
    CAPTURED = "captured", "captured"
    SEEN = "seen", "seen in custody"
    MOVED = "moved", "moved"
    CHARGED = "charged", "charged"
    SENTENCED = "sentenced", "sentenced"
    RELEASED = "released", "released"
    REPATRIATED = "repatriated", "repatriated"
    DIED = "died", "died"
    DECLARED_DEAD = "declared-dead", "declared dead"


class RelationKind(TextChoices):
    """What ties one person to another."""

    FAMILY = "family", "of the same family"
    SAME_UNIT = "same-unit", "of the same unit"
    SEEN_TOGETHER = "seen-together", "seen together with"
    MAY_BE_SAME = "may-be-same", "may be the same as"


class Certainty(TextChoices):
    """How sure a source is of what it says."""

    CERTAIN = "certain", "certain"
    PROBABLE = "probable", "probable"
    POSSIBLE = "possible", "possible"
    NOT_SAID = "not-said", "not said"


class ClaimField(TextChoices):
    """What sources may differ on. The kind of value each takes stands in `Claim.VALUE_COLUMN`."""

    STANDING = "standing", "standing"
    OUTCOME = "outcome", "outcome"
    AGE = "age", "age"
    RANK = "rank", "rank"
    IDENTITY = "identity", "identity"
    NUMBER = "number", "number"
    DATE = "date", "date"
    PLACE = "place", "place"
    UNIT = "unit", "unit"
    FAMILY_TOLD = "family-told", "family notified"


class SourceGrade(TextChoices):
    """Reliability of the source (Admiralty scale, NATO AJP-2.1)."""

    A = "A", "A – completely reliable"
    B = "B", "B – usually reliable"
    C = "C", "C – fairly reliable"
    D = "D", "D – not usually reliable"
    E = "E", "E – unreliable"
    F = "F", "F – cannot be judged"


class InformationGrade(TextChoices):
    """Credibility of the information (Admiralty scale, NATO AJP-2.1)."""

    ONE = "1", "1 – confirmed by other sources"
    TWO = "2", "2 – probably true"
    THREE = "3", "3 – possibly true"
    FOUR = "4", "4 – doubtful"
    FIVE = "5", "5 – improbable"
    SIX = "6", "6 – cannot be judged"


class Sex(TextChoices):
    FEMALE = "female", "female"
    MALE = "male", "male"
    OTHER = "other", "other"


class NamingGround(TextChoices):
    """Why a person may be named in public. Without one, nobody is."""

    CITED = "cited-publication", "named in the cited publication, reviewed"
    CONSENT = "consent", "the person agreed"
    FAMILY = "family", "the family agreed"
    OFFICE = "public-office", "acts in a public office"


class OrganisationKind(TextChoices):
    NGO = "ngo", "non-governmental organisation"
    MEDIA = "media", "media"
    STATE = "state", "state"
    STATE_BODY = "state-body", "state body"
    PARLIAMENT = "parliament", "parliament"
    INTERGOVERNMENTAL = "intergovernmental", "intergovernmental organisation"
    COURT = "court", "court"
    ARMED_FORCE = "armed-force", "armed force"
    COMMUNITY = "community", "community"
    OTHER = "other", "other"


class PlaceKind(TextChoices):
    COUNTRY = "country", "country or territory"
    REGION = "region", "region"
    SETTLEMENT = "settlement", "settlement"
    PRISON = "prison", "place of detention"
    SITE = "site", "site"


class Precision(TextChoices):
    EXACT = "exact", "exact"
    APPROXIMATE = "approximate", "approximate"
    REGIONAL = "regional", "regional"


class SourceKind(TextChoices):
    ENCYCLOPAEDIA = "encyclopaedia", "encyclopaedia article"
    REPORT = "report", "report"
    NEWS = "news", "news"
    OFFICIAL = "official-document", "official document"
    COURT = "court-document", "court document"
    BOOK = "book", "book"
    INTERVIEW = "interview", "interview"
    OTHER = "other", "other"


class Scheme(TextChoices):
    """The controlled vocabularies that an archive fills with terms of its own."""

    ACTS = "acts", "acts"
    STANDINGS = "standings", "standings"
    OUTCOMES = "outcomes", "outcomes"
    FORMS = "forms", "statement forms"
    POSITIONS = "positions", "positions"
    PLATFORMS = "platforms", "video platforms"
    CONCLUSIONS = "conclusions", "conclusions of an assessment"


class NameKind(TextChoices):
    NAME = "name", "name"
    FORMER = "former", "former name"
    SPELLING = "spelling", "spelling"
    ALIAS = "alias", "alias"
    ABBREVIATION = "abbreviation", "abbreviation"
    LABEL = "label", "label"


class ChangeAction(TextChoices):
    """What a change did. What writes what a record says stands in `archive.models.changes.WRITING`."""

    SAVED = "saved", "saved"
    REMOVED = "removed", "removed"
    SUBMITTED = "submitted", "sent to review"
    RETURNED = "returned", "sent back from review"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"
    REOPENED = "reopened", "made a draft again"
    REVISED = "revised", "revised"
    RESTORED = "restored", "put back"
    MERGED = "merged", "merged"
    UNMERGED = "unmerged", "parted again"


class Role(TextChoices):
    """In which capacity somebody works at the desk. What each may do stands in `archive.models.roles`."""

    CONTRIBUTOR = "contributor", "contributor"
    CURATOR = "curator", "curator"
    REVIEWER = "reviewer", "reviewer"
    STEWARD = "steward", "steward"
    ADMINISTRATOR = "administrator", "administrator"

    @property
    def flag(self) -> str:
        """The field of a user that says whether they hold it."""
        return f"is_{self.value}"


class DeskAction(TextChoices):
    """What can be done with a record at the desk."""

    ADD = "add", "enter a new one"
    READ = "read", "open it at the desk"
    EDIT = "edit", "edit it"
    SUBMIT = "submit", "send it to review"
    RETURN = "return", "send it back from review"
    PUBLISH = "publish", "publish it"
    WITHDRAW = "withdraw", "withdraw it"
    REOPEN = "reopen", "make it a draft again"
    PROPOSE = "propose", "propose a revision of it"
    APPROVE = "approve", "decide on a proposed revision"
    RESTORE = "restore", "put back an earlier state"
    MERGE = "merge", "merge it with another"


class Whose(TextChoices):
    """Which records a role may do something with."""

    ANY = "any", "any"
    OWN = "own", "only one they entered themselves"
    OTHERS = "others", "only one they did not write themselves"


class WithdrawalGround(TextChoices):
    """Why a record was withdrawn, as its tombstone says. Fixed words, so that none can tell what it held."""

    REQUEST = "request", "at the request of somebody whom it concerned"
    CONSENT = "consent", "because consent was withdrawn"
    SAFETY = "safety", "because it could put somebody in danger"
    LAW = "law", "because the law requires it"
    ERROR = "error", "because it was found to be in error"
    DUPLICATE = "duplicate", "because another record holds the same"
    OTHER = "other", "on a ground that is not made public"


class SignInEvent(TextChoices):
    """What the log of sign-ins tells."""

    INVITED = "invited", "was invited"
    SIGNED_IN = "signed-in", "signed in"
    SIGNED_OUT = "signed-out", "signed out"
    FAILED = "failed", "failed to sign in"
    FACTOR_FAILED = "factor-failed", "failed at the second factor"
    FACTOR_ADDED = "factor-added", "added a second factor"
    FACTOR_REMOVED = "factor-removed", "removed a second factor"
    FACTORS_TAKEN = "factors-taken", "had every second factor taken away"
    PASSWORD_CHANGED = "password-changed", "changed the password"
    ROLES_CHANGED = "roles-changed", "was given other roles"
    CLOSED = "closed", "was closed"
    OPENED = "opened", "was opened again"


class RevisionStanding(TextChoices):
    """Where a proposed revision stands."""

    OPEN = "open", "waits for review"
    QUERIED = "queried", "sent back with questions"
    APPLIED = "applied", "applied"
    REJECTED = "rejected", "rejected"
    TAKEN_BACK = "taken-back", "taken back"


class Verdict(TextChoices):
    """What a reviewer says of one difference."""

    ACCEPT = "accept", "accept"
    QUERY = "query", "ask"
    REJECT = "reject", "reject"


class ConsentUse(TextChoices):
    """What consent to an account is asked for, each by itself."""

    KEEP = "keep", "keep it in this archive"
    PUBLISH = "publish", "publish it"
    COURTS = "courts", "share it with courts"


class RequestKind(TextChoices):
    """What a reader asks for."""

    DISPUTE = "dispute", "something here is wrong"
    REMOVAL = "removal", "this should not be shown"
    ADDITION = "addition", "I can add something"


class RequestStanding(TextChoices):
    """What became of a reader's request."""

    OPEN = "open", "open"
    DONE = "done", "done"
    DECLINED = "declined", "declined"


class Likeness(TextChoices):
    """What somebody who compared two records says of them."""

    SAME = "same", "the same"
    DIFFERENT = "different", "different"
    UNDECIDED = "undecided", "undecided"


class BatchStanding(TextChoices):
    """Where a batch of tables stands. The worker takes on what is being done; the rest waits for a person."""

    ASKING = "asking", "waits for its columns to be confirmed"
    CHECKING = "checking", "is being checked"
    READY = "ready", "waits to be applied"
    APPLYING = "applying", "is being applied"
    APPLIED = "applied", "applied"
    UNDOING = "undoing", "is being undone"
    UNDONE = "undone", "undone"
    DROPPED = "dropped", "dropped"
    STOPPED = "stopped", "can't be read"


class RowOutcome(TextChoices):
    """What a row of a table makes of the record that it speaks of."""

    NEW = "new", "new"
    CHANGED = "changed", "changed"
    SAME = "same", "same"
    REFUSED = "refused", "refused"
