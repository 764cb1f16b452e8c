"""A small sign-in provider on the loopback, which tests may let lie in one point."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from secrets import token_urlsafe
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

CLIENT = "urn:gov:portal"
ACR = "urn:acr.login.gov:auth-only"
Claims = dict[str, Any]


def new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Provider:
    """What the provider knows, and what it says of somebody who signed in there.

    Attributes:
        lie: changes what a token says before it is signed.
        headers: of the token, such as the name of the key.
        signs_with: the key that signs, and the way to sign.
        info: what the userinfo says.
        faults: what the portal did that a provider would refuse.
    """

    def __init__(self, portal_key: rsa.RSAPrivateKey) -> None:
        self.portal_key = portal_key.public_key()
        self.key = new_key()
        self.codes: dict[str, Claims] = {}
        self.asked: list[Claims] = []
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self.lie: Callable[[Claims], Any] = lambda claims: claims
        self.headers: dict[str, str] = {"kid": "first"}
        self.signs_with: tuple[Any, str] = (self.key, "RS256")
        self.info: Claims = {"email": "kim@elsewhere.example", "email_verified": True}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler(self))
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def approve(self, address: str, subject: str = "abc-123") -> str:
        """Sign somebody in, and return the query with which they come back."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        code = token_urlsafe(16)
        self.codes[code] = {**asked, "sub": subject}
        return urlencode({"code": code, "state": asked["state"]})

    def answer(self, path: str, sent: Claims, bearer: str) -> Claims | None:
        match path:
            case "/.well-known/openid-configuration":
                return self.described()
            case "/keys":
                own = json.loads(
                    jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())
                )
                return {"keys": [own | {"kid": "first", "use": "sig", "alg": "RS256"}]}
            case "/token":
                return self.token(sent)
            case "/userinfo":
                return {"sub": bearer, **self.info}
        return None

    def described(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def token(self, sent: Claims) -> Claims | None:
        """Give a token for a code, once, to whoever shows to be the portal."""
        asked = self.codes.pop(sent.get("code", ""), None)
        if asked is None:
            return None
        self.look_at(sent, asked)
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": asked["sub"],
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "acr": ACR,
        }
        self.lie(claims)
        key, way = self.signs_with
        token = jwt.encode(claims, key, algorithm=way, headers=self.headers)
        return {"access_token": asked["sub"], "token_type": "Bearer", "id_token": token}

    def look_at(self, sent: Claims, asked: Claims) -> None:
        shown = jwt.decode(
            sent["client_assertion"],
            self.portal_key,
            algorithms=["RS256"],
            audience=f"{self.issuer}/token",
            options={"require": ["exp", "jti", "iss", "sub"]},
        )
        if shown["jti"] in self.seen:
            self.faults.append("an assertion used twice")
        self.seen.add(shown["jti"])
        if {shown["iss"], shown["sub"]} != {CLIENT}:
            self.faults.append("another client")
        if sent.get("client_secret"):
            self.faults.append("a shared secret")
        if sent["redirect_uri"] != asked["redirect_uri"]:
            self.faults.append("another way back")
        digest = sha256(sent.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked.get("code_challenge", challenge) != challenge:
            self.faults.append("another verifier")


def handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({k: v[0] for k, v in parse_qs(body).items()})

        def reply(self, sent: Claims) -> None:
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            answer = provider.answer(urlsplit(self.path).path, sent, bearer)
            self.send_response(400 if answer is None else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer or {"error": "no"}).encode())

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    return Handler
