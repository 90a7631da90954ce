"""Choices that leave no room for another (``Field.exclusive``): "none" beside "seizure" says nothing."""

from collections.abc import Iterable
from typing import Any


def stands_alone(exclusive: Iterable[str], value: Any) -> bool:
    """Whether no exclusive choice of the list has another beside it."""
    return not isinstance(value, list) or len(value) < 2 or not any(choice in value for choice in exclusive)
