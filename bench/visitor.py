"""A person of the demo at the portal, without a browser."""

import re
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

HOST = "127.0.0.1"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Visitor:
    """Signs in by the demo's button, opens pages and sends replies."""

    def __init__(self, port: int, email: str = "") -> None:
        self.port = port
        self.cookies = SimpleCookie()
        self.link = HTTPConnection(HOST, port, timeout=30)
        if email:
            self.send("/sign-in/", "/sign-in/demo/", person=email)

    def at(self, port: int) -> "Visitor":
        """Return the same person at another port, with the same session."""
        other = Visitor(port)
        other.cookies = self.cookies
        return other

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())

    def get(self, path: str) -> str:
        """Return a page, which must be there."""
        answer, page = self.ask("GET", path)
        if answer.status != 200:
            raise RuntimeError(f"{path} gave {answer.status}; is this a fresh demo?")
        return page

    def send(self, page: str, path: str, **fields: str) -> str:
        """Open a page and send a form of it; return where that leads."""
        token = TOKEN.search(self.get(page))
        body = urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields})
        answer, _page = self.ask("POST", path, body)
        if answer.status != 302:
            raise RuntimeError(f"{path} gave {answer.status} and did not lead on.")
        return answer.headers["Location"]

    def new_thread(self) -> str:
        """Open a conversation and return its path; one is as long as the next."""
        form = self.form_for("classification")
        words = {"subject": "A thread for the bench", "text": "Which number is it?"}
        return self.send(form, form, key=str(uuid4()), **words)

    def form_for(self, topic: str) -> str:
        """Return where one asks about a topic, for the company that one acts for."""
        path = f"/conversations/new/?topic={topic}"
        answer, _page = self.ask("GET", path)
        if answer.status != 302:
            raise RuntimeError(f"{path} gave {answer.status} and did not lead on.")
        return answer.headers["Location"]

    def reply(self, thread: str, text: str) -> None:
        self.send(thread, f"{thread}reply/", key=str(uuid4()), text=text)

    def ask(self, method: str, path: str, body: str = "") -> tuple[HTTPResponse, str]:
        headers = {"Cookie": self.cookie}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, path, body, headers)
        try:
            answer = self.link.getresponse()
        except RemoteDisconnected:  # the proxy ends what is idle for a minute
            if method != "GET":
                raise
            self.link.close()
            return self.ask(method, path)
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
        return answer, answer.read().decode()
