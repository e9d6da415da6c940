// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/json_tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects::mapping {

// A JSON pointer (RFC 6901): "/choices/0/message/content"; "" is the whole text.
class Pointer {
public:
    // Nothing for a text that is no pointer.
    static std::optional<Pointer> parse(std::string_view text);
    // The value there; missing where there is none.
    json::View in(json::View root) const;
    const std::string& text() const { return m_text; }

private:
    std::string m_text;
    std::vector<std::string> m_steps;
};

// Any JSON text as a tree: Document takes objects alone, so the value is put into one.
class AnyDocument {
public:
    static Result<AnyDocument> parse(std::string_view text);
    json::View root() const { return m_document.root()["value"]; }

private:
    AnyDocument(std::unique_ptr<std::string> text, json::Document document)
        : m_text(std::move(text)), m_document(std::move(document)) {}
    std::unique_ptr<std::string> m_text; // that the document views
    json::Document m_document;
};

} // namespace gatehouse::dialects::mapping
