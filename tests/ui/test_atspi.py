#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The console as a screen reader meets it: the real program on an X server of its own, read over AT-SPI in a D-Bus
session of its own. Everything that can take the focus must have a name, and the parts of the window must be there."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

IN_SESSION = "GATEHOUSE_ATSPI_SESSION"
PATIENCE = 60


def inside_session():
    """Runs this file again in a private D-Bus session with an X server."""
    if subprocess.run(["which", "Xvfb", "dbus-run-session"], capture_output=True).returncode:
        sys.exit("Xvfb or dbus-run-session is missing: install xvfb and dbus")
    environment = {**os.environ, IN_SESSION: "1"}
    sys.exit(subprocess.run(["dbus-run-session", "--", sys.executable, __file__, *sys.argv[1:]],
                            env=environment, timeout=4 * PATIENCE).returncode)


def start_display():
    read, write = os.pipe()
    display = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
                               pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    with os.fdopen(read) as told:
        number = told.readline().strip()
    return display, f":{number}"


def walk(node, visit, depth=0):
    if node is None or depth > 40:
        return
    visit(node)
    for index in range(min(node.get_child_count(), 200)):
        walk(node.get_child_at_index(index), visit, depth + 1)


def application(atspi, name):
    desktop = atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        child = desktop.get_child_at_index(index)
        if child is not None and name in (child.get_name() or "").lower():
            return child
    return None


def faults(atspi, root):
    found, names = [], set()

    def visit(node):
        states = node.get_state_set()
        name = (node.get_name() or "").strip()
        names.add(name)
        wanted = states.contains(atspi.StateType.FOCUSABLE) and states.contains(atspi.StateType.SHOWING)
        if wanted and not name and node.get_role_name() not in ("table cell", "filler", "viewport"):
            found.append(f"a {node.get_role_name()} without a name ({node.get_description() or 'no description'})")

    walk(root, visit)
    return found, names


def main():
    if IN_SESSION not in os.environ:
        inside_session()
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi

    display, number = start_display()
    with tempfile.TemporaryDirectory() as folder:
        for part in ("config", "data", "state", "cache", "runtime"):
            (pathlib.Path(folder) / part).mkdir(mode=0o700)
        environment = {**os.environ, "DISPLAY": number, "QT_QPA_PLATFORM": "xcb", "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                       "HOME": folder, "XDG_CONFIG_HOME": f"{folder}/config", "XDG_DATA_HOME": f"{folder}/data",
                       "XDG_STATE_HOME": f"{folder}/state", "XDG_CACHE_HOME": f"{folder}/cache",
                       "XDG_RUNTIME_DIR": f"{folder}/runtime"}
        console = subprocess.Popen([os.environ["GATEHOUSE"], "--profile", "atspi", "--view", "log"], env=environment)
        try:
            end = time.monotonic() + PATIENCE
            root, found, names = None, ["the console does not show up"], set()
            while time.monotonic() < end:
                root = root or application(Atspi, "gatehouse")
                if root is not None:
                    found, names = faults(Atspi, root)
                    if "Overview" in names:
                        break
                time.sleep(0.2)
            for part in ("Overview", "Live log", "Settings"):
                if not any(re.search(part, name) for name in names):
                    found.append(f"nothing is called {part}")
            print(f"{len(names)} names over AT-SPI")
            for fault in found:
                print(fault)
            return 1 if found else 0
        finally:
            console.terminate()
            console.wait(20)
            display.terminate()
            display.wait(20)


if __name__ == "__main__":
    sys.exit(main())
