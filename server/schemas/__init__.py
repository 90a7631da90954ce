"""Shapes of requests and answers as closed marshmallow schemas, one file for each subject.

They check JSON types and sizes only; the rules in ``domain`` judge values when a note is signed.
"""
