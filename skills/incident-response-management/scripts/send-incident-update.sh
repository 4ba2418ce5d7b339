#!/bin/sh
# Tell stakeholders: calls `send-incident-update`, with the arguments as they are.
set -eu

if ! command -v send-incident-update >/dev/null 2>&1; then
    echo "send-incident-update is not installed: pip install 'runbook-linter[incident]'" >&2
    exit 2
fi
exec send-incident-update "$@"
