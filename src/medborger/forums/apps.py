from django.apps import AppConfig


class ForumsConfig(AppConfig):
    name = "medborger.forums"

    def ready(self) -> None:
        from medborger.forums import receivers  # noqa: F401, PLC0415  (connects them)
