"""`python -m caseapp`."""

from __future__ import annotations

import sys

from caseapp.bootstrap import main

if __name__ == "__main__":
    sys.exit(main())
