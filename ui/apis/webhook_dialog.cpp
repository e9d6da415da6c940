// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/webhooks_dialog.h"
#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QJsonArray>
#include <QLineEdit>
#include <QListWidget>
#include <QRegularExpression>
#include <QUrl>
#include <algorithm>
#include <array>

namespace gatehouse::ui {
namespace {

struct EventRow {
    const char* event;
    const char* text;
};

constexpr std::array<EventRow, 7> events{{
    {"job.finished", QT_TRANSLATE_NOOP("Webhooks", "A job has ended")},
    {"subscription.requested", QT_TRANSLATE_NOOP("Webhooks", "A subscription is asked for")},
    {"subscription.decided", QT_TRANSLATE_NOOP("Webhooks", "A subscription is decided")},
    {"api.published", QT_TRANSLATE_NOOP("Webhooks", "An API is published")},
    {"api.deprecated", QT_TRANSLATE_NOOP("Webhooks", "An API is deprecated")},
    {"api.retired", QT_TRANSLATE_NOOP("Webhooks", "An API is retired")},
    {"budget.alert", QT_TRANSLATE_NOOP("Webhooks", "A budget reaches an alert")},
}};

constexpr int eventsHigh = 7; // lines

} // namespace

QStringList webhookEvents() {
    QStringList names;
    for (const auto& row : events)
        names.append(QLatin1String(row.event));
    return names;
}

QString webhookEventText(const QString& event) {
    const auto* found = std::find_if(events.begin(), events.end(),
                                     [&event](const EventRow& row) { return event == QLatin1String(row.event); });
    return found == events.end() ? event : QCoreApplication::translate("Webhooks", found->text);
}

WebhookDialog::WebhookDialog(Console& console, const QJsonObject& webhook, QWidget* parent,
                             std::function<void(const QString&, const QString&)> made)
    : FormDialog(console.theme,
                 webhook.isEmpty() ? tr("Register webhook") : tr("Edit webhook %1").arg(memberText(webhook, "id")),
                 webhook.isEmpty() ? tr("Register") : tr("Save"), parent),
      m_console(console), m_webhook(webhook), m_made(std::move(made)),
      m_teams(console.client, QStringLiteral("/teams")), m_id(new QLineEdit), m_url(new QLineEdit),
      m_team(new QComboBox), m_events(new QListWidget), m_enabled(new QCheckBox(tr("Send messages there"))) {
    setObjectName(QStringLiteral("webhookDialog"));
    form().addField(QStringLiteral("id"), tr("Name"), m_id, {}, [this] {
        static const QRegularExpression right(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"));
        return right.match(m_id->text().trimmed()).hasMatch()
                   ? QString()
                   : tr("A name has letters, digits, “.”, “_” and “-”, at most 64.");
    });
    m_id->setEnabled(webhook.isEmpty());
    m_url->setPlaceholderText(QStringLiteral("https://"));
    form().addField(QStringLiteral("url"), tr("Address"), m_url,
                    tr("Reached from the gateway. Addresses of private networks are refused."),
                    [this] { return urlFault(); });
    form().addField(QStringLiteral("team"), tr("Team"), m_team, tr("Whose events are told."));
    m_events->setFixedHeight(fontMetrics().lineSpacing() * eventsHigh + fontMetrics().height());
    form().addField(QStringLiteral("events"), tr("Tell of"), m_events, {},
                    [this] { return events().isEmpty() ? tr("Choose what is told.") : QString(); });
    form().addField(QStringLiteral("enabled"), tr("State"), m_enabled);
    show(webhook);
    const auto fillTeams = [this] {
        auto wanted = m_team->currentData().toString();
        if (m_team->count() == 0)
            wanted = memberText(m_webhook, "team");
        m_team->clear();
        m_team->addItem(tr("The organisation"), QString());
        for (const auto& team : m_teams.items())
            m_team->addItem(memberText(team, "id"), memberText(team, "id"));
        if (m_team->findData(wanted) < 0)
            m_team->addItem(wanted, wanted); // not read yet
        m_team->setCurrentIndex(m_team->findData(wanted));
    };
    connect(&m_teams, &ResourceList::changed, this, fillTeams);
    fillTeams();
    setSave([this] { save(); });
    (webhook.isEmpty() ? m_id : m_url)->setFocus();
}

void WebhookDialog::show(const QJsonObject& webhook) {
    m_id->setText(memberText(webhook, "id"));
    m_url->setText(memberText(webhook, "url"));
    m_enabled->setChecked(webhook.value(QLatin1String("enabled")).toBool(true));
    const auto chosen = webhook.value(QLatin1String("events")).toArray();
    auto names = webhookEvents();
    for (const auto& event : chosen) { // those that this console does not know stay
        if (!names.contains(event.toString()))
            names.append(event.toString());
    }
    for (const auto& name : std::as_const(names)) {
        auto* item = new QListWidgetItem(webhookEventText(name), m_events);
        item->setData(Qt::UserRole, name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        const bool first = webhook.isEmpty() && name == QLatin1String("job.finished");
        item->setCheckState(first || chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
}

QJsonArray WebhookDialog::events() const {
    QJsonArray names;
    for (int i = 0; i < m_events->count(); ++i) {
        if (m_events->item(i)->checkState() == Qt::Checked)
            names.append(m_events->item(i)->data(Qt::UserRole).toString());
    }
    return names;
}

QString WebhookDialog::urlFault() const {
    const QUrl url(m_url->text().trimmed(), QUrl::StrictMode);
    const bool right = url.isValid() && !url.host().isEmpty() &&
                       (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"));
    return right ? QString() : tr("Enter an address such as https://example.org/hook.");
}

QJsonObject WebhookDialog::wanted() const {
    auto webhook = m_webhook;
    webhook.insert(QLatin1String("id"), m_id->text().trimmed());
    webhook.insert(QLatin1String("url"), m_url->text().trimmed());
    if (const auto team = m_team->currentData().toString(); team.isEmpty())
        webhook.remove(QLatin1String("team"));
    else
        webhook.insert(QLatin1String("team"), team);
    webhook.insert(QLatin1String("events"), events());
    webhook.insert(QLatin1String("enabled"), m_enabled->isChecked());
    return webhook;
}

void WebhookDialog::save() {
    const auto webhook = wanted();
    if (m_webhook.isEmpty()) {
        create(webhook);
        return;
    }
    Change change;
    change.before = m_webhook;
    change.after = webhook;
    const auto id = memberText(webhook, "id");
    change.path = QString(QStringLiteral("/webhooks/") + QString::fromLatin1(QUrl::toPercentEncoding(id)));
    change.title = tr("Change webhook %1").arg(id);
    if (change.after == change.before) {
        succeeded();
        return;
    }
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

// Not over the desk of changes: the secret is told once.
void WebhookDialog::create(const QJsonObject& webhook) {
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/webhooks"), webhook, this,
                          [this, id = memberText(webhook, "id")](const Reply& reply) {
                              if (!reply.ok()) {
                                  failed(reply.problem());
                                  return;
                              }
                              const auto made = m_made;
                              const auto secret = memberText(reply.object(), "secret");
                              succeeded();
                              made(id, secret);
                          });
}

} // namespace gatehouse::ui
