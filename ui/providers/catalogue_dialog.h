// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/providers/provider_catalogue.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPushButton;
class QStackedWidget;

namespace gatehouse::ui {

class NoticePanel;

// All presets of the gateway's catalogue, grouped and searched by name or id; chosen() tells which. Those that this
// version cannot use are shown with the reason. Shown with open(), deletes itself.
class CatalogueDialog : public QDialog {
    Q_OBJECT

public:
    CatalogueDialog(const Theme& theme, ProviderCatalogue& catalogue, QWidget* parent);

Q_SIGNALS:
    void chosen(const QString& preset);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void fill();
    void filter();
    void take();
    void showCurrent();
    void showNotice();

    const Theme& m_theme;
    ProviderCatalogue& m_catalogue;
    QLineEdit* m_search;
    QListWidget* m_list;
    QLabel* m_about;
    QPushButton* m_next;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
};

} // namespace gatehouse::ui
