// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/replace_key_dialog.h"

#include "ui/providers/provider_words.h"
#include "ui/widgets/form.h"

#include <QDateTime>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QUrl>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int waitsForReview = 202;

bool isKept(const QString& reference) {
    return reference.startsWith(QLatin1String("keychain:")) || reference.startsWith(QLatin1String("vault:"));
}

} // namespace

ReplaceKeyDialog::ReplaceKeyDialog(Console& console, const QJsonObject& provider, const QString& reference,
                                   QWidget* parent)
    : FormDialog(console.theme, tr("Replace key of %1").arg(provider.value(QLatin1String("id")).toString()),
                 tr("Replace key"), parent),
      m_console(console), m_provider(provider), m_reference(reference), m_key(new QLineEdit) {
    setObjectName(QStringLiteral("replaceKeyDialog"));
    auto* about = new QLabel(isKept(reference)
                                 ? tr("The new key takes the place of the old one at once; the old one cannot be "
                                      "brought back.")
                                 : tr("The new key is kept in the gateway's key chain or vault and used in the place "
                                      "of “%1”.")
                                       .arg(referenceText(reference)));
    about->setTextFormat(Qt::PlainText);
    about->setWordWrap(true);
    form().addWide(about);
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    m_key->setPlaceholderText(tr("Paste the key here"));
    form().addField(
        QStringLiteral("key"), tr("New key"), m_key, tr("It is tried at the provider before it is kept."), [this] {
            const auto text = m_key->text().trimmed();
            if (text.isEmpty())
                return tr("Enter the new key.");
            const bool plain =
                std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
            return plain ? QString() : tr("A key has no blanks and only plain characters. Copy it again.");
        });
    setSave([this] { save(); });
}

void ReplaceKeyDialog::save() {
    const auto key = m_key->text().trimmed();
    if (key == m_rejected) {
        keep();
        return;
    }
    auto provider = m_provider;
    provider.insert(QLatin1String("keys"), QJsonArray());
    const QJsonObject draft{{QStringLiteral("provider"), provider}, {QStringLiteral("key"), key}};
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/provider-tests"), draft, this,
                          [this, key](const Reply& reply) {
                              const auto result = reply.object();
                              if (reply.ok() && result.value(QLatin1String("ok")).toBool()) {
                                  keep();
                                  return;
                              }
                              Problem problem = reply.problem();
                              problem.field = QStringLiteral("key");
                              if (reply.ok()) {
                                  m_rejected = key;
                                  problem.detail = tr("%1 Enter another key, or press Replace key again to keep it "
                                                      "nevertheless.")
                                                       .arg(verdictWords(result).sentence);
                              }
                              failed(problem);
                          });
}

QString ReplaceKeyDialog::secretName() const {
    if (isKept(m_reference))
        return m_reference.mid(m_reference.indexOf(u':') + 1);
    const auto id = m_provider.value(QLatin1String("id")).toString();
    return QStringLiteral("%1-%2").arg(id.left(40), QString::number(QDateTime::currentMSecsSinceEpoch(), 36));
}

void ReplaceKeyDialog::keep() {
    m_console.client.send(GatewayClient::Verb::Put, QString(QStringLiteral("/secrets/") + secretName()),
                          {{QStringLiteral("value"), m_key->text().trimmed()}}, this, [this](const Reply& reply) {
                              if (!reply.ok()) {
                                  auto problem = reply.problem();
                                  problem.field = QStringLiteral("key");
                                  failed(problem);
                                  return;
                              }
                              refer(reply.object().value(QLatin1String("reference")).toString());
                          });
}

void ReplaceKeyDialog::refer(const QString& reference) {
    auto keys = m_provider.value(QLatin1String("keys")).toArray();
    if (reference == m_reference) {
        Q_EMIT replaced();
        succeeded();
        return;
    }
    for (auto key : keys) {
        if (key.toString() == m_reference)
            key = reference;
    }
    const auto id = m_provider.value(QLatin1String("id")).toString();
    Change change;
    change.path = QString(QStringLiteral("/providers/") + QString::fromLatin1(QUrl::toPercentEncoding(id)));
    change.title = tr("Replace key of %1").arg(id);
    change.before = m_provider;
    change.after = m_provider;
    change.after.insert(QLatin1String("keys"), keys);
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!reply.ok() && reply.status() != waitsForReview) {
            auto problem = reply.problem();
            problem.field = QStringLiteral("key");
            failed(problem);
            return;
        }
        Q_EMIT replaced();
        succeeded();
    });
}

} // namespace gatehouse::ui
