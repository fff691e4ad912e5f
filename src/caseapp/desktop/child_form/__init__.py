"""The form to register a child or to change its record."""
