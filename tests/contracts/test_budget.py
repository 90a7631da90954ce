"""What a tablet has to fetch before it can work stays small. Sizes are gzipped, as they travel."""

from tests.dist import DIST, ENTRY_BUDGET, ROOT, TOTAL_BUDGET, entry_files, packed

WORKER_LINES = 120
WORDS_BUDGET = 95_000
READER, READER_BUDGET = DIST / "reader.js", 480_000  # with its WebAssembly, fetched with the first scan


def test_scripts_fit_their_budget():
    entry = sum(packed(path) for path in entry_files())
    total = sum(packed(path) for path in DIST.glob("*.js") if path.name != READER.name)
    print(f"\nscripts, gzipped: entry {entry:,} of {ENTRY_BUDGET:,} bytes, all {total:,} of {TOTAL_BUDGET:,} bytes")
    assert entry <= ENTRY_BUDGET
    assert total <= TOTAL_BUDGET


def test_the_reader_of_codes_fits_its_budget():
    reader = packed(READER) + packed(ROOT / "static/reader/zxing_reader.wasm")
    print(f"\nreader of codes, gzipped: {reader:,} of {READER_BUDGET:,} bytes")
    assert reader <= READER_BUDGET


def test_service_worker_can_be_read_in_one_sitting():
    assert len((ROOT / "static/src/sw.ts").read_text().splitlines()) < WORKER_LINES


def test_the_words_of_a_language_fit_their_budget():
    """Fetched once, by those who choose it."""
    for path in sorted((ROOT / "static/i18n").glob("*.json")):
        print(f"\nwords of {path.stem}, gzipped: {packed(path):,} of {WORDS_BUDGET:,} bytes")
        assert packed(path) <= WORDS_BUDGET
