// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of the prompts: what each does, and when it is possible.
#include "ui/prompts/chain_editor.h"
#include "ui/prompts/chain_run_page.h"
#include "ui/prompts/chains_page.h"
#include "ui/prompts/prompt_dialogs.h"
#include "ui/prompts/prompt_editor.h"
#include "ui/prompts/prompt_files.h"
#include "ui/prompts/prompt_trial.h"
#include "ui/prompts/prompts_view.h"
#include "ui/prompts/tests_page.h"
#include "ui/prompts/versions_page.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/shortcuts.h"
#include "ui/widgets/table_view.h"

#include <QAction>
#include <QMenu>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QToolButton>

namespace gatehouse::ui {

QAction* PromptsView::add(const char* name, const QString& text, const char* icon, std::function<void()> run) {
    return addCommand(m_console.theme, name, text, QLatin1String(icon), std::move(run));
}

void PromptsView::makeActions() {
    const auto& theme = m_console.theme;
    m_new = add("actionNewPrompt", tr("New prompt"), "plus", [this] {
        if (onChains())
            m_chains->create({}, {});
        else
            create({}, {});
    });
    m_new->setIcon(theme.icon(QStringLiteral("plus"), Theme::Tone::OnAccent));
    m_new->setShortcut(QKeySequence::New);
    m_open = add("actionRename", tr("Edit prompt"), "edit", [this] {
        if (onChains())
            m_chains->open(m_chains->current());
        else if (const auto id = current(); !id.isEmpty())
            showEditor(id);
    });
    m_duplicate = add("actionDuplicatePrompt", tr("Duplicate"), "copy", [this] {
        if (onChains())
            m_chains->duplicate();
        else
            duplicate();
    });
    m_publish = add("actionPublishPrompt", tr("Publish…"), "external-link", [this] { publish(); });
    m_import = add("actionImportPrompts", tr("Import files…"), "file-import",
                   [this] { importPromptFiles(m_console, window(), [this] { m_book.reload(); }); });
    m_export = add("actionExportPrompt", tr("Export files…"), "file-export", [this] {
        if (const auto id = current(); !id.isEmpty())
            exportPromptFiles(m_console, window(), id);
    });
    m_delete = add("actionDelete", tr("Delete prompt"), "trash", [this] {
        if (onChains())
            m_chains->remove();
        else
            remove();
    });
    add("actionExport", tr("Export the list"), "download", [this] {
        if (onChains())
            m_chains->exportRows();
        else
            m_table->exportRows();
    });
    makeEditorActions();
}

void PromptsView::makeEditorActions() {
    m_save = add("actionSaveVersion", tr("Save version"), "circle-check", [this] {
        if (onChains())
            m_chains->editor().save();
        else
            m_editor->save();
    });
    m_save->setIcon(m_console.theme.icon(QStringLiteral("circle-check"), Theme::Tone::OnAccent));
    m_save->setShortcut(QKeySequence::Save);
    m_discard = add("actionDiscardEdits", tr("Discard edits"), "arrow-back-up", [this] {
        if (onChains())
            m_chains->editor().discard();
        else
            m_editor->discard();
    });
    m_diff = add("actionDiffVersions", tr("Compare versions"), "git-compare", [this] {
        if (onChains())
            m_chains->editor().compare();
        else
            m_editor->compare();
    });
    m_diff->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_D));
    m_label = add("actionMoveLabel", tr("Move label"), "bookmark", [this] { openVersions().moveLabel(); });
    m_revert =
        add("actionRevertVersion", tr("Revert to the chosen version"), "history", [this] { openVersions().revert(); });
    m_tests = add("actionRunTests", tr("Run tests"), "checks", [this] {
        m_editor->showPage(PromptEditor::Page::Tests);
        m_editor->tests().run();
    });
    m_tests->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_T));
    m_send = add("actionTryPrompt", tr("Try it"), "send", [this] {
        if (onChains()) {
            m_chains->editor().showPage(ChainEditor::Page::Run);
            m_chains->editor().trial().run();
            return;
        }
        m_editor->showPage(PromptEditor::Page::Try);
        m_editor->trial().send();
    });
    m_send->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Return), QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    m_stop = add("actionStopTrial", tr("Stop"), "player-stop", [this] {
        if (onChains())
            m_chains->editor().trial().stop();
        else
            m_editor->trial().stop();
    });
    m_stop->setShortcut(QKeySequence(Qt::Key_Escape));
}

QWidget* PromptsView::makeMore() {
    auto* more = new QToolButton;
    more->setObjectName(QStringLiteral("promptMore"));
    more->setIcon(m_console.theme.icon(QStringLiteral("dots")));
    more->setToolTip(tr("More commands"));
    more->setAccessibleName(tr("More commands"));
    more->setFocusPolicy(Qt::StrongFocus);
    more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(more);
    menu->addActions({m_diff, m_label, m_tests, m_send});
    menu->addSeparator();
    menu->addActions({m_duplicate, m_export, m_delete});
    more->setMenu(menu);
    return more;
}

VersionsPage& PromptsView::openVersions() {
    return onChains() ? m_chains->editor().versions() : m_editor->versions();
}

// The same commands, of chains.
void PromptsView::showChainSelection() {
    auto& editor = m_chains->editor();
    const bool editing = m_chains->isEditing();
    const bool one = !m_chains->current().isEmpty();
    const auto select = tr("Select one chain first.");
    for (auto* action : {m_open, m_duplicate})
        setPossible(action, one, select);
    setPossible(m_publish, one && m_chains->versionToPublish() > 0, select);
    setPossible(m_delete, !m_chains->selectedIds().isEmpty(), select);
    const auto first = tr("Open a chain first.");
    for (auto* action : {m_save, m_discard})
        setPossible(action, editing && editor.isEdited(), editing ? tr("Nothing was changed.") : first);
    for (auto* action : {m_diff, m_label})
        setPossible(action, editing, first);
    const auto chosen = editor.versions().selected();
    setPossible(m_revert, editing && chosen.size() == 1 && chosen.first() != editor.newest(),
                editing ? tr("Choose an older version under Versions first.") : first);
    setPossible(m_send, editing && editor.trial().canRun(),
                editing ? tr("Mend what is wrong with the chain, or with its values, first.") : first);
    setPossible(m_stop, editing && editor.trial().isBusy(), tr("Nothing is running."));
    const auto prompts = tr("This is for prompts only.");
    for (auto* action : {m_export, m_import, m_tests})
        setPossible(action, false, prompts);
}

void PromptsView::showSelection() {
    const bool listed = onChains() ? m_chains->isListed() : m_pages->currentWidget() == m_listPage;
    m_halves->tabBar()->setVisible(listed);
    m_new->setText(onChains() ? tr("New chain") : tr("New prompt"));
    m_open->setText(onChains() ? tr("Edit chain") : tr("Edit prompt"));
    m_delete->setText(onChains() ? tr("Delete chain") : tr("Delete prompt"));
    if (onChains()) {
        showChainSelection();
        return;
    }
    setPossible(m_import, true, {});
    const bool editing = m_pages->currentWidget() == m_editor && !m_editor->object().isEmpty();
    const bool one = !current().isEmpty();
    setPossible(m_open, one, tr("Select one prompt first."));
    setPossible(m_duplicate, one, tr("Select one prompt first."));
    setPossible(m_delete, !selectedIds().isEmpty(), tr("Select a prompt first."));
    const bool edited = editing && m_editor->isEdited();
    const auto why = editing ? tr("Nothing was changed.") : tr("Open a prompt first.");
    setPossible(m_publish, one, tr("Select one prompt first."));
    setPossible(m_export, one, tr("Select one prompt first."));
    setPossible(m_save, edited, why);
    setPossible(m_discard, edited, why);
    const auto first = tr("Open a prompt first.");
    for (auto* action : {m_diff, m_label})
        setPossible(action, editing, first);
    const auto chosen = m_editor->versions().selected();
    setPossible(m_revert, editing && chosen.size() == 1 && chosen.first() != m_editor->newest(),
                editing ? tr("Choose an older version under Versions first.") : first);
    setPossible(m_tests, editing && m_editor->tests().canRun(),
                editing ? tr("Add tests and choose models under Tests first.") : first);
    setPossible(m_send, editing && m_editor->trial().canSend(),
                editing ? tr("Choose a model under Try, and let the template be whole.") : first);
    setPossible(m_stop, editing && m_editor->trial().isBusy(), tr("Nothing is running."));
}

void PromptsView::create(const QJsonObject& version, const QString& id) {
    auto* dialog = new NewPromptDialog(m_console, m_book.ids(), version, id, this);
    connect(dialog, &NewPromptDialog::created, this, [this](const QString& made) {
        if (m_console.changes.isProtected())
            return; // it is there once it was reviewed
        m_book.reload();
        showEditor(made);
    });
    dialog->open();
}

// The newest version becomes the copy's first.
void PromptsView::duplicate() {
    const auto id = current();
    if (id.isEmpty())
        return;
    m_console.client.get(promptPath(id), {}, this, [this, id](const Reply& reply) {
        if (!reply.ok()) {
            m_console.toast.say(reply.problem().detail);
            return;
        }
        const auto versions = reply.object().value(QLatin1String("versions")).toArray();
        create(PromptDraft::fromVersion(versions.last().toObject()).version(), id);
    });
}

// The published APIs' own dialog takes it from there.
void PromptsView::publish() {
    if (onChains()) {
        Q_EMIT goTo(QStringLiteral("apis"),
                    QStringLiteral("publish_chain:%1@%2").arg(m_chains->current()).arg(m_chains->versionToPublish()));
        return;
    }
    const auto id = current();
    if (id.isEmpty())
        return;
    const auto* row = m_book.find(id);
    const int version = m_editor->id() == id && m_editor->base() > 0 ? m_editor->base()
                        : row == nullptr                             ? 0
                                                                     : row->version;
    Q_EMIT goTo(QStringLiteral("apis"), QStringLiteral("publish_prompt:%1@%2").arg(id).arg(version));
}

void PromptsView::remove() {
    const auto ids = selectedIds();
    if (ids.isEmpty())
        return;
    QStringList users;
    int versions = 0;
    for (const auto& id : ids) {
        if (const auto* row = m_book.find(id)) {
            users += row->users;
            versions += row->version;
        }
    }
    users.removeDuplicates();
    Confirmation what;
    what.title = ids.size() == 1 ? tr("Delete the prompt %1?").arg(ids.front())
                                 : tr("Delete %n prompt(s)?", nullptr, static_cast<int>(ids.size()));
    what.text = tr("Its versions, labels and tests go with it. It can come back from the trash or with Undo.");
    what.impact = tr("%n version(s)", nullptr, versions);
    if (!users.isEmpty())
        what.impact = tr("%1, used by %2", "versions, names of APIs and chains")
                          .arg(what.impact, users.join(QStringLiteral(", ")));
    what.verb = tr("Delete");
    confirm(this, what, [this, ids] { removeNow(ids); });
}

void PromptsView::removeNow(const QStringList& ids) {
    showList();
    for (const auto& id : ids)
        removeOne(id);
}

void PromptsView::removeOne(const QString& id) {
    m_console.client.get(promptPath(id), {}, this, [this, id](const Reply& read) {
        Change change;
        change.path = promptPath(id);
        change.title = tr("Delete prompt %1").arg(id);
        change.before = read.object();
        change.etag = read.etag();
        m_console.changes.submit(change, this, [this](const Reply& reply) {
            if (!reply.ok())
                m_console.toast.say(reply.problem().detail);
        });
    });
}

} // namespace gatehouse::ui
