"""Photos (domain.md 4): whether, how and in which light; comparisons fail when light, distance or position differ.

Each photo is a unit of its own and names its file by hash, so content hash and signature are over what it shows.
"""

from server.domain.catalogue.kinds import ADVISED, ALL, RECORDS, Field, Section, exposed, options
from server.domain.jpeg import MOST_BYTES, MOST_PIXELS
from server.domain.pictures import MOST

VIEWS = options({
    "frontal": "Front", "oblique_left": "45° left", "oblique_right": "45° right", "lateral_left": "90° left",
    "lateral_right": "90° right", "close_up": "Close-up"})  # fmt: skip
NONE_ATTACHED = ("photo.attached", "is", False)

PHOTO = Section("photo", "Photos", (
    Field("taken", "tri", "Photos taken", required=ADVISED, required_if=(exposed("skin"), NONE_ATTACHED), exports=ALL,
          source="[PHOTO]"),
    Field("views", "choices", "Views", exports=ALL, source="[PHOTO]; set GK", choices=VIEWS),
    Field("same_light", "tri", "Same light and position as before", exports=ALL, source="[PHOTO]"),
    Field("light", "text", "Light", exports=ALL, source="[PHOTO]"),
    Field("distance_cm", "int", "Distance", unit="cm", minimum=5, maximum=300, step=5, usual=(30, 50, 100), exports=ALL,
          source="[PHOTO]"),
    Field("taken_at", "datetime", "Taken at", exports=ALL, source="[PHOTO]"),
    Field("set_id", "text", "Photo set", exports=ALL, source="[PHOTO]"),
))  # fmt: skip

PICTURE = Section("picture", "Photo", (
    Field("view", "choice", "View", exports=ALL, source="[PHOTO]; set GK", choices=VIEWS),
    Field("taken_at", "datetime", "Taken at", exports=ALL, source="[PHOTO]"),
    Field("sha256", "text", "SHA-256 of the file", exports=ALL, source="DES"),
    Field("width", "int", "Width", unit="px", minimum=1, maximum=MOST_PIXELS, exports=RECORDS, source="DES"),
    Field("height", "int", "Height", unit="px", minimum=1, maximum=MOST_PIXELS, exports=RECORDS, source="DES"),
    Field("size", "int", "Size", unit="B", minimum=1, maximum=MOST_BYTES, exports=RECORDS, source="DES"),
), repeats="id", most=MOST, since=2)  # fmt: skip

SECTIONS = (PHOTO, PICTURE)
