// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QFrame>
#include <QJsonObject>

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;
class QStringListModel;
class QToolButton;

namespace gatehouse::ui {

class ModelBook;

// One target of a route that is edited: provider, model, name, weight, its place among the others, and how it does. The
// handle is dragged; Alt+Up and Alt+Down do the same.
class TargetRow : public QFrame {
    Q_OBJECT

public:
    TargetRow(const Theme& theme, ModelBook& book, QWidget* parent);

    void show(const QJsonObject& target);
    QJsonObject value() const;
    void setPlace(int place, int count, bool weighted);
    QString fault() const; // a sentence, or empty
    QLineEdit* modelEdit() const { return m_model; }
    QString name() const; // by which rules and canaries refer to it; may be empty
    void setName(const QString& name);
    void setNamed(bool named);             // whether it can bear a name
    QString shownName() const;             // the name, else "openai/gpt-4o"
    void setLive(const QString& sentence); // share and health; empty: nothing is known

Q_SIGNALS:
    void edited();
    void moveAsked(int by); // -1: up
    void removeAsked();
    void renamed(const QString& before, const QString& after);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void offerProviders();
    void offerModels();
    void drag(int y);
    void tellName(); // where it is shown otherwise now

    ModelBook& m_book;
    QJsonObject m_shown;
    QLabel* m_handle;
    QLabel* m_number;
    QComboBox* m_provider;
    QLineEdit* m_model;
    QStringListModel* m_models;
    QLineEdit* m_name;
    QString m_shownBefore;
    QSpinBox* m_weight;
    QLabel* m_live;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_remove;
};

} // namespace gatehouse::ui
