#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Brings translations/*.ts up to date with the texts of the sources. New texts come in untranslated; those that are gone
# go. With --check nothing is written and a file that is behind is an error.
set -euo pipefail
cd "$(dirname "$0")/.."

lupdate=/usr/lib/qt6/bin/lupdate
languages=(de fr es zh_CN ja ar)
target=translations
if [ "${1:-}" = --check ]; then
  target=$(mktemp -d)
  trap 'rm -rf "$target"' EXIT
  cp translations/*.ts "$target"
fi

options=(-I . -silent -no-obsolete -locations none -source-language en -tr-function-alias 'QT_TRANSLATE_NOOP+=QT_TRANSLATE_NOOP')
files=("${languages[@]/#/$target/gatehouse_}")
"$lupdate" "${options[@]}" ui app/gatehouse -ts "${files[@]/%/.ts}"
# English needs its plurals only.
"$lupdate" "${options[@]}" -pluralonly ui app/gatehouse -ts "$target/gatehouse_en.ts"

if [ "$target" != translations ] && ! diff -q "$target" translations -x '*.sh' >/dev/null; then
  echo "The translations are behind the sources. Run translations/update.sh, translate what is new, and commit." >&2
  exit 1
fi
