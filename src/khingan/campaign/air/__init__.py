"""The air war, once a day: where groups fly from, what they fly, what it does (docs/mechanisms/air.md)."""
