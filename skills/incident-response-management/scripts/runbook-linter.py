#!/usr/bin/env python3
"""Lint pages about incidents: calls `runbook-linter`, with the arguments as they are."""

import os
import shutil
import sys

PROGRAM = "runbook-linter"

found = shutil.which(PROGRAM, path=os.pathsep.join([os.path.dirname(sys.executable), os.environ.get("PATH", "")]))
if found is None:
    sys.exit(f"{PROGRAM} is not installed: pip install 'runbook-linter[incident]'")
os.execv(found, [PROGRAM, *sys.argv[1:]])
