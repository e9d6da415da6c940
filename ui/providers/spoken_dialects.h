// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

namespace gatehouse::ui {

// The wire forms that a provider may speak in this version, as its "dialect" names them.
QStringList spokenDialects();
// Its addresses name a version ("api_version").
bool namesVersion(const QString& dialect);

} // namespace gatehouse::ui
