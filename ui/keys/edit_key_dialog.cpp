// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/keys/app_fields.h"
#include "ui/keys/expiry_edit.h"
#include "ui/keys/key_dialogs.h"
#include "ui/keys/key_words.h"
#include "ui/widgets/form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QUrl>

namespace gatehouse::ui {
namespace {

QString pathOf(const char* collection, const QJsonObject& object) {
    const auto id = QUrl::toPercentEncoding(object.value(QLatin1String("id")).toString());
    return QString(QLatin1String(collection) + QString::fromLatin1(id));
}

} // namespace

EditKeyDialog::EditKeyDialog(Console& console, const QJsonObject& key, const QJsonObject& app, QWidget* parent)
    : FormDialog(console.theme, tr("Edit key %1").arg(keyNameOf(key)), tr("Save"), parent), m_console(console),
      m_key(key), m_application(app), m_name(new QLineEdit), m_expires(new ExpiryEdit), m_bodies(new QComboBox) {
    setObjectName(QStringLiteral("editKeyDialog"));
    m_name->setText(key.value(QLatin1String("name")).toString());
    form().addField(QStringLiteral("name"), tr("Name"), m_name);
    m_expires->setMoment(QDateTime::fromString(key.value(QLatin1String("expires")).toString(), Qt::ISODateWithMs));
    form().addField(QStringLiteral("expires"), tr("Expires"), m_expires);
    m_bodies->addItem(tr("As its application says"));
    m_bodies->addItem(tr("None"), QStringLiteral("off"));
    m_bodies->addItem(tr("Of failed calls"), QStringLiteral("errors"));
    m_bodies->addItem(tr("Of all calls"), QStringLiteral("all"));
    m_bodies->setCurrentIndex(std::max(0, m_bodies->findData(key.value(QLatin1String("bodies")).toString())));
    form().addField(QStringLiteral("bodies"), tr("Recorded bodies"), m_bodies,
                    tr("Of the settings of key, application and route the most private one counts."));
    form().addSection(tr("Application %1, with all its keys").arg(app.value(QLatin1String("id")).toString()));
    m_fields = std::make_unique<AppFields>(form());
    m_fields->show(app);
    m_name->setFocus();
    setSave([this] { saveKey(); });
}

EditKeyDialog::~EditKeyDialog() = default;

void EditKeyDialog::saveKey() {
    auto after = m_key;
    after.insert(QLatin1String("name"), m_name->text().trimmed());
    after.remove(QLatin1String("expires"));
    if (const auto expires = m_expires->moment(); expires.isValid())
        after.insert(QLatin1String("expires"), expires.toString(Qt::ISODate));
    after.remove(QLatin1String("bodies"));
    if (m_bodies->currentIndex() > 0)
        after.insert(QLatin1String("bodies"), m_bodies->currentData().toString());
    if (after == m_key) {
        saveApp();
        return;
    }
    Change change;
    change.path = pathOf("/keys/", m_key);
    change.title = tr("Change key %1").arg(keyNameOf(m_key));
    change.before = m_key;
    change.after = after;
    m_console.changes.submit(change, this, [this, after](const Reply& reply) {
        if (!reply.ok()) {
            failed(reply.problem());
            return;
        }
        m_key = reply.object().isEmpty() ? after : reply.object(); // a second try has this one behind it
        saveApp();
    });
}

void EditKeyDialog::saveApp() {
    const auto after = m_fields->applyTo(m_application);
    if (after == m_application) {
        succeeded();
        return;
    }
    Change change;
    change.path = pathOf("/apps/", m_application);
    change.title = tr("Change application %1").arg(m_application.value(QLatin1String("id")).toString());
    change.before = m_application;
    change.after = after;
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
