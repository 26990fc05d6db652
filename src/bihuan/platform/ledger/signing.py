"""The installation's signing key for daily roots (Ed25519)."""

import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "sha256+ed25519"
KEY_FILE = "root-key.pem"
PUBLIC_FILE = "root-key.pub"
PRIVATE_MODE = 0o600
PUBLIC_LENGTH = 32


def make_key(data: Path) -> None:
    """Create the signing key of an installation once; the private half is the owner's alone."""
    path = data / KEY_FILE
    if path.exists():
        return
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_MODE), "wb") as file:
        file.write(pem)
    # After a restore the former keys stay below the new one: what they signed can be proven.
    keys = [public_bytes(key.public_key()), *public_keys(data)]
    (data / PUBLIC_FILE).write_text("".join(f"{one.hex()}\n" for one in keys), "utf-8")


def public_keys(data: Path) -> list[bytes]:
    """Return the public keys of an installation, its present one first.

    Raises
    ------
    ValueError
        The file holds something else.
    """
    path = data / PUBLIC_FILE
    return read_public(path) if path.is_file() else []


def read_public(path: Path) -> list[bytes]:
    """Read a file of public keys, one a line in hexadecimal digits.

    Raises
    ------
    ValueError
        The file holds something else.
    """
    keys = [bytes.fromhex(line) for line in path.read_text("utf-8", "replace").split()]
    if any(len(key) != PUBLIC_LENGTH for key in keys):
        raise ValueError(f"{path.name}: expected 64 hexadecimal digits on each line")
    return keys


def public_bytes(key: Ed25519PublicKey) -> bytes:
    """Return the 32 bytes of a public key."""
    return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def key_id(public: bytes) -> str:
    """Return the short name of a public key."""
    return sha256(public).hexdigest()[:16]


@lru_cache(maxsize=4)
def private_key(data: Path) -> Ed25519PrivateKey:
    """Read the installation's signing key.

    Raises
    ------
    FileNotFoundError
        The installation has none: ``bihuan setup`` or ``bihuan demo`` makes it.
    """
    key = serialization.load_pem_private_key((data / KEY_FILE).read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)  # noqa: S101  (we wrote the file ourselves)
    return key


def signature_holds(public: bytes, signature: bytes, root: bytes) -> bool:
    """Tell whether a signature over a root was made with a public key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, root)
    except (InvalidSignature, ValueError):
        return False
    return True
