"""What the store holds: one module per subject with its tables and the way between a row and the rules' dataclass.

Only `casework` opens a session; nothing here begins or ends a transaction. Outside `search_index`, `audit` (its
triggers) and `migrations` nothing depends on SQLite.
"""
