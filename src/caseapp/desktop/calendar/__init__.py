"""暦: everything dated, by day, week and month."""
