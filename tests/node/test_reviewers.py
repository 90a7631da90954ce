"""The tablet's deck holds the notes that the server's queue holds for the same person."""

from datetime import UTC, datetime
from itertools import product
from typing import Any

from server.domain.review_policy import Policy, waits_for
from tests.node.test_core_vectors import core

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
REVIEWS: list[dict[str, Any] | None] = [
    None,
    {"why": "trainee", "asked": True},
    {"why": "all", "named": ["a"], "asked": True},
    {"why": "all", "named": ["b", "c"], "asked": True},
]
SIGNED = ["2026-11-22T12:00:00+00:00", "2026-11-22T12:00:01+00:00", "2026-11-29T11:00:00+00:00"]
DEPUTIES = [
    {"of": "a", "by": "b", "first": "2026-11-29", "last": "2026-11-29"},
    {"of": "b", "by": "a", "first": "2026-11-20", "last": "2026-11-28"},
    {"of": "c", "by": "d", "first": "2026-11-01", "last": "2026-12-24"},
]


def test_a_note_waits_for_the_same_people(page):
    cases = list(product(REVIEWS, SIGNED, ["a", "b", "c", "d", "e"], [[], DEPUTIES]))
    signs = [
        {"meaning": "author", "user_id": "w", "at": at} | ({"review": one} if one else {}) for one, at, *_ in cases
    ]
    expected = [
        waits_for(Policy(deputies=deputies), sign, person, 7, NOW)
        for sign, (_, _, person, deputies) in zip(signs, cases, strict=True)
    ]
    given = [[sign, person, deputies] for sign, (_, _, person, deputies) in zip(signs, cases, strict=True)]
    body = """return given.map(([sign, person, deputies]) => core.waitsFor(person,
      { state: "signed", author_id: "w", fields: {}, signatures: [sign], writers: [] },
      { review_days: 7, deputies }, Date.parse("2026-11-29T12:00:00Z")));"""
    assert core(page, "review-policy", body, given) == expected
    assert {True, False} == set(expected)
