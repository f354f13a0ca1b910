from django.apps import AppConfig
from django.db.models.signals import m2m_changed


class ArchiveConfig(AppConfig):
    name = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from archive.models.tracked import log_changed_links  # models can be imported only once apps are ready

        m2m_changed.connect(log_changed_links, dispatch_uid="log changed links")
