// SPDX-License-Identifier: Apache-2.0
#include "core/chains/source.h"

#include "core/base/text.h"

#include <boost/json/array.hpp>
#include <utility>

namespace gatehouse::chains {
namespace {

namespace json = boost::json;
using contract::FaultCode;
using contract::Faults;
using contract::Path;

constexpr std::size_t deepestPointer = 32;

// "~1" is "/", "~0" is "~"; nothing else may stand behind a "~".
std::optional<std::string> nameIn(std::string_view escaped) {
    std::string name;
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '~') {
            name += escaped[i];
            continue;
        }
        ++i;
        if (i >= escaped.size() || (escaped[i] != '0' && escaped[i] != '1'))
            return std::nullopt;
        name += escaped[i] == '0' ? '~' : '/';
    }
    return name;
}

const json::value* memberOf(const json::value& value, const std::string& name) {
    if (const auto* object = value.if_object())
        return object->if_contains(name);
    const auto* list = value.if_array();
    if (list == nullptr || name.empty() || (name.size() > 1 && name.front() == '0'))
        return nullptr;
    const auto index = parseUnsigned(name);
    return index && *index < list->size() ? &(*list)[*index] : nullptr;
}

tl::unexpected<Faults> wrong(const Path& path, std::string_view field, FaultCode code, std::string expected,
                             std::string found) {
    const Path at = field.empty() ? path : Path(path, field);
    return tl::unexpected(Faults{contract::makeFault(code, at, std::move(expected), std::move(found))});
}

} // namespace

std::optional<Pointer> Pointer::parse(std::string_view text) {
    if (text.size() < 2 || text.front() != '/')
        return std::nullopt;
    Pointer pointer;
    while (!text.empty()) {
        text.remove_prefix(1);
        const auto end = std::min(text.find('/'), text.size());
        auto name = nameIn(text.substr(0, end));
        if (!name || pointer.m_names.size() == deepestPointer)
            return std::nullopt;
        pointer.m_names.push_back(std::move(*name));
        text.remove_prefix(end);
    }
    return pointer;
}

const json::value* Pointer::in(const json::object& document) const {
    const auto* at = document.if_contains(m_names.front());
    for (std::size_t i = 1; at != nullptr && i < m_names.size(); ++i)
        at = memberOf(*at, m_names[i]);
    return at;
}

std::string Pointer::text() const {
    std::string out;
    for (const auto& name : m_names)
        out.append(1, '/').append(name);
    return out;
}

contract::Checked<Source> Source::compile(const contract::MappingSourceSpec& spec,
                                          const std::function<bool(std::string_view)>& knows, const Path& path) {
    Source source;
    source.m_name = spec.name;
    const int given = (spec.value ? 1 : 0) + (spec.text ? 1 : 0) + (spec.json ? 1 : 0);
    if (given != 1)
        return wrong(path, "", FaultCode::InvalidValue, "one of value, text and json",
                     given == 0 ? "none of them" : "more than one of them");
    if (spec.value) {
        auto pointer = Pointer::parse(*spec.value);
        if (!pointer)
            return wrong(path, "value", FaultCode::InvalidValue, "a JSON pointer such as /inputs/text or /STEP/text",
                         contract::quoted(*spec.value));
        if (!knows(pointer->root()))
            return wrong(path, "value", FaultCode::UnknownReference, "a pointer into inputs or a step of this chain",
                         contract::quoted(*spec.value));
        source.m_roots.insert(pointer->root());
        source.m_from = std::move(*pointer);
    } else if (spec.text) {
        auto made = prompts::Template::compile(*spec.text, {}, [&](std::string_view name) {
            const auto root = name.substr(0, name.find('.'));
            if (!knows(root))
                return false;
            source.m_roots.emplace(root);
            return true;
        });
        if (!made)
            return wrong(path, "text", FaultCode::InvalidValue, "a template over inputs and the steps of this chain",
                         made.error().text());
        source.m_from = std::move(*made);
    } else {
        source.m_from = *spec.json;
    }
    return source;
}

Result<json::value> Source::from(const json::object& document, prompts::RenderBudget& budget) const {
    if (const auto* pointer = std::get_if<Pointer>(&m_from)) {
        const auto* found = pointer->in(document);
        if (found == nullptr)
            return failure(ErrorKind::Invalid, "chain_value_missing", "Nothing stands at " + pointer->text() + ".");
        return *found;
    }
    if (const auto* made = std::get_if<prompts::Template>(&m_from)) {
        std::string out;
        if (auto done = made->render(document, out, budget); !done)
            return tl::unexpected(std::move(done.error()));
        return json::value(out);
    }
    return std::get<json::value>(m_from);
}

} // namespace gatehouse::chains
