"""Fences: short YAML in, HTML out."""
