// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/headers_page.h"

#include <QHeaderView>

namespace gatehouse::ui {

HeadersPage::HeadersPage(QWidget* parent) : QTreeWidget(parent) {
    setObjectName(QStringLiteral("inspectorHeaders"));
    setAccessibleName(tr("Headers"));
    setHeaderLabels({tr("Name"), tr("Value")});
    setUniformRowHeights(true);
    setProperty("role", QStringLiteral("roomy"));
    setAlternatingRowColors(true);
    setSelectionMode(QAbstractItemView::SingleSelection);
    header()->setStretchLastSection(true);
}

void HeadersPage::show(const CallContents& contents) {
    clear();
    const struct {
        const char* part;
        QString title;
    } sides[] = {{requestReceived, tr("Request as received")},
                 {requestSent, tr("Request as sent")},
                 {answerReceived, tr("Answer as received")},
                 {answerSent, tr("Answer as sent")}};
    for (const auto& side : sides) {
        const CallHead* head = contents.head(side.part);
        if (head == nullptr)
            continue;
        auto* top = new QTreeWidgetItem({side.title, head->line});
        for (const auto& [name, value] : head->fields) {
            auto* item = new QTreeWidgetItem({name, value});
            item->setToolTip(1, value);
            top->addChild(item);
        }
        if (head->cut)
            top->addChild(new QTreeWidgetItem({QString(), tr("More fields came than are kept.")}));
        addTopLevelItem(top);
        top->setExpanded(true);
    }
    resizeColumnToContents(0);
}

} // namespace gatehouse::ui
