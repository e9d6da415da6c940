#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the official client libraries into the given folder; does nothing where they are there.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder/node"

if [ ! -x "$folder/venv/bin/python" ] || ! cmp -s "$here/requirements.txt" "$folder/venv/requirements.txt"; then
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$folder/venv/requirements.txt"
fi

if ! cmp -s "$here/node/package-lock.json" "$folder/node/installed-lock.json"; then
  cp "$here/node/package.json" "$here/node/package-lock.json" "$folder/node/"
  npm --prefix "$folder/node" ci --no-audit --no-fund --silent
  cp "$here/node/package-lock.json" "$folder/node/installed-lock.json"
fi

# A provider of OpenID Connect, with what signs its tokens.
mkdir -p "$folder/oidc"
cp "$here/oidc/provider.mjs" "$folder/oidc/"
if ! cmp -s "$here/oidc/package-lock.json" "$folder/oidc/installed-lock.json"; then
  cp "$here/oidc/package.json" "$here/oidc/package-lock.json" "$folder/oidc/"
  npm --prefix "$folder/oidc" ci --no-audit --no-fund --silent
  cp "$here/oidc/package-lock.json" "$folder/oidc/installed-lock.json"
fi
