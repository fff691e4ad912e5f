"""What pages are made of. Nothing here knows a record; guide: docs/kit.md."""
