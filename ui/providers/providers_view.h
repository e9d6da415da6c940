// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/resource_list.h"
#include "ui/providers/provider_catalogue.h"
#include "ui/providers/provider_model.h"
#include "ui/widgets/console.h"
#include "ui/widgets/view.h"

#include <QTimer>

class QLabel;
class QLineEdit;
class QSplitter;
class QStackedWidget;

namespace gatehouse::ui {

class NoticePanel;
class ProviderDetails;
class TableView;

// The upstreams: how they are, in the order that people gave them; one of them in detail beside the table.
class ProvidersView : public View {
    Q_OBJECT

public:
    explicit ProvidersView(Console& console);
    void refresh() override;
    void focusFilter() override;
    void toggleInspector() override;
    void open(const QString& argument) override; // a provider's id, or "add" with a preset behind a colon
    QString state() const override;
    void setNarrow(bool narrow) override;

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeTop();
    QWidget* makeTable();
    void makeActions();
    QAction* addCommand(const char* name, const QString& text, const char* icon, const QKeySequence& keys,
                        void (ProvidersView::*run)());
    void connectNews();
    void takeObjects();
    void takeHealth(const Reply& reply);
    void askErrors();
    void askSecrets();
    void chooseContent();
    void pressNotice();
    void select(const QString& id);
    void selectRow(int row); // of the table
    void showSelected();
    const ProviderRow* selected() const;

    void add();
    void addFrom(const QString& preset);
    void edit();
    void replaceKey();
    void replace(const QString& reference);
    void test();
    void testKey(int key);
    void readKeys();
    void fetchModels();
    void toggleEnabled();
    void remove();
    void removeNow(const QString& id);
    void moveUp();
    void moveDown();
    void move(const QString& id, int place);
    void putOrder(const QStringList& ids, const QString& id);
    void exportRows();
    void showTraffic();
    void wasSaved(const QString& id, const QJsonObject& test);

    Console& m_console;
    ProviderCatalogue m_catalogue;
    ProviderModel m_model;
    ResourceList m_providers;
    ResourceList m_routes;
    TableView* m_table = nullptr;
    ProviderDetails* m_details = nullptr;
    NoticePanel* m_notice = nullptr;
    QStackedWidget* m_stack = nullptr;
    QSplitter* m_splitter = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_stale = nullptr;
    QHash<QString, QAction*> m_commands;
    QTimer m_soon;
    QString m_wanted; // to be selected once it is there
    bool m_healthKnown = false;
};

// What a test or a list of models said, in the form of the model.
QVector<ModelName> modelNamesOf(const QJsonArray& models);

} // namespace gatehouse::ui
