#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs what the portal's tests need into the given folder; does nothing where it is there. No browser is fetched:
# the tests drive the distribution's Chromium.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=$1
mkdir -p "$folder"
if ! cmp -s "$here/package-lock.json" "$folder/installed-lock.json"; then
  cp "$here/package.json" "$here/package-lock.json" "$folder/"
  npm --prefix "$folder" ci --ignore-scripts --no-audit --no-fund --silent
  cp "$here/package-lock.json" "$folder/installed-lock.json"
fi
