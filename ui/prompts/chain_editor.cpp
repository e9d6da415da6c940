// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/chain_editor.h"

#include "ui/prompts/chain_run_page.h"
#include "ui/prompts/chain_words.h"
#include "ui/prompts/chain_write_page.h"
#include "ui/prompts/prompt_words.h"

#include <QTabWidget>

namespace gatehouse::ui {

ChainEditor::ChainEditor(Console& console, QWidget* parent)
    : VersionEditor(console, chainKind(),
                    {QStringLiteral("chain"), tr("Pages of the chain"), tr("All chains"), tr("Reading the chain…"),
                     tr("There is no chain “%1” any more."), tr("Save version %1 of chain %2")},
                    parent),
      m_feed(console.client, this), m_models(console.client, QStringLiteral("/models")),
      m_prompts(console.client, QStringLiteral("/prompts")), m_apis(console.client, QStringLiteral("/apis")),
      m_write(new ChainWritePage(console.theme, m_feed)), m_run(new ChainRunPage(console, m_feed)) {
    addPages({{m_write, tr("Write")}, {m_run, tr("Run")}});
    connect(m_write, &ChainWritePage::edited, this, &ChainEditor::wasEdited);
    connect(m_run, &ChainRunPage::valuesEdited, this,
            [this] { m_feed.ask(id(), m_write->content(), m_run->values()); });
    connect(m_run, &ChainRunPage::stateChanged, this, &ChainEditor::stateChanged);
    connect(m_run, &ChainRunPage::logWanted, this, &ChainEditor::logWanted);
    for (auto* list : {&m_models, &m_prompts, &m_apis})
        connect(list, &ResourceList::changed, this, &ChainEditor::takeUses);
}

void ChainEditor::begin() {
    m_feed.forget();
    m_run->setChain(id());
    showPage(Page::Write);
}

void ChainEditor::refresh() {
    for (auto* list : {&m_models, &m_prompts, &m_apis})
        list->reload();
    VersionEditor::refresh();
}

void ChainEditor::showPage(Page page) {
    pages().setCurrentIndex(static_cast<int>(page));
}

bool ChainEditor::differs() const {
    return m_write->content() != m_saved || !m_write->isWhole();
}

bool ChainEditor::check() {
    return m_write->check();
}

QJsonObject ChainEditor::written() const {
    return m_write->content();
}

void ChainEditor::setSaved(const QJsonObject& of) {
    m_saved = chainContent(of);
}

void ChainEditor::takeWrittenAsSaved() {
    m_saved = m_write->content();
}

void ChainEditor::fill(const QJsonObject& version, bool /*again*/) {
    setSaved(version);
    if (differs())
        m_write->put(m_saved);
    wasEdited();
}

QVariant ChainEditor::draft() const {
    return m_write->content();
}

void ChainEditor::putDraft(const QVariant& draft) {
    m_write->put(draft.toJsonObject());
    wasEdited();
}

void ChainEditor::wasEdited() {
    m_run->setDraft(m_write->content(), m_write->inputs());
    if (m_write->isWhole())
        m_feed.ask(id(), m_write->content(), m_run->values());
    else
        m_feed.forget(); // what was told is of another text
    showState();
}

void ChainEditor::takeUses() {
    QHash<QString, QStringList> uses;
    for (const auto& item : m_models.items()) {
        if (item.value(QLatin1String("enabled")).toBool(true))
            uses[QStringLiteral("model")].append(item.value(QLatin1String("name")).toString());
    }
    for (const auto& prompt : m_prompts.items()) {
        const auto id = prompt.value(QLatin1String("id")).toString();
        for (const auto& label : promptLabels(prompt))
            uses[QStringLiteral("prompt")].append(QString(id + u'@' + label.name));
        if (const int latest = prompt.value(QLatin1String("latest")).toInt(); latest > 0)
            uses[QStringLiteral("prompt")].append(QStringLiteral("%1@%2").arg(id).arg(latest));
    }
    for (const auto& api : m_apis.items()) {
        for (const auto& version : api.value(QLatin1String("versions")).toArray())
            uses[QStringLiteral("api")].append(QString(api.value(QLatin1String("id")).toString() + u'/' +
                                                       version.toObject().value(QLatin1String("version")).toString()));
    }
    m_write->setUses(uses);
}

} // namespace gatehouse::ui
