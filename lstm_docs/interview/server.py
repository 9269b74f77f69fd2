"""The two windows of an interview as pages, on this machine alone: each has an address with a token of its own.

What does not name this host and port, comes from another page or lacks a token is refused; so a page elsewhere that has its
name point here (DNS rebinding) learns nothing. The candidate's token opens the candidate's view and nothing else.
"""

from __future__ import annotations

import hmac
import json
import secrets
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar

from ..export.format import Style
from ..export.web_page import fill_page
from ..ground.errors import LstmDocsError
from .room import CANDIDATES

if TYPE_CHECKING:
    from .room import Room

HOST = "127.0.0.1"
LARGEST_STEP = 2**17
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Windows(ThreadingHTTPServer):
    """A server of one interview; `port` 0 takes a free one."""

    daemon_threads = True
    allow_reuse_address = False

    def __init__(self, room: Room, port: int = 0) -> None:
        super().__init__((HOST, port), _Window)
        self.room = room
        self.tokens = {"interviewer": secrets.token_urlsafe(24), "candidate": secrets.token_urlsafe(24)}

    def address(self, who: str) -> str:
        """The address of a window: `interviewer` or `candidate`."""
        return f"http://{HOST}:{self.server_port}/{self.tokens[who]}/"

    def who(self, token: str) -> str | None:
        """Whose token it is, compared in constant time."""
        return next((who for who, own in self.tokens.items() if hmac.compare_digest(own.encode(), token.encode())), None)


class _Window(BaseHTTPRequestHandler):
    server: Windows
    server_version = "interview"
    sys_version = ""
    timeout = 30
    steps: ClassVar[dict[str, tuple[str, ...]]] = {"candidate": CANDIDATES}

    def do_GET(self) -> None:
        """A page, or what is on view."""
        who, rest = self._who()
        if who and rest in ("", "state"):
            self._page(who) if rest == "" else self._view(who)
        else:
            self._refuse(HTTPStatus.NOT_FOUND if self._from_here() else HTTPStatus.FORBIDDEN)

    def do_POST(self) -> None:
        """A step."""
        who, rest = self._who()
        if not who or rest != "step":
            self._refuse(HTTPStatus.NOT_FOUND if self._from_here() else HTTPStatus.FORBIDDEN)
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        else:
            self._step(who)

    def _from_here(self) -> bool:
        """Whether the request names this very server, and no other page sent it."""
        here = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        origin = self.headers.get("Origin")
        known = origin is None or origin in {f"http://{name}" for name in here}
        return (
            self.headers.get("Host") in here and known and self.headers.get("Sec-Fetch-Site") in (None, "same-origin", "none")
        )

    def _who(self) -> tuple[str | None, str]:
        """Whose window asks, and for what below its address."""
        token, _, rest = self.path.removeprefix("/").partition("/")
        return (self.server.who(token) if self._from_here() else None), rest

    def _page(self, who: str) -> None:
        other = {"candidate": self.server.address("candidate")} if who == "interviewer" else {}
        page = fill_page(f"interview-{who}.html.j2", Style(), paper=self.server.room.paper, **other)
        self._send(page.encode(), "text/html; charset=utf-8")

    def _view(self, who: str) -> None:
        room = self.server.room
        self._json(room.candidates_view() if who == "candidate" else room.interviewers_view())

    def _step(self, who: str) -> None:
        try:
            do, value, place = self._said()
            if do not in self.steps.get(who, (do,)):
                raise LstmDocsError("this is the interviewer's to do")
            self.server.room.step(do, value, place)
        except LstmDocsError as error:
            self._json({"error": str(error)}, HTTPStatus.BAD_REQUEST)
        else:
            self._view(who)

    def _said(self) -> tuple[str, str, int]:
        """The step, its value and the question that it is about. Raises `LstmDocsError` for anything else."""
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and len(length) < 9 and int(length) <= LARGEST_STEP):
            raise LstmDocsError("a step is shorter than that")
        try:
            said = json.loads(self.rfile.read(int(length)))
            do, value, place = said["do"], said["value"], said["place"]
        except (ValueError, KeyError, TypeError, RecursionError):
            do, value, place = None, None, None
        if not (isinstance(do, str) and isinstance(value, str) and type(place) is int):
            raise LstmDocsError("a step is an object with do, value and place")
        return do, value, place

    def _json(self, data: dict[str, Any], status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(json.dumps(data).encode(), "application/json", status)

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(f"{status.phrase}\n".encode(), "text/plain; charset=utf-8", status)

    def _send(self, content: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in (HEADERS | {"Content-Type": kind, "Content-Length": str(len(content))}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: an address holds a token."""
