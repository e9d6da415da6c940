// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/write_page.h"

#include "ui/prompts/answer_panel.h"
#include "ui/prompts/named_list.h"
#include "ui/prompts/partial_list.h"
#include "ui/prompts/preview_panel.h"
#include "ui/prompts/prompt_messages.h"
#include "ui/prompts/variable_dialog.h"
#include "ui/prompts/variable_model.h"

#include <QScopedValueRollback>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int sideWidth = 420;

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

} // namespace

WritePage::WritePage(const Theme& theme, PreviewFeed& feed, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_feed(feed), m_splitter(new QSplitter), m_tabs(new QTabWidget),
      m_messages(new PromptMessages(theme)), m_variables(new VariableModel(this)), m_partials(new PartialModel(this)),
      m_answer(new AnswerPanel(theme)), m_preview(new PreviewPanel(theme, feed)) {
    m_tabs->setObjectName(QStringLiteral("promptTabs"));
    m_tabs->setAccessibleName(tr("Parts of the prompt"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_messageArea = scrolled(m_messages, "promptMessageScroll", tr("Messages"));
    m_tabs->addTab(m_messageArea, tr("Messages"));
    m_tabs->addTab(makeVariables(), tr("Variables"));
    m_tabs->addTab(makePartials(), tr("Partials"));
    m_tabs->addTab(scrolled(m_answer, "promptAnswerScroll", tr("Model and answer")), tr("Model and answer"));
    m_splitter->setObjectName(QStringLiteral("promptSplitter"));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_tabs);
    m_splitter->addWidget(scrolled(m_preview, "promptPreviewScroll", tr("Preview")));
    m_splitter->setSizes({sideWidth, sideWidth});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    connect(m_messages, &PromptMessages::edited, this, &WritePage::wasEdited);
    connect(m_answer, &AnswerPanel::edited, this, &WritePage::wasEdited);
    connect(m_messages, &PromptMessages::grew, this, [this](QWidget* newest) {
        QMetaObject::invokeMethod( // once the new card has its place
            m_messageArea, [this, newest] { m_messageArea->ensureWidgetVisible(newest); }, Qt::QueuedConnection);
    });
    connect(&m_preview->values(), &ValueFields::edited, this, [this] {
        showPreview();
        Q_EMIT valuesEdited();
    });
    connect(&feed, &PreviewFeed::changed, this, &WritePage::takeFaults);
    connect(m_preview, &PreviewPanel::goToLine, this, [this](int message, int line) {
        m_tabs->setCurrentIndex(0);
        m_messages->goTo(message, line);
    });
}

QWidget* WritePage::makeVariables() {
    m_variableList = new NamedList(m_theme, QStringLiteral("variable"),
                                   {tr("Variables"), tr("Add variable"), tr("Edit"), tr("Remove"),
                                    tr("A variable is what a call gives: it stands in a template as {{name}}.")},
                                   m_variables, {120, 100, 72, 90, 0, 0});
    connect(m_variableList, &NamedList::addPressed, this, [this] { editVariable(-1); });
    connect(m_variableList, &NamedList::editPressed, this, &WritePage::editVariable);
    connect(m_variableList, &NamedList::removePressed, this, [this](int row) {
        auto variables = m_variables->variables();
        variables.removeAt(row);
        m_variables->put(variables);
        wasEdited();
    });
    return m_variableList;
}

QWidget* WritePage::makePartials() {
    m_partialList = new NamedList(m_theme, QStringLiteral("partial"),
                                  {tr("Partials"), tr("Add partial"), tr("Edit"), tr("Remove"),
                                   tr("A partial is a text that several messages share: {{>name}}.")},
                                  m_partials, {140, 0});
    connect(m_partialList, &NamedList::addPressed, this, [this] { editPartial(-1); });
    connect(m_partialList, &NamedList::editPressed, this, &WritePage::editPartial);
    connect(m_partialList, &NamedList::removePressed, this, [this](int row) {
        auto partials = m_partials->partials();
        partials.remove(m_partials->at(row).name);
        m_partials->put(partials);
        wasEdited();
    });
    return m_partialList;
}

void WritePage::editVariable(int row) {
    const auto& variables = m_variables->variables();
    QStringList taken;
    for (int i = 0; i < variables.size(); ++i) {
        if (i != row)
            taken.append(variables[i].name);
    }
    auto* dialog = new VariableDialog(m_theme, row < 0 ? PromptVariable() : variables[row], taken, this);
    connect(dialog, &VariableDialog::chosen, this, [this, row](const PromptVariable& variable) {
        auto now = m_variables->variables();
        if (row < 0)
            now.append(variable);
        else
            now[row] = variable;
        m_variables->put(now);
        wasEdited();
    });
    dialog->open();
}

void WritePage::editPartial(int row) {
    const auto before = row < 0 ? PromptPartial() : m_partials->at(row);
    auto taken = m_partials->partials().keys();
    taken.removeAll(before.name);
    auto* dialog = new PartialDialog(m_theme, before, taken, draft().names(), this);
    connect(dialog, &PartialDialog::chosen, this, [this, before](const PromptPartial& partial) {
        auto partials = m_partials->partials();
        partials.remove(before.name);
        partials.insert(partial.name, partial.text);
        m_partials->put(partials);
        wasEdited();
    });
    dialog->open();
}

void WritePage::put(const PromptDraft& draft) {
    const QScopedValueRollback quiet(m_putting, true);
    m_variables->put(draft.variables);
    m_partials->put(draft.partials);
    m_messages->setMessages(draft.messages);
    m_answer->put(draft);
    m_preview->values().setVariables(draft.variables);
    showNames();
    showPreview();
}

PromptDraft WritePage::draft() const {
    PromptDraft draft;
    draft.messages = m_messages->messages();
    draft.variables = m_variables->variables();
    draft.partials = m_partials->partials();
    m_answer->take(draft);
    return draft;
}

void WritePage::setModels(const QStringList& names) {
    m_answer->setModels(names);
}

bool WritePage::check() {
    if (m_answer->check())
        return true;
    m_tabs->setCurrentIndex(m_tabs->count() - 1);
    m_answer->check(); // puts the focus on the fault, now that it can be seen
    return false;
}

ValueFields& WritePage::values() {
    return m_preview->values();
}

void WritePage::wasEdited() {
    if (m_putting)
        return;
    m_preview->values().setVariables(m_variables->variables());
    showNames();
    showPreview();
    Q_EMIT edited();
}

void WritePage::showNames() {
    MustacheNames names;
    for (const auto& variable : m_variables->variables())
        names.variables.insert(variable.name, variable.schema);
    names.partials = m_partials->partials().keys();
    m_messages->setNames(names);
    const auto counted = [](const QString& title, qsizetype count) {
        return count == 0 ? title : tr("%1 (%2)", "tab, how many").arg(title, QLocale().toString(count));
    };
    m_tabs->setTabText(1, counted(tr("Variables"), m_variables->variables().size()));
    m_tabs->setTabText(2, counted(tr("Partials"), names.partials.size()));
}

void WritePage::showPreview() {
    m_feed.ask(draft().version(), m_preview->values().values());
}

void WritePage::takeFaults() {
    QHash<int, QString> sentences;
    for (const auto& fault : m_feed.faults()) {
        if (fault.message >= 0 && !sentences.contains(fault.message))
            sentences.insert(fault.message, fault.sentence);
    }
    m_messages->setToldFaults(sentences);
}

} // namespace gatehouse::ui
