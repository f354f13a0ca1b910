"""Importing this sets Django up, in a process that starts without it; see `archive.processes.limited`."""

import django

django.setup()
