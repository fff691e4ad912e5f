"""関係機関: the address book, the form for one of them, and the field that finds one by typing."""
