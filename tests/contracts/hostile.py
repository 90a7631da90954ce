"""The nineteen hostile bodies for request validation, as raw bytes, each with its name."""

HOSTILE_BODIES: dict[str, bytes] = {
    "nan": b'{"p": NaN, "b": "x"}',
    "infinity": b'{"p": Infinity, "b": "x"}',
    "overflowing float": b'{"p": 1e999, "b": "x"}',
    "two to the 63": b'{"p": 9223372036854775808, "b": "x"}',
    "fraction as integer": b'{"p": 7.5, "b": "x"}',
    "true as integer": b'{"p": true, "b": "x"}',
    "text as integer": b'{"p": "7", "b": "x"}',
    "lone surrogate": b'{"p": 7, "b": "\\ud800"}',
    "nul": b'{"p": 7, "b": "a\\u0000b"}',
    "duplicate keys": b'{"p": 7, "p": 8, "b": "x"}',
    "a hundred thousand deep": b"[" * 100_000 + b"]" * 100_000,
    "object as text": b'{"p": 7, "b": {"x": 1}}',
    "list root": b"[1, 2, 3]",
    "null root": b"null",
    "empty object": b"{}",
    "utf-16": '{"p": 7, "b": "x"}'.encode("utf-16"),
    "invalid utf-8": b'{"p": 7, "b": "\xff\xfe"}',
    "thousands of unknown keys": b"{" + b",".join(b'"k%d": 1' % n for n in range(10_000)) + b"}",
    "truncated": b'{"p": 7, "b": "x',
}
