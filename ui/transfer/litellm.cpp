// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/litellm.h"

#include "ui/transfer/litellm_deployment.h"
#include "ui/transfer/yaml_read.h"

#include <QCoreApplication>
#include <QHash>
#include <QJsonArray>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int mostAttempts = 10;
constexpr int mostTargets = 64;

class Conversion {
public:
    explicit Conversion(const PresetTable& presets) : m_deployments(presets, m_notes) {}

    ImportDocument convert(const YAML::Node& root) {
        for (const auto& [name, value] : membersOf(root))
            takeSection(name, value);
        addFallbacks();
        addAliases();
        return finish();
    }

private:
    struct Route {
        QString model;
        QJsonArray targets;
        QStringList fallbacks;
        bool named = false; // a list of fallbacks of its own, even an empty one
    };

    void note(const QString& where, const QString& sentence) { m_notes.append({where, sentence}); }
    void leaveOut(const QString& where) {
        note(where, QCoreApplication::translate("LiteLlm", "This has no counterpart in Gatehouse and is left out."));
    }

    void takeSection(const QString& name, const YAML::Node& value) {
        if (name == QLatin1String("model_list"))
            takeModels(value);
        else if (name == QLatin1String("router_settings") || name == QLatin1String("litellm_settings"))
            takeSettings(name, value);
        else if (name == QLatin1String("general_settings") || name == QLatin1String("environment_variables"))
            takeForeign(name, value);
        else
            leaveOut(name);
    }

    void takeModels(const YAML::Node& list) {
        if (!list.IsSequence()) {
            note(QStringLiteral("model_list"),
                 QCoreApplication::translate("LiteLlm", "This is not a list and cannot be read."));
            return;
        }
        int number = 0;
        for (const auto& entry : list)
            takeModel(QStringLiteral("model_list[%1]").arg(number++), entry);
    }

    void takeModel(const QString& where, const YAML::Node& entry) {
        const QString name = textOf(entry, "model_name");
        for (const auto& [key, value] : membersOf(entry)) {
            if (key == QLatin1String("model_info"))
                takeModelInfo(where, value);
            else if (key != QLatin1String("model_name") && key != QLatin1String("litellm_params"))
                leaveOut(QString(where + QLatin1Char('.') + key));
        }
        if (name.isEmpty()) {
            note(where, QCoreApplication::translate("LiteLlm", "It has no model_name and is left out."));
            return;
        }
        const auto target = m_deployments.take(where, memberOf(entry, "litellm_params"));
        if (!target)
            return;
        if (name.contains(QLatin1Char('*'))) {
            note(where, QCoreApplication::translate(
                            "LiteLlm", "Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.")
                            .arg(target->value(QLatin1String("provider")).toString()));
            return;
        }
        auto& route = routeNamed(name);
        if (route.targets.size() < mostTargets)
            route.targets.append(*target);
        else
            note(where,
                 QCoreApplication::translate("LiteLlm", "A route has at most 64 targets; this one is left out."));
    }

    void takeModelInfo(const QString& where, const YAML::Node& info) {
        for (const auto& [key, value] : membersOf(info)) {
            if (key == QLatin1String("input_cost_per_token") || key == QLatin1String("output_cost_per_token"))
                note(QString(where + QStringLiteral(".model_info.") + key),
                     QCoreApplication::translate(
                         "LiteLlm", "Prices come from the catalogue. Check this one under Models & routes."));
            else if (key != QLatin1String("id"))
                leaveOut(QString(where + QStringLiteral(".model_info.") + key));
        }
    }

    void takeSettings(const QString& section, const YAML::Node& settings) {
        for (const auto& [key, value] : membersOf(settings)) {
            const QString where = section + QLatin1Char('.') + key;
            if (key == QLatin1String("fallbacks"))
                takeFallbacks(where, value);
            else if (key == QLatin1String("default_fallbacks"))
                m_defaultFallbacks = textsOf(value);
            else if (key == QLatin1String("model_group_alias"))
                takeAliases(where, value);
            else if (key == QLatin1String("num_retries"))
                takeRetries(where, value);
            else if (key == QLatin1String("routing_strategy"))
                note(where, QCoreApplication::translate(
                                "LiteLlm", "Targets of a route are tried in the order of the file (priority)."));
            else if (key.contains(QLatin1String("fallbacks")))
                note(where, QCoreApplication::translate(
                                "LiteLlm", "Gatehouse falls back on failures, not for this reason; this is left out."));
            else
                leaveOut(where);
        }
    }

    // What concerns LiteLLM's own process. Named one by one, values never.
    void takeForeign(const QString& section, const YAML::Node& settings) {
        for (const auto& [key, value] : membersOf(settings)) {
            const QString where = section + QLatin1Char('.') + key;
            if (key == QLatin1String("master_key"))
                note(where, QCoreApplication::translate(
                                "LiteLlm", "Gatehouse keeps no master key. Make a gateway key for each application."));
            else if (section == QLatin1String("environment_variables"))
                note(where, QCoreApplication::translate("LiteLlm", "Set this variable for the gateway itself."));
            else
                leaveOut(where);
        }
    }

    void takeFallbacks(const QString& where, const YAML::Node& list) {
        if (!list.IsSequence()) {
            note(where, QCoreApplication::translate("LiteLlm", "This is not a list and cannot be read."));
            return;
        }
        for (const auto& entry : list) {
            for (const auto& [model, others] : membersOf(entry))
                m_fallbacks.append({model, textsOf(others)});
        }
    }

    void takeAliases(const QString& where, const YAML::Node& aliases) {
        for (const auto& [alias, value] : membersOf(aliases)) {
            const QString model = value.IsMap() ? textOf(value, "model") : scalarOf(value);
            if (model.isEmpty())
                note(QString(where + QLatin1Char('.') + alias),
                     QCoreApplication::translate("LiteLlm", "It names no model and is left out."));
            else
                m_aliases.append({alias, model});
            if (value.IsMap() && memberOf(value, "hidden").IsDefined())
                leaveOut(QString(where + QLatin1Char('.') + alias + QStringLiteral(".hidden")));
        }
    }

    void takeRetries(const QString& where, const YAML::Node& value) {
        bool whole = false;
        const int retries = scalarOf(value).toInt(&whole);
        if (!whole || retries < 0) {
            note(where, QCoreApplication::translate("LiteLlm", "This is not a whole number and is left out."));
            return;
        }
        m_attempts = std::min(retries + 1, mostAttempts);
        if (retries + 1 > mostAttempts)
            note(where,
                 QCoreApplication::translate("LiteLlm", "Gatehouse tries a target at most 10 times; that is taken."));
    }

    Route& routeNamed(const QString& model) {
        const auto found =
            std::find_if(m_routes.begin(), m_routes.end(), [&](const Route& route) { return route.model == model; });
        if (found != m_routes.end())
            return *found;
        m_routes.append({model, {}, {}, false});
        return m_routes.last();
    }

    const Route* find(const QString& model) const {
        const auto found =
            std::find_if(m_routes.begin(), m_routes.end(), [&](const Route& route) { return route.model == model; });
        return found == m_routes.end() ? nullptr : &*found;
    }

    void addFallbacks() {
        const auto before = m_routes; // fallbacks of fallbacks are not followed, as LiteLLM does not
        for (const auto& [model, others] : m_fallbacks) {
            if (find(model) == nullptr) {
                note(QStringLiteral("fallbacks.") + model,
                     QCoreApplication::translate("LiteLlm", "No model of that name was taken over."));
                continue;
            }
            routeNamed(model).named = true;
            appendTargets(model, others, before);
        }
        for (const auto& route : before) {
            if (!m_defaultFallbacks.isEmpty() && !routeNamed(route.model).named)
                appendTargets(route.model, m_defaultFallbacks, before);
        }
    }

    void appendTargets(const QString& model, const QStringList& others, const QVector<Route>& routes) {
        auto& targets = routeNamed(model).targets;
        for (const auto& other : others) {
            const auto found =
                std::find_if(routes.begin(), routes.end(), [&](const Route& route) { return route.model == other; });
            if (found == routes.end()) {
                note(QString(QStringLiteral("fallbacks.") + model),
                     QCoreApplication::translate("LiteLlm", "It falls back to %1, which was not taken over.")
                         .arg(other));
                continue;
            }
            for (const auto& target : found->targets) {
                if (!targets.contains(target) && targets.size() < mostTargets)
                    targets.append(target);
            }
        }
    }

    void addAliases() {
        for (const auto& [alias, model] : m_aliases) {
            const auto* known = find(model);
            if (known == nullptr)
                note(QString(QStringLiteral("model_group_alias.") + alias),
                     QCoreApplication::translate("LiteLlm", "It stands for %1, which was not taken over.").arg(model));
            else if (find(alias) != nullptr)
                note(QString(QStringLiteral("model_group_alias.") + alias),
                     QCoreApplication::translate("LiteLlm",
                                                 "A model of that name stands in model_list; the alias is left out."));
            else {
                const QJsonArray targets = known->targets;
                m_routes.append({alias, targets, {}, false});
            }
        }
    }

    ImportDocument finish() {
        QJsonArray routes;
        for (const auto& route : std::as_const(m_routes)) {
            QJsonObject json{{QStringLiteral("model"), route.model}, {QStringLiteral("targets"), route.targets}};
            if (m_attempts > 0)
                json.insert(QStringLiteral("retry"), QJsonObject{{QStringLiteral("attempts"), m_attempts}});
            routes.append(json);
        }
        ImportDocument result;
        result.document = {{QStringLiteral("version"), 1},
                           {QStringLiteral("providers"), m_deployments.providers()},
                           {QStringLiteral("routes"), routes}};
        result.notes = m_notes;
        if (m_deployments.providers().isEmpty() && routes.isEmpty() && m_notes.isEmpty())
            result.fault = QCoreApplication::translate(
                "LiteLlm", "This file holds no model_list. Choose the configuration of a LiteLLM proxy.");
        return result;
    }

    QVector<ImportNote> m_notes;
    LiteLlmDeployments m_deployments;
    QVector<Route> m_routes;
    QVector<std::pair<QString, QStringList>> m_fallbacks;
    QVector<std::pair<QString, QString>> m_aliases;
    QStringList m_defaultFallbacks;
    int m_attempts = 0; // 0: not said
};

} // namespace

ImportDocument convertLiteLlm(const QByteArray& yaml, const PresetTable& presets) {
    const auto root = readYaml(yaml);
    if (!root.fault.isEmpty())
        return {{}, {}, root.fault};
    return Conversion(presets).convert(root.node);
}

} // namespace gatehouse::ui
