// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/reverting.h"

#include "ui/changes/revert_dialog.h"

#include <QUrlQuery>

namespace gatehouse::ui {

Reverting::Reverting(Console& console, QWidget* window) : QObject(window), m_console(console), m_window(window) {}

void Reverting::preview(const QString& revision, Back back) {
    if (revision.isEmpty())
        return;
    ask(revision, back, true, [this, revision, back](const Reply& reply) {
        if (!reply.ok()) {
            Q_EMIT told(reply.problem().detail);
            return;
        }
        const auto changes = reply.object().value(QLatin1String("changes")).toArray();
        if (changes.isEmpty()) {
            Q_EMIT told(tr("Everything is as it was then already."));
            return;
        }
        auto* dialog = new RevertDialog(m_console.theme,
                                        back == Back::OnlyThis ? tr("Take revision %1 back?").arg(revision)
                                                               : tr("Go back to revision %1?").arg(revision),
                                        changes, m_window);
        connect(dialog, &RevertDialog::confirmed, this,
                [this, revision, back, dialog] { revert(revision, back, dialog); });
        dialog->open();
    });
}

void Reverting::revert(const QString& revision, Back back, QDialog* over) {
    ask(revision, back, false, [this, guard = QPointer<QDialog>(over)](const Reply& reply) {
        if (guard)
            guard->accept();
        if (!reply.ok()) {
            Q_EMIT told(reply.problem().detail);
            return;
        }
        m_console.toast.say(tr("Reverted. The history holds it as a new revision."));
        Q_EMIT reverted();
    });
}

void Reverting::ask(const QString& revision, Back back, bool dry, GatewayClient::Handler handler) {
    QUrlQuery query;
    if (dry)
        query.addQueryItem(QStringLiteral("dry_run"), QStringLiteral("true"));
    if (back == Back::AllSince)
        query.addQueryItem(QStringLiteral("as_of"), QStringLiteral("true"));
    m_console.client.sendText(GatewayClient::Verb::Post,
                              QString(QStringLiteral("/revisions/") + revision + QStringLiteral("/revert")), query,
                              "application/json", {}, this, std::move(handler));
}

} // namespace gatehouse::ui
