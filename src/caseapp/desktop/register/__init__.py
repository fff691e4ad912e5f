"""児童台帳: the list of all children, found by two kana."""
