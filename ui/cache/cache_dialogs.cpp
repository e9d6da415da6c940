// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/cache/cache_dialogs.h"

#include "ui/widgets/form.h"

#include <QComboBox>
#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {
namespace {

bool isSize(const QString& text) {
    static const QRegularExpression size(QStringLiteral("^([1-9][0-9]{0,4}MiB|[1-9][0-9]{0,2}GiB)$"));
    return size.match(text).hasMatch();
}

bool isDuration(const QString& text) {
    static const QRegularExpression duration(QStringLiteral("^[1-9][0-9]*(s|m|h|d)$"));
    return duration.match(text).hasMatch();
}

} // namespace

PurgeDialog::PurgeDialog(Console& console, const ScopeObjects& objects, const QString& route, QWidget* parent,
                         std::function<void(const QJsonObject& what)> chosen)
    : FormDialog(console.theme, tr("Purge the cache"), tr("Purge…"), parent), m_route(new QComboBox),
      m_model(new QLineEdit), m_key(new QComboBox) {
    setObjectName(QStringLiteral("purgeDialog"));
    m_route->addItem(tr("All routes"));
    for (const auto& name : objects.namesOf(QStringLiteral("route")))
        m_route->addItem(name, name);
    m_route->setCurrentIndex(std::max(0, m_route->findData(route)));
    form().addField(QStringLiteral("route"), tr("Route"), m_route);
    m_model->setPlaceholderText(tr("All models"));
    form().addField(QStringLiteral("model"), tr("Model"), m_model, tr("As its provider calls it."));
    m_key->addItem(tr("All keys"));
    for (const auto& key : objects.of(QStringLiteral("key"))) {
        const auto id = key.value(QLatin1String("id")).toString();
        const auto name = key.value(QLatin1String("name")).toString();
        m_key->addItem(name.isEmpty() ? id : tr("%1 (%2)", "a key's name, its id").arg(name, id), id);
    }
    form().addField(QStringLiteral("key"), tr("Key"), m_key,
                    tr("Answers that its calls brought. What fits all three is thrown away."));
    setSave([this, chosen = std::move(chosen)] {
        const auto wanted = what();
        succeeded();
        chosen(wanted);
    });
}

QJsonObject PurgeDialog::what() const {
    QJsonObject body;
    if (m_route->currentIndex() > 0)
        body.insert(QLatin1String("route"), m_route->currentData().toString());
    if (const auto model = m_model->text().trimmed(); !model.isEmpty())
        body.insert(QLatin1String("model"), model);
    if (m_key->currentIndex() > 0)
        body.insert(QLatin1String("key"), m_key->currentData().toString());
    return body;
}

CacheSettingsDialog::CacheSettingsDialog(Console& console, const QJsonObject& settings, QWidget* parent)
    : FormDialog(console.theme, tr("Cache settings"), tr("Save"), parent), m_console(console), m_settings(settings),
      m_memory(new QLineEdit(settings.value(QLatin1String("memory")).toString())),
      m_store(new QLineEdit(settings.value(QLatin1String("store")).toString())),
      m_ttl(new QLineEdit(settings.value(QLatin1String("ttl")).toString())) {
    setObjectName(QStringLiteral("cacheSettingsDialog"));
    form().addField(QStringLiteral("memory"), tr("In memory"), m_memory,
                    tr("At most so much, such as 64MiB. What was used longest ago goes first."), [this] {
                        return isSize(m_memory->text().trimmed()) ? QString()
                                                                  : tr("Enter a size such as 64MiB or 2GiB.");
                    });
    form().addField(QStringLiteral("store"), tr("In the store"), m_store,
                    tr("From there memory is filled again after a restart. “off” keeps nothing on disk."), [this] {
                        const auto text = m_store->text().trimmed();
                        return text == QLatin1String("off") || isSize(text)
                                   ? QString()
                                   : tr("Enter off, or a size such as 256MiB or 2GiB.");
                    });
    form().addField(
        QStringLiteral("ttl"), tr("Answers count for"), m_ttl, tr("Where their route says nothing else: 30m, 1h, 7d."),
        [this] { return isDuration(m_ttl->text().trimmed()) ? QString() : tr("Enter a time such as 30m, 1h or 7d."); });
    setSave([this] { save(); });
}

void CacheSettingsDialog::save() {
    Change change;
    change.path = QStringLiteral("/cache/settings");
    change.title = tr("Change the cache settings");
    change.before = m_settings;
    change.after = m_settings;
    change.after.insert(QLatin1String("memory"), m_memory->text().trimmed());
    change.after.insert(QLatin1String("store"), m_store->text().trimmed());
    change.after.insert(QLatin1String("ttl"), m_ttl->text().trimmed());
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

} // namespace gatehouse::ui
