// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/changes/merge_dialog.h"

#include "ui/changes/difference_table.h"
#include "ui/changes/value_text.h"

#include <QButtonGroup>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

enum Choice { Mine, Theirs };
constexpr int charactersWide = 96;
constexpr int charactersHigh = 26;

QLabel* text(const QString& words, const char* role) {
    auto* label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

QString nameOf(const char* side, QString field) {
    return QString(QLatin1String(side) + field.replace(u'.', u'_'));
}

} // namespace

MergeDialog::MergeDialog(const Theme& theme, ChangeDesk& desk, Change mine, QJsonObject theirs, QByteArray theirEtag,
                         QWidget* parent)
    : QDialog(parent), m_theme(theme), m_desk(desk), m_mine(std::move(mine)), m_theirs(std::move(theirs)),
      m_theirEtag(std::move(theirEtag)) {
    setObjectName(QStringLiteral("mergeDialog"));
    setWindowTitle(tr("Changed by somebody else"));
    setAttribute(Qt::WA_DeleteOnClose);
    if (!m_theirs.isEmpty() && !m_mine.deletes())
        m_fields = mergeFieldsOf(m_mine.before, m_mine.after, m_theirs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(text(m_mine.title, "section"));
    layout->addWidget(text(sentence(), ""));
    auto* area = new QScrollArea;
    area->setFocusPolicy(Qt::NoFocus);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setWidget(makeFields());
    layout->addWidget(area, 1);

    m_open = text({}, "faultCaption");
    m_open->setObjectName(QStringLiteral("mergeOpen"));
    auto* keep = new QPushButton(m_theirs.isEmpty() ? tr("Leave it deleted") : tr("Keep the other version"));
    keep->setObjectName(QStringLiteral("mergeKeepTheirs"));
    keep->setAutoDefault(false);
    m_save = new QPushButton(verb());
    m_save->setObjectName(QStringLiteral("mergeSave"));
    m_save->setProperty("role", m_mine.deletes() ? QStringLiteral("danger") : QStringLiteral("primary"));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(m_open, 1);
    buttons->addWidget(keep);
    buttons->addWidget(m_save);
    layout->addLayout(buttons);
    connect(keep, &QPushButton::clicked, this, &MergeDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &MergeDialog::accept);
    resize(fontMetrics().averageCharWidth() * charactersWide, fontMetrics().height() * charactersHigh);
    showPossible();
}

QString MergeDialog::sentence() const {
    if (m_theirs.isEmpty())
        return tr("It was deleted while you edited it. You can make it anew with what you entered.");
    if (m_mine.deletes())
        return tr("It was changed after you looked at it. This is what was changed; you can delete it all the same.");
    return tr("It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.");
}

QString MergeDialog::verb() const {
    if (m_theirs.isEmpty())
        return tr("Make it anew");
    return m_mine.deletes() ? tr("Delete it") : tr("Save the choice");
}

QWidget* MergeDialog::makeFields() {
    if (m_fields.isEmpty()) {
        auto* table = new DifferenceTable(m_theme);
        table->show(m_theirs.isEmpty() ? QJsonObject() : m_mine.before, m_theirs.isEmpty() ? m_mine.after : m_theirs);
        auto* box = new QWidget;
        auto* layout = new QVBoxLayout(box);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(table);
        layout->addStretch(1);
        return box;
    }
    auto* box = new QWidget;
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::large);
    grid->setVerticalSpacing(space::medium);
    int column = 0;
    for (const auto& title : {tr("Field"), tr("Before both"), tr("Yours"), tr("The other version")}) {
        grid->addWidget(text(title, "caption"), 0, column);
        grid->setColumnStretch(column++, 1);
    }
    for (const auto& field : std::as_const(m_fields))
        addField(grid, field);
    grid->setRowStretch(grid->rowCount(), 1);
    return box;
}

void MergeDialog::addField(QGridLayout* grid, const MergeField& field) {
    const int row = grid->rowCount();
    const auto title = fieldText(field.field);
    auto* name = text(title, "");
    name->setFont(m_theme.font(type::body, QFont::DemiBold));
    grid->addWidget(name, row, 0, Qt::AlignTop);
    grid->addWidget(text(valueText(field.base), "secondary"), row, 1, Qt::AlignTop);
    auto* group = new QButtonGroup(this);
    const auto add = [&](Choice choice, const char* side, const QJsonValue& value, bool changed,
                         const QString& spoken) {
        auto* button = new QRadioButton(valueText(value));
        button->setObjectName(nameOf(side, field.field));
        button->setAccessibleName(spoken.arg(title, valueText(value)));
        if (!changed)
            button->setToolTip(tr("Not changed on this side"));
        group->addButton(button, choice);
        grid->addWidget(button, row, choice == Mine ? 2 : 3, Qt::AlignTop);
    };
    add(Mine, "mine_", field.mine, field.isMineChanged(), tr("%1, yours: %2"));
    add(Theirs, "theirs_", field.theirs, field.isTheirsChanged(), tr("%1, the other version: %2"));
    if (!field.isClash())
        group->button(field.isMineChanged() ? Mine : Theirs)->setChecked(true);
    connect(group, &QButtonGroup::idClicked, this, &MergeDialog::showPossible);
    m_choices.append(group);
}

void MergeDialog::showPossible() {
    const auto open = static_cast<int>(std::count_if(m_choices.begin(), m_choices.end(),
                                                     [](const QButtonGroup* group) { return group->checkedId() < 0; }));
    m_save->setEnabled(open == 0);
    m_open->setText(open == 0 ? QString() : tr("%n field(s) to choose", nullptr, open));
}

void MergeDialog::accept() {
    auto merged = m_theirs;
    if (m_theirs.isEmpty())
        merged = m_mine.after;
    else if (m_mine.deletes())
        merged = {};
    for (qsizetype i = 0; i < m_fields.size(); ++i) {
        if (m_choices[i]->checkedId() == Mine)
            setField(merged, m_fields[i].field, m_fields[i].mine);
    }
    m_settled = true;
    m_desk.settle(m_mine, ChangeDesk::Settlement::Send, merged, m_theirEtag);
    QDialog::accept();
}

void MergeDialog::reject() {
    if (!std::exchange(m_settled, true))
        m_desk.settle(m_mine, ChangeDesk::Settlement::GiveUp, {}, m_theirEtag);
    QDialog::reject();
}

} // namespace gatehouse::ui
