# SPDX-License-Identifier: Apache-2.0
"""The official Python clients over providers whose bodies a mapping makes: Triton, SageMaker, a service of its own."""
import unittest

import anthropic
import openai

from support import KEY, run_module
from test_other_servers import SOUND, Base

HI = [{"role": "user", "content": "Hi"}]


class Mapped(Base):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.openai = openai.OpenAI(base_url=cls.gateway.base + "/v1", api_key=KEY, max_retries=0)
        cls.anthropic = anthropic.Anthropic(base_url=cls.gateway.base + "/anthropic", api_key=KEY, max_retries=0)

    def test_chats(self):
        for model in ("triton/llm", "tensors/llm", "maker/my/endpoint", "tgi/tgi", "azureml/blue", "custom/any",
                      "frame/scorer", "bricks/my-llm", "nim/llama", "ovms/llama"):
            with self.subTest(model):
                answer = self.openai.chat.completions.create(model=model, messages=HI)
                self.assertEqual(answer.choices[0].message.content, "Hello")
                self.assertEqual(answer.model, model if model.split("/")[0] not in ("bricks", "nim", "ovms") else "x")
                message = self.anthropic.messages.create(model=model, messages=HI, max_tokens=9)
                self.assertEqual(message.content[0].text, "Hello")

    def test_streams(self):
        for model in ("triton/llm", "tensors/llm", "maker/my/endpoint", "custom/any"):
            with self.subTest(model):
                chunks = list(self.openai.chat.completions.create(model=model, messages=HI, stream=True))
                self.assertEqual("".join(c.choices[0].delta.content or "" for c in chunks if c.choices), "Hello")
                self.assertEqual(chunks[-1].choices[0].finish_reason, "stop")
                with self.anthropic.messages.stream(model=model, messages=HI, max_tokens=9) as stream:
                    self.assertEqual("".join(stream.text_stream), "Hello")
                    self.assertEqual(stream.get_final_message().stop_reason, "end_turn")

    def test_responses(self):
        answer = self.openai.responses.create(model="triton/llm", input="Hi")
        self.assertEqual(answer.output_text, "Hello")

    def test_errors_keep_their_words(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            self.openai.chat.completions.create(model="custom/any", messages=[{"role": "user", "content": "fail"}])
        self.assertIn("no such thing", str(caught.exception))

    def test_embeddings_and_speech(self):
        vectors = self.openai.embeddings.create(model="nim/e5", input="hi")
        self.assertEqual(vectors.data[0].embedding, [0.5, -1.0])
        sound = self.openai.audio.speech.create(model="riva/tts", voice="Magpie.EN-US.Sofia", input="Hi")
        self.assertEqual(sound.read(), SOUND)


del Base

if __name__ == "__main__":
    run_module()
