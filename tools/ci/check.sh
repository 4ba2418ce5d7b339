#!/usr/bin/env bash
# The action's check: which revision to compare with, whose settings to trust, and where the reports go.
set -uo pipefail

linter="$RUNNER_TEMP/runbook-linter/bin/runbook-linter"
summary="$RUNNER_TEMP/runbook-linter.md"
rm -f "$summary"
arguments=(check "${INPUT_PATH:-.}" --format github)

exists() { git rev-parse --verify -q --end-of-options "$1^{commit}" >/dev/null; }

# The base branch as it is now: a pull request's merge commit holds it, and what others merged meanwhile is not ours.
since="${INPUT_SINCE:-}"
if [ -z "$since" ] && [ "${GITHUB_EVENT_NAME:-}" != schedule ]; then
  if [ -n "${BASE_REF:-}" ] && exists "origin/$BASE_REF"; then
    since="origin/$BASE_REF"
  elif [ -n "${BASE_SHA:-}" ] && exists "$BASE_SHA"; then
    since="$BASE_SHA"
  elif [ -n "${BASE_SHA:-}" ] && [ "${GITHUB_REF_NAME:-}" != "${DEFAULT_BRANCH:-}" ] \
    && exists "origin/${DEFAULT_BRANCH:-}"; then
    # A new branch, or one that was pushed by force: what it makes beside the default branch.
    since="origin/$DEFAULT_BRANCH"
  elif [ -n "${BASE_REF:-}" ]; then
    echo "::error::The base branch is not here: check out with fetch-depth: 0."
    echo "status=2" >>"$GITHUB_OUTPUT"
    exit 2
  fi
fi
if [ -n "$since" ] && [ "$since" != none ]; then
  arguments+=(--since "$since" --output "markdown=$summary")
fi

isolated="${INPUT_ISOLATED:-auto}"
[ "$isolated" = auto ] && isolated="${FORK:-false}"
if [ "$isolated" = true ]; then
  arguments+=(--isolated)
  [ -n "$since" ] && [ "$since" != none ] && arguments+=(--config-from "$since")
fi

[ -n "${INPUT_FAIL_ON:-}" ] && arguments+=(--fail-on "$INPUT_FAIL_ON")
[ -n "${INPUT_SARIF:-}" ] && arguments+=(--output "sarif=$INPUT_SARIF")
[ "${INPUT_ISSUES:-false}" = true ] && arguments+=(--write-due "$RUNNER_TEMP/runbook-linter-due")
while IFS= read -r argument; do
  [ -n "$argument" ] && arguments+=("$argument")
done <<<"${INPUT_ARGUMENTS:-}"

"$linter" "${arguments[@]}"
status=$?
[ -s "$summary" ] && cat "$summary" >>"$GITHUB_STEP_SUMMARY"
echo "status=$status" >>"$GITHUB_OUTPUT"
exit "$status"
