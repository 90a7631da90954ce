"""The approved text of the patient's page: ``words.json``, in each language of the patient. Its ``care`` holds the days
of the aftercare. A change of any word or day raises ``version``: each clinic then approves it anew."""

import json
from pathlib import Path
from typing import Any

PAGE: dict[str, Any] = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))
LANGUAGES = tuple(PAGE["languages"])
