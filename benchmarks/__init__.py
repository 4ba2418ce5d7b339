"""Timings beside other tools."""
