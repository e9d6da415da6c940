// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace gatehouse::ui {

// Writes two days of invented calls, ending now, into the store of a data folder that no gateway serves: by day more
// than by night, three providers, some failures and retries. The providers, routes and applications that they name are
// those of livedConfiguration(). False: the store could not be written.
bool fillLivedStore(const QString& dataFolder);

// A configuration for that folder; "key" is a gateway key that works. Its providers answer nothing.
QByteArray livedConfiguration(const QByteArray& key);

} // namespace gatehouse::ui
