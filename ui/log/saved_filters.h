// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/theme/theme.h"

#include <QMenu>
#include <QVector>

namespace gatehouse::ui {

// The filters that people saved, as a menu: kept by the gateway, for everybody who works on it. Choosing one puts it in
// place; the one that counts can be saved under a name, and a saved one be forgotten.
class SavedFilters : public QMenu {
    Q_OBJECT

public:
    SavedFilters(const Theme& theme, GatewayClient& client, QWidget* parent);
    void setFilter(const QString& filter) { m_filter = filter; } // that counts now
    void saveAs();                                               // asks for a name

Q_SIGNALS:
    void chosen(const QString& filter);
    void said(const QString& sentence);

private:
    struct Saved {
        QString name;
        QString filter;
    };

    void reload();
    void fill();
    void save(const QString& name, std::function<void(const Problem&)> failed, std::function<void()> done);
    void forget(const QString& name);

    const Theme& m_theme;
    GatewayClient& m_client;
    QVector<Saved> m_saved;
    QString m_filter;
};

} // namespace gatehouse::ui
