// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/litellm_deployment.h"

#include "ui/transfer/litellm.h"
#include "ui/transfer/yaml_read.h"

#include <QCoreApplication>
#include <QUrl>
#include <algorithm>
#include <cmath>

namespace gatehouse::ui {
namespace {

const QString fromEnvironment = QStringLiteral("os.environ/");

QString member(const QString& where, const QString& name) {
    return where + QStringLiteral(".litellm_params.") + name;
}

bool isVariable(const QString& name) {
    return !name.isEmpty() && !name.front().isDigit() && std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.unicode() < 128 && (c.isLetterOrNumber() || c == QLatin1Char('_'));
    });
}

bool isPrintable(const QString& text) {
    return std::none_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 32 || c.unicode() == 127; });
}

// Letters, digits, ".", "_" and "-" only, as ids are.
QString idFrom(QString text) {
    for (auto& c : text) {
        if (c.unicode() >= 128 || !(c.isLetterOrNumber() || c == QLatin1Char('.') || c == QLatin1Char('-')))
            c = QLatin1Char('-');
    }
    while (text.startsWith(QLatin1Char('-')) || text.startsWith(QLatin1Char('.')))
        text.remove(0, 1);
    return text.left(48);
}

} // namespace

LiteLlmDeployments::LiteLlmDeployments(const PresetTable& presets, QVector<ImportNote>& notes)
    : m_presets(presets), m_notes(notes) {}

std::optional<QJsonObject> LiteLlmDeployments::take(const QString& where, const YAML::Node& parameters) {
    const QString asked = textOf(parameters, "model");
    if (asked.isEmpty()) {
        m_notes.append(
            {where, QCoreApplication::translate("LiteLlm", "It has no litellm_params.model and is left out.")});
        return {};
    }
    const QString said = textOf(parameters, "custom_llm_provider");
    const auto slash = asked.indexOf(QLatin1Char('/'));
    QString prefix = said.isEmpty() && slash > 0 ? asked.left(slash) : said;
    QString model = said.isEmpty() && slash > 0 ? asked.mid(slash + 1) : asked;
    if (prefix.isEmpty())
        prefix = liteLlmProviderOf(asked);
    Place place;
    place.preset = presetOfLiteLlm(prefix, m_presets);
    if (place.preset.isEmpty()) {
        m_notes.append(
            {where,
             prefix.isEmpty()
                 ? QCoreApplication::translate("LiteLlm", "It does not say which provider serves %1; it is left out.")
                       .arg(asked)
                 : QCoreApplication::translate("LiteLlm", "The catalogue knows no provider %1; it is left out.")
                       .arg(prefix)});
        return {};
    }
    const auto* preset = m_presets.find(place.preset);
    if (!preset->supported) {
        m_notes.append(
            {where, preset->unsupportedBecause.isEmpty()
                        ? QCoreApplication::translate("LiteLlm", "This version cannot use %1; it is left out.")
                              .arg(preset->name)
                        : QCoreApplication::translate("LiteLlm", "This version cannot use %1; it is left out. %2")
                              .arg(preset->name, preset->unsupportedBecause)});
        return {};
    }
    noteOthers(where, parameters);
    if (!fillAddress(place, where, parameters) || !fillKey(place, where, parameters))
        return {};
    fillTimeout(place, where, parameters);
    QJsonObject target{{QStringLiteral("provider"), providerFor(place)}, {QStringLiteral("model"), model}};
    bool whole = false;
    const int weight = textOf(parameters, "weight").toInt(&whole);
    if (whole && weight >= 0)
        target.insert(QStringLiteral("weight"), weight);
    return target;
}

void LiteLlmDeployments::noteOthers(const QString& where, const YAML::Node& parameters) {
    static const QSet<QString> taken{QStringLiteral("model"),    QStringLiteral("api_base"),
                                     QStringLiteral("base_url"), QStringLiteral("api_key"),
                                     QStringLiteral("timeout"),  QStringLiteral("custom_llm_provider"),
                                     QStringLiteral("weight")};
    static const QSet<QString> limits{QStringLiteral("rpm"), QStringLiteral("tpm"),
                                      QStringLiteral("max_parallel_requests")};
    for (const auto& [name, value] : membersOf(parameters)) {
        if (limits.contains(name))
            m_notes.append(
                {member(where, name),
                 QCoreApplication::translate("LiteLlm", "Gatehouse limits applications, not targets; set it there.")});
        else if (!taken.contains(name))
            m_notes.append(
                {member(where, name),
                 QCoreApplication::translate("LiteLlm", "This has no counterpart in Gatehouse and is left out.")});
    }
}

bool LiteLlmDeployments::fillAddress(Place& place, const QString& where, const YAML::Node& parameters) {
    QString address = textOf(parameters, "api_base");
    if (address.isEmpty())
        address = textOf(parameters, "base_url");
    const auto* preset = m_presets.find(place.preset);
    if (address.isEmpty()) {
        if (preset->needsBaseUrl)
            m_notes.append(
                {where, QCoreApplication::translate("LiteLlm", "%1 needs an address (api_base); it is left out.")
                            .arg(preset->name)});
        return !preset->needsBaseUrl;
    }
    if (address.startsWith(fromEnvironment)) {
        m_notes.append(
            {member(where, QStringLiteral("api_base")),
             QCoreApplication::translate(
                 "LiteLlm", "An address cannot be read from a variable; write it into the file. The model is left "
                            "out.")});
        return false;
    }
    while (address.endsWith(QLatin1Char('/')))
        address.chop(1);
    const QUrl url(address, QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !web || url.host().isEmpty() || !url.userInfo().isEmpty() || url.hasQuery() ||
        url.hasFragment()) {
        m_notes.append(
            {member(where, QStringLiteral("api_base")),
             QCoreApplication::translate(
                 "LiteLlm", "This is not an http or https address without user, query and fragment. The model is left "
                            "out.")});
        return false;
    }
    place.baseUrl = address;
    return true;
}

bool LiteLlmDeployments::fillKey(Place& place, const QString& where, const YAML::Node& parameters) {
    const QString key = textOf(parameters, "api_key");
    const auto* preset = m_presets.find(place.preset);
    if (key.isEmpty()) {
        // LiteLLM then reads the variable that the provider's own library reads.
        const QString variable = keyVariableOf(*preset);
        if (!variable.isEmpty() && !preset->keyOptional)
            place.key = QStringLiteral("env:") + variable;
        return true;
    }
    const bool variable = key.startsWith(fromEnvironment);
    const QString name = key.mid(fromEnvironment.size());
    if (variable ? !isVariable(name) : !isPrintable(key)) {
        m_notes.append({member(where, QStringLiteral("api_key")),
                        QCoreApplication::translate(
                            "LiteLlm", "This is neither os.environ/NAME nor a key. The model is left out.")});
        return false;
    }
    place.key = variable ? QString(QStringLiteral("env:") + name) : QString(QStringLiteral("plain:") + key);
    if (!variable)
        m_notes.append(
            {member(where, QStringLiteral("api_key")),
             QCoreApplication::translate(
                 "LiteLlm", "The key stands in the file. It is moved into the key chain; take it out of the file.")});
    return true;
}

void LiteLlmDeployments::fillTimeout(Place& place, const QString& where, const YAML::Node& parameters) {
    const QString text = textOf(parameters, "timeout");
    if (text.isEmpty())
        return;
    bool number = false;
    const double seconds = text.toDouble(&number);
    if (number && seconds >= 0.001 && seconds <= 86'400)
        place.timeout = seconds == std::floor(seconds) ? QStringLiteral("%1s").arg(qRound64(seconds))
                                                       : QStringLiteral("%1ms").arg(qRound64(seconds * 1000));
    else
        m_notes.append({member(where, QStringLiteral("timeout")),
                        QCoreApplication::translate("LiteLlm", "This is not a number of seconds; left out.")});
}

QString LiteLlmDeployments::providerFor(const Place& place) {
    const auto known =
        std::find_if(m_ids.begin(), m_ids.end(), [&](const auto& entry) { return entry.first == place; });
    if (known != m_ids.end())
        return known->second;
    const QString id = freeId(place);
    QJsonObject provider{{QStringLiteral("id"), id}, {QStringLiteral("preset"), place.preset}};
    if (!place.baseUrl.isEmpty())
        provider.insert(QStringLiteral("base_url"), place.baseUrl);
    if (!place.key.isEmpty())
        provider.insert(QStringLiteral("keys"), QJsonArray{place.key});
    if (!place.timeout.isEmpty())
        provider.insert(QStringLiteral("timeouts"), QJsonObject{{QStringLiteral("total"), place.timeout}});
    m_providers.append(provider);
    m_ids.append({place, id});
    return id;
}

QString LiteLlmDeployments::freeId(const Place& place) const {
    // An address of one's own says more than the preset's name.
    const QString base = place.baseUrl.isEmpty() ? place.preset : idFrom(QUrl(place.baseUrl).host());
    QString id = base.isEmpty() ? place.preset : base;
    for (int number = 2;; ++number) {
        const bool taken =
            std::any_of(m_ids.begin(), m_ids.end(), [&](const auto& entry) { return entry.second == id; });
        if (!taken)
            return id;
        id = QStringLiteral("%1-%2").arg(base.isEmpty() ? place.preset : base).arg(number);
    }
}

} // namespace gatehouse::ui
