from django.apps import AppConfig
from django.core.checks import register

from medborger.core.checks import check_theme


class CoreConfig(AppConfig):
    name = "medborger.core"

    def ready(self) -> None:
        register(check_theme)
