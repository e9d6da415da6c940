// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/apis/objects_dialog.h"
#include "ui/widgets/form_dialog.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;

namespace gatehouse::ui {

// Where the gateway tells of what happened: addresses that a publisher registered, each with its signing secret, which
// is shown once, and what was delivered there lately.
class WebhooksDialog : public ObjectsDialog {
    Q_OBJECT

public:
    WebhooksDialog(Console& console, QWidget* parent);

protected:
    QList<QStandardItem*> rowOf(const QJsonObject& webhook) override;
    void add() override;
    void edit(const QJsonObject& webhook) override;
    QString deleteText(const QJsonObject& webhook) const override;
    void selectionChanged(const QJsonObject& webhook) override;

private:
    void askRotate(const QJsonObject& webhook);
    void rotate(const QString& id);
    void test(const QJsonObject& webhook);
    void showSecret(const QString& id, const QString& secret);
    void readDeliveries();
    void takeDeliveries(const QJsonArray& items);

    QLabel* m_title;
    QStandardItemModel* m_deliveries;
    TableView* m_table;
    QString m_chosen;
    quint64 m_round = 0;
};

QStringList webhookEvents();                    // as the admin API names them
QString webhookEventText(const QString& event); // "A job has ended"

// Registers a webhook, or changes one.
class WebhookDialog : public FormDialog {
    Q_OBJECT

public:
    WebhookDialog(Console& console, const QJsonObject& webhook, QWidget* parent,
                  std::function<void(const QString& id, const QString& secret)> made);

private:
    void show(const QJsonObject& webhook);
    QJsonArray events() const;
    QJsonObject wanted() const;
    QString urlFault() const;
    void save();
    void create(const QJsonObject& webhook);

    Console& m_console;
    QJsonObject m_webhook;
    std::function<void(const QString&, const QString&)> m_made;
    ResourceList m_teams;
    QLineEdit* m_id;
    QLineEdit* m_url;
    QComboBox* m_team;
    QListWidget* m_events;
    QCheckBox* m_enabled;
};

} // namespace gatehouse::ui
