"""Allocate one export order to many workshops: pure, in whole pieces and whole rupiah.

`engine.make_plan` is the entry point. Nothing here reads a row, a clock of the portal or a
language.
"""
