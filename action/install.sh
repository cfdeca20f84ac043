#!/usr/bin/env bash
# A step of action.yml: puts the tool into a folder on the PATH of later steps.
# VERSION is a released one; empty for that of the action itself.
set -euo pipefail
export CGO_ENABLED=0 # a runner need not have a C compiler
folder=$RUNNER_TEMP/mlauth-compile
mkdir -p "$folder"
if [ -n "$VERSION" ]; then
	GOBIN=$folder go install "github.com/mlauth/mlauth-compile/cmd/mlauth-compile@$VERSION"
else
	go -C "$ACTION_PATH" build -o "$folder/mlauth-compile" ./cmd/mlauth-compile
fi
echo "$folder" >> "$GITHUB_PATH"
