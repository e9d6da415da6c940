// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_model.h"

#include <QBrush>

namespace gatehouse::ui {
PromptModel::PromptModel(const Theme& theme, const PromptBook& book, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_book(book) {
    connect(&book, &PromptBook::changed, this, [this] { putRows(m_book.rows(), &PromptRow::id); });
    connect(&theme, &Theme::changed, this, &PromptModel::repaint);
    putRows(book.rows(), &PromptRow::id);
}

QModelIndex PromptModel::find(const QString& id) const {
    return findRow(&PromptRow::id, id);
}

QString PromptModel::textAt(const PromptRow& row, int column) const {
    switch (column) {
    case Name:
        return row.name();
    case Id:
        return row.id;
    case Labels:
        return row.labelText;
    case Version:
        return row.version == 0 ? QString() : m_locale.toString(row.version);
    case Published:
        return row.publishedText;
    case UsedBy:
        return row.userText;
    case Changed:
        return row.changedText;
    case Team:
        return row.team;
    case Tags:
        return row.tags.join(QStringLiteral(", "));
    default:
        return {};
    }
}

QVariant PromptModel::sortValue(const PromptRow& row, int column) const {
    if (column == Version)
        return row.version;
    return column == Changed ? QVariant(row.changed) : QVariant(textAt(row, column));
}

QVariant PromptModel::roleAt(const PromptRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole:
        return column == Published && !row.published.isEmpty()
                   ? QVariant(m_theme.icon(QStringLiteral("circle-check"), Theme::Tone::Success))
                   : QVariant();
    case Qt::ForegroundRole:
        return column == Id || column == Team || column == Tags
                   ? QVariant(QBrush(m_theme.color(Theme::Tone::Secondary)))
                   : QVariant();
    case IdRole:
        return row.id;
    default:
        return {};
    }
}

QString PromptModel::title(int column) const {
    switch (column) {
    case Name:
        return tr("Name");
    case Id:
        return tr("Id");
    case Labels:
        return tr("Labels");
    case Version:
        return tr("Version");
    case Published:
        return tr("Published");
    case UsedBy:
        return tr("Used by");
    case Changed:
        return tr("Changed");
    case Team:
        return tr("Team");
    case Tags:
        return tr("Tags");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
