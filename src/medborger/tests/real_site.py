"""A site as real processes with people who write to it, to see what a crash takes with it.

Nothing here is faked: `medborger serve`, a mail server, HTTP, SQLite or PostgreSQL. `pauses` is an
app beside it that holds a process still at a named point, so that it can be killed just there.
"""

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from medborger.tests.processes import Site, command_of, descendants, until

SETTINGS = """
from medborger.config.settings import *

INSTALLED_APPS += ["pauses"]
"""
PAUSES = """
import time
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_save
from django_tasks.signals import task_started


def pause(point):
    wanted, reached = (Path(settings.VAR_DIR) / f"{point}-{end}" for end in ("wanted", "reached"))
    if wanted.exists():
        wanted.unlink()
        reached.touch()
        time.sleep(600)


class Pauses(AppConfig):
    name = "pauses"

    def ready(self):
        task_started.connect(self.before, weak=False)
        post_save.connect(self.during, sender="core.Mail", weak=False)

    def before(self, task_result, **_):
        if task_result.task.name == "write_letters":
            pause("before")

    def during(self, created, **_):
        if created:
            pause("during")
            transaction.on_commit(lambda: pause("after"))
"""
WITNESS = """
import json, sys
import django; django.setup()
from datetime import timedelta
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from medborger.core.models import Mail
from medborger.forums.models import Message, Seat
from medborger.meetings.models import AgendaItem, SignUp

def pending(name):
    errands = DBTaskResult.objects.filter(task_path__endswith=name, status__in=["READY", "RUNNING"])
    return [one.args_kwargs["args"][0] for one in errands]

def look():
    return {
        # First, because errands go on meanwhile.
        "to write": pending("write_letters"),
        "sign-up": {one.person_id: one.answer for one in SignUp.objects.all()},
        "message": {str(one.key): [one.recipient_count, one.recipients.count(),
                                   one.letters_written_at is not None]
                    for one in Message.objects.all()},
        "minutes": {one.pk: one.minutes for one in AgendaItem.objects.exclude(minutes="")},
        "seat": sorted(Seat.objects.values_list("number", flat=True)),
        "letters": Mail.objects.count(),
        "waiting": Mail.objects.waiting().count(),
        "claimed": Mail.objects.waiting().exclude(claimed_at=None).count(),
        "failed": Mail.objects.failed().count(),
        "given up": DBTaskResult.objects.filter(status="FAILED").count(),
    }

def time_passes():
    hour = timedelta(hours=1)
    Mail.objects.waiting().update(claimed_at=F("claimed_at") - hour, try_at=F("try_at") - hour)
    waiting = DBTaskResult.objects.filter(status="READY", task_path__endswith="deliver_waiting")
    waiting.update(run_after=timezone.now())

# A killed database leaves connections behind that are found to be dead one by one.
def asked(question):
    for _try in range(20):
        try:
            return globals()[question]()
        except DatabaseError:
            connection.close()
    return globals()[question]()

for line in sys.stdin:
    print(json.dumps(asked(line.strip())), flush=True)
    connection.close()
"""


class RealSite(Site):
    known: dict[str, Any]  # who and what is in it, when tests/filled.py has filled it
    witness: "subprocess.Popen[str] | None" = None

    def __init__(
        self, folder: Path, database_url: str, mail_url: str = "", workers: int = 1
    ) -> None:
        super().__init__(folder, database_url, workers)
        self.environment["EMAIL_URL"] = mail_url
        paths = [str(folder), os.environ.get("PYTHONPATH", "")]
        self.environment["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
        (folder / "site_under_test.py").write_text(SETTINGS)
        (folder / "pauses").mkdir(exist_ok=True)
        (folder / "pauses" / "__init__.py").touch()
        (folder / "pauses" / "apps.py").write_text(PAUSES)

    def stop(self) -> None:
        super().stop()
        self.close_witness()

    def close_witness(self) -> None:
        if self.witness:
            self.witness.communicate()
        self.witness = None

    def look(self) -> dict[str, Any]:
        """What is stored now."""
        found: dict[str, Any] = self._told("look")
        return found

    def time_passes(self) -> None:
        """An hour, as far as letters are concerned."""
        self._told("time_passes")

    def _told(self, question: str) -> Any:
        if not self.witness:
            self.witness = subprocess.Popen(
                [sys.executable, "-c", WITNESS],
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.witness.stdin is not None
        assert self.witness.stdout is not None
        self.witness.stdin.write(f"{question}\n")
        self.witness.stdin.flush()
        return json.loads(self.witness.stdout.readline())

    def run(self, *arguments: str) -> None:
        assert self.medborger(*arguments).wait(240) == 0, arguments

    def ask(self, script: str) -> Any:
        """What a program with the same settings says, as JSON."""
        done = subprocess.run(
            [sys.executable, "-c", script],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout or "null")

    def kill(self, *pids: int) -> None:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)

    def web_workers(self) -> list[int]:
        return [pid for pid in descendants(self.web_parent()) if "granian" in command_of(pid)]

    def web_parent(self) -> int:
        children = [p for p in descendants(self.parent.pid) if "granian" in command_of(p)]
        return min(children, default=0)

    def everybody(self) -> list[int]:
        return [self.parent.pid, *descendants(self.parent.pid)]

    def hold_at(self, point: str) -> None:
        (self.var / f"{point}-wanted").touch()

    def is_held_at(self, point: str) -> bool:
        return (self.var / f"{point}-reached").exists()


class People:
    """Eight people who write at the same time, and note what they were told is stored."""

    def __init__(self, site: RealSite) -> None:
        self.site, self.known = site, site.known
        self.told: dict[str, dict[str, Any]] = defaultdict(dict)
        self.tried: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.failed: list[float] = []  # when requests began that were answered by an error
        self.items = iter(self.known["items"])
        self.count = 0
        self.stopped = threading.Event()

    def __enter__(self) -> "People":
        self.stopped.clear()
        jobs = [self.minutes, self.messages, self.seats, *[self.answers] * 4]
        self.threads = [
            threading.Thread(target=self._work, args=(job, number), daemon=True)
            for number, job in enumerate(jobs)
        ]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopped.set()
        for thread in self.threads:
            thread.join()

    def until_told(self, more: int) -> None:
        """Wait until so much more is stored, as far as they were told."""
        goal = self.count + more
        until(lambda: self.count >= goal)

    def _work(self, job: Callable[[int, int], None], number: int) -> None:
        turn = 0
        while not self.stopped.is_set():
            job(number, turn)
            turn += 1
            time.sleep(0.1)

    def answers(self, number: int, turn: int) -> None:
        yes = turn % 3 != 2
        self._write(
            number,
            f"/moeder/{self.known['meeting']}/svar/",
            {"answer": "yes" if yes else "no"},
            ("sign-up", str(self.known["people"][number]), yes),
        )

    def minutes(self, number: int, turn: int) -> None:
        item, text = next(self.items), "Vi tager det med næste gang."
        form = {"minutes": text}
        self._write(0, f"/dagsorden/{item}/referat/", form, ("minutes", str(item), text))

    def messages(self, number: int, turn: int) -> None:
        if turn % 8:
            return  # each one writes seven letters
        key = f"{secrets.token_hex(4)}-0000-4000-8000-{secrets.token_hex(6)}"
        form = {"subject": "Nyt", "text": "Vi mødes.", "key": key, "send": "1"}
        address = f"/forummer/{self.known['forum']}/beskeder/ny/"
        self._write(0, address, form, ("message", key, True))

    def seats(self, number: int, turn: int) -> None:
        address = f"/forummer/{self.known['forum']}/pladser/ny/"
        self._write(0, address, {"count": "1"}, ("seat", str(turn) + secrets.token_hex(2), True))

    def _write(
        self, person: int, address: str, form: dict[str, str], what: tuple[str, str, Any]
    ) -> None:
        kind, name, value = what
        self.tried[kind][name].append(value)
        if self._is_acknowledged(person, address, form):
            self.told[kind][name] = value
            self.tried[kind][name] = []
            self.count += 1

    def _is_acknowledged(self, person: int, address: str, form: dict[str, str]) -> bool:
        token = "t" * 32
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=30)
        cookies = f"sessionid={self.known['sessions'][person]}; csrftoken={token}"
        headers = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token})
        began = time.monotonic()
        try:
            connection.request("POST", address, body, headers)
            answer = connection.getresponse()
            said = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
        assert answer.status in {302, 500, 502, 503}, (address, answer.status, said)
        if answer.status >= 500:
            self.failed.append(began)
        return answer.status == 302
