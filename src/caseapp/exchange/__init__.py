"""Files of other programs: CSV, XLSX and JSON, read row by row with every bad row named, and written.

Knows no store and no window; what it gives and takes are the dataclasses of `rules`.
"""
