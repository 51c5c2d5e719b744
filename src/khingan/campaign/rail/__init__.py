"""Railways: what runs on a line, what breaks it, troops that go by train (docs/mechanisms/rail.md)."""
