// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/reply.h"
#include "ui/widgets/console.h"
#include "ui/widgets/form_dialog.h"

#include <QStringList>
#include <functional>

class QPlainTextEdit;

namespace gatehouse::ui {

// What is decided about subscriptions.
struct Decision {
    QString action; // "approve", "reject", "suspend", "resume", "cancel"
    QStringList ids;
};

// Sends a decision: about one at its own address, about several together. "done" is told how many were decided and, of
// the others, why not.
void sendDecision(GatewayClient& client, const Decision& decision, const QString& reason, QObject* context,
                  std::function<void(int decided, const QVector<Problem>& problems)> done);

// Asks why, before something is refused or taken away: the applicant reads it.
class ReasonDialog : public FormDialog {
    Q_OBJECT

public:
    ReasonDialog(Console& console, const QString& title, const QString& verb, Decision decision, QWidget* parent,
                 std::function<void(int decided)> done);

private:
    void save();

    Console& m_console;
    Decision m_decision;
    std::function<void(int)> m_done;
    QPlainTextEdit* m_reason;
};

} // namespace gatehouse::ui
