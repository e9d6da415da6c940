// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/anthropic/foreign_reasoning.h"

namespace gatehouse::dialects::anthropic {
namespace {

// "gatehouse.openai.<format>.<value>"; base64 signatures hold no dots.
constexpr std::string_view product = "gatehouse.";
constexpr std::string_view formatOfCalls = "call";

} // namespace

std::string wrapForeign(const ReasoningPart& reasoning, std::string_view signature) {
    std::string out(product);
    out += nameOf(reasoning.dialect);
    out += '.';
    out += reasoning.format;
    out += '.';
    out += signature;
    return out;
}

ReasoningPart signatureOfCall(const ToolUsePart& use) {
    ReasoningPart reasoning;
    reasoning.dialect = Dialect::Gemini;
    reasoning.format = formatOfCalls;
    reasoning.encrypted = use.signature;
    return reasoning;
}

bool isSignatureOfCall(const ReasoningPart& reasoning) {
    return reasoning.dialect == Dialect::Gemini && reasoning.format == formatOfCalls && !reasoning.encrypted.empty();
}

void foldSignatureOfCall(std::vector<Part>& parts) {
    if (parts.size() < 2)
        return;
    auto* use = std::get_if<ToolUsePart>(&parts.back().content);
    auto* before = std::get_if<ReasoningPart>(&parts[parts.size() - 2].content);
    if (use == nullptr || before == nullptr || !isSignatureOfCall(*before))
        return;
    use->signature = std::move(before->encrypted);
    parts.erase(parts.end() - 2);
}

std::string unwrapForeign(std::string value, ReasoningPart& reasoning) {
    reasoning.dialect = Dialect::Anthropic;
    std::string_view rest = value;
    if (!rest.starts_with(product))
        return value;
    rest.remove_prefix(product.size());
    const std::size_t afterDialect = rest.find('.');
    if (afterDialect == std::string_view::npos)
        return value;
    const auto dialect = dialectNamed(rest.substr(0, afterDialect));
    const std::size_t afterFormat = rest.find('.', afterDialect + 1);
    if (!dialect || afterFormat == std::string_view::npos)
        return value;
    reasoning.dialect = *dialect;
    reasoning.format = rest.substr(afterDialect + 1, afterFormat - afterDialect - 1);
    return std::string(rest.substr(afterFormat + 1));
}

} // namespace gatehouse::dialects::anthropic
