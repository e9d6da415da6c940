// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_row.h"

#include <QJsonArray>
#include <QStringList>

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

std::optional<double> number(const QJsonObject& json, const char* name) {
    const auto value = json.value(QLatin1String(name));
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

QString joined(const QJsonArray& words) {
    QStringList list;
    for (const auto& word : words)
        list.append(word.toString());
    return list.join(QLatin1String(", "));
}

} // namespace

CallRow finishedCall(const QJsonObject& json) {
    CallRow row;
    row.id = text(json, "id");
    row.startedAt = QDateTime::fromString(text(json, "started_at"), Qt::ISODateWithMs);
    row.status = json.value(QLatin1String("status")).toInt();
    row.outcome = text(json, "outcome");
    row.error = text(json, "error");
    row.modelAsked = text(json, "model_asked");
    row.modelServed = text(json, "model");
    row.provider = text(json, "provider");
    row.route = text(json, "route");
    row.app = text(json, "app");
    row.key = text(json, "key");
    row.streamed = json.value(QLatin1String("streamed")).toBool();
    const auto tokens = json.value(QLatin1String("tokens")).toObject();
    const auto count = [&tokens](const char* name) { return tokens.value(QLatin1String(name)).toInteger(); };
    row.cachedTokens = count("cached_input");
    row.inputTokens = count("input") + row.cachedTokens + count("cache_write");
    row.outputTokens = count("output");
    row.tokensEstimated = tokens.value(QLatin1String("estimated")).toBool();
    row.firstByteMs = number(json, "first_byte_ms");
    row.totalMs = number(json, "duration_ms");
    row.cost = text(json, "cost");
    row.pretend = json.value(QLatin1String("pretend")).toBool();
    row.cache = text(json, "cache");
    row.attempts = json.value(QLatin1String("attempts")).toInt();
    row.client = text(json, "client");
    row.tags = joined(json.value(QLatin1String("tags")).toArray());
    row.bytesOut = json.value(QLatin1String("bytes_out")).toInteger();
    return row;
}

CallRow startedCall(const QJsonObject& json) {
    CallRow row;
    row.running = true;
    row.id = text(json, "id");
    row.startedAt = QDateTime::fromString(text(json, "started_at"), Qt::ISODateWithMs);
    row.modelAsked = text(json, "model_asked");
    row.app = text(json, "app");
    row.key = text(json, "key");
    return row;
}

void takeProgress(CallRow& row, const QJsonObject& json) {
    row.totalMs = number(json, "elapsed_ms");
    row.firstByteMs = number(json, "first_byte_ms");
    row.provider = text(json, "provider");
    row.bytesOut = json.value(QLatin1String("output_bytes")).toInteger();
}

} // namespace gatehouse::ui
