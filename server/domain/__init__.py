"""The rules of the practice as data and pure functions: no web, no database, no clock of its own.

``catalogue`` declares the fields, ``facts`` computes what a record implies, ``rules`` evaluates the safety rules,
``workflow`` and ``permissions`` say which operation is allowed. What the tablet must decide alike has a twin in
``static/src/core`` and shared examples in ``tests/vectors``.
"""
