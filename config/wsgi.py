import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()
gc.collect()
gc.freeze()  # what is loaded stays: to look through it for what is not needed any more takes 100 ms, time and again
