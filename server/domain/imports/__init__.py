"""Rows of a table from elsewhere as content of records: which column is which field, and a cell as its value.

Nothing is guessed that could be wrong: whoever imports says in which order dates are written, and which sign stands
before the decimals. A cell that does not fit is an error of its row, never a value that is nearly right.
"""
