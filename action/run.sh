#!/usr/bin/env bash
# A step of action.yml: runs COMMAND on PATHS. Inputs come as environment
# variables, so that no text of theirs is read as part of this script.
set -euo pipefail

die() {
	echo "::error title=mlauth-compile::$1"
	exit 2
}

# What paths say is split at spaces and line ends, and nothing more.
read -r -d '' -a paths <<< "$PATHS" || true
[ ${#paths[@]} -gt 0 ] || die "no paths are given"

# Says what was found as FORMAT asks for.
validate() {
	case $FORMAT in
	github | sarif | text) ;;
	*) die "the action does not know the format ${FORMAT@Q}; it knows github, sarif and text" ;;
	esac
	local shown=$FORMAT code=0
	if [ "$FORMAT" = sarif ]; then
		shown=github
		local sarif=$RUNNER_TEMP/mlauth-compile.sarif
		mlauth-compile validate --format sarif -- "${paths[@]}" > "$sarif" || code=$?
		[ $code -le 1 ] || exit $code
		echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
	fi
	mlauth-compile validate --format "$shown" -- "${paths[@]}"
}

# Flags of the commands that talk to a backend.
stacks() {
	flags=()
	[ -z "$BACKEND" ] || flags+=("--backend=$BACKEND")
	[ -z "$SECRETS_PROVIDER" ] || flags+=("--secrets-provider=$SECRETS_PROVIDER")
}

# Plans each stack, and leaves a comment for the next step and for the summary
# of the job, whether all could be planned or not.
preview() {
	[[ $COMMENT_NAME =~ ^[A-Za-z0-9._-]{0,40}$ ]] || die "the comment's name ${COMMENT_NAME@Q} is to have at most 40 letters, digits, dots, dashes and underscores, and nothing else"
	stacks
	[ -z "$PLAN" ] || flags+=("--save-plan=$PLAN")
	local comment=$RUNNER_TEMP/mlauth-compile.md code=0
	mlauth-compile preview --format markdown "${flags[@]}" -- "${paths[@]}" > "$comment" || code=$?
	if [ -s "$comment" ]; then
		[ -z "$COMMENT_NAME" ] || sed -i.bak "1s/mlauth-compile/mlauth-compile $COMMENT_NAME/; 2s/ preview/ preview, $COMMENT_NAME/" "$comment"
		echo "comment=$comment" >> "$GITHUB_OUTPUT"
		cat "$comment" >> "$GITHUB_STEP_SUMMARY"
	fi
	exit $code
}

deploy() {
	stacks
	[ -z "$PLAN" ] || flags+=("--plan=$PLAN")
	mlauth-compile deploy --yes "${flags[@]}" -- "${paths[@]}"
}

case $COMMAND in
validate | preview | deploy) "$COMMAND" ;;
*) die "the action does not know the command ${COMMAND@Q}; it knows validate, preview and deploy" ;;
esac
