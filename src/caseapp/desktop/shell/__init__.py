"""The frame around every page: top bar, rail, status line, and the way from page to page."""
