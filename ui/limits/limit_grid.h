// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QJsonObject>
#include <QWidget>

class QDoubleSpinBox;

namespace gatehouse::ui {

// A set of limits as a grid: what is counted down, minute, hour and day across, and how many calls at once.
class LimitGrid : public QWidget {
    Q_OBJECT

public:
    // name: "limits" or "user_limits"; its boxes are named "limits_requests_per_minute" and so on.
    explicit LimitGrid(const QString& name, QWidget* parent = nullptr);
    void show(const QJsonObject& limits);
    // "limits" with what stands in the boxes; what was not changed stays as it was written.
    QJsonObject applyTo(QJsonObject limits) const;

Q_SIGNALS:
    void edited();

private:
    QDoubleSpinBox* addBox(const QString& field);

    QString m_name;
    QHash<QString, QDoubleSpinBox*> m_boxes; // by the limit's field
};

// A number from 0 ("No limit") on, as large as the admin API takes.
QDoubleSpinBox* limitBox(const QString& none);

} // namespace gatehouse::ui
