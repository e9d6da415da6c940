// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/comment_panel.h"

#include "ui/playground/growing_edit.h"
#include "ui/prompts/prompt_words.h"

#include <QJsonArray>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* plain(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    label->setProperty("data", true);
    return label;
}

} // namespace

CommentPanel::CommentPanel(const Theme&, GatewayClient& client, QWidget* parent)
    : QWidget(parent), m_client(client), m_list(new QVBoxLayout),
      m_none(plain(tr("Nobody said anything yet."), "caption")), m_about(plain({}, "caption")),
      m_fault(plain({}, "faultCaption")), m_text(new GrowingEdit(2, 6)), m_add(new QPushButton(tr("Add comment"))) {
    auto* title = new QLabel(tr("Comments"));
    title->setProperty("role", QStringLiteral("section"));
    m_text->setObjectName(QStringLiteral("commentText"));
    m_text->setAccessibleName(tr("Comment"));
    m_text->setPlaceholderText(tr("Write a comment…"));
    m_add->setObjectName(QStringLiteral("addComment"));
    m_fault->hide();
    auto* inside = new QWidget;
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, space::small, 0);
    column->setSpacing(space::medium);
    column->addWidget(m_none);
    column->addLayout(m_list);
    column->addStretch();
    auto* area = new QScrollArea;
    area->setObjectName(QStringLiteral("commentScroll"));
    area->setAccessibleName(tr("Comments"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidget(inside);
    area->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(title);
    layout->addWidget(area, 1);
    layout->addWidget(m_about);
    layout->addWidget(m_text);
    layout->addWidget(m_fault);
    layout->addWidget(m_add, 0, Qt::AlignLeading);
    connect(m_add, &QPushButton::clicked, this, &CommentPanel::send);
    connect(m_text, &QPlainTextEdit::textChanged, this, &CommentPanel::showState);
    showState();
}

void CommentPanel::show(const QString& prompt) {
    if (prompt != m_prompt) {
        m_text->clear();
        fill({});
    }
    m_prompt = prompt;
    load();
}

void CommentPanel::setVersion(int version) {
    m_version = version;
    m_about->setText(version == 0 ? tr("About the prompt") : tr("About version %1").arg(QLocale().toString(version)));
}

void CommentPanel::load() {
    m_client.get(promptPath(m_prompt, QStringLiteral("/comments")), {}, this,
                 [this, round = ++m_round](const Reply& reply) {
                     if (round == m_round && reply.ok())
                         fill(reply.items());
                 });
}

void CommentPanel::fill(const QJsonArray& comments) {
    while (auto* item = m_list->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    for (const auto& value : comments) {
        const auto comment = value.toObject();
        QStringList head{comment.value(QLatin1String("author")).toString()};
        if (const int version = comment.value(QLatin1String("version")).toInt(); version > 0)
            head.append(tr("version %1").arg(QLocale().toString(version)));
        head.append(
            momentWords(QDateTime::fromString(comment.value(QLatin1String("at")).toString(), Qt::ISODateWithMs)));
        head.removeAll(QString());
        auto* block = new QWidget;
        block->setObjectName(QStringLiteral("comment"));
        auto* column = new QVBoxLayout(block);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(plain(head.join(QStringLiteral(" · ")), "caption"));
        auto* text = plain(comment.value(QLatin1String("text")).toString(), "");
        text->setObjectName(QStringLiteral("commentBody"));
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(text);
        m_list->addWidget(block);
    }
    m_none->setVisible(comments.isEmpty());
}

void CommentPanel::send() {
    QJsonObject body{{QStringLiteral("text"), m_text->toPlainText().trimmed()}};
    if (m_version > 0)
        body.insert(QStringLiteral("version"), m_version);
    m_add->setEnabled(false);
    m_client.send(GatewayClient::Verb::Post, promptPath(m_prompt, QStringLiteral("/comments")), body, this,
                  [this](const Reply& reply) {
                      m_fault->setVisible(!reply.ok());
                      m_fault->setText(reply.ok() ? QString() : reply.problem().detail);
                      if (reply.ok()) {
                          m_text->clear();
                          load();
                      }
                      showState();
                  });
}

void CommentPanel::showState() {
    m_add->setEnabled(!m_text->toPlainText().trimmed().isEmpty() && !m_prompt.isEmpty());
}

} // namespace gatehouse::ui
