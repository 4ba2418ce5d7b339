#!/usr/bin/env python3
"""Begin a post-mortem: calls `post-mortem-generator`, with the arguments as they are."""

import os
import shutil
import sys

PROGRAM = "post-mortem-generator"

found = shutil.which(PROGRAM, path=os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")]))
if found is None:
    sys.exit(f"{PROGRAM} is not installed: pip install 'runbook-linter[incident]'")
os.execv(found, [PROGRAM, *sys.argv[1:]])
