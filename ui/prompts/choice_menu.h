// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QStringList>
#include <QVariant>
#include <QVector>

class QMenu;

namespace gatehouse::ui {

// A button whose menu ticks several of some choices; it says which are ticked.
class ChoiceMenu : public QPushButton {
    Q_OBJECT

public:
    struct Choice {
        QString text;
        QVariant data;
    };

    ChoiceMenu(const char* name, const QString& title, QWidget* parent = nullptr);
    void setMost(int most) { m_most = most; }        // that may be ticked at once
    void setChoices(const QVector<Choice>& choices); // what was ticked and is still there stays ticked
    void tick(const QVariantList& wanted);
    QVariantList ticked() const;

Q_SIGNALS:
    void chosen(); // by the person

private:
    void showText();
    bool eventFilter(QObject* watched, QEvent* event) override;

    QString m_title;
    QMenu* m_menu;
    int m_most = 100;
};

} // namespace gatehouse::ui
