// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/chain_specs.h"
#include "core/contract/fault.h"
#include "core/prompts/template.h"

#include <boost/json/object.hpp>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::chains {

// A JSON pointer (RFC 6901) whose first name is "inputs" or a step's id.
class Pointer {
public:
    // Nothing where the text is none, or is empty.
    static std::optional<Pointer> parse(std::string_view text);

    const std::string& root() const { return m_names.front(); }
    // Null where nothing stands there.
    const boost::json::value* in(const boost::json::object& document) const;
    std::string text() const;

private:
    std::vector<std::string> m_names;
};

// Where a value of a chain comes from: a place in what stands so far, a text made of it, or a constant.
class Source {
public:
    // "knows" says whether a name is "inputs" or a step; what it was asked and knew is what the source needs.
    static contract::Checked<Source> compile(const contract::MappingSourceSpec& spec,
                                             const std::function<bool(std::string_view)>& knows,
                                             const contract::Path& path);

    const std::string& name() const { return m_name; }
    // The steps (and perhaps "inputs") that it reads.
    const std::set<std::string, std::less<>>& roots() const { return m_roots; }
    // Errors: Invalid with code chain_value_missing (nothing stands there) and what a template says.
    Result<boost::json::value> from(const boost::json::object& document, prompts::RenderBudget& budget) const;

private:
    std::string m_name;
    std::variant<Pointer, prompts::Template, boost::json::value> m_from;
    std::set<std::string, std::less<>> m_roots;
};

} // namespace gatehouse::chains
