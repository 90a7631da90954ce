"""Serums and boosters (domain.md 8): one unit for each product."""

from server.domain.catalogue.kinds import ADVISED, ALL, Field, Section, exposed, options
from server.domain.catalogue.patient import SUBSTANCES
from server.domain.catalogue.sites import SITE_CHOICES

DONE = (exposed("serum.exposure"),)

SERUM = Section("serum", "Serums", (
    Field("category", "choice", "Kind", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN-SR] [EXO]",
          choices=options({
              "hyaluronic_acid": "Hyaluronic acid", "growth_factor": "Growth factor", "peptide": "Peptide",
              "exosome": "Exosome", "vitamin_c": "Vitamin C", "tranexamic_acid": "Tranexamic acid",
              "glutathione": "Glutathione", "pdrn": "PDRN", "other": "Other"})),
    Field("product", "text", "Product", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]"),
    Field("manufacturer", "text", "Manufacturer", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]"),
    Field("lot", "text", "LOT", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]"),
    Field("expiry", "date", "Expiry", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]"),
    Field("origin", "choice", "Origin", required=ADVISED, exports=ALL, source="GK",
          required_if=(*DONE, ("serum.category", "in", ["growth_factor", "exosome"])), choices=options({
              "synthetic": "Synthetic", "recombinant": "Recombinant", "human": "Human", "animal": "Animal",
              "plant": "Plant", "unknown": "Not known"})),
    Field("sterile", "tri", "Sterile", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]"),
    Field("labelled_for", "choice", "Labelled for", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]",
          choices=options({
              "cosmetic_intact_skin": "Intact skin (cosmetic)", "post_procedure": "Use after procedures",
              "intradermal": "Use in the skin"})),
    Field("amount_ml", "decimal", "Amount", unit="mL", minimum=0.1, maximum=20, step=0.5, usual=(1, 2, 3, 5),
          required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]"),
    Field("timing", "choice", "Timing", required=ADVISED, required_if=DONE, exports=ALL, source="[GRAN]",
          sign_if=(exposed("needle"),),
          choices=options({
              "before": "Before needling", "during": "During needling", "after_0_10min": "Within 10 minutes after",
              "home": "At home"})),
    Field("zones", "choices", "Sites", choices=SITE_CHOICES, required=ADVISED, required_if=DONE, exports=ALL,
          source="[GRAN]"),
    Field("contains", "choices", "Contains", choices=SUBSTANCES, exports=ALL, source="GK",
          help="What people may be allergic to."),
    Field("allergy_checked", "tri", "Ingredients checked against allergies", required=ADVISED, required_if=DONE,
          exports=ALL, source="GK"),
), repeats="id", widget="list")  # fmt: skip

SECTIONS = (SERUM,)
