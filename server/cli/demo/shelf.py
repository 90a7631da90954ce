"""What stands open in the demo clinic's rooms, and the protocols its people begin a note from."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from server.cli.demo.scenario import Fields, Step
from server.cli.demo.scenario_runner import Act
from server.cli.demo.visits import CREAMS, PENS, SCHEMES

NAMESPACE = uuid5(NAMESPACE_DNS, "shelf.demo.example")

# kind, product, lot, days until it expires, days since it was opened, unit codes
BOXES = (
    ("cartridge", "SkinPen cartridge", "SPC2605-01", 520, 6, tuple(f"U-{n}" for n in range(700101, 700109))),
    ("cartridge", "Dermapen 4 cartridge", "DP4-8902", 300, 12, tuple(f"U-{n}" for n in range(700201, 700205))),
    ("cartridge", "SkinPen cartridge", "SPC2411-05", -20, 90, ()),
    ("anaesthetic", "EMLA cream 30 g", CREAMS["emla"]["lot"], 310, 9, ()),
    ("anaesthetic", "LMX 4 cream 30 g", CREAMS["lmx4"]["lot"], 240, 4, ()),
    ("serum", "Sterile HA serum", "HS-118", 200, 3, ()),
    ("prp_kit", "PRP kit 10 mL", "PK-3051", 400, 15, ()),
    ("glide", "Sterile HA gel", "HA-560", 180, 2, ()),
)
PROTOCOLS = (
    ("Acne scars, whole face", "skinpen", "acne_scar", "emla"),
    ("Pores and texture, gentle", "dermapen4", "texture_pores", "lmx4"),
)


def acts(now: datetime) -> list[Act]:
    boxes = [act("lot", box[2], now - timedelta(days=box[4]), {"item": item(box, now)}) for box in BOXES]
    return boxes + [act("protocol", row[0], now - timedelta(days=30), protocol(*row)) for row in PROTOCOLS]


def act(record_type: str, key: str, at: datetime, fields: Fields) -> Act:
    return Act(
        record_type, str(uuid5(NAMESPACE, f"{record_type}/{key}")), Step("create", "practitioner", at, fields), 0
    )


def item(box: tuple[str, str, str, int, int, tuple[str, ...]], now: datetime) -> dict[str, Any]:
    kind, product, lot, expires, opened, codes = box
    expiry, since = ((now + timedelta(days=days)).date().isoformat() for days in (expires, -opened))
    fields = {"kind": kind, "product": product, "lot": lot, "expiry": expiry, "opened_on": since}
    return fields | ({"unit_codes": list(codes)} if codes else {})


def protocol(name: str, pen: str, indication: str, cream: str) -> Fields:
    content: Fields = {
        "visit": {"indication": [indication], "modality": ["needling"]},
        "numbing": {"used": True, "product": cream, "occlusion": CREAMS[cream]["occlusion"]},
        "device": {"type": "pen", "product": pen, "speed_rpm": PENS[pen]["speed_rpm"]},
        "needling": {"skin_prep": ["cleanse", "alcohol70"], "gloves": "nitrile", "glide_product": "Sterile HA gel"},
        **{f"zone:{zone}": {"depth_mm": [depth], "passes": 4} for zone, (depth, _) in SCHEMES[indication].items()},
    }
    about = {"name": name, "device_product": pen, "indication": [indication]}
    return {"about": about, "values": {"content": content}}
