// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/reply.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <functional>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;

namespace gatehouse::ui {

class Form;

// A form with a verb to do and Cancel. While saving it is busy; when saving fails it stays open with all that was
// typed, the fault at its field or in a banner. Leaving with unsaved edits asks first. Shown with open(), deletes
// itself. Its buttons are "dialogVerb" and "dialogCancel", its banner "dialogBanner".
class FormDialog : public QDialog {
    Q_OBJECT

public:
    // verb: what the button says: "Add provider".
    FormDialog(const Theme& theme, const QString& title, const QString& verb, QWidget* parent);

    Form& form() { return *m_form; }
    void addButton(QPushButton* button); // left of Cancel, such as "Test"
    // Called after all checks passed. It must end in succeeded() or failed().
    void setSave(std::function<void()> save);
    void succeeded(); // closes
    void failed(const Problem& problem);
    void setBanner(const QString& sentence); // empty: none
    void setBusy(bool busy);
    bool isEdited() const { return m_edited; }

public Q_SLOTS:
    void accept() override; // checks, then saves
    void reject() override;

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void orderTabs();
    void grow();
    const Theme& m_theme;
    Form* m_form;
    QWidget* m_banner;
    QLabel* m_bannerIcon;
    QLabel* m_bannerText;
    QPushButton* m_verb;
    QPushButton* m_cancel;
    QLabel* m_busyText;
    QHBoxLayout* m_buttons;
    QScrollArea* m_area;
    std::function<void()> m_save;
    bool m_edited = false;
    bool m_busy = false;
};

} // namespace gatehouse::ui
