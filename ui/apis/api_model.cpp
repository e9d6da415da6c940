// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/api_model.h"

#include "ui/models/format.h"
#include "ui/widgets/product_words.h"

#include <QBrush>

namespace gatehouse::ui {
ApiModel::ApiModel(const Theme& theme, const ApiBook& book, QObject* parent)
    : TableRows(ColumnCount, parent), m_theme(theme), m_book(book) {
    connect(&book, &ApiBook::changed, this, [this] { putRows(m_book.rows(), &ApiRow::key); });
    connect(&book, &ApiBook::figuresChanged, this, &ApiModel::repaint);
    connect(&theme, &Theme::changed, this, &ApiModel::repaint);
    putRows(m_book.rows(), &ApiRow::key);
}

QModelIndex ApiModel::find(const QString& key) const {
    const auto* wanted = m_book.find(key);
    return wanted == nullptr ? QModelIndex() : findRow(&ApiRow::key, wanted->key);
}

QString ApiModel::errorText(const GroupFigures::Figures& figures) const {
    if (figures.calls == 0)
        return QStringLiteral("–");
    return tr("%1 (%2)", "number of errors, share")
        .arg(countText(m_locale, figures.errors),
             shareText(m_locale, static_cast<double>(figures.errors) / static_cast<double>(figures.calls)));
}

QString ApiModel::textAt(const ApiRow& row, int column) const {
    switch (column) {
    case Path:
        return row.path();
    case Version:
        return row.isLatest ? tr("%1 · latest", "a version").arg(row.version) : row.version;
    case State:
        return apiStateLook(row.state).text;
    case Kind:
        return apiKindText(row.kind);
    case Team:
        return row.team;
    case Subscribers:
        return countText(m_locale, row.subscribers);
    case Calls:
        return m_book.knowsFigures() ? countText(m_locale, m_book.figures(row).calls) : QString();
    case Errors:
        return m_book.knowsFigures() ? errorText(m_book.figures(row)) : QString();
    default:
        return {};
    }
}

QVariant ApiModel::sortValue(const ApiRow& row, int column) const {
    switch (column) {
    case Subscribers:
        return row.subscribers;
    case Calls:
        return m_book.figures(row).calls;
    case Errors:
        return m_book.figures(row).errors;
    default:
        return textAt(row, column);
    }
}

QVariant ApiModel::roleAt(const ApiRow& row, int column, int role) const {
    switch (role) {
    case Qt::DecorationRole: {
        if (column != State)
            return {};
        const auto look = apiStateLook(row.state);
        return m_theme.icon(look.icon, look.tone);
    }
    case Qt::ForegroundRole:
        if (row.state == QLatin1String("retired") || column == Kind || column == Team)
            return QBrush(m_theme.color(Theme::Tone::Secondary));
        return {};
    case Qt::FontRole:
        return column == Path ? QVariant(m_theme.fixedFont()) : QVariant();
    case Qt::ToolTipRole:
        return column == Path && row.title != row.api
                   ? QVariant(QString(QStringLiteral("<qt>") + row.title.toHtmlEscaped() + QStringLiteral("</qt>")))
                   : QVariant();
    case KeyRole:
        return row.key;
    default:
        return {};
    }
}

QString ApiModel::title(int column) const {
    switch (column) {
    case Path:
        return tr("Path");
    case Version:
        return tr("Version");
    case State:
        return tr("State");
    case Kind:
        return tr("Kind");
    case Team:
        return tr("Team");
    case Subscribers:
        return tr("Subscribers");
    case Calls:
        return tr("Calls");
    case Errors:
        return tr("Errors");
    default:
        return {};
    }
}

} // namespace gatehouse::ui
