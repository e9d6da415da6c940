#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# make run: the console where there is a display and a console, else the daemon with a key made for this run.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=build/${PRESET:-release}/app

if [ -x "$bin/gatehouse" ] && { [ -n "${DISPLAY:-}" ] || [ -n "${WAYLAND_DISPLAY:-}" ]; }; then
  exec "$bin/gatehouse"
fi

data=$(mktemp -d -t gatehouse-run-XXXXXX)
daemon=
finish() {
  if [ -n "$daemon" ]; then
    kill -TERM "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  fi
  rm -rf "$data"
}
trap finish EXIT
trap 'exit 0' INT TERM

printf 'version: 1\nteams:\n  - id: me\n    apps:\n      - {id: first, models: ["*"]}\n' > "$data/first.yaml"
ready=$data/ready
mkfifo "$ready"
"$bin/gatehoused" serve --config "$data/first.yaml" --data-dir "$data/store" \
  --listen "${GATEHOUSE_LISTEN:-127.0.0.1:8642}" --admin "${GATEHOUSE_ADMIN:-127.0.0.1:8643}" > "$ready" &
daemon=$!
read -r line < "$ready" || { wait "$daemon"; exit $?; }
echo "$line"
gateway=$(sed -E 's/.*gateway=([^ ]+).*/\1/' <<< "$line")
key=$("$bin/gatehoused" key new first --data-dir "$data/store")
cat <<TEXT

The gateway is up, with the built-in demo provider. Try it (the key is for this run only):

curl $gateway/v1/chat/completions -H "Authorization: Bearer $key" -H "Content-Type: application/json" -d '{"model":"demo/echo","messages":[{"role":"user","content":"Hello"}]}'

Ctrl+C stops it.
TEXT
wait "$daemon"
