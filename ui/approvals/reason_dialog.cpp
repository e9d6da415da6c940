// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/approvals/reason_dialog.h"

#include "ui/widgets/form.h"

#include <QJsonArray>
#include <QPlainTextEdit>
#include <QUrl>

namespace gatehouse::ui {
namespace {

constexpr int longestReason = 2'000;
constexpr int linesHigh = 5;
constexpr int mostAtOnce = 500; // that the gateway takes

QVector<Problem> problemsOf(const QJsonArray& items) {
    QVector<Problem> problems;
    for (const auto& value : items) {
        const auto item = value.toObject();
        const auto told = item.value(QLatin1String("problem")).toObject();
        if (told.isEmpty() && item.value(QLatin1String("ok")).toBool(true))
            continue;
        Problem problem;
        problem.status = told.value(QLatin1String("status")).toInt();
        problem.code = told.value(QLatin1String("code")).toString();
        problem.detail = told.value(QLatin1String("detail")).toString();
        problems.append(problem);
    }
    return problems;
}

} // namespace

void sendDecision(GatewayClient& client, const Decision& decision, const QString& reason, QObject* context,
                  std::function<void(int, const QVector<Problem>&)> done) {
    if (decision.ids.size() > mostAtOnce) { // one lot after the other
        const Decision now{decision.action, decision.ids.mid(0, mostAtOnce)};
        const Decision later{decision.action, decision.ids.mid(mostAtOnce)};
        sendDecision(client, now, reason, context,
                     [&client, later, reason, context, done](int decided, const QVector<Problem>& problems) {
                         sendDecision(client, later, reason, context,
                                      [done, decided, problems](int more, const QVector<Problem>& others) {
                                          done(decided + more, problems + others);
                                      });
                     });
        return;
    }
    QJsonObject body;
    if (!reason.isEmpty())
        body.insert(QStringLiteral("reason"), reason);
    QString path = QStringLiteral("/subscriptions/bulk");
    if (decision.ids.size() == 1) {
        path = QStringLiteral("/subscriptions/%1/%2")
                   .arg(QString::fromLatin1(QUrl::toPercentEncoding(decision.ids.front())), decision.action);
    } else {
        body.insert(QStringLiteral("ids"), QJsonArray::fromStringList(decision.ids));
        body.insert(QStringLiteral("action"), decision.action);
    }
    const auto count = static_cast<int>(decision.ids.size());
    client.send(GatewayClient::Verb::Post, path, body, context, [done = std::move(done), count](const Reply& reply) {
        if (!reply.ok()) {
            done(0, {reply.problem()});
            return;
        }
        const auto problems = count == 1 ? QVector<Problem>() : problemsOf(reply.items());
        done(count - static_cast<int>(problems.size()), problems);
    });
}

ReasonDialog::ReasonDialog(Console& console, const QString& title, const QString& verb, Decision decision,
                           QWidget* parent, std::function<void(int)> done)
    : FormDialog(console.theme, title, verb, parent), m_console(console), m_decision(std::move(decision)),
      m_done(std::move(done)), m_reason(new QPlainTextEdit) {
    setObjectName(QStringLiteral("reasonDialog"));
    m_reason->setTabChangesFocus(true);
    m_reason->setFixedHeight(fontMetrics().lineSpacing() * linesHigh);
    form().addField(QStringLiteral("reason"), tr("Reason"), m_reason, tr("The applicant reads it."), [this] {
        const auto reason = m_reason->toPlainText().trimmed();
        if (reason.isEmpty())
            return tr("Say why, so that the applicant knows what to do.");
        return reason.size() > longestReason ? tr("At most %n character(s).", nullptr, longestReason) : QString();
    });
    setSave([this] { save(); });
    m_reason->setFocus();
}

void ReasonDialog::save() {
    sendDecision(m_console.client, m_decision, m_reason->toPlainText().trimmed(), this,
                 [this](int decided, const QVector<Problem>& problems) {
                     if (decided == 0 && !problems.isEmpty()) {
                         failed(problems.front());
                         return;
                     }
                     const auto done = m_done;
                     if (!problems.isEmpty())
                         m_console.toast.say(problems.front().detail);
                     succeeded();
                     if (problems.isEmpty())
                         done(decided);
                 });
}

} // namespace gatehouse::ui
