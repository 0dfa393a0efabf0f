"""What pages cost, beside the budgets and the peers of quality.md. `make bench` runs this."""

import gzip
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medborger.config.settings")
django.setup()

from bench import data  # noqa: E402
from bench.measure import REQUESTS, Visitor, memory_mb, milliseconds, tree, web  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402

from medborger.forums.models import Forum  # noqa: E402
from medborger.meetings.models import Meeting  # noqa: E402
from medborger.people.models import User  # noqa: E402


@dataclass
class Page:
    name: str
    url: Callable[[], str]
    is_member: bool
    budget: float
    peers: str = ""


def a_forum() -> str:
    return Forum.objects.order_by("pk")[40].get_absolute_url()


def a_meeting() -> str:
    """Of the same forum, so that its members are asked."""
    coming = Meeting.objects.filter(forum=Forum.objects.order_by("pk")[40], is_open=True).upcoming()
    return coming.first().get_absolute_url()


# Each row: name, address, logged in, budget in ms, and what others cost in the same measurement.
PAGES = [
    Page("front page, visitor, cached", lambda: "/", False, 0.6, "NodeBB 31.5, bare Django 0.27"),
    Page("forum page, visitor, cached", a_forum, False, 0.6, "NodeBB 31.5, bare Django 0.27"),
    Page("front page, member", lambda: "/", True, 10.0, "adhocracy+ 143"),
    Page("my page, member", lambda: "/min-side/", True, 10.0, "adhocracy+ 143"),
    Page("forum page, member", a_forum, True, 10.0, "adhocracy+ 143"),
    Page(
        "forum page, visitor, not cached",
        lambda: a_forum() + "?n={}",
        False,
        10.0,
        "adhocracy+ 653",
    ),
    Page("meeting page, member", a_meeting, True, 10.0, "adhocracy+ 143"),
    Page(
        "meeting page, visitor, not cached",
        lambda: a_meeting() + "?n={}",
        False,
        10.0,
        "adhocracy+ 653",
    ),
    Page("list of meetings, member", lambda: "/moeder/", True, 7.0, "NodeBB 49.8, adhocracy+ 174"),
    Page("list of forums, member", lambda: "/forummer/", True, 7.0, "NodeBB 49.8, adhocracy+ 174"),
    Page(
        "list of recommendations, member",
        lambda: "/anbefalinger/",
        True,
        7.0,
        "NodeBB 49.8, adhocracy+ 174",
    ),
]


def session_of(person: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    call_command("migrate", verbosity=0)
    print("Loading 2,000 people, 100 forums and 3,000 meetings")
    data.load()
    forum = Forum.objects.order_by("pk")[40]
    sessions = [session_of(person) for person in forum.members.all()[:4]]
    postgres = int(os.environ["POSTGRES_PID"])
    with web(DJANGO_SETTINGS_MODULE="bench.bare") as (port, server):
        bare = milliseconds("/", [Visitor(port, session) for session in sessions], server, postgres)
    with web() as (port, server):
        print(
            f"\nProcessor time of one request in ms (web and PostgreSQL), over {REQUESTS} requests\n"
        )
        print(f"{'page':34}{'ours':>8}{'budget':>8}   peers")
        print(
            f"{'a bare Django page of 20 rows':34}{bare:8.1f}{'':8}   7.5 where peers were measured"
        )
        for page in PAGES:
            who = [Visitor(port, session if page.is_member else "") for session in sessions]
            cost = milliseconds(page.url(), who, server, postgres)
            over = "  OVER" if cost > page.budget else ""
            print(f"{page.name:34}{cost:8.1f}{page.budget:8.1f}   {page.peers}{over}")
        used = sum(memory_mb(pid) for pid in tree(server)[1:])
        print(
            f"\n{'memory of two web workers, MB':34}{used:8.0f}{200:8}   NodeBB 364, adhocracy+ 322"
        )
        weigh(Visitor(port))


def weigh(visitor: Visitor) -> None:
    """Tell what a first visit to the front page brings along, compressed."""
    html = visitor.get("/")[1].decode()
    styles = re.findall(
        r'<link[^>]+stylesheet[^>]+href="([^"]+)"|<link[^>]+href="([^"]+)"[^>]+stylesheet', html
    )
    scripts = re.findall(r"<script([^>]+)src=\"([^\"]+)\"([^>]*)", html)
    blocking = [
        url for before, url, after in scripts if not re.search("defer|async|module", before + after)
    ]
    first = [*("".join(pair) for pair in styles), *blocking]
    later = [url for _, url, _ in scripts if url not in blocking]
    later += re.findall(r'<(?:img|use)[^>]+(?:src|href)="(/static/[^"#]+)', html)
    later += [url for style in first for url in fonts_of(style, visitor)]
    to_render = compressed("/", visitor) + sum(compressed(url, visitor) for url in first)
    everything = to_render + sum(compressed(url, visitor) for url in set(later))
    print(f"\n{'to first render, KB':34}{to_render / 1024:8.0f}{60:8}   NodeBB 97, adhocracy+ 443")
    print(f"{'everything on a first visit, KB':34}{everything / 1024:8.0f}{130:8}   NodeBB 239")
    print(f"{'requests on a first visit':34}{1 + len(first) + len(set(later)):8}{9:8}")


def fonts_of(style: str, visitor: Visitor) -> list[str]:
    css = visitor.get(style)[1].decode()
    folder = Path(style).parent
    found = re.findall(r"url\([\"']?([^\"')]+\.woff2[^\"')]*)", css)
    return [os.path.normpath(folder / url) for url in found]


def compressed(url: str, visitor: Visitor) -> int:
    body = visitor.get(url)[1]
    return len(body) if url.endswith("woff2") else len(gzip.compress(body, 6))


if __name__ == "__main__":
    main()
