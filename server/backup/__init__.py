"""The whole database as one checked file: written each night and at the console, put back only at the console.

``write.py`` makes backups and keeps as many as are wanted; a file for each database and for each form of the copy.
"""
