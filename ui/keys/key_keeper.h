// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <functional>

namespace gatehouse::ui {

// Gateway keys in the person's key chain, where "gatehouse key-helper NAME" finds them: the service is
// "gatehouse-keys", the entry's name the key's. Everything is asynchronous: a key chain may wait for its owner. UI
// thread.

inline constexpr char keptKeysService[] = "gatehouse-keys";

// "done" gets an empty text, or the sentence of what went wrong. Not called once the context is gone.
void keepKey(const QString& name, const QString& key, QObject* context, std::function<void(const QString& fault)> done);

// Takes the entry away where it holds that very key (one that begins with "gh_<id>_").
void forgetKeptKey(const QString& name, const QString& id, QObject* context);

} // namespace gatehouse::ui
