"""The write path: every change of a record, with its revision, feed number, projection and audit row.

``push`` applies operations; each kind (create, patch, sign, review, amend, void, resolve) has a module of its own; so
has a follow-up.
``write`` is the only module that changes a record. ``judge`` and ``context`` evaluate the rules before a signature.
"""
