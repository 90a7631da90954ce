"""Keys: sealing to a clinic, signatures of ops, and the keys that people register.

``sealing`` and ``signatures`` are pure and held equal with the tablet by ``tests/vectors/keys.json``; ``clinic`` keeps
a clinic's private key, wrapped by the installation's secret; ``own`` is what a person does with theirs.
"""
