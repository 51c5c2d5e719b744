"""How kernels are compiled.

Only the entry points are called from Python. Everything else is compiled without the wrapper that unpacks Python
objects: for functions that take whole records of arrays the wrapper costs more to compile than the function.

Kernels own no memory: every array is handed in and outlives the call. Numba's reference counts, atomic and paid
at every mention of an array, are therefore switched off (ten times faster on the flagship).
"""

from __future__ import annotations

import functools
from typing import Any

from numba import njit

_OPTIONS = {"cache": True, "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}

inner: Any = functools.partial(njit, **_OPTIONS)()
leaf: Any = functools.partial(njit, forceinline=True, **_OPTIONS)()
"""As ``inner``, for whatever is called more than a few hundred times in a campaign: always inlined.

A call hands over all records, some six hundred words, and costs near a microsecond. What LLVM inlines of its own
accord hangs on the order in which functions happen to be linked: with ``control.enter`` left to it a march took twice
as long in some compilations."""

once: Any = functools.partial(njit, inline="always", **_OPTIONS)()
"""For the function at the root of the tree: written out in its only caller, so that the tree below it is optimized
once less (15 s). Not for others: types are inferred over the whole of what is written out, which grows faster."""
