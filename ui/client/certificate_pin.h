// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QObject>
#include <QPointer>
#include <QSslCertificate>
#include <QTimer>
#include <functional>

class QNetworkAccessManager;
class QNetworkReply;
class QSslSocket;

namespace gatehouse::ui {

QByteArray fingerprintOf(const QSslCertificate& certificate); // SHA-256, 32 bytes

// Holds every TLS connection of a QNetworkAccessManager against the certificate that the person trusts: this very one
// is taken, whoever issued it, and no other, before a byte of the request is sent. Without a pin the system decides.
// UI thread.
class CertificatePin : public QObject {
    Q_OBJECT

public:
    // Watches "network", which must outlive it.
    explicit CertificatePin(QNetworkAccessManager& network, QObject* parent = nullptr);
    void set(const QByteArray& fingerprint); // empty: none. Connections that stand are not used again.

Q_SIGNALS:
    // Another certificate came; the request was not sent. Told once for each certificate.
    void refused(const QSslCertificate& found);

private:
    void check(QNetworkReply* reply);

    QNetworkAccessManager& m_network;
    QByteArray m_pin;
    QByteArray m_told;
};

// Asks a server for its certificate by a TLS handshake and nothing else.
class CertificateProbe : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    ~CertificateProbe() override;
    void ask(const QString& host, quint16 port);

Q_SIGNALS:
    void found(const QSslCertificate& certificate);
    void failed(const QString& sentence);

private:
    void end();
    QPointer<QSslSocket> m_socket;
    QTimer m_patience;
};

} // namespace gatehouse::ui
