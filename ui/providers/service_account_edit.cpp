// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/service_account_edit.h"

#include "ui/client/aside.h"

#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>

namespace gatehouse::ui {
namespace {

constexpr qint64 mostBytes = 16'384; // as a secret may be long

} // namespace

ServiceAccountEdit::ServiceAccountEdit(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_shown(new QLineEdit), m_paste(new QPushButton(tr("Paste"))),
      m_file(new QPushButton(tr("Choose file…"))) {
    m_shown->setObjectName(QStringLiteral("serviceAccountShown"));
    m_shown->setAccessibleName(tr("Service account"));
    m_shown->setReadOnly(true);
    m_shown->setPlaceholderText(tr("Paste the JSON, or choose its file"));
    m_shown->installEventFilter(this); // a text field would take the JSON as text
    m_paste->setObjectName(QStringLiteral("serviceAccountPaste"));
    m_paste->setIcon(theme.icon(QStringLiteral("copy")));
    m_file->setObjectName(QStringLiteral("serviceAccountFile"));
    m_file->setIcon(theme.icon(QStringLiteral("file-import")));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(m_shown, 1);
    for (auto* button : {m_paste, m_file}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    setFocusProxy(m_shown);
    connect(m_paste, &QPushButton::clicked, this, &ServiceAccountEdit::paste);
    connect(m_file, &QPushButton::clicked, this, &ServiceAccountEdit::chooseFile);
}

QString ServiceAccountEdit::fault() const {
    return isEmpty() ? tr("Paste the JSON of the service account, or choose its file.") : m_fault;
}

void ServiceAccountEdit::take(const QByteArray& json) {
    m_secret.clear();
    m_account.clear();
    m_project.clear();
    m_fault.clear();
    const auto account = QJsonDocument::fromJson(json).object();
    const auto text = [&account](const char* name) { return account.value(QLatin1String(name)).toString(); };
    if (json.size() > mostBytes)
        m_fault = tr("This is too long for a service account's JSON.");
    else if (account.isEmpty())
        m_fault = tr("This is no JSON. Download the key of the service account as JSON and take that file.");
    else if (text("type") != QLatin1String("service_account"))
        m_fault = tr("This JSON is not the key of a service account: its “type” is another.");
    else if (text("client_email").isEmpty() || !text("private_key").contains(QLatin1String("PRIVATE KEY")))
        m_fault = tr("This JSON lacks “client_email” or “private_key”. Download the key again.");
    if (m_fault.isEmpty()) {
        m_secret = QString::fromUtf8(QJsonDocument(account).toJson(QJsonDocument::Compact));
        m_account = text("client_email");
        m_project = text("project_id");
    }
    showTaken();
    Q_EMIT edited();
}

void ServiceAccountEdit::showTaken() {
    m_shown->setText(m_account);
    m_shown->setCursorPosition(0);
}

void ServiceAccountEdit::paste() {
    take(QApplication::clipboard()->text().toUtf8());
}

void ServiceAccountEdit::chooseFile() {
    auto* dialog = new QFileDialog(window(), tr("Service account"), {}, tr("JSON files (*.json);;All files (*)"));
    dialog->setObjectName(QStringLiteral("serviceAccountDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& name) {
        runAside(
            this,
            [name] {
                QFile file(name);
                return file.open(QIODevice::ReadOnly) ? file.read(mostBytes + 1) : QByteArray();
            },
            [this](const QByteArray& json) { take(json); });
    });
    dialog->open();
}

bool ServiceAccountEdit::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->matches(QKeySequence::Paste)) {
        paste();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace gatehouse::ui
