"""The addresses of the public site. They are promised, and never change."""

from django.urls import path

from archive.views.choices import Choices
from archive.views.downloads import Download
from archive.views.held import Held
from archive.views.home import Home
from archive.views.overviews.pages import PAGES as OVERVIEW_PAGES
from archive.views.pictures import original, picture
from archive.views.recent import RecentlyAdded
from archive.views.requests import request_page
from archive.views.search import Search
from archive.views.site import favicon, healthz, robots
from archive.views.types.cases import CaseDetail, CaseList
from archive.views.types.collections import CollectionDetail, CollectionList
from archive.views.types.events import EventDetail, EventList
from archive.views.types.features import FeatureDetail, FeatureList
from archive.views.types.figures import ReportedFigureDetail, ReportedFigureList
from archive.views.types.organisations import OrganisationDetail, OrganisationList
from archive.views.types.pages import About, PageDetail, PageList
from archive.views.types.people import PersonDetail, PersonList
from archive.views.types.places import PlaceDetail, PlaceList
from archive.views.types.proceedings import LegalProceedingDetail, LegalProceedingList
from archive.views.types.repatriations import RepatriationDetail, RepatriationList
from archive.views.types.sources import SourceDetail, SourceList
from archive.views.types.statements import DiplomaticStatementDetail, DiplomaticStatementList
from archive.views.types.terms import TermDetail, TermList
from archive.views.types.testimonies import TestimonyDetail, TestimonyList
from archive.views.types.videos import VideoEvidenceDetail, VideoEvidenceList

PAGES = (
    ("cases", CaseList, CaseDetail),
    ("testimonies", TestimonyList, TestimonyDetail),
    ("videos", VideoEvidenceList, VideoEvidenceDetail),
    ("statements", DiplomaticStatementList, DiplomaticStatementDetail),
    ("repatriations", RepatriationList, RepatriationDetail),
    ("proceedings", LegalProceedingList, LegalProceedingDetail),
    ("figures", ReportedFigureList, ReportedFigureDetail),
    ("events", EventList, EventDetail),
    ("people", PersonList, PersonDetail),
    ("organisations", OrganisationList, OrganisationDetail),
    ("places", PlaceList, PlaceDetail),
    ("sources", SourceList, SourceDetail),
    ("terms", TermList, TermDetail),
    ("collections", CollectionList, CollectionDetail),
    ("features", FeatureList, FeatureDetail),
    ("pages", PageList, PageDetail),
)


def choices_of(listed):
    return type(f"{listed.__name__}Choices", (Choices, listed), {"template_name": Choices.template_name}).as_view()


def download_of(listed):
    return type(f"{listed.__name__}Download", (Download, listed), {}).as_view()


# what speaks no language, and has one address
files = [
    path("healthz", healthz, name="healthz"),
    path("favicon.ico", favicon, name="favicon"),
    path("robots.txt", robots, name="robots"),
    path(
        "pictures/<str:noun>/<str:reference>/<str:name>-<str:size>.jpg",
        picture,
        name="picture",
    ),
    path("originals/<path:name>", original, name="original"),
]
# what is read, at one address in each language
pages = [
    path("", Home.as_view(), name="home"),
    path("feed/", RecentlyAdded(), name="feed"),
    path("search/", Search.as_view(), name="search"),
    path("held/", Held.as_view(), name="held"),
    path("about/<slug:slug>/", About.as_view(), name="about"),
    path("requests/<str:reference>/", request_page, name="request"),
]
for overview in OVERVIEW_PAGES:
    pages += [
        path(f"{overview.name}/", overview.as_view(), name=overview.name),
        path(f"{overview.name}/picture.svg", overview.as_view(), name=f"{overview.name}-picture"),
        path(f"{overview.name}/<slug:table>.csv", overview.as_view(), name=f"{overview.name}-table"),
    ]
for noun, listed, detailed in PAGES:
    files += [
        path(f"{noun}/download.<str:form>", download_of(listed), name=f"{noun}-download"),
        path(f"{noun}/<str:reference>/cite.<str:form>", detailed.as_view(), name=f"{noun}-cite"),
    ]
    pages += [
        path(f"{noun}/", listed.as_view(), name=f"{noun}-list"),
        path(f"{noun}/choices/<str:facet>/", choices_of(listed), name=f"{noun}-choices"),
        path(f"{noun}/<str:reference>/", detailed.as_view(), name=f"{noun}-detail"),
        path(f"{noun}/<str:reference>/versions/", detailed.as_view(lists_versions=True), name=f"{noun}-versions"),
        path(f"{noun}/<str:reference>/as-of/<str:day>/", detailed.as_view(), name=f"{noun}-as-of"),
    ]
