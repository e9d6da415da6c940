// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/import_plan.h"

#include "ui/transfer/yaml_merge.h"

#include <QJsonArray>

namespace gatehouse::ui {
namespace {

const QByteArray yamlType = QByteArrayLiteral("application/yaml");

QUrlQuery questionOf(bool dry, ImportPlan::Mode mode) {
    QUrlQuery query;
    query.addQueryItem(QStringLiteral("dry_run"), dry ? QStringLiteral("true") : QStringLiteral("false"));
    query.addQueryItem(QStringLiteral("prune"),
                       mode == ImportPlan::Mode::Replace ? QStringLiteral("true") : QStringLiteral("false"));
    return query;
}

} // namespace

ImportPlan::ImportPlan(GatewayClient& client, QObject* parent) : QObject(parent), m_client(client) {}

ImportPlan::~ImportPlan() {
    forget();
}

void ImportPlan::preview(const QByteArray& configuration, Mode mode) {
    ++m_round;
    m_mode = mode;
    m_changes.clear();
    m_warnings.clear();
    m_problem = {};
    setState(State::Asking);
    if (mode == Mode::Replace) {
        ask(configuration);
        return;
    }
    m_client.getText(QStringLiteral("/config/export"), {}, yamlType, this,
                     [this, configuration, round = m_round](const Reply& reply) {
                         if (round != m_round)
                             return;
                         if (!reply.ok()) {
                             fail(reply.problem());
                             return;
                         }
                         const auto merged = mergeConfiguration(reply.body(), configuration);
                         if (merged.fault.isEmpty()) {
                             ask(merged.text);
                             return;
                         }
                         Problem problem;
                         problem.detail = merged.fault;
                         fail(problem);
                     });
}

void ImportPlan::ask(const QByteArray& document) {
    m_document = document;
    m_client.sendText(GatewayClient::Verb::Post, QStringLiteral("/config/apply"), questionOf(true, m_mode), yamlType,
                      document, this, [this, round = m_round](const Reply& reply) {
                          if (round == m_round)
                              takePreview(reply);
                      });
}

void ImportPlan::takePreview(const Reply& reply) {
    if (!reply.ok()) {
        fail(reply.problem());
        return;
    }
    const auto told = reply.object();
    for (const auto& change : told.value(QLatin1String("changes")).toArray())
        m_changes.append(plannedChange(change.toObject()));
    for (const char* list : {"warnings", "restart"}) {
        for (const auto& sentence : told.value(QLatin1String(list)).toArray())
            m_warnings.append(sentence.toString());
    }
    setState(State::Known);
}

void ImportPlan::apply() {
    setState(State::Applying);
    m_client.sendText(GatewayClient::Verb::Post, QStringLiteral("/config/apply"), questionOf(false, m_mode), yamlType,
                      m_document, this, [this](const Reply& reply) {
                          if (!reply.ok()) {
                              fail(reply.problem());
                              return;
                          }
                          forget();
                          setState(State::Applied);
                      });
}

void ImportPlan::fail(const Problem& problem) {
    m_problem = problem;
    setState(State::Failed);
}

void ImportPlan::setState(State state) {
    m_state = state;
    Q_EMIT changed();
}

void ImportPlan::forget() {
    m_document.fill('\0');
    m_document.clear();
}

} // namespace gatehouse::ui
