"""Personal values: encrypted under a per-subject key, itself wrapped by the installation's key. Erasing a person destroys the key.

The journal keeps only ciphertext, so its chain stays valid after an erasure. AES-GCM; keys outside the database.
"""

import base64
import json
import os
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from parkloop.domain.refs import Ref
from parkloop.foundation import clock
from parkloop.foundation.models import SubjectKey

NONCE_BYTES = 12


def installation_key(purpose: str) -> bytes:
    """32 bytes for a purpose, derived from the installation's journal key."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode())
    return derived.derive(settings.PARKLOOP_JOURNAL_KEY.encode())


def hide(
    ref: Ref, personal: frozenset[str], before: dict[str, Any], after: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Move personal fields out of before/after into one ciphertext: (before, after, {"box": …} or {})."""
    secret = {
        "before": {k: v for k, v in before.items() if k in personal},
        "after": {k: v for k, v in after.items() if k in personal},
    }
    if not (secret["before"] or secret["after"]):
        return before, after, {}
    box = encrypt(ref, json.dumps(secret, ensure_ascii=False).encode())
    clear_before = {k: ("•••" if k in personal else v) for k, v in before.items()}
    clear_after = {k: ("•••" if k in personal else v) for k, v in after.items()}
    return clear_before, clear_after, {"box": box}


def encrypt(ref: Ref, data: bytes) -> str:
    """Ciphertext (base64) under the subject's key, made on first use."""
    return _seal(_subject_key(ref, make=True) or b"", data)


def decrypt(ref: Ref, box: str) -> bytes | None:
    """The clear bytes, or None when the subject's key was destroyed."""
    key = _subject_key(ref, make=False)
    return None if key is None else _open(key, box)


def destroy_key(ref: Ref) -> bool:
    """Destroy the subject's key; True when there was one."""
    return bool(SubjectKey.objects.filter(ref=str(ref)).delete()[0])


def _subject_key(ref: Ref, *, make: bool) -> bytes | None:
    row = SubjectKey.objects.filter(ref=str(ref)).first()
    wrapping = installation_key("subject keys")
    if row is not None:
        return _open(wrapping, bytes(row.wrapped).decode())
    if not make:
        return None
    key = AESGCM.generate_key(256)
    SubjectKey.objects.create(ref=str(ref), wrapped=_seal(wrapping, key).encode(), created_at=clock.now())
    return key


def _seal(key: bytes, data: bytes) -> str:
    nonce = os.urandom(NONCE_BYTES)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, data, None)).decode()


def _open(key: bytes, box: str) -> bytes:
    raw = base64.b64decode(box)
    return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], None)
