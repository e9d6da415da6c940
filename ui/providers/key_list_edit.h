// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStringList>
#include <QVector>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace gatehouse::ui {

// A key of a provider as it is being entered: a new one, which goes into the gateway's key chain or vault, or a
// reference to where one is kept.
struct KeyEntry {
    QString secret;    // typed here; empty where a reference is meant
    QString reference; // "env:NAME", "file:PATH", "keychain:NAME", "vault:NAME"; empty while the secret is not kept
    bool isEmpty() const { return secret.isEmpty() && reference.isEmpty(); }
};

// The keys of a provider, one a line: a new key, an environment variable or a file of the gateway, or one that is kept
// already. What is typed as a key is hidden and never comes back from the gateway.
class KeyListEdit : public QWidget {
    Q_OBJECT

public:
    explicit KeyListEdit(const Theme& theme, QWidget* parent = nullptr);

    void setReferences(const QStringList& references);
    void setVariableHint(const QString& name); // "OPENAI_API_KEY"
    QVector<KeyEntry> entries() const;         // without empty lines
    // A typed key is kept now under this reference; it is not put again unless it is edited.
    void setKept(int entry, const QString& reference);
    // The sentence of what is wrong, or empty. An empty list is fine here.
    QString fault() const;

Q_SIGNALS:
    void edited();

private:
    enum Source { NewKey, Variable, File, Kept };
    struct Line {
        QWidget* widget = nullptr;
        QComboBox* source = nullptr;
        QLineEdit* text = nullptr;
        QToolButton* remove = nullptr;
        QString kept; // reference of the typed key
    };
    void addLine(Source source, const QString& text);
    void removeLine(QWidget* widget);
    void showSource(Line& line);
    Line* lineOf(const QWidget* widget);
    void number();
    KeyEntry entryOf(const Line& line) const;

    const Theme& m_theme;
    QVector<Line> m_lines;
    QVBoxLayout* m_layout;
    QPushButton* m_add;
    QString m_variable;
};

} // namespace gatehouse::ui
