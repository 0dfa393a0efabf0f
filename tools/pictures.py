"""Take the pictures of the README: `make pictures`.

The demo is built in a folder of its own, served on a free port of this machine, and looked at
in Chromium. Afterwards nothing is left but docs/pictures/.
"""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, FloatRect, Locator, Page, ViewportSize, sync_playwright

MEDBORGER = str(Path(sys.executable).with_name("medborger"))
PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
DESK, PHONE = 1100, 375
MEMBER, FORUM = "Amina Yusuf", "Medborgerforum Fjordby"
RECOMMENDATION = "Spørg de unge, før planen er tegnet"


@contextmanager
def site() -> Iterator[tuple[str, str]]:
    """Yield the address of a fresh demo, and a link that lets the member in."""
    with tempfile.TemporaryDirectory(prefix="medborger-pictures-") as folder:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        own = {"VAR_DIR": folder, "SITE_URL": address, "DATABASE_URL": "", "LOG_LEVEL": "ERROR"}
        environment = {**os.environ, **own}
        told = subprocess.run(
            [MEDBORGER, "demo"], env=environment, check=True, stdout=subprocess.PIPE, text=True
        ).stdout
        serve = [MEDBORGER, "serve", "--port", str(port), "--workers", "1"]
        server = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
        try:
            wait_until_up(server, address)
            yield address, re.findall(rf"{MEMBER}.*\n\s+(\S+)", told)[0]
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(70)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_up(server: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(address, timeout=10).close()
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return
        if server.poll() is not None:
            break
    sys.exit("The site did not start")


def take(page: Page, name: str, until: Locator, margin: int = 0) -> None:
    """Save the page from its top to the bottom of something on it."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    bottom: float = until.evaluate("part => part.getBoundingClientRect().bottom + scrollY")
    width: int = page.evaluate("innerWidth")
    clip = FloatRect(x=0, y=0, width=width, height=bottom + margin)
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path, clip=clip, full_page=True, animations="disabled")
    print(f"{path.relative_to(PICTURES.parents[1])}: {path.stat().st_size // 1024} kB")


def window(chromium: Browser, width: int, scale: float = 1) -> Page:
    size = ViewportSize(width=width, height=800)
    return chromium.new_page(locale="da-DK", viewport=size, device_scale_factor=scale)


def look(chromium: Browser, address: str, invitation: str) -> None:
    desk, band = window(chromium, DESK, 0.8), "main .band >> nth={}"
    desk.goto(address)
    take(desk, "front-page", desk.locator(band.format(1)))
    desk.get_by_role("link", name=FORUM).first.click()
    take(desk, "forum", desk.locator(band.format(2)))
    desk.get_by_role("link", name=RECOMMENDATION).last.click()
    take(desk, "what-became-of-it", desk.locator("main .line"), 40)

    phone = window(chromium, PHONE)
    phone.goto(invitation)
    phone.get_by_role("main").get_by_role("button").click()
    phone.goto(f"{address}/min-side/")  # without the welcome
    take(phone, "my-page", phone.locator("main .sheet").first, 24)
    phone.locator("main .sheet a").first.click()
    take(phone, "meeting", phone.locator("main .sheet").first, 24)


def main() -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    with site() as (address, invitation), sync_playwright() as playwright:
        path = shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        look(chromium, address, invitation)
        chromium.close()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    main()
