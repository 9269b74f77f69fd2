"""Probes of frameworks that the test suite does not install, for the rows whose evidence is `measured`.

Where such a framework is installed, `python -m tests.frameworks.elsewhere NAME` measures its row again.
"""
