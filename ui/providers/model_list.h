// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/provider_model.h"

#include <QWidget>
#include <optional>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace gatehouse::ui {

// The models that a provider offers, as it told them: searched, and copied in the form that calls name them by.
class ModelList : public QWidget {
    Q_OBJECT

public:
    explicit ModelList(const Theme& theme, QWidget* parent = nullptr);

    void show(const QString& provider, const std::optional<QVector<ModelName>>& models);
    void showProblem(const QString& sentence);
    void setFetching(bool on);

Q_SIGNALS:
    void fetchAsked();
    void copied(const QString& text);

private:
    void filter();
    void copy();

    QString m_provider;
    int m_count = -1; // not asked for yet
    bool m_fetching = false;
    QLabel* m_note;
    QLineEdit* m_search;
    QListWidget* m_list;
    QPushButton* m_fetch;
    QPushButton* m_copy;
};

} // namespace gatehouse::ui
