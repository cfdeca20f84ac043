#!/usr/bin/env bash
# Deploys the repository's specs to an emulated AWS account, shows what is there,
# and cleans up. Called by `make demo` with the tool's path and with the
# environment of the test stack around it.
set -euo pipefail
tool=$1
repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

say() { printf '\n\033[1m%s\033[0m\n' "$*"; }

# A copy that may be thrown away: ephemeral stacks are not protected.
mkdir "$work/.git"
cp -R "$repository/specs" "$repository/base" "$work/"
for copy in "$work"/specs/*.yaml; do
	if grep -q '^lifecycle:' "$copy"; then
		sed -i.bak 's/^lifecycle: {/lifecycle: {ephemeral: true, /; s/^lifecycle:$/lifecycle:\n  ephemeral: true/' "$copy" && rm "$copy.bak"
	else
		printf '\nlifecycle: {ephemeral: true}\n' >>"$copy"
	fi
done

# The secrets that the specs refer to, made up.
mkdir -p "$work/specs/secrets"
echo "made-up-$RANDOM$RANDOM" >"$work/specs/secrets/corp-sso"
export OIDC_CLIENT_SECRET=made-up-$RANDOM$RANDOM CORP_SSO_CLIENT_ID=made-up-$RANDOM$RANDOM

cd "$work"
"$DEMOAWS" prepare specs/*.yaml
say "mlauth-compile validate (the warnings are listed in the specs: they show what a review would ask about)"
"$tool" validate
say "mlauth-compile deploy"
"$tool" deploy
say "mlauth-compile outputs specs/ml-user-pool.yaml"
"$tool" outputs specs/ml-user-pool.yaml
say "mlauth-compile outputs specs/model-console.yaml"
"$tool" outputs specs/model-console.yaml
say "The pool of specs/ml-user-pool.yaml as AWS describes it"
"$DEMOAWS" look "$("$tool" outputs specs/ml-user-pool.yaml --json | sed -n 's/.*"user_pool_id": "\(.*\)".*/\1/p')"
say "mlauth-compile deploy, again: nothing to do"
"$tool" deploy specs/ml-user-pool.yaml specs/model-console.yaml
say "mlauth-compile destroy"
"$tool" destroy
