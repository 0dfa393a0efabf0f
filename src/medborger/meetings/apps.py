from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "medborger.meetings"

    def ready(self) -> None:
        from medborger.meetings import receivers  # noqa: F401, PLC0415  (connects them)
