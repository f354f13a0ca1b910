"""All pages at a glance, in the order in which they are named."""

from archive.views.glance.assessments import AssessmentsPage
from archive.views.glance.calls import CallsPage
from archive.views.glance.hand_overs import HandOversPage
from archive.views.glance.map import MapPage
from archive.views.glance.timeline import TimelinePage

PAGES = (TimelinePage, MapPage, HandOversPage, AssessmentsPage, CallsPage)
