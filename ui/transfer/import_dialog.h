// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/transfer/environment.h"
#include "ui/transfer/import_plan.h"
#include "ui/widgets/console.h"

#include <QDialog>
#include <QProcessEnvironment>

class QCheckBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace gatehouse::ui {

class EnvironmentPage;
class ReviewPage;

// Takes over what is set up elsewhere: keys of the environment, a LiteLLM configuration, a Gatehouse bundle. Shows what
// would change before anything does. Shown with open(); deletes itself. UI thread.
class ImportDialog : public QDialog {
    Q_OBJECT

public:
    ImportDialog(Console& console, QWidget* parent);

    // Goes on with this file, whose content says what it is.
    void openFile(const QString& path);
    // Goes on with these variables instead of the process's own.
    void openEnvironment(const QProcessEnvironment& environment);

Q_SIGNALS:
    void imported();

private:
    QWidget* makeSource();
    QWidget* makeFoot();
    void chooseFile(const QString& title);
    void takeFile(const QString& path, const QByteArray& text, const QString& fault);
    void convert();
    void showFoundKeys();
    void goOn();
    void goBack();
    void review();
    void refreshButtons();
    void takePlan();
    void say(const QString& fault);

    Console& m_console;
    ImportPlan m_plan;
    ResourceList m_catalogue;
    ResourceList m_providers;
    QProcessEnvironment m_environment;
    QByteArray m_file; // LiteLLM's, until the catalogue is known
    QByteArray m_document;
    bool m_wantsKeys = false;
    QLabel* m_title;
    QLabel* m_fault;
    QStackedWidget* m_pages;
    EnvironmentPage* m_keys;
    ReviewPage* m_review;
    QCheckBox* m_replace;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace gatehouse::ui
