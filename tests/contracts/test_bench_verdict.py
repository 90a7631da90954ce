"""What `make bench` says of a tablet: which figure passed which limit, and nothing on a machine that is busy."""

from tests.load.tablet import LIMITS, Figures, judged

CALM = dict.fromkeys(LIMITS, 1.0)


def figures(*, of: dict[str, float] = CALM, freeze: float = 10, probes: tuple[float, ...] = (100,), busy: float = 0):
    return Figures(of=of, screens={"/review opened": freeze}, probes=list(probes), busy=busy)


def verdict(large: Figures) -> tuple[list[str], list[str]]:
    lines: list[str] = []
    return judged(figures(), large, 4, lines.append), lines


def test_a_figure_above_its_limit_is_named_with_both():
    name = "home, longest task per edit, ms"
    missed, lines = verdict(figures(of=CALM | {name: 218.4}))
    assert missed == [f"W5 4x {name}: 218.4, limit 200"]
    assert [line.split()[-1] for line in lines if name in line] == ["MISSED"]
    assert {line.split()[-1] for line in lines[1:] if name not in line} == {"ok"}


def test_a_screen_may_not_freeze_longer_than_in_a_small_clinic():
    assert verdict(figures(freeze=210))[0] == []
    assert verdict(figures(freeze=211))[0] == ["W5 4x /review opened, freeze, ms: 211.0, limit 210"]


def test_figures_of_a_busy_or_unsteady_machine_are_void():
    for large, why in [(figures(freeze=999, busy=0.4), "others used 40%"), (figures(probes=(100, 190)), "1.9 times")]:
        missed, lines = verdict(large)
        [said] = missed
        assert said.startswith("W5 4x is VOID")
        assert why in said
        assert not any(line.endswith("MISSED") for line in lines)
