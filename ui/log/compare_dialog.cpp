// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/compare_dialog.h"

#include "ui/client/aside.h"
#include "ui/models/format.h"
#include "ui/widgets/notice_panel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QTreeWidget>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr QSize usualSize(900, 600);
constexpr int nameWidth = 200;
constexpr int differsRole = Qt::UserRole;

QString titleOf(const QJsonObject& call) {
    const auto started = QDateTime::fromString(call.value(QLatin1String("started_at")).toString(), Qt::ISODateWithMs);
    return QString(clockText(QLocale(), started) + QStringLiteral(" · ") +
                   call.value(QLatin1String("model_asked")).toString());
}

} // namespace

CompareDialog::CompareDialog(const Theme& theme, GatewayClient& client, const QString& left, const QString& right,
                             QWidget* parent)
    : QDialog(parent), m_theme(theme), m_client(client), m_ids{left, right}, m_stack(new QStackedWidget),
      m_notice(new NoticePanel(theme)), m_tree(new QTreeWidget),
      m_onlyDifferent(new QCheckBox(tr("Only what differs"))), m_count(new QLabel) {
    setObjectName(QStringLiteral("compareDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Compare two calls"));
    m_tree->setObjectName(QStringLiteral("compareTree"));
    m_tree->setAccessibleName(tr("Differences"));
    m_tree->setAlternatingRowColors(true);
    m_tree->setUniformRowHeights(true);
    m_tree->setProperty("role", QStringLiteral("roomy"));
    m_tree->setColumnCount(3);
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(2, QHeaderView::Stretch);
    m_onlyDifferent->setObjectName(QStringLiteral("compareOnlyDifferent"));
    m_count->setObjectName(QStringLiteral("compareCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_tree);
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_onlyDifferent);
    bottom->addSpacing(space::large);
    bottom->addWidget(m_count, 1);
    bottom->addWidget(close);
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, 1, 1, 1);
    inside->addWidget(m_stack);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(card, 1);
    layout->addLayout(bottom);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_notice, &NoticePanel::pressed, this, &CompareDialog::load);
    connect(m_onlyDifferent, &QCheckBox::toggled, this, &CompareDialog::filter);
    resize(usualSize);
    load();
}

void CompareDialog::load() {
    m_failed = false;
    m_calls = {};
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading both calls…"), {});
    m_stack->setCurrentWidget(m_notice);
    m_waiting = 4;
    for (std::size_t side = 0; side < m_ids.size(); ++side) {
        fetch(side);
        fetchBodies(side);
    }
}

void CompareDialog::fetch(std::size_t side) {
    m_client.get(QStringLiteral("/calls/") + m_ids.at(side), {}, this, [this, side](const Reply& reply) {
        if (!reply.ok()) {
            fail(reply.status() == 404 ? tr("One of these calls is not over yet, or no longer kept.")
                                       : reply.problem().detail);
            return;
        }
        m_calls.at(side).call = reply.object();
        one();
    });
}

void CompareDialog::fetchBodies(std::size_t side) {
    m_client.get(QStringLiteral("/calls/") + m_ids.at(side) + QStringLiteral("/bodies"), {}, this,
                 [this, side](const Reply& reply) {
                     if (!reply.ok() && reply.status() != 404) {
                         fail(reply.problem().detail);
                         return;
                     }
                     runAside(
                         this, [body = reply.ok() ? reply.body() : QByteArray()] { return CallContents::read(body); },
                         [this, side](CallContents contents) {
                             m_calls.at(side).contents = std::move(contents);
                             one();
                         });
                 });
}

void CompareDialog::fail(const QString& sentence) {
    m_failed = true;
    m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Error, sentence, tr("Retry"));
}

void CompareDialog::one() {
    if (--m_waiting > 0 || m_failed)
        return;
    runAside(
        this, [left = m_calls[0], right = m_calls[1]] { return compared(left, right); },
        [this](const QVector<DifferenceSection>& sections) { fill(sections); });
}

void CompareDialog::fill(const QVector<DifferenceSection>& sections) {
    m_tree->clear();
    m_tree->setHeaderLabels({tr("Part"), titleOf(m_calls[0].call), titleOf(m_calls[1].call)});
    int differences = 0;
    for (const auto& section : sections) {
        auto* top = new QTreeWidgetItem({section.title});
        for (const auto& row : section.rows) {
            // One line each; all of it is in the tool tip.
            auto* item = new QTreeWidgetItem({row.name, row.left.simplified(), row.right.simplified()});
            item->setToolTip(1, row.left);
            item->setToolTip(2, row.right);
            item->setData(0, differsRole, row.differs());
            if (row.differs()) {
                ++differences;
                item->setIcon(0, m_theme.icon(QStringLiteral("arrows-exchange"), Theme::Tone::Warning));
                for (const int column : {0, 1, 2})
                    item->setFont(column, m_theme.font(type::body, QFont::DemiBold));
                item->setData(0, Qt::AccessibleTextRole, tr("%1, differs").arg(row.name));
            }
            top->addChild(item);
        }
        m_tree->addTopLevelItem(top);
        top->setExpanded(true);
    }
    m_tree->setColumnWidth(0, nameWidth);
    m_count->setText(differences == 0 ? tr("No differences") : tr("%n difference(s)", nullptr, differences));
    m_stack->setCurrentWidget(m_tree);
    filter();
}

void CompareDialog::filter() {
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i) {
        auto* section = m_tree->topLevelItem(i);
        bool any = false;
        for (int k = 0; k < section->childCount(); ++k) {
            const bool differs = section->child(k)->data(0, differsRole).toBool();
            section->child(k)->setHidden(m_onlyDifferent->isChecked() && !differs);
            any = any || differs;
        }
        section->setHidden(m_onlyDifferent->isChecked() && !any);
    }
}

} // namespace gatehouse::ui
