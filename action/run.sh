#!/usr/bin/env bash
# A step of action.yml: runs COMMAND on PATHS and says what it found as FORMAT
# asks for. Inputs come as environment variables, so that no text of theirs is
# read as part of this script.
set -euo pipefail

die() {
	echo "::error title=mlauth-compile::$1"
	exit 2
}

case $COMMAND in
validate) ;;
*) die "the action does not know the command ${COMMAND@Q}; it knows validate" ;;
esac
case $FORMAT in
github | sarif | text) ;;
*) die "the action does not know the format ${FORMAT@Q}; it knows github, sarif and text" ;;
esac

# What paths say is split at spaces and line ends, and nothing more.
read -r -d '' -a paths <<< "$PATHS" || true
[ ${#paths[@]} -gt 0 ] || die "no paths are given"

shown=$FORMAT
if [ "$FORMAT" = sarif ]; then
	shown=github
	sarif=$RUNNER_TEMP/mlauth-compile.sarif
	code=0
	mlauth-compile validate --format sarif -- "${paths[@]}" > "$sarif" || code=$?
	[ $code -le 1 ] || exit $code
	echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
fi
mlauth-compile validate --format "$shown" -- "${paths[@]}"
