// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/prompts/prompt_draft.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::ui {

class TemplateEdit;

// One message of a prompt as it is written: who says it, its template, its images.
class PromptMessageCard : public QFrame {
    Q_OBJECT

public:
    PromptMessageCard(const Theme& theme, const PromptMessage& message, QWidget* parent = nullptr);

    PromptMessage message() const;
    void setPlace(int index, int count); // what it may do there, and its name for assistive programs
    void setNames(const MustacheNames& names);
    // What the gateway says of it; empty: nothing.
    void setToldFault(const QString& sentence);
    QString fault() const; // as it is shown
    // Tab comes here after "before"; what it is to go on from.
    QWidget* orderAfter(QWidget* before);
    TemplateEdit& text() { return *m_text; }

Q_SIGNALS:
    void edited();
    void removePressed();
    void movePressed(int by);

private:
    QToolButton* addButton(QHBoxLayout* row, const char* name, const QString& icon, const QString& text);
    void addImage(const QString& address);
    void showFault();
    QWidget* makeHead();

    const Theme& m_theme;
    QComboBox* m_role;
    TemplateEdit* m_text;
    QToolButton* m_image = nullptr;
    QVBoxLayout* m_images;
    QLabel* m_fault;
    QString m_told;
    QToolButton* m_up = nullptr;
    QToolButton* m_down = nullptr;
    QToolButton* m_remove = nullptr;
};

} // namespace gatehouse::ui
