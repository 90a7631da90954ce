"""Whether what is stored is what was written.

While it is written: ``coverage`` names each row in an audit row, ``heads`` keeps the newest one outside the database,
``seal`` brings a chain under the key. When it is relied on: ``signed`` asks it of some records. For ``flask verify``:
``clinic`` goes through everything, by ``record``, ``rows`` and ``projections``.
"""
