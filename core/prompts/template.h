// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"

#include <boost/json/object.hpp>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

// Mustache (mustache.github.io, its specification 1.3) as prompts need it: text, {{values}}, {{#sections}},
// {{^inverted sections}}, {{> partials}}, {{! comments}} and {{=<% %>=}} (other delimiters), with standalone lines and
// indented partials as the specification says. What differs, on purpose:
//   - Values are data. They are written as they are, nothing in them is read again, and nothing is escaped for HTML;
//     lists and objects are written as JSON.
//   - A name that nobody gave is a fault, not an empty text. Only sections and inverted sections inside a section may
//     ask for a field that its data lacks.
//   - Partials cannot lead back to themselves; how far they expand is known when the template is compiled.
//   - No lambdas, no inheritance, no dynamic names: nothing in a template runs code.
// False are false, null, an empty list, an empty text; numbers are true, 0 too.
namespace gatehouse::prompts {

// What is wrong with a template, and where: lines and columns from 1, columns in characters.
struct TemplateFault {
    std::string partial; // the partial that it stands in; empty: the template itself
    std::size_t line = 1;
    std::size_t column = 1;
    std::string message; // a sentence without its place

    std::string text() const; // "line 3, column 5: …"
};

// Bounds of a template, with all its partials in their places.
inline constexpr std::size_t mostTemplateBytes = std::size_t{256} * 1024;
inline constexpr std::size_t mostSectionDepth = 16;
inline constexpr std::size_t mostPartialDepth = 8;
inline constexpr std::size_t mostExpandedTags = 20'000;
inline constexpr std::size_t mostExpandedBytes = std::size_t{4} * 1024 * 1024;

// What one rendering may still make: shared by all templates of a prompt.
struct RenderBudget {
    std::size_t bytes = std::size_t{24} * 1024 * 1024;
    std::size_t steps = 200'000; // texts, values and sections, each time they are met
};

using PartialTexts = std::map<std::string, std::string>;
// Whether a name may stand outside of sections: a declared variable.
using KnowsName = std::function<bool(std::string_view)>;

// Immutable once compiled; any thread.
class Template {
public:
    // An empty "knows" takes any name.
    static tl::expected<Template, TemplateFault> compile(std::string_view source, const PartialTexts& partials,
                                                         const KnowsName& knows);

    // Appends to "out". Errors: Invalid with code unknown_name, TooLarge with code prompt_too_large.
    Result<void> render(const boost::json::object& values, std::string& out, RenderBudget& budget) const;

    bool isPlain() const; // text only: renders to the same whatever the values are
    // Declared names that it (or a partial) uses, each once, in order of their bytes.
    const std::vector<std::string>& names() const { return m_names; }

    struct Program;

private:
    std::shared_ptr<const Program> m_program;
    std::vector<std::string> m_names;
};

// A value as a template writes it: texts as they are, numbers as JSON writes them ("0.7", never "7E-1"), lists and
// objects as JSON, null as nothing.
void appendValue(std::string& out, const boost::json::value& value);
// As JSON, without blanks.
void appendJson(std::string& out, const boost::json::value& value);

} // namespace gatehouse::prompts
