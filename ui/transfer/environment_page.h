// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/transfer/environment.h"
#include "ui/widgets/console.h"

#include <QWidget>

class QCheckBox;
class QLabel;
class QRadioButton;
class QVBoxLayout;

namespace gatehouse::ui {

// The keys that were found in the console's environment, to choose from. Values are never shown.
class EnvironmentPage : public QWidget {
    Q_OBJECT

public:
    explicit EnvironmentPage(Console& console, QWidget* parent = nullptr);
    // existing: providers that the gateway has already.
    void showKeys(const QVector<FoundKey>& found, const QStringList& existing);
    QVector<FoundKey> chosen() const;
    KeyPlace place() const;

Q_SIGNALS:
    void choiceChanged();

private:
    void addKey(const FoundKey& key, const QString& obstacle);

    Console& m_console;
    QLabel* m_sentence;
    QVBoxLayout* m_list;
    QWidget* m_places;
    QRadioButton* m_keyChain;
    QRadioButton* m_variable;
    QVector<std::pair<QCheckBox*, FoundKey>> m_boxes;
};

} // namespace gatehouse::ui
