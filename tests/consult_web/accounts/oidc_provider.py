"""A small OpenID Connect provider for tests: discovery, keys, authorisation code with PKCE, signed tokens.

It prints its address and serves until it is killed. Whoever asks is let in as the person named in ``person``; ``fault``
makes the answer wrong in one way.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
OTHER = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
CODES: dict[str, dict[str, str]] = {}


class Provider(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        place = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(place.query).items()}
        if place.path == "/.well-known/openid-configuration":
            self._answer(self._description())
        elif place.path == "/keys":
            self._answer(KeySet([KEY]).as_dict(private=False))
        elif place.path == "/authorize":
            self._let_in(query)
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        asked = CODES.pop(fields["code"][-1], None)
        digest = hashlib.sha256(fields.get("code_verifier", [""])[-1].encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or proof != asked["code_challenge"] or not self.headers.get("Authorization"):
            self._answer({"error": "invalid_grant"}, 400)
            return
        self._answer({"access_token": secrets.token_hex(8), "token_type": "Bearer", "id_token": self._token(asked)})

    def log_message(self, format: str, *args: object) -> None:
        return

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
        }

    def _let_in(self, query: dict[str, str]) -> None:
        code = secrets.token_hex(8)
        CODES[code] = query
        answer = {"code": code, "state": query["state"]}
        if query.get("fault") == "denied":
            answer = {"error": "access_denied", "state": query["state"]}
        self.send_response(302)
        self.send_header("Location", f"{query['redirect_uri']}?{urlencode(answer)}")
        self.end_headers()

    def _token(self, asked: dict[str, str]) -> str:
        fault, now = asked.get("fault"), int(time.time())
        claims = {
            "iss": "http://evil.example" if fault == "issuer" else self.issuer,
            "sub": asked["person"],
            "aud": "somebody else" if fault == "audience" else asked["client_id"],
            "iat": now - (7200 if fault == "expired" else 0),
            "exp": now - 3600 if fault == "expired" else now + 300,
            "nonce": "x" if fault == "nonce" else asked["nonce"],
        }
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, OTHER if fault == "signature" else KEY)

    def _answer(self, content: dict[str, Any], status: int = 200) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
