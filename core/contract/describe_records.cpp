// SPDX-License-Identifier: Apache-2.0
// What is kept of calls, and for how long.
#include "core/contract/describe.h"
#include "core/contract/keep.h"

namespace gatehouse::contract {
namespace {

Type ageType() {
    return checkedText("forever, or hours or days like 12h or 30d", "^(forever|[1-9][0-9]{0,3}[hd])$", isKeepAge, 16);
}

ObjectDescription keep() {
    Describer<KeepSpec> it("Keep", "How long what was recorded is kept. It is removed in small steps beside the work.");
    it.field("calls", &KeepSpec::calls, ageType(), "Rows of calls and why they went as they did.");
    it.field("bodies", &KeepSpec::bodies, ageType(), "Bodies of calls; they never outlive their call.");
    it.field("minutes", &KeepSpec::minutes, ageType(), "Sums by the minute, for charts of short times.");
    it.field("hours", &KeepSpec::hours, ageType(),
             "Sums by the hour. Sums by the day, which hold what was spent, stay.");
    it.field("bytes", &KeepSpec::bytes,
             checkedText("unlimited, or a size like 500MiB or 20GiB", "^(unlimited|[1-9][0-9]{0,5}(MiB|GiB|TiB))$",
                         isKeepSize, 16),
             "The size that the store may grow to. Beyond it the oldest bodies go first, then the oldest calls.");
    return it.finish();
}

ObjectDescription records() {
    Describer<RecordsSpec> it("Records", "What is kept of calls. Nothing of it needs a restart.");
    it.field("bodies", &RecordsSpec::bodies, bodiesType(),
             "Which calls keep their bodies where neither key, application nor route says so: `off`, `errors` (calls "
             "that did not go well) or `all`. Credentials, e-mail addresses, payment cards, account and telephone "
             "numbers are masked before anything is stored.");
    it.field("bodies_all_until", &RecordsSpec::bodiesAllUntil, timeType(),
             "Until then `bodies` counts as `all`, to look into something for a while; afterwards as it is set. What a "
             "key, an application or a route says still counts first.");
    it.field("body_cap", &RecordsSpec::bodyCap,
             checkedText("a size from 1KiB to 8MiB", "^([1-9][0-9]{0,2}KiB|[1-8]MiB)$", isBodyCap, 16),
             "How much of each body is kept; what is longer is cut, and the record says so.");
    it.field("keep", &RecordsSpec::keep, objectType<KeepSpec>(), "How long it is kept.");
    return it.finish();
}

} // namespace

Type bodiesType() {
    return choiceType({"off", "errors", "all"});
}

template <>
const ObjectDescription& descriptionOf<KeepSpec>() {
    static const auto description = keep();
    return description;
}
template <>
const ObjectDescription& descriptionOf<RecordsSpec>() {
    static const auto description = records();
    return description;
}

} // namespace gatehouse::contract
