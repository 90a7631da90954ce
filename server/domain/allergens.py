"""The patient's allergies, by whatever name they were entered, and where something they mean is used (domain.md 5).

A name means a substance when one of the substance's words begins a word of the name, unless it is an exception:
"iodine" is not in "amiodarone", and "iodinated contrast" is none. The lists are data, in ``allergens.json``.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from server.domain.context import Content, Unit, units_of
from server.domain.figures import rows

PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})
UNNAMED = "other"
SEVERE, MODERATE, MILD = "severe", "moderate", "mild"
GRADED = {SEVERE: "", MODERATE: "_moderate", MILD: "_mild"}
PRILOCAINE, ESTER = "prilocaine", "ester"
ANY_OF = ("amide", "ester")  # of a cream of which only the class is known
NOT_USED = "environment"  # nothing of it is ever put on or into the skin here


@dataclass(frozen=True, slots=True)
class Allergy:
    """``name`` as written, else what the substance is called; ``codes`` of the substances it means, and the ``drugs``
    it names. ``grade`` is the severity it is judged by: one that nobody graded counts as severe, of what only touches
    the skin as moderate."""

    name: str
    codes: frozenset[str]
    drugs: frozenset[str]
    is_severe: bool
    grade: str


def fold(text: str) -> str:
    """Words in plain small letters, a space before each."""
    apart = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in apart if unicodedata.category(letter)[0] != "M").lower().translate(PLAIN)
    words = "".join(letter if letter.isalnum() else " " for letter in plain).split()
    return "".join(f" {word}" for word in words)


def codes_in(text: Any, limits: dict[str, Any]) -> set[str]:
    folded = fold(text) if isinstance(text, str) else ""
    return {row["code"] for row in limits["allergy"]["substances"] if folded and is_named(folded, row)}


def is_named(folded: str, row: Unit) -> bool:
    for exception in row.get("not", ()):
        folded = folded.replace(f" {exception}", " ")
    return any(f" {word}" in folded for word in row["words"])


def allergies(patient: Content, limits: dict[str, Any]) -> list[Allergy]:
    """Those that are not said to be over."""
    active = [unit for _key, unit in units_of(patient, "allergy") if unit.get("status") != "inactive"]
    return [allergy(unit, limits) for unit in active]


def allergy(unit: Unit, limits: dict[str, Any]) -> Allergy:
    substance, name = unit.get("substance"), unit.get("name")
    labels = {row["code"]: row["label"] for row in limits["allergy"]["substances"]}
    chosen = {substance} if isinstance(substance, str) else set()
    written = name.strip() if isinstance(name, str) else ""
    codes = frozenset(chosen | codes_in(name, limits))
    contact = {row["code"] for row in limits["allergy"]["substances"] if row.get("contact")}
    return Allergy(
        name=written or labels.get(substance) or str(substance or labels[UNNAMED]),
        codes=codes,
        drugs=frozenset() if names_all(name, limits) else frozenset(drugs_in(name, limits) | (chosen & {PRILOCAINE})),
        is_severe=unit.get("severity") == "severe",
        grade=str(unit.get("severity") or (MODERATE if codes and codes <= contact else SEVERE)),
    )


def names_all(text: Any, limits: dict[str, Any]) -> bool:
    """Whether a whole class of anaesthetics is named: then no drug of it is the only one."""
    folded = fold(text) if isinstance(text, str) else ""
    return any(f" {word}" in folded for word in limits["allergy"]["all_anaesthetics"])


def drugs_in(text: Any, limits: dict[str, Any]) -> set[str]:
    """The anaesthetics that are named; none where a whole class is."""
    folded, table = fold(text) if isinstance(text, str) else "", limits["allergy"]
    if names_all(text, limits):
        return set()
    return {row["drug"] for row in table["anaesthetics"] if any(f" {word}" in folded for word in row["words"])}


def grade_for(one: Allergy, drug: str, limits: dict[str, Any]) -> str | None:
    """How grave the allergy is where this anaesthetic is given: another one of its class is seldom a cross reaction."""
    if not one.codes & set(codes_of(drug, limits)):
        return None
    if drug in one.drugs or not one.drugs or drug in ANY_OF or ESTER in codes_of(drug, limits):
        return one.grade  # all esters become the same acid, to which the allergy is
    return MILD if one.drugs == {PRILOCAINE} or one.grade == MILD else MODERATE


def codes_of(drug: str, limits: dict[str, Any]) -> list[str]:
    return next((row["codes"] for row in limits["allergy"]["anaesthetics"] if row["drug"] == drug), [])


def drug_facts(drugs: list[str], classes: list[str], known: list[Allergy], limits: dict[str, Any]) -> Unit:
    """Whose allergy the anaesthetics mean, by grade."""
    found: Content = {}
    named = {code for row in limits["allergy"]["anaesthetics"] if row["drug"] in drugs for code in row["codes"]}
    whole = [row["drug"] for row in limits["allergy"]["anaesthetics"] if row["drug"] in classes]
    for drug in drugs + [one for one in whole if not named & set(codes_of(one, limits))]:
        graded = [(one, grade) for one in known if (grade := grade_for(one, drug, limits))]
        meet(found, "numbing", "drugs", graded)
    return found.get("numbing", {})


def allergy_facts(known: list[Allergy], limits: dict[str, Any]) -> Unit:
    """Of the patient: ``allergies`` by code, and by each code the names. ``unchecked_allergies`` are severe and mean
    nothing that is known to be in a product; ``unused_allergies`` are severe and of no product of a clinic."""
    unspecific = {row["code"] for row in limits["allergy"]["substances"] if row.get("unspecific")}
    codes = in_order(code for one in known for code in one.codes)
    severe = [one for one in known if one.is_severe and one.name and one.codes <= unspecific | {NOT_USED}]
    return {
        "allergies": codes,
        **{f"allergic_{code}": names(known, {code}) for code in codes},
        "listed_allergies": in_order(one.name for one in known if one.name),
        "graver_allergies": in_order(one.name for one in known if one.is_severe and NOT_USED not in one.codes),
        "unchecked_allergies": in_order(one.name for one in severe if NOT_USED not in one.codes),
        "unused_allergies": in_order(one.name for one in severe if NOT_USED in one.codes),
    }


def material_facts(content: Content, known: list[Allergy], limits: dict[str, Any]) -> Content:
    """``{unit: {"<field>_allergy": names}}``: whose allergy what is entered there means; ``_moderate`` and ``_mild``
    are appended for those that are no worse."""
    found: Content = {}
    if not known:
        return found
    for row in limits["allergy"]["materials"]:
        section, field, *column = row["field"].split(".")
        for key, values in entries(content, section, field, *column):
            if row["value"] in values:
                meet(found, key, field, [*having(known, set(row["contains"])), *to_drug(known, row, limits)])
    for key, unit in units_of(content, "serum"):
        contains = unit.get("contains")
        meet(found, key, "contains", having(known, set(contains) if isinstance(contains, list) else set()))
    meet(found, "check", "steel", having(known, {"stainless_steel"}))
    meet(found, "check", "nickel", on_contact(having(known, {"nickel"})))
    for path in limits["allergy"]["named"]:
        section, field = path.split(".")
        for key, values in entries(content, section, field):
            meet(found, key, field, named_in(known, values[0], limits))
    return found


def entries(content: Content, section: str, field: str, column: str = "") -> Iterator[tuple[str, list[Any]]]:
    """What is entered in a field of each unit of the section."""
    for key in sorted(content):
        if section in (key, key.partition(":")[0]):
            entered = content[key].get(field)
            values = [row.get(column) for row in rows(content[key], field)] if column else entered
            yield key, values if isinstance(values, list) and values else [values]


Graded = list[tuple[Allergy, str]]


def named_in(known: list[Allergy], text: Any, limits: dict[str, Any]) -> Graded:
    """Of those whose substance the text names, whose own name stands in it, or that mean a medicine of its class."""
    codes, folded = codes_in(text, limits), fold(text) if isinstance(text, str) else ""
    classes = set(medicine_classes(text, limits))
    same = [
        (one, one.grade)
        for one in known
        if (fold(one.name) and fold(one.name) in folded) or classes & set(medicine_classes(one.name, limits))
    ]
    return [*having(known, codes), *same]


def medicine_classes(text: Any, limits: dict[str, Any]) -> list[str]:
    """The classes of the medicines that a text names."""
    folded = fold(text) if isinstance(text, str) else ""
    rows = limits["words"]["medicines"] if folded else []
    return [row["class"] for row in rows if any(f" {word}" in folded for word in row["words"])]


def having(known: list[Allergy], codes: set[str]) -> Graded:
    return [(one, one.grade) for one in known if one.codes & codes]


def on_contact(graded: Graded) -> Graded:
    """What only touches the skin is severe when somebody said so."""
    return [(one, MODERATE if grade == SEVERE and not one.is_severe else grade) for one, grade in graded]


def to_drug(known: list[Allergy], material: Unit, limits: dict[str, Any]) -> Graded:
    drug = material.get("drug", "")
    return [(one, grade) for one in known if (grade := grade_for(one, drug, limits))]


def names(known: list[Allergy], codes: set[str]) -> list[str]:
    return in_order(one.name for one in known if one.name and one.codes & codes)


def meet(found: Content, key: str, field: str, graded: Graded) -> None:
    for one, grade in graded:
        unit, name = found.setdefault(key, {}), f"{field}_allergy{GRADED.get(grade, '')}"
        unit[name] = in_order([*unit.get(name, []), one.name])


def in_order(texts: Any) -> list[str]:
    return sorted(set(texts), key=lambda text: text.encode("utf-16-be", "surrogatepass"))  # as the browser sorts
