// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/shell/object_index.h"
#include "ui/shell/palette_model.h"
#include "ui/shell/view_entry.h"
#include "ui/theme/theme.h"

#include <QAction>
#include <QDialog>
#include <QTimer>

class QLabel;
class QLineEdit;
class QListView;

namespace gatehouse::ui {

// What the palette knows when it opens.
struct PaletteContent {
    QList<QAction*> actions;
    const std::vector<ViewEntry>* views = nullptr;
    QVector<FoundObject> objects;
};

// Ctrl+K: commands, views and their pages, objects of the configuration and calls, by a few of their letters. All of it
// goes with the keyboard. Closes and deletes itself.
class CommandPalette : public QDialog {
    Q_OBJECT

public:
    CommandPalette(const Theme& theme, GatewayClient& client, PaletteContent content, QWidget* window);
    void setObjects(const QVector<FoundObject>& objects); // were read anew meanwhile
    void openBelow(const QWidget* header);

Q_SIGNALS:
    void openAsked(const QString& view, const QString& argument);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void gather();
    void addActions(std::vector<PaletteItem>& items) const;
    void addViews(std::vector<PaletteItem>& items);
    void addObjects(std::vector<PaletteItem>& items);
    void typed(const QString& text);
    void lookUpCalls();
    void showCalls(const QString& words, const QJsonArray& calls);
    void choose(int row);
    void run();
    bool knows(const QString& view) const;
    bool isShown(const QString& view) const;

    const Theme& m_theme;
    GatewayClient& m_client;
    PaletteContent m_content;
    PaletteModel* m_model;
    QLineEdit* m_typed;
    QListView* m_list;
    QLabel* m_hint;
    QTimer m_soon; // before calls are asked for
};

} // namespace gatehouse::ui
