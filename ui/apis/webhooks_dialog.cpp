// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/webhooks_dialog.h"

#include "ui/widgets/confirm.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/product_words.h"
#include "ui/widgets/shown_secret_dialog.h"
#include "ui/widgets/table_view.h"

#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QStandardItemModel>
#include <QUrl>
#include <QUrlQuery>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int deliveriesAsked = 50;
constexpr int deliveriesHigh = 9; // lines

QString pathOf(const QString& id, const char* operation) {
    return QStringLiteral("/webhooks/%1/%2")
        .arg(QString::fromLatin1(QUrl::toPercentEncoding(id)), QLatin1String(operation));
}

QString outcomeText(const QJsonObject& delivery) {
    const auto state = memberText(delivery, "state");
    const auto last = delivery.value(QLatin1String("last")).toObject();
    const auto status = last.value(QLatin1String("status")).toInt();
    auto why = memberText(last, "error");
    if (why.isEmpty() && status > 0)
        why = WebhooksDialog::tr("status %1", "of an HTTP answer").arg(status);
    if (state == QLatin1String("sent"))
        return WebhooksDialog::tr("Delivered");
    if (state == QLatin1String("dead"))
        return why.isEmpty() ? WebhooksDialog::tr("Given up") : WebhooksDialog::tr("Given up: %1").arg(why);
    const auto due = memberMoment(delivery, "due");
    if (!due.isValid() || why.isEmpty())
        return WebhooksDialog::tr("Under way");
    return WebhooksDialog::tr("Again on %1: %2", "a moment, why")
        .arg(QLocale().toString(due.toLocalTime(), QLocale::ShortFormat), why);
}

} // namespace

WebhooksDialog::WebhooksDialog(Console& console, QWidget* parent)
    : ObjectsDialog(console,
                    {QStringLiteral("webhooks"),
                     tr("Webhooks"),
                     QStringLiteral("send"),
                     tr("No webhooks yet. The gateway tells one when a job has ended or a subscription waits."),
                     tr("Register webhook"),
                     {tr("Name"), tr("Address"), tr("Team"), tr("Tells of"), tr("State")},
                     {120, 0, 110, 230, 80}},
                    parent),
      m_title(plainLabel({}, "section", "deliveriesTitle")), m_deliveries(new QStandardItemModel(this)),
      m_table(new TableView(console.theme)) {
    m_table->setObjectName(QStringLiteral("deliveriesTable"));
    m_table->setAccessibleName(tr("Deliveries"));
    m_deliveries->setHorizontalHeaderLabels({tr("Time"), tr("Event"), tr("Attempts"), tr("Outcome")});
    m_table->setSource(m_deliveries);
    m_table->setColumnWidths({150, 190, 80, 0});
    m_table->setFixedHeight(fontMetrics().lineSpacing() * deliveriesHigh + tableRowHeight);
    auto* below = new QWidget;
    auto* layout = new QVBoxLayout(below);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_title);
    layout->addWidget(m_table);
    setDetails(below);
    addButton("Rotate", tr("Rotate secret"), [this](const QJsonObject& webhook) { askRotate(webhook); });
    addButton("Test", tr("Send a test"), [this](const QJsonObject& webhook) { test(webhook); });
    begin();
}

QList<QStandardItem*> WebhooksDialog::rowOf(const QJsonObject& webhook) {
    QStringList events;
    const auto told = webhook.value(QLatin1String("events")).toArray();
    for (const auto& event : told)
        events.append(webhookEventText(event.toString()));
    return {cellOf(memberText(webhook, "id")), cellOf(memberText(webhook, "url")), cellOf(memberText(webhook, "team")),
            cellOf(events.isEmpty() ? tr("Everything") : events.join(QStringLiteral(", "))),
            cellOf(webhook.value(QLatin1String("enabled")).toBool(true) ? tr("On") : tr("Off"))};
}

void WebhooksDialog::add() {
    (new WebhookDialog(m_console, {}, this, [this](const QString& id, const QString& secret) {
        if (secret.isEmpty())
            rotate(id);
        else
            showSecret(id, secret);
    }))->open();
}

void WebhooksDialog::edit(const QJsonObject& webhook) {
    if (!webhook.isEmpty())
        (new WebhookDialog(m_console, webhook, this, {}))->open();
}

QString WebhooksDialog::deleteText(const QJsonObject&) const {
    return tr("Nothing is sent there any more; what was not delivered yet is dropped.");
}

void WebhooksDialog::selectionChanged(const QJsonObject& webhook) {
    const auto id = memberText(webhook, "id");
    m_title->setText(tr("Deliveries to %1").arg(id));
    if (id == m_chosen)
        return;
    m_chosen = id;
    m_deliveries->removeRows(0, m_deliveries->rowCount());
    if (!id.isEmpty())
        readDeliveries();
}

void WebhooksDialog::readDeliveries() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(deliveriesAsked));
    m_console.client.get(pathOf(m_chosen, "deliveries"), query, this, [this, round = ++m_round](const Reply& reply) {
        if (round == m_round && reply.ok())
            takeDeliveries(reply.items());
    });
}

void WebhooksDialog::takeDeliveries(const QJsonArray& items) {
    m_deliveries->removeRows(0, m_deliveries->rowCount());
    const QLocale locale;
    for (const auto& value : items) {
        const auto delivery = value.toObject();
        const auto at = memberMoment(delivery, "created");
        auto* attempts = cellOf(locale.toString(delivery.value(QLatin1String("attempts")).toInteger()),
                                delivery.value(QLatin1String("attempts")).toInteger());
        attempts->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_deliveries->appendRow({cellOf(locale.toString(at.toLocalTime(), QLocale::ShortFormat), at),
                                 cellOf(webhookEventText(memberText(delivery, "event"))), attempts,
                                 cellOf(outcomeText(delivery))});
    }
}

void WebhooksDialog::askRotate(const QJsonObject& webhook) {
    const auto id = memberText(webhook, "id");
    Confirmation what;
    what.title = tr("Rotate the secret of %1?").arg(id);
    what.text =
        tr("What is sent is signed with the old and the new secret for a while, so that the receiver can change.");
    what.verb = tr("Rotate");
    confirm(this, what, [this, id] { rotate(id); });
}

void WebhooksDialog::rotate(const QString& id) {
    m_console.client.send(GatewayClient::Verb::Post, pathOf(id, "rotate"), {}, this, [this, id](const Reply& reply) {
        if (reply.ok())
            showSecret(id, memberText(reply.object(), "secret"));
        else
            tell(reply.problem().detail);
    });
}

void WebhooksDialog::showSecret(const QString& id, const QString& secret) {
    ShownSecret shown;
    shown.title = tr("Signing secret of %1").arg(id);
    shown.words = tr("The receiver checks with it that a message came from this gateway (Standard Webhooks). It is "
                     "shown this once.");
    shown.name = tr("Signing secret");
    shown.secret = secret;
    shown.again = tr("The secret cannot be shown again. You would have to rotate it.");
    (new ShownSecretDialog(m_console.theme, shown, this))->open();
}

void WebhooksDialog::test(const QJsonObject& webhook) {
    tell({});
    m_console.client.send(GatewayClient::Verb::Post, pathOf(memberText(webhook, "id"), "test"), {}, this,
                          [this](const Reply& reply) {
                              if (!reply.ok())
                                  tell(reply.problem().detail);
                              readDeliveries();
                          });
}

} // namespace gatehouse::ui
