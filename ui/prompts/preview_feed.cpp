// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/preview_feed.h"

#include <QRegularExpression>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int pauseMilliseconds = 200;

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

// Content is a text, or parts as in Chat Completions.
RenderedMessage messageOf(const QJsonObject& told) {
    RenderedMessage message{text(told, "role"), text(told, "content"), {}};
    for (const auto& value : told.value(QLatin1String("content")).toArray()) {
        const auto part = value.toObject();
        message.text += text(part, "text");
        if (const auto url = text(part.value(QLatin1String("image_url")).toObject(), "url"); !url.isEmpty())
            message.images.append(url);
    }
    for (const auto& image : told.value(QLatin1String("images")).toArray())
        message.images.append(image.toString());
    return message;
}

RenderFault faultOf(const QString& field, const QString& sentence) {
    static const QRegularExpression place(QStringLiteral("messages(?:\\[|/|\\.)(\\d+)"));
    static const QRegularExpression lineWord(QStringLiteral("\\bline (\\d+)\\b"));
    RenderFault fault{field, -1, 0, sentence};
    if (const auto match = place.match(field); match.hasMatch())
        fault.message = match.captured(1).toInt();
    if (const auto match = lineWord.match(sentence); match.hasMatch())
        fault.line = match.captured(1).toInt();
    return fault;
}

} // namespace

PreviewFeed::PreviewFeed(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &PreviewFeed::send);
}

void PreviewFeed::ask(const QJsonObject& version, const QJsonObject& values) {
    QJsonObject asked{{QStringLiteral("draft"), version}, {QStringLiteral("values"), values}};
    if (asked == m_asked && m_rendered && !m_old)
        return;
    m_asked = std::move(asked);
    m_soon.start();
    Q_EMIT changed();
}

void PreviewFeed::forget() {
    ++m_round;
    m_soon.stop();
    m_asked = {};
    m_waiting = m_again = m_rendered = m_old = false;
    m_messages.clear();
    m_faults.clear();
    m_body = {};
    Q_EMIT changed();
}

bool PreviewFeed::hasSecrets() const {
    const auto variables = m_asked.value(QLatin1String("draft")).toObject().value(QLatin1String("variables")).toArray();
    return std::any_of(variables.begin(), variables.end(), [](const QJsonValue& variable) {
        return variable.toObject().value(QLatin1String("secret")).toBool();
    });
}

void PreviewFeed::askWritten(QObject* context, Written done) {
    auto asked = m_asked;
    asked.insert(QStringLiteral("secrets"), QStringLiteral("written"));
    m_client.send(GatewayClient::Verb::Post, QStringLiteral("/prompts/render"), asked, context,
                  [this, round = m_round, done = std::move(done)](const Reply& reply) {
                      if (round != m_round)
                          return;
                      const auto told = reply.object();
                      const auto fault = told.value(QLatin1String("faults")).toArray().first().toObject();
                      if (reply.ok())
                          done(fault.isEmpty() ? told.value(QLatin1String("body")).toObject() : QJsonObject(),
                               text(fault, "message"));
                      else
                          done({}, reply.problem().detail);
                  });
}

void PreviewFeed::send() {
    if (m_waiting) {
        m_again = true;
        return;
    }
    m_waiting = true;
    m_client.send(GatewayClient::Verb::Post, QStringLiteral("/prompts/render"), m_asked, this,
                  [this, round = m_round](const Reply& reply) {
                      if (round != m_round)
                          return;
                      m_waiting = false;
                      take(reply);
                      if (std::exchange(m_again, false))
                          send();
                      Q_EMIT changed();
                  });
}

void PreviewFeed::take(const Reply& reply) {
    m_faults.clear();
    if (!reply.ok()) {
        const auto problem = reply.problem();
        m_faults.append(faultOf(problem.field, problem.detail));
        m_old = m_rendered;
        return;
    }
    const auto told = reply.object();
    takeFaults(told.value(QLatin1String("faults")).toArray());
    const auto messages = told.value(QLatin1String("messages")).toArray();
    m_old = m_rendered && messages.isEmpty();
    if (messages.isEmpty())
        return;
    m_rendered = true;
    m_messages.clear();
    for (const auto& message : messages)
        m_messages.append(messageOf(message.toObject()));
    m_body = told.value(QLatin1String("body")).toObject();
}

void PreviewFeed::takeFaults(const QJsonArray& told) {
    for (const auto& value : told) {
        const auto fault = value.toObject();
        m_faults.append(faultOf(text(fault, "field"), text(fault, "message")));
    }
}

} // namespace gatehouse::ui
