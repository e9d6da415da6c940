// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/log/detail_page.h"

#include <QJsonObject>

class QGridLayout;

namespace gatehouse::ui {

// What a call cost, line by line: tokens of a class at that class's price, and where the price is from.
class CostPage : public DetailPage {
    Q_OBJECT

public:
    explicit CostPage(QWidget* parent = nullptr);
    void show(const QJsonObject& call);

Q_SIGNALS:
    void priceAsked(const QString& provider, const QString& model); // the person wants to set it

private:
    void addLines(const QJsonObject& call);
    void addUnknown(const QJsonObject& call);
};

} // namespace gatehouse::ui
