// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QString>
#include <QtGlobal>

namespace gatehouse::ui {

// What a cache did and holds, of one route or in all; since the gateway started.
struct CacheFigures {
    qint64 entries = 0;
    qint64 bytes = 0;
    qint64 hits = 0;
    qint64 similar = 0; // hits by meaning
    qint64 shared = 0;  // of the hits: they waited for an equal call
    qint64 misses = 0;
    QString saved; // exact dollars

    explicit CacheFigures(const QJsonObject& told = {});
    qint64 asked() const { return hits + similar + misses; }
    double hitRate() const {
        return asked() > 0 ? static_cast<double>(hits + similar) / static_cast<double>(asked()) : 0;
    }
};

} // namespace gatehouse::ui
