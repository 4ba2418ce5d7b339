"""The configurations of other linters, as far as they say the same as ours."""
