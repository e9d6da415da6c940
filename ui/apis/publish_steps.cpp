// SPDX-License-Identifier: GPL-3.0-or-later
// The publish dialog's review, and what happens when its button is pressed.
#include "ui/apis/api_code.h"
#include "ui/apis/publish_dialog.h"
#include "ui/apis/publish_source.h"
#include "ui/apis/published_dialog.h"
#include "ui/changes/difference_table.h"
#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QUrl>

namespace gatehouse::ui {
namespace {

QString encoded(const QString& part) {
    return QString::fromLatin1(QUrl::toPercentEncoding(part));
}

QJsonObject versionIn(const QJsonObject& api, const QString& version) {
    const auto versions = api.value(QLatin1String("versions")).toArray();
    for (const auto& value : versions) {
        if (memberText(value.toObject(), "version") == version)
            return value.toObject();
    }
    return {};
}

// Who may call stands beside the definition, and counts for all versions.
void addTerms(QJsonObject& definition, const QJsonObject& api) {
    for (const auto* name : {"access", "plans", "listed", "team"}) {
        if (const auto value = api.value(QLatin1String(name)); !value.isUndefined())
            definition.insert(QLatin1String(name), value);
    }
}

} // namespace

// Beside what is live: of this version or, where it is a new one, of the newest before it.
void PublishDialog::showReview() {
    const auto id = m_id->text().trimmed();
    const auto number = m_version->text().trimmed();
    m_address->setText(QStringLiteral("%1/apis/%2/%3").arg(m_console.client.address().gateway.toString(), id, number));
    m_rename->setVisible(!idFault().isEmpty() || (m_saved.isEmpty() && !id.isEmpty() && !isNew(id, number)));
    const auto after = wanted();
    auto definition = definitionOf(versionIn(after, number));
    auto live = liveDefinition(versionNow());
    auto beside = number;
    if (live.isEmpty()) {
        for (const auto& row : m_book.versionsOf(id)) {
            if (const auto other = liveDefinition(row.spec); !other.isEmpty()) {
                live = other;
                beside = row.version;
            }
        }
    }
    if (live.isEmpty())
        m_reviewed->setText(tr("Nothing is published at this address yet. This is what will be:"));
    else
        m_reviewed->setText(tr("Beside version %1, which is live:").arg(beside));
    if (!live.isEmpty())
        addTerms(live, standing());
    addTerms(definition, after);
    m_review->show(live, definition);
}

void PublishDialog::run(Then then) {
    m_then = then;
    accept();
    m_then = Then::Publish;
}

void PublishDialog::save() {
    const auto then = m_then;
    Change change;
    change.before = standing();
    change.after = wanted();
    const auto id = memberText(change.after, "id");
    change.path = change.before.isEmpty() ? QStringLiteral("/apis") : QString(QStringLiteral("/apis/") + encoded(id));
    change.title = tr("Publish %1", "a version of an API").arg(QString(id + u'/' + m_version->text().trimmed()));
    change.reversible = false; // a version is taken back by its own commands
    if (change.before == change.after) {
        saved(change.after, then);
        return;
    }
    m_console.changes.submit(change, this, [this, then, after = change.after](const Reply& reply) {
        if (!reply.ok()) {
            failed(ownProblem(reply.problem()));
            return;
        }
        if (m_console.changes.isProtected()) {
            m_console.toast.say(tr("The change waits for review. Publish the version once it is applied."));
            succeeded();
            return;
        }
        const auto told = reply.object();
        saved(told.isEmpty() ? after : told, then);
    });
}

void PublishDialog::saved(const QJsonObject& api, Then then) {
    m_saved = api;
    const auto id = memberText(api, "id");
    const auto version = m_version->text().trimmed();
    if (then == Then::Keep) {
        m_console.toast.say(tr("Version %1 of %2 is kept as a design.").arg(version, id));
        succeeded();
        return;
    }
    lead(then == Then::Review ? QStringLiteral("submit") : QStringLiteral("publish"), id, version);
}

void PublishDialog::lead(const QString& operation, const QString& api, const QString& version) {
    QJsonObject body;
    if (const auto note = m_note->text().trimmed(); !note.isEmpty())
        body.insert(QStringLiteral("note"), note);
    const auto path = QStringLiteral("/apis/%1/versions/%2/%3").arg(encoded(api), encoded(version), operation);
    m_console.client.send(GatewayClient::Verb::Post, path, body, this,
                          [this, operation, api, version](const Reply& reply) {
                              if (!reply.ok()) {
                                  failed(ownProblem(reply.problem()));
                                  return;
                              }
                              if (operation == QLatin1String("publish"))
                                  showCommand(api, version);
                              else
                                  m_console.toast.say(tr("Version %1 of %2 waits for review.").arg(version, api));
                              succeeded();
                          });
}

void PublishDialog::showCommand(const QString& api, const QString& version) {
    ApiCall call;
    call.gateway = m_console.client.address().gateway;
    call.path = QStringLiteral("/apis/%1/%2").arg(api, version);
    call.kind = m_source->kind();
    call.model = m_source->models().isEmpty() ? QString() : m_source->models().first().toString();
    call.values = exampleValues(m_source->variables());
    (new PublishedDialog(m_console.theme, api, version, apiCurlOf(call), parentWidget()))->open();
}

// A problem at "versions[2].prompt" is one of the field "prompt".
Problem PublishDialog::ownProblem(Problem problem) {
    static const QRegularExpression place(QStringLiteral("^versions\\[\\d+\\]\\.(definition\\.)?"));
    problem.field.remove(place);
    return problem;
}

} // namespace gatehouse::ui
