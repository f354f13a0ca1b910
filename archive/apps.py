from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import m2m_changed, post_migrate
from django.utils.translation import gettext_lazy


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = gettext_lazy("The archive")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # models can be imported only once the apps are ready
        from archive.accounts.log import connect  # noqa: PLC0415
        from archive.domain.public_log import PublicLogObserver  # noqa: PLC0415
        from archive.imports import types  # noqa: F401, PLC0415 – which registers the sheets
        from archive.models.base.protection import require_declared  # noqa: PLC0415
        from archive.models.base.registry import registered_models  # noqa: PLC0415
        from archive.models.log.audited import log_changed_links  # noqa: PLC0415
        from archive.models.log.changes import observers  # noqa: PLC0415

        require_declared(registered_models())
        m2m_changed.connect(log_changed_links, dispatch_uid="log changed links")
        observers.append(PublicLogObserver)
        post_migrate.connect(_begin_public_log, sender=self, dispatch_uid="begin the public log")
        connect()


def _begin_public_log(sender: AppConfig, **kwargs: object) -> None:
    from archive.domain import public_log  # noqa: PLC0415 – as above
    from archive.models import PublicLogState  # noqa: PLC0415

    if PublicLogState._meta.db_table in connection.introspection.table_names():  # unless migrations were taken back
        public_log.begin()
        public_log.catch_up()
