// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/overview/test_call.h"

#include <QJsonArray>

namespace gatehouse::ui {

TestCall::TestCall(GatewayClient& client, ConsoleKey& key, QObject* parent)
    : QObject(parent), m_client(client), m_key(key) {
    connect(&m_stream, &ChatStream::finished, this, &TestCall::ended);
}

void TestCall::send() {
    if (m_running)
        return;
    setRunning(true);
    m_key.obtain(this, [this](const QByteArray& key, const Problem& problem) {
        if (key.isEmpty()) {
            setRunning(false);
            Q_EMIT failed(problem.detail);
            return;
        }
        const QJsonObject message{{QStringLiteral("role"), QStringLiteral("user")},
                                  {QStringLiteral("content"), QStringLiteral("Hello from the console")}};
        ChatRequest request;
        request.key = key;
        request.body = {{QStringLiteral("model"), QStringLiteral("demo/echo")},
                        {QStringLiteral("stream"), true},
                        {QStringLiteral("messages"), QJsonArray{message}}};
        m_stream.start(m_client.address(), request);
    });
}

void TestCall::ended() {
    setRunning(false);
    const auto& answer = m_stream.answer();
    if (answer.end == ChatAnswer::End::Complete) {
        Q_EMIT answered(answer.requestId, answer.totalMs);
        return;
    }
    if (answer.status == 401)
        m_key.refused();
    Q_EMIT failed(answer.sentence);
}

void TestCall::setRunning(bool running) {
    m_running = running;
    Q_EMIT runningChanged();
}

} // namespace gatehouse::ui
