"""A person of the demo at the portal, without a browser."""

import re
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode
from uuid import uuid4

HOST = "127.0.0.1"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
THREAD = re.compile(r'href="(/conversations/TC-[0-9A-Z-]+/)"')


class Visitor:
    """Signs in by the demo's button, opens pages and sends replies."""

    def __init__(self, port: int, email: str) -> None:
        self.port = port
        self.cookies = SimpleCookie()
        self.link = HTTPConnection(HOST, port, timeout=30)
        self.send("/sign-in/", "/sign-in/demo/", person=email)

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={one.value}" for name, one in self.cookies.items())

    def get(self, path: str) -> str:
        """Return a page, which must be there."""
        status, page = self.ask("GET", path)
        if status != 200:
            raise RuntimeError(f"{path} gave {status}; is this a fresh demo?")
        return page

    def send(self, page: str, path: str, **fields: str) -> None:
        """Open a page and send a form of it."""
        token = TOKEN.search(self.get(page))
        body = urlencode({"csrfmiddlewaretoken": token[1] if token else "", **fields})
        status, _page = self.ask("POST", path, body)
        if status != 302:
            raise RuntimeError(f"{path} gave {status} and did not lead on.")

    def reply(self, thread: str, text: str) -> None:
        self.send(thread, f"{thread}reply/", key=str(uuid4()), text=text)

    def open_thread(self) -> str:
        """Return the path of a thread in the inbox that still takes replies."""
        for path in THREAD.findall(self.get("/conversations/")):
            if f'action="{path}reply/"' in self.get(path):
                return str(path)
        raise RuntimeError("There is no open conversation.")

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": self.cookie}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.link.request(method, path, body, headers)
        answer = self.link.getresponse()
        self.remember(answer)
        return answer.status, answer.read().decode()

    def remember(self, answer: HTTPResponse) -> None:
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(line)
