// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"

#include <QJsonObject>
#include <QString>
#include <QVector>
#include <functional>

class QWidget;

// Prompts as files that fit into git: a folder for each, its templates as texts of their own.
namespace gatehouse::ui {

// Asks for a folder and writes the prompt's files into one of its own there. Tells by a toast how it went.
void exportPromptFiles(Console& console, QWidget* parent, const QString& id);
// Asks for a folder and hands the prompts below it to the gateway.
void importPromptFiles(Console& console, QWidget* parent, std::function<void()> done);

// The work itself, for any thread: files are read and written beneath the folder only. "fault" is a sentence.
struct PromptFiles {
    QJsonObject files; // paths beneath the folder, with their texts
    QString fault;
};
PromptFiles readPromptFiles(const QString& folder);
// A group for each prompt.yaml, with paths from its folder on.
QVector<QJsonObject> splitPromptFiles(const QJsonObject& files);
QString writePromptFiles(const QString& folder, const QJsonObject& files);

} // namespace gatehouse::ui
