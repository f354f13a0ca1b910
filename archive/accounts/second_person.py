"""Steps with the account of a steward take two: an administrator asks, and a steward agrees.

Otherwise whoever keeps the accounts could hand that of a steward, and with it every protected name, to somebody else.
Who it is about, and all stewards, are told of each step, at the desk and where mail is sent.
"""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.accounts.invitations import take_factors_away
from archive.accounts.log import record_event
from archive.domain.locking import ActionRefused
from archive.models import StewardChange, User
from archive.models.access.users import roles_of
from archive.models.desk.steward_changes import WAITS_FOR
from archive.vocabularies import AccountChange, Role, SignInEvent


def needs_second_person(actor: User, account: User, what: AccountChange) -> bool:
    """Whether ``actor`` needs somebody else for ``what``.

    A steward may make another, for they gain nothing by it, and an account that nobody used yet may be handed over.
    """
    if actor.works_alone or account.pk == actor.pk:
        return False
    if what == AccountChange.MAKE_STEWARD:
        return not actor.is_steward
    is_of_a_steward = account.is_steward or StewardChange.objects.of_stewards(account).exists()
    return is_of_a_steward and (what != AccountChange.INVITE or account.has_usable_password())


def ask(request, account: User, what: AccountChange, value: str = "") -> StewardChange:
    """Ask for ``what``; asked for already, it is that."""
    asked = StewardChange.objects.waiting().filter(account=account, what=what, value=value, asked_by=request.user)
    if (there := asked.first()) is not None:
        return there
    change = StewardChange.objects.create(account=account, what=what, value=value, asked_by=request.user)
    record_event(account, SignInEvent.ASKED, actor=request.user)
    tell(request, change)
    return change


def may_decide(user: User, change: StewardChange) -> bool:
    """Whether ``user`` is a second person for ``change``: a steward who did not ask, and whom it is not about.

    An administrator is none: whoever makes accounts could make one that agrees.
    """
    return (
        Role.STEWARD in roles_of(user) and change.is_waiting and user.pk not in (change.asked_by_id, change.account_id)
    )


def decide(request, change: StewardChange, *, agrees: bool) -> None:
    """Agree to ``change``, which is done then, or refuse it; raise `ActionRefused` where it is not for
    ``request.user``.
    """
    with transaction.atomic():
        change = StewardChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
        asks_still = Role.ADMINISTRATOR in change.asked_by.roles
        if not may_decide(request.user, change) or not asks_still:
            raise ActionRefused(
                _("This was not possible: somebody else has to agree, and the request must still be open.")
            )
        change.decided_by, change.decided_at, change.agreed = request.user, timezone.now(), agrees
        if agrees and change.what != AccountChange.INVITE:
            _do(change)
            change.done_at = timezone.now()
        change.save()
        record_event(change.account, SignInEvent.AGREED if agrees else SignInEvent.REFUSED, actor=request.user)
    tell(request, change)


def tell_of_role_taken(request, account: User) -> None:
    """Keep and tell that somebody is no steward any more, which one does alone: it may be urgent."""
    fields = {"account": account, "what": AccountChange.UNMAKE, "asked_by": request.user}
    tell(request, StewardChange.objects.create(**fields, done_at=timezone.now()))


def consume_invitation_approval(actor: User, account: User) -> bool:
    """Use up the approval to send ``account`` an invitation; return whether there was one.

    Where no second person is needed, return `True` and write nothing.
    """
    if not needs_second_person(actor, account, AccountChange.INVITE):
        return True
    agreed = StewardChange.objects.filter(account=account, what=AccountChange.INVITE, asked_by=actor, agreed=True)
    agreed = agreed.filter(done_at=None, decided_at__gt=timezone.now() - WAITS_FOR)
    return bool(agreed.update(done_at=timezone.now()))


def tell(request, change: StewardChange) -> None:
    """Tell whom it is about, and all stewards, by mail where it is sent; the desk tells them in any case."""
    if not settings.EMAIL_HOST:
        return
    stewards = User.objects.filter(is_steward=True, is_active=True).exclude(email="")
    addresses = {*stewards.values_list("email", flat=True), change.account.email} - {""}
    for address in sorted(addresses):
        context = {"change": change, "archive_name": settings.ARCHIVE_NAME}
        get_adapter(request).send_mail("account/email/steward_change", address, context)


def _do(change: StewardChange) -> None:
    account = User.objects.get(pk=change.account_id)
    if change.what == AccountChange.TAKE_FACTORS:
        take_factors_away(account, actor=change.asked_by)
        return
    event = SignInEvent.ROLES_CHANGED
    if change.what == AccountChange.MAKE_STEWARD:
        account.is_steward = True
    elif change.what == AccountChange.OPEN:
        account.is_active, event = True, SignInEvent.OPENED
    else:
        account.email, event = change.value, SignInEvent.ADDRESS_CHANGED
    account.save()
    record_event(account, event, actor=change.asked_by)
