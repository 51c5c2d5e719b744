"""Compile a scenario to what the engine runs on: World, Parameters and the index that names their rows."""

from khingan.scenario.compile.compiler import Compiled, compile_scenario, parameter_vector

__all__ = ["Compiled", "compile_scenario", "parameter_vector"]
