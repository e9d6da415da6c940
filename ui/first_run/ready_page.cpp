// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/ready_page.h"

#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

using State = Preparation::State;

struct Look {
    const char* icon;
    Theme::Tone tone;
};

Look lookOf(State state) {
    switch (state) {
    case State::Waiting:
        return {"circle-dashed", Theme::Tone::Secondary};
    case State::Running:
        return {"loader-2", Theme::Tone::Info};
    case State::Done:
        return {"circle-check", Theme::Tone::Success};
    case State::Advice:
        return {"alert-triangle", Theme::Tone::Warning};
    case State::Failed:
        break;
    }
    return {"circle-x", Theme::Tone::Error};
}

constexpr std::array<const char*, Preparation::StepCount> names{"stepGateway", "stepKeyChain", "stepKey", "stepDemo"};

} // namespace

ReadyPage::ReadyPage(const Theme& theme, Preparation& preparation, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_preparation(preparation) {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    auto* grid = new QGridLayout(card);
    grid->setContentsMargins(space::large, space::large, space::large, space::large);
    grid->setHorizontalSpacing(space::medium);
    grid->setVerticalSpacing(space::large);
    grid->setColumnStretch(1, 1);
    const std::array titles{tr("Gateway"), tr("Key chain"), tr("First key"), tr("Demo models")};
    for (int step = 0; step < Preparation::StepCount; ++step) {
        auto& row = m_rows[static_cast<std::size_t>(step)];
        row.picture = new QLabel;
        auto* title = new QLabel(titles[static_cast<std::size_t>(step)]);
        title->setProperty("role", QStringLiteral("section"));
        row.sentence = new QLabel;
        row.sentence->setObjectName(QLatin1String(names[static_cast<std::size_t>(step)]));
        row.sentence->setTextFormat(Qt::PlainText);
        row.sentence->setWordWrap(true);
        auto* words = new QVBoxLayout;
        words->setSpacing(2);
        words->addWidget(title);
        words->addWidget(row.sentence);
        grid->addWidget(row.picture, step, 0, Qt::AlignTop);
        grid->addLayout(words, step, 1);
    }
    m_usePort = new QPushButton;
    m_usePort->setObjectName(QStringLiteral("useFreePort"));
    m_usePort->setProperty("role", QStringLiteral("primary"));
    m_again = new QPushButton(tr("Check again"));
    m_again->setObjectName(QStringLiteral("checkAgain"));
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_usePort);
    buttons->addWidget(m_again);
    buttons->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::large);
    layout->addWidget(card);
    layout->addLayout(buttons);
    layout->addStretch();
    connect(m_usePort, &QPushButton::clicked, this, [this] {
        if (m_preparation.freePort() != 0)
            Q_EMIT portChosen(m_preparation.freePort());
    });
    connect(m_again, &QPushButton::clicked, &preparation, &Preparation::start);
    connect(&preparation, &Preparation::changed, this, &ReadyPage::show);
    connect(&theme, &Theme::changed, this, &ReadyPage::show);
    show();
}

void ReadyPage::show() {
    bool failed = false;
    for (int i = 0; i < Preparation::StepCount; ++i) {
        const auto step = static_cast<Preparation::Step>(i);
        auto& row = m_rows[static_cast<std::size_t>(i)];
        const auto state = m_preparation.state(step);
        const auto look = lookOf(state);
        row.picture->setPixmap(m_theme.icon(QLatin1String(look.icon), look.tone).pixmap(iconPixels));
        row.sentence->setText(m_preparation.sentence(step));
        const QString role = state == State::Failed ? QStringLiteral("fault") : QStringLiteral("secondary");
        if (row.sentence->property("role").toString() != role) {
            row.sentence->setProperty("role", role);
            row.sentence->style()->unpolish(row.sentence);
            row.sentence->style()->polish(row.sentence);
        }
        failed = failed || state == State::Failed;
    }
    const bool taken = m_preparation.state(Preparation::Gateway) == State::Failed && m_preparation.freePort() != 0;
    if (taken)
        m_usePort->setText(tr("Use port %1 instead").arg(m_preparation.freePort()));
    m_usePort->setVisible(taken);
    m_again->setVisible(failed && !taken);
}

} // namespace gatehouse::ui
