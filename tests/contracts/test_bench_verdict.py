"""What `make bench` says of server and tablet: which figure passed which limit, and nothing on a busy machine."""

from tests.load.mood import Mood
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


def test_servers_are_not_judged_on_a_busy_machine(tmp_path):
    mood = Mood(tmp_path)
    mood.used, mood.probes = [0.02, 0.05, 0.9], [10.0, 12.0]
    assert mood.judge(["W1"]) == ["W1"]
    mood.probes = [10.0, 17.0]
    assert mood.judge(["W1"]) == ["W1 to W4 are VOID: the machine was 1.7 times slower at its slowest (limit 1.6)"]
    mood.used, mood.probes = [0.02, 0.3, 0.9], [10.0, 12.0]
    assert mood.judge([]) == ["W1 to W4 are VOID: others used 30% of the processors (limit 10%)"]


def test_what_the_machine_is_like_is_measured(tmp_path):
    mood = Mood(tmp_path)
    mood.look()
    assert mood.disk[0] > 0
    assert mood.probes[0] > 0
    assert "a sync of the disk" in mood.describe()
    assert list(tmp_path.iterdir()) == []
