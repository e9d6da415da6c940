// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/addresses.h"

#include <array>

namespace gatehouse::pipeline {
namespace {

using dialects::Dialect;
using dialects::Operation;
using http::Method;

struct Row {
    std::string_view path;
    Dialect dialect;
    Operation operation;
    Method method;
};

constexpr std::array rows{
    Row{"/v1/chat/completions", Dialect::OpenAi, Operation::ChatCompletions, Method::Post},
    Row{"/v1/completions", Dialect::OpenAi, Operation::Completions, Method::Post},
    Row{"/v1/embeddings", Dialect::OpenAi, Operation::Embeddings, Method::Post},
    Row{"/v1/moderations", Dialect::OpenAi, Operation::Moderations, Method::Post},
    Row{"/v1/messages", Dialect::Anthropic, Operation::Messages, Method::Post},
    Row{"/v1/messages/count_tokens", Dialect::Anthropic, Operation::CountTokens, Method::Post},
    Row{"/anthropic/v1/messages", Dialect::Anthropic, Operation::Messages, Method::Post},
    Row{"/anthropic/v1/messages/count_tokens", Dialect::Anthropic, Operation::CountTokens, Method::Post},
    Row{"/v1/models", Dialect::OpenAi, Operation::Models, Method::Get},
    Row{"/anthropic/v1/models", Dialect::Anthropic, Operation::Models, Method::Get},
};

// {model} may hold '/', so it is everything behind the prefix.
constexpr std::array modelPrefixes{
    Row{"/v1/models/", Dialect::OpenAi, Operation::Model, Method::Get},
    Row{"/anthropic/v1/models/", Dialect::Anthropic, Operation::Model, Method::Get},
};

bool methodFits(Method asked, Method wanted) {
    return asked == wanted || (asked == Method::Head && wanted == Method::Get);
}

AddressMatch matched(const Row& row, Method method, bool anthropicVersion) {
    AddressMatch match;
    match.address.dialect = row.dialect;
    if (anthropicVersion && row.method == Method::Get)
        match.address.dialect = Dialect::Anthropic;
    match.address.operation = row.operation;
    match.address.method = row.method;
    if (!methodFits(method, row.method)) {
        match.fault = AddressFault::WrongMethod;
        match.allow = row.method == Method::Get ? "GET, HEAD, OPTIONS" : "POST, OPTIONS";
    }
    return match;
}

} // namespace

AddressMatch matchAddress(Method method, std::string_view path, bool anthropicVersion) {
    for (const auto& row : rows) {
        if (row.path == path)
            return matched(row, method, anthropicVersion);
    }
    for (const auto& row : modelPrefixes) {
        if (!path.starts_with(row.path) || path.size() == row.path.size())
            continue;
        auto match = matched(row, method, anthropicVersion);
        auto model = percentDecode(path.substr(row.path.size()));
        if (!model)
            match.fault = AddressFault::BadEscape;
        else
            match.address.model = std::move(*model);
        return match;
    }
    AddressMatch none;
    none.fault = AddressFault::UnknownPath;
    if (anthropicVersion || path.starts_with("/anthropic/"))
        none.address.dialect = Dialect::Anthropic;
    return none;
}

} // namespace gatehouse::pipeline
