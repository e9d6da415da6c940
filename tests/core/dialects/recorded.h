// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/translation.h"

#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

// The recorded exchanges with providers, where the folder of shared data is there.
namespace recorded {

struct Exchange {
    std::string id;
    std::string provider;
    std::string dialect; // "openai-chat", "anthropic-messages" …
    bool streaming = false;
    int status = 0;
    std::string request; // empty where none was recorded
    std::string answer;
};

inline std::string folder() {
    const char* shared = std::getenv("GATEHOUSE_SHARED_DIR");
    return shared == nullptr ? std::string() : std::string(shared) + "/recorded/";
}

inline std::string readFile(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline bool available() {
    return !folder().empty() && !readFile(folder() + "INDEX.json").empty();
}

inline std::string textOf(const boost::json::value& value) {
    if (value.is_null())
        return {};
    return value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
}

// All exchanges whose dialect is one of "dialects".
inline std::vector<Exchange> load(const std::vector<std::string_view>& dialects) {
    std::vector<Exchange> exchanges;
    const auto index = boost::json::parse(readFile(folder() + "INDEX.json"));
    for (const auto& entry : index.at("exchanges").as_array()) {
        const std::string dialect(entry.at("dialect").as_string());
        bool wanted = false;
        for (const auto name : dialects)
            wanted = wanted || name == dialect;
        if (!wanted)
            continue;
        const auto file = boost::json::parse(readFile(folder() + std::string(entry.at("file").as_string())));
        Exchange exchange;
        exchange.id = std::string(entry.at("id").as_string());
        exchange.provider = std::string(entry.at("provider").as_string());
        exchange.dialect = dialect;
        exchange.streaming = entry.at("streaming").as_bool();
        exchange.status = static_cast<int>(entry.at("status").as_int64());
        exchange.request = textOf(file.at("request_body"));
        exchange.answer = textOf(file.at("response_body"));
        if (textOf(file.at("response_encoding")) == "base64")
            exchange.answer = gatehouse::dialects::decodeBase64(exchange.answer).value_or(std::string());
        exchanges.push_back(std::move(exchange));
    }
    return exchanges;
}

} // namespace recorded
