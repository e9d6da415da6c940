// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/client_description.h"
#include "ui/theme/theme.h"

#include <QListWidget>
#include <QVector>

namespace gatehouse::ui {

// Clients as tiles: a letter, the name, and a line below it. One click or Enter chooses one.
class ClientTiles : public QListWidget {
    Q_OBJECT

public:
    explicit ClientTiles(const Theme& theme, QWidget* parent = nullptr);

    // "notes": the line below the name, in the same order.
    void fill(const QVector<ClientDescription>& clients, const QStringList& notes);
    int filter(const QString& words); // how many fit

Q_SIGNALS:
    void chosen(const QString& id);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    class TileDelegate;
    void measure();

    TileDelegate* m_delegate = nullptr;
};

} // namespace gatehouse::ui
