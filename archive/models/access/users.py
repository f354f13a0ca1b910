"""Those who sign in, and the roles that they hold."""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from archive.models.base.accessions import advisory_lock
from archive.models.base.types import Anything
from archive.vocabularies import Role


class ArchiveUserManager(UserManager["User"]):
    def create_user(
        self, username: str, email: str | None = "", password: str | None = None, **fields: Anything
    ) -> "User":
        user: User = self.model(
            username=self.model.normalize_username(username), email=self.normalize_email(email), **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(
        self, username: str, email: str | None = "", password: str | None = None, **fields: Anything
    ) -> "User":
        """An account that holds every role: the first of an archive, until there are others to share them with."""
        every = {role.flag: True for role in Role}
        return self.create_user(username, email, password, **every | fields)

    def create_first_administrator(self, name: str) -> str:
        """Create an administrator with a password made at random, and return it; "" if there is one already."""
        with transaction.atomic():
            advisory_lock("first administrator")
            if self.filter(is_administrator=True).exists():
                return ""
            password = secrets.token_urlsafe(15)
            self.create_superuser(name, password=password)
            return password


class User(AbstractBaseUser):
    """One person with an account, and the roles in which they work here; without one, they read."""

    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("There is already an account with this name.")},
        help_text=_("The name to sign in with. Colleagues see it next to what this person changes."),
    )
    full_name = models.CharField(
        _("full name"), max_length=150, blank=True, help_text=_("The name that colleagues see.")
    )
    email = models.EmailField(_("email"), blank=True, help_text=_("Where invitations and new passwords are sent."))
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Whether this person may sign in. Accounts are closed, never removed.")
    )
    date_joined = models.DateTimeField(_("date joined"), default=timezone.now, editable=False)
    is_researcher = models.BooleanField(
        _("registered researcher"), default=False, help_text=_("May read records open to registered researchers.")
    )
    is_contributor = models.BooleanField(_("contributor"), default=False, help_text=_("Drafts records of their own."))
    is_curator = models.BooleanField(
        _("curator"), default=False, help_text=_("Edits records and sends them to review.")
    )
    is_reviewer = models.BooleanField(
        _("reviewer"), default=False, help_text=_("Publishes and withdraws what others have written.")
    )
    is_steward = models.BooleanField(
        _("steward"),
        default=False,
        help_text=_("Keeps protected identities, restricted material and the vocabularies."),
    )
    keeps_covered = models.BooleanField(
        _("keep graphic material hidden"),
        default=True,
        help_text=_("Whether graphic pictures stay hidden until you ask for each."),
    )
    is_administrator = models.BooleanField(_("administrator"), default=False, help_text=_("Makes and closes accounts."))

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    objects = ArchiveUserManager()

    lacks_second_factor = False  # set for a request that was signed in by a password alone: then they read, no more

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held; none once the account is closed, nor where no second factor was given."""
        if not self.is_active or self.lacks_second_factor:
            return frozenset()
        return frozenset(role for role in Role if getattr(self, role.flag))

    @property
    def is_staff(self) -> bool:
        """Whether the desk is open to them (Django's word for it)."""
        return bool(self.roles)

    @property
    def works_alone(self) -> bool:
        """Whether they may publish what they wrote themselves, there being nobody else to do it."""
        return settings.ONE_PERSON_ARCHIVE

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.username

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's own question, of what is not the archive's; see `archive.domain.permissions`."""
        return Role.ADMINISTRATOR in self.roles

    def has_module_perms(self, label: str) -> bool:
        return Role.ADMINISTRATOR in self.roles


RequestUser = User | AnonymousUser | None  # whoever a request comes from, or a command


def roles_of(user: object) -> frozenset[Role]:
    return getattr(user, "roles", frozenset())
