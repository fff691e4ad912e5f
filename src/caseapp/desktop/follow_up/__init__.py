"""次にすること: the question every record ends with, and a day with its usual distances. The overlays that put an
action off or drop it are in `desktop.child.steps`."""
