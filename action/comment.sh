#!/usr/bin/env bash
# A step of action.yml: writes the file COMMENT as a comment on the pull request
# PULL_REQUEST. There is one for each: the first line of it is a mark, by which
# the one of an earlier run is found and updated.
set -euo pipefail
mark=$(head -n 1 "$COMMENT")
comments=repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments
earlier=$(gh api --paginate "$comments" --jq ".[] | select(.body | startswith(\"$mark\")) | .id" | head -n 1)
if [ -n "$earlier" ]; then
	gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$COMMENT"
else
	gh api --silent --method POST "$comments" --field "body=@$COMMENT"
fi
