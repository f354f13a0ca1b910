"""The desk: where curators sign in and work."""

from django.contrib.admin import AdminSite


class ArchiveAdminSite(AdminSite):
    site_header = site_title = "The desk"
    index_title = "Records and authorities"
    enable_nav_sidebar = True
