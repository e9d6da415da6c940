// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QVector>

namespace gatehouse::ui {

// Something of the source that was not taken over, or only in another form.
struct ImportNote {
    QString where;    // "model_list[2]", "router_settings.redis_host"
    QString sentence; // what became of it; never a secret
    bool operator==(const ImportNote&) const = default;
};

// What an import came to: a configuration in the form of Gatehouse's file, and what it does not hold. A key that stood
// in the source in plain stands in it as "plain:…": the gateway moves it into the key chain as it takes it.
struct ImportDocument {
    QJsonObject document;
    QVector<ImportNote> notes;
    QString fault; // not empty: the source cannot be read at all; says where and why
};

} // namespace gatehouse::ui
