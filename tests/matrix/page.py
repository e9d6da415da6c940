# SPDX-License-Identifier: Apache-2.0
"""The page about conformance, with the tables that a run of the matrix makes."""
import pathlib

from matrix import FEATURES
from not_there import NOT_THERE

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs/conformance.md"
BEGIN, END = "<!-- made by tests/matrix: begin -->", "<!-- made by tests/matrix: end -->"


def cell_text(cells, notes, client, provider, feature):
    cell = cells.get((client, provider, feature))
    if cell and cell.faults:
        return f"**red** ({len(cell.faults)} of {cell.passed + len(cell.faults)})"
    if cell and cell.passed:
        return f"yes ({cell.passed})"
    if why := NOT_THERE.get((client, provider, feature)):
        if why not in notes:
            notes.append(why)
        return f"n/a [{notes.index(why) + 1}]"
    return "not recorded"


def tables(matrix):
    notes, lines = [], [BEGIN]
    clients = [client.name for client in matrix.clients]
    for provider in matrix.providers:
        lines += ["", f"### Provider dialect: {provider}", "", "| client | " + " | ".join(FEATURES) + " |",
                  "| --- |" + " --- |" * len(FEATURES)]
        for client in clients:
            row = [cell_text(matrix.cells, notes, client, provider, feature) for feature in FEATURES]
            lines.append(f"| {client} | " + " | ".join(row) + " |")
    lines += [""] + [f"[{i + 1}] \"{text}\": {address}" for i, (address, text) in enumerate(notes)]
    return "\n".join(lines + [END])


def parts():
    """What stands before and behind the tables, and the tables."""
    text = PAGE.read_text()
    before, _, rest = text.partition(BEGIN)
    made, _, after = rest.partition(END)
    return before, BEGIN + made + END, after


def write(matrix):
    before, _, after = parts()
    PAGE.write_text(before + tables(matrix) + after)
