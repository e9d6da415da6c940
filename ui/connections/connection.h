// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QUrl>
#include <QVector>

namespace gatehouse::ui {

// A remote gateway that the person added. Its token is not here: the key chain has it, or this session's memory.
struct Connection {
    QString id; // made once, never shown
    QString name;
    QUrl admin;
    QUrl gateway;
    int color = 0;           // of the theme's chart colours
    bool isProtected = true; // edits wait for review
    QByteArray certificate;  // PEM of the one that is trusted, for https
};

// The file of settings; holds no secret.
QVector<Connection> loadConnections();
void saveConnections(const QVector<Connection>& connections);
QString newConnectionId();

// Is it this computer's, where a token may travel without TLS?
bool isLoopback(const QUrl& url);
// What is wrong with an address, or empty.
QString addressFault(const QString& text);

} // namespace gatehouse::ui
