"""From the start of the process to a page, and back to the lock screen."""
