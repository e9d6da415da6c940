// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/version_grid.h"

#include "ui/apis/api_words.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/product_words.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <functional>

namespace gatehouse::ui {
namespace {

constexpr int leastColumnCharacters = 16;

} // namespace

VersionGrid::VersionGrid(const Theme& theme, QWidget* parent) : QScrollArea(parent), m_theme(theme) {
    setObjectName(QStringLiteral("versionGrid"));
    setAccessibleName(tr("Versions side by side"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
}

void VersionGrid::show(const QVector<ApiRow>& versions, const QString& chosen) {
    auto* inside = new QWidget; // takes the place of the one before, which goes
    m_grid = new QGridLayout(inside);
    m_grid->setContentsMargins(space::large, space::medium, space::large, space::medium);
    m_grid->setHorizontalSpacing(space::large);
    m_grid->setVerticalSpacing(space::small);
    for (int i = 0; i < versions.size(); ++i)
        addHead(versions[i], i + 1, versions[i].version == chosen);
    const auto row = [&](const QString& name, const std::function<QString(const ApiRow&)>& value, bool compared) {
        QStringList values;
        for (const auto& version : versions)
            values.append(value(version));
        addRow(name, values, compared);
    };
    const QLocale locale;
    row(
        tr("Serves"), [](const ApiRow& r) { return servesText(shownDefinition(r.spec)); }, true);
    row(
        tr("Answers"), [](const ApiRow& r) { return answerText(memberText(shownDefinition(r.spec), "answer")); }, true);
    row(
        tr("Time limit"), [](const ApiRow& r) { return memberText(shownDefinition(r.spec), "timeout"); }, true);
    row(
        tr("Not published yet"),
        [](const ApiRow& r) {
            const auto live = liveDefinition(r.spec);
            return !live.isEmpty() && live != definitionOf(r.spec) ? tr("It was edited since") : QString();
        },
        false);
    row(
        tr("Release"), [](const ApiRow& r) { return releaseText(r.spec); }, false);
    row(
        tr("Published"), [&](const ApiRow& r) { return releasedText(locale, r.spec); }, false);
    row(
        tr("Note"), [](const ApiRow& r) { return memberText(liveRelease(r.spec), "note"); }, false);
    row(
        tr("Ends on"),
        [&](const ApiRow& r) {
            const auto sunset = memberMoment(r.spec, "sunset");
            return sunset.isValid() ? dayText(locale, sunset) : QString();
        },
        false);
    row(
        tr("Successor"), [](const ApiRow& r) { return memberText(r.spec, "successor"); }, false);
    m_grid->setColumnStretch(static_cast<int>(versions.size()) + 1, 1);
    m_grid->setRowStretch(m_grid->rowCount(), 1);
    setWidget(inside);
    inside->setAutoFillBackground(false); // it lies on a card
    viewport()->setAutoFillBackground(false);
}

void VersionGrid::addHead(const ApiRow& row, int column, bool chosen) {
    const auto look = apiStateLook(row.state);
    auto* head = new QWidget;
    head->setMinimumWidth(fontMetrics().averageCharWidth() * leastColumnCharacters);
    auto* lines = new QVBoxLayout(head);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(space::tiny);
    auto* name = plainLabel(chosen ? tr("%1 (selected)", "a version").arg(row.version) : row.version, "section");
    name->setProperty("data", true);
    auto* state = new QHBoxLayout;
    state->setSpacing(space::tiny);
    auto* icon = new QLabel;
    icon->setPixmap(m_theme.icon(look.icon, look.tone).pixmap(smallIconPixels));
    auto* words = plainLabel(row.isLatest ? tr("%1, latest", "a state").arg(look.text) : look.text, "secondary");
    words->setWordWrap(false);
    state->addWidget(icon);
    state->addWidget(words, 1);
    lines->addWidget(name);
    lines->addLayout(state);
    m_grid->addWidget(head, 0, column, Qt::AlignTop);
}

void VersionGrid::addRow(const QString& name, const QStringList& values, bool compared) {
    if (values.join(QString()).isEmpty())
        return;
    const int line = m_grid->rowCount();
    auto* label = plainLabel(name, "secondary");
    label->setWordWrap(false);
    m_grid->addWidget(label, line, 0, Qt::AlignTop);
    for (int i = 0; i < values.size(); ++i) {
        const bool differs = compared && i > 0 && values[i] != values[i - 1];
        auto* cell = plainLabel(values[i].isEmpty() ? QStringLiteral("–") : values[i], differs ? "added" : "");
        cell->setTextInteractionFlags(Qt::TextSelectableByMouse);
        cell->setProperty("data", true);
        m_grid->addWidget(cell, line, i + 1, Qt::AlignTop);
    }
}

} // namespace gatehouse::ui
