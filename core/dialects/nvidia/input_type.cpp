// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/nvidia/input_type.h"

#include "core/dialects/json_cursor.h"

namespace gatehouse::dialects::nvidia {
namespace {

using json::JsonCursor;

bool isDocumentWord(std::string_view word) {
    return word == "search_document" || word == "passage" || word == "document" || word == "RETRIEVAL_DOCUMENT";
}

// A batch of Gemini says it in each of its requests: the first counts.
bool meansDocuments(std::string_view client, int depth = 0) {
    bool documents = false;
    json::readObject(client, [&documents, depth](std::string_view name, JsonCursor& at) {
        if (name == "input_type" || name == "taskType") {
            documents = isDocumentWord(at.rawString().value_or(""));
        } else if (name == "requests") {
            if (!at.enterArray())
                return;
            for (bool first = true; at.nextElement(); first = false) {
                if (first && depth == 0)
                    documents = meansDocuments(at.raw(), 1);
                else
                    at.skip();
            }
        } else {
            at.skip();
        }
    });
    return documents;
}

} // namespace

std::optional<Edit> missingInputType(std::string_view body, std::string_view client) {
    bool seen = false;
    json::readObject(body, [&seen](std::string_view name, JsonCursor& at) {
        seen = seen || name == "input_type";
        at.skip();
    });
    const auto open = body.find('{');
    if (seen || open == std::string_view::npos)
        return std::nullopt;
    Edit edit;
    edit.where = {open + 1, 0};
    edit.text = meansDocuments(client) ? R"("input_type":"passage",)" : R"("input_type":"query",)";
    return edit;
}

} // namespace gatehouse::dialects::nvidia
