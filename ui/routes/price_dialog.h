// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QJsonArray>
#include <QJsonObject>

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

class ResourceList;

// Sets what a model costs at its provider. The price stands with the provider ("prices").
class PriceDialog : public FormDialog {
    Q_OBJECT

public:
    // "targets": those to choose from, each with its provider, model and price as GET /models tells them.
    PriceDialog(Console& console, const ResourceList& providers, const QJsonArray& targets, QWidget* parent);

private:
    void show();
    QString dollarsFault(const QLineEdit* edit, bool needed) const;
    QJsonObject provider() const;
    QString providerName() const;
    QString modelName() const;
    void save();
    void forget(); // the price that was set
    void submit(const QJsonArray& prices, const QString& title);
    QJsonArray otherPrices() const;

    Console& m_console;
    const ResourceList& m_providers;
    QJsonArray m_targets;
    QComboBox* m_target;
    QLineEdit* m_input;
    QLineEdit* m_cached;
    QLineEdit* m_write;
    QLineEdit* m_output;
    QLineEdit* m_source;
    QPushButton* m_forget;
};

} // namespace gatehouse::ui
