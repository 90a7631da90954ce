"""Photos (domain.md 4): whether, how and in which light; comparisons fail when light, distance or position differ."""

from server.domain.catalogue.kinds import ADVISED, ALL, Field, Section, exposed, options

PHOTO = Section("photo", "Photos", (
    Field("taken", "tri", "Photos taken", required=ADVISED, required_if=(exposed("skin"),), exports=ALL,
          source="[PHOTO]"),
    Field("views", "choices", "Views", exports=ALL, source="[PHOTO]; set GK", choices=options({
        "frontal": "Front", "oblique_left": "45° left", "oblique_right": "45° right", "lateral_left": "90° left",
        "lateral_right": "90° right", "close_up": "Close-up"})),
    Field("same_light", "tri", "Same light and position as before", exports=ALL, source="[PHOTO]"),
    Field("light", "text", "Light", exports=ALL, source="[PHOTO]"),
    Field("distance_cm", "int", "Distance", unit="cm", minimum=5, maximum=300, step=5, usual=(30, 50, 100), exports=ALL,
          source="[PHOTO]"),
    Field("taken_at", "datetime", "Taken at", exports=ALL, source="[PHOTO]"),
    Field("set_id", "text", "Photo set", exports=ALL, source="[PHOTO]"),
))  # fmt: skip

SECTIONS = (PHOTO,)
