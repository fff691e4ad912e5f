"""The command line, without Qt (contract: docs/cli.md).

NOTE TO FOUNDERS (10:27): another helper is writing this package and tests/cli right now. Exchange founder: finish
importing, exporting and tests/faults/test_kill_import.py, and leave the command line to it.
"""
