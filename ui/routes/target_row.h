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

// One target of a route that is edited: provider, model, weight, and its place among the others. The handle is dragged;
// Alt+Up and Alt+Down do the same.
class TargetRow : public QFrame {
    Q_OBJECT

public:
    TargetRow(const Theme& theme, ModelBook& book, QWidget* parent);

    void show(const QJsonObject& target);
    QJsonObject value() const;
    void setPlace(int place, int count, bool weighted);
    QString fault() const; // a sentence, or empty
    QLineEdit* modelEdit() const { return m_model; }

Q_SIGNALS:
    void edited();
    void moveAsked(int by); // -1: up
    void removeAsked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void offerProviders();
    void offerModels();
    void drag(int y);

    ModelBook& m_book;
    QLabel* m_handle;
    QLabel* m_number;
    QComboBox* m_provider;
    QLineEdit* m_model;
    QStringListModel* m_models;
    QSpinBox* m_weight;
    QToolButton* m_up;
    QToolButton* m_down;
    QToolButton* m_remove;
};

} // namespace gatehouse::ui
