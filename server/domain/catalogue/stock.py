"""What stands on the shelf and how it is usually used: opened lots, and protocols to begin a note from."""

from server.domain.catalogue.kinds import RECORDS, SIGN, Field, Section, options
from server.domain.catalogue.visit import INDICATIONS

LOT = (
    Section("item", "Opened lot", (
        Field("kind", "choice", "Kind", required=SIGN, exports=RECORDS, source="[CDC-HIV]", choices=options({
            "cartridge": "Cartridge", "anaesthetic": "Numbing product", "serum": "Serum", "prp_kit": "PRP kit",
            "glide": "Glide"})),
        Field("product", "text", "Product", required=SIGN, exports=RECORDS, source="[CDC-HIV]"),
        Field("manufacturer", "text", "Manufacturer", exports=RECORDS, source="[CDC-HIV]"),
        Field("lot", "text", "LOT", required=SIGN, exports=RECORDS, source="[CDC-HIV]"),
        Field("expiry", "date", "Expiry", exports=RECORDS, source="[SP-FDA]"),
        Field("unit_codes", "texts", "Unit codes", exports=RECORDS, source="DES",
              help="One for each cartridge of the lot."),
        Field("sterile", "tri", "Sterile", exports=RECORDS, source="domain-2 12", help="Of a glide or serum."),
        Field("yield_pct", "int", "Largest yield of the kit", unit="%", minimum=1, maximum=100, exports=RECORDS,
              source="domain-2 12", help="PRP obtained from the blood drawn, as the maker states it."),
        Field("opened_on", "date", "Opened on", exports=RECORDS, source="DES"),
        Field("closed_on", "date", "Used up on", exports=RECORDS, source="DES"),
    )),
    Section("approval", "Approval for freshly needled skin", (
        Field("product", "text", "Product", exports=RECORDS, source="domain-2 12"),
        Field("lot", "text", "LOT", exports=RECORDS, source="domain-2 12"),
        Field("sterile", "tri", "Sterile", exports=RECORDS, source="domain-2 12"),
        Field("by", "person", "Approved by", exports=RECORDS, source="domain-2 12"),
        Field("on", "date", "Approved on", exports=RECORDS, source="domain-2 12"),
    ), widget="none", help="Of a serum, with what was read on its box: once that is corrected, it is approved again."),
)  # fmt: skip

PROTOCOL = (
    Section("about", "Protocol", (
        Field("name", "text", "Name", required=SIGN, exports=RECORDS, source="DES"),
        Field("device_product", "text", "Device", exports=RECORDS, source="DES"),
        Field("indication", "choices", "Indication", choices=INDICATIONS, exports=RECORDS, source="DES"),
    )),
    Section("values", "Entries of the protocol", (
        Field("content", "content", "Entries", exports=RECORDS, source="DES"),
    ), widget="none"),
)  # fmt: skip
