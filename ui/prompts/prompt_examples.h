// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

// A prompt to begin with. Its template is in English, as models know it best.
struct PromptExample {
    QString id; // proposed
    QString title;
    QString sentence; // what it does
    QString icon;
    QJsonObject version;
};

QVector<PromptExample> promptExamples();

} // namespace gatehouse::ui
