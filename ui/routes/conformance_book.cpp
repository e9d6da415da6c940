// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/conformance_book.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace gatehouse::ui {
namespace {

constexpr int againMilliseconds = 2'000;

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(Conformance)
};

bool isRunning(const QJsonObject& run) {
    return run.value(QLatin1String("state")).toString() == QLatin1String("running");
}

} // namespace

ConformanceBook::ConformanceBook(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_again.setSingleShot(true);
    m_again.setInterval(againMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &ConformanceBook::refresh);
    connect(&client, &GatewayClient::refreshNeeded, this, &ConformanceBook::refresh);
    connect(&client, &GatewayClient::gatewayChosen, this, [this] {
        m_again.stop();
        m_runs.clear();
        Q_EMIT changed();
    });
}

void ConformanceBook::refresh() {
    if (m_client.address().admin.isEmpty())
        return;
    m_client.get(QStringLiteral("/conformance"), {}, this, [this](const Reply& reply) {
        if (!reply.ok())
            return; // what was known stays
        m_runs.clear();
        bool any = false;
        for (const auto& value : reply.items()) {
            const auto run = value.toObject();
            any = any || isRunning(run);
            m_runs.insert(run.value(QLatin1String("model")).toString(), run);
        }
        if (any)
            m_again.start();
        Q_EMIT changed();
    });
}

ConformanceBadge conformanceBadge(const QLocale& locale, const QJsonObject& run) {
    if (run.isEmpty())
        return {};
    const auto number = [&run](const char* name) { return run.value(QLatin1String(name)).toInt(); };
    if (isRunning(run))
        return {Words::tr("Testing: %1 of %2").arg(locale.toString(number("done")), locale.toString(number("total"))),
                QStringLiteral("loader-2"), Theme::Tone::Info};
    const auto ended =
        QDateTime::fromString(run.value(QLatin1String("ended_at")).toString(), Qt::ISODateWithMs).toLocalTime();
    const QString day = locale.toString(ended.date(), QLocale::ShortFormat);
    const int passed = number("passed");
    const int tried = passed + number("failed");
    if (run.value(QLatin1String("state")).toString() == QLatin1String("stopped"))
        return {Words::tr("Stopped, %1", "day").arg(day), QStringLiteral("player-stop"), Theme::Tone::Secondary};
    if (passed == tried)
        return {Words::tr("All %n pass, %1", "day", tried).arg(day), QStringLiteral("circle-check"),
                Theme::Tone::Success};
    return {
        Words::tr("%1 of %2 pass, %3", "tests, tests, day").arg(locale.toString(passed), locale.toString(tried), day),
        QStringLiteral("alert-triangle"), Theme::Tone::Warning};
}

QString featureName(const QString& feature) {
    if (feature == QLatin1String("plain"))
        return Words::tr("Plain");
    if (feature == QLatin1String("stream"))
        return Words::tr("Stream");
    if (feature == QLatin1String("tools"))
        return Words::tr("Tools");
    if (feature == QLatin1String("parallel_tools"))
        return Words::tr("Parallel tools");
    if (feature == QLatin1String("image"))
        return Words::tr("Image");
    if (feature == QLatin1String("structured_output"))
        return Words::tr("Structured output");
    if (feature == QLatin1String("reasoning"))
        return Words::tr("Reasoning");
    if (feature == QLatin1String("long_output"))
        return Words::tr("Long output");
    if (feature == QLatin1String("error"))
        return Words::tr("Error");
    return feature == QLatin1String("cancel") ? Words::tr("Cancel") : feature;
}

QString clientDialectName(const QString& name) {
    // Names of products: the same in every language.
    static const QHash<QString, QString> names{{QStringLiteral("openai"), QStringLiteral("OpenAI chat")},
                                               {QStringLiteral("responses"), QStringLiteral("OpenAI Responses")},
                                               {QStringLiteral("openai_responses"), QStringLiteral("OpenAI Responses")},
                                               {QStringLiteral("anthropic"), QStringLiteral("Anthropic")},
                                               {QStringLiteral("gemini"), QStringLiteral("Gemini")},
                                               {QStringLiteral("bedrock"), QStringLiteral("Amazon Bedrock")},
                                               {QStringLiteral("cohere"), QStringLiteral("Cohere")},
                                               {QStringLiteral("ollama"), QStringLiteral("Ollama")}};
    return names.value(name, name);
}

} // namespace gatehouse::ui
