// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <utility>
#include <vector>
#include <yaml-cpp/yaml.h>

// YAML of other programs, read without exceptions: what is not of the form asked for is empty.
namespace gatehouse::ui {

struct ReadYaml {
    YAML::Node node; // a map where "fault" is empty
    QString fault;   // "Line 3: …"
};

ReadYaml readYaml(const QByteArray& text);

std::vector<std::pair<QString, YAML::Node>> membersOf(const YAML::Node& map); // in their order
YAML::Node memberOf(const YAML::Node& map, const char* name);
QString scalarOf(const YAML::Node& node);
QString textOf(const YAML::Node& map, const char* name);
QStringList textsOf(const YAML::Node& node); // of a list, or one scalar

} // namespace gatehouse::ui
