"""Needlepoint, the session record of a microneedling practice.

The rooms, and the one direction in which they may import each other:

    app > api | pages | jobs | cli > auth > services > exports | schemas | models > db > domain

``domain`` holds the rules and knows nothing of web or database. ``models`` are tables, ``schemas`` the shapes that
come and go over the wire. A verb of the clinic is one function in ``services``; it flushes and never commits.
``exports`` turn a finished document into bytes. ``auth`` says who is asking and whether the door is open to them.
``api``, ``pages``, ``jobs`` and ``cli`` are the doors; only they commit.
"""
