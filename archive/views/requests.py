"""The door by which a reader disputes a fact or asks for removal, without an account, a name or a cookie."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.languages import capitalised
from archive.models import Accession, Request
from archive.models.access.viewers import Reader
from archive.models.archive_object import PUBLICATION_FIELDS, ArchiveObject
from archive.models.base.accessions import is_reference
from archive.views.floods import Flood, floods
from archive.views.lines import RecordAnnotations
from archive.vocabularies import ClaimField, RequestStatus

MAX_PUT_ASIDE = 10_000  # some 200 MB at the most
TOO_MANY = _(
    "There are too many requests at the moment, and yours could not be kept. What you wrote was "
    "not sent; it is below. Please send it again later."
)


class RequestForm(forms.ModelForm):
    """What a reader writes. The last field is seen by no person, only by what fills in every field."""

    website = forms.CharField(required=False)

    class Meta:
        model = Request
        fields = ("kind", "text", "contact")
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 8})}
        labels = {
            "kind": _("What do you want to tell us?"),
            "text": _("What should we know?"),
            "contact": _("How can we reach you?"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self.fields["kind"].choices[1:]  # without the empty one


@csrf_exempt  # there is no session that another site could misuse, and so a reader gets no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request, reference: str):
    """A form about the record of ``reference``, which the reader must be able to see; then a receipt.

    No request is refused: somebody's life may hang on it. What looks like a flood is put aside for the stewards; only
    once they have more of that than anybody reads, no more is taken from whoever sends many, so that it can't fill the
    disk. The words then stay in the form, and another way to reach somebody is named.
    """
    if not is_reference(reference):
        raise Http404
    accession = get_object_or_404(Accession.objects.visible_to(request.user, [reference]))
    row = accession.resolve()
    shown = row.masked_for(request.user)
    part = (request.POST.get("part") or request.GET.get("part") or "")[:60].replace("\x00", "")
    form = RequestForm(request.POST or None)
    context = {"record": shown, "part": part, "parts": _parts(row, request.user, part), "form": form}
    context |= {"robots": "noindex", "contact": settings.ARCHIVE_CONTACT}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return render(request, "request_received.html", context | {"receipt": ""})
        form.instance.subject, form.instance.part = accession, part
        asked = _sent_before(form.instance)
        if asked is None:
            asked, flood = form.instance, floods.counts(get_adapter(request).get_client_ip(request))
            if flood is Flood.HIGH and Request.objects.waiting_aside() >= MAX_PUT_ASIDE:
                form.add_error(None, TOO_MANY)
                return render(request, "request.html", context, status=503)
            asked.put_aside = flood is not Flood.NONE
            asked.save()
        return render(request, "request_received.html", context | {"receipt": asked.receipt})
    return render(request, "request.html", context)


def _parts(row: ArchiveObject, user: Reader, asked: str) -> list[tuple[str, str]]:
    """What the page tells the reader something of, and what was ``asked`` about: the name of each, and its label."""
    shown, names = row.masked_for(user), [field.name for field in (*row._meta.concrete_fields, *row._meta.many_to_many)]
    told = sorted(row.protection.declared() - {*PUBLICATION_FIELDS} - shown.masked_fields, key=names.index)
    parts = {name: row.label_of(name) for name in told if _says_something(getattr(shown, name))}
    for name, _claim in RecordAnnotations(row, user).claims:
        parts.setdefault(name, capitalised(ClaimField(name).label))
    return list((({asked: asked} if asked else {}) | parts).items())


def _says_something(value: object) -> bool:
    return not (value is None or value in ("", []) or isinstance(value, bool))


def _sent_before(asked: Request) -> Request | None:
    """The one that is there, where just the same was sent a moment ago."""
    same = {name: getattr(asked, name) for name in ("subject", "part", "kind", "text", "contact")}
    lately = timezone.now() - timedelta(hours=1)
    return Request.objects.filter(**same, status=RequestStatus.OPEN, received_at__gte=lately).first()
