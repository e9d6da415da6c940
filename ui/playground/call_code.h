// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QUrl>

namespace gatehouse::ui {

// A chat call as code that runs as it stands once the variable GATEHOUSE_KEY holds a gateway key.
QString curlOf(const QUrl& gateway, const QJsonObject& body);
QString pythonOf(const QUrl& gateway, const QJsonObject& body);     // with the package "openai"
QString javaScriptOf(const QUrl& gateway, const QJsonObject& body); // with the package "openai", as a module

inline constexpr const char* keyVariable = "GATEHOUSE_KEY";

} // namespace gatehouse::ui
