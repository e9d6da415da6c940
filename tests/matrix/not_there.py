# SPDX-License-Identifier: Apache-2.0
"""What a dialect has no form for: the cells of the matrix that are n/a, each with the vendor's text about the form that
there is. The round trip of signatures needs a signature in the provider's answer and a place for it at the client:
Chat Completions of OpenAI shows no thoughts, Cohere's and Ollama's are plain text without one."""

OPENAI = ("https://platform.openai.com/docs/guides/reasoning",
          "While reasoning tokens are not visible via the API, they still occupy space in the model's context window")
COHERE = ("https://docs.cohere.com/docs/reasoning",
          "This reasoning process happens in dedicated \"thinking\" content blocks")
OLLAMA = ("https://ollama.com/blog/thinking",
          "When thinking is enabled, the output will separate the model's thinking from the model's output")
CLIENT_NAMES = ["openai", "openai_responses", "anthropic", "gemini", "bedrock", "cohere", "ollama"]
PROVIDER_NAMES = ["openai-chat", "openai-responses", "anthropic-messages", "gemini-generate", "bedrock-converse",
                  "cohere-v2-chat", "ollama-chat"]

# (client, provider dialect, feature) -> (address, sentence)
NOT_THERE = {}
for client in CLIENT_NAMES:
    for provider, why in (("openai-chat", OPENAI), ("cohere-v2-chat", COHERE), ("ollama-chat", OLLAMA)):
        NOT_THERE[client, provider, "reasoning"] = why
for provider in PROVIDER_NAMES:
    for client, why in (("cohere", COHERE), ("ollama", OLLAMA)):
        NOT_THERE.setdefault((client, provider, "reasoning"), why)
