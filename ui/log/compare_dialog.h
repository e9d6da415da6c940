// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/client/gateway_client.h"
#include "ui/log/call_difference.h"
#include "ui/theme/theme.h"

#include <QDialog>
#include <array>

class QCheckBox;
class QLabel;
class QStackedWidget;
class QTreeWidget;

namespace gatehouse::ui {

class NoticePanel;

// Two calls side by side; what differs is marked by a sign and in bold, not by colour alone. Shown with open(), deletes
// itself.
class CompareDialog : public QDialog {
    Q_OBJECT

public:
    CompareDialog(const Theme& theme, GatewayClient& client, const QString& left, const QString& right,
                  QWidget* parent);

private:
    void load();
    void fetch(std::size_t side);
    void fetchBodies(std::size_t side);
    void one();
    void fail(const QString& sentence);
    void fill(const QVector<DifferenceSection>& sections);
    void filter();

    const Theme& m_theme;
    GatewayClient& m_client;
    std::array<QString, 2> m_ids;
    std::array<RecordedCall, 2> m_calls;
    int m_waiting = 0;
    bool m_failed = false;
    QStackedWidget* m_stack;
    NoticePanel* m_notice;
    QTreeWidget* m_tree;
    QCheckBox* m_onlyDifferent;
    QLabel* m_count;
};

} // namespace gatehouse::ui
