// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_words.h"

#include "ui/prompts/prompt_draft.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QUrl>

namespace gatehouse::ui {
namespace {

struct ChainWords {
    Q_DECLARE_TR_FUNCTIONS(ChainWords)
};

// core/contract/chain_specs.h
constexpr int usualDepth = 4;
constexpr int usualSteps = 50;
constexpr const char* usualTime = "60s";

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

void writeSources(QStringList& out, const QJsonArray& sources) {
    for (const auto& value : sources)
        out.append(QStringLiteral("    %1 ← %2").arg(text(value.toObject(), "name"), sourceText(value.toObject())));
}

void writeStep(QStringList& out, const QJsonObject& step) {
    out.append(QStringLiteral("── %1 ──").arg(text(step, "id")));
    out.append(QStringLiteral("%1: %2").arg(stepKindText(text(step, "kind")), text(step, "use")));
    if (const auto when = whenText(step.value(QLatin1String("when")).toObject()); !when.isEmpty())
        out.append(ChainWords::tr("Only when %1").arg(when));
    QStringList after;
    for (const auto& value : step.value(QLatin1String("after")).toArray())
        after.append(value.toString());
    if (!after.isEmpty())
        out.append(ChainWords::tr("After %1").arg(after.join(QStringLiteral(", "))));
    if (const auto timeout = text(step, "timeout"); !timeout.isEmpty())
        out.append(ChainWords::tr("At most %1").arg(timeout));
    if (step.value(QLatin1String("optional")).toBool())
        out.append(ChainWords::tr("The chain goes on without it"));
    writeSources(out, step.value(QLatin1String("input")).toArray());
    out.append(QString());
}

void removeIf(QJsonObject& object, const char* name, bool gone) {
    if (gone)
        object.remove(QLatin1String(name));
}

// Without what the gateway adds where nothing was written.
QJsonArray shortSources(const QJsonArray& sources) {
    QJsonArray out;
    for (const auto& value : sources) {
        auto source = value.toObject();
        for (const auto* name : {"value", "text"})
            removeIf(source, name, source.value(QLatin1String(name)).isNull());
        removeIf(source, "json", source.contains(QLatin1String("value")) || source.contains(QLatin1String("text")));
        out.append(source);
    }
    return out;
}

QJsonObject shortWhen(QJsonObject when) {
    for (const auto* name : {"equals", "exists"})
        removeIf(when, name, when.value(QLatin1String(name)).isNull());
    removeIf(when, "in", when.value(QLatin1String("in")).toArray().isEmpty());
    return when;
}

QJsonArray shortSteps(const QJsonArray& steps) {
    QJsonArray out;
    for (const auto& value : steps) {
        auto step = value.toObject();
        const auto at = [&step](const char* name) { return step.value(QLatin1String(name)); };
        step.insert(QStringLiteral("input"), shortSources(at("input").toArray()));
        step.insert(QStringLiteral("when"), shortWhen(at("when").toObject()));
        for (const auto* name : {"after", "input"})
            removeIf(step, name, at(name).toArray().isEmpty());
        removeIf(step, "when", at("when").toObject().isEmpty());
        removeIf(step, "timeout", !at("timeout").isString());
        removeIf(step, "optional", !at("optional").toBool());
        out.append(step);
    }
    return out;
}

QJsonObject shortLimits(QJsonObject limits) {
    removeIf(limits, "depth", limits.value(QLatin1String("depth")).toInt() == usualDepth);
    removeIf(limits, "steps", limits.value(QLatin1String("steps")).toInt() == usualSteps);
    removeIf(limits, "time", text(limits, "time") == QLatin1String(usualTime));
    removeIf(limits, "usd", limits.value(QLatin1String("usd")).isNull());
    return limits;
}

QJsonValue shortInputs(const QJsonValue& inputs) {
    return PromptDraft::fromVersion({{QStringLiteral("variables"), inputs}})
        .version()
        .value(QLatin1String("variables"));
}

} // namespace

QString chainPath(const QString& id, const QString& rest) {
    return QString(QStringLiteral("/chains/") + QString::fromLatin1(QUrl::toPercentEncoding(id)) + rest);
}

QJsonObject chainContent(const QJsonObject& version) {
    auto content = version;
    for (const auto* name : {"version", "author", "created", "comment", "from"})
        content.remove(QLatin1String(name));
    content.insert(QStringLiteral("inputs"), shortInputs(content.value(QLatin1String("inputs"))));
    content.insert(QStringLiteral("steps"), shortSteps(content.value(QLatin1String("steps")).toArray()));
    content.insert(QStringLiteral("output"), shortSources(content.value(QLatin1String("output")).toArray()));
    content.insert(QStringLiteral("limits"), shortLimits(content.value(QLatin1String("limits")).toObject()));
    // What is empty says nothing.
    for (const auto* name : {"inputs", "output", "limits"}) {
        const auto value = content.value(QLatin1String(name));
        if (value.toArray().isEmpty() && value.toObject().isEmpty())
            content.remove(QLatin1String(name));
    }
    return content;
}

QStringList stepKinds() {
    return {QStringLiteral("prompt"), QStringLiteral("model"), QStringLiteral("tensor"), QStringLiteral("api")};
}

QString stepKindText(const QString& kind) {
    if (kind.isEmpty() || kind == QLatin1String("prompt"))
        return ChainWords::tr("Prompt");
    if (kind == QLatin1String("model"))
        return ChainWords::tr("Model");
    if (kind == QLatin1String("tensor"))
        return ChainWords::tr("Tensor model");
    return kind == QLatin1String("api") ? ChainWords::tr("Published API") : kind;
}

QString stepStateText(const QString& state) {
    if (state == QLatin1String("running"))
        return ChainWords::tr("Running");
    if (state == QLatin1String("done"))
        return ChainWords::tr("Done");
    if (state == QLatin1String("left_out"))
        return ChainWords::tr("Left out");
    return state == QLatin1String("failed") ? ChainWords::tr("Failed") : ChainWords::tr("Waiting");
}

QString compactJson(const QJsonValue& value) {
    const QJsonArray around{value};
    const auto written = QString::fromUtf8(QJsonDocument(around).toJson(QJsonDocument::Compact));
    return written.mid(1, written.size() - 2);
}

QJsonValue jsonValue(const QString& text) {
    const auto document = QJsonDocument::fromJson('[' + text.toUtf8() + ']');
    const auto values = document.array();
    return values.size() == 1 ? values.first() : QJsonValue(QJsonValue::Undefined);
}

QString sourceText(const QJsonObject& source) {
    if (source.contains(QLatin1String("value")))
        return text(source, "value");
    if (source.contains(QLatin1String("text")))
        return ChainWords::tr("“%1”", "a text").arg(text(source, "text").simplified());
    return compactJson(source.value(QLatin1String("json")));
}

QString whenText(const QJsonObject& when) {
    if (when.isEmpty())
        return {};
    const auto place = text(when, "value");
    if (when.contains(QLatin1String("equals")))
        return ChainWords::tr("%1 is %2").arg(place, compactJson(when.value(QLatin1String("equals"))));
    if (const auto in = when.value(QLatin1String("in")).toArray(); !in.isEmpty())
        return ChainWords::tr("%1 is one of %2").arg(place, compactJson(in));
    return when.value(QLatin1String("exists")).toBool(true) ? ChainWords::tr("%1 is there").arg(place)
                                                            : ChainWords::tr("%1 is not there").arg(place);
}

QString chainText(const QJsonObject& version) {
    QStringList out;
    out.append(QStringLiteral("── %1 ──").arg(ChainWords::tr("Inputs")));
    for (const auto& value : version.value(QLatin1String("inputs")).toArray())
        out.append(compactJson(value));
    out.append(QString());
    for (const auto& value : version.value(QLatin1String("steps")).toArray())
        writeStep(out, value.toObject());
    out.append(QStringLiteral("── %1 ──").arg(ChainWords::tr("Answer")));
    writeSources(out, version.value(QLatin1String("output")).toArray());
    out.append(QString());
    out.append(QStringLiteral("── %1 ──").arg(ChainWords::tr("Limits")));
    out.append(prettyJson(version.value(QLatin1String("limits")).toObject()).trimmed());
    return out.join(u'\n');
}

} // namespace gatehouse::ui
