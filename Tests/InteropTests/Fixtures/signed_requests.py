# Signs the requests of schemathesis as a member does: RFC 9421 under the label sig, Ed25519, with
# Content-Digest (RFC 9530). TAIZHANG_SEED holds the member's seed, hexadecimal, TAIZHANG_REPLICA its id.
import base64
import hashlib
import os
import secrets
import time

import requests.auth
import schemathesis
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(os.environ["TAIZHANG_SEED"]))
REPLICA = os.environ["TAIZHANG_REPLICA"]


class SignedRequests(requests.auth.AuthBase):
    def __call__(self, request):
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        if not isinstance(body, bytes):
            body = b"".join(body)
            request.body = body
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        nonce = base64.b64encode(secrets.token_bytes(12)).decode()
        names = '("@method" "@target-uri" "content-digest")'
        parameters = (
            f'{names};created={int(time.time())};nonce="{nonce}";keyid="{REPLICA}";alg="ed25519"'
        )
        base = (
            f'"@method": {request.method}\n"@target-uri": {request.url}\n'
            f'"content-digest": sha-256=:{digest}:\n"@signature-params": {parameters}'
        )
        signature = base64.b64encode(KEY.sign(base.encode())).decode()
        request.headers["Content-Digest"] = f"sha-256=:{digest}:"
        request.headers["Signature-Input"] = f"sig={parameters}"
        request.headers["Signature"] = f"sig=:{signature}:"
        return request


schemathesis.auth.set_from_requests(SignedRequests())


# Frames, snapshots and files are bytes as they are.
def as_bytes(context, value):
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


for media in (
    "application/vnd.taizhang.frames",
    "application/vnd.taizhang.snapshot",
    "application/octet-stream",
):
    schemathesis.serializer(media)(as_bytes)
