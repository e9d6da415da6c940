// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/client/certificate_pin.h"

#include <QCryptographicHash>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>
#include <QSslError>
#include <QSslSocket>
#include <chrono>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr std::chrono::seconds patience{15};

QSslCertificate certificateOf(const QNetworkReply* reply) {
    return reply->sslConfiguration().peerCertificate();
}

} // namespace

QByteArray fingerprintOf(const QSslCertificate& certificate) {
    return certificate.isNull() ? QByteArray() : certificate.digest(QCryptographicHash::Sha256);
}

CertificatePin::CertificatePin(QNetworkAccessManager& network, QObject* parent) : QObject(parent), m_network(network) {
    // Both come in the middle of the handshake, which waits for them.
    connect(&network, &QNetworkAccessManager::sslErrors, this, [this](QNetworkReply* reply, const QList<QSslError>&) {
        if (!m_pin.isEmpty() && fingerprintOf(certificateOf(reply)) == m_pin)
            reply->ignoreSslErrors();
        else
            check(reply);
    });
    connect(&network, &QNetworkAccessManager::encrypted, this, &CertificatePin::check);
}

void CertificatePin::set(const QByteArray& fingerprint) {
    m_told.clear();
    if (m_pin == fingerprint)
        return;
    m_pin = fingerprint;
    m_network.clearConnectionCache();
}

void CertificatePin::check(QNetworkReply* reply) {
    const auto found = certificateOf(reply);
    const auto fingerprint = fingerprintOf(found);
    if (m_pin.isEmpty() || fingerprint == m_pin)
        return;
    reply->abort();
    if (!fingerprint.isEmpty() && std::exchange(m_told, fingerprint) != fingerprint)
        Q_EMIT refused(found);
}

CertificateProbe::~CertificateProbe() {
    end();
}

void CertificateProbe::ask(const QString& host, quint16 port) {
    end();
    m_socket = new QSslSocket(this);
    m_socket->setProxy(QNetworkProxy::NoProxy);
    m_socket->setPeerVerifyMode(QSslSocket::VerifyNone); // it is looked at, not trusted
    connect(m_socket, &QSslSocket::encrypted, this, [this] {
        const auto certificate = m_socket->peerCertificate();
        end();
        Q_EMIT found(certificate);
    });
    connect(m_socket, &QAbstractSocket::errorOccurred, this, [this] {
        const auto why = m_socket->errorString();
        end();
        Q_EMIT failed(tr("No certificate came (%1). Check the address and that the gateway runs there.").arg(why));
    });
    m_patience.disconnect(this);
    m_patience.setSingleShot(true);
    m_patience.callOnTimeout(this, [this] {
        end();
        Q_EMIT failed(tr("Nothing answered there. Check the address and that the gateway can be reached from here."));
    });
    m_patience.start(patience);
    m_socket->connectToHostEncrypted(host, port);
}

void CertificateProbe::end() {
    m_patience.stop();
    if (m_socket.isNull())
        return;
    m_socket->disconnect(this);
    m_socket->abort();
    m_socket->deleteLater();
    m_socket.clear();
}

} // namespace gatehouse::ui
