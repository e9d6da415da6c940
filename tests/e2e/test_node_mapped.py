# SPDX-License-Identifier: Apache-2.0
"""Runs node/mapped.mjs against a gateway whose providers are the scripted servers of test_other_servers.py."""
import os
import pathlib
import subprocess
import sys

from support import KEY
from test_other_servers import Base


def main():
    Base.setUpClass()
    try:
        environment = dict(os.environ, GATEHOUSE_BASE=Base.gateway.base, GATEHOUSE_KEY=KEY)
        script = pathlib.Path(__file__).parent / "node/mapped.mjs"
        return subprocess.run(["node", "--test", "--test-reporter=spec", str(script)], env=environment,
                              timeout=200).returncode
    finally:
        Base.tearDownClass()


if __name__ == "__main__":
    sys.exit(main())
