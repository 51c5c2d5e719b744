"""Staffs: who decides. So far the historical plans of both sides, compiled to tables the engine interprets."""
