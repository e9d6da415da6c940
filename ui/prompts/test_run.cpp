// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/test_run.h"

#include "ui/models/format.h"
#include "ui/prompts/prompt_words.h"

#include <QJsonArray>

namespace gatehouse::ui {
namespace {

constexpr int pollMilliseconds = 400;
constexpr int pauseMilliseconds = 250;

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

TestOutcome outcomeOf(const QJsonObject& told) {
    TestOutcome outcome;
    outcome.test = text(told, "test");
    outcome.version = told.value(QLatin1String("version")).toInt();
    outcome.model = text(told, "model");
    outcome.passed = text(told, "state") == QLatin1String("passed");
    outcome.answer = text(told, "answer");
    outcome.milliseconds = told.value(QLatin1String("duration_ms")).toDouble(-1);
    if (const auto error = text(told, "error"); !error.isEmpty())
        outcome.failures.append(error);
    for (const auto& value : told.value(QLatin1String("checks")).toArray()) {
        const auto check = value.toObject();
        if (!check.value(QLatin1String("passed")).toBool())
            outcome.failures.append(text(check, "detail"));
    }
    return outcome;
}

} // namespace

TestRunState TestRunState::read(const QJsonObject& told) {
    TestRunState run;
    run.id = text(told, "id");
    run.state = text(told, "state");
    run.running = run.state == QLatin1String("running");
    run.done = told.value(QLatin1String("done")).toInt();
    run.total = told.value(QLatin1String("total")).toInt();
    run.cost = text(told.value(QLatin1String("bill")).toObject(), "cost"); // reckoned at the end
    for (const auto& version : told.value(QLatin1String("versions")).toArray())
        run.versions.append(version.toInt());
    for (const auto& model : told.value(QLatin1String("models")).toArray())
        run.models.append(model.toString());
    for (const auto& value : told.value(QLatin1String("results")).toArray()) {
        const auto outcome = value.toObject();
        if (text(outcome, "state") != QLatin1String("waiting"))
            run.outcomes.append(outcomeOf(outcome));
    }
    return run;
}

TestRunner::TestRunner(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {
    m_again.setSingleShot(true);
    m_again.setInterval(pollMilliseconds);
    connect(&m_again, &QTimer::timeout, this, &TestRunner::poll);
    m_soon.setSingleShot(true);
    m_soon.setInterval(pauseMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &TestRunner::sendEstimate);
}

QJsonObject TestRunner::asked(const QList<int>& versions, const QStringList& models) {
    QJsonArray numbers;
    for (const int version : versions)
        numbers.append(version);
    return {{QStringLiteral("versions"), numbers}, {QStringLiteral("models"), QJsonArray::fromStringList(models)}};
}

void TestRunner::setPrompt(const QString& id) {
    if (id == m_prompt)
        return;
    m_prompt = id;
    ++m_round;
    ++m_estimateRound;
    m_again.stop();
    m_soon.stop();
    m_run = {};
    m_estimate.clear();
    m_problem.clear();
    Q_EMIT changed();
    m_client.get(promptPath(id, QStringLiteral("/test_runs")), {}, this, [this, round = m_round](const Reply& reply) {
        const auto runs = reply.items();
        if (round != m_round || runs.isEmpty())
            return;
        m_run.id = text(runs.first().toObject(), "id"); // the newest stands first
        poll();
    });
}

void TestRunner::estimate(const QList<int>& versions, const QStringList& models) {
    m_toEstimate = versions.isEmpty() || models.isEmpty() ? QJsonObject() : asked(versions, models);
    m_soon.start();
}

void TestRunner::sendEstimate() {
    ++m_estimateRound;
    if (m_toEstimate.isEmpty() || m_prompt.isEmpty()) {
        m_estimate.clear();
        Q_EMIT changed();
        return;
    }
    m_client.send(GatewayClient::Verb::Post, promptPath(m_prompt, QStringLiteral("/test_runs/estimate")), m_toEstimate,
                  this, [this, round = m_estimateRound](const Reply& reply) {
                      if (round != m_estimateRound)
                          return;
                      m_estimate = reply.ok() ? billText(reply.object()) : reply.problem().detail;
                      Q_EMIT changed();
                  });
}

QString TestRunner::billText(const QJsonObject& bill) {
    const int calls = bill.value(QLatin1String("calls")).toInt();
    const auto cost = text(bill, "cost");
    if (cost.isEmpty())
        return tr("%n call(s), at a price that is not known", nullptr, calls);
    if (bill.value(QLatin1String("pretend")).toBool() && cost.toDouble() == 0)
        return tr("%n call(s), free of charge", nullptr, calls);
    return tr("%n call(s), at most %1", "money", calls).arg(moneyText(QLocale(), cost));
}

void TestRunner::start(const QList<int>& versions, const QStringList& models) {
    m_problem.clear();
    m_run = {};
    m_run.running = true;
    m_run.versions = {versions.begin(), versions.end()};
    m_run.models = models;
    Q_EMIT changed();
    m_client.send(GatewayClient::Verb::Post, promptPath(m_prompt, QStringLiteral("/test_runs")),
                  asked(versions, models), this, [this, round = ++m_round](const Reply& reply) {
                      if (round == m_round)
                          take(reply);
                  });
}

void TestRunner::poll() {
    m_client.get(QString(QStringLiteral("/test_runs/") + m_run.id), {}, this,
                 [this, round = m_round](const Reply& reply) {
                     if (round == m_round)
                         take(reply);
                 });
}

void TestRunner::take(const Reply& reply) {
    if (reply.ok()) {
        m_run = TestRunState::read(reply.object());
        if (m_run.running)
            m_again.start();
    } else {
        m_problem = reply.problem().detail;
        m_run.running = false;
    }
    Q_EMIT changed();
}

void TestRunner::cancel() {
    if (!m_run.running || m_run.id.isEmpty())
        return;
    m_client.send(GatewayClient::Verb::Delete, QString(QStringLiteral("/test_runs/") + m_run.id), {}, this,
                  [this](const Reply& reply) {
                      if (!reply.ok())
                          m_problem = reply.problem().detail;
                      Q_EMIT changed();
                  });
}

} // namespace gatehouse::ui
