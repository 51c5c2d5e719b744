"""Combat model K1: scalar functions of one engagement. See docs/mechanisms/combat.md."""
