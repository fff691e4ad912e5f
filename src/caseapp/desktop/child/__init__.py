"""お子さんのページ: who the child is, what must be heeded, what is open, and everything that happened."""
