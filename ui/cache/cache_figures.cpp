// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cache/cache_figures.h"

namespace gatehouse::ui {

CacheFigures::CacheFigures(const QJsonObject& told)
    : entries(told.value(QLatin1String("entries")).toInteger()), bytes(told.value(QLatin1String("bytes")).toInteger()),
      hits(told.value(QLatin1String("hits")).toInteger()),
      similar(told.value(QLatin1String("semantic_hits")).toInteger()),
      shared(told.value(QLatin1String("coalesced")).toInteger()),
      misses(told.value(QLatin1String("misses")).toInteger()), saved(told.value(QLatin1String("saved")).toString()) {}

} // namespace gatehouse::ui
