"""``python -m zjtx_docs.cli``: the command line where the script is not on the path."""

import sys

from zjtx_docs.cli import main

sys.exit(main())
