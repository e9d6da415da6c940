// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/preview_panel.h"

#include "ui/playground/growing_edit.h"
#include "ui/prompts/prompt_words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int mostLines = 30;
constexpr int mostFaults = 6;

QLabel* section(const QString& text) {
    auto* label = new QLabel(text);
    label->setProperty("role", QStringLiteral("section"));
    return label;
}

// Widgets beyond "count" go.
void trim(QVBoxLayout* layout, qsizetype count) {
    while (layout->count() > count) {
        auto* item = layout->takeAt(layout->count() - 1);
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

} // namespace

PreviewPanel::PreviewPanel(const Theme& theme, PreviewFeed& feed, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_feed(feed), m_values(new ValueFields), m_stateIcon(new QLabel),
      m_state(new QLabel), m_faults(new QVBoxLayout), m_messages(new QVBoxLayout) {
    m_state->setObjectName(QStringLiteral("previewState"));
    m_state->setProperty("role", QStringLiteral("caption"));
    m_state->setWordWrap(true);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::tiny);
    row->addWidget(section(tr("Preview")));
    row->addSpacing(space::small);
    row->addWidget(m_stateIcon);
    row->addWidget(m_state, 1);
    m_faults->setSpacing(space::tiny);
    m_messages->setSpacing(space::medium);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::tiny, space::medium);
    layout->setSpacing(space::small);
    layout->addWidget(section(tr("Values to try")));
    layout->addWidget(m_values);
    layout->addSpacing(space::small);
    layout->addLayout(row);
    layout->addLayout(m_faults);
    layout->addLayout(m_messages);
    layout->addStretch();
    connect(&feed, &PreviewFeed::changed, this, &PreviewPanel::paint);
    paint();
}

void PreviewPanel::paint() {
    showState();
    showFaults();
    showMessages();
}

void PreviewPanel::showState() {
    const bool wrong = !m_feed.faults().isEmpty();
    const auto look = [&](const char* icon, Theme::Tone tone, const QString& words) {
        m_stateIcon->setPixmap(m_theme.icon(QLatin1String(icon), tone).pixmap(smallIconPixels));
        m_state->setText(words);
    };
    if (m_feed.isOld())
        look("alert-triangle", Theme::Tone::Warning, tr("What could be rendered last"));
    else if (wrong)
        look("circle-x", Theme::Tone::Error, tr("Cannot be rendered"));
    else if (m_feed.isWaiting())
        look("loader-2", Theme::Tone::Secondary, tr("Rendering…"));
    else if (m_feed.rendered())
        look("circle-check", Theme::Tone::Success, tr("As the model reads it"));
    else
        look("point", Theme::Tone::Secondary, {});
}

void PreviewPanel::showFaults() {
    trim(m_faults, 0);
    for (const auto& fault : m_feed.faults()) {
        if (m_faults->count() == mostFaults)
            break;
        auto* line = new QWidget;
        line->setObjectName(QStringLiteral("previewFault"));
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(space::small);
        auto* sentence = new QLabel(fault.sentence);
        sentence->setObjectName(QStringLiteral("previewFaultText"));
        sentence->setTextFormat(Qt::PlainText);
        sentence->setWordWrap(true);
        sentence->setProperty("role", QStringLiteral("fault"));
        row->addWidget(sentence, 1);
        if (fault.message >= 0) {
            const QLocale locale;
            const auto message = locale.toString(fault.message + 1);
            auto* go =
                new QPushButton(fault.line > 0 ? tr("Message %1, line %2").arg(message, locale.toString(fault.line))
                                               : tr("Message %1").arg(message));
            go->setObjectName(QStringLiteral("previewFaultGo"));
            go->setProperty("role", QStringLiteral("link"));
            connect(go, &QPushButton::clicked, this, [this, fault] { Q_EMIT goToLine(fault.message, fault.line); });
            row->addWidget(go, 0, Qt::AlignTop);
        }
        m_faults->addWidget(line);
    }
}

void PreviewPanel::showMessages() {
    const auto& messages = m_feed.messages();
    trim(m_messages, messages.size());
    for (int i = 0; i < messages.size(); ++i) {
        if (m_messages->count() <= i) {
            auto* block = new QWidget;
            auto* layout = new QVBoxLayout(block);
            layout->setContentsMargins(0, 0, 0, 0);
            layout->setSpacing(space::tiny);
            auto* role = new QLabel;
            role->setObjectName(QStringLiteral("previewRole"));
            role->setProperty("role", QStringLiteral("caption"));
            auto* text = new GrowingEdit(1, mostLines);
            text->setObjectName(QStringLiteral("previewText"));
            text->setReadOnly(true);
            text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
            layout->addWidget(role);
            layout->addWidget(text);
            m_messages->addWidget(block);
        }
        auto* block = m_messages->itemAt(i)->widget();
        const auto& message = messages[i];
        const auto who = promptRoleName(message.role);
        auto* role = block->findChild<QLabel*>(QStringLiteral("previewRole"));
        role->setText(message.images.isEmpty()
                          ? who
                          : tr("%1 · %n image(s)", nullptr, static_cast<int>(message.images.size())).arg(who));
        auto* text = block->findChild<QPlainTextEdit*>(QStringLiteral("previewText"));
        text->setAccessibleName(tr("Message %1, %2").arg(QLocale().toString(i + 1), who));
        if (text->toPlainText() != message.text)
            text->setPlainText(message.text);
    }
}

} // namespace gatehouse::ui
