// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/call_contents.h"

#include <QTreeWidget>

namespace gatehouse::ui {

// The heads of a call's requests and answers. Credentials were masked before anything was kept.
class HeadersPage : public QTreeWidget {
    Q_OBJECT

public:
    explicit HeadersPage(QWidget* parent = nullptr);
    void show(const CallContents& contents);
};

} // namespace gatehouse::ui
