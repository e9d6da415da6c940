// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/teams/move_dialog.h"

#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QComboBox>
#include <QUrl>

namespace gatehouse::ui {

MoveDialog::MoveDialog(Console& console, const TeamBook& book, What what, const QJsonObject& object, QWidget* parent)
    : FormDialog(console.theme,
                 what == What::Application ? tr("Move application %1").arg(titleOf(object))
                                           : tr("Move key %1").arg(titleOf(object)),
                 tr("Move"), parent),
      m_console(console), m_what(what), m_object(object), m_target(new QComboBox) {
    setObjectName(QStringLiteral("moveDialog"));
    if (what == What::Application) {
        const auto teams = book.teamIds();
        for (const auto& team : teams) {
            if (team != memberText(object, "team"))
                m_target->addItem(team, team);
        }
        form().addField(QStringLiteral("team"), tr("To team"), m_target,
                        tr("Its keys go with it. Budget and limits of the new team count from the next call on; what "
                           "was spent stays with the old one."),
                        [this] { return m_target->count() == 0 ? tr("There is no other team.") : QString(); });
    } else {
        for (const auto& app : book.apps()) {
            const auto id = memberText(app, "id");
            if (id != memberText(object, "app"))
                m_target->addItem(tr("%1 · %2", "application, team").arg(id, memberText(app, "team")), id);
        }
        form().addField(QStringLiteral("app"), tr("To application"), m_target,
                        tr("The key stays the same. What the new application may do counts from the next call on."),
                        [this] { return m_target->count() == 0 ? tr("There is no other application.") : QString(); });
    }
    setSave([this] { save(); });
    m_target->setFocus();
}

void MoveDialog::save() {
    const bool app = m_what == What::Application;
    const auto target = m_target->currentData().toString();
    Change change;
    change.before = m_object;
    change.after = m_object;
    change.after.insert(app ? QLatin1String("team") : QLatin1String("app"), target);
    change.path =
        QStringLiteral("/%1/%2").arg(app ? QStringLiteral("apps") : QStringLiteral("keys"),
                                     QString::fromLatin1(QUrl::toPercentEncoding(memberText(m_object, "id"))));
    change.title = tr("Move %1 to %2").arg(titleOf(m_object), target);
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (reply.ok())
            succeeded();
        else
            failed(reply.problem());
    });
}

} // namespace gatehouse::ui
