// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/reply.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace gatehouse::ui {

Reply Reply::unreachable(const QString& why) {
    return {0, why.toUtf8(), {}};
}

QJsonObject Reply::object() const {
    return QJsonDocument::fromJson(m_body).object();
}

QJsonArray Reply::items() const {
    return object().value(QLatin1String("items")).toArray();
}

QString Reply::nextCursor() const {
    return object().value(QLatin1String("next")).toString();
}

Problem Reply::problem() const {
    Problem problem;
    problem.status = m_status;
    if (m_status == 0) {
        problem.code = QStringLiteral("unreachable");
        problem.detail = QString::fromUtf8(m_body);
        return problem;
    }
    const auto told = object();
    const auto text = [&told](const char* name) { return told.value(QLatin1String(name)).toString(); };
    problem.code = text("code");
    problem.detail = text("detail");
    problem.field = text("field");
    problem.expected = text("expected");
    problem.found = text("found");
    if (problem.detail.isEmpty())
        problem.detail =
            QCoreApplication::translate("Reply", "The gateway answered with status %1 and no reason. Try again.")
                .arg(m_status);
    return problem;
}

} // namespace gatehouse::ui
