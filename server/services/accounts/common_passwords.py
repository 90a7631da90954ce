"""Passwords that are guessed first: the common ones, alone or put together, with digits, rows of keys and repeats.

The list is that of zxcvbn (MIT), the most frequent first: all of at least eight characters, and the 600 most frequent.
"""

import gzip
import re
from functools import cache
from importlib.resources import files

FREQUENT = 600
ROW = 4  # that many neighbours in a row are one choice
ROWS = (
    *("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm", "abcdefghijklmnopqrstuvwxyz"),
    *("12345678901234567890", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0"),
)
NEIGHBOURS = "\n".join((*ROWS, *(row[::-1] for row in ROWS)))
REPEATED = re.compile(r"(.+?)\1{2,}|(.{3,}?)\2+")
BETWEEN = re.compile(r"[\W_]+")
HERE = ("administrator", "admin", "clinic", "supervisor", "practitioner")
LOOK_ALIKES = str.maketrans("01345789@$!", "oieastbgasi")


@cache
def common() -> frozenset[str]:
    return frozenset(listed())


@cache
def frequent_words() -> tuple[str, ...]:
    """The longest first, so that a part of a word is not taken out of it."""
    words = (word for word in listed()[:FREQUENT] if word.isalpha())
    return tuple(sorted({*words, *HERE}, key=lambda word: (-len(word), word)))


@cache
def listed() -> list[str]:
    raw = files("server.services.accounts").joinpath("common_passwords.txt.gz").read_bytes()
    return gzip.decompress(raw).decode().split()


def is_common(text: str, different: int) -> bool:
    """Whether fewer than ``different`` characters are left of it without what is guessed first."""
    folded = text.casefold()
    if folded in common() or folded.translate(LOOK_ALIKES) in common():
        return True
    return any(len(set(rest_of(each))) < different for each in (folded, folded.translate(LOOK_ALIKES)))


def rest_of(folded: str) -> str:
    """What is left without separators, repeats, rows of keys and the most frequent words."""
    text = without_rows(REPEATED.sub(lambda found: found[1] or found[2], BETWEEN.sub("", folded)))
    for word in frequent_words():
        text = text.replace(word, "")
    return text


def without_rows(text: str) -> str:
    kept, at = "", 0
    while at < len(text):
        end = at + ROW
        while end <= len(text) and text[at:end] in NEIGHBOURS:
            end += 1
        if end > at + ROW:
            at = end - 1
        else:
            kept, at = kept + text[at], at + 1
    return kept
