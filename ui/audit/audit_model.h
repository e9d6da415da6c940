// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"
#include "ui/widgets/table_rows.h"

#include <QDateTime>
#include <QJsonObject>
#include <QLocale>
#include <QTimer>
#include <QVector>

namespace gatehouse::ui {

// An entry of the audit log.
struct AuditRow {
    qint64 number = 0;
    QDateTime at;
    QString actor;
    QString action; // "update", "gateway.pause"
    QString kind;   // "routes"; empty: no object of the configuration
    QString id;
    qint64 revision = 0; // of the configuration; 0: it made none
    QString what;        // in words
    QString before;
    QString after;
    QJsonObject told; // as the gateway has it
};

// The audit log, newest first: a page at a time, older ones when they are asked for, newer ones when the gateway says
// that something changed. UI thread.
class AuditModel : public TableRows<AuditRow> {
    Q_OBJECT

public:
    enum Column { Time, Who, Object, Before, After, Revision, ColumnCount };
    enum Role {
        NumberRole = Qt::UserRole + 1,
    };

    AuditModel(const Theme& theme, GatewayClient& client, QObject* parent);

    void reload();
    void readOlder();
    bool hasOlder() const { return !m_cursor.isEmpty(); }
    bool loadedOnce() const { return m_loadedOnce; }
    bool failed() const { return m_failed; }
    const Problem& problem() const { return m_problem; }
    const QVector<AuditRow>& rows() const { return m_rows; }
    const AuditRow* find(qint64 number) const;

Q_SIGNALS:
    void changed(); // rows, or how reading went

private:
    QString title(int column) const override;
    bool isNumber(int column) const override { return column == Revision; }
    QString textAt(const AuditRow& row, int column) const override;
    QVariant sortValue(const AuditRow& row, int column) const override;
    QVariant roleAt(const AuditRow& row, int column, int role) const override;
    void ask(const QString& cursor);
    void takeNewest(QVector<AuditRow> rows, const QString& next);

    const Theme& m_theme;
    GatewayClient& m_client;
    QString m_cursor; // of the page that follows the oldest
    QTimer m_soon;
    Problem m_problem;
    QLocale m_locale;
    bool m_loadedOnce = false;
    bool m_failed = false;
    bool m_reading = false;
    quint64 m_round = 0;
};

AuditRow auditRowOf(const QJsonObject& entry);

} // namespace gatehouse::ui
