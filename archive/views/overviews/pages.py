"""All pages at a glance, in the order in which they are named."""

from archive.views.overviews.assessments import AssessmentsPage
from archive.views.overviews.calls import CallsPage
from archive.views.overviews.hand_overs import HandOversPage
from archive.views.overviews.map import MapPage
from archive.views.overviews.timeline import TimelinePage

PAGES = (TimelinePage, MapPage, HandOversPage, AssessmentsPage, CallsPage)
