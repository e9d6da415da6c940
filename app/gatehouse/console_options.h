// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>

namespace gatehouse::app {

// What the command line of the console may ask for (gatehouse(1)).
struct ConsoleOptions {
    QString profile; // empty: the nameless one, which is the daemon's too
    QString connection;
    QString view;
    QString importFile;
    QString exportFile;
    QString link; // gatehouse:…
    bool pause = false;
    bool minimized = false;
};

struct ReadOptions {
    std::optional<ConsoleOptions> options;
    QString text;     // for the terminal: help, version, or what was wrong
    int exitCode = 0; // where there are no options
};

// "arguments" begins with the program's name. Changes nothing and ends nothing.
ReadOptions readOptions(const QStringList& arguments);

} // namespace gatehouse::app
