"""情報提供書: what is told to whom on which consent, and how it was handed over."""
