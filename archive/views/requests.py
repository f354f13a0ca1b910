"""The door by which a reader disputes a fact or asks for removal, without an account, a name or a cookie."""

from datetime import timedelta

from django import forms
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.models import Accession, Request
from archive.models.accessions import is_reference

MOST_AN_HOUR = 60  # requests of all readers together: more are a flood, and nobody is identified to slow it


class RequestForm(forms.ModelForm):
    """What a reader writes. The last field is seen by no person, only by what fills in every field."""

    website = forms.CharField(required=False)

    class Meta:
        model = Request
        fields = ("kind", "text", "contact")
        widgets = {"kind": forms.RadioSelect, "text": forms.Textarea(attrs={"rows": 8})}
        labels = {
            "kind": _("What do you ask for?"),
            "text": _("What should we know?"),
            "contact": _("Where can we answer?"),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self.fields["kind"].choices[1:]  # without the empty one


@csrf_exempt  # there is no session that another site could misuse, and so a reader gets no cookie
@require_http_methods(["GET", "HEAD", "POST"])
def request_page(request, reference: str):
    """A form about the record of ``reference``, which the reader must be able to see; then a receipt."""
    seen = Accession.objects.visible_to(request.user).filter(pk=reference) if is_reference(reference) else []
    accession = next(iter(seen), None)
    if accession is None:
        raise Http404
    shown = accession.entry().shown_to(request.user)
    part = (request.POST.get("part") or request.GET.get("part") or "")[:60].replace("\x00", "")
    form = RequestForm(request.POST or None)
    context = {"record": shown, "part": part, "form": form, "robots": "noindex"}
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["website"]:
            return render(request, "request_received.html", context | {"receipt": ""})
        if _is_flooded():
            return render(request, "request.html", context | {"flooded": True}, status=429)
        form.instance.subject, form.instance.part = accession, part
        return render(request, "request_received.html", context | {"receipt": form.save().receipt})
    return render(request, "request.html", context)


def _is_flooded() -> bool:
    lately = timezone.now() - timedelta(hours=1)
    return Request.objects.filter(received_at__gte=lately).count() >= MOST_AN_HOUR
