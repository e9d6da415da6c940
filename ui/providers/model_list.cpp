// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/model_list.h"

#include "ui/widgets/secret_clipboard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int mostLines = 7;
constexpr int searchedFrom = 8; // shorter lists need no search

} // namespace

ModelList::ModelList(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_note(new QLabel), m_search(new QLineEdit), m_list(new QListWidget),
      m_fetch(new QPushButton(tr("Fetch models"))), m_copy(new QPushButton(tr("Copy name"))) {
    m_note->setObjectName(QStringLiteral("modelsNote"));
    m_note->setTextFormat(Qt::PlainText);
    m_note->setWordWrap(true);
    m_note->setProperty("role", QStringLiteral("caption"));
    m_search->setObjectName(QStringLiteral("modelSearch"));
    m_search->setPlaceholderText(tr("Search models"));
    m_search->setAccessibleName(tr("Search models"));
    m_search->setClearButtonEnabled(true);
    m_search->addAction(theme.icon(QStringLiteral("search"), Theme::Tone::Secondary), QLineEdit::LeadingPosition);
    m_list->setObjectName(QStringLiteral("modelList"));
    m_list->setAccessibleName(tr("Models of this provider"));
    m_list->setUniformItemSizes(true);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_fetch->setObjectName(QStringLiteral("fetchModels"));
    m_fetch->setIcon(theme.icon(QStringLiteral("refresh")));
    m_copy->setObjectName(QStringLiteral("copyModel"));
    m_copy->setIcon(theme.icon(QStringLiteral("copy")));
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(m_fetch);
    buttons->addWidget(m_copy);
    buttons->addStretch(1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_note);
    layout->addWidget(m_search);
    layout->addWidget(m_list);
    layout->addLayout(buttons);
    connect(m_search, &QLineEdit::textChanged, this, &ModelList::filter);
    connect(m_fetch, &QPushButton::clicked, this, &ModelList::fetchAsked);
    connect(m_copy, &QPushButton::clicked, this, &ModelList::copy);
    connect(m_list, &QListWidget::itemActivated, this, &ModelList::copy);
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) { m_copy->setEnabled(row >= 0); });
    show({}, std::nullopt);
}

void ModelList::show(const QString& provider, const std::optional<QVector<ModelName>>& models) {
    const int count = models ? static_cast<int>(models->size()) : -1;
    const bool same = provider == m_provider && count == m_count;
    m_provider = provider;
    if (same && count > 0)
        return; // what is searched and selected stays
    m_count = count;
    m_list->clear();
    if (models) {
        for (const auto& model : *models)
            m_list->addItem(model.id);
    }
    m_search->clear();
    filter();
}

void ModelList::filter() {
    const auto words = m_search->text().split(u' ', Qt::SkipEmptyParts);
    int shown = 0;
    for (int i = 0; i < m_list->count(); ++i) {
        auto* item = m_list->item(i);
        const auto text = item->text();
        const bool fits = std::all_of(words.begin(), words.end(), [&text](const QString& word) {
            return text.contains(word, Qt::CaseInsensitive);
        });
        item->setHidden(!fits);
        shown += fits ? 1 : 0;
    }
    if (m_fetching)
        m_note->setText(tr("Asking the provider…"));
    else if (m_count < 0)
        m_note->setText(tr("The provider has not been asked yet."));
    else if (m_count > 0 && shown == 0)
        m_note->setText(tr("No model of that name."));
    else
        m_note->setText(tr("%n model(s)", nullptr, m_count));
    m_note->setProperty("role", QStringLiteral("caption"));
    m_search->setVisible(m_count >= searchedFrom);
    m_list->setVisible(shown > 0);
    m_copy->setVisible(shown > 0);
    m_copy->setEnabled(m_list->currentRow() >= 0);
    const int line = std::max(m_list->sizeHintForRow(0), m_list->fontMetrics().lineSpacing());
    m_list->setFixedHeight(std::min(std::max(shown, 1), mostLines) * line + 2 * m_list->frameWidth());
    m_fetch->setEnabled(!m_fetching && !m_provider.isEmpty());
}

void ModelList::showProblem(const QString& sentence) {
    m_note->setText(sentence);
}

void ModelList::setFetching(bool on) {
    m_fetching = on;
    filter();
}

void ModelList::copy() {
    const auto* item = m_list->currentItem();
    if (item == nullptr)
        return;
    const auto name = QString(m_provider + u'/' + item->text());
    copyText(name);
    Q_EMIT copied(name);
}

} // namespace gatehouse::ui
