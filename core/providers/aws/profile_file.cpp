// SPDX-License-Identifier: Apache-2.0
#include "core/providers/aws/profile_file.h"

#include "core/base/secret.h"
#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::providers::aws {
namespace {

// "" for sections that are no profile.
std::string profileNamed(std::string_view section, ProfileFile file) {
    constexpr std::string_view word = "profile";
    if (file == ProfileFile::Credentials || section == "default")
        return std::string(section);
    if (!section.starts_with(word) || section.size() == word.size() || (section[7] != ' ' && section[7] != '\t'))
        return {};
    return std::string(trim(section.substr(word.size())));
}

std::string_view withoutComment(std::string_view value) {
    for (const std::string_view mark : {" #", " ;", "\t#", "\t;"})
        value = value.substr(0, value.find(mark));
    return trim(value);
}

} // namespace

void readProfiles(std::string_view text, ProfileFile file, Profiles& profiles) {
    Profile* open = nullptr;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const bool nested = line.starts_with(' ') || line.starts_with('\t'); // settings of the one above it
        line = trim(line);
        if (line.empty() || nested || line.starts_with('#') || line.starts_with(';'))
            continue;
        if (line.starts_with('[')) {
            const auto close = line.find(']');
            const auto name =
                close == std::string_view::npos ? std::string() : profileNamed(trim(line.substr(1, close - 1)), file);
            open = name.empty() ? nullptr : &profiles[name];
            continue;
        }
        const auto equals = line.find('=');
        if (open == nullptr || equals == std::string_view::npos)
            continue;
        (*open)[toLower(trim(line.substr(0, equals)))] = std::string(withoutComment(line.substr(equals + 1)));
    }
}

void wipeProfiles(Profiles& profiles) {
    for (auto& [name, profile] : profiles) {
        for (auto& [setting, value] : profile)
            wipe(value);
    }
}

} // namespace gatehouse::providers::aws
