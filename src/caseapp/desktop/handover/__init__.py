"""引継ぎ: the sheets of the children that go to another worker, and the successor's word on them."""
