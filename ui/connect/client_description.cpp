// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/client_description.h"

#include <QDir>
#include <QFile>
#include <QHostAddress>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>

// Outside of all namespaces, as Qt wants it: a static library's resources do not come by themselves.
static void bringClients() {
    Q_INIT_RESOURCE(clients);
}

namespace gatehouse::ui {
namespace {

QString text(const QJsonObject& json, const char* name) {
    return json.value(QLatin1String(name)).toString();
}

QStringList texts(const QJsonValue& list) {
    QStringList out;
    for (const auto& value : list.toArray())
        out.append(value.toString());
    return out;
}

std::optional<FileFormat> formatNamed(const QString& name) {
    if (name == QLatin1String("json"))
        return FileFormat::Json;
    if (name == QLatin1String("toml"))
        return FileFormat::Toml;
    if (name == QLatin1String("yaml"))
        return FileFormat::Yaml;
    if (name == QLatin1String("env"))
        return FileFormat::Env;
    return std::nullopt;
}

std::optional<KeyWay> wayNamed(const QString& name) {
    if (name == QLatin1String("key"))
        return KeyWay::Written;
    if (name == QLatin1String("helper"))
        return KeyWay::Helper;
    if (name == QLatin1String("variable"))
        return KeyWay::Variable;
    return std::nullopt;
}

ClientSetting settingOf(const QJsonObject& json) {
    ClientSetting out;
    out.setting = {texts(json.value(QLatin1String("path"))), json.value(QLatin1String("value")), text(json, "entry"),
                   json.value(QLatin1String("onlyNew")).toBool()};
    out.way = wayNamed(text(json, "when"));
    return out;
}

QJsonValue filledValue(const QJsonValue& value, const Filling& with) {
    if (value.isString())
        return filled(value.toString(), with);
    if (value.isArray()) {
        QJsonArray out;
        for (const auto& item : value.toArray())
            out.append(filledValue(item, with));
        return out;
    }
    if (!value.isObject())
        return value;
    auto object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it)
        it.value() = filledValue(it.value(), with);
    return object;
}

QString under(const QUrl& gateway, const char* path) {
    QUrl url(gateway);
    url.setPath(QLatin1String(path));
    return QString::fromLatin1(url.toEncoded());
}

bool isLoopback(const QString& host) {
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

} // namespace

bool ClientDescription::takes(KeyWay way) const {
    return file &&
           (way == KeyWay::Variable || std::any_of(file->settings.begin(), file->settings.end(),
                                                   [way](const ClientSetting& setting) { return setting.way == way; }));
}

std::optional<ClientDescription> readClient(const QByteArray& json, QString& problem) {
    QJsonParseError error;
    const auto read = QJsonDocument::fromJson(json, &error).object();
    ClientDescription client;
    client.id = text(read, "id");
    client.name = text(read, "name");
    client.kind = text(read, "kind");
    client.needs = text(read, "needs");
    client.loopback = read.value(QLatin1String("loopback")).toBool(true);
    client.traps = texts(read.value(QLatin1String("traps")));
    client.conflicts = texts(read.value(QLatin1String("conflicts")));
    client.order = read.value(QLatin1String("order")).toInt();
    for (const auto& value : read.value(QLatin1String("snippets")).toArray())
        client.snippets.append({text(value.toObject(), "title"), text(value.toObject(), "text")});
    if (const auto file = read.value(QLatin1String("file")).toObject(); !file.isEmpty()) {
        const auto format = formatNamed(text(file, "format"));
        if (!format) {
            problem = QStringLiteral("file.format");
            return std::nullopt;
        }
        client.file = ClientFile{text(file, "path"), *format, {}};
        for (const auto& value : file.value(QLatin1String("settings")).toArray())
            client.file->settings.append(settingOf(value.toObject()));
    }
    if (client.id.isEmpty() || client.name.isEmpty() || !client.needs.startsWith(u'/') || client.snippets.isEmpty()) {
        problem =
            error.error != QJsonParseError::NoError ? error.errorString() : QStringLiteral("id, name, needs, snippets");
        return std::nullopt;
    }
    return client;
}

QVector<ClientDescription> readClients() {
    bringClients();
    QVector<ClientDescription> out;
    const QDir folder(QStringLiteral(":/clients"));
    for (const auto& name : folder.entryList(QDir::Files)) {
        QFile file(folder.filePath(name));
        QString problem;
        if (!file.open(QIODevice::ReadOnly))
            continue;
        if (auto client = readClient(file.readAll(), problem))
            out.append(std::move(*client));
    }
    std::sort(out.begin(), out.end(), [](const auto& one, const auto& other) { return one.order < other.order; });
    return out;
}

QString helperCommand(const QString& entry) {
    return QString(QStringLiteral("gatehouse key-helper ") + entry);
}

QString filled(const QString& text, const Filling& with) {
    QUrl fromContainer(with.gateway);
    if (isLoopback(with.gateway.host()))
        fromContainer.setHost(QStringLiteral("host.docker.internal"));
    const std::pair<const char*, QString> places[]{
        {"{gateway}", QString::fromLatin1(with.gateway.toEncoded(QUrl::StripTrailingSlash))},
        {"{openai}", under(with.gateway, "/v1")},
        {"{dockerOpenai}", under(fromContainer, "/v1")},
        {"{anthropic}", under(with.gateway, "/anthropic")},
        {"{gemini}", under(with.gateway, "/gemini")},
        {"{vertex}", under(with.gateway, "/vertex")},
        {"{bedrock}", under(with.gateway, "/bedrock")},
        {"{cohere}", under(with.gateway, "/cohere")},
        {"{ollama}", under(with.gateway, "/ollama")},
        {"{helper}", helperCommand(with.entry)},
        {"{entry}", with.entry},
        {"{keyhint}", QStringLiteral("gh_…")},
        {"{key}", with.key},
        {"{pathModel}", QString::fromLatin1(QUrl::toPercentEncoding(with.model))},
        {"{model}", with.model},
    };
    // In one pass, so that what is put in is not looked at again.
    QString out;
    for (qsizetype at = 0; at < text.size();) {
        const auto found = std::find_if(std::begin(places), std::end(places), [&](const auto& place) {
            return QStringView(text).mid(at).startsWith(QLatin1String(place.first));
        });
        if (found == std::end(places)) {
            out += text[at++];
            continue;
        }
        out += found->second;
        at += QLatin1String(found->first).size();
    }
    return out;
}

QVector<Setting> settingsFor(const ClientFile& file, KeyWay way, const Filling& with) {
    QVector<Setting> out;
    for (const auto& one : file.settings) {
        if (one.way && one.way != way)
            continue;
        auto setting = one.setting;
        setting.value = filledValue(setting.value, with);
        out.append(std::move(setting));
    }
    return out;
}

} // namespace gatehouse::ui
