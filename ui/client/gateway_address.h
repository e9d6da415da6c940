// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>

namespace gatehouse::ui {

// Where a gateway is and how the console proves itself to it. The token is kept in memory only: it is never shown,
// logged or written.
struct GatewayAddress {
    QString name;     // "This computer"
    QUrl admin;       // http://127.0.0.1:8643
    QUrl gateway;     // http://127.0.0.1:8642: what applications use
    QByteArray token; // for the admin API
    // SHA-256 of the one certificate that the person trusts, for https; empty: what the system trusts.
    QByteArray certificate{};
};

} // namespace gatehouse::ui
