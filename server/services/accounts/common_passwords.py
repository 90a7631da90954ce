"""Passwords that are easily guessed: common ones, alone or combined with digits, rows of keys and repeats.

The list is that of zxcvbn (MIT), the most frequent first: all of at least eight characters, and the 600 most frequent.
"""

import gzip
import re
from functools import cache
from importlib.resources import files

FREQUENT = 600
ROW = 4
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
def common_passwords() -> frozenset[str]:
    return frozenset(read_list())


@cache
def frequent_words() -> tuple[str, ...]:
    """The longest first, so that no shorter word is removed from within a longer one."""
    words = (word for word in read_list()[:FREQUENT] if word.isalpha())
    return tuple(sorted({*words, *HERE}, key=lambda word: (-len(word), word)))


@cache
def read_list() -> list[str]:
    raw = files("server.services.accounts").joinpath("common_passwords.txt.gz").read_bytes()
    return gzip.decompress(raw).decode().split()


def is_common(text: str, different: int) -> bool:
    """Whether it is on the list, or fewer than ``different`` characters remain without what is easily guessed; both
    also with digits and signs read as the letters they look like."""
    folded = text.casefold()
    forms = (folded, folded.translate(LOOK_ALIKES))
    return any(form in common_passwords() or len(set(rest_of(form))) < different for form in forms)


def rest_of(folded: str) -> str:
    """Without separators, repeats, rows of keys and the most frequent words."""
    text = without_rows(REPEATED.sub(lambda found: found[1] or found[2], BETWEEN.sub("", folded)))
    for word in frequent_words():
        text = text.replace(word, "")
    return text


def without_rows(text: str) -> str:
    """Without each run of at least ``ROW`` neighbouring keys."""
    rest, at = "", 0
    while at < len(text):
        end = at + ROW
        while end <= len(text) and text[at:end] in NEIGHBOURS:
            end += 1
        if end > at + ROW:
            at = end - 1
        else:
            rest, at = rest + text[at], at + 1
    return rest
