"""The campaign: arrays in, arrays out. No files, no printing, no clock, no global random state."""
