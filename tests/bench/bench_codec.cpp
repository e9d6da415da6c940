// SPDX-License-Identifier: Apache-2.0
// What translation costs, in nanoseconds of one core: a stream event and a request of 100 KB, for every pair of
// dialects. Written by one codec, so that all pairs translate the same conversation. The best of several rounds, so
// that other load on the machine hardly shows. Each is also printed as a ratio to copying the same bytes.
#include "core/dialects/codec.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

using namespace gatehouse::dialects;

namespace {

constexpr std::array dialects{Dialect::OpenAi,          Dialect::OpenAiResponses, Dialect::Anthropic,
                              Dialect::Gemini,          Dialect::Bedrock,         Dialect::BedrockInvoke,
                              Dialect::VertexAnthropic, Dialect::Cohere,          Dialect::Ollama};
constexpr int textDeltas = 200;
constexpr int argumentDeltas = 50;

volatile std::size_t sink = 0;

template <typename Work>
double bestNanoseconds(int rounds, Work work) {
    double best = 1e15;
    for (int round = 0; round < rounds; ++round) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - start;
        best = std::min(best, took.count());
    }
    return best;
}

std::vector<StreamEvent> conversation() {
    std::vector<StreamEvent> events;
    events.push_back(MessageStart{"msg_1", "model", 1'700'000'000, Usage{.input = 40, .output = 1}});
    events.push_back(PartStart{0, 0, TextPart{}});
    for (int i = 0; i < textDeltas; ++i)
        events.push_back(TextDelta{0, " and opens, with a creak,"});
    events.push_back(PartStop{0});
    events.push_back(PartStart{1, 0, ToolUsePart{"call_abcdefgh1", "open_gate", "", ToolInput::Object, {}}});
    events.push_back(ArgumentsDelta{1, "{\"words\":\""});
    for (int i = 0; i < argumentDeltas; ++i)
        events.push_back(ArgumentsDelta{1, "a few more "});
    events.push_back(ArgumentsDelta{1, "\"}"});
    events.push_back(PartStop{1});
    events.push_back(StopEvent{0, StopReason::ToolUse, {}, {}});
    events.push_back(UsageEvent{Usage{.input = 40, .output = 400}});
    return events;
}

StreamWriterOptions options() {
    StreamWriterOptions wish;
    wish.usageAsked = true;
    wish.model = "model";
    wish.answerId = "answer-1";
    wish.created = 1'700'000'000;
    return wish;
}

// What the provider sends, an event each.
std::vector<std::string> wire(Dialect provider) {
    std::vector<std::string> pieces;
    const auto writer = codecFor(provider).streamWriter(options());
    const auto add = [&pieces](std::string& piece) {
        if (!piece.empty())
            pieces.push_back(std::move(piece));
        piece.clear();
    };
    std::string piece;
    for (const auto& event : conversation()) {
        writer->write(event, piece);
        add(piece);
    }
    writer->finish(piece);
    add(piece);
    return pieces;
}

double eventNanoseconds(Dialect provider, Dialect client) {
    const auto pieces = wire(provider);
    std::vector<StreamEvent> events;
    std::string out;
    const double all = bestNanoseconds(40, [&] {
        const auto reader = codecFor(provider).streamReader();
        const auto writer = codecFor(client).streamWriter(options());
        for (const auto& piece : pieces) {
            events.clear();
            out.clear();
            reader->feed(piece, events);
            for (const auto& event : events)
                writer->write(event, out);
            sink = sink + out.size();
        }
    });
    return all / static_cast<double>(pieces.size());
}

ChatRequest longRequest(Dialect client) {
    ChatRequest request;
    request.dialect = client;
    request.model = "model";
    request.maxOutputTokens = "512";
    request.sampling.temperature = "0.7";
    const auto say = [&request](Role role, std::string text) {
        Message message;
        message.role = role;
        message.at = static_cast<int>(request.messages.size());
        Part part;
        part.content = TextPart{std::move(text), {}};
        message.parts.push_back(std::move(part));
        request.messages.push_back(std::move(message));
    };
    std::string text;
    while (text.size() < 1'000)
        text += "Tell me, in a few plain words, how a \"gate\" keeps a house.\\n";
    for (int i = 0; i < 50; ++i) {
        say(Role::User, text);
        say(Role::Assistant, text);
    }
    say(Role::User, "And who opens it?");
    return request;
}

double requestNanoseconds(Dialect client, Dialect provider, std::size_t& bytes) {
    Losses losses;
    const auto body = codecFor(client).writeRequest(longRequest(client), client, losses);
    if (!body)
        return 0;
    bytes = body->size();
    return bestNanoseconds(20, [&] {
        Losses lost;
        auto request = codecFor(client).readRequest(*body, lost);
        if (!request)
            return;
        request->model = "other";
        const auto written = codecFor(provider).writeRequest(*request, client, lost);
        sink = sink + (written ? written->size() : 0);
    });
}

struct Figure {
    double value = 0;
    std::string pair;
};

void report(const char* name, std::vector<Figure> figures, double unit, const char* unitName) {
    std::sort(figures.begin(), figures.end(), [](const Figure& a, const Figure& b) { return a.value < b.value; });
    const auto& median = figures[figures.size() / 2];
    const auto& most = figures.back();
    std::printf("%-24s median %7.2f %s, most %7.2f %s (%s), %zu pairs\n", name, median.value / unit, unitName,
                most.value / unit, unitName, most.pair.c_str(), figures.size());
}

} // namespace

int main(int count, char** /*words*/) {
    const bool all = count > 1; // any argument: each pair
    std::vector<Figure> events;
    std::vector<Figure> requests;
    std::size_t bytes = 0;
    for (const auto client : dialects) {
        for (const auto provider : dialects) {
            if (client == provider)
                continue;
            const std::string pair = std::string(nameOf(client)) + " client, " + std::string(nameOf(provider));
            events.push_back({eventNanoseconds(provider, client), pair});
            requests.push_back({requestNanoseconds(client, provider, bytes), pair});
            if (all)
                std::printf("%-44s %6.2f us an event, %6.3f ms a request of %zu bytes\n", pair.c_str(),
                            events.back().value / 1e3, requests.back().value / 1e6, bytes);
        }
    }
    std::string from(bytes, 'x');
    std::string to(bytes, 'y');
    const double copy = bestNanoseconds(100, [&] {
        std::copy(from.begin(), from.end(), to.begin());
        sink = sink + static_cast<unsigned char>(to[to.size() / 2]);
    });
    report("stream event", events, 1e3, "us");
    report("request of 100 KB", requests, 1e6, "ms");
    std::printf("copying 100 KB takes %.3f ms\n", copy / 1e6);
    return 0;
}
