"""Battles: engagement tables held against the combat kernel: forecast, scores, fit, odds."""
