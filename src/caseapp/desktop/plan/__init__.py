"""個別支援計画: the plan of one child, and the plans of the office."""
