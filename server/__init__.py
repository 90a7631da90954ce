"""Needlepoint, the session record of a microneedling practice.

The packages, and the one direction in which they may import each other:

    app > cli > jobs | api | pages > auth > backup > services > exports | schemas | models > db > domain

``domain`` holds the rules and knows nothing of web or database. ``models`` are tables, ``schemas`` shapes of requests
and answers. A verb of the clinic is one function in ``services``; it flushes and never commits. ``exports`` turn a
finished document into bytes. ``auth`` says who is asking and what they may do. ``backup`` copies the database as a
whole. ``api`` and ``pages``, ``jobs`` and ``cli`` are the entry points from the web, from the clock and from the
console; only they commit.
"""
