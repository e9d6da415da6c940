// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/audit_model.h"

#include "ui/changes/change_text.h"
#include "ui/changes/value_text.h"
#include "ui/client/object_merge.h"
#include "ui/widgets/product_words.h"

#include <QBrush>
#include <QJsonArray>
#include <QUrlQuery>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int pageSize = 200;
constexpr int soonMilliseconds = 200;
constexpr qsizetype fieldsTold = 3;
constexpr qsizetype longest = 160; // characters of a cell

bool isChange(const QString& action) {
    return action == QLatin1String("create") || action == QLatin1String("update") || action == QLatin1String("delete");
}

QString shortened(QString text) {
    text.replace(u'\n', u' ');
    return text.size() > longest ? QString(text.left(longest) + u'…') : text;
}

// The first fields that differ, as they were or as they are.
QString sideText(const QVector<FieldDifference>& differences, QJsonValue FieldDifference::*side) {
    QStringList parts;
    for (const auto& difference : differences) {
        const auto value = difference.*side;
        if (parts.size() == fieldsTold)
            break;
        if (!value.isUndefined())
            parts.append(QString(fieldText(difference.field) + QStringLiteral(": ") + valueText(value)));
    }
    return shortened(parts.join(QStringLiteral("; ")));
}

} // namespace

AuditRow auditRowOf(const QJsonObject& entry) {
    AuditRow row;
    row.number = entry.value(QLatin1String("number")).toInteger();
    row.at = memberMoment(entry, "at");
    row.actor = memberText(entry, "actor");
    row.action = memberText(entry, "action");
    row.kind = memberText(entry, "kind");
    row.id = memberText(entry, "id");
    row.revision = entry.value(QLatin1String("revision")).toInteger();
    row.told = entry;
    const auto before = entry.value(QLatin1String("before")).toObject();
    const auto after = entry.value(QLatin1String("after")).toObject();
    if (isChange(row.action)) {
        row.what = changeText(entry);
    } else {
        const auto deed = fieldText(QString(row.action).replace(u'.', u'_'));
        row.what = row.kind.isEmpty() && row.id.isEmpty()
                       ? deed
                       : AuditModel::tr("%1: %2", "an object, a deed").arg(objectText(row.kind, row.id), deed);
    }
    const auto differences = differencesOf(before, after);
    if (!before.isEmpty())
        row.before = sideText(differences, &FieldDifference::before);
    if (!after.isEmpty())
        row.after = sideText(differences, &FieldDifference::after);
    return row;
}

AuditModel::AuditModel(const Theme& theme, GatewayClient& client, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_client(client) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &AuditModel::reload);
    connect(&client, &GatewayClient::refreshNeeded, this, &AuditModel::reload);
    connect(&client, &GatewayClient::event, this, [this](const QString& type) {
        if (type != QLatin1String("call.started") && type != QLatin1String("call.finished") && !m_soon.isActive())
            m_soon.start();
    });
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        ++m_round;
        beginResetModel();
        m_rows.clear();
        endResetModel();
        m_cursor.clear();
        m_loadedOnce = false;
        m_failed = false;
        m_reading = false;
        Q_EMIT changed();
    });
    connect(&theme, &Theme::changed, this, &AuditModel::repaint);
    reload();
}

void AuditModel::reload() {
    ++m_round;
    m_reading = false;
    ask({});
}

void AuditModel::readOlder() {
    if (!m_cursor.isEmpty() && !m_reading)
        ask(m_cursor);
}

void AuditModel::ask(const QString& cursor) {
    if (m_client.address().admin.isEmpty())
        return;
    m_reading = true;
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("limit"), QString::number(pageSize));
    if (!cursor.isEmpty())
        query.addQueryItem(QStringLiteral("cursor"), cursor);
    m_client.get(QStringLiteral("/audit"), query, this, [this, cursor, round = m_round](const Reply& reply) {
        if (round != m_round)
            return;
        m_reading = false;
        m_failed = !reply.ok();
        if (m_failed) {
            m_problem = reply.problem();
            Q_EMIT changed();
            return;
        }
        QVector<AuditRow> rows;
        const auto items = reply.items();
        for (const auto& item : items)
            rows.append(auditRowOf(item.toObject()));
        m_loadedOnce = true;
        if (cursor.isEmpty()) {
            takeNewest(std::move(rows), reply.nextCursor());
        } else if (!rows.isEmpty()) {
            const auto first = static_cast<int>(m_rows.size());
            beginInsertRows({}, first, first + static_cast<int>(rows.size()) - 1);
            m_rows.append(rows);
            endInsertRows();
            m_cursor = reply.nextCursor();
        } else {
            m_cursor = reply.nextCursor();
        }
        Q_EMIT changed();
    });
}

// What is new goes on top, so that selection, scroll place and older pages stay; where pages were missed, all begins
// anew.
void AuditModel::takeNewest(QVector<AuditRow> rows, const QString& next) {
    const auto newest = m_rows.isEmpty() ? 0 : m_rows.front().number;
    const auto known =
        std::find_if(rows.begin(), rows.end(), [newest](const AuditRow& row) { return row.number <= newest; });
    if (newest > 0 && known != rows.end() && known->number == newest) {
        const auto count = static_cast<int>(known - rows.begin());
        if (count == 0)
            return;
        beginInsertRows({}, 0, count - 1);
        rows.resize(count);
        m_rows = rows + m_rows;
        endInsertRows();
        return;
    }
    beginResetModel();
    m_rows = std::move(rows);
    m_cursor = next;
    endResetModel();
}

const AuditRow* AuditModel::find(qint64 number) const {
    const auto found =
        std::find_if(m_rows.begin(), m_rows.end(), [number](const AuditRow& row) { return row.number == number; });
    return found == m_rows.end() ? nullptr : &*found;
}

QString AuditModel::textAt(const AuditRow& row, int column) const {
    switch (column) {
    case Time:
        return m_locale.toString(row.at.toLocalTime(), QLocale::ShortFormat);
    case Who:
        return row.actor;
    case Object:
        return row.what;
    case Before:
        return row.before;
    case After:
        return row.after;
    case Revision:
        return row.revision > 0 ? m_locale.toString(row.revision) : QString();
    default:
        return {};
    }
}

QVariant AuditModel::sortValue(const AuditRow& row, int column) const {
    if (column == Time)
        return row.number;
    return column == Revision ? QVariant(row.revision) : QVariant(textAt(row, column));
}

QVariant AuditModel::roleAt(const AuditRow& row, int column, int role) const {
    switch (role) {
    case Qt::ForegroundRole:
        return column == Before ? QVariant(QBrush(m_theme.color(Theme::Tone::Secondary))) : QVariant();
    case Qt::ToolTipRole:
        return column == Time ? QVariant(m_locale.toString(row.at.toLocalTime(), QLocale::LongFormat)) : QVariant();
    case NumberRole:
        return row.number;
    default:
        return {};
    }
}

QString AuditModel::title(int column) const {
    switch (column) {
    case Time:
        return tr("Time");
    case Who:
        return tr("Who");
    case Object:
        return tr("Object");
    case Before:
        return tr("Before");
    case After:
        return tr("After");
    case Revision:
        return tr("Revision");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
