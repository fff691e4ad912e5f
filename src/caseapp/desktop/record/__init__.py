"""相談記録: the form for one contact, what stands beside it, and the list of all."""
