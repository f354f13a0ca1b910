"""Importing this sets Django up, in a process that starts without it; see `archive.apart`."""

import django

django.setup()
