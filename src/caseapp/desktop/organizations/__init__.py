"""関係機関: the address book and the form for one of them."""
