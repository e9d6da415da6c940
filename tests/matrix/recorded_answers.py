# SPDX-License-Identifier: Apache-2.0
"""What recorded answers say, read from each provider's own wire form without any code of the product: text, calls of
tools, why it ended, tokens. Standard library only."""
import base64
import json
import struct

END, LIMIT, TOOL, FILTER, OTHER = "end", "limit", "tool", "filter", "other"


class Unread(Exception):
    """A recording that this reader leaves to others."""


class Said:
    def __init__(self):
        self.text, self.calls, self.end, self.thoughts = "", [], None, ""
        self.prompt = self.cached = self.output = None  # cached reads are part of prompt
        self.signatures = []

    def tokens(self, prompt, output, cached=0):
        self.prompt, self.output, self.cached = prompt, output, cached or 0

    def close(self):
        if self.calls and self.end == END:
            self.end = TOOL
        return self


def sse(text):
    for block in text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n"):
        data = "\n".join(line[5:].removeprefix(" ") for line in block.split("\n") if line.startswith("data:"))
        if data and data != "[DONE]":
            yield json.loads(data)


def frames(data):
    """Events of an AWS event stream: (type, payload)."""
    while data:
        total, head = struct.unpack(">II", data[:8])
        headers, at = {}, 12
        while at < 12 + head:
            length = data[at]
            name = data[at + 1:at + 1 + length].decode()
            size = struct.unpack(">H", data[at + 2 + length:at + 4 + length])[0]
            headers[name] = data[at + 4 + length:at + 4 + length + size].decode()
            at += 4 + length + size
        yield headers, json.loads(data[12 + head:total - 4] or b"{}")
        data = data[total:]


def arguments(text):
    return (json.loads(text) if text else {}) or {}  # Cohere says null for none


CHAT_END = {"stop": END, "eos": END, "length": LIMIT, "model_length": LIMIT, "tool_calls": TOOL, "content_filter": FILTER}


def openai_chat(exchange):
    said, calls = Said(), {}
    if not exchange["streaming"]:
        events = [json.loads(exchange["response_body"])]
    else:
        events = list(sse(exchange["response_body"]))
    for event in events:
        for choice in event.get("choices", [])[:1]:
            part = choice.get("message") or choice.get("delta") or {}
            content = part.get("content")
            if isinstance(content, list):
                said.text += "".join(p.get("text", "") for p in content if p.get("type") == "text")
            else:
                said.text += content or ""
            for i, call in enumerate(part.get("tool_calls") or []):
                held = calls.setdefault(call.get("index", i), ["", ""])
                function = call.get("function") or {}
                held[0] = held[0] or function.get("name") or ""
                piece = function.get("arguments") or ""
                held[1] += piece if isinstance(piece, str) else json.dumps(piece)
            if choice.get("finish_reason"):
                said.end = CHAT_END.get(choice["finish_reason"], OTHER)
        if usage := event.get("usage"):
            cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or 0
            said.tokens(usage["prompt_tokens"], usage["completion_tokens"], cached)
    said.calls = [(name, arguments(text)) for _, (name, text) in sorted(calls.items())]
    return said.close()


def openai_responses(exchange):
    said = Said()
    body = None
    if exchange["streaming"]:
        for event in sse(exchange["response_body"]):
            if event["type"] in ("response.completed", "response.incomplete", "response.failed"):
                body = event["response"]
    else:
        body = json.loads(exchange["response_body"])
    for item in body["output"]:
        if item["type"] == "message":
            said.text += "".join(p.get("text") or p.get("refusal") or "" for p in item["content"])
        elif item["type"] == "function_call":
            said.calls.append((item["name"], arguments(item["arguments"])))
    reason = (body.get("incomplete_details") or {}).get("reason")
    said.end = {"max_output_tokens": LIMIT, "content_filter": FILTER}.get(reason, END)
    if usage := body.get("usage"):
        said.tokens(usage["input_tokens"], usage["output_tokens"],
                    (usage.get("input_tokens_details") or {}).get("cached_tokens"))
    return said.close()


ANTHROPIC_END = {"end_turn": END, "stop_sequence": END, "max_tokens": LIMIT, "tool_use": TOOL, "refusal": FILTER}


def anthropic_messages(exchange):
    said, usage, blocks = Said(), {}, {}
    if exchange["streaming"]:
        for event in sse(exchange["response_body"]):
            if event["type"] == "message_start":
                usage.update(event["message"]["usage"])
            elif event["type"] == "content_block_start":
                blocks[event["index"]] = [event["content_block"], ""]
            elif event["type"] == "content_block_delta":
                delta, block = event["delta"], blocks[event["index"]]
                block[1] += delta.get("text") or delta.get("partial_json") or ""
                if delta["type"] == "signature_delta":
                    said.signatures.append(delta["signature"])
            elif event["type"] == "message_delta":
                usage.update({k: v for k, v in (event.get("usage") or {}).items() if v is not None})
                said.end = ANTHROPIC_END.get(event["delta"].get("stop_reason"), OTHER)
    else:
        body = json.loads(exchange["response_body"])
        usage = body["usage"]
        said.end = ANTHROPIC_END.get(body["stop_reason"], OTHER)
        for index, block in enumerate(body["content"]):
            blocks[index] = [block, ""]
    for _, (block, text) in sorted(blocks.items()):
        if block["type"] == "text":
            said.text += block["text"] + text
        elif block["type"] == "tool_use":
            said.calls.append((block["name"], arguments(text) if text else block["input"]))
        elif block["type"] == "thinking" and block.get("signature"):
            said.signatures.append(block["signature"])
    read, made = usage.get("cache_read_input_tokens") or 0, usage.get("cache_creation_input_tokens") or 0
    said.tokens(usage["input_tokens"] + read + made, usage["output_tokens"], read)
    return said.close()


GEMINI_END = {"STOP": END, "MAX_TOKENS": LIMIT, "SAFETY": FILTER, "PROHIBITED_CONTENT": FILTER, "RECITATION": FILTER}


def gemini_generate(exchange):
    said = Said()
    events = list(sse(exchange["response_body"])) if exchange["streaming"] else [json.loads(exchange["response_body"])]
    for event in events:
        for candidate in event.get("candidates", [])[:1]:
            for part in (candidate.get("content") or {}).get("parts") or []:
                if part.get("thought"):
                    pass
                elif "name" not in part.get("functionCall", {"name": ""}):
                    raise Unread("arguments in pieces, which are asked for by a field of their own")
                elif "functionCall" in part:
                    said.calls.append((part["functionCall"]["name"], part["functionCall"].get("args") or {}))
                else:
                    said.text += part.get("text", "")
                if part.get("thoughtSignature"):
                    said.signatures.append(part["thoughtSignature"])
            if candidate.get("finishReason"):
                said.end = GEMINI_END.get(candidate["finishReason"], OTHER)
        if usage := event.get("usageMetadata"):
            said.tokens(usage.get("promptTokenCount", 0) + usage.get("toolUsePromptTokenCount", 0),
                        usage.get("candidatesTokenCount", 0) + usage.get("thoughtsTokenCount", 0),
                        usage.get("cachedContentTokenCount"))
    return said.close()


BEDROCK_END = {"end_turn": END, "stop_sequence": END, "max_tokens": LIMIT, "tool_use": TOOL,
               "content_filtered": FILTER, "guardrail_intervened": FILTER}


def bedrock_converse(exchange):
    said, tools, usage = Said(), {}, None
    if exchange["streaming"]:
        for headers, payload in frames(base64.b64decode(exchange["response_body"])):
            kind = headers.get(":event-type")
            if kind == "contentBlockStart":
                tools[payload["contentBlockIndex"]] = [payload["start"]["toolUse"]["name"], ""]
            elif kind == "contentBlockDelta":
                delta = payload["delta"]
                said.text += delta.get("text", "")
                if "toolUse" in delta:
                    tools[payload["contentBlockIndex"]][1] += delta["toolUse"]["input"]
                if signature := delta.get("reasoningContent", {}).get("signature"):
                    said.signatures.append(signature)
            elif kind == "messageStop":
                said.end = BEDROCK_END.get(payload["stopReason"], OTHER)
            elif kind == "metadata":
                usage = payload["usage"]
        said.calls = [(name, arguments(text)) for _, (name, text) in sorted(tools.items())]
    else:
        body = json.loads(exchange["response_body"])
        said.end, usage = BEDROCK_END.get(body["stopReason"], OTHER), body["usage"]
        for block in body["output"]["message"]["content"]:
            said.text += block.get("text", "")
            said.text += "".join(part["text"] for part in block.get("citationsContent", {}).get("content", []))
            if "toolUse" in block:
                said.calls.append((block["toolUse"]["name"], block["toolUse"]["input"]))
            if signature := block.get("reasoningContent", {}).get("reasoningText", {}).get("signature"):
                said.signatures.append(signature)
    if usage:
        read, made = usage.get("cacheReadInputTokens") or 0, usage.get("cacheWriteInputTokens") or 0
        said.tokens(usage["inputTokens"] + read + made, usage["outputTokens"], read)
    return said.close()


COHERE_END = {"COMPLETE": END, "STOP_SEQUENCE": END, "MAX_TOKENS": LIMIT, "TOOL_CALL": TOOL}


def cohere_chat(exchange):
    said, tools = Said(), {}
    if exchange["streaming"]:
        body = {}
        for event in sse(exchange["response_body"]):
            message = (event.get("delta") or {}).get("message") or {}
            if event["type"] == "content-delta":
                said.text += message["content"].get("text") or ""
            elif event["type"] == "tool-call-start":
                call = message["tool_calls"]["function"]
                tools[event["index"]] = [call["name"], call.get("arguments") or ""]
            elif event["type"] == "tool-call-delta":
                tools[event["index"]][1] += message["tool_calls"]["function"]["arguments"]
            elif event["type"] == "message-end":
                body = event["delta"]
        said.calls = [(name, arguments(text)) for _, (name, text) in sorted(tools.items())]
    else:
        body = json.loads(exchange["response_body"])
        for part in body["message"].get("content") or []:
            said.text += part.get("text") or ""
        said.calls = [(call["function"]["name"], arguments(call["function"]["arguments"]))
                      for call in body["message"].get("tool_calls") or []]
    said.end = COHERE_END.get(body.get("finish_reason"), OTHER)
    if tokens := (body.get("usage") or {}).get("tokens"):
        said.tokens(tokens.get("input_tokens", 0), tokens.get("output_tokens", 0),
                    (body.get("usage") or {}).get("cached_tokens"))
    return said.close()


def ollama_chat(exchange):
    said = Said()
    lines = exchange["response_body"].strip().split("\n") if exchange["streaming"] else [exchange["response_body"]]
    for line in lines:
        event = json.loads(line)
        message = event.get("message") or {}
        said.text += message.get("content") or ""
        said.calls += [(call["function"]["name"], call["function"]["arguments"])
                       for call in message.get("tool_calls") or []]
        if event.get("done"):
            said.end = LIMIT if event.get("done_reason") == "length" else END
            said.tokens(event.get("prompt_eval_count", 0), event.get("eval_count", 0))
    return said.close()


READERS = {"openai-chat": openai_chat, "openai-responses": openai_responses, "anthropic-messages": anthropic_messages,
           "gemini-generate": gemini_generate, "bedrock-converse": bedrock_converse, "cohere-v2-chat": cohere_chat,
           "ollama-chat": ollama_chat}


def read(exchange):
    return READERS[exchange["dialect"]](exchange)
