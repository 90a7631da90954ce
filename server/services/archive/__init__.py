"""A whole clinic as one file, which another, empty installation takes in: ``write`` makes it, ``load`` reads it.

The format, in version 1, is JSON Lines in ASCII. The first line says what it is::

    {"format": "needlepoint.clinic", "format_version": 1, "revision": "0024", "clinic_id": ..., "exported_at": ...}

``revision`` is that of the database. Each further line is one row, ``{"table": name, "row": {column: value}}``, tables
in an order in which each row comes after those it points to. JSON columns hold what is stored, times are RFC 3339 in
UTC with microseconds, truth values are true and false. The last line counts the rows and has the SHA-256 of every byte
before it: ``{"rows": n, "sha256": ...}``.
"""
