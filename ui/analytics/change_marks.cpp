// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/analytics/change_marks.h"

#include <QDateTime>
#include <QUrlQuery>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int newest = 200;
constexpr int soonMilliseconds = 1'000;

QString wordFor(const QString& word) {
    struct Row {
        const char* word;
        const char* text;
    };
    static constexpr std::array<Row, 9> rows{
        {{"create", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "added")},
         {"update", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "changed")},
         {"delete", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "deleted")},
         {"providers", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "Provider")},
         {"routes", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "Route")},
         {"teams", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "Team")},
         {"apps", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "Application")},
         {"keys", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "Key")},
         {"records", QT_TRANSLATE_NOOP("gatehouse::ui::ChangeMarks", "Retention")}}};
    for (const auto& row : rows) {
        if (word == QLatin1String(row.word))
            return ChangeMarks::tr(row.text);
    }
    return word;
}

} // namespace

ChangeMarks::ChangeMarks(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &ChangeMarks::reload);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed") && !m_soon.isActive())
            m_soon.start();
    });
}

void ChangeMarks::reload() {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(newest));
    m_client.get(QStringLiteral("/audit"), query, this, [this](const Reply& reply) {
        if (!reply.ok())
            return; // the chart does without
        m_marks.clear();
        for (const auto& value : reply.items()) {
            const auto entry = value.toObject();
            const auto text = [&](const char* name) { return entry.value(QLatin1String(name)).toString(); };
            const auto at = QDateTime::fromString(text("at"), Qt::ISODateWithMs);
            //: A change of the configuration: kind of object, its name, what was done to it
            m_marks.push_back({at.toMSecsSinceEpoch(),
                               tr("%1 %2: %3").arg(wordFor(text("kind")), text("id"), wordFor(text("action")))});
        }
        Q_EMIT changed();
    });
}

} // namespace gatehouse::ui
