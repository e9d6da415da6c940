// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/connect/client_description.h"
#include "ui/models/resource_list.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QHash>
#include <QNetworkAccessManager>
#include <QVector>

class QAction;
class QLineEdit;
class QStackedWidget;

namespace gatehouse::ui {

class ClientPage;
class ClientTiles;
class NoticePanel;

// How a program is made to use this gateway: tiles of clients, and a page for each. open() takes a client's id.
class ConnectView : public View {
    Q_OBJECT

public:
    explicit ConnectView(Console& console);

    void open(const QString& client) override;
    QString state() const override;
    void refresh() override;
    void focusFilter() override;

private:
    QWidget* makeTiles();
    void makeCommands();
    void fillTiles();
    void filterTiles();
    void showClient(const ClientDescription& client);
    void showTiles();
    void probe();
    void showProbed();
    void takeModels();
    void showState();

    Console& m_console;
    QVector<ClientDescription> m_clients;
    ResourceList m_models;
    QNetworkAccessManager m_network; // asks the gateway's own port which addresses it has
    QHash<QString, bool> m_missing;  // by address
    QUrl m_probed;
    QString m_shown; // the client's id, or empty
    QStackedWidget* m_stack;
    QStackedWidget* m_tilesOrNotice;
    QLineEdit* m_filter;
    ClientTiles* m_tiles;
    NoticePanel* m_notice;
    ClientPage* m_page;
    QVector<QAction*> m_pageActions;
    QAction* m_apply = nullptr;
    QAction* m_undo = nullptr;
};

} // namespace gatehouse::ui
