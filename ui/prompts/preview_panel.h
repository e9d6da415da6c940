// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/preview_feed.h"
#include "ui/prompts/value_fields.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace gatehouse::ui {

// What a prompt becomes with some values: its messages as a model would read them, and what is wrong, each fault
// leading to its line. All texts are plain.
class PreviewPanel : public QWidget {
    Q_OBJECT

public:
    PreviewPanel(const Theme& theme, PreviewFeed& feed, QWidget* parent = nullptr);
    ValueFields& values() { return *m_values; }

Q_SIGNALS:
    void goToLine(int message, int line);

private:
    void paint();
    void showState();
    void showFaults();
    void showMessages();

    const Theme& m_theme;
    PreviewFeed& m_feed;
    ValueFields* m_values;
    QLabel* m_stateIcon;
    QLabel* m_state;
    QVBoxLayout* m_faults;
    QVBoxLayout* m_messages;
};

} // namespace gatehouse::ui
