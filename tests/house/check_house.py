#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the source tree against its own map.

Each room's CMakeLists.txt says with LINKS what it may see; every #include of another room must be covered by that
(directly or through a linked room). Core uses Qt in store, secrets and admin only, Beast in core/http only. Every
source file bears its SPDX line. --planted puts one fault of each kind into a copy and demands that each is found."""
import pathlib
import re
import shutil
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
QT_ROOMS = {"store", "secrets", "admin"}
SOURCES = {".cpp", ".h", ".py", ".sh", ".cmake", ".js", ".mjs"}


def rooms(root):
    """Room -> the rooms that it may include, itself and what it reaches through its links."""
    links = {}
    for file in [*root.glob("core/*/CMakeLists.txt"), *root.glob("ui/*/CMakeLists.txt")]:
        call = re.search(r"gatehouse_room\((\S+?)[\s)]([^)]*)", file.read_text())
        if not call:
            continue
        named = re.search(r"LINKS\s+((?:[a-z_]+\s*)+)", call.group(2))
        links[call.group(1)] = set(named.group(1).split()) if named else set()

    def reach(room, seen):
        for other in links.get(room, ()):
            if other not in seen:
                seen.add(other)
                reach(other, seen)
        return seen

    return {room: reach(room, {room}) for room in links}


def console_faults(root):
    """The console sees contract of core, nothing else: it speaks to a gateway through the admin API."""
    for room, reachable in rooms(root).items():
        if not room.startswith("ui_"):
            continue
        for file in sorted((root / "ui" / room[3:]).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            for number, line in enumerate(file.read_text().splitlines(), 1):
                include = re.match(r'\s*#\s*include\s*"(core|ui|app)/([a-z_]+)/', line)
                if not include:
                    continue
                where = f"{file.relative_to(root)}:{number}"
                tree, other = include.groups()
                if tree == "app" or (tree == "core" and other != "contract"):
                    yield f"{where}: the console may not see {tree}/{other}"
                elif (f"ui_{other}" if tree == "ui" else other) not in reachable:
                    yield f"{where}: ui/{room[3:]} may not see {tree}/{other}"


def include_faults(root):
    allowed = {room: reachable for room, reachable in rooms(root).items() if not room.startswith("ui_")}
    for room, reachable in allowed.items():
        for file in sorted((root / "core" / room).rglob("*")):
            if file.suffix not in (".h", ".cpp"):
                continue
            where = file.relative_to(root)
            for number, line in enumerate(file.read_text().splitlines(), 1):
                include = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                if not include:
                    continue
                path = include.group(1)
                other = re.match(r"core/([a-z_]+)/", path)
                if other and other.group(1) not in reachable:
                    yield f"{where}:{number}: core/{room} may not see core/{other.group(1)}"
                if path.startswith(("app/", "ui/")):
                    yield f"{where}:{number}: core may not see {path}"
                if re.match(r"(Q[A-Z]|qt6keychain)", path) and room not in QT_ROOMS:
                    yield f"{where}:{number}: core/{room} may not use Qt ({path})"
                if path.startswith("boost/beast") and room != "http":
                    yield f"{where}:{number}: Beast stays in core/http"
                if path == "regex":
                    yield f"{where}:{number}: std::regex is not linear; use RE2"
                if path.startswith("boost/") and room == "base":
                    yield f"{where}:{number}: core/base knows no Boost"


def licence_faults(root):
    for folder in ("app", "cmake", "core", "packaging", "tests", "ui"):
        for file in sorted((root / folder).rglob("*")):
            if file.is_file() and (file.suffix in SOURCES or file.name == "CMakeLists.txt"):
                if "node_modules" in file.parts or "__pycache__" in file.parts:
                    continue
                if "SPDX-License-Identifier" not in "".join(file.read_text(errors="replace").splitlines(True)[:3]):
                    yield f"{file.relative_to(root)}: no SPDX line"


def faults(root):
    return list(include_faults(root)) + list(console_faults(root)) + list(licence_faults(root))


def planted():
    plants = {
        "core/base/planted.h": ('// SPDX-License-Identifier: Apache-2.0\n#include "core/http/message.h"\n', "may not see core/http"),
        "core/routing/planted.h": ("// SPDX-License-Identifier: Apache-2.0\n#include <QString>\n", "may not use Qt"),
        "core/pipeline/planted.h": ("// SPDX-License-Identifier: Apache-2.0\n#include <boost/beast/core.hpp>\n", "Beast stays"),
        "core/policy/planted.h": ("#pragma once\n", "no SPDX line"),
        "ui/client/planted.h": ('// SPDX-License-Identifier: GPL-3.0-or-later\n#include "core/store/store.h"\n', "may not see core/store"),
        "ui/models/planted.h": ('// SPDX-License-Identifier: GPL-3.0-or-later\n#include "core/base/text.h"\n', "may not see core/base"),
        "ui/theme/planted.h": ('// SPDX-License-Identifier: GPL-3.0-or-later\n#include "ui/shell/main_window.h"\n', "may not see ui/shell"),
    }
    missed = []
    for name, (text, expected) in plants.items():
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for tree in ("core", "ui"):
                shutil.copytree(ROOT / tree, root / tree)
            (root / name).write_text(text)
            if not any(name in fault and expected in fault for fault in faults(root)):
                missed.append(name)
    return missed


def main():
    if "--planted" in sys.argv:
        missed = planted()
        for name in missed:
            print(f"the planted fault in {name} was not found")
        return 1 if missed else 0
    found = faults(ROOT)
    print("\n".join(found) if found else "the tree keeps to its map")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
