"""Work that nobody waits for: huey wakes it up, a row of ``server_meta`` says who does it and how it went.

``nightly.py``, ``bulk.py`` and ``send.py`` hold what is done, ``consumer.py`` the threads that do it.
"""
