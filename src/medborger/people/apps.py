from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "medborger.people"

    def ready(self) -> None:
        from medborger.people import receivers  # noqa: F401, PLC0415  (connects them)
