// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/envelope.h"

#include "core/base/text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/json_strict.h"
#include "core/dialects/json_writer.h"

#include <algorithm>
#include <vector>

namespace gatehouse::dialects::envelope {
namespace {

constexpr std::string_view bedrockVersion = "bedrock-2023-05-31";
constexpr std::string_view vertexVersion = "vertex-2023-10-16";

bool carriesMessages(Dialect dialect) {
    return dialect == Dialect::Anthropic || dialect == Dialect::BedrockInvoke || dialect == Dialect::VertexAnthropic;
}

bool isEnvelope(std::string_view name) {
    return name == "model" || name == "stream" || name == "anthropic_version" || name == "anthropic_beta";
}

void addNames(std::vector<std::string>& names, std::string_view list) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        std::string name(trim(list.substr(0, comma)));
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

std::vector<std::string> namesIn(std::string_view body) {
    std::vector<std::string> names;
    json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
        if (name != "anthropic_beta") {
            at.skip();
        } else if (at.type() == json::Type::String) {
            addNames(names, at.text());
        } else if (at.enterArray()) {
            while (at.nextElement())
                addNames(names, at.text());
        }
    });
    return names;
}

} // namespace

bool differ(Dialect client, Dialect provider) {
    return client != provider && carriesMessages(client) && carriesMessages(provider);
}

std::string betasIn(std::string_view body) {
    std::string list;
    for (const auto& name : namesIn(body))
        list.append(list.empty() ? "" : ",").append(name);
    return list;
}

Result<std::string> rewrap(std::string_view body, Dialect to, const Content& content) {
    std::string out;
    json::Writer json(out);
    json.beginObject();
    if (to == Dialect::Anthropic)
        json.text("model", content.model);
    else
        json.text("anthropic_version", to == Dialect::BedrockInvoke ? bedrockVersion : vertexVersion);
    if (to == Dialect::BedrockInvoke) {
        std::vector<std::string> betas = namesIn(body);
        addNames(betas, content.betas);
        if (!betas.empty()) {
            json.beginArray("anthropic_beta");
            for (const auto& name : betas)
                json.text(name);
            json.endArray();
        }
    }
    const bool read = json::readObject(body, [&](std::string_view name, json::JsonCursor& at) {
        if (isEnvelope(name))
            at.skip();
        else
            json.raw(name, at.raw());
    });
    if (!read)
        return failure(ErrorKind::Invalid, "invalid_json", "The body is not a JSON object.");
    if (to != Dialect::BedrockInvoke && content.stream)
        json.boolean("stream", true);
    json.endObject();
    return out;
}

} // namespace gatehouse::dialects::envelope
