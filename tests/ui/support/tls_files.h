// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QTemporaryDir>

namespace gatehouse::ui {

// A self-signed certificate of the test's own, made with openssl; make() again makes another in the same place.
class TlsFiles {
public:
    QString certificate() const { return m_folder.filePath(QStringLiteral("cert.pem")); }
    QString key() const { return m_folder.filePath(QStringLiteral("key.pem")); }
    bool make() const {
        return QProcess::execute(QStringLiteral("openssl"),
                                 {QStringLiteral("req"), QStringLiteral("-x509"), QStringLiteral("-newkey"),
                                  QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                  QStringLiteral("ec_paramgen_curve:prime256v1"), QStringLiteral("-nodes"),
                                  QStringLiteral("-days"), QStringLiteral("30"), QStringLiteral("-subj"),
                                  QStringLiteral("/CN=gateway.test/O=Tests"), QStringLiteral("-addext"),
                                  QStringLiteral("subjectAltName=IP:127.0.0.1"), QStringLiteral("-keyout"), key(),
                                  QStringLiteral("-out"), certificate()}) == 0;
    }
    // The part of a configuration that names them.
    QByteArray configuration() const {
        return QStringLiteral("server:\n  tls: {cert: \"%1\", key: \"%2\"}\n").arg(certificate(), key()).toUtf8();
    }

private:
    QTemporaryDir m_folder;
};

} // namespace gatehouse::ui
