"""Backups that only the holder of a private key can read: age files (https://age-encryption.org) to a public key."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from server.backup.files import BackupFailed, new_file, read_start

SUFFIX = "age"
MAGIC = b"age-encryption.org/"
PRIVATE = "AGE-SECRET-KEY-"


def read_recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        raise BackupFailed(
            "BACKUP_RECIPIENT is no public key of age (age1...). age-keygen makes a pair; give the public one only."
        ) from None


def read_identities(key: Path) -> list[pyrage.x25519.Identity]:
    """The private keys in a file of age-keygen, one a line."""
    try:
        lines = key.read_text().splitlines()
        return [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith(PRIVATE)]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise BackupFailed(f"{key} does not hold a private key of age.") from None


def seal(plain: Path, sealed: Path, recipient: pyrage.x25519.Recipient) -> None:
    try:
        pyrage.encrypt_file(str(plain), str(sealed), [recipient])
    except (OSError, pyrage.EncryptError) as error:
        raise BackupFailed(f"The backup could not be encrypted: {error}.") from None


def is_sealed(file: Path) -> bool:
    return read_start(file, len(MAGIC)) == MAGIC


@contextmanager
def opened(file: Path, key: Path | None, folder: Path) -> Iterator[Path]:
    """The backup as it was before it was encrypted; decrypted beside the database, and gone afterwards."""
    if not is_sealed(file):
        yield file
        return
    if key is None:
        raise BackupFailed(f"{file} is encrypted: name the file of its private key with --key.")
    identities = read_identities(key)
    part = new_file(folder, "opened")
    try:
        unseal(file, part, identities)
        yield part
    finally:
        part.unlink(missing_ok=True)


def unseal(sealed: Path, plain: Path, identities: list[pyrage.x25519.Identity]) -> None:
    try:
        pyrage.decrypt_file(str(sealed), str(plain), identities)
    except (pyrage.DecryptError, OSError):
        raise BackupFailed(f"{sealed} was not encrypted to this key, or is damaged. Nothing was changed.") from None
