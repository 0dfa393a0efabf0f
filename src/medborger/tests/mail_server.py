"""A mail server for tests: real sockets, real answers, and a mailbox like the ones people have."""

import re
import socketserver
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MESSAGE_ID = re.compile(rb"^Message-ID: (<[^>]+>)", re.MULTILINE | re.IGNORECASE)


class MailServer(socketserver.ThreadingTCPServer):
    """Takes every letter, but for what `answers` says of an address.

    `accepted` tells how often each letter was taken over the line. `mailbox` holds one letter for
    each Message-ID, as mailboxes do that know a letter again.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Conversation)
        self.accepted: Counter[str] = Counter()
        self.mailbox: dict[str, str] = {}
        self.answers: dict[str, str] = {}
        self.at: dict[str, Callable[[], None]] = {}

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}?starttls=no"

    def reach(self, point: str) -> None:
        """Let the test do something at this point of the conversation, once."""
        self.at.pop(point, lambda: None)()

    def take(self, to: str, letter: bytes) -> None:
        found = MESSAGE_ID.search(letter)
        assert found is not None
        name = found[1].decode()
        self.accepted[name] += 1
        self.mailbox[name] = to

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that was killed in the middle is what these tests are about."""


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.reach("on the line")
        self.say("220 mail.example.org ESMTP")
        to = ""
        for line in iter(self.rfile.readline, b""):
            verb = line[:4].upper()
            if verb == b"RCPT":
                to = line.decode().partition("<")[2].partition(">")[0]
                self.say(self.server.answers.get(to, "250 Ok"))
            elif verb == b"DATA":
                self.receive(to)
            elif verb == b"QUIT":
                self.say("221 Bye")
                return
            else:
                self.say("250 Ok")

    def receive(self, to: str) -> None:
        self.server.reach("before data")
        self.say("354 Go ahead")
        letter = b"".join(iter(self.rfile.readline, b".\r\n"))
        self.server.reach("before accepting")
        self.server.take(to, letter)
        self.server.reach("after accepting")
        self.say("250 Taken")
        self.server.reach("after answering")


@contextmanager
def serving(port: int = 0) -> Iterator[MailServer]:
    with MailServer(port) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
