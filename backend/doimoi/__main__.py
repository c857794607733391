"""`python -m doimoi`: the same as the command `doimoi`."""

import sys

from doimoi.cli import main

sys.exit(main())
