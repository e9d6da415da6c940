// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>

namespace gatehouse::ui {

// A version as one text that people can read and compare: messages, variables, partials, model, answer.
QString versionText(const QJsonObject& version);

} // namespace gatehouse::ui
