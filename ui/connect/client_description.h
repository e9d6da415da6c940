// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/merge.h"

#include <QHash>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QVector>
#include <optional>

namespace gatehouse::ui {

// How a client gets its key.
enum class KeyWay {
    Variable, // from an environment variable
    Written,  // it stands in the client's file
    Helper    // the client runs "gatehouse key-helper NAME"
};

struct Snippet {
    QString title; // to be translated: clientTexts()
    QString text;  // with places in braces
};

// A setting with places in braces, and for which way it is meant; none: for all.
struct ClientSetting {
    Setting setting;
    std::optional<KeyWay> way;
};

// A settings file of the person's that the console can change.
struct ClientFile {
    QString path; // "~/.claude/settings.json"
    FileFormat format = FileFormat::Json;
    QVector<ClientSetting> settings;
};

// A program or library that can use the gateway, as a file of resources/clients says it.
struct ClientDescription {
    QString id;
    QString name;
    QString kind;          // "agent", "editor", "app", "library", "tool"
    QString needs;         // the address that it calls
    bool loopback = true;  // whether it reaches this computer's own address
    QStringList traps;     // to be translated: clientTexts()
    QStringList conflicts; // environment variables that get in its way
    QVector<Snippet> snippets;
    std::optional<ClientFile> file;
    int order = 0;

    bool takes(KeyWay way) const;
};

// What goes into the places.
struct Filling {
    QUrl gateway;
    QString model;
    QString key;   // the key itself, where it is known; only ever put into a file
    QString entry; // of the key chain, for the helper
};

// All that the program brings, in their order.
QVector<ClientDescription> readClients();
// One description; "problem" names what is wrong with it.
std::optional<ClientDescription> readClient(const QByteArray& json, QString& problem);

QString filled(const QString& text, const Filling& with);
QVector<Setting> settingsFor(const ClientFile& file, KeyWay way, const Filling& with);
QString helperCommand(const QString& entry);
// Every text of the descriptions that is translated, context "Clients".
QVector<const char*> clientTexts();

} // namespace gatehouse::ui
