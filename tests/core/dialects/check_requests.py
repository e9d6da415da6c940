#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks the judges of the replay upstream what the real services would say to requests.

    check_requests.py REPLAY_UPSTREAM_PY < lines

Each line: {"id":…, "dialect":"openai-chat"|"anthropic-messages", "body":{…}}. Prints one line per problem; warnings,
which never make a service refuse, are left out. Exit code 0 whatever was found.
"""
import importlib.util
import json
import sys

PATHS = {'openai-chat': ('openai', '/v1/chat/completions'), 'openai-responses': ('openai', '/v1/responses'),
         'anthropic-messages': ('anthropic', '/v1/messages'),
         'cohere-v2-chat': ('cohere', '/v2/chat'), 'ollama-chat': ('ollama', '/api/chat'),
         'bedrock-converse': ('bedrock', '/model/m/converse'),
         'gemini-generate': ('vertex', '/v1/projects/p/locations/l/publishers/google/models/m:generateContent')}
HEADERS = {'content-type': 'application/json', 'anthropic-version': '2023-06-01'}


def main():
    spec = importlib.util.spec_from_file_location('replay_upstream', sys.argv[1])
    replay = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(replay)
    for line in sys.stdin.buffer:
        entry = json.loads(line)
        provider, path = PATHS[entry['dialect']]
        problems = replay.validate(entry['dialect'], provider, path, entry['body'], HEADERS, '')
        for problem in problems:
            if not problem.startswith('warning:'):
                print('%s: %s' % (entry['id'], problem))


main()
