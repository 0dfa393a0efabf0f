"""Settings of a site with one page of 20 rows: what Django costs here before Medborger does anything."""

from medborger.config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.views"
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # or it will not start
]
