// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/expiry_edit.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_words.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QUrl>

namespace gatehouse::ui {
namespace {

constexpr int hour = 60 * 60;
constexpr int day = 24 * hour;

} // namespace

RotateKeyDialog::RotateKeyDialog(Console& console, const QJsonObject& key, QWidget* parent, NewKeyHandler made)
    : FormDialog(console.theme, tr("Rotate key %1").arg(keyNameOf(key)), tr("Rotate"), parent), m_console(console),
      m_key(key), m_made(std::move(made)), m_overlap(new QComboBox), m_expires(new ExpiryEdit),
      m_keep(new QCheckBox(tr("Keep the new key in the key chain for helpers"))) {
    setObjectName(QStringLiteral("rotateKeyDialog"));
    m_overlap->addItem(tr("24 hours"), day);
    m_overlap->addItem(tr("1 hour"), hour);
    m_overlap->addItem(tr("7 days"), 7 * day);
    m_overlap->addItem(tr("30 days"), 30 * day);
    m_overlap->addItem(tr("Not at all: end it now"), 0);
    form().addField(QStringLiteral("overlap_seconds"), tr("Old key stays valid"), m_overlap,
                    tr("A new key is made at once. Give it to the clients before the old one ends."));
    form().addField(QStringLiteral("expires"), tr("New key expires"), m_expires);
    form().addField(QStringLiteral("keep"), tr("Key chain"), m_keep);
    m_overlap->setFocus();
    setSave([this] { rotate(); });
}

void RotateKeyDialog::rotate() {
    QJsonObject body{{QStringLiteral("overlap_seconds"), m_overlap->currentData().toInt()}};
    if (const auto expires = m_expires->moment(); expires.isValid())
        body.insert(QStringLiteral("expires"), expires.toString(Qt::ISODate));
    const auto id = QString::fromLatin1(QUrl::toPercentEncoding(m_key.value(QLatin1String("id")).toString()));
    m_console.client.send(
        GatewayClient::Verb::Post, QString(QStringLiteral("/keys/") + id + QStringLiteral("/rotate")), body, this,
        [this](const Reply& reply) {
            if (!reply.ok()) {
                failed(reply.problem());
                return;
            }
            const auto made = reply.object().value(QLatin1String("made")).toObject();
            const NewKey key{keyNameOf(m_key), made.value(QLatin1String("key")).toString(), m_keep->isChecked()};
            const auto handler = m_made;
            succeeded();
            handler(key);
        });
}

} // namespace gatehouse::ui
