"""The write path: one verb, one function, one unit of change with its revision and audit row."""
