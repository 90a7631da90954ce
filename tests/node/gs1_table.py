"""The application identifiers as the GS1 General Specifications list them, apart from the table of the tablet."""

import re

# identifiers, then what the value is made of: N digits, X characters, .. up to, [] may be missing
SPECIFIED = """
00 N18,csum; 01 N14,csum; 02 N14,csum; 03 N14,csum; 10 X..20; 11 N6,date; 12 N6,date; 13 N6,date; 15 N6,date
16 N6,date; 17 N6,date; 20 N2; 21 X..20; 22 X..20; 235 X..28; 240 X..30; 241 X..30; 242 N..6; 243 X..20; 250 X..30
251 X..30; 253 N13,csum [X..17]; 254 X..20; 255 N13,csum [N..12]; 30 N..8; 37 N..8; 3900-3909 N..15; 3910-3919 N3 N..15
3920-3929 N..15; 3930-3939 N3 N..15; 3940-3943 N4; 3950-3955 N6; 400 X..30; 401 X..30; 402 N17,csum; 403 X..30
410-417 N13,csum; 420 X..20; 421 N3 X..9; 422 N3; 423 N3 [N..12]; 424 N3; 425 N3 [N..12]; 426 N3; 427 X..3
4300-4301 X..35; 4302-4306 X..70; 4307 X2; 4308 X..30; 4309 N20; 4310-4311 X..35; 4312-4316 X..70; 4317 X2; 4318 X..20
4319 X..30; 4320 X..35; 4321-4323 N1; 4324-4325 N6,date N4; 4326 N6,date; 4330-4333 N6 [X1]; 7001 N13; 7002 X..30
7004 N..4; 7005 X..12; 7006 N6,date; 7007 N6,date [N6]; 7008 X..3; 7009 X..10; 7010 X..2; 7011 N6,date [N4]
7020-7022 X..20; 7023 X..30; 7030-7039 N3 X..27; 7040 N1 X3; 7041 X..4; 710-716 X..20; 7230-7239 X2 X..28; 7240 X..20
7241 N2; 7242 X..25; 7250 N8; 7251 N12; 7252 N1; 7253-7254 X..40; 7255 X..10; 7256 X..90; 7257 X..70; 7258 X3
7259 X..40; 8001 N14; 8002 X..20; 8003 N14,csum [X..16]; 8004 X..30; 8005 N6; 8006 N18; 8007 X..34; 8008 N6,date N2 [N4]
8009 X..50; 8010 X..30; 8011 N..12; 8012 X..20; 8013-8014 X..25; 8017-8018 N18,csum; 8019 N..10; 8020 X..25; 8026 N18
8030 X..90; 8110 X..70; 8111 N4; 8112 X..70; 8200 X..70; 90 X..30; 91-99 X..90
"""
MEASURES = [*range(310, 317), *range(320, 338), *range(340, 358), *range(360, 370)]
# no separator follows the values of these, whose length the first two digits give
PREDEFINED = ("00", "01", "02", "03", "04", *map(str, range(11, 21)), *map(str, range(31, 37)), "41")
# not assigned, of a length that the first two digits give, and of one that only the separator tells
UNKNOWN = {"04": "N16", "14": "N6", "18": "N6", "3106": "N6", "3699": "N6", "85": "X..20", "23": "X..9", "7990": "X..9"}


def identifiers() -> dict[str, str]:
    """Each identifier with its format, such as {"10": "X..20"}."""
    found = {f"{measure}{places}": "N6" for measure in MEASURES for places in range(6)}
    for entry in re.split(r"[;\n]", SPECIFIED.strip()):
        range_, _, form = entry.strip().partition(" ")
        first, _, last = range_.partition("-")
        for number in range(int(first), int(last or first) + 1):
            found[str(number).zfill(len(first))] = form
    return found
