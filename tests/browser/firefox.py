"""Find a Firefox to test pages in, or install one, and start it as it is sold, with a profile of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.browser import installing
from tests.browser.bidi import Firefox, session

NAMES = ("firefox", "firefox-esr")

Preferences = Mapping[str, bool | int | str]
"""Names are Firefox's own (about:config)."""

NOWHERE = "127.0.0.1"
PREFERENCES: Preferences = {
    # Everything but this computer is behind a door that is shut, so that nothing can be fetched or told.
    # What a page asks for elsewhere is noted all the same, because it is noted before it is sent.
    "network.proxy.type": 1,
    "network.proxy.http": NOWHERE,
    "network.proxy.http_port": 9,
    "network.proxy.ssl": NOWHERE,
    "network.proxy.ssl_port": 9,
    "network.proxy.socks": NOWHERE,
    "network.proxy.socks_port": 9,
    # And Firefox itself does not try. Most of what it would do, WebDriver BiDi turns off; these are left.
    "media.gmp-manager.updateEnabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
}

MISSING = (
    "No Firefox was found and none could be installed: install Firefox (Debian: apt-get install"
    " firefox-esr) or name yours in STORYARCHIVE_FIREFOX, then run the tests again."
)
PATIENCE = 30.0
"""Seconds within which a Firefox answers, on a computer that does much else."""


def find() -> Path | None:
    """Give the path of a Firefox, installing one where this computer allows it."""
    named = os.environ.get("STORYARCHIVE_FIREFOX")
    if named:
        return Path(named) if Path(named).is_file() else None
    for place in _places():
        return place
    installing.from_debian("firefox-esr", lambda: next(_places(), None) is not None)
    return next(_places(), None)


def _places() -> Iterator[Path]:
    for name in NAMES:
        found = shutil.which(name)
        if found and not _is_shut_in(Path(found)):
            yield Path(found)
    for place in _usual():
        if place.is_file():
            yield place


def _usual() -> Iterator[Path]:
    yield Path("/Applications/Firefox.app/Contents/MacOS/firefox")
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if variable in os.environ:
            yield Path(os.environ[variable]) / "Mozilla Firefox" / "firefox.exe"


def _is_shut_in(program: Path) -> bool:
    """Tell whether it is one of Ubuntu's snaps: these see neither our profile nor our pages in /tmp."""
    with program.resolve().open("rb") as file:
        return "/snap" in program.resolve().as_posix() or b"/snap/" in file.read(2000)


@contextmanager
def started(program: Path, preferences: Preferences) -> Iterator[Firefox]:
    """Start a Firefox nobody has used, give it for a while, and end it.

    `preferences` are laid over PREFERENCES. Raises TimeoutError if it does not answer.
    """
    with ExitStack() as until:
        # What Firefox leaves in its profile while it ends is of no interest.
        profile = Path(until.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n"
            for name, value in {**PREFERENCES, **preferences}.items()
        )
        (profile / "user.js").write_text("".join(lines), encoding="utf-8")
        log = until.enter_context((profile / "said.log").open("w+", encoding="utf-8"))
        process = subprocess.Popen(
            [
                str(program),
                "--headless",
                "--no-remote",
                "--remote-debugging-port=0",
                *(["--wait-for-browser"] if sys.platform == "win32" else []),
                "--profile",
                str(profile),
            ],
            stdout=log,
            stderr=log,
            env={
                **os.environ,
                # Nothing outside the profile is read or left behind.
                "HOME": str(profile),
                "MOZ_CRASHREPORTER_DISABLE": "1",
                # Without this a Firefox as it is sold does not heed services.settings.server.
                "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",
            },
        )
        until.callback(_end, process)
        with session(_address(process, profile), PATIENCE) as firefox:
            yield firefox
            firefox.ask("browser.close")


def _address(process: subprocess.Popen[bytes], profile: Path) -> str:
    """Wait until Firefox has written down where it listens."""
    written = profile / "WebDriverBiDiServer.json"
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        time.sleep(0.02)
        try:
            where = json.loads(written.read_text(encoding="utf-8"))
        except (FileNotFoundError, json.JSONDecodeError):
            continue
        return f"ws://{where['ws_host']}:{where['ws_port']}"
    said = (profile / "said.log").read_text(encoding="utf-8", errors="replace")
    raise TimeoutError(f"Firefox did not say where it listens. It said: {said[-2000:]}")


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
