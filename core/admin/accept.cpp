// SPDX-License-Identifier: Apache-2.0
#include "core/admin/accept.h"

#include "core/base/text.h"

#include <algorithm>

namespace gatehouse::admin {
namespace {

// Cuts at the separator and calls "take" with each trimmed part.
template <typename Take>
void forEachPart(std::string_view text, char separator, Take take) {
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        take(trim(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

// In thousandths, as "q=0.8" says; what cannot be read counts as 1.
int qualityOf(std::string_view range) {
    int quality = 1000;
    forEachPart(range, ';', [&](std::string_view part) {
        if (part.size() < 3 || (part[0] != 'q' && part[0] != 'Q') || part[1] != '=' || part[2] == '1')
            return;
        int value = 0;
        int weight = 100;
        for (const char c : part.substr(std::min<std::size_t>(4, part.size()), 3)) {
            if (c < '0' || c > '9')
                return;
            value += (c - '0') * weight;
            weight /= 10;
        }
        quality = value;
    });
    return quality;
}

// How exactly a range names a type: 0 not at all, 1 by */*, 2 by type/*, 3 by name.
int exactness(std::string_view range, std::string_view type) {
    const auto name = toLower(trim(range.substr(0, range.find(';'))));
    if (name == type)
        return 3;
    if (name == "*/*")
        return 1;
    return name.size() > 2 && name.ends_with("/*") &&
                   type.starts_with(std::string_view(name).substr(0, name.size() - 1))
               ? 2
               : 0;
}

int wishFor(std::string_view accept, std::string_view type) {
    int best = 0;
    int quality = 0;
    forEachPart(accept, ',', [&](std::string_view range) {
        if (const int exact = exactness(range, type); exact > best) {
            best = exact;
            quality = qualityOf(range);
        }
    });
    return quality;
}

} // namespace

std::string mediaTypeOf(std::string_view contentType) {
    return toLower(trim(contentType.substr(0, contentType.find(';'))));
}

bool isUtf8Type(std::string_view contentType) {
    bool utf8 = true;
    forEachPart(contentType, ';', [&](std::string_view part) {
        const auto lower = toLower(part);
        if (lower.starts_with("charset="))
            utf8 = lower == "charset=utf-8" || lower == "charset=\"utf-8\"";
    });
    return utf8;
}

std::string_view chooseMediaType(std::string_view accept, const std::vector<std::string_view>& offered) {
    if (trim(accept).empty())
        return offered.front();
    std::string_view chosen;
    int most = 0;
    for (const auto type : offered) {
        if (const int wish = wishFor(accept, type); wish > most) {
            most = wish;
            chosen = type;
        }
    }
    return chosen;
}

} // namespace gatehouse::admin
