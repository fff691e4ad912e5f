"""Paper: frozen read-models in, PDF bytes out. No store, no Qt, no file but the packaged fonts.

The kit: `fonts` (faces and which one draws a character), `tounicode`, `breaking` and `text` (lines), `type_styles`
(sizes), `grid` (page and furniture), `tables`, `blocks`. On it one module per document with
`render(data, *, language, printed, …) -> bytes`; `catalogue` names them. Importing this package is cheap: reportlab is
loaded with the first document.
"""
