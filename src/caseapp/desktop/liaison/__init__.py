"""連絡調整: the form for a contact with an organization, the answer one waits for, and the list of all."""
