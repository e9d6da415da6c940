#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The portal's sources hold against their types: build.mjs only takes types away.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
tools=$1
rm -rf "$tools/src"
cp -r "$root/resources/portal/src" "$root/resources/portal/tsconfig.json" "$tools/"
cd "$tools"
exec node_modules/.bin/tsc --noEmit
