// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/export_dialog.h"

#include "ui/log/file_sink.h"
#include "ui/models/format.h"
#include "ui/theme/tokens.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QNetworkReply>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {
namespace {

constexpr int askMilliseconds = 500;
constexpr int wholeBar = 1'000;

} // namespace

ExportDialog::ExportDialog(GatewayClient& client, const QString& filter, const QString& file, QWidget* parent)
    : QDialog(parent), m_client(client), m_file(file), m_thread(new QThread), m_sink(new FileSink(file)),
      m_state(new QLabel), m_bar(new QProgressBar) {
    setObjectName(QStringLiteral("callExport"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Export calls"));
    const bool csv = file.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    auto* about = new QLabel(tr("Writing to %1").arg(QFileInfo(file).fileName()));
    about->setTextFormat(Qt::PlainText);
    m_state->setObjectName(QStringLiteral("exportState"));
    m_state->setProperty("role", QStringLiteral("secondary"));
    m_state->setWordWrap(true);
    m_state->setText(tr("Asking the gateway…"));
    m_bar->setObjectName(QStringLiteral("exportBar"));
    m_bar->setAccessibleName(tr("Progress"));
    m_bar->setRange(0, 0);
    m_bar->setTextVisible(false);
    auto* cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("exportCancel"));
    connect(cancel, &QPushButton::clicked, this, &ExportDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(about);
    layout->addWidget(m_bar);
    layout->addWidget(m_state);
    auto* bottom = new QHBoxLayout;
    bottom->addStretch();
    bottom->addWidget(cancel);
    layout->addLayout(bottom);
    m_sink->moveToThread(m_thread);
    connect(m_thread, &QThread::finished, m_sink, &QObject::deleteLater);
    connect(m_thread, &QThread::finished, m_thread, &QObject::deleteLater);
    connect(m_sink, &FileSink::failed, this, [this](const QString& why) {
        ended(tr("%1 could not be written: %2. Choose another place and export again.").arg(m_file, why));
    });
    connect(m_sink, &FileSink::committed, this, [this] { ended({}); });
    m_thread->start();
    m_ask.setInterval(askMilliseconds);
    connect(&m_ask, &QTimer::timeout, this, &ExportDialog::askProgress);
    begin(filter, csv);
}

ExportDialog::~ExportDialog() {
    if (!m_reply.isNull())
        m_reply->abort();
    m_thread->quit();
}

void ExportDialog::begin(const QString& filter, bool csv) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("format"), csv ? QStringLiteral("csv") : QStringLiteral("jsonl"));
    if (!filter.isEmpty())
        query.addQueryItem(QStringLiteral("q"), QString::fromLatin1(QUrl::toPercentEncoding(filter)));
    m_reply = m_client.downloadGet(
        QStringLiteral("/exports/calls"), query, this,
        [this](const QByteArray& bytes, qint64, qint64) {
            if (m_id.isEmpty() && !m_reply.isNull())
                m_id = QString::fromLatin1(m_reply->rawHeader("x-request-id"));
            QMetaObject::invokeMethod(m_sink, [sink = m_sink, bytes] { sink->write(bytes); });
            return !m_over;
        },
        [this](const Reply& reply) {
            if (m_over)
                return;
            if (!reply.ok())
                ended(reply.problem().detail);
            else
                QMetaObject::invokeMethod(m_sink, &FileSink::commit);
        });
    m_ask.start();
}

void ExportDialog::askProgress() {
    m_client.get(QStringLiteral("/exports"), {}, this, [this](const Reply& reply) { take(reply); });
}

void ExportDialog::take(const Reply& reply) {
    if (!reply.ok() || m_over)
        return;
    for (const auto& value : reply.items()) {
        const auto one = value.toObject();
        if (one.value(QLatin1String("id")).toString() != m_id)
            continue;
        m_rows = one.value(QLatin1String("rows")).toInteger();
        m_bar->setRange(0, wholeBar);
        m_bar->setValue(static_cast<int>(std::lround(one.value(QLatin1String("searched")).toDouble() * wholeBar)));
        m_state->setText(tr("%1 calls so far", "", static_cast<int>(m_rows)).arg(countText(QLocale(), m_rows)));
    }
}

void ExportDialog::ended(const QString& fault) {
    if (std::exchange(m_over, true))
        return;
    m_ask.stop();
    if (fault.isEmpty()) {
        Q_EMIT exported(m_file, m_rows);
        accept();
        return;
    }
    m_bar->setRange(0, wholeBar);
    m_bar->setValue(0);
    m_state->setProperty("role", QStringLiteral("fault"));
    m_state->setText(fault);
    if (auto* button = findChild<QPushButton*>(QStringLiteral("exportCancel")))
        button->setText(tr("Close"));
}

void ExportDialog::reject() {
    m_over = true;
    m_ask.stop();
    if (!m_reply.isNull())
        m_reply->abort();
    QDialog::reject();
}

} // namespace gatehouse::ui
