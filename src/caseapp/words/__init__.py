"""Words and other packaged things: the languages of screen and paper, and the files that come with the program.

Knows no Qt, no store and no record; only `rules` stands below it.
"""
