// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/backup_page.h"

#include "ui/models/format.h"
#include "ui/settings/file_writer.h"
#include "ui/widgets/secret_clipboard.h"

#include <QDateTime>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>

namespace gatehouse::ui {
namespace {

constexpr qint64 mostWaiting = 32 * 1024 * 1024;
constexpr int progressSteps = 1000;
constexpr int progressWidth = 160;
const QString lastTimeKey = QStringLiteral("backup/last_time");
const QString lastPathKey = QStringLiteral("backup/last_path");
const QString restoreCommand = QStringLiteral("gatehoused restore FILE");

} // namespace

BackupPage::BackupPage(Console& console)
    : SettingsPage(console, QStringLiteral("backup"), tr("Backup and restore"), QStringLiteral("database")) {
    addSection(tr("Backup"));
    m_row =
        addRow(tr("Back up now"),
               tr("The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on "
                  "serving. The vault's key is not in it: keep that apart."),
               makeControl());
    m_last = new QLabel;
    m_last->setObjectName(QStringLiteral("lastBackup"));
    m_last->setTextFormat(Qt::PlainText);
    addRow(tr("Last backup"), tr("Made with this console."), m_last);

    addSection(tr("Restore"));
    auto* copy = new QPushButton(tr("Copy command"));
    copy->setObjectName(QStringLiteral("copyRestore"));
    addRow(tr("From a backup"),
           tr("Quit Gatehouse first: nothing may use the store meanwhile. Then run \"%1\" in a terminal "
              "and start Gatehouse again.")
               .arg(restoreCommand),
           copy);
    connect(copy, &QPushButton::clicked, this, [] { copyText(restoreCommand); });
    finish();
    refresh();
}

QWidget* BackupPage::makeControl() {
    auto* control = new QWidget;
    m_progress = new QProgressBar;
    m_progress->setObjectName(QStringLiteral("backupProgress"));
    m_progress->setAccessibleName(tr("Progress of the backup"));
    m_progress->setTextVisible(false);
    m_progress->setMinimumWidth(progressWidth);
    m_progress->hide();
    m_cancel = new QPushButton(tr("Cancel"));
    m_cancel->setObjectName(QStringLiteral("cancelBackup"));
    m_cancel->hide();
    m_button = new QPushButton(tr("Back up…"));
    m_button->setObjectName(QStringLiteral("makeBackup"));
    auto* layout = new QHBoxLayout(control);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_progress);
    layout->addWidget(m_cancel);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &BackupPage::chooseFile);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
        m_cancelled = true;
        if (!m_reply.isNull())
            m_reply->abort();
    });
    return control;
}

void BackupPage::refresh() {
    const QSettings settings;
    const auto at = settings.value(lastTimeKey).toDateTime();
    m_last->setText(at.isValid() ? tr("%1, %2", "a date, a file")
                                       .arg(QLocale().toString(at.toLocalTime(), QLocale::ShortFormat),
                                            settings.value(lastPathKey).toString())
                                 : tr("None yet"));
}

void BackupPage::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Back up into a file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("backup"));
    dialog->selectFile(QStringLiteral("gatehouse-%1.backup").arg(QDate::currentDate().toString(Qt::ISODate)));
    connect(dialog, &QFileDialog::fileSelected, this, &BackupPage::backUpTo);
    dialog->open();
}

void BackupPage::backUpTo(const QString& path) {
    if (m_writer != nullptr)
        return;
    m_path = path;
    m_bytes = 0;
    m_cancelled = false;
    m_row->setFault({});
    m_progress->setRange(0, 0); // the gateway makes it ready first
    m_progress->show();
    m_cancel->show();
    m_button->hide();
    m_writer = new FileWriter(path, this);
    connect(m_writer, &FileWriter::finished, this, &BackupPage::written);
    connect(m_writer, &FileWriter::written, this, [this] {
        if (!m_reply.isNull() && m_writer != nullptr && m_writer->waiting() < mostWaiting / 2)
            GatewayClient::hold(*m_reply, false);
    });
    m_reply = m_console.client.download(
        QStringLiteral("/backup"), this,
        [this](const QByteArray& bytes, qint64 received, qint64 total) {
            take(bytes, received, total);
            return true;
        },
        [this](const Reply& reply) { downloaded(reply); });
}

void BackupPage::take(const QByteArray& bytes, qint64 received, qint64 total) {
    m_bytes = received;
    m_progress->setRange(0, total > 0 ? progressSteps : 0);
    if (total > 0)
        m_progress->setValue(static_cast<int>(received * progressSteps / total));
    m_writer->write(bytes);
    if (m_writer->waiting() > mostWaiting)
        GatewayClient::hold(*m_reply, true);
}

void BackupPage::downloaded(const Reply& reply) {
    if (m_cancelled)
        end({});
    else if (!reply.ok())
        end(reply.problem().detail);
    else
        m_writer->finish();
}

void BackupPage::written(const QString& fault) {
    if (!fault.isEmpty()) {
        end(tr("%1 cannot be written: %2 Choose another place.").arg(m_path, fault));
        return;
    }
    QSettings settings;
    settings.setValue(lastTimeKey, QDateTime::currentDateTimeUtc());
    settings.setValue(lastPathKey, m_path);
    m_console.toast.say(tr("Backup written: %1 (%2).").arg(m_path, bytesText(QLocale(), m_bytes)));
    end({});
}

void BackupPage::end(const QString& fault) {
    m_writer->deleteLater();
    m_writer = nullptr;
    m_row->setFault(fault);
    m_progress->hide();
    m_cancel->hide();
    m_button->show();
    refresh();
}

} // namespace gatehouse::ui
