// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QUrl>

// A published API as a command that works.
namespace gatehouse::ui {

// A value of each variable ({name, schema, default, example}) that its schema takes: the example, else the default,
// else one made up. Secret ones are named, never shown.
QJsonObject exampleValues(const QJsonArray& variables);

struct ApiCall {
    QUrl gateway;       // http://127.0.0.1:8642
    QString path;       // "/apis/mood/2"
    QString kind;       // "prompt", "chain", "model", "service"
    QString model;      // of kind "model": which one is asked
    QJsonObject values; // of prompts and chains
};

// For a shell. The key is a variable of the environment, GATEHOUSE_API_KEY.
QString apiCurlOf(const ApiCall& call);
// One word of a shell, whatever it holds.
QString shellWord(const QString& text);

} // namespace gatehouse::ui
