// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"

#include <QDialog>
#include <QPointer>
#include <QThread>
#include <QTimer>

class QLabel;
class QNetworkReply;
class QProgressBar;

namespace gatehouse::ui {

class FileSink;

// Writes what a filter finds into a file, as the gateway exports it: with all columns, without bodies. Says how far it
// is, can be cancelled; a file that was there before is replaced only when the whole export has come. Shown with
// open(), deletes itself.
class ExportDialog : public QDialog {
    Q_OBJECT

public:
    // The extension says the form: .csv, else JSON lines.
    ExportDialog(GatewayClient& client, const QString& filter, const QString& file, QWidget* parent);
    ~ExportDialog() override;

public Q_SLOTS:
    void reject() override; // cancels

Q_SIGNALS:
    void exported(const QString& file, qint64 rows);

private:
    void begin(const QString& filter, bool csv);
    void askProgress();
    void take(const Reply& reply);
    void ended(const QString& fault);

    GatewayClient& m_client;
    QString m_file;
    QString m_id;      // of the export
    QThread* m_thread; // ends by itself when all is written
    FileSink* m_sink;  // lives on that thread
    QPointer<QNetworkReply> m_reply;
    QTimer m_ask;
    qint64 m_rows = 0;
    bool m_over = false;
    QLabel* m_state;
    QProgressBar* m_bar;
};

} // namespace gatehouse::ui
