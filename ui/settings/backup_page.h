// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings_page.h"

#include <QNetworkReply>
#include <QPointer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace gatehouse::ui {

class FileWriter;

// A backup of the gateway that is shown, into a file of this computer; how one is restored.
class BackupPage : public SettingsPage {
    Q_OBJECT

public:
    explicit BackupPage(Console& console);
    void refresh() override;
    // Makes the backup in this file.
    void backUpTo(const QString& path);

private:
    QWidget* makeControl();
    void chooseFile();
    void take(const QByteArray& bytes, qint64 received, qint64 total);
    void downloaded(const Reply& reply);
    void written(const QString& fault);
    void end(const QString& fault);

    SettingRow* m_row;
    QPushButton* m_button = nullptr;
    QPushButton* m_cancel = nullptr;
    QProgressBar* m_progress = nullptr;
    QLabel* m_last = nullptr;
    QPointer<QNetworkReply> m_reply;
    FileWriter* m_writer = nullptr;
    QString m_path;
    qint64 m_bytes = 0;
    bool m_cancelled = false;
};

} // namespace gatehouse::ui
