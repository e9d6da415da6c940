// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/overview/side_list.h"

#include <QJsonArray>

namespace gatehouse::ui {

// For each model that clients ask for: where a call goes now, given which targets rest or have no key.
QVector<SideList::Line> activeRoutes(const QVector<QJsonObject>& routes, const QJsonArray& health);

} // namespace gatehouse::ui
