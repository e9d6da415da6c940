// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/saved_filters.h"

#include "ui/widgets/form.h"
#include "ui/widgets/form_dialog.h"

#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {
namespace {

QString place(const QString& name) {
    return QString(QStringLiteral("/filters/") + name);
}

// As the admin API takes it.
bool isName(const QString& name) {
    static const QRegularExpression pattern(QStringLiteral("^[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}$"));
    return pattern.match(name).hasMatch();
}

} // namespace

SavedFilters::SavedFilters(const Theme& theme, GatewayClient& client, QWidget* parent)
    : QMenu(parent), m_theme(theme), m_client(client) {
    setObjectName(QStringLiteral("savedFilters"));
    setToolTipsVisible(true);
    connect(this, &QMenu::aboutToShow, this, &SavedFilters::reload);
    connect(&client, &GatewayClient::refreshNeeded, this, &SavedFilters::reload);
    fill();
}

void SavedFilters::reload() {
    m_client.get(QStringLiteral("/filters"), {}, this, [this](const Reply& reply) {
        if (!reply.ok())
            return; // what was read before stays
        m_saved.clear();
        for (const auto& value : reply.items()) {
            const auto item = value.toObject();
            m_saved.append({item.value(QLatin1String("name")).toString(), item.value(QLatin1String("q")).toString()});
        }
        fill();
    });
}

void SavedFilters::fill() {
    clear();
    auto* save = addAction(tr("Save this filter…"), this, &SavedFilters::saveAs);
    save->setObjectName(QStringLiteral("saveFilter"));
    save->setEnabled(!m_filter.isEmpty());
    if (m_saved.isEmpty())
        return;
    addSeparator();
    auto* forgetMenu = new QMenu(tr("Forget"), this);
    for (const auto& saved : m_saved) {
        auto* action = addAction(QString(saved.name).replace(u'&', QStringLiteral("&&")), this,
                                 [this, filter = saved.filter] { Q_EMIT chosen(filter); });
        action->setObjectName(QString(QStringLiteral("saved_") + saved.name));
        action->setToolTip(saved.filter);
        forgetMenu->addAction(action->text(), this, [this, name = saved.name] { forget(name); });
    }
    addSeparator();
    addMenu(forgetMenu);
}

void SavedFilters::saveAs() {
    auto* dialog = new FormDialog(m_theme, tr("Save filter"), tr("Save filter"), parentWidget()->window());
    dialog->setObjectName(QStringLiteral("saveFilterDialog"));
    auto* name = new QLineEdit;
    name->setMaxLength(64);
    dialog->form().addField(QStringLiteral("name"), tr("Name"), name,
                            tr("Saved on this gateway, for everybody who works on it: %1").arg(m_filter), [name] {
                                return isName(name->text().trimmed())
                                           ? QString()
                                           : tr("Begin with a letter or digit; letters, digits, blanks, dots, dashes "
                                                "and underscores may follow.");
                            });
    dialog->setSave([this, dialog, name] {
        save(
            name->text().trimmed(), [dialog](const Problem& problem) { dialog->failed(problem); },
            [dialog] { dialog->succeeded(); });
    });
    dialog->open();
}

void SavedFilters::save(const QString& name, std::function<void(const Problem&)> failed, std::function<void()> done) {
    m_client.send(GatewayClient::Verb::Put, place(name), {{QStringLiteral("q"), m_filter}}, this,
                  [this, name, failed = std::move(failed), done = std::move(done)](const Reply& reply) {
                      if (!reply.ok()) {
                          failed(reply.problem());
                          return;
                      }
                      done();
                      Q_EMIT said(tr("Filter %1 is saved.").arg(name));
                      reload();
                  });
}

void SavedFilters::forget(const QString& name) {
    m_client.send(GatewayClient::Verb::Delete, place(name), {}, this, [this, name](const Reply& reply) {
        Q_EMIT said(reply.ok() ? tr("Filter %1 is forgotten.").arg(name) : reply.problem().detail);
        reload();
    });
}

} // namespace gatehouse::ui
