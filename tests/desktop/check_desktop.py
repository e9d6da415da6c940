#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a desktop reads are valid, and tell of every option that the programs have.

check_desktop.py GATEHOUSE GATEHOUSED ICONS
"""
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parents[2] / "packaging" / "desktop"
APP = "org.gatehouse.Gatehouse"
faults = []


def run(*words, **with_):
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False, **with_)


def expect(sentence, passed, more=""):
    print(("ok   " if passed else "FAIL ") + sentence)
    if not passed:
        faults.append(sentence)
        print(more)


def accepts(tool, sentence, *words, **with_):
    if shutil.which(tool) is None:
        print(f"skip {sentence}: {tool} is not installed")
        return
    done = run(tool, *words, **with_)
    said = done.stdout + done.stderr
    expect(sentence, done.returncode == 0 and "error" not in said.lower(), said)


def manual(page):
    done = run("man", "--warnings=w", "-E", "UTF-8", "-l", str(HERE / page),
               env={**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "100", "MANPAGER": "cat", "MANOPT": ""})
    expect(f"man formats {page} without a warning", done.returncode == 0 and not done.stderr.strip(), done.stderr)
    return re.sub(".\b", "", done.stdout).replace("\u2010", "-").replace("\u2212", "-")


def options_of(program):
    done = run(program, "--help")
    expect(f"{pathlib.Path(program).name} --help ends well", done.returncode == 0, done.stderr)
    found = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", done.stdout))
    return found - {"--help-all"}  # of Qt's own options


def check_options(program, page):
    text = manual(page)
    name = pathlib.Path(program).name
    for option in sorted(options_of(program)):
        expect(f"{page} explains {option}", option in text)
        for shell in (f"completion/{name}.bash", f"completion/_{name}"):
            expect(f"{shell} completes {option}", option in (HERE / shell).read_text())


def check_completion():
    script = ("source {0}; COMP_WORDS=({1}); COMP_CWORD={2}; _{3}; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
    for program, words, wanted in (("gatehouse", ["gatehouse", "--vi"], "--view"),
                                   ("gatehouse", ["gatehouse", "--view", "lo"], "log"),
                                   ("gatehoused", ["gatehoused", "se"], "serve"),
                                   ("gatehoused", ["gatehoused", "serve", "--lis"], "--listen")):
        file = HERE / "completion" / f"{program}.bash"
        line = script.format(file, " ".join(words), len(words) - 1, program)
        done = run("bash", "-c", line)
        expect(f"bash completes \"{' '.join(words)}\" to {wanted}", wanted in done.stdout.split(), done.stderr)


def check_icons(folder):
    for pixels in (16, 24, 32, 48, 64, 128, 256):
        head = (folder / str(pixels) / f"{APP}.png").read_bytes()[:24]
        size = struct.unpack(">II", head[16:24]) if head[:4] == b"\x89PNG" else (0, 0)
        expect(f"the icon of {pixels} pixels is one", size == (pixels, pixels))


def main():
    gatehouse, gatehoused, icons = sys.argv[1:4]
    accepts("desktop-file-validate", "the menu entry is valid", str(HERE / f"{APP}.desktop"))
    accepts("appstreamcli", "the description is valid", "validate", "--no-net", str(HERE / f"{APP}.metainfo.xml"))
    accepts("bash", "bash reads its completions", "-n", *map(str, (HERE / "completion").glob("*.bash")))
    accepts("zsh", "zsh reads its completions", "-n", *map(str, (HERE / "completion").glob("_*")))
    check_completion()
    check_icons(pathlib.Path(icons))
    check_options(gatehouse, "gatehouse.1")
    check_options(gatehoused, "gatehoused.8")
    unit = (HERE.parent / "gatehoused.service").read_text()
    expect("the user unit starts the daemon", "ExecStart=/usr/bin/gatehoused serve" in unit)
    if faults:
        sys.exit(f"{len(faults)} faults")


main()
