"""The key that signs identity tokens: made once, kept under `var/` with mode 600, never in the repository."""

import os
from pathlib import Path

BITS = 2048


def load_or_create(path: Path) -> str:
    """An RSA private key in PEM, made on first use. Safe when several processes start at once."""
    try:
        return path.read_text()
    except FileNotFoundError:
        _create(path)
        return path.read_text()


def _create(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(_new_key())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        os.unlink(draft)


def _new_key() -> str:
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
