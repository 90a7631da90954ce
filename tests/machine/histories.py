"""Histories: each is chosen by its seed alone, so that it is the same one however many are played."""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any

STEPS = 40
Step = tuple[str, dict[str, Any]]


def rule(**choices: Sequence[Any]) -> Callable[[Any], Any]:
    """A step of histories, with what each of its arguments is chosen from."""

    def mark(function: Any) -> Any:
        function.choices = choices
        return function

    return mark


def precondition(holds: Callable[[Any], bool]) -> Callable[[Any], Any]:
    def mark(function: Any) -> Any:
        function.holds = holds
        return function

    return mark


def may(history: Any, name: str) -> bool:
    return bool(getattr(getattr(history, name), "holds", lambda _: True)(history))


def chosen(history: Any, random: Random) -> Iterator[Step]:
    """Of some of the rules only, another part of them in each history: with all of them few come together often."""
    rules = [name for name in sorted(dir(history)) if hasattr(getattr(history, name), "choices")]
    share = random.uniform(0.4, 1)
    some = [name for name in rules if random.random() < share]
    for _ in range(STEPS):
        possible = [name for name in some if may(history, name)] or [name for name in rules if may(history, name)]
        name = random.choice(possible)
        choices = getattr(history, name).choices
        yield name, {argument: random.choice(options) for argument, options in choices.items()}


def play(kind: type[Any], seed: str, again: Sequence[Step] | None = None) -> None:
    """``again``: these steps, as far as they may be taken. The steps are told with what fails."""
    random, taken = Random(seed), []
    history = kind()
    history.begin(seed=random.randrange(2**31))
    try:
        for name, given in again if again is not None else chosen(history, random):
            if may(history, name):
                taken.append((name, given))
                getattr(history, name)(**given)
                history.check()
        history.teardown()
    except Exception as error:
        error.add_note("\n".join([f"history {seed}:", *(f"  {name} {given}" for name, given in taken)]))
        error.taken = taken  # type: ignore[attr-defined]
        raise


def play_shorter(kind: type[Any], seed: str, steps: list[Step]) -> None:
    """Raises what the shortest history raises that is found by leaving out steps, one after the other."""
    for at in reversed(range(len(steps))):
        fewer = steps[:at] + steps[at + 1 :]
        try:
            play(kind, seed, fewer)
        except AssertionError:
            steps = fewer
    play(kind, seed, steps)
