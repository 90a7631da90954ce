"""The state machine of sync.md 2.12: the shipped store and sync code of several tablets against the real server."""
