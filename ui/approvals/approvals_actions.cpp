// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands of the inbox do.
#include "ui/approvals/approvals_view.h"

namespace gatehouse::ui {

void ApprovalsView::decide(const QString& action) {
    Decision decision{action, {}};
    for (const auto* row : selected())
        decision.ids.append(row->id);
    if (decision.ids.isEmpty())
        return;
    if (action == QLatin1String("approve") || action == QLatin1String("resume"))
        decideAtOnce(decision);
    else
        askReason(decision);
}

void ApprovalsView::decideAtOnce(const Decision& decision) {
    sendDecision(m_console.client, decision, {}, this, [this, decision](int decided, const QVector<Problem>& problems) {
        m_book.reload();
        if (problems.isEmpty())
            tellDone(decision.action, decided);
        else if (decision.ids.size() == 1)
            m_console.toast.say(problems.front().detail);
        else
            m_console.toast.say(
                tr("%n of them could not be decided: %1", nullptr, static_cast<int>(decision.ids.size()) - decided)
                    .arg(problems.front().detail));
    });
}

QString ApprovalsView::whomText(const Decision& decision) const {
    const auto* row = decision.ids.size() == 1 ? m_book.find(decision.ids.front()) : nullptr;
    return row != nullptr ? tr("%1 for %2", "an application, an API").arg(row->app, row->api)
                          : tr("%n subscription(s)", nullptr, static_cast<int>(decision.ids.size()));
}

void ApprovalsView::askReason(const Decision& decision) {
    QString title;
    QString verb;
    if (decision.action == QLatin1String("reject")) {
        title = tr("Reject %1", "the request of an application").arg(whomText(decision));
        verb = tr("Reject");
    } else if (decision.action == QLatin1String("suspend")) {
        title = tr("Suspend %1", "the request of an application").arg(whomText(decision));
        verb = tr("Suspend");
    } else {
        title = tr("End %1 for good", "the request of an application").arg(whomText(decision));
        verb = tr("End");
    }
    auto* dialog = new ReasonDialog(m_console, title, verb, decision, this, [this, decision](int decided) {
        m_book.reload();
        tellDone(decision.action, decided);
    });
    dialog->open();
}

void ApprovalsView::tellDone(const QString& action, int count) {
    if (action == QLatin1String("approve"))
        m_console.toast.say(tr("%n approved. The next call works.", nullptr, count));
    else if (action == QLatin1String("reject"))
        m_console.toast.say(tr("%n rejected.", nullptr, count));
    else if (action == QLatin1String("suspend"))
        m_console.toast.say(tr("%n suspended. The next call is refused.", nullptr, count));
    else if (action == QLatin1String("resume"))
        m_console.toast.say(tr("%n resumed. The next call works.", nullptr, count));
    else
        m_console.toast.say(tr("%n ended.", nullptr, count));
}

} // namespace gatehouse::ui
