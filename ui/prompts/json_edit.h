// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/code_edit.h"

#include <QJsonObject>

namespace gatehouse::ui {

// Writes a JSON object, such as a JSON Schema. Nothing written is an empty object.
class JsonEdit : public CodeEdit {
    Q_OBJECT

public:
    JsonEdit(const Theme& theme, int fewestLines, int mostLines, QWidget* parent = nullptr);

    QString fault() const { return m_fault; }       // empty: it can be read
    QJsonObject object() const { return m_object; } // the last that could be read
    void setObject(const QJsonObject& object);

private:
    void read();

    QJsonObject m_object;
    QString m_fault;
};

} // namespace gatehouse::ui
