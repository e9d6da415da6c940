// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <functional>

class QObject;

namespace gatehouse::ui {

inline constexpr qint64 mostImageBytes = qint64{5} << 20U; // what the strictest large provider takes

// Reads an image as a data URL, in a thread of its own: files may lie on slow disks. "problem" is a sentence for the
// person where it is no image that models take, too large or unreadable. The handler runs on the UI thread, and not
// once the context is gone.
void readImage(const QString& path, QObject* context,
               std::function<void(const QString& dataUrl, const QString& problem)> handler);

} // namespace gatehouse::ui
