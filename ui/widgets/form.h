// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/reply.h"

#include <QHash>
#include <QList>
#include <QWidget>
#include <functional>

class QFormLayout;
class QLabel;
class QToolButton;

namespace gatehouse::ui {

// Labelled fields with their hints, and what is wrong with a field right beneath it. A field is known by the name that
// the admin API gives it ("base_url", "limits.concurrent"), so that a problem finds its field by itself.
class Form : public QWidget {
    Q_OBJECT

public:
    // Of a field's text or choice: a sentence of what is wrong, or empty. Asked when an edited field is left, before
    // saving, and at every edit while the field has a fault.
    using Check = std::function<QString()>;

    explicit Form(QWidget* parent = nullptr);

    // The widget becomes the label's buddy and gets the object name "field_" + name with dots as "_", its fault's label
    // the same with "fault_".
    void addField(const QString& name, const QString& label, QWidget* widget, const QString& hint = {},
                  Check check = {});
    void addSection(const QString& title);
    // A section that folds: what is added behind it, up to the next section, is shown only while it is open. A fault
    // opens it. Its button gets the object name "fold_" + name; the summary stands beside the title.
    void addFold(const QString& name, const QString& title);
    void setFoldOpen(const QString& name, bool open);
    void setFoldSummary(const QString& name, const QString& sentence);
    void addWide(QWidget* widget); // across both columns
    void setFieldVisible(const QString& name, bool visible);
    void setHint(const QString& name, const QString& hint);

    // Runs every check; shows all faults and puts the focus on the first. True where nothing is wrong.
    bool check();
    void setFault(const QString& name, const QString& sentence); // empty: nothing is wrong
    void clearFaults();
    // Puts a problem of the admin API at its field ("keys[0]" belongs to "keys"). False where no field is it: the
    // caller shows it in its banner.
    bool showProblem(const Problem& problem);

Q_SIGNALS:
    void edited(); // by the person

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Row {
        QLabel* label = nullptr;
        QWidget* block = nullptr; // the field with its hint and fault
        QWidget* widget = nullptr;
        QLabel* hint = nullptr;
        QLabel* fault = nullptr;
        Check check;
        QString fold;       // empty: none
        bool wanted = true; // whatever its fold does
        bool touched = false;
    };
    struct Fold {
        QToolButton* button = nullptr;
        QLabel* summary = nullptr;
        QList<QWidget*> wide;
        bool open = false;
    };
    void place(const Row& row);
    void unfold(const Row& row);
    Row* rowOf(const QString& name);
    void watch(QWidget* editor, const QString& name);
    void wasEdited(const QString& name);
    bool runCheck(const QString& name);
    void describe(const Row& row);
    void focusOn(const Row& row);

    QFormLayout* m_layout;
    QHash<QString, Row> m_rows;
    QStringList m_order;
    QHash<QString, Fold> m_folds;
    QString m_fold; // of what is added now
};

} // namespace gatehouse::ui
