"""The same small game, written in several ways; see RULES.md."""
