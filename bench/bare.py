"""Settings of a site with one page of 20 rows: what Django costs here before Medborger does anything."""

from medborger.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.views"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # or it will not start
]
# As Django does it: what ours does faster counts for ours.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
for name in ("server_side_binding", "prepare_threshold"):
    DATABASES["default"]["OPTIONS"].pop(name, None)  # noqa: F405
