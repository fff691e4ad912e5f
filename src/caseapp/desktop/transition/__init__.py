"""移行準備チェックリスト: one sheet filled in by keys, with what was said before and by the other side beside it."""
