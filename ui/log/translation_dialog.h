// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <QJsonObject>

namespace gatehouse::ui {

// The translation of one call with room for both sides. It stays while other calls are chosen, so that two can be held
// against each other; deletes itself.
class TranslationDialog : public QDialog {
    Q_OBJECT

public:
    // Contents may be null: only the losses are shown.
    static void open(const Theme& theme, const QJsonObject& call, const CallContents* contents, QWidget* parent);

private:
    TranslationDialog(const Theme& theme, const QJsonObject& call, const CallContents* contents, QWidget* parent);
};

} // namespace gatehouse::ui
