// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QWidget>

class QCheckBox;
class QDateTimeEdit;
class QLineEdit;
class QPlainTextEdit;
class QToolButton;

namespace gatehouse::ui {

// What rules, canaries and affinity go by beside model, application and tokens: of a call that is only supposed. Folded
// until it is wanted.
class CallFacts : public QWidget {
    Q_OBJECT

public:
    explicit CallFacts(QWidget* parent = nullptr);
    // As POST /simulate takes it; nothing of what is empty.
    void addTo(QJsonObject& question) const;
    QString fault() const;

Q_SIGNALS:
    void wanted(); // Enter in a field

private:
    QLineEdit* addLine(const char* name, const QString& label, const QString& example);
    QPlainTextEdit* addPairs(const char* name, const QString& label, const QString& example);

    QToolButton* m_fold;
    QWidget* m_inside;
    QLineEdit* m_user;
    QLineEdit* m_session;
    QLineEdit* m_tags;
    QPlainTextEdit* m_headers;
    QPlainTextEdit* m_metadata;
    QPlainTextEdit* m_body;
    QCheckBox* m_stream;
    QCheckBox* m_timed;
    QDateTimeEdit* m_time;
};

} // namespace gatehouse::ui
