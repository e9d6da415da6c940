// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/playground/chat_draft.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QComboBox;
class QHBoxLayout;
class QLabel;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::ui {

class GrowingEdit;

// One message as it is written: its role, its text, its images.
class MessageCard : public QFrame {
    Q_OBJECT

public:
    MessageCard(const Theme& theme, const DraftMessage& message, QWidget* parent = nullptr);

    DraftMessage message() const;
    void setPlace(int index, int count); // what it may do there, and its name for assistive programs
    void focusText();
    void chooseImage(); // asks for a file
    void attach(const QString& path);

Q_SIGNALS:
    void edited();
    void removePressed();
    void movePressed(int by);

private:
    QToolButton* addButton(QHBoxLayout* row, const char* name, const QString& icon, const QString& text);
    void showImages();

    const Theme& m_theme;
    QStringList m_images;
    QComboBox* m_role;
    GrowingEdit* m_text;
    QLabel* m_fault;
    QVBoxLayout* m_pictures;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_remove;
};

} // namespace gatehouse::ui
