"""Ordinary visits of three made-up practices, and how often the rules speak about them (domain-2.md 12).

The prevalences and habits are assumptions about daily work, written down before the rules were measured; they are not
adjusted to what the rules say.
"""
