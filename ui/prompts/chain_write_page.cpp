// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_write_page.h"

#include "ui/prompts/chain_step_dialog.h"
#include "ui/prompts/chain_step_model.h"
#include "ui/prompts/chain_words.h"
#include "ui/prompts/json_edit.h"
#include "ui/prompts/json_place.h"
#include "ui/prompts/mapping_list.h"
#include "ui/prompts/variable_dialog.h"
#include "ui/prompts/variable_model.h"
#include "ui/widgets/form.h"
#include "ui/widgets/table_view.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int sideWidth = 420;
constexpr int fewestLines = 12;
constexpr int mostLines = 400;
constexpr int mostFaults = 6; // shown at once; the others follow when these are mended

QScrollArea* scrolled(QWidget* inside, const char* name, const QString& title) {
    auto* area = new QScrollArea;
    area->setObjectName(QLatin1String(name));
    area->setAccessibleName(title);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(inside);
    area->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    return area;
}

QVector<PromptVariable> variablesOf(const QJsonObject& content) {
    return PromptDraft::fromVersion({{QStringLiteral("variables"), content.value(QLatin1String("inputs"))}}).variables;
}

bool isCount(const QString& name) {
    return name == QLatin1String("steps") || name == QLatin1String("depth");
}

} // namespace

ChainWritePage::ChainWritePage(const Theme& theme, ChainFeed& feed, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_feed(feed), m_steps(new ChainStepModel(this)),
      m_inputs(new VariableModel(this)), m_tabs(new QTabWidget) {
    m_tabs->setObjectName(QStringLiteral("chainTabs"));
    m_tabs->setAccessibleName(tr("Parts of the chain"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(makeSteps(), tr("Steps"));
    m_tabs->addTab(makeInputs(), tr("Inputs"));
    m_tabs->addTab(makeAnswer(), tr("Answer"));
    m_tabs->addTab(makeLimits(), tr("Limits"));
    auto* splitter = new QSplitter;
    splitter->setObjectName(QStringLiteral("chainSplitter"));
    splitter->setHandleWidth(1);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(m_tabs);
    splitter->addWidget(makeDefinition());
    splitter->setSizes({sideWidth, sideWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(&feed, &ChainFeed::changed, this, &ChainWritePage::showFaults);
}

QWidget* ChainWritePage::makeSteps() {
    m_stepList =
        new NamedList(m_theme, QStringLiteral("step"),
                      {tr("Steps"), tr("Add step"), tr("Edit"), tr("Remove"),
                       tr("A step calls a prompt, a model or an API. Those that do not wait for each other run "
                          "side by side.")},
                      m_steps, {90, 80, 140, 0});
    m_up = new QPushButton(m_theme.icon(QStringLiteral("arrow-up")), {});
    m_up->setObjectName(QStringLiteral("stepUp"));
    m_up->setAccessibleName(tr("Move the step up"));
    m_down = new QPushButton(m_theme.icon(QStringLiteral("arrow-down")), {});
    m_down->setObjectName(QStringLiteral("stepDown"));
    m_down->setAccessibleName(tr("Move the step down"));
    for (auto* button : {m_up, m_down})
        button->setToolTip(button->accessibleName());
    m_stepList->addButtons({m_up, m_down});
    const auto showMoves = [this] {
        const int row = m_stepList->selected();
        m_up->setEnabled(row > 0);
        m_down->setEnabled(row >= 0 && row + 1 < m_steps->rowCount());
    };
    connect(&m_stepList->table(), &TableView::selectionMoved, this, showMoves);
    connect(m_steps, &QAbstractItemModel::modelReset, this, showMoves);
    showMoves();
    connect(m_up, &QPushButton::clicked, this, [this] { moveStep(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { moveStep(1); });
    connect(m_stepList, &NamedList::addPressed, this, [this] { editStep(-1); });
    connect(m_stepList, &NamedList::editPressed, this, &ChainWritePage::editStep);
    connect(m_stepList, &NamedList::removePressed, this, [this](int row) {
        auto steps = m_content.value(QLatin1String("steps")).toArray();
        steps.removeAt(row);
        setPart("steps", steps);
    });
    return m_stepList;
}

QWidget* ChainWritePage::makeInputs() {
    auto* list = new NamedList(m_theme, QStringLiteral("chainInput"),
                               {tr("Inputs"), tr("Add input"), tr("Edit"), tr("Remove"),
                                tr("An input is what a call gives. Steps read it at /inputs/NAME.")},
                               m_inputs, {120, 100, 72, 90, 0, 0});
    connect(list, &NamedList::addPressed, this, [this] { editInput(-1); });
    connect(list, &NamedList::editPressed, this, &ChainWritePage::editInput);
    connect(list, &NamedList::removePressed, this, [this](int row) {
        auto inputs = m_content.value(QLatin1String("inputs")).toArray();
        inputs.removeAt(row);
        setPart("inputs", inputs);
    });
    return list;
}

QWidget* ChainWritePage::makeAnswer() {
    m_output = new MappingList(m_theme, QStringLiteral("chainOutput"),
                               {tr("What the chain answers"), tr("Add value"), tr("Edit"), tr("Remove"),
                                tr("Without values of its own, a chain answers what each of its steps did.")});
    connect(m_output, &MappingList::edited, this, [this] { setPart("output", m_output->sources()); });
    return m_output;
}

QLineEdit* ChainWritePage::addLimit(Form& form, const char* name, const QString& label, const QString& hint) {
    auto* edit = new QLineEdit;
    form.addField(QLatin1String(name), label, edit, hint);
    edit->setObjectName(QString(QStringLiteral("limit_") + QLatin1String(name)));
    connect(edit, &QLineEdit::editingFinished, this, &ChainWritePage::takeLimits);
    m_limits.insert(QLatin1String(name), edit);
    return edit;
}

QWidget* ChainWritePage::makeLimits() {
    auto* form = new Form;
    addLimit(*form, "time", tr("Time"), tr("Of the whole run, such as 30s or 2m; 60s where nothing is written."));
    addLimit(*form, "usd", tr("Money"), tr("Dollars, such as 0.05. When they are spent, no further step begins."));
    addLimit(*form, "steps", tr("Steps"), tr("In all, those of chains within included; 50 where nothing is written."));
    addLimit(*form, "depth", tr("Depth"), tr("Chains within chains; 4 where nothing is written."));
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, space::medium, space::medium, 0);
    column->addWidget(form);
    column->addStretch();
    return scrolled(inside, "chainLimitsScroll", tr("Limits"));
}

QWidget* ChainWritePage::makeDefinition() {
    m_text = new JsonEdit(m_theme, fewestLines, mostLines);
    m_text->setObjectName(QStringLiteral("chainDefinition"));
    m_text->setAccessibleName(tr("Definition of the chain, as JSON"));
    connect(m_text, &CodeEdit::edited, this, &ChainWritePage::takeText);
    auto* title = new QLabel(tr("Definition"));
    title->setProperty("role", QStringLiteral("section"));
    m_state = new QLabel;
    m_state->setObjectName(QStringLiteral("chainCheckState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setWordWrap(true);
    m_state->setProperty("role", QStringLiteral("secondary"));
    m_faults = new QVBoxLayout;
    m_faults->setSpacing(space::tiny);
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    column->addStretch();
    m_textArea = scrolled(inside, "chainDefinitionScroll", tr("Definition"));
    auto* all = new QWidget;
    auto* layout = new QVBoxLayout(all);
    layout->setContentsMargins(space::medium, space::medium, 0, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(title);
    layout->addWidget(m_state);
    layout->addLayout(m_faults);
    layout->addWidget(m_textArea, 1);
    return all;
}

QVector<PromptVariable> ChainWritePage::inputs() const {
    return variablesOf(m_content);
}

QStringList ChainWritePage::places(const QString& but) const {
    QStringList places;
    for (const auto& input : inputs())
        places.append(QString(QStringLiteral("/inputs/") + input.name));
    for (const auto& value : m_content.value(QLatin1String("steps")).toArray()) {
        const auto step = value.toObject();
        const auto id = step.value(QLatin1String("id")).toString();
        if (id == but)
            continue;
        const auto kind = step.value(QLatin1String("kind")).toString(QStringLiteral("prompt"));
        const bool says = kind == QLatin1String("prompt") || kind == QLatin1String("model");
        places.append(QString(u'/' + id + (says ? QStringLiteral("/text") : QString())));
    }
    return places;
}

void ChainWritePage::editStep(int row) {
    const auto steps = m_content.value(QLatin1String("steps")).toArray();
    const auto before = row < 0 ? QJsonObject() : steps[row].toObject();
    ChainStepDialog::Around around;
    for (int i = 0; i < steps.size(); ++i) {
        if (i != row)
            around.taken.append(steps[i].toObject().value(QLatin1String("id")).toString());
    }
    around.places = places(before.value(QLatin1String("id")).toString());
    around.uses = m_uses;
    auto* dialog = new ChainStepDialog(m_theme, before, around, this);
    connect(dialog, &ChainStepDialog::chosen, this, [this, row](const QJsonObject& step) {
        auto now = m_content.value(QLatin1String("steps")).toArray();
        if (row < 0 || row >= now.size())
            now.append(step);
        else
            now[row] = step;
        setPart("steps", now);
    });
    dialog->open();
}

void ChainWritePage::moveStep(int by) {
    const int row = m_stepList->selected();
    auto steps = m_content.value(QLatin1String("steps")).toArray();
    if (row < 0 || row + by < 0 || row + by >= steps.size())
        return;
    const auto step = steps.takeAt(row);
    steps.insert(row + by, step);
    setPart("steps", steps);
    m_stepList->table().selectRow(row + by);
}

void ChainWritePage::editInput(int row) {
    const auto inputs = variablesOf(m_content);
    QStringList taken;
    for (int i = 0; i < inputs.size(); ++i) {
        if (i != row)
            taken.append(inputs[i].name);
    }
    auto* dialog = new VariableDialog(m_theme, row < 0 ? PromptVariable() : inputs[row], taken, this);
    connect(dialog, &VariableDialog::chosen, this, [this, row](const PromptVariable& input) {
        PromptDraft draft;
        draft.variables = variablesOf(m_content);
        if (row < 0)
            draft.variables.append(input);
        else
            draft.variables[row] = input;
        setPart("inputs", draft.version().value(QLatin1String("variables")));
    });
    dialog->open();
}

void ChainWritePage::setPart(const char* name, const QJsonValue& value) {
    const bool empty = value.toArray().isEmpty() && value.toObject().isEmpty();
    if (empty && QLatin1String(name) != QLatin1String("steps"))
        m_content.remove(QLatin1String(name));
    else
        m_content.insert(QLatin1String(name), value);
    showForms();
    showText();
    wasEdited();
}

// Figures as figures; what is no number is told by the gateway, at its line.
void ChainWritePage::takeLimits() {
    auto limits = m_content.value(QLatin1String("limits")).toObject();
    const auto before = limits;
    for (auto it = m_limits.cbegin(); it != m_limits.cend(); ++it) {
        const auto written = it.value()->text().trimmed();
        bool right = false;
        const auto number = written.toInt(&right);
        if (written.isEmpty())
            limits.remove(it.key());
        else
            limits.insert(it.key(), isCount(it.key()) && right ? QJsonValue(number) : QJsonValue(written));
    }
    if (limits != before)
        setPart("limits", limits);
}

void ChainWritePage::takeText() {
    if (m_putting)
        return;
    if (m_text->fault().isEmpty() && m_text->object() != m_content) {
        m_content = m_text->object();
        showForms();
    }
    wasEdited();
}

void ChainWritePage::put(const QJsonObject& content) {
    const QScopedValueRollback quiet(m_putting, true);
    m_content = content;
    showForms();
    showText();
    showFaults();
}

void ChainWritePage::showForms() {
    m_steps->put(m_content.value(QLatin1String("steps")).toArray());
    m_inputs->put(variablesOf(m_content));
    m_output->setPlaces(places({}));
    m_output->put(m_content.value(QLatin1String("output")).toArray());
    const auto limits = m_content.value(QLatin1String("limits")).toObject();
    for (auto it = m_limits.cbegin(); it != m_limits.cend(); ++it) {
        const auto value = limits.value(it.key());
        it.value()->setText(value.isDouble() ? QString::number(value.toInteger()) : value.toString());
    }
    const auto counted = [](const QString& title, qsizetype count) {
        return count == 0 ? title : tr("%1 (%2)", "tab, how many").arg(title, QLocale().toString(count));
    };
    m_tabs->setTabText(0, counted(tr("Steps"), m_steps->rowCount()));
    m_tabs->setTabText(1, counted(tr("Inputs"), m_inputs->rowCount()));
    m_tabs->setTabText(2, counted(tr("Answer"), m_output->sources().size()));
}

void ChainWritePage::showText() {
    const QScopedValueRollback quiet(m_putting, true);
    m_text->setObject(m_content);
}

bool ChainWritePage::isWhole() const {
    return m_text->fault().isEmpty();
}

bool ChainWritePage::check() {
    if (isWhole())
        return true;
    m_text->setFocus(Qt::OtherFocusReason);
    return false;
}

void ChainWritePage::wasEdited() {
    if (m_putting)
        return;
    showFaults();
    Q_EMIT edited();
}

void ChainWritePage::goTo(const QString& field) {
    const int place = placeOfField(m_text->utf8(), field);
    m_text->goToByte(place);
    const auto line = static_cast<int>(m_text->utf8().left(place).count('\n'));
    m_textArea->ensureVisible(0, (line + 1) * m_text->textHeight(line), 0, m_textArea->height() / 2);
}

void ChainWritePage::showFaults() {
    while (auto* item = m_faults->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    QVector<CodeEdit::Mark> marks;
    const auto text = m_text->utf8();
    const auto& faults = m_feed.faults();
    for (const auto& fault : faults.mid(0, mostFaults)) {
        const bool inText = isWhole() && !fault.field.startsWith(QLatin1String("values."));
        const int place = inText ? placeOfField(text, fault.field) : -1;
        const auto line = QLocale().toString(1 + text.left(std::max(place, 0)).count('\n'));
        auto* all = new QWidget;
        auto* row = new QHBoxLayout(all);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(space::small);
        auto* sentence = new QLabel(fault.sentence);
        sentence->setObjectName(QStringLiteral("chainFault"));
        sentence->setTextFormat(Qt::PlainText);
        sentence->setWordWrap(true);
        sentence->setProperty("role", QStringLiteral("fault"));
        row->addWidget(sentence, 1);
        m_faults->addWidget(all);
        if (place < 0)
            continue;
        auto* go = new QPushButton(tr("Line %1").arg(QLocale().toString(1 + text.left(place).count('\n'))));
        go->setObjectName(QStringLiteral("chainFaultGo"));
        go->setProperty("role", QStringLiteral("link"));
        go->setAccessibleDescription(fault.sentence);
        connect(go, &QPushButton::clicked, this, [this, field = fault.field] { goTo(field); });
        row->addWidget(go, 0, Qt::AlignTop);
        const auto end = text.indexOf('\n', place);
        marks.append({place, std::max(1, static_cast<int>(end) - place), fault.sentence});
    }
    if (m_text->fault().isEmpty())
        m_text->setMarks(marks);
    m_state->setText(!m_text->fault().isEmpty() ? m_text->fault()
                     : m_feed.isWaiting()       ? tr("Checking…")
                     : m_feed.isGood()          ? tr("It can run: %1").arg(m_feed.estimateText())
                                                : tr("%n thing(s) to mend", nullptr, static_cast<int>(faults.size())));
}

} // namespace gatehouse::ui
