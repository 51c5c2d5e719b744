"""What many campaigns leave behind, kept safely: Parquet parts with their digests, and how they are read."""

from khingan.experiments.store.folder import Folder
from khingan.experiments.store.reading import Results, open_results

__all__ = ["Folder", "Results", "open_results"]
