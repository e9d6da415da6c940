// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_editor.h"

#include "ui/prompts/prompt_trial.h"
#include "ui/prompts/tests_page.h"
#include "ui/prompts/value_fields.h"
#include "ui/prompts/write_page.h"

#include <QTabWidget>

namespace gatehouse::ui {

PromptEditor::PromptEditor(Console& console, QWidget* parent)
    : VersionEditor(console, promptKind(),
                    {QStringLiteral("prompt"), tr("Pages of the prompt"), tr("All prompts"), tr("Reading the prompt…"),
                     tr("There is no prompt “%1” any more."), tr("Save version %1 of prompt %2")},
                    parent),
      m_feed(console.client, this), m_models(console.client, QStringLiteral("/models")),
      m_write(new WritePage(console.theme, m_feed)), m_try(new PromptTrial(console, m_feed)),
      m_tests(new TestsPage(console, [this] { return m_write->draft().variables; })) {
    addPages({{m_write, tr("Write")}, {m_try, tr("Try")}, {m_tests, tr("Tests")}});
    connect(m_write, &WritePage::edited, this, &PromptEditor::showState);
    connect(&m_models, &ResourceList::changed, this, &PromptEditor::takeModels);
    connect(m_tests, &TestsPage::stateChanged, this, &PromptEditor::stateChanged);
    connect(m_try, &PromptTrial::stateChanged, this, &PromptEditor::stateChanged);
    connect(m_try, &PromptTrial::logWanted, this, &PromptEditor::logWanted);
}

void PromptEditor::begin() {
    m_feed.forget();
    m_write->values().forget();
}

void PromptEditor::refresh() {
    m_models.reload();
    VersionEditor::refresh();
}

void PromptEditor::shown(bool first) {
    m_tests->show(object());
    if (first)
        m_try->setPrompt(m_write->draft().model);
}

void PromptEditor::showPage(Page page) {
    pages().setCurrentIndex(static_cast<int>(page));
}

PromptEditor::Page PromptEditor::page() const {
    return static_cast<Page>(pages().currentIndex());
}

bool PromptEditor::differs() const {
    return !(m_write->draft() == m_saved);
}

bool PromptEditor::check() {
    return m_write->check();
}

QJsonObject PromptEditor::written() const {
    return m_write->draft().version();
}

void PromptEditor::setSaved(const QJsonObject& of) {
    m_saved = PromptDraft::fromVersion(of);
}

void PromptEditor::takeWrittenAsSaved() {
    m_saved = m_write->draft();
}

void PromptEditor::fill(const QJsonObject& version, bool again) {
    setSaved(version);
    if (!again || differs())
        m_write->put(m_saved);
    takeWrittenAsSaved(); // as the fields give it back, so that only an edit is one
}

QVariant PromptEditor::draft() const {
    return QVariant::fromValue(m_write->draft());
}

void PromptEditor::putDraft(const QVariant& draft) {
    m_write->put(draft.value<PromptDraft>());
}

void PromptEditor::takeModels() {
    QStringList names;
    for (const auto& item : m_models.items()) {
        if (item.value(QLatin1String("enabled")).toBool(true))
            names.append(item.value(QLatin1String("name")).toString());
    }
    m_write->setModels(names);
    m_try->setModels(names);
    m_tests->setModels(names);
}

} // namespace gatehouse::ui
