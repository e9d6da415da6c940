// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/wishes.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::pipeline {
namespace {

// Whether one of the list's elements is that word, whatever its parameters.
bool listHas(std::string_view list, std::string_view word) {
    while (!list.empty()) {
        const auto end = std::min(list.find(','), list.size());
        const auto element = list.substr(0, end);
        if (equalsIgnoringCase(trim(element.substr(0, element.find(';'))), word))
            return true;
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return false;
}

} // namespace

bool asksForJob(const http::RequestHead& head) {
    for (const auto& field : head.fields) {
        if (equalsIgnoringCase(field.name, "prefer") && listHas(field.value, "respond-async"))
            return true;
    }
    auto query = head.query;
    while (!query.empty()) {
        const auto part = query.substr(0, query.find('&'));
        if (part == "async" || part == "async=" || part == "async=true" || part == "async=1")
            return true;
        query.remove_prefix(std::min(part.size() + 1, query.size()));
    }
    return false;
}

bool acceptsEvents(const http::RequestHead& head) {
    return listHas(head.field("accept"), "text/event-stream");
}

} // namespace gatehouse::pipeline
