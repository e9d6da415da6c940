// SPDX-License-Identifier: GPL-3.0-or-later
// HAR 1.2 (w3c.github.io/web-performance/specs/HAR/Overview.html). Credentials were masked before anything was stored.
#include "ui/log/call_request.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int unknown = -1; // what HAR says where a size or a time is not known

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QJsonArray fieldsOf(const CallHead* head) {
    QJsonArray fields;
    if (head == nullptr)
        return fields;
    for (const auto& [name, value] : head->fields)
        fields.append(QJsonObject{{QStringLiteral("name"), name}, {QStringLiteral("value"), value}});
    return fields;
}

QString fieldOf(const CallHead* head, const char* name) {
    if (head == nullptr)
        return {};
    for (const auto& field : head->fields) {
        if (field.first.compare(QLatin1String(name), Qt::CaseInsensitive) == 0)
            return field.second;
    }
    return {};
}

QJsonObject requestOf(const QJsonObject& call, const CallContents* contents, const QUrl& gateway) {
    const auto request = CallRequest::of(call, contents);
    QUrl url(gateway);
    url.setPath(request.path.isEmpty() ? QStringLiteral("/") : request.path);
    QJsonObject json{
        {QStringLiteral("method"), QString::fromLatin1(request.method)},
        {QStringLiteral("url"), url.toString()},
        {QStringLiteral("httpVersion"), QStringLiteral("HTTP/1.1")},
        {QStringLiteral("cookies"), QJsonArray()},
        {QStringLiteral("headers"), fieldsOf(contents == nullptr ? nullptr : contents->head(requestReceived))},
        {QStringLiteral("queryString"), QJsonArray()},
        {QStringLiteral("headersSize"), unknown},
        {QStringLiteral("bodySize"), call.value(QLatin1String("bytes_in")).toInteger()}};
    if (!request.body.isEmpty())
        json.insert(QStringLiteral("postData"), QJsonObject{{QStringLiteral("mimeType"), request.contentType},
                                                            {QStringLiteral("params"), QJsonArray()},
                                                            {QStringLiteral("text"), QString::fromUtf8(request.body)},
                                                            {QStringLiteral("comment"), request.hindrance}});
    return json;
}

QJsonObject responseOf(const QJsonObject& call, const CallContents* contents) {
    const CallBody* body = contents == nullptr ? nullptr : contents->body(answerSent);
    const CallHead* head = contents == nullptr ? nullptr : contents->head(answerSent);
    const qint64 size = call.value(QLatin1String("bytes_out")).toInteger();
    QString type = body != nullptr ? body->contentType : fieldOf(head, "content-type");
    if (type.isEmpty())
        type = call.value(QLatin1String("streamed")).toBool() ? QStringLiteral("text/event-stream")
                                                              : QStringLiteral("application/json");
    QJsonObject content{{QStringLiteral("size"), size}, {QStringLiteral("mimeType"), type}};
    if (body != nullptr && body->kept)
        content.insert(QStringLiteral("text"), body->text);
    return {{QStringLiteral("status"), call.value(QLatin1String("status")).toInt()},
            {QStringLiteral("statusText"), text(call, "error")},
            {QStringLiteral("httpVersion"), QStringLiteral("HTTP/1.1")},
            {QStringLiteral("cookies"), QJsonArray()},
            {QStringLiteral("headers"), fieldsOf(head)},
            {QStringLiteral("content"), content},
            {QStringLiteral("redirectURL"), QString()},
            {QStringLiteral("headersSize"), unknown},
            {QStringLiteral("bodySize"), size}};
}

QJsonObject entryOf(const QJsonObject& call, const CallContents* contents, const QUrl& gateway) {
    const double total = call.value(QLatin1String("duration_ms")).toDouble();
    const auto first = call.value(QLatin1String("first_byte_ms"));
    const double wait = first.isDouble() ? std::min(first.toDouble(), total) : total;
    return {{QStringLiteral("startedDateTime"), text(call, "started_at")},
            {QStringLiteral("time"), total},
            {QStringLiteral("request"), requestOf(call, contents, gateway)},
            {QStringLiteral("response"), responseOf(call, contents)},
            {QStringLiteral("cache"), QJsonObject()},
            {QStringLiteral("timings"), QJsonObject{{QStringLiteral("send"), 0},
                                                    {QStringLiteral("wait"), wait},
                                                    {QStringLiteral("receive"), total - wait}}},
            {QStringLiteral("_gatehouse"), QJsonObject{{QStringLiteral("id"), text(call, "id")},
                                                       {QStringLiteral("provider"), text(call, "provider")},
                                                       {QStringLiteral("model"), text(call, "model")},
                                                       {QStringLiteral("model_asked"), text(call, "model_asked")},
                                                       {QStringLiteral("outcome"), text(call, "outcome")},
                                                       {QStringLiteral("tokens"), call.value(QLatin1String("tokens"))},
                                                       {QStringLiteral("cost"), call.value(QLatin1String("cost"))}}}};
}

} // namespace

QByteArray asHar(const QVector<QJsonObject>& calls, const QVector<const CallContents*>& contents, const QUrl& gateway,
                 const QString& version) {
    QJsonArray entries;
    for (qsizetype i = 0; i < calls.size(); ++i)
        entries.append(entryOf(calls[i], contents.value(i), gateway));
    const QJsonObject log{{QStringLiteral("version"), QStringLiteral("1.2")},
                          {QStringLiteral("creator"), QJsonObject{{QStringLiteral("name"), QStringLiteral("Gatehouse")},
                                                                  {QStringLiteral("version"), version}}},
                          {QStringLiteral("entries"), entries}};
    return QJsonDocument(QJsonObject{{QStringLiteral("log"), log}}).toJson();
}

} // namespace gatehouse::ui
