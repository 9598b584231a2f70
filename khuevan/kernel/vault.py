"""Personal identifiers at rest: sealed with AES-256-GCM, found again by a keyed blind index.

Keys live in `settings.VAULT_KEYS` (`seal` and `index`, 32 bytes each, generated under `var/` with mode 600).
"""

import hashlib
import hmac
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def seal(text: str) -> bytes:
    """Encrypt a short text; twice the same text gives two different results."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, text.encode(), None)


def unseal(sealed: bytes | memoryview) -> str:
    """Decrypt. Raises cryptography.exceptions.InvalidTag when the bytes were altered."""
    whole = bytes(sealed)
    return _cipher().decrypt(whole[:NONCE_BYTES], whole[NONCE_BYTES:], None).decode()


def blind_index(text: str) -> bytes:
    """A 32-byte keyed digest: equal texts are equal, and nothing can be read from it without the key."""
    return hmac.new(settings.VAULT_KEYS["index"], text.encode(), hashlib.sha256).digest()


@cache
def _cipher() -> AESGCM:
    return AESGCM(settings.VAULT_KEYS["seal"])
