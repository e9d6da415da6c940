// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_edit.h"

#include "core/contract/filter.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QDateTime>
#include <QStringListModel>
#include <QStyle>

namespace gatehouse::ui {
namespace {

constexpr int pauseMilliseconds = 250;
constexpr qsizetype mostProposals = 40;

} // namespace

FilterEdit::FilterEdit(QWidget* parent)
    : QLineEdit(parent), m_completer(new QCompleter(this)), m_proposals(new QStringListModel(this)) {
    setPlaceholderText(tr("Filter: words or terms such as status>=400 provider:openai latency>2s"));
    setAccessibleName(tr("Filter of the log"));
    setClearButtonEnabled(true);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pauseMilliseconds);
    m_completer->setModel(m_proposals);
    m_completer->setWidget(this);
    m_completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
    connect(&m_pause, &QTimer::timeout, this, &FilterEdit::check);
    connect(this, &QLineEdit::textEdited, this, [this] {
        m_pause.start();
        complete();
    });
    connect(this, &QLineEdit::returnPressed, this, &FilterEdit::check);
    connect(this, &QLineEdit::textChanged, this, [this](const QString& text) {
        if (text.isEmpty())
            check(); // by the clear button too
    });
    connect(m_completer, qOverload<const QString&>(&QCompleter::activated), this, [this](const QString& text) {
        setText(text);
        check();
    });
}

void FilterEdit::setFilter(const QString& filter) {
    setText(filter);
    check();
}

void FilterEdit::addTerm(const QString& term) {
    const QString before = text().trimmed();
    if (!before.split(u' ').contains(term))
        setFilter(before.isEmpty() ? term : QString(before + u' ' + term));
}

void FilterEdit::check() {
    m_pause.stop();
    const QString filter = text().trimmed();
    const auto now = QDateTime::currentMSecsSinceEpoch() * 1'000;
    const auto parsed = contract::parseFilter(filter.toStdString(), now);
    m_fault = parsed ? QString() : QString::fromStdString(parsed.error().message);
    setProperty("state",
                filter.isEmpty() ? QVariant() : QVariant(parsed ? QStringLiteral("right") : QStringLiteral("wrong")));
    setToolTip(m_fault);
    style()->unpolish(this);
    style()->polish(this);
    Q_EMIT faultChanged(m_fault);
    if (parsed)
        Q_EMIT filterChanged(filter);
}

// Proposals are whole texts, because that is what a completer puts in place.
void FilterEdit::complete() {
    const std::string whole = text().toStdString();
    const auto cursor = text().left(cursorPosition()).toUtf8().size();
    const auto found = contract::completeFilter(whole, static_cast<std::size_t>(cursor));
    QStringList proposals;
    for (const auto& item : found.items) {
        std::string proposal = whole;
        proposal.replace(item.position, item.length, item.text);
        proposals.append(QString::fromStdString(proposal));
    }
    const auto valuesFrom = QString::fromUtf8(found.valuesFrom.data(), static_cast<qsizetype>(found.valuesFrom.size()));
    if (m_names && !valuesFrom.isEmpty()) {
        const auto prefix = QString::fromStdString(found.prefix);
        for (const auto& name : m_names(valuesFrom)) {
            if (!name.startsWith(prefix, Qt::CaseInsensitive) || proposals.size() >= mostProposals)
                continue;
            // Quoted where it needs to be.
            const auto term = contract::termText(contract::FilterField::Provider, name.toStdString(), false);
            std::string proposal = whole;
            proposal.replace(static_cast<std::size_t>(cursor) - found.prefix.size(), found.prefix.size(),
                             term.substr(term.find(':') + 1));
            proposals.append(QString::fromStdString(proposal));
        }
    }
    m_proposals->setStringList(proposals);
    if (proposals.isEmpty() || text().isEmpty())
        m_completer->popup()->hide();
    else
        m_completer->complete();
}

} // namespace gatehouse::ui
