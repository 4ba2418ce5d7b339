"""Tests of linter/rendering."""
