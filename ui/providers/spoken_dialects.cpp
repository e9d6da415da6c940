// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/spoken_dialects.h"

#include "core/contract/descriptions.h"

namespace gatehouse::ui {

QStringList spokenDialects() {
    const auto* field = contract::descriptionOf(contract::Kind::Provider).field("dialect");
    QStringList names;
    for (const auto& name : field->type.oneOf)
        names.append(QString::fromStdString(name));
    return names;
}

bool namesVersion(const QString& dialect) {
    return dialect.startsWith(QLatin1String("azure"));
}

} // namespace gatehouse::ui
