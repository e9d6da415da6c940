// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace gatehouse::ui {

struct MergedYaml {
    QByteArray text;
    QString fault; // not empty: one of the two cannot be read
};

// The configuration "standing" (YAML, as exported) with all that "addition" (YAML or JSON) names in place of what has
// the same id, and beside the rest: an application goes into the team of its id. Applied, it removes nothing.
MergedYaml mergeConfiguration(const QByteArray& standing, const QByteArray& addition);

} // namespace gatehouse::ui
