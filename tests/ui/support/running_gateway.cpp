// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/running_gateway.h"

#include <QEventLoop>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <csignal>
#include <sys/prctl.h>

namespace gatehouse::ui {
namespace {

constexpr int patienceMilliseconds = 20'000;
constexpr char configuration[] =
    "version: 1\nteams:\n  - id: me\n    apps:\n      - {id: tests, keys: [\"plain:%1\"]}\n";
constexpr char keyText[] = "gh-console-test-key-of-more-than-32-characters";

} // namespace

RunningGateway::RunningGateway()
    : m_key(keyText), m_configuration(QString::fromLatin1(configuration).arg(QString::fromLatin1(m_key)).toUtf8()) {
    m_daemon.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // It must not outlive a test that crashes.
    m_daemon.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

RunningGateway::~RunningGateway() {
    kill();
}

bool RunningGateway::start() {
    const QString file = m_folder.filePath(QStringLiteral("gateway.yaml"));
    QFile yaml(file);
    if (!yaml.open(QIODevice::WriteOnly))
        return false;
    yaml.write(m_configuration);
    yaml.close();
    m_daemon.start(qEnvironmentVariable("GATEHOUSED"),
                   {QStringLiteral("serve"), QStringLiteral("--config"), file, QStringLiteral("--data-dir"),
                    dataFolder(), QStringLiteral("--listen"), m_listen, QStringLiteral("--admin"), m_admin,
                    QStringLiteral("--log-level"), QStringLiteral("error")});
    while (!m_daemon.canReadLine()) {
        if (!m_daemon.waitForReadyRead(patienceMilliseconds))
            return false;
    }
    static const QRegularExpression ready(QStringLiteral("gateway=(\\S+) admin=(\\S+)"));
    const auto match = ready.match(QString::fromUtf8(m_daemon.readLine()));
    m_address.name = QStringLiteral("Test gateway");
    m_address.gateway = QUrl(match.captured(1));
    m_address.admin = QUrl(match.captured(2));
    m_listen = m_address.gateway.authority();
    m_admin = m_address.admin.authority();
    QFile token(QString(dataFolder() + QStringLiteral("/admin-token")));
    if (!token.open(QIODevice::ReadOnly))
        return false;
    m_address.token = token.readAll().trimmed();
    return match.hasMatch();
}

void RunningGateway::kill() {
    m_daemon.kill();
    m_daemon.waitForFinished(patienceMilliseconds);
}

int RunningGateway::call(const QString& model, bool streamed) const {
    QNetworkAccessManager network;
    QUrl url(m_address.gateway);
    url.setPath(QStringLiteral("/v1/chat/completions"));
    QNetworkRequest request(url);
    request.setRawHeader("Authorization", "Bearer " + m_key);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
    QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                        {QStringLiteral("content"), QStringLiteral("Hello")}};
    const QJsonObject body{{QStringLiteral("model"), model},
                           {QStringLiteral("stream"), streamed},
                           {QStringLiteral("messages"), QJsonArray{message}}};
    auto* reply = network.post(request, QJsonDocument(body).toJson());
    QEventLoop loop;
    QObject::connect(reply, &QNetworkReply::finished, &loop, &QEventLoop::quit);
    loop.exec();
    const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    delete reply;
    return status;
}

} // namespace gatehouse::ui
