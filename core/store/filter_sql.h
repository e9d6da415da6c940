// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/contract/filter.h"

#include <QString>
#include <QVariantList>
#include <optional>

namespace gatehouse::store {

// A condition over "calls c" joined with "dimensions d", with a question mark for every value: no value ever becomes
// part of the text.
struct SqlCondition {
    QString text; // "TRUE" for an empty filter
    QVariantList values;
    // The terms that are about dimensions alone, over "dimensions d": nothing where there are none. Such a condition is
    // answered from an index.
    QString dimensionsText;
    QVariantList dimensionsValues;
    // Bounds on the start that every found call keeps, to narrow the search.
    std::optional<WallMicros> startsFrom;
    std::optional<WallMicros> startsBefore;
};

SqlCondition conditionOf(const contract::Filter& filter);

// The same for sums, over "dimensions d" alone: "text" and "values" hold the terms about what sums are kept by, the
// bounds what after and before say. A model is the one served; a plain word is looked for in the names. Errors:
// Conflict where a term asks for what only single calls know, such as latency.
Result<SqlCondition> sumConditionOf(const contract::Filter& filter);

// The text with \, % and _ made plain for LIKE … ESCAPE '\'.
QString escapedForLike(const QString& text);

} // namespace gatehouse::store
