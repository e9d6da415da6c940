// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/scripted_upstream.h"
#include "tests/ui/support/running_gateway.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <memory>

namespace gatehouse::ui {

// A real gateway before a provider of the test's own, whose calls cost two cents each: ten tokens in, ten out, a
// thousand dollars for a million of either.
class PricedGateway {
public:
    // Further fields of the provider and of its route "chat", as YAML in one line.
    bool start(const QByteArray& provider = {}, const QByteArray& route = {}) {
        upstream.answer(answer());
        const auto more = [](const QByteArray& fields) { return fields.isEmpty() ? QByteArray() : ", " + fields; };
        gateway.setConfiguration(
            "version: 1\nproviders:\n"
            "  - {id: paid, dialect: openai, base_url: \"" +
            QByteArray::fromStdString(upstream.baseUrl()) +
            "/v1\", keys: [\"plain:sk-of-the-test\"], prices: [{model: m, input: 1000, output: 1000}]" +
            more(provider) + "}\nroutes:\n  - {model: chat, targets: [{provider: paid, model: m}]" + more(route) +
            "}\nteams:\n  - id: me\n    apps:\n      - {id: tests, keys: [\"plain:" + gateway.key() + "\"]}\n");
        return gateway.start();
    }

    static test::Answer answer() {
        return test::wholeAnswer(
            200, R"({"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":)"
                 R"({"role":"assistant","content":"Hello"},"finish_reason":"stop"}],)"
                 R"("usage":{"prompt_tokens":10,"completion_tokens":10,"total_tokens":20}})");
    }

    // Begins a call of "chat"; the reply belongs to the caller.
    std::unique_ptr<QNetworkReply> begin(const QString& words = QStringLiteral("Hello")) {
        QUrl url(gateway.address().gateway);
        url.setPath(QStringLiteral("/v1/chat/completions"));
        QNetworkRequest request(url);
        request.setRawHeader("Authorization", "Bearer " + gateway.key());
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")}, {QStringLiteral("content"), words}};
        const QJsonObject body{{QStringLiteral("model"), QStringLiteral("chat")},
                               {QStringLiteral("max_tokens"), 10},
                               {QStringLiteral("messages"), QJsonArray{message}}};
        return std::unique_ptr<QNetworkReply>(m_network.post(request, QJsonDocument(body).toJson()));
    }
    // The status of a whole call.
    int call(const QString& words = QStringLiteral("Hello")) {
        const auto reply = begin(words);
        QSignalSpy ended(reply.get(), &QNetworkReply::finished);
        if (!reply->isFinished() && !ended.wait(20'000))
            return 0;
        return statusOf(*reply);
    }
    static int statusOf(const QNetworkReply& reply) {
        return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    }

    test::ScriptedUpstream upstream;
    RunningGateway gateway;

private:
    QNetworkAccessManager m_network;
};

} // namespace gatehouse::ui
