// SPDX-License-Identifier: Apache-2.0
#include "core/contract/fault.h"
#include "core/contract/json_text.h"
#include "core/prompts/schema_nodes.h"

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <cmath>
#include <unordered_set>

namespace gatehouse::prompts {
namespace {

namespace json = boost::json;
using contract::Path;
using contract::quoted;

constexpr std::size_t mostCheckDepth = 400;
// A byte of text costs less than a subschema.
constexpr std::size_t bytesPerStep = 16;

unsigned typesOf(const json::value& value) {
    switch (value.kind()) {
    case json::kind::null:
        return NullType;
    case json::kind::bool_:
        return BooleanType;
    case json::kind::object:
        return ObjectType;
    case json::kind::array:
        return ArrayType;
    case json::kind::string:
        return StringType;
    case json::kind::double_: {
        const double number = value.get_double();
        return NumberType | (number == std::floor(number) && std::isfinite(number) ? IntegerType : 0U);
    }
    default:
        return NumberType | IntegerType;
    }
}

std::optional<long double> numberIn(const json::value& value) {
    if (const auto* whole = value.if_int64())
        return static_cast<long double>(*whole);
    if (const auto* natural = value.if_uint64())
        return static_cast<long double>(*natural);
    if (const auto* real = value.if_double())
        return *real;
    return std::nullopt;
}

std::string told(long double number) {
    return contract::canonicalJson(json::value(static_cast<double>(number)));
}

bool isMultiple(long double number, long double of) {
    const long double quotient = number / of;
    if (!std::isfinite(quotient))
        return false;
    const long double nearest = std::round(quotient);
    return std::abs(quotient - nearest) <= 1e-12L * std::max(1.0L, std::abs(quotient)) && std::abs(quotient) < 1e18L;
}

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string plural(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

bool matches(const RE2& pattern, std::string_view text) {
    return RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), pattern);
}

class Checker {
public:
    Checker(const SchemaNodes& nodes, std::vector<SchemaFault>* faults, std::size_t most)
        : m_nodes(nodes), m_faults(faults), m_most(most) {}

    void run(const json::value& value) { (void)check(m_nodes.root, value, Path()); }

private:
    // Whether all is said: the caller stops.
    bool full() const { return m_exhausted || (m_faults != nullptr && m_faults->size() >= m_most); }

    bool spend(std::size_t steps, const Path& path) {
        if (m_left >= steps)
            m_left -= steps;
        else
            exhaust(path, "the value takes too much work to check against its schema");
        return !m_exhausted;
    }
    void exhaust(const Path& path, const char* message) {
        if (!m_exhausted)
            m_last = SchemaFault{path.pointer(), "", message};
        m_exhausted = true;
        if (m_faults != nullptr)
            *m_faults = {m_last};
    }

    bool fault(const Path& path, std::string_view keyword, const std::string& message) {
        if (m_faults != nullptr && !full())
            m_faults->push_back({path.pointer(), std::string(keyword), message});
        return false;
    }

    // The same without telling, for schemas of which several are tried.
    bool quietly(NodeIndex index, const json::value& value, const Path& path) {
        auto* const faults = std::exchange(m_faults, nullptr);
        const bool fits = check(index, value, path);
        m_faults = faults;
        if (m_exhausted && m_faults != nullptr)
            *m_faults = {m_last};
        return fits;
    }

    bool check(NodeIndex index, const json::value& value, const Path& path) {
        if (m_depth == mostCheckDepth)
            exhaust(path, "the value is too deep for its schema");
        if (m_exhausted || !spend(1, path))
            return false;
        ++m_depth;
        const bool fits = judge(m_nodes.all[index], value, path);
        --m_depth;
        return fits && !m_exhausted;
    }

    // Every part is asked, so that all faults are told, unless nobody listens.
    bool judge(const SchemaNode& it, const json::value& value, const Path& path) {
        if (it.fixed)
            return *it.fixed || fault(path, "", "nothing may stand here");
        using Part = bool (Checker::*)(const SchemaNode&, const json::value&, const Path&);
        static constexpr std::array<Part, 4> parts{&Checker::plain, &Checker::ofItsKind, &Checker::combined,
                                                   &Checker::conditional};
        bool fits = true;
        for (const auto part : parts) {
            fits = (this->*part)(it, value, path) && fits;
            if (full() || (!fits && m_faults == nullptr))
                return fits && !m_exhausted;
        }
        return fits;
    }

    bool plain(const SchemaNode& it, const json::value& value, const Path& path) {
        if (it.types != 0 && (typesOf(value) & it.types) == 0)
            return fault(path, "type", "expected " + describeTypes(it.types) + ", found " + sortOf(value));
        if (!it.oneOfValues)
            return true;
        const auto text = contract::canonicalJson(value);
        if (!spend(text.size() / bytesPerStep, path))
            return false;
        return it.oneOfValues->contains(text) || fault(path, it.isConst ? "const" : "enum",
                                                       (it.isConst ? "expected " : "expected one of ") + it.valuesTold);
    }

    static std::string sortOf(const json::value& value) {
        const auto types = typesOf(value);
        return describeTypes((types & IntegerType) != 0 ? IntegerType : types);
    }

    bool ofItsKind(const SchemaNode& it, const json::value& value, const Path& path) {
        if (it.format && !spend(value.is_string() ? value.get_string().size() / bytesPerStep : 0, path))
            return false;
        if (it.format && !fitsFormat(*it.format, value))
            return fault(path, "format", "expected the format " + it.formatName);
        if (const auto number = numberIn(value))
            return ofNumber(it, *number, path);
        if (const auto* text = value.if_string())
            return ofText(it, *text, path);
        if (const auto* list = value.if_array())
            return ofList(it, *list, path);
        if (const auto* object = value.if_object())
            return ofObject(it, value, *object, path);
        return true;
    }

    bool ofNumber(const SchemaNode& it, long double number, const Path& path) {
        if (it.minimum && number < *it.minimum)
            return fault(path, "minimum", "expected at least " + told(*it.minimum));
        if (it.maximum && number > *it.maximum)
            return fault(path, "maximum", "expected at most " + told(*it.maximum));
        if (it.aboveMinimum && number <= *it.aboveMinimum)
            return fault(path, "exclusiveMinimum", "expected more than " + told(*it.aboveMinimum));
        if (it.belowMaximum && number >= *it.belowMaximum)
            return fault(path, "exclusiveMaximum", "expected less than " + told(*it.belowMaximum));
        if (it.multipleOf && !isMultiple(number, *it.multipleOf))
            return fault(path, "multipleOf", "expected a multiple of " + told(*it.multipleOf));
        return true;
    }

    bool ofText(const SchemaNode& it, std::string_view text, const Path& path) {
        if (it.minLength || it.maxLength) {
            const auto length = charactersIn(text);
            if (it.minLength && length < *it.minLength)
                return fault(path, "minLength",
                             "expected at least " + plural(*it.minLength, "character", "characters"));
            if (it.maxLength && length > *it.maxLength)
                return fault(path, "maxLength", "expected at most " + plural(*it.maxLength, "character", "characters"));
        }
        if (it.pattern && (!spend(1 + text.size() / bytesPerStep, path) || !matches(*it.pattern, text)))
            return fault(path, "pattern", "expected a text that matches " + quoted(it.pattern->pattern()));
        return true;
    }

    bool ofList(const SchemaNode& it, const json::array& list, const Path& path) {
        if (it.minItems && list.size() < *it.minItems)
            return fault(path, "minItems", "expected at least " + plural(*it.minItems, "item", "items"));
        if (it.maxItems && list.size() > *it.maxItems)
            return fault(path, "maxItems", "expected at most " + plural(*it.maxItems, "item", "items"));
        bool fits = !it.uniqueItems || unique(list, path);
        for (std::size_t i = 0; i < list.size() && !full(); ++i) {
            const auto child = i < it.prefixItems.size() ? std::optional(it.prefixItems[i]) : it.items;
            if (!child)
                break;
            fits = check(*child, list[i], Path(path, i)) && fits;
            if (!fits && m_faults == nullptr)
                return false;
        }
        return (!it.contains || contains(it, list, path)) && fits;
    }

    bool unique(const json::array& list, const Path& path) {
        std::unordered_set<std::string> seen;
        for (const auto& item : list) {
            auto text = contract::canonicalJson(item);
            if (!spend(1 + text.size() / bytesPerStep, path))
                return false;
            if (!seen.insert(std::move(text)).second)
                return fault(path, "uniqueItems", "expected items that differ");
        }
        return true;
    }

    bool contains(const SchemaNode& it, const json::array& list, const Path& path) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < list.size() && !m_exhausted; ++i)
            count += quietly(*it.contains, list[i], Path(path, i)) ? 1 : 0;
        if (m_exhausted)
            return false;
        if (count < it.minContains)
            return fault(path, "contains",
                         "expected at least " + plural(it.minContains, "item", "items") + " of a certain form");
        if (it.maxContains && count > *it.maxContains)
            return fault(path, "maxContains",
                         "expected at most " + plural(*it.maxContains, "item", "items") + " of a certain form");
        return true;
    }

    bool ofObject(const SchemaNode& it, const json::value& whole, const json::object& object, const Path& path) {
        if (it.minProperties && object.size() < *it.minProperties)
            return fault(path, "minProperties", "expected at least " + plural(*it.minProperties, "field", "fields"));
        if (it.maxProperties && object.size() > *it.maxProperties)
            return fault(path, "maxProperties", "expected at most " + plural(*it.maxProperties, "field", "fields"));
        bool fits = named(it, object, path);
        for (const auto& member : object) {
            if (full() || (!fits && m_faults == nullptr))
                return false;
            fits = field(it, member.key(), member.value(), path) && fits;
        }
        for (const auto& [name, child] : it.dependentSchemas) {
            if (object.contains(name))
                fits = check(child, whole, path) && fits;
        }
        return fits;
    }

    bool named(const SchemaNode& it, const json::object& object, const Path& path) {
        bool fits = true;
        if (!spend(it.required.size() / bytesPerStep, path))
            return false;
        for (const auto& name : it.required) {
            if (!object.contains(name))
                fits = fault(path, "required", "expected the field " + quoted(name));
        }
        for (const auto& [name, others] : it.dependentRequired) {
            if (!object.contains(name))
                continue;
            for (const auto& other : others) {
                if (!object.contains(other))
                    fits = fault(path, "dependentRequired",
                                 "expected the field " + quoted(other) + " beside " + quoted(name));
            }
        }
        return fits;
    }

    bool field(const SchemaNode& it, std::string_view name, const json::value& value, const Path& path) {
        bool fits = true;
        bool known = false;
        const Path here(path, name);
        if (it.propertyNames && !quietly(*it.propertyNames, json::value(json::string_view(name)), path))
            fits = fault(path, "propertyNames", "the field " + quoted(name) + " has a name that is not allowed");
        if (const auto found = it.properties.find(name); found != it.properties.end()) {
            known = true;
            fits = check(found->second, value, here) && fits;
        }
        for (const auto& [pattern, child] : it.patternProperties) {
            if (!spend(1 + name.size() / bytesPerStep, path))
                return false;
            if (!matches(*pattern, name))
                continue;
            known = true;
            fits = check(child, value, here) && fits;
        }
        if (known || !it.additionalProperties)
            return fits;
        if (m_nodes.all[*it.additionalProperties].fixed == false)
            return fault(path, "additionalProperties", "the field " + quoted(name) + " is not known");
        return check(*it.additionalProperties, value, here) && fits;
    }

    bool combined(const SchemaNode& it, const json::value& value, const Path& path) {
        bool fits = !it.reference || check(*it.reference, value, path);
        for (const auto child : it.allOf)
            fits = !full() && check(child, value, path) && fits;
        if (!it.anyOf.empty()) {
            const bool any = std::any_of(it.anyOf.begin(), it.anyOf.end(),
                                         [&](NodeIndex child) { return quietly(child, value, path); });
            fits = (any || fault(path, "anyOf", "fits none of the forms that are allowed")) && fits;
        }
        if (!it.oneOf.empty()) {
            const auto count = std::count_if(it.oneOf.begin(), it.oneOf.end(),
                                             [&](NodeIndex child) { return quietly(child, value, path); });
            if (count != 1)
                fits = fault(path, "oneOf",
                             count == 0 ? "fits none of the forms that are allowed"
                                        : "fits " + std::to_string(count) + " of the forms, and only one is allowed");
        }
        if (it.no && quietly(*it.no, value, path))
            fits = fault(path, "not", "has a form that is not allowed");
        return fits;
    }

    bool conditional(const SchemaNode& it, const json::value& value, const Path& path) {
        if (!it.when)
            return true;
        const bool yes = quietly(*it.when, value, path);
        const auto& next = yes ? it.then : it.otherwise;
        return !m_exhausted && (!next || check(*next, value, path));
    }

    const SchemaNodes& m_nodes;
    std::vector<SchemaFault>* m_faults; // null: nobody listens
    std::size_t m_most;
    std::size_t m_left = mostCheckWork;
    std::size_t m_depth = 0;
    bool m_exhausted = false;
    SchemaFault m_last;
};

} // namespace

std::string describeTypes(unsigned types) {
    static constexpr std::array<std::pair<unsigned, std::string_view>, 7> names{{{StringType, "a text"},
                                                                                 {IntegerType, "a whole number"},
                                                                                 {NumberType, "a number"},
                                                                                 {BooleanType, "true or false"},
                                                                                 {ObjectType, "an object"},
                                                                                 {ArrayType, "a list"},
                                                                                 {NullType, "null"}}};
    std::string out;
    for (const auto& [type, name] : names) {
        if ((types & type) != 0)
            out.append(out.empty() ? "" : " or ").append(name);
    }
    return out;
}

std::vector<SchemaFault> checkValue(const SchemaNodes& nodes, const json::value& value, std::size_t most) {
    std::vector<SchemaFault> faults;
    Checker(nodes, &faults, most).run(value);
    return faults;
}

} // namespace gatehouse::prompts
