"""How fast the engine is, and against what: ``python -m benchmarks`` writes docs/benchmarks.md."""
