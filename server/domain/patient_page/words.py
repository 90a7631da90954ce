"""The approved text of the patient's page: ``words.json``, in each language of the patient. Its ``care`` holds the days
of the aftercare. A change of any word or day raises ``version``: each clinic then approves it anew.

``LINK`` holds the words around a link to the page, on its slip and on what it opens, in the same languages. They give
no advice and are not approved.
"""

import json
from pathlib import Path
from typing import Any


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return found


PAGE = read("words.json")
LINK: dict[str, dict[str, str]] = read("link_words.json")
LANGUAGES = tuple(PAGE["languages"])
