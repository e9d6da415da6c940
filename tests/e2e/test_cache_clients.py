# SPDX-License-Identifier: Apache-2.0
"""One answer, given again to the official Python clients of four dialects, whole and as a stream."""
import unittest

import anthropic
import openai
from google import genai
from google.genai import types

from support import KEY, Gateway, run_module
from test_cache import Upstream, config


class Clients(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = Upstream()
        cls.gateway = Gateway(config(cls.upstream.port))
        cls.openai = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)
        cls.anthropic = anthropic.Anthropic(base_url=cls.gateway.base + "/anthropic", api_key=KEY, max_retries=0)
        cls.gemini = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=cls.gateway.base + "/gemini"))

    @classmethod
    def tearDownClass(cls):
        cls.gateway.close()
        cls.upstream.close()

    def test_four_dialects(self):
        said = [{"role": "user", "content": "one answer for all"}]
        asked = {"model": "exact", "max_tokens": 40, "messages": said}
        first = self.openai.chat.completions.create(**asked).choices[0].message.content
        self.assertEqual(self.upstream.count(), 1)

        def openai_stream():
            chunks = list(self.openai.chat.completions.create(**asked, stream=True))
            self.assertEqual([chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1], "stop")
            return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)

        def anthropic_whole():
            answer = self.anthropic.messages.create(**asked)
            self.assertEqual((answer.stop_reason, answer.usage.input_tokens), ("end_turn", 10))
            return answer.content[0].text

        def anthropic_stream():
            with self.anthropic.messages.stream(**asked) as stream:
                text = "".join(stream.text_stream)
                self.assertEqual(stream.get_final_message().stop_reason, "end_turn")
            return text

        wish = types.GenerateContentConfig(max_output_tokens=40)

        def gemini_whole():
            return self.gemini.models.generate_content(model="exact", contents="one answer for all", config=wish).text

        def gemini_stream():
            return "".join(chunk.text or "" for chunk in self.gemini.models.generate_content_stream(
                model="exact", contents="one answer for all", config=wish))

        for replay in (openai_stream, anthropic_whole, anthropic_stream, gemini_whole, gemini_stream):
            with self.subTest(replay.__name__):
                self.assertEqual(replay(), first)
        self.assertEqual(self.upstream.count(), 1)

    def test_responses(self):
        before = self.upstream.count()
        first = self.openai.responses.create(model="exact", input="respond", temperature=0).output_text
        again = self.openai.responses.create(model="exact", input="respond", temperature=0).output_text
        events = list(self.openai.responses.create(model="exact", input="respond", temperature=0, stream=True))
        self.assertEqual(events[-1].type, "response.completed")
        self.assertEqual((again, events[-1].response.output_text), (first, first))
        self.assertEqual(self.upstream.count(), before + 1)

    def test_embeddings(self):
        before = self.upstream.count("/embeddings")
        one = self.openai.embeddings.create(model="vectors", input="a dog")
        two = self.openai.embeddings.create(model="vectors", input="a dog")
        self.assertEqual(one.data[0].embedding, two.data[0].embedding)
        self.assertEqual(self.upstream.count("/embeddings"), before + 1)


if __name__ == "__main__":
    run_module()
