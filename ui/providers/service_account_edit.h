// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace gatehouse::ui {

// The JSON of a Google service account, pasted or picked from a file of this computer. Its private key is never shown:
// what is taken is told by the account's address only.
class ServiceAccountEdit : public QWidget {
    Q_OBJECT

public:
    explicit ServiceAccountEdit(const Theme& theme, QWidget* parent = nullptr);

    // In one line, as a secret is kept; empty: none, or it is not one.
    const QString& secret() const { return m_secret; }
    QString fault() const; // a sentence of what is wrong, or empty
    bool isEmpty() const { return m_secret.isEmpty() && m_fault.isEmpty(); }
    void take(const QByteArray& json);
    const QString& project() const { return m_project; } // of the account taken

Q_SIGNALS:
    void edited();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void paste();
    void chooseFile();
    void showTaken();

    QLineEdit* m_shown;
    QPushButton* m_paste;
    QPushButton* m_file;
    QString m_secret;
    QString m_account;
    QString m_project;
    QString m_fault;
};

} // namespace gatehouse::ui
