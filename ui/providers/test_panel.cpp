// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/test_panel.h"

#include "ui/models/format.h"
#include "ui/providers/provider_words.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* plainLabel(const char* name, const char* role) {
    auto* label = new QLabel;
    label->setObjectName(QLatin1String(name));
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    if (*role != '\0')
        label->setProperty("role", QLatin1String(role));
    return label;
}

void showText(QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

struct StageLook {
    const char* icon;
    Theme::Tone tone;
};

StageLook lookOf(const QString& state) {
    if (state == QLatin1String("passed"))
        return {"circle-check", Theme::Tone::Success};
    return state == QLatin1String("failed") ? StageLook{"circle-x", Theme::Tone::Error}
                                            : StageLook{"circle-dashed", Theme::Tone::Secondary};
}

} // namespace

TestPanel::TestPanel(const Theme& theme, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_icon(new QLabel), m_sentence(plainLabel("testSentence", "")),
      m_next(plainLabel("testNextStep", "secondary")), m_detail(plainLabel("testDetail", "caption")),
      m_suggestion(new QPushButton) {
    setProperty("role", QStringLiteral("card"));
    m_suggestion->setObjectName(QStringLiteral("useSuggestion"));
    m_suggestion->setAutoDefault(false);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::small);
    head->addWidget(m_icon, 0, Qt::AlignTop);
    head->addWidget(m_sentence, 1);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
    layout->setSpacing(space::small);
    layout->addLayout(head);
    layout->addWidget(m_next);
    layout->addWidget(m_suggestion, 0, Qt::AlignLeading);
    layout->addWidget(m_detail);
    connect(m_suggestion, &QPushButton::clicked, this, [this] { Q_EMIT suggestionTaken(m_baseUrl); });
    connect(&theme, &Theme::changed, this, &TestPanel::drawIcon);
    clear();
}

void TestPanel::clear() {
    hide();
    showStages({});
}

void TestPanel::showRunning() {
    m_suggestion->hide();
    showStages({});
    showVerdict(QStringLiteral("loader-2"), Theme::Tone::Info, tr("Testing…"), {}, {});
}

void TestPanel::showFailure(const QString& sentence) {
    m_suggestion->hide();
    showStages({});
    showVerdict(QStringLiteral("circle-x"), Theme::Tone::Error, sentence, {}, {});
}

void TestPanel::showResult(const QJsonObject& test) {
    const bool fine = test.value(QLatin1String("ok")).toBool();
    const auto words = verdictWords(test);
    auto sentence = words.sentence;
    const auto models = test.value(QLatin1String("models")).toArray().size();
    if (fine && models > 0)
        sentence = tr("Works. The provider offers %n model(s).", nullptr, static_cast<int>(models));
    m_baseUrl = test.value(QLatin1String("suggested_base_url")).toString();
    m_suggestion->setText(tr("Use %1").arg(m_baseUrl));
    m_suggestion->setVisible(!m_baseUrl.isEmpty());
    showVerdict(fine ? QStringLiteral("circle-check") : QStringLiteral("circle-x"),
                fine ? Theme::Tone::Success : Theme::Tone::Error, sentence, words.nextStep,
                test.value(QLatin1String("detail")).toString());
    showStages(test.value(QLatin1String("stages")).toArray());
}

void TestPanel::showVerdict(const QString& icon, Theme::Tone tone, const QString& sentence, const QString& next,
                            const QString& detail) {
    m_iconName = icon;
    m_tone = tone;
    drawIcon();
    m_sentence->setText(sentence);
    showText(m_next, next);
    showText(m_detail, detail);
    setAccessibleName(sentence);
    setAccessibleDescription(next);
    show();
}

void TestPanel::showStages(const QJsonArray& stages) {
    delete m_stages;
    m_stages = nullptr;
    if (stages.isEmpty())
        return;
    const QLocale locale;
    m_stages = new QWidget;
    auto* grid = new QGridLayout(m_stages);
    grid->setContentsMargins(0, space::tiny, 0, 0);
    grid->setHorizontalSpacing(space::small);
    grid->setVerticalSpacing(space::tiny);
    grid->setColumnStretch(1, 1);
    for (const auto& value : stages) {
        const auto stage = value.toObject();
        const int line = grid->rowCount();
        const auto state = stage.value(QLatin1String("state")).toString();
        const auto look = lookOf(state);
        auto* icon = new QLabel;
        icon->setPixmap(m_theme.icon(QLatin1String(look.icon), look.tone).pixmap(smallIconPixels));
        auto* name = plainLabel("", "caption");
        name->setText(stageName(stage.value(QLatin1String("name")).toString()));
        auto* time = plainLabel("", "caption");
        const auto ms = stage.value(QLatin1String("ms"));
        time->setText(state == QLatin1String("skipped")  ? tr("not reached")
                      : ms.isDouble()                    ? durationText(locale, ms.toDouble())
                      : state == QLatin1String("failed") ? tr("failed")
                                                         : tr("fine"));
        grid->addWidget(icon, line, 0);
        grid->addWidget(name, line, 1);
        grid->addWidget(time, line, 2, Qt::AlignTrailing);
    }
    layout()->addWidget(m_stages);
}

void TestPanel::drawIcon() {
    if (!m_iconName.isEmpty())
        m_icon->setPixmap(m_theme.icon(m_iconName, m_tone).pixmap(iconPixels));
}

} // namespace gatehouse::ui
