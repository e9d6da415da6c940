// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/call_row.h"

#include <QJsonArray>
#include <QStringList>
#include <QTimeZone>

namespace gatehouse::ui {
namespace {

// So many names are shared; a log with more has names that hardly come again.
constexpr qsizetype mostNames = 4'096;

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

int digits(QStringView text, qsizetype from, qsizetype count) {
    int value = 0;
    for (qsizetype i = from; i < from + count; ++i) {
        const auto digit = text.at(i).unicode() - u'0';
        if (digit < 0 || digit > 9)
            return -1;
        value = value * 10 + digit;
    }
    return value;
}

// "2026-11-21T14:02:11.204123Z", the one form that the admin API gives. Qt's own reader is slow for thousands of rows.
QDateTime moment(const QString& text) {
    constexpr qsizetype toSeconds = 19;
    if (text.size() < toSeconds + 1 || text.at(10) != u'T' || !text.endsWith(u'Z'))
        return QDateTime::fromString(text, Qt::ISODateWithMs);
    int milliseconds = 0;
    if (text.size() >= toSeconds + 5 && text.at(toSeconds) == u'.')
        milliseconds = digits(text, toSeconds + 1, 3);
    const QDate date(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2));
    const QTime time(digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2), milliseconds);
    return QDateTime(date, time, Qt::UTC);
}

} // namespace

QString NamePool::shared(const QString& name) {
    if (name.isEmpty())
        return {};
    const auto found = m_names.constFind(name);
    if (found != m_names.constEnd())
        return *found;
    if (m_names.size() < mostNames)
        m_names.insert(name);
    return name;
}

CallRow finishedCall(const QJsonObject& json, NamePool& names) {
    const auto name = [&](const char* field) { return names.shared(text(json, field)); };
    CallRow row;
    row.id = text(json, "id");
    row.sequence = json.value(QLatin1String("sequence")).toInteger();
    row.startedAt = moment(text(json, "started_at"));
    row.status = json.value(QLatin1String("status")).toInt();
    row.outcome = name("outcome");
    row.error = name("error");
    row.dialect = name("dialect");
    row.operation = name("operation");
    row.modelAsked = name("model_asked");
    row.modelServed = name("model");
    row.provider = name("provider");
    row.route = name("route");
    row.team = name("team");
    row.app = name("app");
    row.key = name("key");
    row.streamed = json.value(QLatin1String("streamed")).toBool();
    const auto tokens = json.value(QLatin1String("tokens")).toObject();
    const auto count = [&tokens](const char* field) { return tokens.value(QLatin1String(field)).toInteger(); };
    row.cachedTokens = count("cached_input");
    row.inputTokens = count("input") + row.cachedTokens + count("cache_write");
    row.outputTokens = count("output");
    row.tokensEstimated = tokens.value(QLatin1String("estimated")).toBool();
    row.firstByteMs = number(json, "first_byte_ms");
    row.totalMs = number(json, "duration_ms");
    row.cost = text(json, "cost");
    row.pretend = json.value(QLatin1String("pretend")).toBool();
    row.cache = name("cache");
    row.attempts = json.value(QLatin1String("attempts")).toInt();
    row.client = name("client");
    row.tags = names.shared(joined(json.value(QLatin1String("tags")).toArray()));
    row.bytesOut = json.value(QLatin1String("bytes_out")).toInteger();
    return row;
}

CallRow startedCall(const QJsonObject& json, NamePool& names) {
    const auto name = [&](const char* field) { return names.shared(text(json, field)); };
    CallRow row;
    row.running = true;
    row.id = text(json, "id");
    row.startedAt = moment(text(json, "started_at"));
    row.dialect = name("dialect");
    row.operation = name("operation");
    row.modelAsked = name("model_asked");
    row.app = name("app");
    row.key = name("key");
    row.route = name("route");
    row.client = name("client");
    row.streamed = json.value(QLatin1String("streamed")).toBool();
    row.tags = names.shared(joined(json.value(QLatin1String("tags")).toArray()));
    return row;
}

void takeProgress(CallRow& row, const QJsonObject& json, NamePool& names) {
    row.totalMs = number(json, "elapsed_ms");
    row.firstByteMs = number(json, "first_byte_ms");
    row.provider = names.shared(text(json, "provider"));
    row.modelServed = names.shared(text(json, "model"));
    row.attempts = json.value(QLatin1String("attempts")).toInt();
    row.outputTokens = json.value(QLatin1String("output_tokens")).toInteger();
    row.tokensEstimated = json.value(QLatin1String("tokens_estimated")).toBool();
    row.bytesOut = json.value(QLatin1String("output_bytes")).toInteger();
}

bool isProbe(const CallRow& row) {
    return !row.tags.isEmpty() && row.tags.split(QLatin1String(", ")).contains(QLatin1String(probeTag));
}

} // namespace gatehouse::ui
