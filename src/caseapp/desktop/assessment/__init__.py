"""アセスメント: the child's own voice, and every area of life with its rating."""
