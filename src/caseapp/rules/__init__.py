"""What is true without a computer: dates, names, life stages, due dates, states.

Pure functions and frozen dataclasses; the clock is an argument.
"""
