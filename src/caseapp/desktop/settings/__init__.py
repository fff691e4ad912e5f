"""Settings: the own screen, the office, the people, key and backup, the keys of the keyboard."""
