# SPDX-License-Identifier: Apache-2.0
"""Runs the matrix and holds it against the committed page, counts and red cells included. With --write it makes the page
anew. A provider that does one thing wrong must turn exactly that feature's cells red."""
import sys
import unittest

import page
from matrix import CLIENTS, Matrix
from support import run_module


class TheMatrix(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.matrix = Matrix()
        try:
            cls.matrix.run()
        finally:
            cls.matrix.close()

    def test_the_page_says_what_ran(self):
        self.assertEqual(page.parts()[1], page.tables(self.matrix), "run tests/matrix/test_matrix.py --write")


class PlantedFaults(unittest.TestCase):
    """What a wrong provider does to the judgement itself: each answer is changed in one place before it is compared."""

    def test_a_changed_answer_turns_its_cell_red(self):
        changes = {"usage": lambda said: setattr(said, "output", said.output + 1),
                   "finish": lambda said: setattr(said, "end", "limit" if said.end == "end" else "end"),
                   "plain": lambda said: setattr(said, "text", said.text + " and more"),
                   "tools": lambda said: said.calls.__setitem__(0, (said.calls[0][0], {"other": 1}))}
        for feature, change in changes.items():
            with self.subTest(feature):
                matrix = Matrix(["anthropic-messages"], CLIENTS[:1], change=(feature, change))
                try:
                    matrix.run_some()
                finally:
                    matrix.close()
                red = {key[2] for key, cell in matrix.cells.items() if cell.faults}
                self.assertEqual(red, {feature})


if __name__ == "__main__":
    if "--write" in sys.argv:
        made = Matrix()
        try:
            made.run()
        finally:
            made.close()
        page.write(made)
        for key, cell in made.cells.items():
            for fault in cell.faults:
                print(*key, fault[:400])
        sys.exit(0)
    run_module()
