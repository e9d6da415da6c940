// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/versions_page.h"

#include "ui/prompts/chain_words.h"
#include "ui/prompts/comment_panel.h"
#include "ui/prompts/move_label_dialog.h"
#include "ui/prompts/version_diff_dialog.h"
#include "ui/prompts/version_graph.h"
#include "ui/prompts/version_text.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/list_parts.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QJsonArray>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int tableWidth = 640;
constexpr int commentWidth = 260;

} // namespace

VersionedKind promptKind() {
    return {promptPath, versionText,
            [](const QString& id, const QString& version) {
                return VersionsPage::tr("Revert prompt %1 to version %2").arg(id, version);
            },
            true};
}

VersionedKind chainKind() {
    return {chainPath, chainText,
            [](const QString& id, const QString& version) {
                return VersionsPage::tr("Revert chain %1 to version %2").arg(id, version);
            },
            false, "chain_"};
}

VersionsPage::VersionsPage(Console& console, VersionedKind kind, QWidget* parent)
    : QWidget(parent), m_console(console), m_kind(kind), m_model(new VersionModel(console.theme, this)),
      m_splitter(new QSplitter) {
    const auto button = [this](const char* icon, const QString& text, const char* name) {
        auto* made = new QPushButton(m_console.theme.icon(QLatin1String(icon)), text);
        made->setObjectName(nameOf(name));
        return made;
    };
    m_diff = button("git-compare", tr("Compare"), "diffVersions");
    m_open = button("edit", tr("Edit from here"), "openVersion");
    m_revert = button("arrow-back-up", tr("Revert to it"), "revertVersion");
    m_label = button("bookmark", tr("Move label"), "moveLabel");
    auto* row = new QHBoxLayout;
    row->setSpacing(space::small);
    for (auto* each : {m_diff, m_open, m_revert, m_label})
        row->addWidget(each);
    row->addStretch();
    auto* left = new QWidget;
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::small);
    column->addLayout(row);
    column->addWidget(makeTable(), 1);
    m_splitter->setObjectName(nameOf("versionsSplitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(left);
    if (m_kind.comments) {
        m_comments = new CommentPanel(console.theme, console.client);
        m_splitter->addWidget(m_comments);
    }
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setSizes({tableWidth, commentWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->addWidget(m_splitter);
    connect(m_diff, &QPushButton::clicked, this, &VersionsPage::diffWanted);
    connect(m_open, &QPushButton::clicked, this, [this] {
        if (const auto numbers = selected(); numbers.size() == 1)
            Q_EMIT openWanted(numbers.first());
    });
    connect(m_revert, &QPushButton::clicked, this, &VersionsPage::revert);
    connect(m_label, &QPushButton::clicked, this, &VersionsPage::moveLabel);
    showState();
}

QWidget* VersionsPage::makeTable() {
    m_table = new TableView(m_console.theme);
    m_table->setObjectName(nameOf("versionsTable"));
    m_table->setAccessibleName(tr("Versions"));
    m_table->setSource(m_model, false); // the graph keeps its order
    m_table->setItemDelegateForColumn(VersionModel::Version, new VersionGraph(m_console.theme, *m_model, m_table));
    m_table->setColumnWidths({110, 140, 0, 90, 125});
    connect(m_table, &TableView::opened, this,
            [this](const QModelIndex& index) { Q_EMIT openWanted(m_model->at(index.row())->number); });
    connect(m_table, &TableView::selectionMoved, this, &VersionsPage::showState);
    connect(m_model, &QAbstractItemModel::modelReset, this, &VersionsPage::showState);
    connect(m_table, &TableView::contextMenuAsked, this, [this](const QModelIndex&, QMenu* menu) {
        for (auto* each : {m_diff, m_open, m_revert, m_label}) {
            auto* action = menu->addAction(each->icon(), each->text(), each, &QPushButton::click);
            action->setEnabled(each->isEnabled());
        }
    });
    return cardOf(m_table);
}

QString VersionsPage::nameOf(const char* part) const {
    return QString(QLatin1String(m_kind.prefix) + QLatin1String(part));
}

QString VersionsPage::id() const {
    return m_whole.value(QLatin1String("id")).toString();
}

void VersionsPage::show(const QJsonObject& whole) {
    const bool other = whole.value(QLatin1String("id")).toString() != id();
    m_whole = whole;
    m_model->put(whole);
    if (other && m_model->rowCount() > 0)
        m_table->selectRow(0);
    if (m_comments != nullptr)
        m_comments->show(id());
    showState();
}

QList<int> VersionsPage::selected() const {
    QList<int> numbers;
    for (const auto& index : m_table->selectedSourceRows()) {
        if (const auto* row = m_model->at(index.row()))
            numbers.append(row->number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

void VersionsPage::showState() {
    const auto numbers = selected();
    const bool one = numbers.size() == 1;
    m_diff->setEnabled(numbers.size() == 1 || numbers.size() == 2);
    m_open->setEnabled(one);
    m_label->setEnabled(one);
    const bool newest = one && m_model->rowOf(numbers.first()) == 0;
    m_revert->setEnabled(one && !newest);
    m_revert->setToolTip(newest ? tr("It is the newest already.") : QString());
    if (m_comments != nullptr)
        m_comments->setVersion(one ? numbers.first() : 0);
    Q_EMIT selectionMoved();
}

void VersionsPage::compare(const QJsonObject& draft) {
    const auto versions = m_whole.value(QLatin1String("versions")).toArray();
    if (versions.isEmpty())
        return;
    const auto numbers = selected();
    const int newest = m_model->at(0)->number;
    const int left = numbers.isEmpty() ? newest : numbers.first();
    int right = VersionDiffDialog::draftNumber;
    if (numbers.size() == 2)
        right = numbers.last();
    else if (draft.isEmpty())
        right = newest;
    // The newest compared with itself says nothing: then with the one before.
    const int before = left == right && m_model->at(1) != nullptr ? m_model->at(1)->number : left;
    (new VersionDiffDialog(m_console.theme, {id(), m_kind.text}, versions, draft, before, right, this))->open();
}

void VersionsPage::moveLabel() {
    if (m_model->rowCount() == 0)
        return;
    const auto numbers = selected();
    const int newest = m_model->at(0)->number;
    auto* dialog = new MoveLabelDialog(m_console.theme, promptLabels(m_whole), newest,
                                       numbers.size() == 1 ? numbers.first() : newest, this);
    connect(dialog, &MoveLabelDialog::moveWanted, this, [this, dialog](const QString& label, int version) {
        auto after = m_whole;
        QJsonArray labels;
        for (const auto& value : m_whole.value(QLatin1String("labels")).toArray()) {
            if (value.toObject().value(QLatin1String("name")).toString() != label)
                labels.append(value);
        }
        if (version > 0)
            labels.append(QJsonObject{{QStringLiteral("name"), label}, {QStringLiteral("version"), version}});
        after.insert(QStringLiteral("labels"), labels);
        Change change;
        change.path = m_kind.path(id(), {});
        change.title = version > 0 ? tr("Move label %1 to version %2").arg(label, QLocale().toString(version))
                                   : tr("Remove label %1").arg(label);
        change.before = m_whole;
        change.after = after;
        m_console.changes.submit(change, dialog, [dialog](const Reply& reply) {
            if (reply.ok())
                dialog->succeeded();
            else
                dialog->failed(reply.problem());
        });
    });
    dialog->open();
}

void VersionsPage::revert() {
    const auto numbers = selected();
    if (numbers.size() != 1 || !m_revert->isEnabled())
        return;
    const auto number = QLocale().toString(numbers.first());
    Confirmation what;
    what.title = tr("Revert to version %1?").arg(number);
    what.text = tr("A new version is made that is as version %1 was. Labels stay where they are.").arg(number);
    what.verb = tr("Revert");
    confirm(this, what, [this, version = numbers.first()] { send(version); });
}

void VersionsPage::send(int version) {
    Change change;
    change.path = m_kind.path(id(), QStringLiteral("/revert"));
    change.title = m_kind.revertTitle(id(), QLocale().toString(version));
    change.after = {{QStringLiteral("version"), version}};
    change.reversible = false; // a version stays
    m_console.changes.submit(change, this, [this](const Reply& reply) {
        if (!reply.ok())
            m_console.toast.say(reply.problem().detail);
    });
}

} // namespace gatehouse::ui
