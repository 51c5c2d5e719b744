"""Sensitivity analysis: which coefficients and disputed inputs the outcome of a campaign depends on.

One method a module (``oat``, ``morris``, ``sobol``), each with what a design costs, the design, and its analysis;
``factors`` says what is varied, ``study`` puts design, campaigns and analysis together.
"""
