// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/view.h"

#include <QString>
#include <functional>
#include <vector>

namespace gatehouse::ui {

// A part of a view that can be found by itself, such as a page of the settings; View::open(id) shows it.
struct PageEntry {
    QString id;
    QString title;
    QString words{}; // further words to find it by
};

// A page that the window offers. Made when it is first opened.
struct ViewEntry {
    QString id;
    QString title;
    QString icon;
    int group = 0; // entries of a group stand together
    std::function<View*()> make;
    std::vector<PageEntry> pages{};
    bool isForTeams = false; // hidden until TeamFeatures are shown
};

} // namespace gatehouse::ui
