// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QJsonObject>

class QGridLayout;
class QLabel;
class QPushButton;

namespace gatehouse::ui {

// How a test of a provider went: a verdict with its next step, then each stage with its time. Hidden until there is
// something to show.
class TestPanel : public QFrame {
    Q_OBJECT

public:
    explicit TestPanel(const Theme& theme, QWidget* parent = nullptr);

    void showRunning();
    void showResult(const QJsonObject& test);  // as the gateway answered
    void showFailure(const QString& sentence); // the gateway itself could not be asked
    void clear();

Q_SIGNALS:
    void suggestionTaken(const QString& baseUrl);

private:
    void showVerdict(const QString& icon, Theme::Tone tone, const QString& sentence, const QString& next,
                     const QString& detail);
    void showStages(const QJsonArray& stages);
    void drawIcon();

    const Theme& m_theme;
    QLabel* m_icon;
    QLabel* m_sentence;
    QLabel* m_next;
    QLabel* m_detail;
    QPushButton* m_suggestion;
    QWidget* m_stages = nullptr;
    QString m_iconName;
    Theme::Tone m_tone = Theme::Tone::Secondary;
    QString m_baseUrl;
};

} // namespace gatehouse::ui
