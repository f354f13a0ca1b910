from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from archive.accounts.invitations import invite, take_factors_away
from archive.accounts.log import record_event
from archive.accounts.second_person import ask, consume_invitation_approval, needs_second_person, tell_of_role_taken
from archive.models import User
from archive.vocabularies import AccountChange, Role, SignInEvent

ROLES = ("is_researcher", *(role.flag for role in Role))


class NewAccountForm(forms.ModelForm):
    """An account without a password: whoever it is for chooses one themselves."""

    class Meta:
        model = User
        fields = ("username", "full_name", "email", *ROLES)

    def save(self, commit=True):
        self.instance.set_unusable_password()
        return super().save(commit)

    def save_m2m(self):
        """An account has no links to several."""


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Accounts. Whoever has written in the log of changes can be made inactive, and is never removed."""

    add_form = NewAccountForm
    fieldsets = (
        (None, {"fields": ("username", "full_name", "email", "is_active")}),
        (gettext_lazy("Roles"), {"fields": ROLES}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "full_name", "email")}),
        (gettext_lazy("Roles"), {"fields": ROLES}),
    )
    list_display = ("username", "full_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", *ROLES)
    search_fields = ("username", "full_name", "email")
    filter_horizontal = ()

    def user_change_password(self, request, id, form_url=""):
        """Nobody sets the password of another: they are invited to choose one."""
        raise PermissionDenied

    def get_readonly_fields(self, request, obj=None):
        """Nobody gives roles to themselves, takes their own, or closes their own account."""
        return ("is_active", *ROLES) if obj == request.user else ()

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user):
        return ", ".join(str(role.label) for role in Role if getattr(user, role.flag)) or _("reads")

    actions = ["invite_again", "take_factors_away"]

    def response_add(self, request, obj, post_url_continue=None):
        self._invite(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def save_model(self, request, obj, form, change):
        before = User.objects.filter(pk=obj.pk).first()
        wanted = self._hold_back(request, before or User(), obj)
        super().save_model(request, obj, form, change)
        for what, value in wanted:
            self._ask(request, obj, what, value)
        if before is not None and before.is_steward and not obj.is_steward:
            tell_of_role_taken(request, obj)
        if before is None:
            return
        if before.is_active != obj.is_active:
            record_event(obj, SignInEvent.OPENED if obj.is_active else SignInEvent.CLOSED, actor=request.user)
        if any(getattr(before, name) != getattr(obj, name) for name in ROLES):
            record_event(obj, SignInEvent.ROLES_CHANGED, actor=request.user)

    def _hold_back(self, request, before: User, obj: User) -> list[tuple[AccountChange, str]]:
        """Leave as it was what a second person has to agree to; what that is, with the value that is asked for."""
        wanted = []
        if (
            obj.is_steward
            and not before.is_steward
            and needs_second_person(request.user, obj, AccountChange.MAKE_STEWARD)
        ):
            obj.is_steward = False
            wanted.append((AccountChange.MAKE_STEWARD, ""))
        if before.pk and needs_second_person(request.user, before, AccountChange.ADDRESS):
            if obj.email != before.email:
                wanted.append((AccountChange.ADDRESS, obj.email))
                obj.email = before.email
            if obj.is_active and not before.is_active:
                obj.is_active = False
                wanted.append((AccountChange.OPEN, ""))
        return wanted

    def _ask(self, request, user: User, what: AccountChange, value: str = "") -> None:
        ask(request, user, what, value)
        template = _(
            "Requested, and not done yet: “{what}” for {full_name}. A steward has to agree. If there is "
            "nobody else, the operator of the server can do it."
        )
        self.message_user(request, template.format(what=what.label, full_name=user.get_full_name()), messages.WARNING)

    @admin.action(
        description=gettext_lazy("Invite again, with a new link to choose a password"), permissions=["change"]
    )
    def invite_again(self, request, users):
        for user in users.filter(is_active=True):
            self._invite(request, user)

    @admin.action(description=gettext_lazy("Remove all second factors, after speaking to them"), permissions=["change"])
    def take_factors_away(self, request, users):
        alone = [user for user in users if not needs_second_person(request.user, user, AccountChange.TAKE_FACTORS)]
        for user in users:
            if user not in alone:
                self._ask(request, user, AccountChange.TAKE_FACTORS)
        for user in alone:
            take_factors_away(user, actor=request.user)
        if alone:
            message = _("They are asked to set up a new one when they next sign in.")
            self.message_user(request, message, messages.SUCCESS)

    def _invite(self, request, user):
        if not consume_invitation_approval(request.user, user):
            self._ask(request, user, AccountChange.INVITE)
            return
        link = invite(request, user)
        self.message_user(
            request,
            _("The link for {full_name}, valid once, for three days. Send it by a secure channel: {link}").format(
                full_name=user.get_full_name(), link=link
            ),
            messages.WARNING,
        )

    def has_delete_permission(self, request, obj=None):
        return False
