// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QJsonArray>
#include <QJsonObject>
#include <QVector>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace gatehouse::ui {

QString checkKindName(const QString& kind);      // "Contains"
QString checkSentence(const QJsonObject& check); // "contains “good”"

// One thing that is asked of an answer, as it is written.
class CheckRow : public QFrame {
    Q_OBJECT

public:
    CheckRow(const Theme& theme, const QJsonObject& check, QWidget* parent = nullptr);
    QJsonObject check() const;
    QString fault() const; // empty: nothing is wrong
    void showFault();
    void setNumber(int number);

Q_SIGNALS:
    void edited();
    void removePressed();

private:
    void showFields();
    QString kind() const;

    QComboBox* m_kind;
    QLineEdit* m_path;
    QPlainTextEdit* m_value;
    QLineEdit* m_model;
    QLineEdit* m_least;
    QLabel* m_fault;
};

// All that is asked of an answer.
class CheckList : public QWidget {
    Q_OBJECT

public:
    explicit CheckList(const Theme& theme, QWidget* parent = nullptr);
    void put(const QJsonArray& checks);
    QJsonArray checks() const;
    QString fault() const; // of the first that is wrong; shows all

Q_SIGNALS:
    void edited();

private:
    void add(const QJsonObject& check);
    void renumber();

    const Theme& m_theme;
    QVBoxLayout* m_rows;
    QVector<CheckRow*> m_order;
};

} // namespace gatehouse::ui
