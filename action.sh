#!/usr/bin/env bash
# What action.yml runs: installs the macrolint that lies beside it, and checks once for annotations, SARIF and the summary.
set -euo pipefail

lines() { printf '%s\n' "$1" | sed '/^[[:space:]]*$/d'; }

home=$(mktemp -d "${RUNNER_TEMP:-/tmp}/macrolint.XXXXXX")
python3 -m venv "$home/venv"
"$home/venv/bin/pip" install --quiet --no-color --disable-pip-version-check "$GITHUB_ACTION_PATH"

mapfile -t paths < <(lines "${ML_PATHS:-}")
mapfile -t args < <(lines "${ML_ARGS:-}")
formats=(-f github -f "json=$home/report.json")
[ -z "${ML_SARIF:-}" ] || formats+=(-f "sarif=$ML_SARIF")
[ "${ML_SUMMARY:-true}" != true ] || formats+=(-f "markdown=$home/summary.md")

code=0
"$home/venv/bin/macrolint" check "${formats[@]}" "${args[@]}" -- "${paths[@]}" || code=$?

[ ! -f "$home/summary.md" ] || cat "$home/summary.md" >> "$GITHUB_STEP_SUMMARY"
if [ -f "$home/report.json" ]; then
  count=$(python3 -c 'import json, sys; print(len(json.load(open(sys.argv[1], encoding="utf-8"))["violations"]))' "$home/report.json")
  echo "violations=$count" >> "$GITHUB_OUTPUT"
fi
[ -z "${ML_SARIF:-}" ] || [ ! -f "$ML_SARIF" ] || echo "sarif-file=$ML_SARIF" >> "$GITHUB_OUTPUT"

if [ "$code" -eq 1 ] && [ "${ML_FAIL:-true}" != true ]; then
  exit 0
fi
exit "$code"
