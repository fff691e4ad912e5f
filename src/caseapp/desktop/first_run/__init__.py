"""The first start: a new store, its first user, and the recovery key."""
