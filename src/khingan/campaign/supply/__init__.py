"""Supply: where the lines of communication reach, what goes along them, what is used up."""
