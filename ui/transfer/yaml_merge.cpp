// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/yaml_merge.h"

#include "ui/transfer/yaml_read.h"

namespace gatehouse::ui {
namespace {

void mergeList(YAML::Node list, const YAML::Node& additions, const char* id);

void mergeTeam(YAML::Node standing, const YAML::Node& addition) {
    for (const auto& [name, value] : membersOf(addition)) {
        if (name == QLatin1String("apps") && memberOf(standing, "apps").IsDefined())
            mergeList(standing["apps"], value, "id");
        else
            standing[name.toStdString()] = value;
    }
}

void mergeList(YAML::Node list, const YAML::Node& additions, const char* id) {
    if (!additions.IsSequence())
        return;
    for (const YAML::Node& addition : additions) {
        const QString name = textOf(addition, id);
        bool known = false;
        for (std::size_t i = 0; i < list.size() && !known; ++i) {
            known = textOf(list[i], id) == name;
            if (known && memberOf(addition, "apps").IsDefined())
                mergeTeam(list[i], addition);
            else if (known)
                list[i] = addition;
        }
        if (!known)
            list.push_back(addition);
    }
}

const char* idOf(const QString& list) {
    return list == QLatin1String("routes") ? "model" : "id";
}

} // namespace

MergedYaml mergeConfiguration(const QByteArray& standing, const QByteArray& addition) {
    auto whole = readYaml(standing);
    if (!whole.fault.isEmpty())
        return {{}, whole.fault};
    const auto more = readYaml(addition);
    if (!more.fault.isEmpty())
        return {{}, more.fault};
    for (const auto& [name, value] : membersOf(more.node)) {
        const bool list = value.IsSequence() && memberOf(whole.node, name.toUtf8().constData()).IsSequence();
        if (list)
            mergeList(whole.node[name.toStdString()], value, idOf(name));
        else
            whole.node[name.toStdString()] = value;
    }
    YAML::Emitter out;
    out << whole.node;
    return {QByteArray(out.c_str(), static_cast<qsizetype>(out.size())), {}};
}

} // namespace gatehouse::ui
