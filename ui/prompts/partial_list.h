// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/live_rows.h"
#include "ui/prompts/mustache_scan.h"
#include "ui/widgets/form_dialog.h"

#include <QMap>

namespace gatehouse::ui {

struct PromptPartial {
    QString name;
    QString text;
};

// Parts of templates that stand in several messages, one a row. UI thread.
class PartialModel : public LiveRows<PromptPartial> {
    Q_OBJECT

public:
    enum Column { Name, Text, ColumnCount };

    explicit PartialModel(QObject* parent) : LiveRows(ColumnCount, parent) {}
    void put(const QMap<QString, QString>& partials);
    QMap<QString, QString> partials() const;
    const PromptPartial& at(int row) const { return m_rows[row]; }

    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
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
