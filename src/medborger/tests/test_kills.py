"""`kill -9` while people write: what they were told is stored is there, and nothing is half done."""

import time
from collections.abc import Callable, Iterator

import pytest

from medborger.tests.filled import ON_POSTGRESQL, Filled, Server, server
from medborger.tests.mail_server import MailServer, serving
from medborger.tests.processes import command_of, descendants, until
from medborger.tests.real_site import People, RealSite

pytestmark = [pytest.mark.process, pytest.mark.xdist_group("kills")]
AS_IN_PRODUCTION = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Server | None]:
    """A server of its own, because it is killed."""
    if not ON_POSTGRESQL:
        yield None
        return
    with server(**AS_IN_PRODUCTION, shared_buffers="64MB", max_connections="60") as made:
        yield made


@pytest.fixture(scope="module")
def mailbox() -> Iterator[MailServer]:
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    filled: Filled,
    postgresql: Server | None,
    mailbox: MailServer,
) -> Iterator[RealSite]:
    url = postgresql.url if postgresql else ""
    site = RealSite(tmp_path_factory.mktemp("kills"), url, mailbox.url, workers=2)
    filled.copy_to(site)
    try:
        site.start()
        yield site
    finally:
        site.stop()


@pytest.fixture(scope="module")
def people(site: RealSite) -> People:
    return People(site)


def check(site: RealSite, people: People) -> None:
    """All that was acknowledged is stored, and nothing is stored by halves."""
    stored = site.look()
    for person, yes in people.told["sign-up"].items():
        may_be = {yes, *people.tried["sign-up"][person]}
        assert (stored["sign-up"][person] != "declined") in may_be
    assert list(stored["sign-up"].values()).count("attending") <= 3
    if "waiting" in stored["sign-up"].values():
        assert list(stored["sign-up"].values()).count("attending") == 3
    assert people.told["minutes"].items() <= stored["minutes"].items()
    assert people.told["message"].keys() <= stored["message"].keys()
    for count, recipients, _written in stored["message"].values():
        assert count == recipients == 7
    unsure = sum(len(one) for one in people.tried["seat"].values())
    assert 0 <= len(stored["seat"]) - len(people.told["seat"]) <= unsure
    assert stored["seat"] == list(range(1, len(stored["seat"]) + 1))
    unwritten = [one for one in stored["message"].values() if not one[2]]
    assert len(stored["to write"]) >= len(unwritten)


def check_letters(site: RealSite, mailbox: MailServer) -> None:
    """When the errands are run, each letter lies in the mailbox once."""

    def is_done() -> bool:
        site.time_passes()
        stored = site.look()
        return not stored["waiting"] and all(one[2] for one in stored["message"].values())

    until(is_done)
    stored = site.look()
    promotions = stored["letters"] - 7 * len(stored["message"])
    assert promotions >= 0
    assert (len(mailbox.mailbox), stored["failed"]) == (stored["letters"], 0)
    assert stored["given up"] == 0


def kill_web_worker(site: RealSite, _: Server | None) -> None:
    site.kill(site.web_workers()[0])


def kill_web_parent(site: RealSite, _: Server | None) -> None:
    site.kill(site.web_parent())


def kill_errand_worker(site: RealSite, _: Server | None) -> None:
    site.kill(site.child("run_errands"))


def kill_everybody(site: RealSite, _: Server | None) -> None:
    """With SQLite this is the database too: nobody is left who holds it."""
    everybody = site.everybody()
    site.kill(*everybody)
    site.parent.wait(60)
    site.close_witness()
    until(lambda: not any(command_of(pid) for pid in everybody))
    site.start()


def kill_database(site: RealSite, postgresql: Server | None) -> None:
    """The first of its processes and all the others, as a power cut does."""
    assert postgresql is not None
    processes = [postgresql.process.pid, *descendants(postgresql.process.pid)]
    site.kill(*processes)
    postgresql.process.wait(60)
    until(lambda: not any(command_of(pid) for pid in processes))
    postgresql.start()


KILLS: list[Callable[[RealSite, Server | None], None]]
KILLS = [kill_web_worker, kill_web_parent, kill_errand_worker, kill_everybody]
KILLS += [kill_database] * ON_POSTGRESQL


@pytest.mark.parametrize("kill", KILLS)
def test_what_was_acknowledged_is_there_after_a_kill(
    kill: Callable[[RealSite, Server | None], None],
    site: RealSite,
    people: People,
    postgresql: Server | None,
    mailbox: MailServer,
) -> None:
    with people:
        people.until_told(20)
        kill(site, postgresql)
        back = time.monotonic()
        people.until_told(20)  # pages answer again by themselves

    assert [began for began in people.failed if began > back] == []
    check(site, people)
    check_letters(site, mailbox)


# --- in the middle of an errand: the task's effect is there once ---


@pytest.mark.parametrize("point", ["before", "during", "after"])
def test_an_errand_killed_around_its_transaction_has_its_effect_once(
    point: str, site: RealSite, people: People, mailbox: MailServer
) -> None:
    """Before it began, when a letter of seven was written, and when it was all stored."""
    before = site.look()
    site.hold_at(point)
    people.messages(1, 0)
    until(lambda: site.is_held_at(point))

    site.kill(site.child("run_errands"))

    check_letters(site, mailbox)
    after = site.look()
    assert after["letters"] - before["letters"] == 7


# --- in the middle of a delivery ---

SURELY_NOT_THERE = ["on the line", "before data"]
PERHAPS_THERE = ["before accepting", "after accepting", "after answering"]


@pytest.mark.parametrize("point", SURELY_NOT_THERE + PERHAPS_THERE)
def test_a_letter_whose_worker_was_killed_lies_in_the_mailbox_once(
    point: str, site: RealSite, people: People, mailbox: MailServer
) -> None:
    """And was accepted once, when the server had not got all of it. When it had, nobody can know
    whether it was accepted: it comes once more under the same name, and the mailbox tells."""
    known = set(mailbox.mailbox)
    mailbox.at[point] = lambda: site.kill(site.child("run_errands"))

    people.messages(1, 0)
    until(lambda: point not in mailbox.at)
    check_letters(site, mailbox)

    times = sorted(mailbox.accepted[name] for name in set(mailbox.mailbox) - known)
    assert times[:-1] == [1] * 6
    assert times[-1] in ({1} if point in SURELY_NOT_THERE else {1, 2})


def test_a_letter_that_no_server_had_on_the_line_waits_for_nothing(
    site: RealSite, people: People, mailbox: MailServer
) -> None:
    """It was not claimed yet, so it goes out as soon as a worker is back."""
    mailbox.at["on the line"] = lambda: site.kill(site.child("run_errands"))

    people.messages(1, 0)
    until(lambda: "on the line" not in mailbox.at)

    until(lambda: not site.look()["to write"] and not site.look()["waiting"])
    check_letters(site, mailbox)
