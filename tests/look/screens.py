"""The screens that are looked at: name, and the address by what the demo holds, for each person who opens them."""

from collections.abc import Callable

Known = dict[str, str]
Screen = tuple[str, Callable[[Known], str]]

STEPS = (
    "visit",
    "check",
    "consent",
    "assessment",
    "photo",
    "numbing",
    "device",
    "zone",
    "needling",
    "prp",
    "obs",
    "aftercare",
)


def at(path: str) -> Callable[[Known], str]:
    return path.format_map


def step(name: str) -> Screen:
    return f"edit {name}", at(f"/notes/{{draft}}/edit/{name}")


SCREENS: dict[str, list[Screen]] = {
    "practitioner": [
        ("home", at("/")),
        ("patients", at("/patients")),
        ("new patient", at("/patients/new")),
        ("patient", at("/patients/{patient}")),
        ("patient edit", at("/patients/{patient}/edit")),
        ("patient print", at("/patients/{patient}/print")),
        *map(step, STEPS),
        ("sign", at("/notes/{draft}/sign")),
        ("note signed", at("/notes/{signed}")),
        ("note returned", at("/notes/{returned}")),
        ("note amend", at("/notes/{approved}/amend")),
        ("follow-ups", at("/follow-up")),
        ("follow-up", at("/follow-up/{signed}/T24")),
        ("recall due", at("/recall-due")),
        ("waiting", at("/waiting")),
        ("photo, whole", at("/notes/{draft}")),
        ("photo, compared", at("/notes/{draft}/edit/photo")),
        ("ready", at("/ready")),
        ("conflicts", at("/conflicts")),
    ],
    "supervisor": [
        ("home of a supervisor", at("/")),
        ("outcomes", at("/outcomes")),
        ("reports", at("/reports")),
        ("review", at("/review")),
        ("review of photos", at("/review/{photographed}")),
        ("review together", at("/review-together")),
        ("note approved", at("/notes/{approved}")),
        ("registry", at("/registry")),
        ("consent texts", at("/consent-texts")),
        ("patient's page", at("/patient-page")),
        ("shelf", at("/shelf")),
        ("lot recall", at("/lot-recall")),
        ("protocols", at("/protocols")),
    ],
    "admin": [
        ("people", at("/users")),
        ("trail", at("/audit")),
        ("server", at("/server")),
        ("more", at("/settings")),
    ],
}

#: What is done on a screen before it is looked at: a photo is opened, and beside it the same view of another visit.
OPEN_PHOTO = """async (isCompared) => {
  const there = async (css) => {
    for (let n = 0; n < 600; n++, await new Promise(requestAnimationFrame))
      if (document.querySelector(css)) return document.querySelector(css);
    throw new Error(css);
  };
  (await there("main .photo-button")).click();
  await there("dialog .photo-whole img");
  if (!isCompared) return;
  (await there("dialog .chip")).click();
  await there("dialog .photo-over img");
}"""
IS_COMPARED = {"photo, whole": False, "photo, compared": True}
