// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/chat_draft.h"

#include <QJsonArray>

namespace gatehouse::ui {
namespace {

QJsonObject textPart(const QString& text) {
    return {{QStringLiteral("type"), QStringLiteral("text")}, {QStringLiteral("text"), text}};
}

QJsonObject imagePart(const QString& url) {
    return {{QStringLiteral("type"), QStringLiteral("image_url")},
            {QStringLiteral("image_url"), QJsonObject{{QStringLiteral("url"), url}}}};
}

QJsonValue contentOf(const DraftMessage& message) {
    if (message.images.isEmpty())
        return message.text;
    QJsonArray parts;
    if (!message.text.isEmpty())
        parts.append(textPart(message.text));
    for (const auto& image : message.images)
        parts.append(imagePart(image));
    return parts;
}

QJsonObject json(const QString& role, const QJsonValue& content) {
    return {{QStringLiteral("role"), role}, {QStringLiteral("content"), content}};
}

DraftMessage messageOf(const QJsonObject& told) {
    DraftMessage message;
    message.role = told.value(QLatin1String("role")).toString();
    const auto content = told.value(QLatin1String("content"));
    message.text = content.toString();
    for (const auto& value : content.toArray()) {
        const auto part = value.toObject();
        message.text += part.value(QLatin1String("text")).toString();
        const auto url = part.value(QLatin1String("image_url")).toObject().value(QLatin1String("url")).toString();
        if (url.startsWith(QLatin1String("data:image/")))
            message.images.append(url);
    }
    return message;
}

std::optional<double> number(const QJsonObject& body, const char* name) {
    const auto value = body.value(QLatin1String(name));
    return value.isDouble() ? std::optional<double>(value.toDouble()) : std::nullopt;
}

std::optional<qint64> whole(const QJsonObject& body, const char* name) {
    const auto value = body.value(QLatin1String(name));
    return value.isDouble() ? std::optional<qint64>(value.toInteger()) : std::nullopt;
}

void addParameters(QJsonObject& body, const DraftParameters& set) {
    if (set.stream) {
        body.insert(QStringLiteral("stream"), true);
        body.insert(QStringLiteral("stream_options"), QJsonObject{{QStringLiteral("include_usage"), true}});
    }
    if (set.temperature)
        body.insert(QStringLiteral("temperature"), *set.temperature);
    if (set.topP)
        body.insert(QStringLiteral("top_p"), *set.topP);
    // Models that reason take the newer name only, others often the older one only.
    if (set.maxTokens)
        body.insert(set.reasoningEffort.isEmpty() ? QStringLiteral("max_tokens")
                                                  : QStringLiteral("max_completion_tokens"),
                    *set.maxTokens);
    if (set.seed)
        body.insert(QStringLiteral("seed"), *set.seed);
    if (!set.stop.isEmpty())
        body.insert(QStringLiteral("stop"), QJsonArray::fromStringList(set.stop));
    if (!set.reasoningEffort.isEmpty())
        body.insert(QStringLiteral("reasoning_effort"), set.reasoningEffort);
}

} // namespace

int DraftParameters::count() const {
    return static_cast<int>(temperature.has_value()) + static_cast<int>(topP.has_value()) +
           static_cast<int>(maxTokens.has_value()) + static_cast<int>(seed.has_value()) +
           static_cast<int>(!stop.isEmpty()) + static_cast<int>(!reasoningEffort.isEmpty());
}

QJsonObject ChatDraft::body(const QString& model) const {
    QJsonArray list;
    if (!system.trimmed().isEmpty())
        list.append(json(QStringLiteral("system"), system));
    for (const auto& message : messages) {
        if (!message.isEmpty())
            list.append(json(message.role, contentOf(message)));
    }
    QJsonObject body{{QStringLiteral("model"), model}, {QStringLiteral("messages"), list}};
    addParameters(body, parameters);
    return body;
}

ChatDraft ChatDraft::fromBody(const QJsonObject& body) {
    ChatDraft draft;
    for (const auto& value : body.value(QLatin1String("messages")).toArray()) {
        auto message = messageOf(value.toObject());
        const bool instructs = message.role == QLatin1String("system") || message.role == QLatin1String("developer");
        if (instructs && draft.messages.isEmpty())
            draft.system += draft.system.isEmpty() ? message.text : QString(u'\n' + message.text);
        else if (message.role == QLatin1String("user") || message.role == QLatin1String("assistant"))
            draft.messages.append(std::move(message));
    }
    auto& set = draft.parameters;
    set.stream = body.value(QLatin1String("stream")).toBool();
    set.temperature = number(body, "temperature");
    set.topP = number(body, "top_p");
    set.maxTokens = whole(body, "max_completion_tokens");
    if (!set.maxTokens)
        set.maxTokens = whole(body, "max_tokens");
    set.seed = whole(body, "seed");
    const auto stop = body.value(QLatin1String("stop"));
    if (stop.isString())
        set.stop = QStringList{stop.toString()};
    for (const auto& word : stop.toArray())
        set.stop.append(word.toString());
    set.reasoningEffort = body.value(QLatin1String("reasoning_effort")).toString();
    return draft;
}

} // namespace gatehouse::ui
