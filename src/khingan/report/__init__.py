"""Reports, tables and maps of what a run found."""
