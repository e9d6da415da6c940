// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/responses/foreign_items.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/responses/carried_thoughts.h"
#include "core/dialects/translation.h"

#include <string>

namespace gatehouse::dialects::responses {
namespace {

bool isForeign(json::View item) {
    return item["type"].text() == "reasoning" && item["encrypted_content"].text().starts_with(carriedMark);
}

Span spanOf(std::string_view body, json::View value) {
    const auto written = value.written();
    return {static_cast<std::size_t>(written.data() - body.data()), written.size()};
}

} // namespace

std::vector<Edit> foreignItemEdits(std::string_view body, Losses& losses) {
    if (body.find("\"gatehouse.") == std::string_view::npos)
        return {};
    const auto document = json::Document::parse(body);
    if (!document)
        return {};
    std::vector<Edit> edits;
    const json::View input = document->root()["input"];
    std::size_t end = 0; // of the last item that stays
    bool kept = false;
    int at = -1;
    for (const json::View item : input.isArray() ? input.children() : json::Range()) {
        ++at;
        Span span = spanOf(body, item);
        const std::size_t behind = span.offset + span.length;
        if (!isForeign(item)) {
            // What stood in front of the first one that stays goes with the comma behind it.
            if (!kept && !edits.empty())
                edits.back().where.length = span.offset - edits.back().where.offset;
            kept = true;
            end = behind;
            continue;
        }
        addLoss(losses, "input[" + std::to_string(at) + "]", LossKind::Dropped,
                "Thoughts go back only to the vendor whose model had them.");
        if (kept)
            span = {end, behind - end}; // with the comma in front of it
        else if (!edits.empty())
            span = {edits.front().where.offset, behind - edits.front().where.offset};
        if (!edits.empty() && (!kept || edits.back().where.offset == span.offset))
            edits.back().where = span;
        else
            edits.push_back({span, {}});
    }
    return edits;
}

} // namespace gatehouse::dialects::responses
