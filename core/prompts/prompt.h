// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/fault.h"
#include "core/prompts/json_schema.h"
#include "core/prompts/template.h"
#include "core/prompts/variables.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::contract {
struct PromptVersionSpec;
}

namespace gatehouse::prompts {

struct RenderedMessage {
    std::string role; // "system", "user", "assistant"
    std::string content;
    std::vector<std::string> images; // addresses, or data: with the image itself
};

struct Rendered {
    std::string body; // a request of OpenAI's chat completions
    std::vector<RenderedMessage> messages;
};

enum class Secrets { Written, Masked };

// How a prompt is rendered beside its values.
struct RenderWish {
    std::string_view model = {}; // in place of the version's own
    bool stream = false;
    Secrets secrets = Secrets::Written; // Masked: for previews and explanations
    Variables::From from = Variables::From::Json;
};

// A compiled version of a prompt. Immutable; any thread.
class Prompt {
public:
    using Pointer = std::shared_ptr<const Prompt>;

    // Everything that is wrong with it, with fields below "path": templates that do not compile, variables that are
    // used and not declared, schemas that cannot be checked. What it allows to render holds for all values.
    static contract::Checked<Pointer> compile(const contract::PromptVersionSpec& spec, const contract::Path& path = {});

    // Errors: Invalid, with the variable as field, or code unknown_name, or prompt_empty where no message has a word
    // for these values; TooLarge.
    Result<Rendered> render(const boost::json::object& values, const RenderWish& wish = {}) const;

    const Variables& variables() const { return m_variables; }
    const std::string& model() const { return m_model; }
    std::optional<std::uint64_t> mostTokens() const { return m_mostTokens; } // of its answer

    // The schema of the answer; null: any text will do.
    const JsonSchema::Pointer& answerSchema() const { return m_answer; }
    // How many more questions may be asked when an answer does not fit.
    std::size_t repairs() const { return m_repairs; }
    // The answer as JSON, checked against the schema; without a schema, the text. A fence of Markdown around it is
    // taken away. Errors: Invalid with code answer_unfit; the message says what does not fit, not what the answer said.
    Result<boost::json::value> checkAnswer(std::string_view text) const;

    // The conversation with the answer that did not fit and the question to mend it: a body again.
    std::string repairBody(const Rendered& rendered, std::string_view answer, const Error& fault,
                           const RenderWish& wish = {}) const;
    static std::string repairMessage(const Error& fault);

private:
    struct Message {
        std::string role;
        Template content;
        std::vector<Template> images;
    };

    std::string bodyOf(const std::vector<RenderedMessage>& messages, const RenderWish& wish) const;

    Variables m_variables;
    std::vector<Message> m_messages;
    std::string m_model;
    std::optional<std::uint64_t> m_mostTokens;
    std::string m_tail; // of the body: parameters and the answer's form, each with a comma before it
    JsonSchema::Pointer m_answer;
    std::size_t m_repairs = 0;
};

} // namespace gatehouse::prompts
