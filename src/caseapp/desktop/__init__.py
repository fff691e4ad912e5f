"""The window: PySide6 and nothing else knows it. Pages ask `casework` through the runner and paint what comes back.

`theme` (colours, type, icons) ← `kit` (fields, lists, dialogs, runner) ← `shell` (window, rail, navigation) and one
folder per page. `startup` joins them. Guide for whoever writes a page: docs/kit.md.
"""

APP_NAME = "伴走ノート"
