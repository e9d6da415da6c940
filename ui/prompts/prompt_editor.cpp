// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_editor.h"

#include "ui/prompts/prompt_dialogs.h"
#include "ui/prompts/prompt_model.h"
#include "ui/prompts/prompt_trial.h"
#include "ui/prompts/tests_page.h"
#include "ui/prompts/value_fields.h"
#include "ui/prompts/versions_page.h"
#include "ui/prompts/write_page.h"
#include "ui/widgets/confirm.h"
#include "ui/widgets/notice_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QStackedWidget>
#include <QTabBar>
#include <QTabWidget>
#include <QTimer>
#include <QToolButton>

namespace gatehouse::ui {
namespace {

constexpr int soonMilliseconds = 150; // changes come in bunches
constexpr int notFound = 404;
constexpr int accepted = 202;

} // namespace

PromptEditor::PromptEditor(Console& console, QWidget* parent)
    : QWidget(parent), m_console(console), m_feed(console.client, this),
      m_models(console.client, QStringLiteral("/models")), m_soon(new QTimer(this)), m_title(new QLabel),
      m_state(new QLabel), m_commands(new QHBoxLayout), m_stack(new QStackedWidget),
      m_notice(new NoticePanel(console.theme)), m_tabs(new QTabWidget), m_write(new WritePage(console.theme, m_feed)),
      m_try(new PromptTrial(console, m_feed)),
      m_tests(new TestsPage(console, [this] { return m_write->draft().variables; })),
      m_versions(new VersionsPage(console, promptKind())) {
    m_tabs->setObjectName(QStringLiteral("promptPages"));
    m_tabs->setAccessibleName(tr("Pages of the prompt"));
    m_tabs->setDocumentMode(true);
    m_tabs->tabBar()->setDrawBase(false);
    m_tabs->addTab(m_write, tr("Write"));
    m_tabs->addTab(m_try, tr("Try"));
    m_tabs->addTab(m_tests, tr("Tests"));
    m_tabs->addTab(m_versions, tr("Versions"));
    m_notice->setObjectName(QStringLiteral("promptNotice"));
    m_stack->addWidget(m_notice);
    m_stack->addWidget(m_tabs);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(makeHead());
    layout->addWidget(m_stack, 1);
    m_soon->setSingleShot(true);
    m_soon->setInterval(soonMilliseconds);
    connect(m_soon, &QTimer::timeout, this, &PromptEditor::load);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed") && !m_id.isEmpty() && !m_soon->isActive())
            m_soon->start();
    });
    connect(&console.client, &GatewayClient::refreshNeeded, this, &PromptEditor::refresh);
    // Another gateway's prompts are not this one's.
    connect(&console.client, &GatewayClient::gatewayChosen, this, [this] {
        m_kept.clear();
        m_prompt = {};
        if (!m_id.isEmpty())
            Q_EMIT backPressed();
    });
    connect(m_notice, &NoticePanel::pressed, this, &PromptEditor::load);
    connect(m_write, &WritePage::edited, this, &PromptEditor::wasEdited);
    connect(&m_models, &ResourceList::changed, this, &PromptEditor::takeModels);
    connect(m_tabs, &QTabWidget::currentChanged, this, &PromptEditor::stateChanged);
    connect(m_versions, &VersionsPage::openWanted, this, &PromptEditor::editFrom);
    connect(m_versions, &VersionsPage::diffWanted, this, &PromptEditor::compare);
    connect(m_versions, &VersionsPage::selectionMoved, this, &PromptEditor::stateChanged);
    connect(m_tests, &TestsPage::stateChanged, this, &PromptEditor::stateChanged);
    connect(m_try, &PromptTrial::stateChanged, this, &PromptEditor::stateChanged);
    connect(m_try, &PromptTrial::logWanted, this, &PromptEditor::logWanted);
}

QWidget* PromptEditor::makeHead() {
    auto* back = new QToolButton;
    back->setObjectName(QStringLiteral("promptBack"));
    back->setIcon(m_console.theme.icon(isRightToLeft() ? QStringLiteral("arrow-right") : QStringLiteral("arrow-left")));
    back->setToolTip(tr("All prompts"));
    back->setAccessibleName(tr("All prompts"));
    back->setFocusPolicy(Qt::StrongFocus);
    connect(back, &QToolButton::clicked, this, &PromptEditor::backPressed);
    m_title->setObjectName(QStringLiteral("promptTitle"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setProperty("role", QStringLiteral("title"));
    m_title->setProperty("data", true);
    m_title->setProperty("elided", true);
    m_title->setMinimumWidth(fontMetrics().averageCharWidth() * 8);
    m_state->setObjectName(QStringLiteral("promptState"));
    m_state->setTextFormat(Qt::PlainText);
    m_state->setProperty("role", QStringLiteral("secondary"));
    m_state->setProperty("elided", true);
    m_state->setMinimumWidth(fontMetrics().averageCharWidth() * 8);
    m_commands->setSpacing(space::small);
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(back);
    row->addWidget(m_title);
    row->addSpacing(space::small);
    row->addWidget(m_state, 1);
    row->addLayout(m_commands);
    return head;
}

void PromptEditor::addCommands(const QList<QWidget*>& buttons) {
    for (auto* button : buttons)
        m_commands->addWidget(button);
}

void PromptEditor::open(const QString& id) {
    if (id == m_id && !m_prompt.isEmpty())
        return;
    close();
    m_id = id;
    m_base = 0;
    m_prompt = {};
    m_feed.forget();
    m_write->values().forget();
    m_title->setText(id);
    m_notice->show(QStringLiteral("loader-2"), Theme::Tone::Secondary, tr("Reading the prompt…"), {});
    m_stack->setCurrentWidget(m_notice);
    showState();
    load();
}

void PromptEditor::close() {
    if (m_id.isEmpty())
        return;
    if (isEdited())
        m_kept.insert(m_id, {m_write->draft(), m_base});
    else
        m_kept.remove(m_id);
    m_id.clear();
    m_prompt = {};
    ++m_round;
}

void PromptEditor::refresh() {
    m_models.reload();
    if (!m_id.isEmpty())
        load();
}

void PromptEditor::load() {
    if (m_id.isEmpty())
        return;
    m_console.client.get(promptPath(m_id), {}, this, [this, round = ++m_round](const Reply& reply) {
        if (round != m_round)
            return;
        if (reply.ok()) {
            take(reply.object());
            return;
        }
        if (!m_prompt.isEmpty() && reply.status() != notFound)
            return; // what is shown stays; the list says that it is old
        m_prompt = {};
        m_notice->show(QStringLiteral("circle-x"), Theme::Tone::Error,
                       reply.status() == notFound ? tr("There is no prompt “%1” any more.").arg(m_id)
                                                  : reply.problem().detail,
                       tr("Retry"));
        m_stack->setCurrentWidget(m_notice);
        showState();
    });
}

void PromptEditor::take(const QJsonObject& prompt) {
    const bool first = m_prompt.isEmpty();
    const bool edited = !first && isEdited();
    const int before = newest();
    m_prompt = prompt;
    const auto title = prompt.value(QLatin1String("title")).toString();
    m_title->setText(title.isEmpty() ? m_id : title);
    if (first && m_kept.contains(m_id)) {
        const auto kept = m_kept.take(m_id);
        m_base = kept.base;
        m_saved = PromptDraft::fromVersion(versionOf(kept.base));
        m_write->put(kept.draft);
    } else if (first || (!edited && m_base == before)) {
        putVersion(newest());
    }
    m_versions->show(prompt);
    m_tests->show(prompt);
    if (first)
        m_try->setPrompt(m_write->draft().model);
    m_stack->setCurrentWidget(m_tabs);
    showState();
}

void PromptEditor::showPage(Page page) {
    m_tabs->setCurrentIndex(static_cast<int>(page));
}

PromptEditor::Page PromptEditor::page() const {
    return static_cast<Page>(m_tabs->currentIndex());
}

void PromptEditor::compare() {
    if (m_prompt.isEmpty())
        return;
    m_versions->compare(isEdited() ? m_write->draft().version() : QJsonObject());
}

// What was written on another version is not lost without a word.
void PromptEditor::editFrom(int version) {
    if (!isEdited()) {
        showVersion(version);
        return;
    }
    Confirmation what;
    what.title = tr("Discard your edits?");
    what.text = tr("What you wrote on version %1 has not been saved.").arg(QLocale().toString(m_base));
    what.verb = tr("Discard");
    confirm(this, what, [this, version] { showVersion(version); });
}

int PromptEditor::newest() const {
    int newest = 0;
    for (const auto& version : m_prompt.value(QLatin1String("versions")).toArray())
        newest = std::max(newest, version.toObject().value(QLatin1String("version")).toInt());
    return newest;
}

QJsonObject PromptEditor::versionOf(int number) const {
    for (const auto& value : m_prompt.value(QLatin1String("versions")).toArray()) {
        if (value.toObject().value(QLatin1String("version")).toInt() == number)
            return value.toObject();
    }
    return {};
}

void PromptEditor::putVersion(int version) {
    const auto draft = PromptDraft::fromVersion(versionOf(version));
    const bool same = m_base != 0 && m_write->draft() == draft;
    m_base = version;
    m_saved = draft;
    if (!same) // what has the focus keeps it
        m_write->put(draft);
    // As the fields give it back, so that only an edit is one.
    m_saved = m_write->draft();
    showState();
}

void PromptEditor::showVersion(int version) {
    if (versionOf(version).isEmpty())
        return;
    putVersion(version);
    showPage(Page::Write);
}

bool PromptEditor::isEdited() const {
    return !m_prompt.isEmpty() && !(m_write->draft() == m_saved);
}

void PromptEditor::discard() {
    putVersion(m_base);
}

void PromptEditor::wasEdited() {
    showState();
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

void PromptEditor::save() {
    if (m_prompt.isEmpty() || !m_write->check())
        return;
    auto* dialog = new SaveVersionDialog(m_console.theme, newest() + 1, this);
    connect(dialog, &SaveVersionDialog::saveWanted, this,
            [this, dialog](const QString& comment) { send(comment, dialog); });
    dialog->open();
}

void PromptEditor::send(const QString& comment, SaveVersionDialog* dialog) {
    Change change;
    change.path = promptPath(m_id, QStringLiteral("/versions"));
    change.title = tr("Save version %1 of prompt %2").arg(QLocale().toString(newest() + 1), m_id);
    change.after = m_write->draft().version();
    change.after.insert(QStringLiteral("comment"), comment);
    change.after.insert(QStringLiteral("from"), m_base);
    change.reversible = false; // a version stays
    m_console.changes.submit(change, dialog, [this, dialog](const Reply& reply) {
        if (!reply.ok()) {
            dialog->failed(reply.problem());
            return;
        }
        dialog->succeeded();
        if (reply.status() == accepted) {
            m_console.toast.say(tr("The version waits for review."));
            return;
        }
        m_saved = m_write->draft();
        m_base = newest(); // the new one is read now
        load();
    });
}

void PromptEditor::showState() {
    QStringList parts;
    if (m_base > 0)
        parts.append(tr("Version %1").arg(QLocale().toString(m_base)));
    for (const auto& label : promptLabels(m_prompt)) {
        if (label.version == m_base)
            parts.append(label.name);
    }
    if (isEdited())
        parts.append(tr("edited"));
    m_state->setText(parts.join(QStringLiteral(" · ")));
    m_state->setToolTip(m_state->text());
    Q_EMIT stateChanged();
}

} // namespace gatehouse::ui
