"""次にすること: the question every record ends with, and a day with its usual distances. In `steps` the
overlays that add an action, put it off or drop it: every page uses the same."""
