// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QJsonObject>
#include <QWidget>
#include <optional>
#include <vector>

namespace gatehouse::ui {

// The tries of a call as bars over its time: waiting for the first byte, then the answer, with what was decided after
// each.
class Waterfall : public QWidget {
    Q_OBJECT

public:
    explicit Waterfall(const Theme& theme, QWidget* parent = nullptr);
    // As GET /calls/{id} tells it.
    void show(const QJsonObject& call);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Bar {
        QString name;
        QString result;
        double start = 0;
        std::optional<double> firstByte;
        double end = 0;
        bool failed = false;
    };

    const Theme& m_theme;
    std::vector<Bar> m_bars;
    double m_total = 1; // milliseconds
};

} // namespace gatehouse::ui
