"""What `dev.py` is made of: set-up, locks, words, licences and the checks."""
