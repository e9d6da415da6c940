// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/code_edit.h"
#include "ui/prompts/mustache_scan.h"

#include <QTimer>

namespace gatehouse::ui {

// Writes a Mustache template: coloured, names completed behind "{{" and with Ctrl+Space, and what is wrong with it
// underlined.
class TemplateEdit : public CodeEdit {
    Q_OBJECT

public:
    TemplateEdit(const Theme& theme, int fewestLines, int mostLines, QWidget* parent = nullptr);

    void setNames(const MustacheNames& names);
    const QVector<MustacheFault>& faults() const { return m_faults; }

Q_SIGNALS:
    void faultsChanged();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void check();
    void complete();
    void closeTag();

    MustacheNames m_names;
    QVector<MustacheFault> m_faults;
    QTimer m_soon; // since the last key
};

} // namespace gatehouse::ui
