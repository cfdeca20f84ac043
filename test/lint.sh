#!/usr/bin/env bash
# The linter at its pinned version (test/lint/go.mod), built once into the Go
# build cache.
set -euo pipefail
cd "$(dirname "$0")/.."
unformatted=$(git ls-files '*.go' | xargs gofmt -l)
if [ -n "$unformatted" ]; then
	echo "Not formatted; run gofmt -w on:" >&2
	echo "$unformatted" >&2
	exit 1
fi
go vet ./...
go tool -modfile=test/lint/go.mod golangci-lint run ./...
