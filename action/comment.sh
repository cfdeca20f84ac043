#!/usr/bin/env bash
# A step of action.yml: writes the file COMMENT as a comment on the pull request
# PULL_REQUEST. There is one for each: the first line of it is a mark, by which
# the one of an earlier run is found and updated. One with the mark that is not
# ours to change is left alone.
set -euo pipefail
mark=$(head -n 1 "$COMMENT")
comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments
marked=$(gh api --paginate "$comments?per_page=100" --jq ".[] | select(.body | startswith(\"$mark\")) | .id")
for earlier in $marked; do
	if gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$COMMENT"; then
		exit 0
	fi
done
gh api --silent --method POST "$comments" --field "body=@$COMMENT"
