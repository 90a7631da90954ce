"""Renderers: a finished ``ExportDocument`` becomes CSV, JSON or PDF bytes.

They read no database. ``document.py`` defines the document, ``values.py`` and ``formatting.py`` write values for
people, ``pdf`` makes the pages.
"""
