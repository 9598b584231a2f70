"""The second factor as django-allauth keeps it: one-time codes (RFC 6238), recovery codes. Writes are in `operations`."""

import base64
from binascii import b2a_base64

import qrcode
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret, validate_totp_code
from qrcode.image.svg import SvgPathImage

from khuevan.kernel import vault

from ..models import User

ISSUER = "Khuê Văn"


class Adapter(DefaultMFAAdapter):
    """Secrets are sealed at rest."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(vault.seal(text)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal(base64.b64decode(encrypted_text))

    def get_totp_issuer(self) -> str:
        return ISSUER

    def get_totp_label(self, user: User) -> str:
        return user.username


def is_on(user_id: int) -> bool:
    return Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).exists()


def unused_recovery_codes(user_id: int) -> int:
    """How many are left."""
    kept = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(kept).get_unused_codes()) if kept else 0


def new_secret() -> str:
    """160 random bits in base 32."""
    return generate_totp_secret()


def fits_secret(secret: str, code: str) -> bool:
    """Whether a code is the secret's at this moment."""
    return validate_totp_code(secret, plain_code(code))


def plain_code(code: str) -> str:
    """Without the blanks that apps show between groups."""
    return "".join(code.split())


def enrolment_uri(user: User, secret: str) -> str:
    """What an authenticator app reads: otpauth://…"""
    return Adapter().build_totp_url(user, secret)


def picture(uri: str) -> str:
    """A QR code as a `data:` address of an SVG image."""
    drawing = qrcode.make(uri, image_factory=SvgPathImage).to_string()
    return "data:image/svg+xml;base64," + b2a_base64(drawing, newline=False).decode()
