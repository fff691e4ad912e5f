"""Migrations, one file per version (`m0001_first.py`); each has `upgrade()` and imports nothing of ours.

A migration is never changed once a version with it was released. There are no downgrades: a backup is restored.
"""
