// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_draft.h"

#include "ui/playground/chat_draft.h"

#include <QJsonDocument>
#include <limits>

namespace gatehouse::ui {
namespace {

QJsonValue at(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name));
}

QStringList textsOf(const QJsonValue& list) {
    QStringList texts;
    for (const auto& value : list.toArray())
        texts.append(value.toString());
    return texts;
}

PromptMessage messageOf(const QJsonObject& told) {
    return {at(told, "role").toString(), at(told, "content").toString(), textsOf(at(told, "images"))};
}

PromptVariable variableOf(const QJsonObject& told) {
    PromptVariable variable;
    variable.name = at(told, "name").toString();
    variable.schema = at(told, "schema").toObject();
    variable.preset = at(told, "default");
    variable.example = at(told, "example");
    variable.description = at(told, "description").toString();
    variable.secret = at(told, "secret").toBool(false);
    variable.required = at(told, "required").toBool(true);
    return variable;
}

QJsonObject json(const PromptMessage& message) {
    QJsonObject out{{QStringLiteral("role"), message.role}, {QStringLiteral("content"), message.content}};
    if (!message.images.isEmpty())
        out.insert(QStringLiteral("images"), QJsonArray::fromStringList(message.images));
    return out;
}

QJsonObject json(const PromptVariable& variable) {
    QJsonObject out{{QStringLiteral("name"), variable.name}, {QStringLiteral("required"), variable.required}};
    if (!variable.schema.isEmpty())
        out.insert(QStringLiteral("schema"), variable.schema);
    if (!variable.preset.isUndefined())
        out.insert(QStringLiteral("default"), variable.preset);
    if (!variable.example.isUndefined())
        out.insert(QStringLiteral("example"), variable.example);
    if (!variable.description.isEmpty())
        out.insert(QStringLiteral("description"), variable.description);
    if (variable.secret)
        out.insert(QStringLiteral("secret"), true);
    return out;
}

QJsonObject parametersOf(const DraftParameters& set) {
    QJsonObject out;
    const auto number = [&out](const char* name, const std::optional<double>& value) {
        if (value)
            out.insert(QLatin1String(name), decimalText(*value));
    };
    number("temperature", set.temperature);
    number("top_p", set.topP);
    if (set.maxTokens)
        out.insert(QStringLiteral("max_tokens"), *set.maxTokens);
    if (set.seed)
        out.insert(QStringLiteral("seed"), *set.seed);
    if (!set.stop.isEmpty())
        out.insert(QStringLiteral("stop"), QJsonArray::fromStringList(set.stop));
    if (!set.reasoningEffort.isEmpty())
        out.insert(QStringLiteral("reasoning_effort"), set.reasoningEffort);
    return out;
}

} // namespace

PromptDraft PromptDraft::fromVersion(const QJsonObject& version) {
    PromptDraft draft;
    for (const auto& value : at(version, "messages").toArray())
        draft.messages.append(messageOf(value.toObject()));
    for (const auto& value : at(version, "variables").toArray())
        draft.variables.append(variableOf(value.toObject()));
    for (const auto& value : at(version, "partials").toArray()) {
        const auto partial = value.toObject();
        draft.partials.insert(at(partial, "name").toString(), at(partial, "content").toString());
    }
    draft.model = at(version, "model").toString();
    draft.parameters = at(version, "parameters").toObject();
    const auto response = at(version, "response").toObject();
    draft.schema = at(response, "schema").toObject();
    draft.repair = at(response, "repair").toInt(1);
    if (draft.messages.isEmpty())
        draft.messages.append(PromptMessage());
    return draft;
}

PromptDraft PromptDraft::fromChat(const QJsonObject& body) {
    const auto chat = ChatDraft::fromBody(body);
    PromptDraft draft;
    if (!chat.system.trimmed().isEmpty())
        draft.messages.append({QStringLiteral("system"), chat.system, {}});
    for (const auto& message : chat.messages) {
        if (!message.isEmpty())
            draft.messages.append({message.role, message.text, message.images});
    }
    if (draft.messages.isEmpty())
        draft.messages.append(PromptMessage());
    draft.model = at(body, "model").toString();
    draft.parameters = parametersOf(chat.parameters);
    return draft;
}

QJsonObject PromptDraft::version() const {
    QJsonObject out;
    QJsonArray list;
    for (const auto& message : messages)
        list.append(json(message));
    out.insert(QStringLiteral("messages"), list);
    if (!variables.isEmpty()) {
        QJsonArray named;
        for (const auto& variable : variables)
            named.append(json(variable));
        out.insert(QStringLiteral("variables"), named);
    }
    if (!partials.isEmpty()) {
        QJsonArray texts;
        for (auto it = partials.begin(); it != partials.end(); ++it)
            texts.append(QJsonObject{{QStringLiteral("name"), it.key()}, {QStringLiteral("content"), it.value()}});
        out.insert(QStringLiteral("partials"), texts);
    }
    if (!model.isEmpty())
        out.insert(QStringLiteral("model"), model);
    if (!parameters.isEmpty())
        out.insert(QStringLiteral("parameters"), parameters);
    if (!schema.isEmpty())
        out.insert(QStringLiteral("response"),
                   QJsonObject{{QStringLiteral("schema"), schema}, {QStringLiteral("repair"), repair}});
    return out;
}

MustacheNames PromptDraft::names() const {
    MustacheNames names;
    for (const auto& variable : variables)
        names.variables.insert(variable.name, variable.schema);
    names.partials = partials.keys();
    return names;
}

QJsonObject PromptDraft::sampleValues() const {
    QJsonObject values;
    for (const auto& variable : variables) {
        if (const auto sample = sampleOf(variable); !sample.isUndefined())
            values.insert(variable.name, sample);
    }
    return values;
}

QJsonValue sampleOf(const PromptVariable& variable) {
    if (!variable.example.isUndefined())
        return variable.example;
    if (!variable.preset.isUndefined())
        return variable.preset;
    const auto type = variable.type();
    const auto choices = variable.schema.value(QLatin1String("enum")).toArray();
    if (!choices.isEmpty())
        return choices.first();
    if (type == QLatin1String("integer") || type == QLatin1String("number"))
        return variable.schema.value(QLatin1String("minimum")).toDouble(1);
    if (type == QLatin1String("boolean"))
        return true;
    if (type == QLatin1String("array"))
        return QJsonArray();
    if (type == QLatin1String("object"))
        return QJsonObject();
    return variable.required ? QJsonValue(QString(u'[' + variable.name + u']')) : QJsonValue(QJsonValue::Undefined);
}

QString valueAsText(const QJsonValue& value) {
    if (value.isString())
        return value.toString();
    if (value.isUndefined())
        return {};
    const auto text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return QString::fromUtf8(text.mid(1, text.size() - 2));
}

QJsonValue valueFromText(const QString& text, const QString& type) {
    if (type == QLatin1String("string"))
        return text;
    const auto read = QJsonDocument::fromJson(QByteArray('[' + text.toUtf8() + ']')).array();
    if (read.size() != 1)
        return type.isEmpty() ? QJsonValue(text) : QJsonValue(QJsonValue::Undefined);
    const auto& value = read.first();
    const bool fits = type.isEmpty() || (type == QLatin1String("number") && value.isDouble()) ||
                      (type == QLatin1String("integer") && value.isDouble() &&
                       value.toInteger(std::numeric_limits<qint64>::min()) != std::numeric_limits<qint64>::min()) ||
                      (type == QLatin1String("boolean") && value.isBool()) ||
                      (type == QLatin1String("array") && value.isArray()) ||
                      (type == QLatin1String("object") && value.isObject());
    return fits ? value : QJsonValue(QJsonValue::Undefined);
}

QString decimalText(double value) {
    auto text = QString::number(value, 'f', 4);
    while (text.endsWith(u'0') || text.endsWith(u'.')) {
        const bool point = text.endsWith(u'.');
        text.chop(1);
        if (point)
            break;
    }
    return text;
}

QString prettyJson(const QJsonObject& object) {
    return object.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Indented));
}

} // namespace gatehouse::ui
