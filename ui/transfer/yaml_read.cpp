// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/yaml_read.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

constexpr qsizetype mostBytes = 4 * 1024 * 1024;
constexpr int mostDepth = 64;

// Nested brackets would have the reader recurse; indentation costs bytes enough.
bool isTooDeep(const QByteArray& text) {
    int depth = 0;
    for (const char c : text) {
        if (c == '[' || c == '{') {
            if (++depth > mostDepth)
                return true;
        } else if ((c == ']' || c == '}') && depth > 0)
            --depth;
    }
    return false;
}

} // namespace

ReadYaml readYaml(const QByteArray& text) {
    if (text.size() > mostBytes || isTooDeep(text))
        return {{}, QCoreApplication::translate("YamlFile", "The file is too large, or nested too deeply.")};
    try {
        auto node = YAML::Load(text.toStdString());
        if (node.IsMap())
            return {node, {}};
        return {{},
                QCoreApplication::translate("YamlFile",
                                            "The file holds no settings. Choose a YAML file of the form NAME: VALUE.")};
    } catch (const YAML::Exception& failure) {
        return {
            {},
            failure.mark.is_null()
                ? QCoreApplication::translate("YamlFile", "The file is not YAML.")
                : QCoreApplication::translate(
                      "YamlFile", "Line %1: this is not YAML that can be read. Check indentation, quotes and colons.")
                      .arg(failure.mark.line + 1)};
    }
}

std::vector<std::pair<QString, YAML::Node>> membersOf(const YAML::Node& map) {
    std::vector<std::pair<QString, YAML::Node>> members;
    if (!map.IsDefined() || !map.IsMap())
        return members;
    for (const auto& member : map) {
        if (member.first.IsScalar())
            members.emplace_back(QString::fromStdString(member.first.Scalar()), member.second);
    }
    return members;
}

YAML::Node memberOf(const YAML::Node& map, const char* name) {
    if (!map.IsDefined() || !map.IsMap())
        return YAML::Node(YAML::NodeType::Undefined);
    // What yaml-cpp gives for a missing name throws when it is asked for its type.
    const auto member = map[name];
    return member.IsDefined() ? member : YAML::Node(YAML::NodeType::Undefined);
}

QString scalarOf(const YAML::Node& node) {
    return node.IsDefined() && node.IsScalar() ? QString::fromStdString(node.Scalar()) : QString();
}

QString textOf(const YAML::Node& map, const char* name) {
    return scalarOf(memberOf(map, name));
}

QStringList textsOf(const YAML::Node& node) {
    QStringList texts;
    if (!node.IsDefined())
        return texts;
    if (node.IsScalar())
        return {scalarOf(node)};
    if (node.IsSequence()) {
        for (const auto& each : node) {
            if (each.IsScalar())
                texts.append(scalarOf(each));
        }
    }
    return texts;
}

} // namespace gatehouse::ui
