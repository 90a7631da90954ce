"""The numbing cream (domain.md 5). Limits of the products are in ``limits.json``, not here."""

from server.domain.catalogue.kinds import ADVISED, ALL, SIGN, Field, Section, exposed, options
from server.domain.catalogue.sites import SITE_CHOICES

USED = (exposed("cream"), ("numbing.used", "is", True))
DRUGS = options({
    "lidocaine": "Lidocaine", "prilocaine": "Prilocaine", "tetracaine": "Tetracaine", "benzocaine": "Benzocaine",
    "other": "Other"})  # fmt: skip

ACTIVES = (
    Field("drug", "choice", "Drug", choices=DRUGS, exports=ALL, source="[FDA-LIDO]"),
    Field("percent", "decimal", "Strength", unit="%", minimum=0.1, maximum=40, exports=ALL, source="[FDA-LIDO]"),
)
OTHER_ANAESTHETICS = (
    Field("drug", "choice", "Drug", exports=ALL, source="[LIDO-INF]", choices=options({
        "lidocaine": "Lidocaine", "mepivacaine": "Mepivacaine", "articaine": "Articaine", "bupivacaine": "Bupivacaine",
        "other": "Other"})),
    Field("mg", "decimal", "Dose", unit="mg", minimum=0, maximum=1000, exports=ALL, source="[LIDO-INF]"),
    Field("route", "choice", "Route", exports=ALL, source="[LIDO-INF]", choices=options(
        {"infiltration": "Infiltration", "nerve_block": "Nerve block", "topical": "On the skin"})),
    Field("adrenaline", "tri", "With adrenaline", exports=ALL, source="[LIDO-INF]"),
    Field("at", "datetime", "Given at", exports=ALL, source="[LIDO-INF]"),
)  # fmt: skip
TOXICITY = options({
    "none": "None", "perioral_numbness": "Numbness round the mouth", "metallic_taste": "Metallic taste",
    "tinnitus": "Ringing in the ears", "light_headed": "Light-headed", "visual_change": "Visual disturbance",
    "confusion": "Confusion", "twitching": "Twitching", "seizure": "Seizure", "arrhythmia": "Irregular heartbeat",
    "hypotension": "Low blood pressure", "cyanosis": "Blue or grey skin", "dyspnoea": "Short of breath",
    "spo2_low": "Low SpO2 despite oxygen", "brown_blood": "Brown blood", "headache": "Headache",
})  # fmt: skip

NUMBING = Section("numbing", "Numbing cream", (
    Field("used", "bool", "Numbing cream used", required=SIGN, required_if=(exposed("numbed"),), exports=ALL,
          source="DES"),
    Field("product", "choice", "Product", required=SIGN, required_if=USED, exports=ALL, source="[FDA-LIDO]",
          choices=options({
        "emla": "EMLA (lidocaine 2.5 %, prilocaine 2.5 %)", "lmx4": "LMX 4 (lidocaine 4 %)",
        "lido_gt4": "Lidocaine above 4 %", "pliaglis": "Pliaglis (lidocaine 7 %, tetracaine 7 %)",
        "lt_23_7": "Lidocaine 23 % + tetracaine 7 %", "blt": "BLT (benzocaine, lidocaine, tetracaine)",
        "tetracaine4": "Tetracaine 4 % gel", "other": "Other"})),
    Field("product_name", "text", "Name of the product", exports=ALL, source="[FDA-LIDO]"),
    Field("actives", "rows", "Active substances", fields=ACTIVES, required=ADVISED, exports=ALL, source="[FDA-LIDO]",
          required_if=(*USED, ("numbing.product", "in", ["lido_gt4", "blt", "other"]))),
    Field("manufacturer", "text", "Manufacturer", required=ADVISED, required_if=USED, exports=ALL,
          source="[FDA-LIDO]"),
    Field("lot", "text", "LOT", required=ADVISED, required_if=USED, exports=ALL, source="[FDA-LIDO]"),
    Field("expiry", "date", "Expiry", required=ADVISED, required_if=USED, exports=ALL, source="[FDA-LIDO]"),
    Field("prescriber", "text", "Prescriber", required=ADVISED, exports=ALL, source="[FDA-LIDO]",
          required_if=(*USED, ("numbing.product", "in", ["lido_gt4", "lt_23_7", "blt"]))),
    Field("amount_g", "decimal", "Amount", unit="g", minimum=0.1, maximum=200, step=0.5, usual=(5, 10, 20, 30),
          required=SIGN, required_if=USED, exports=ALL, source="[EMLA-UK]",
          help="One gram from a 30 g tube is a strip of about 3.5 cm."),
    Field("area_cm2", "decimal", "Area", unit="cm2", minimum=1, maximum=2000, step=10, usual=(100, 150, 200, 300),
          required=SIGN, required_if=USED, exports=ALL, source="[LMX4-UK]", help="A whole face is about 200 cm²."),
    Field("zones", "choices", "Sites", choices=SITE_CHOICES, required=ADVISED, required_if=USED, exports=ALL,
          source="[EMLA-US]"),
    Field("applied_at", "datetime", "Applied at", required=SIGN, required_if=USED, exports=ALL, source="[EMLA-UK]"),
    Field("removed_at", "datetime", "Removed at", required=SIGN, required_if=USED, exports=ALL, source="[EMLA-UK]"),
    Field("planned_min", "int", "Planned time", unit="min", minimum=1, maximum=1440, step=5, usual=(30, 45, 60),
          exports=ALL, source="[EMLA-UK] [LMX4-UK]"),
    Field("occlusion", "choice", "Covered with", required=SIGN, required_if=USED, exports=ALL, source="[FDA-LIDO]",
          choices=options({"none": "Nothing", "film": "Film", "plastic_wrap": "Plastic wrap", "mask": "Mask"})),
    Field("skin_intact", "tri", "Skin intact", required=SIGN, required_if=USED, exports=ALL, source="[EMLA-US]"),
    Field("residual_removed", "tri", "All cream removed", required=SIGN, required_if=USED, exports=ALL, source="GK"),
    Field("removal_method", "choice", "Removed with", required=ADVISED, required_if=USED, exports=ALL, source="GK",
          choices=options(
        {"dry_gauze": "Dry gauze", "saline": "Saline", "alcohol": "Alcohol"})),
    Field("re_prepped", "tri", "Skin prepared again after the cream", required=ADVISED, required_if=USED, exports=ALL,
          source="GK"),
    Field("applied_by", "text", "Applied by", required=ADVISED, required_if=USED, exports=ALL, source="[PLIAGLIS]"),
    Field("reapplied", "tri", "Applied again after needling began", required=ADVISED, required_if=USED, exports=ALL,
          source="[PLIAGLIS] [EMLA-US]"),
    Field("effect_nrs", "nrs", "Pain at the test prick", required=ADVISED, required_if=USED, exports=ALL, source="DES"),
    Field("other_la", "rows", "Other local anaesthetics", fields=OTHER_ANAESTHETICS, exports=ALL, source="[LIDO-INF]"),
    Field("toxicity", "choices", "Signs of toxicity", choices=TOXICITY, exclusive=("none",), required=ADVISED,
          required_if=USED, exports=ALL, source="[LIDO-INF] [METHB]"),
    Field("toxicity_at", "datetime", "Signs noticed at", exports=ALL, source="[LIDO-INF] [METHB]"),
    Field("toxicity_action", "text", "What was done", exports=ALL, source="[LIDO-INF] [METHB]"),
    Field("batch_of_day", "text", "Batch of the day", exports=ALL, source="DES", since=2),
    Field("order", "int", "Order", unit="{count}", minimum=0, maximum=99, source="DES", since=2),
), gate="used", widget="numbing", another="Another cream")  # fmt: skip

SECTIONS = (NUMBING,)
