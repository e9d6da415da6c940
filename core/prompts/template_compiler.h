// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/prompts/template_program.h"

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Reads the text of templates into programs. Only template.cpp includes it.
namespace gatehouse::prompts {

using ProgramPointer = std::shared_ptr<const Template::Program>;

// One for a template and its partials: a partial is compiled once for each indentation at which it stands.
class TemplateCompiler {
public:
    TemplateCompiler(const PartialTexts& partials, const KnowsName& knows) : m_partials(partials), m_knows(knows) {}

    // "inSection": whether the place at which it stands lies in a section.
    tl::expected<ProgramPointer, TemplateFault> compile(std::string_view source, std::string_view name,
                                                        std::string_view indent, bool inSection);

    const std::set<std::string>& names() const { return m_names; }

private:
    friend class TemplateReader;
    struct Key {
        std::string name;
        std::string indent;
        bool inSection = false;
        auto operator<=>(const Key&) const = default;
    };

    const PartialTexts& m_partials;
    const KnowsName& m_knows;
    std::map<Key, ProgramPointer> m_done;
    std::vector<std::string> m_open; // partials that are being compiled, the outermost first
    std::set<std::string> m_names;
};

} // namespace gatehouse::prompts
