"""Set-up and daily commands. Needs nothing but Python and its venv; everything else is fetched, by lock file and hash.

python3 packaging/dev.py demo     the desktop on a throw-away vault with sample cases
python3 packaging/dev.py test     every check
python3 packaging/dev.py          the other commands
"""

import sys

# Read by whatever Python a person happens to have: this file keeps to words that the oldest can read.
if sys.version_info < (3, 9):  # noqa: UP036 - as above
    sys.exit(
        "This Python is too old. Install Python 3.11 or newer (3.12 or newer is best) and start this file with it."
    )

if __name__ == "__main__":
    from workshop.commands import main

    sys.exit(main(sys.argv[1:]))
