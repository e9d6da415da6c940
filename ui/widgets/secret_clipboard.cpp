// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/secret_clipboard.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>
#include <QTimer>
#include <chrono>

namespace gatehouse::ui {
namespace {

// Clipboard managers of KDE and others leave out what bears this hint.
const QString hint = QStringLiteral("x-kde-passwordManagerHint");

// Waits to empty the clipboard; knows the secret by its digest only.
class Forgetter : public QObject {
public:
    Forgetter() : QObject(QCoreApplication::instance()) {
        setObjectName(QStringLiteral("secretClipboard"));
        m_timer.setObjectName(QStringLiteral("secretClipboardTimer"));
        m_timer.setParent(this);
        m_timer.setSingleShot(true);
        m_timer.setInterval(std::chrono::seconds(secretClipboardSeconds));
        connect(&m_timer, &QTimer::timeout, this, &Forgetter::forget);
        connect(qGuiApp, &QCoreApplication::aboutToQuit, this, &Forgetter::forget);
    }
    static Forgetter& instance() {
        auto* standing = qGuiApp->findChild<QObject*>(QStringLiteral("secretClipboard"), Qt::FindDirectChildrenOnly);
        return standing != nullptr ? *static_cast<Forgetter*>(standing) : *new Forgetter;
    }
    void remember(const QString& secret) {
        m_digest = digestOf(secret);
        m_timer.start();
    }
    void forget() {
        m_timer.stop();
        auto* clipboard = QGuiApplication::clipboard();
        if (!m_digest.isEmpty() && digestOf(clipboard->text()) == m_digest)
            clipboard->clear();
        m_digest.clear();
    }

private:
    static QByteArray digestOf(const QString& text) {
        return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
    }
    QTimer m_timer;
    QByteArray m_digest;
};

} // namespace

void copySecret(const QString& secret) {
    auto* data = new QMimeData;
    data->setText(secret);
    data->setData(hint, "secret");
    QGuiApplication::clipboard()->setMimeData(data);
    Forgetter::instance().remember(secret);
}

void copyText(const QString& text) {
    QGuiApplication::clipboard()->setText(text);
}

void forgetCopiedSecret() {
    Forgetter::instance().forget();
}

} // namespace gatehouse::ui
