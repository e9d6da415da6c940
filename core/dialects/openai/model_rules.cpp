// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/openai/model_rules.h"

namespace gatehouse::dialects::openai {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view withoutVendor(std::string_view model) {
    const std::size_t slash = model.rfind('/');
    return slash == std::string_view::npos ? model : model.substr(slash + 1);
}

bool isChatVariant(std::string_view name) {
    return name.find("-chat") != std::string_view::npos;
}

} // namespace

bool isReasoningModel(std::string_view model) {
    constexpr std::string_view family = "gpt-";
    const std::string_view name = withoutVendor(model);
    if (name.size() > 1 && name[0] == 'o' && isDigit(name[1]))
        return true;
    if (!name.starts_with(family) || name.size() == family.size() || isChatVariant(name))
        return false;
    const std::string_view version = name.substr(family.size());
    const bool twoDigits = version.size() > 1 && isDigit(version[0]) && isDigit(version[1]);
    return isDigit(version[0]) && (version[0] >= '5' || twoDigits) && !version.starts_with("35");
}

bool refusesEffort(std::string_view model) {
    const std::string_view name = withoutVendor(model);
    const bool old = name.starts_with("gpt-3") || name.starts_with("gpt-4") || name.starts_with("chatgpt");
    return old || (name.starts_with("gpt-") && isChatVariant(name));
}

bool refusesUser(std::string_view model) {
    // mistral, ministral, codestral, devstral, magistral; pixtral, voxtral
    return model.find("stral") != std::string_view::npos || model.find("xtral") != std::string_view::npos;
}

bool isClaude(std::string_view model) {
    return model.find("claude") != std::string_view::npos;
}

} // namespace gatehouse::dialects::openai
