"""The use cases: one module per job that a worker names, one public function per action.

Each action is one role check, one transaction with its history and audit entry, and one result. This is the only layer
that opens a session. Questions answer with frozen dataclasses (of `rules`, or of `views`); actions answer with
`rules.changes.Changes`, and raise `Refused`, `NotAllowed`, `NotFound` or `ChangedMeanwhile` before anything changed.
"""
