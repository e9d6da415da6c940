// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/mapping/pointer.h"

#include "core/base/text.h"

namespace gatehouse::dialects::mapping {
namespace {

std::optional<std::string> decodedStep(std::string_view step) {
    std::string out;
    for (std::size_t i = 0; i < step.size(); ++i) {
        if (step[i] != '~') {
            out += step[i];
            continue;
        }
        if (++i == step.size() || (step[i] != '0' && step[i] != '1'))
            return std::nullopt;
        out += step[i] == '0' ? '~' : '/';
    }
    return out;
}

json::View elementOf(json::View array, std::string_view step) {
    const auto index = parseUnsigned(step);
    if (!index)
        return {};
    std::uint64_t at = 0;
    for (const json::View element : array.children()) {
        if (at++ == *index)
            return element;
    }
    return {};
}

} // namespace

std::optional<Pointer> Pointer::parse(std::string_view text) {
    Pointer pointer;
    pointer.m_text = text;
    while (!text.empty()) {
        if (text.front() != '/')
            return std::nullopt;
        text.remove_prefix(1);
        const auto step = text.substr(0, text.find('/'));
        auto decoded = decodedStep(step);
        if (!decoded)
            return std::nullopt;
        pointer.m_steps.push_back(std::move(*decoded));
        text.remove_prefix(step.size());
    }
    return pointer;
}

json::View Pointer::in(json::View root) const {
    for (const auto& step : m_steps)
        root = root.isArray() ? elementOf(root, step) : root[step];
    return root;
}

Result<AnyDocument> AnyDocument::parse(std::string_view text) {
    constexpr std::string_view head = R"({"value":)";
    auto wrapped = std::make_unique<std::string>();
    wrapped->reserve(head.size() + text.size() + 1);
    wrapped->append(head).append(text).append("}");
    auto document = json::Document::parse(*wrapped);
    // One value and no more: what is put behind it must not become members of ours.
    if (document && document->root().size() != 1)
        return failure(ErrorKind::Invalid, "invalid_json", "The text is not one JSON value.");
    if (!document)
        return tl::unexpected(std::move(document.error()));
    return AnyDocument(std::move(wrapped), std::move(*document));
}

} // namespace gatehouse::dialects::mapping
