#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian 12 packages that building and testing need and that are missing. Says what it will install.
set -euo pipefail

packages=(
  # building
  build-essential cmake ninja-build ccache mold pkg-config git
  libboost1.81-dev libboost-json1.81-dev libboost-url1.81-dev libssl-dev libexpected-dev libsimdjson-dev libre2-dev libhnswlib-dev
  libmimalloc-dev libyaml-cpp-dev libtomlplusplus-dev libsodium-dev libdtl-dev zlib1g-dev libzstd-dev libc-ares-dev libcurl4-openssl-dev
  qt6-base-dev qt6-tools-dev qt6-l10n-tools qt6-translations-l10n qt6-svg-dev libqt6sql6-sqlite libsqlite3-dev libpq-dev qtkeychain-qt6-dev libqscintilla2-qt6-dev libsecret-1-0 tzdata
  nodejs npm # the developer portal
  # testing
  python3 python3-venv curl sqlite3 postgresql openssl gnome-keyring libsecret-tools dbus dbus-x11 chromium
  xvfb xdotool at-spi2-core python3-gi gir1.2-atspi-2.0 fonts-noto-core
  # benches and checks
  nginx-light wrk clang-format clang-tidy strace iproute2 nftables desktop-file-utils appstream man-db zsh
)

missing=()
for package in "${packages[@]}"; do
  # A tool that came from elsewhere (a Node.js of the machine's own) is as good as Debian's.
  case "$package" in
    nodejs) command -v node >/dev/null && continue ;;
    npm) command -v npm >/dev/null && continue ;;
    python3) command -v python3 >/dev/null && continue ;;
  esac
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing+=("$package")
done
if [ "${#missing[@]}" -eq 0 ]; then
  exit 0
fi

if ! command -v apt-get >/dev/null; then
  echo "This machine has no apt-get. Install the counterparts of these Debian 12 packages: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "Missing packages: ${missing[*]}" >&2
    echo "Run as root, or install sudo, or run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
echo "Installing: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
