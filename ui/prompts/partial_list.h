// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/mustache_scan.h"
#include "ui/widgets/form_dialog.h"
#include "ui/widgets/table_rows.h"

#include <QMap>

namespace gatehouse::ui {

struct PromptPartial {
    QString name;
    QString text;
};

// Parts of templates that stand in several messages, one a row. UI thread.
class PartialModel : public TableRows<PromptPartial> {
    Q_OBJECT

public:
    enum Column { Name, Text, ColumnCount };

    explicit PartialModel(QObject* parent) : TableRows(ColumnCount, parent) {}
    void put(const QMap<QString, QString>& partials);
    QMap<QString, QString> partials() const;
    const PromptPartial& at(int row) const { return m_rows[row]; }

private:
    QString title(int column) const override { return column == Name ? tr("Name") : tr("Text"); }
    QString textAt(const PromptPartial& partial, int column) const override {
        return column == Name ? partial.name : partial.text.simplified();
    }
};

// A partial as a form. The dialog is "partialDialog".
class PartialDialog : public FormDialog {
    Q_OBJECT

public:
    PartialDialog(const Theme& theme, const PromptPartial& partial, QStringList taken, const MustacheNames& names,
                  QWidget* parent);

Q_SIGNALS:
    void chosen(const gatehouse::ui::PromptPartial& partial);
};

} // namespace gatehouse::ui
