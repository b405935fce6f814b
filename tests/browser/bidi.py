"""Speak with a stock browser over WebDriver BiDi, as much of it as the tests need.

The protocol is the W3C's: https://www.w3.org/TR/webdriver-bidi/. Names of methods, events and values are its own.
"""

import base64
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from websockets.sync.client import ClientConnection, connect

EVENTS = (
    "browsingContext.userPromptOpened",
    "log.entryAdded",
    "network.beforeRequestSent",
    "network.fetchError",
    "network.responseCompleted",
    "script.message",
)

KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Shift": "\ue008"}
"""Keys by name; the numbers are WebDriver's."""

WATCH = """tell => addEventListener("error", failed => {
    if (failed.target !== window) tell(failed.target.src || failed.target.href);
}, true)"""
"""Tells of each style, script and picture that did not come: for files there are no network events."""

TO_THE_MIDDLE = """css => {
    document.querySelector(css).scrollIntoView({block: "center", behavior: "instant"});
}"""


class Refused(Exception):
    """The browser did not do what it was asked."""


@dataclass(frozen=True)
class Event:
    """Something the browser told without being asked."""

    name: str
    """As in EVENTS."""
    said: Mapping[str, Any]
    """Its `params`."""


class Firefox:
    """A running browser and the connection to it. Asking is in turn: one question, one answer."""

    def __init__(self, socket: ClientConnection, patience: float) -> None:
        self.events: list[Event] = []
        self.patience = patience
        self._socket = socket
        self._asked = 0

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send a command and give its result; events that come before it are kept.

        Raises Refused, with what the browser says; TimeoutError after `patience` seconds.
        """
        self._asked += 1
        self._socket.send(json.dumps({"id": self._asked, "method": method, "params": params}))
        while True:
            told = json.loads(self._socket.recv(timeout=self.patience))
            if told["type"] == "event":
                self.events.append(Event(told["method"], told["params"]))
            elif told["id"] != self._asked:
                continue
            elif told["type"] == "error":
                raise Refused(f"{method}: {told['error']}: {told['message']}")
            else:
                result: dict[str, Any] = told["result"]
                return result

    def visit(self) -> "Visit":
        """Begin as a reader who has never been here: nothing stored, nothing remembered."""
        return Visit(self, self.ask("browser.createUserContext")["userContext"], len(self.events))


@contextmanager
def session(address: str, patience: float) -> Iterator[Firefox]:
    """Open a session with the browser that listens at an address, such as ws://127.0.0.1:9222.

    An alert that a page opens is dismissed, and stands among the events.
    """
    # A browser on a computer that does much else is slow, and not gone: no pings.
    with connect(
        f"{address}/session",
        max_size=None,
        open_timeout=patience,
        ping_interval=None,
        proxy=None,
    ) as socket:
        firefox = Firefox(socket, patience)
        capabilities = {"alwaysMatch": {"unhandledPromptBehavior": {"default": "dismiss"}}}
        firefox.ask("session.new", capabilities=capabilities)
        firefox.ask("session.subscribe", events=list(EVENTS))
        firefox.ask(
            "script.addPreloadScript",
            functionDeclaration=WATCH,
            arguments=[{"type": "channel", "value": {"channel": "missing"}}],
            sandbox="watch",
        )
        yield firefox


@dataclass(frozen=True)
class Visit:
    """What one reader does in a browser: tabs that share a storage nobody else sees."""

    firefox: Firefox
    user: str
    began: int
    """How many events there were before."""

    def tab(self) -> "Tab":
        """Open an empty tab."""
        made = self.firefox.ask("browsingContext.create", type="tab", userContext=self.user)
        return Tab(self.firefox, made["context"])

    def from_now(self) -> "Visit":
        """Give the same visit as if it began now: what was told before does not count."""
        return replace(self, began=len(self.firefox.events))

    def events(self, name: str) -> list[Mapping[str, Any]]:
        """List what the browser has told of one kind since the visit began."""
        # The answer to any question comes after whatever was told before.
        self.firefox.ask("session.status")
        return [event.said for event in self.firefox.events[self.began :] if event.name == name]

    def requests(self) -> list[str]:
        """List the addresses that were asked for; over http only."""
        return [said["request"]["url"] for said in self.events("network.beforeRequestSent")]

    def complaints(self) -> list[str]:
        """List what went wrong: warnings, errors, what the policy refused, files that did not come."""
        logged = self.events("log.entryAdded")
        return [
            *(said["text"] for said in logged if said["level"] in {"warn", "error"}),
            *(said["data"]["value"] for said in self.events("script.message")),
            *(
                f"{said['response']['status']} {said['request']['url']}"
                for said in self.events("network.responseCompleted")
                if said["response"]["status"] >= 400
            ),
            *(
                f"{said['errorText']} {said['request']['url']}"
                for said in self.events("network.fetchError")
                # What a reader leaves before it has come.
                if said["errorText"] != "NS_BINDING_ABORTED"
            ),
        ]

    def alerts(self) -> list[str]:
        """List what pages said by `alert`."""
        return [said["message"] for said in self.events("browsingContext.userPromptOpened")]

    def answer(self, address: str, words: str) -> Mapping[str, Any]:
        """Wait for a request that is held (`Tab.hold`), answer it with some words, and give it."""
        until = time.monotonic() + self.firefox.patience
        while time.monotonic() < until:
            for said in self.events("network.beforeRequestSent"):
                request: Mapping[str, Any] = said["request"]
                if said["isBlocked"] and request["url"] == address:
                    self.firefox.ask(
                        "network.provideResponse",
                        request=request["request"],
                        statusCode=200,
                        reasonPhrase="OK",
                        headers=[{"name": "Content-Type", "value": _sent("text/plain")}],
                        body=_sent(words),
                    )
                    return request
            time.sleep(0.02)
        raise TimeoutError(f"Nothing asked for {address}")

    def end(self) -> None:
        """Close the tabs, and forget the reader."""
        self.firefox.ask("browser.removeUserContext", userContext=self.user)


@dataclass(frozen=True)
class Tab:
    """A tab: what a reader does in it, and what is to be seen."""

    firefox: Firefox
    context: str

    def open(self, address: str) -> None:
        """Go to an address, and wait until the page is whole."""
        self._ask("navigate", url=address, wait="complete")

    def back(self) -> None:
        """Press Back."""
        self._ask("traverseHistory", delta=-1)

    def hold(self, address: str) -> None:
        """Let an address be as slow as can be: what is asked of it waits for `Visit.answer`."""
        self.firefox.ask(
            "network.addIntercept",
            contexts=[self.context],
            phases=["beforeRequestSent"],
            urlPatterns=[{"type": "string", "pattern": address}],
        )

    def resize(self, width: int, height: int) -> None:
        """Make the page as large as that, in CSS pixels."""
        self._ask("setViewport", viewport={"width": width, "height": height})

    def printed(self) -> bytes:
        """Print the page, and give the PDF: the browser's own sheet and margins."""
        return base64.b64decode(self._ask("print")["data"])

    def picture(self) -> bytes:
        """Give a picture of what is in sight, a PNG."""
        return base64.b64decode(self._ask("captureScreenshot")["data"])

    def run(self, expression: str) -> Any:
        """Give the value of an expression in the page; of a promise, what it comes to."""
        return self._value("evaluate", expression=expression, awaitPromise=True)

    def call(self, function: str, *arguments: object) -> Any:
        """Give what a function in the page returns; arguments and value are plain data."""
        given = [_sent(argument) for argument in arguments]
        return self._value(
            "callFunction", functionDeclaration=function, arguments=given, awaitPromise=True
        )

    def wait(self, expression: str) -> None:
        """Wait until a page is whole and an expression true in it, or give up: TimeoutError."""
        why = "it is false"
        until = time.monotonic() + self.firefox.patience
        while time.monotonic() < until:
            try:
                if self.run(f"document.readyState === 'complete' && !!({expression})"):
                    return
            except Refused as refused:
                # Between two pages there is none to ask.
                why = str(refused)
            # Not in the page: where scripts are off it cannot wait.
            time.sleep(0.02)
        raise TimeoutError(f"{expression} never came true: {why}")

    def press(self, *keys: str) -> None:
        """Press keys one after the other: names of KEYS, or a letter each."""
        strokes = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        self._act({"type": "key", "id": "keyboard", "actions": strokes})

    def click(self, selector: str) -> None:
        """Click the middle of the first element that a CSS selector finds."""
        self.call(TO_THE_MIDDLE, selector)
        located = self._ask("locateNodes", locator={"type": "css", "value": selector})
        node = {"type": "element", "element": {"sharedId": located["nodes"][0]["sharedId"]}}
        strokes = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": node},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self._act({"type": "pointer", "id": "mouse", "actions": strokes})

    def _ask(self, method: str, **params: Any) -> dict[str, Any]:
        return self.firefox.ask(f"browsingContext.{method}", context=self.context, **params)

    def _act(self, source: Mapping[str, Any]) -> None:
        self.firefox.ask("input.performActions", context=self.context, actions=[source])

    def _value(self, method: str, **params: Any) -> Any:
        told = self.firefox.ask(f"script.{method}", target={"context": self.context}, **params)
        if told["type"] == "exception":
            raise Refused(told["exceptionDetails"]["text"])
        return _received(told["result"])


def _sent(value: object) -> dict[str, Any]:
    """Write a plain value as a BiDi `LocalValue`."""
    match value:
        case None:
            return {"type": "null"}
        case bool():
            return {"type": "boolean", "value": value}
        case int() | float():
            return {"type": "number", "value": value}
        case str():
            return {"type": "string", "value": value}
        case list() | tuple():
            return {"type": "array", "value": [_sent(item) for item in value]}
        case dict():
            return {"type": "object", "value": [[key, _sent(item)] for key, item in value.items()]}
    raise TypeError(f"{type(value).__name__} is not plain data")


def _received(value: Mapping[str, Any]) -> Any:
    """Read a BiDi `RemoteValue` that holds plain data."""
    match value["type"]:
        case "null" | "undefined":
            return None
        case "boolean" | "number" | "string":
            return value["value"]
        case "array":
            return [_received(item) for item in value["value"]]
        case "object":
            return {key: _received(item) for key, item in value["value"]}
    raise TypeError(f"{value['type']} is not plain data")
