"""What a tablet has to fetch before it can work stays small. Sizes are gzipped, as they travel."""

from tests.dist import BUDGET, DIST, ROOT, packed

WORKER_LINES = 120


def test_all_javascript_together_stays_small():
    shipped = {path.name: packed(path) for path in DIST.glob("*.js")}
    assert shipped.keys() == {"app.js", "sw.js"}
    assert sum(shipped.values()) <= BUDGET, shipped


def test_service_worker_can_be_read_in_one_sitting():
    assert len((ROOT / "static/sw.js").read_text().splitlines()) < WORKER_LINES
