// SPDX-License-Identifier: Apache-2.0
#include "core/base/text.h"
#include "core/dialects/gemini/model_edits.h"
#include "core/dialects/json_text.h"
#include "core/dialects/request_scan.h"

#include <algorithm>

namespace gatehouse::dialects {
namespace {

constexpr std::string_view usageOptions = R"({"include_usage":true})";

bool isEmptyObject(std::string_view object) {
    const auto content = object.substr(1, object.size() - 2);
    return std::all_of(content.begin(), content.end(), json::isBlank);
}

Edit modelEdit(const RequestFacts& facts, std::string_view providerModel) {
    Edit edit;
    if (facts.modelValue.length > 0) {
        edit.where = facts.modelValue;
    } else {
        edit.where = {facts.topLevelEnd, 0};
        edit.text = R"(,"model":)";
    }
    appendJsonString(edit.text, providerModel);
    return edit;
}

Edit usageEdit(const RequestFacts& facts, std::string_view body) {
    if (!facts.streamOptions)
        return {{facts.topLevelEnd, 0}, R"(,"stream_options":)" + std::string(usageOptions)};
    if (facts.includeUsage)
        return {*facts.includeUsage, "true"};
    const auto value = body.substr(facts.streamOptions->offset, facts.streamOptions->length);
    if (!value.starts_with('{'))
        return {*facts.streamOptions, std::string(usageOptions)};
    const std::size_t end = facts.streamOptions->offset + facts.streamOptions->length - 1;
    return {{end, 0}, isEmptyObject(value) ? R"("include_usage":true)" : R"(,"include_usage":true)"};
}

} // namespace

std::vector<std::string_view> applyEdits(std::string_view body, const std::vector<Edit>& edits) {
    std::vector<const Edit*> ordered;
    ordered.reserve(edits.size());
    for (const auto& edit : edits)
        ordered.push_back(&edit);
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const Edit* a, const Edit* b) { return a->where.offset < b->where.offset; });
    std::vector<std::string_view> pieces;
    pieces.reserve(2 * edits.size() + 1);
    const auto add = [&pieces](std::string_view piece) {
        if (!piece.empty())
            pieces.push_back(piece);
    };
    std::size_t at = 0;
    for (const Edit* edit : ordered) {
        add(body.substr(at, edit->where.offset - at));
        add(edit->text);
        at = edit->where.offset + edit->where.length;
    }
    add(body.substr(at));
    return pieces;
}

std::vector<Edit> formEdits(const RequestFacts& facts, std::string_view providerModel) {
    if (facts.model == providerModel)
        return {};
    return {{facts.modelValue, std::string(providerModel)}};
}

std::vector<Edit> passThroughEdits(const RequestFacts& facts, Dialect dialect, Operation operation,
                                   std::string_view body, std::string_view providerModel, bool askForUsage) {
    std::vector<Edit> edits;
    if (facts.model != providerModel && !facts.modelInAddress)
        edits.push_back(modelEdit(facts, providerModel));
    // Google's embeddings and counts name the model of their address again.
    if (dialect == Dialect::Gemini && operation != Operation::GenerateContent && facts.model != providerModel)
        edits = gemini::modelEdits(body, providerModel);
    const bool canAsk =
        dialect == Dialect::OpenAi && (operation == Operation::ChatCompletions || operation == Operation::Completions);
    if (askForUsage && canAsk && facts.stream && !facts.usageAsked)
        edits.push_back(usageEdit(facts, body));
    return edits;
}

} // namespace gatehouse::dialects
