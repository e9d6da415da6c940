// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/signature.h"

#include "core/dialects/base64.h"
#include "core/dialects/translation.h"

namespace gatehouse::dialects::gemini {
namespace {

// "gatehouse.<dialect>.<s|e>.<format>.<id>.<value>"
constexpr std::string_view product = "gatehouse.";

std::string_view takeWord(std::string_view& rest) {
    const auto dot = rest.find('.');
    const auto word = rest.substr(0, dot);
    rest.remove_prefix(dot == std::string_view::npos ? rest.size() : dot + 1);
    return word;
}

bool unwrapForeign(std::string_view value, ReasoningPart& reasoning) {
    // Base64 of the product's name, so that nothing else is decoded.
    if (!value.starts_with("Z2F0ZWhvdXNl"))
        return false;
    const auto decoded = decodeBase64(value);
    if (!decoded || !decoded->starts_with(product))
        return false;
    std::string_view rest(*decoded);
    rest.remove_prefix(product.size());
    const auto dialect = dialectNamed(takeWord(rest));
    const bool encrypted = takeWord(rest) == "e";
    if (!dialect)
        return false;
    reasoning.dialect = *dialect;
    reasoning.format = takeWord(rest);
    reasoning.id = takeWord(rest);
    (encrypted ? reasoning.encrypted : reasoning.signature) = rest;
    return true;
}

} // namespace

bool isForeign(const ReasoningPart& reasoning) {
    return reasoning.dialect != Dialect::Gemini;
}

std::string wrap(const ReasoningPart& reasoning, std::string_view signature) {
    std::string text(product);
    text.append(nameOf(reasoning.dialect)).append(reasoning.encrypted.empty() ? ".s." : ".e.");
    text.append(reasoning.format).append(".").append(reasoning.id).append(".").append(signature);
    return encodeBase64(text);
}

void unwrap(std::string value, ReasoningPart& reasoning) {
    if (unwrapForeign(value, reasoning))
        return;
    reasoning.dialect = Dialect::Gemini;
    reasoning.format = signatureFormat;
    reasoning.signature = std::move(value);
}

ReasoningPart signatureOfText(std::string value) {
    ReasoningPart reasoning;
    reasoning.dialect = Dialect::Gemini;
    reasoning.format = signatureFormat;
    reasoning.encrypted = std::move(value);
    return reasoning;
}

bool isSignatureOfText(const ReasoningPart& reasoning) {
    return reasoning.dialect == Dialect::Gemini && !reasoning.encrypted.empty();
}

} // namespace gatehouse::dialects::gemini
