// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/fault.h"
#include "core/prompts/json_path.h"
#include "core/prompts/json_schema.h"

#include <boost/json/value.hpp>
#include <memory>
#include <optional>
#include <re2/re2.h>
#include <string>
#include <string_view>

namespace gatehouse::contract {
struct CheckSpec;
}

namespace gatehouse::prompts {

struct CheckResult {
    bool passed = false;
    std::optional<double> score; // of a judge: 0 to 1
    std::string detail;          // why not; what a judge said
};

// What a test asks of an answer. Immutable; any thread.
//   equals     value: a text that the answer is (blanks at its ends aside), or JSON that it means
//   contains   value: a text that stands in it
//   regex      value: a pattern (RE2) that is found in it
//   json_path  path: something stands there; with a value: one of what stands there equals it
//   schema     value: a JSON Schema that the answer, as JSON, fits
//   judge      value: what makes an answer good; a model says how good it is
class Check {
public:
    static contract::Checked<Check> compile(const contract::CheckSpec& spec, const contract::Path& path);

    const std::string& kind() const { return m_kind; }
    bool needsModel() const { return m_kind == "judge"; }
    const std::string& model() const { return m_model; }

    // Of all kinds but judge.
    CheckResult judge(std::string_view answer) const;

    // What a judging model is asked: a request of OpenAI's chat completions. Question and answer go as JSON texts, so
    // that neither can end its place.
    std::string judgeBody(std::string_view question, std::string_view answer) const;
    // What it said. Errors: Invalid, code judge_unreadable.
    Result<CheckResult> readVerdict(std::string_view verdict) const;

private:
    CheckResult judgeEquals(std::string_view answer) const;
    CheckResult judgePath(std::string_view answer) const;
    CheckResult judgeSchema(std::string_view answer) const;

    std::string m_kind;
    boost::json::value m_value; // null: none
    std::string m_text;         // the value, where it is a text
    std::string m_model;
    double m_atLeast = 0;
    std::shared_ptr<const RE2> m_pattern;
    std::optional<JsonPath> m_path;
    JsonSchema::Pointer m_schema;
};

// What stands in the fence of a Markdown code block, if the text is one; without blanks at its ends.
std::string_view unfenced(std::string_view text);

} // namespace gatehouse::prompts
