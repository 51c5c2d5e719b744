"""Calibration: coefficients of the model, as far as the calibration part of the record tells of them."""
