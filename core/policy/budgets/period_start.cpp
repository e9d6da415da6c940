// SPDX-License-Identifier: Apache-2.0
#include "core/policy/budgets/period_start.h"

#include <chrono>

namespace gatehouse::policy {

WallMicros startOfPeriod(config::BudgetPeriod period, WallMicros time) {
    using namespace std::chrono;
    const auto day = floor<days>(sys_time<microseconds>(microseconds(time)));
    sys_days start = day;
    switch (period) {
    case config::BudgetPeriod::Day:
        break;
    case config::BudgetPeriod::Week:
        start = day - (weekday(day) - Monday);
        break;
    case config::BudgetPeriod::Month: {
        const year_month_day date(day);
        start = sys_days(date.year() / date.month() / 1);
        break;
    }
    case config::BudgetPeriod::Total:
        return 0;
    }
    return duration_cast<microseconds>(start.time_since_epoch()).count();
}

} // namespace gatehouse::policy
