"""The way in: what this is, how much it holds, and where to begin."""

from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from archive.facets.filter_set import total_of
from archive.facets.types import FILTER_SETS
from archive.models import AUTHORITIES, RECORDS, Collection, EditorialNote, Page
from archive.views.page_cache import CachedPageMixin

FILTERS = {filters.Meta.model.noun: filters for filters in FILTER_SETS}
ABOUT = _(
    "What is documented about people who were captured and held in a war: who they were, what was done, who says so, "
    "what shows it, and what states and institutions said and did about it."
)
WAYS_IN = {
    "cases": _("Captivities and incidents: who was held or harmed, and what was done."),
    "testimonies": _("Accounts by those who were held, and who took them down."),
    "videos": _("Recordings, and what those who examined them concluded."),
    "statements": _("What states and institutions said, called for or disputed."),
    "repatriations": _("Hand-overs, with numbers and mediators."),
    "proceedings": _("Matters before courts and other forums."),
    "figures": _("Published numbers, each as it was published."),
    "events": _("What happened around the captivities."),
}


class Home(CachedPageMixin, TemplateView):
    template_name = "home.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs):
        user = self.request.user
        ways = [self._way(model, user) for model in RECORDS]
        authorities = [self._way(model, user) for model in AUTHORITIES if model not in (Collection, Page)]
        collections = [(row.masked_for(user), self._notes(row, user)) for row in Collection.objects.visible_to(user)]
        return super().get_context_data(
            description=ABOUT, ways=ways, authorities=authorities, collections=collections, **kwargs
        )

    def _way(self, model, user) -> dict:
        return {
            "noun": model.noun,
            "name": model.label_plural(),
            "list": f"{model.noun}-list",
            "about": WAYS_IN.get(model.noun, ""),
            "count": total_of(FILTERS[model.noun], user),
        }

    def _notes(self, row, user):
        notes = EditorialNote.objects.belonging_to(Collection.objects.filter(pk=row.pk), user)
        return [note.masked_for(user) for note in notes]
