# SPDX-License-Identifier: Apache-2.0
"""The official client of each dialect: asks with what a case needs, in the words of that library, and tells what it
understood of the answer. A second turn sends the library's own objects back."""
import base64
import json
import os

import anthropic
import boto3
import botocore
import botocore.config
import botocore.exceptions
import cohere
import cohere.core.api_error
import ollama
import openai
from google import genai
from google.genai import errors as genai_errors

from recorded_answers import END, FILTER, LIMIT, OTHER, TOOL, Said

SYSTEM = "You are terse."
CALL = ("past_call", {"place": "Ghent"}, "RESULT-77")  # name, arguments and result of a call in the history


class Case:
    """What is asked. "answer" may hold the client's own form of an answer, for the turn that follows it."""

    def __init__(self, model, **wishes):
        self.model = model
        self.stream = self.image = self.history = self.schema = self.think = False
        self.tools, self.answer = [], None
        self.__dict__.update(wishes)


class Failed(Exception):
    def __init__(self, status, text):
        super().__init__(f"{status}: {text}")
        self.status, self.text = status, text


def text_in(content):
    """Mistral sends parts where OpenAI sends a string; the library hands on what comes."""
    if isinstance(content, list):
        return "".join(part.get("text") or "" for part in content if part.get("type") == "text")
    return content or ""


class OpenAiChat:
    name = "openai"

    def __init__(self, base, key):
        self.client = openai.OpenAI(base_url=base + "/v1", api_key=key, max_retries=0)

    def messages(self, case):
        user = [{"type": "text", "text": "Go on."}]
        if case.image:
            user.append({"type": "image_url", "image_url": {"url": "data:image/png;base64," + case.image}})
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": user}]
        if case.history:
            messages += [{"role": "assistant", "content": None, "tool_calls": [
                {"id": "call_past1", "type": "function",
                 "function": {"name": CALL[0], "arguments": json.dumps(CALL[1])}}]},
                {"role": "tool", "tool_call_id": "call_past1", "content": CALL[2]}]
        if case.answer:
            messages += [case.answer, *[{"role": "tool", "tool_call_id": call["id"], "content": "Done."}
                                        for call in case.answer.get("tool_calls") or []],
                         {"role": "user", "content": "And?"}]
        return messages

    def ask(self, case):
        more = {}
        if case.tools:
            more["tools"] = [{"type": "function", "function": tool} for tool in case.tools]
        if case.schema:
            more["response_format"] = {"type": "json_schema", "json_schema": {
                "name": "answer", "strict": True, "schema": case.schema}}
        if case.think:
            more["reasoning_effort"] = "low"
        if case.stream:
            more.update(stream=True, stream_options={"include_usage": True})
        try:
            answer = self.client.chat.completions.create(model=case.model, messages=self.messages(case), **more)
            return self.collect(answer) if case.stream else self.read(answer.model_dump(exclude_none=True))
        except openai.APIStatusError as error:
            raise Failed(error.status_code, str(error)) from error
        except openai.APIError as error:
            raise Failed(0, str(error)) from error

    def collect(self, stream):
        message, finish, usage = {"role": "assistant", "content": ""}, None, None
        for chunk in stream:
            event = chunk.model_dump(exclude_none=True)
            usage = event.get("usage") or usage
            for choice in event["choices"]:
                delta = choice["delta"]
                finish = choice.get("finish_reason") or finish
                message["content"] += text_in(delta.get("content"))
                for key in ("reasoning_content", "reasoning"):
                    if delta.get(key):
                        message[key] = message.get(key, "") + delta[key]
                for detail in delta.get("reasoning_details") or []:
                    message.setdefault("reasoning_details", []).append(detail)
                for call in delta.get("tool_calls") or []:
                    calls = message.setdefault("tool_calls", [])
                    if call["index"] >= len(calls):
                        calls.append({**call, "type": "function", "function": {"name": "", "arguments": ""}})
                        calls[-1].pop("index")
                    held = calls[call["index"]]
                    held["function"]["name"] += call["function"].get("name") or ""
                    held["function"]["arguments"] += call["function"].get("arguments") or ""
        return self.read({"choices": [{"message": message, "finish_reason": finish}], "usage": usage})

    def read(self, answer):
        said, choice = Said(), answer["choices"][0]
        message = choice.get("message") or {}  # Azure leaves it out where all was filtered
        said.text = text_in(message.get("content")) + (message.get("refusal") or "")
        said.calls = [(call["function"]["name"], json.loads(call["function"]["arguments"] or "{}"))
                      for call in message.get("tool_calls") or []]
        said.end = {"stop": END, "length": LIMIT, "tool_calls": TOOL, "content_filter": FILTER}.get(
            choice["finish_reason"], OTHER)
        if usage := answer.get("usage"):
            said.tokens(usage["prompt_tokens"], usage["completion_tokens"],
                        (usage.get("prompt_tokens_details") or {}).get("cached_tokens"))
        said.answer = message
        return said


class OpenAiResponses:
    name = "openai_responses"

    def __init__(self, base, key):
        self.client = openai.OpenAI(base_url=base + "/v1", api_key=key, max_retries=0)

    def ask(self, case):
        user = [{"type": "input_text", "text": "Go on."}]
        if case.image:
            user.append({"type": "input_image", "detail": "auto", "image_url": "data:image/png;base64," + case.image})
        items = [{"role": "user", "content": user}]
        if case.history:
            items += [{"type": "function_call", "call_id": "call_past1", "name": CALL[0],
                       "arguments": json.dumps(CALL[1])},
                      {"type": "function_call_output", "call_id": "call_past1", "output": CALL[2]}]
        if case.answer:
            items += [*case.answer, *[{"type": "function_call_output", "call_id": item["call_id"], "output": "Done."}
                                      for item in case.answer if item["type"] == "function_call"],
                      {"role": "user", "content": "And?"}]
        more = {}
        if case.tools:
            more["tools"] = [{"type": "function", "strict": False, **tool} for tool in case.tools]
        if case.schema:
            more["text"] = {"format": {"type": "json_schema", "name": "answer", "strict": True, "schema": case.schema}}
        if case.think:
            more.update(reasoning={"effort": "low"}, include=["reasoning.encrypted_content"])
        try:
            answer = self.client.responses.create(model=case.model, input=items, instructions=SYSTEM, store=False,
                                                  stream=case.stream, **more)
            if case.stream:
                last, text = None, ""
                for event in answer:
                    text += event.delta if event.type == "response.output_text.delta" else ""
                    if event.type in ("response.completed", "response.incomplete"):
                        last = event.response
                    elif event.type == "response.failed":
                        raise Failed(0, str(event.response.error))
                answer = last
            return self.read(answer.model_dump(exclude_none=True))
        except openai.APIStatusError as error:
            raise Failed(error.status_code, str(error)) from error
        except openai.APIError as error:
            raise Failed(0, str(error)) from error

    def read(self, answer):
        said = Said()
        for item in answer["output"]:
            if item["type"] == "message":
                said.text += "".join(part.get("text") or part.get("refusal") or "" for part in item["content"])
            elif item["type"] == "function_call":
                said.calls.append((item["name"], json.loads(item["arguments"] or "{}")))
        reason = (answer.get("incomplete_details") or {}).get("reason")
        said.end = {"max_output_tokens": LIMIT, "content_filter": FILTER}.get(reason, OTHER if reason else END)
        if usage := answer.get("usage"):
            said.tokens(usage["input_tokens"], usage["output_tokens"],
                        (usage.get("input_tokens_details") or {}).get("cached_tokens"))
        said.answer = answer["output"]
        return said.close()


class AnthropicMessages:
    name = "anthropic"

    def __init__(self, base, key):
        self.client = anthropic.Anthropic(base_url=base + "/anthropic", api_key=key, max_retries=0)

    def ask(self, case):
        user = [{"type": "text", "text": "Go on."}]
        if case.image:
            user.append({"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": case.image}})
        messages = [{"role": "user", "content": user}]
        if case.history:
            messages += [{"role": "assistant", "content": [
                {"type": "tool_use", "id": "call_past1", "name": CALL[0], "input": CALL[1]}]},
                {"role": "user", "content": [
                    {"type": "tool_result", "tool_use_id": "call_past1", "content": CALL[2]}]}]
        if case.answer:
            results = [{"type": "tool_result", "tool_use_id": block["id"], "content": "Done."}
                       for block in case.answer if block["type"] == "tool_use"]
            messages += [{"role": "assistant", "content": case.answer},
                         {"role": "user", "content": [*results, {"type": "text", "text": "And?"}]}]
        more = {}
        if case.tools:
            more["tools"] = [{"name": tool["name"], "description": tool["description"],
                              "input_schema": tool["parameters"]} for tool in case.tools]
        if case.schema:
            more["output_config"] = {"format": {"type": "json_schema", "schema": case.schema}}
        if case.think:
            more["thinking"] = {"type": "enabled", "budget_tokens": 1024}
        ask = dict(model=case.model, max_tokens=4000, system=SYSTEM, messages=messages, **more)
        try:
            if case.stream:
                with self.client.messages.stream(**ask) as stream:
                    return self.read(stream.get_final_message().model_dump(exclude_none=True))
            return self.read(self.client.messages.create(**ask).model_dump(exclude_none=True))
        except anthropic.APIStatusError as error:
            raise Failed(error.status_code, str(error)) from error
        except anthropic.APIError as error:
            raise Failed(0, str(error)) from error

    def read(self, answer):
        said = Said()
        for block in answer["content"]:
            if block["type"] == "text":
                said.text += block["text"]
            elif block["type"] == "tool_use":
                said.calls.append((block["name"], block["input"]))
            block.pop("parsed_output", None)
        said.end = {"end_turn": END, "stop_sequence": END, "max_tokens": LIMIT, "tool_use": TOOL,
                    "refusal": FILTER}.get(answer.get("stop_reason"), OTHER)
        usage = answer["usage"]
        read, made = usage.get("cache_read_input_tokens") or 0, usage.get("cache_creation_input_tokens") or 0
        said.tokens(usage["input_tokens"] + read + made, usage["output_tokens"], read)
        said.answer = answer["content"]
        return said


class Gemini:
    name = "gemini"

    def __init__(self, base, key):
        self.client = genai.Client(api_key=key, http_options={"base_url": base + "/gemini"})

    def ask(self, case):
        parts = [{"text": "Go on."}]
        if case.image:
            parts.append({"inline_data": {"mime_type": "image/png", "data": base64.b64decode(case.image)}})
        contents = [{"role": "user", "parts": parts}]
        if case.history:
            contents += [{"role": "model", "parts": [{"function_call": {"name": CALL[0], "args": CALL[1]}}]},
                         {"role": "user", "parts": [
                             {"function_response": {"name": CALL[0], "response": {"output": CALL[2]}}}]}]
        if case.answer:
            results = [{"function_response": {"name": part.function_call.name, "id": part.function_call.id,
                                              "response": {"output": "Done."}}}
                       for part in case.answer.parts if part.function_call]
            contents += [case.answer, {"role": "user", "parts": [*results, {"text": "And?"}]}]
        config = {"system_instruction": SYSTEM, "automatic_function_calling": {"disable": True}}
        if case.tools:
            config["tools"] = [{"function_declarations": [
                {"name": tool["name"], "description": tool["description"],
                 "parameters_json_schema": tool["parameters"]} for tool in case.tools]}]
        if case.schema:
            config.update(response_mime_type="application/json", response_json_schema=case.schema)
        if case.think:
            config["thinking_config"] = {"thinking_budget": 1024, "include_thoughts": True}
        try:
            if case.stream:
                return self.read(list(self.client.models.generate_content_stream(
                    model=case.model, contents=contents, config=config)))
            return self.read([self.client.models.generate_content(model=case.model, contents=contents, config=config)])
        except genai_errors.APIError as error:
            raise Failed(error.code, str(error)) from error

    def read(self, chunks):
        said, content = Said(), None
        for chunk in chunks:
            for candidate in (chunk.candidates or [])[:1]:
                if candidate.finish_reason:
                    said.end = {"STOP": END, "MAX_TOKENS": LIMIT, "SAFETY": FILTER, "PROHIBITED_CONTENT": FILTER,
                                "RECITATION": FILTER}.get(candidate.finish_reason.name, OTHER)
                for part in (candidate.content.parts if candidate.content else None) or []:
                    if content is None:
                        content = candidate.content.model_copy(update={"parts": []})
                    content.parts.append(part)
                    if part.function_call:
                        said.calls.append((part.function_call.name, dict(part.function_call.args or {})))
                    elif not part.thought:
                        said.text += part.text or ""
            if chunk.usage_metadata:
                usage = chunk.usage_metadata
                said.tokens((usage.prompt_token_count or 0) + (usage.tool_use_prompt_token_count or 0),
                            (usage.candidates_token_count or 0) + (usage.thoughts_token_count or 0),
                            usage.cached_content_token_count)
        said.answer = content
        return said.close()


class Bedrock:
    name = "bedrock"

    def __init__(self, base, key):
        # Unsigned, with the gateway's key put in where a signature would stand: this library takes a bearer key for
        # https alone, and the tests listen on plain loopback addresses.
        os.environ.pop("AWS_BEARER_TOKEN_BEDROCK", None)
        self.client = boto3.client("bedrock-runtime", endpoint_url=base + "/bedrock", region_name="eu-west-1",
                                   config=botocore.config.Config(signature_version=botocore.UNSIGNED, read_timeout=30,
                                                                 retries={"max_attempts": 0}))
        self.client.meta.events.register(
            "before-send.bedrock-runtime.*",
            lambda request, **_: request.headers.__setitem__("Authorization", f"Bearer {key}") and None)

    def ask(self, case):
        user = [{"text": "Go on."}]
        if case.image:
            user.append({"image": {"format": "png", "source": {"bytes": base64.b64decode(case.image)}}})
        messages = [{"role": "user", "content": user}]
        if case.history:
            messages += [{"role": "assistant", "content": [
                {"toolUse": {"toolUseId": "call_past1", "name": CALL[0], "input": CALL[1]}}]},
                {"role": "user", "content": [
                    {"toolResult": {"toolUseId": "call_past1", "content": [{"text": CALL[2]}]}}]}]
        if case.answer:
            results = [{"toolResult": {"toolUseId": block["toolUse"]["toolUseId"], "content": [{"text": "Done."}]}}
                       for block in case.answer if "toolUse" in block]
            messages += [{"role": "assistant", "content": case.answer},
                         {"role": "user", "content": [*results, {"text": "And?"}]}]
        more = {}
        if case.tools:
            more["toolConfig"] = {"tools": [{"toolSpec": {
                "name": tool["name"], "description": tool["description"],
                "inputSchema": {"json": tool["parameters"]}}} for tool in case.tools]}
        if case.schema:
            more["outputConfig"] = {"textFormat": {"type": "json_schema", "structure": {"jsonSchema": {
                "name": "answer", "schema": json.dumps(case.schema)}}}}
        if case.think:
            more["additionalModelRequestFields"] = {"thinking": {"type": "enabled", "budget_tokens": 1024}}
        ask = dict(modelId=case.model, messages=messages, system=[{"text": SYSTEM}],
                   inferenceConfig={"maxTokens": 4000}, **more)
        try:
            if case.stream:
                return self.collect(self.client.converse_stream(**ask)["stream"])
            answer = self.client.converse(**ask)
            return self.read(answer["output"]["message"]["content"], answer["stopReason"], answer.get("usage"))
        except botocore.exceptions.EventStreamError as error:
            raise Failed(0, str(error)) from error
        except botocore.exceptions.ClientError as error:
            raise Failed(error.response["ResponseMetadata"]["HTTPStatusCode"], str(error)) from error

    def collect(self, events):
        blocks, stop, usage = {}, None, None
        for event in events:
            if "contentBlockStart" in event:
                start = event["contentBlockStart"]
                blocks[start["contentBlockIndex"]] = {"toolUse": {**start["start"]["toolUse"], "input": ""}}
            elif "contentBlockDelta" in event:
                index, delta = event["contentBlockDelta"]["contentBlockIndex"], event["contentBlockDelta"]["delta"]
                if "text" in delta:
                    blocks.setdefault(index, {"text": ""})["text"] += delta["text"]
                elif "toolUse" in delta:
                    blocks[index]["toolUse"]["input"] += delta["toolUse"]["input"]
                elif thought := delta.get("reasoningContent"):
                    if "redactedContent" in thought:
                        blocks[index] = {"reasoningContent": {"redactedContent": thought["redactedContent"]}}
                        continue
                    held = blocks.setdefault(index, {"reasoningContent": {"reasoningText": {"text": ""}}})
                    held = held["reasoningContent"]["reasoningText"]
                    held["text"] += thought.get("text", "")
                    if "signature" in thought:
                        held["signature"] = held.get("signature", "") + thought["signature"]
            elif "messageStop" in event:
                stop = event["messageStop"]["stopReason"]
            elif "metadata" in event:
                usage = event["metadata"]["usage"]
        for block in blocks.values():
            if "toolUse" in block:
                block["toolUse"]["input"] = json.loads(block["toolUse"]["input"] or "{}")
        return self.read([block for _, block in sorted(blocks.items())], stop, usage)

    def read(self, content, stop, usage):
        said = Said()
        for block in content:
            said.text += block.get("text", "")
            if "toolUse" in block:
                said.calls.append((block["toolUse"]["name"], block["toolUse"]["input"]))
        said.end = {"end_turn": END, "stop_sequence": END, "max_tokens": LIMIT, "tool_use": TOOL,
                    "content_filtered": FILTER, "guardrail_intervened": FILTER}.get(stop, OTHER)
        if usage:
            read, made = usage.get("cacheReadInputTokens") or 0, usage.get("cacheWriteInputTokens") or 0
            said.tokens(usage["inputTokens"] + read + made, usage["outputTokens"], read)
        said.answer = content
        return said


class Cohere:
    name = "cohere"

    def __init__(self, base, key):
        self.client = cohere.ClientV2(api_key=key, base_url=base + "/cohere")

    def ask(self, case):
        user = [{"type": "text", "text": "Go on."}]
        if case.image:
            user.append({"type": "image_url", "image_url": {"url": "data:image/png;base64," + case.image}})
        messages = [{"role": "system", "content": SYSTEM}, {"role": "user", "content": user}]
        if case.history:
            messages += [{"role": "assistant", "tool_calls": [
                {"id": "call_past1", "type": "function",
                 "function": {"name": CALL[0], "arguments": json.dumps(CALL[1])}}]},
                {"role": "tool", "tool_call_id": "call_past1", "content": CALL[2]}]
        if case.answer:
            messages += [case.answer, *[{"role": "tool", "tool_call_id": call["id"], "content": "Done."}
                                        for call in case.answer.get("tool_calls") or []],
                         {"role": "user", "content": "And?"}]
        more = {}
        if case.tools:
            more["tools"] = [{"type": "function", "function": tool} for tool in case.tools]
        if case.schema:
            more["response_format"] = {"type": "json_object", "json_schema": case.schema}
        if case.think:
            more["thinking"] = {"type": "enabled", "token_budget": 1024}
        ask = dict(model=case.model, messages=messages, request_options={"max_retries": 0}, **more)
        try:
            if case.stream:
                return self.collect(self.client.chat_stream(**ask))
            answer = self.client.chat(**ask).dict()
            return self.read(answer["message"], answer["finish_reason"], answer.get("usage"))
        except cohere.core.api_error.ApiError as error:
            raise Failed(error.status_code, str(error.body)) from error

    def collect(self, events):
        message, tools, finish, usage = {"role": "assistant", "content": []}, {}, None, None
        for event in events:
            if event is None:
                continue
            if event.type == "content-start":
                message["content"].append({"type": event.delta.message.content.type or "text", "text": ""})
            elif event.type == "content-delta":
                message["content"][-1]["text"] += event.delta.message.content.text or ""
            elif event.type == "tool-call-start":
                call = event.delta.message.tool_calls
                tools[event.index] = {"id": call.id, "type": "function", "function": {
                    "name": call.function.name, "arguments": call.function.arguments or ""}}
            elif event.type == "tool-call-delta":
                piece = event.delta.message.tool_calls.function.arguments
                tools[event.index]["function"]["arguments"] += piece or ""
            elif event.type == "message-end":
                finish, usage = event.delta.finish_reason, event.delta.usage
        message["content"] = [part for part in message["content"] if part["type"] == "text"]
        if tools:
            message["tool_calls"] = [call for _, call in sorted(tools.items())]
        return self.read(message, finish, usage.dict() if usage else None)

    def read(self, message, finish, usage):
        said = Said()
        said.text = "".join(part.get("text") or "" for part in message.get("content") or [] if part["type"] == "text")
        said.calls = [(call["function"]["name"], json.loads(call["function"]["arguments"] or "{}") or {})
                      for call in message.get("tool_calls") or []]
        said.end = {"COMPLETE": END, "STOP_SEQUENCE": END, "MAX_TOKENS": LIMIT, "TOOL_CALL": TOOL}.get(finish, OTHER)
        if usage and usage.get("tokens"):
            said.tokens(int(usage["tokens"]["input_tokens"]), int(usage["tokens"]["output_tokens"]),
                        int(usage.get("cached_tokens") or 0))
        said.answer = message
        return said


class Ollama:
    name = "ollama"
    tells_cached = False

    def __init__(self, base, key):
        self.client = ollama.Client(host=base + "/ollama", headers={"Authorization": f"Bearer {key}"})

    def ask(self, case):
        user = {"role": "user", "content": "Go on."}
        if case.image:
            user["images"] = [case.image]
        messages = [{"role": "system", "content": SYSTEM}, user]
        if case.history:
            messages += [{"role": "assistant", "content": "", "tool_calls": [
                {"function": {"name": CALL[0], "arguments": CALL[1]}}]},
                {"role": "tool", "tool_name": CALL[0], "content": CALL[2]}]
        if case.answer:
            messages += [case.answer, *[{"role": "tool", "tool_name": call.function.name, "content": "Done."}
                                        for call in case.answer.tool_calls or []],
                         {"role": "user", "content": "And?"}]
        more = {}
        if case.tools:
            more["tools"] = [{"type": "function", "function": tool} for tool in case.tools]
        if case.schema:
            more["format"] = case.schema
        if case.think:
            more["think"] = True
        try:
            answer = self.client.chat(model=case.model, messages=messages, stream=case.stream, **more)
            return self.read(list(answer) if case.stream else [answer])
        except ollama.ResponseError as error:
            raise Failed(error.status_code if error.status_code > 0 else 0, str(error)) from error

    def read(self, pieces):
        said, message = Said(), None
        for piece in pieces:
            if message is None:
                message = piece.message.model_copy(update={"content": "", "tool_calls": None})
            message.content = (message.content or "") + (piece.message.content or "")
            if piece.message.tool_calls:
                message.tool_calls = [*(message.tool_calls or []), *piece.message.tool_calls]
            if piece.done:
                said.end = {"length": LIMIT, "stop": END}.get(piece.done_reason, OTHER)
                said.tokens(piece.prompt_eval_count or 0, piece.eval_count or 0)
        said.text = message.content
        said.calls = [(call.function.name, dict(call.function.arguments)) for call in message.tool_calls or []]
        said.answer = message
        return said.close()


CLIENTS = [OpenAiChat, OpenAiResponses, AnthropicMessages, Gemini, Bedrock, Cohere, Ollama]
