// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/routes/route_fields.h"

class QComboBox;
class QLineEdit;

namespace gatehouse::ui {

class Form;

// How the target is chosen: the strategy in a sentence, what it hashes, affinity, and the regions that are demanded.
class StrategyPart : public RoutePart {
public:
    explicit StrategyPart(Form& form);
    void addStrategy();
    void addPlaces(const QStringList& regions); // those that providers bear
    void show(const QJsonObject& route) override;
    void write(QJsonObject& route) const override;
    QComboBox* strategy() const { return m_strategy; }

    // What a strategy does, in one sentence; its name for one that is not known here.
    static QString sentenceOf(const QString& strategy);
    static QString nameOf(const QString& strategy);

private:
    void showFitting();
    QString hashFault() const;

    Form& m_form;
    QComboBox* m_strategy;
    QComboBox* m_hash;
    QLineEdit* m_header;
    QComboBox* m_affinity;
    QLineEdit* m_regions;
};

} // namespace gatehouse::ui
