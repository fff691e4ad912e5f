"""Before the desk: the lock screen, recovery, and what is shown when the store cannot be opened."""
