from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate

from medborger.core import deploy
from medborger.core.checks import check_theme


class CoreConfig(AppConfig):
    name = "medborger.core"

    def ready(self) -> None:
        from medborger.core.log import protect  # noqa: PLC0415 - models are not loaded before

        register(check_theme)
        deploy.register_all()
        post_migrate.connect(protect, sender=self)
