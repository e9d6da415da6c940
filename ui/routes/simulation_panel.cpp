// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/simulation_panel.h"

#include "ui/models/format.h"
#include "ui/models/resource_list.h"
#include "ui/models/routing_words.h"
#include "ui/routes/call_facts.h"
#include "ui/routes/price_words.h"

#include <QComboBox>
#include <QCompleter>
#include <QFrame>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStringListModel>
#include <QVBoxLayout>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int mostTokens = 10'000'000;
constexpr int soonMilliseconds = 500;
constexpr int shortestChoice = 8;

QString text(const QJsonObject& object, const char* name) {
    return object.value(QLatin1String(name)).toString();
}

QLabel* makeLabel(const QString& words, const char* role = nullptr) {
    auto* label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    // At the side where reading begins, also for names in Latin letters.
    label->setAlignment((QGuiApplication::isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute |
                        Qt::AlignVCenter);
    if (role != nullptr)
        label->setProperty("role", QLatin1String(role));
    return label;
}

QLabel* makeIcon(const Theme& theme, const QString& name, Theme::Tone tone) {
    auto* icon = new QLabel;
    icon->setPixmap(theme.icon(name, tone).pixmap(iconPixels));
    return icon;
}

QSpinBox* makeTokens(const char* name, const QString& says, int value) {
    auto* box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(says);
    box->setRange(0, mostTokens);
    box->setGroupSeparatorShown(true);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setValue(value);
    return box;
}

// An icon and words beside it, in a card.
struct Card {
    QFrame* frame = new QFrame;
    QHBoxLayout* line = new QHBoxLayout(frame);
    QVBoxLayout* words = new QVBoxLayout;

    explicit Card(QWidget* sign) {
        frame->setProperty("role", QStringLiteral("card"));
        line->setContentsMargins(space::medium, space::medium, space::medium, space::medium);
        line->setSpacing(space::medium);
        line->addWidget(sign, 0, Qt::AlignTop);
        words->setSpacing(space::tiny);
        line->addLayout(words, 1);
    }
};

} // namespace

SimulationPanel::SimulationPanel(Console& console, const ResourceList& routes, const ResourceList& apps,
                                 QWidget* parent)
    : QWidget(parent), m_console(console), m_routes(routes), m_apps(apps), m_model(new QLineEdit),
      m_names(new QStringListModel(this)), m_app(new QComboBox), m_operation(new QComboBox),
      m_input(makeTokens("simulateInput", tr("Input tokens"), 1'000)),
      m_output(makeTokens("simulateOutput", tr("Output tokens"), 500)), m_button(new QPushButton(tr("Simulate"))),
      m_facts(new CallFacts), m_way(new QWidget), m_steps(new QVBoxLayout(m_way)), m_fault(makeLabel({}, "fault")) {
    m_way->setObjectName(QStringLiteral("simulatedWay"));
    m_steps->setContentsMargins(0, 0, 0, 0);
    m_steps->setSpacing(space::tiny);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* inside = new QWidget; // the way scrolls with what is asked for, which may be long
    auto* whole = new QVBoxLayout(inside);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(space::medium);
    whole->addWidget(m_facts);
    whole->addWidget(m_way, 1);
    scroll->setWidget(inside);
    auto* title = makeLabel(tr("Who would serve this?"), "section");
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::medium, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(title);
    layout->addWidget(makeQuestion());
    setNarrow(false);
    m_fault->setObjectName(QStringLiteral("simulateFault"));
    m_fault->hide();
    layout->addWidget(m_fault);
    layout->addWidget(scroll, 1);
    m_soon.setSingleShot(true);
    m_soon.setInterval(soonMilliseconds);
    connect(&m_soon, &QTimer::timeout, this, &SimulationPanel::simulate);
    connect(&routes, &ResourceList::changed, this, [this] {
        offerNames();
        askAgain();
    });
    connect(&apps, &ResourceList::changed, this, &SimulationPanel::offerApps);
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed") || type == QLatin1String("health.changed"))
            askAgain();
    });
    offerNames();
    offerApps();
    clear();
}

QWidget* SimulationPanel::makeQuestion() {
    auto* question = new QWidget;
    m_model->setObjectName(QStringLiteral("simulateModel"));
    m_model->setPlaceholderText(tr("A route, or provider/model"));
    m_model->setAccessibleName(tr("Model asked for"));
    auto* completer = new QCompleter(m_names, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_model->setCompleter(completer);
    m_app->setObjectName(QStringLiteral("simulateApp"));
    m_app->setAccessibleName(tr("Application that asks"));
    m_operation->setObjectName(QStringLiteral("simulateOperation"));
    m_operation->setAccessibleName(tr("Kind of call"));
    m_operation->addItem(tr("Chat"), QStringLiteral("chat"));
    m_operation->addItem(tr("Chat, as Anthropic's clients ask"), QStringLiteral("messages"));
    m_operation->addItem(tr("Embeddings"), QStringLiteral("embeddings"));
    m_operation->addItem(tr("Images"), QStringLiteral("images"));
    m_operation->addItem(tr("Speech"), QStringLiteral("speech"));
    m_operation->addItem(tr("Rerank"), QStringLiteral("rerank"));
    m_button->setObjectName(QStringLiteral("simulateButton"));
    m_button->setAutoDefault(false);
    m_input->setSuffix(tr(" tokens in"));
    m_output->setSuffix(tr(" tokens out"));
    m_grid = new QGridLayout(question);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(space::small);
    for (int column = 0; column < 4; ++column)
        m_grid->setColumnStretch(column, 1);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    line->addWidget(m_model, 1);
    line->addWidget(m_button);
    m_grid->addLayout(line, 0, 0, 1, 4);
    for (auto* box : {m_app, m_operation}) { // long names must not widen the panel
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(shortestChoice);
    }
    connect(m_button, &QPushButton::clicked, this, &SimulationPanel::simulate);
    connect(m_model, &QLineEdit::returnPressed, this, &SimulationPanel::simulate);
    connect(m_facts, &CallFacts::wanted, this, &SimulationPanel::simulate);
    return question;
}

// Below the table there is little height, beside it little width.
void SimulationPanel::setNarrow(bool narrow) {
    const std::array<QWidget*, 4> fields{m_app, m_operation, m_input, m_output};
    for (int i = 0; i < static_cast<int>(fields.size()); ++i) {
        m_grid->removeWidget(fields[i]);
        if (narrow)
            m_grid->addWidget(fields[i], 1, i);
        else
            m_grid->addWidget(fields[i], 1 + i / 2, 2 * (i % 2), 1, 2);
    }
    const int beside = narrow ? 0 : space::medium; // the table
    const bool mirrored = isRightToLeft();
    layout()->setContentsMargins(mirrored ? 0 : beside, narrow ? space::medium : 0, mirrored ? beside : 0, 0);
}

void SimulationPanel::offerNames() {
    QStringList names;
    for (const auto& route : m_routes.items())
        names.append(text(route, "model"));
    for (const auto* model : {"demo/echo", "demo/slow", "demo/flaky", "demo/429"})
        names.append(QLatin1String(model));
    m_names->setStringList(names);
}

void SimulationPanel::offerApps() {
    const auto chosen = m_app->currentData();
    m_app->clear();
    m_app->addItem(tr("Anyone"));
    for (const auto& app : m_apps.items())
        m_app->addItem(text(app, "id"), text(app, "id"));
    m_app->setCurrentIndex(std::max(0, m_app->findData(chosen)));
}

void SimulationPanel::ask(const QString& model) {
    m_model->setText(model);
    simulate();
}

void SimulationPanel::askAgain() {
    if (isVisible() && m_round > 0 && !m_soon.isActive())
        m_soon.start();
}

void SimulationPanel::simulate() {
    const auto model = m_model->text().trimmed();
    m_fault->setVisible(model.isEmpty());
    if (model.isEmpty()) {
        m_fault->setText(tr("Enter the model that a client would ask for."));
        return;
    }
    QJsonObject question{{QStringLiteral("model"), model},
                         {QStringLiteral("operation"), m_operation->currentData().toString()},
                         {QStringLiteral("input_tokens"), m_input->value()},
                         {QStringLiteral("output_tokens"), m_output->value()}};
    if (!m_app->currentData().isNull())
        question.insert(QStringLiteral("app"), m_app->currentData().toString());
    if (const auto fault = m_facts->fault(); !fault.isEmpty()) {
        m_fault->setText(fault);
        m_fault->show();
        return;
    }
    m_facts->addTo(question);
    const auto round = ++m_round;
    m_console.client.send(GatewayClient::Verb::Post, QStringLiteral("/simulate"), question, this,
                          [this, round](const Reply& reply) {
                              if (round == m_round)
                                  take(reply);
                          });
}

void SimulationPanel::take(const Reply& reply) {
    m_fault->setVisible(!reply.ok());
    if (!reply.ok()) {
        m_fault->setText(reply.problem().detail); // the way that was shown stays
        return;
    }
    showWay(reply.object());
}

void SimulationPanel::clear() {
    while (auto* item = m_steps->takeAt(0)) {
        if (auto* widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        }
        delete item;
    }
    if (m_round == 0) {
        m_steps->addWidget(makeLabel(tr("Nothing is sent. You see which route matches, which targets would be tried in "
                                        "which order, what each would cost, and why others are left out."),
                                     "secondary"));
        m_steps->addStretch(1);
    }
}

void SimulationPanel::showWay(const QJsonObject& way) {
    clear();
    addStart(way);
    const auto refusal = way.value(QLatin1String("refusal"));
    if (refusal.isObject())
        addRefusal(refusal.toObject());
    const auto targets = way.value(QLatin1String("targets")).toArray();
    QVector<QJsonObject> tried;
    QVector<QJsonObject> excluded;
    for (const auto& target : targets)
        (target.toObject().value(QLatin1String("order")).isNull() ? excluded : tried).append(target.toObject());
    const int attempts = way.value(QLatin1String("retry")).toObject().value(QLatin1String("attempts")).toInt(1);
    for (const auto& target : tried) {
        if (target.value(QLatin1String("order")).toInt() == 1)
            addLink(refusal.isObject()          ? tr("otherwise first")
                    : text(way, "by").isEmpty() ? tr("first")
                                                : tr("first, because %1").arg(strategyWords(text(way, "by"))));
        else
            addLink(tr("where that fails (after %n try/tries), then", nullptr, attempts));
        addTarget(target, way.value(QLatin1String("pretend")).toBool());
    }
    if (!excluded.isEmpty()) {
        auto* left = makeLabel(tr("Left out"), "section");
        left->setContentsMargins(0, space::medium, 0, 0);
        m_steps->addWidget(left);
        for (const auto& target : excluded)
            addTarget(target, false);
    }
    addEnd(way);
    m_steps->addStretch(1);
}

void SimulationPanel::addStart(const QJsonObject& way) {
    const auto matched = text(way, "matched");
    Card card(makeIcon(m_console.theme, QStringLiteral("route"), Theme::Tone::Accent));
    card.words->addWidget(makeLabel(text(way, "model"), "section"));
    const auto app = text(way, "app");
    const auto who = app.isEmpty() ? tr("Anyone asks.") : tr("%1 asks.").arg(app);
    const auto why = matched == QLatin1String("route")    ? ruleSentences(text(way, "rule"))
                     : matched == QLatin1String("direct") ? tr("No route has this name: what stands before the first / "
                                                               "is a provider.")
                                                          : tr("No route and no provider has this name.");
    card.words->addWidget(makeLabel(QString(who + u' ' + why), "secondary"));
    card.frame->setObjectName(QStringLiteral("simulatedStart"));
    m_steps->addWidget(card.frame);
}

void SimulationPanel::addRefusal(const QJsonObject& refusal) {
    m_steps->addSpacing(space::tiny);
    Card card(makeIcon(m_console.theme, QStringLiteral("hand-stop"), Theme::Tone::Error));
    card.words->addWidget(makeLabel(tr("The call would be refused"), "section"));
    auto* why = makeLabel(text(refusal, "detail"), "fault");
    why->setObjectName(QStringLiteral("simulatedRefusal"));
    card.words->addWidget(why);
    m_steps->addWidget(card.frame);
}

void SimulationPanel::addLink(const QString& words) {
    auto* link = new QWidget;
    auto* line = new QHBoxLayout(link);
    line->setContentsMargins(space::medium, 0, space::medium, 0);
    line->setSpacing(space::small);
    auto* arrow = new QLabel;
    arrow->setPixmap(
        m_console.theme.icon(QStringLiteral("arrow-down"), Theme::Tone::Secondary).pixmap(smallIconPixels));
    line->addWidget(arrow);
    line->addWidget(makeLabel(words, "caption"), 1);
    m_steps->addWidget(link);
}

QString SimulationPanel::keyWords(const QJsonObject& target) const {
    const auto key = target.value(QLatin1String("key")).toObject();
    const auto state = text(key, "state");
    if (state == QLatin1String("none_needed"))
        return tr("Needs no key");
    if (state == QLatin1String("ready"))
        return tr("Key %1").arg(text(key, "reference"));
    return state == QLatin1String("missing") ? tr("No key") : tr("Key %1 cannot be read").arg(text(key, "reference"));
}

QString SimulationPanel::costWords(const QJsonObject& target, bool pretend) const {
    const auto price = target.value(QLatin1String("price"));
    if (!isKnownPrice(price))
        return tr("Price unknown");
    const auto cost = text(target, "cost");
    const auto prices = tr("%1 a million tokens").arg(priceText(m_locale, price));
    if (cost.isEmpty())
        return prices;
    return (pretend || price.toObject().value(QLatin1String("pretend")).toBool() ? tr("About %1 of pretend money (%2)")
                                                                                 : tr("About %1 (%2)"))
        .arg(moneyText(m_locale, cost), prices);
}

void SimulationPanel::addTarget(const QJsonObject& target, bool pretend) {
    using Tone = Theme::Tone;
    const auto order = target.value(QLatin1String("order"));
    const bool tried = !order.isNull();
    QWidget* sign = nullptr;
    if (tried) {
        auto* number = makeLabel(m_locale.toString(order.toInt()), "figure");
        number->setWordWrap(false);
        sign = number;
    } else {
        sign = makeIcon(m_console.theme, QStringLiteral("circle-x"), Tone::Secondary);
    }
    Card card(sign);
    card.frame->setObjectName(tried ? QStringLiteral("simulatedTarget") : QStringLiteral("simulatedExcluded"));
    card.words->addWidget(makeLabel(targetName(target), "section"));
    if (!tried) {
        const auto why = text(target.value(QLatin1String("excluded")).toObject(), "detail");
        card.words->addWidget(makeLabel(QString(why.left(1).toUpper() + why.mid(1)), "fault"));
    }
    QStringList facts{keyWords(target)};
    const auto circuit = text(target.value(QLatin1String("circuit")).toObject(), "state");
    facts.append(circuit == QLatin1String("closed") ? tr("healthy")
                 : circuit == QLatin1String("open") ? tr("resting after failures")
                                                    : tr("probed by the next call"));
    if (target.value(QLatin1String("translated")).toBool())
        facts.append(tr("translated"));
    if (tried)
        card.words->addWidget(makeLabel(facts.join(tr(" · ", "between facts")), "secondary"));
    auto* cost = makeLabel(costWords(target, pretend), "secondary");
    const auto price = target.value(QLatin1String("price"));
    cost->setToolTip(priceDetails(m_locale, price));
    card.words->addWidget(cost);
    if (!isKnownPrice(price)) {
        auto* button = new QPushButton(tr("Set price"));
        button->setObjectName(QStringLiteral("simulatedSetPrice"));
        connect(button, &QPushButton::clicked, this, [this, target] { Q_EMIT priceAsked(target); });
        card.words->addWidget(button, 0, Qt::AlignLeft);
    }
    card.frame->setAccessibleName(targetName(target));
    m_steps->addWidget(card.frame);
    if (!tried)
        m_steps->addSpacing(space::tiny);
}

void SimulationPanel::addEnd(const QJsonObject& way) {
    const auto cost = text(way, "cost");
    QString words;
    if (way.value(QLatin1String("pretend")).toBool())
        words = tr("Pretend prices: no budget is touched.");
    else if (!cost.isEmpty())
        words =
            tr("A budget would set %1 aside, the most that any of these targets costs.").arg(moneyText(m_locale, cost));
    else if (text(way, "matched") != QLatin1String("none"))
        words = tr("The cost is unknown: an application with a budget would be refused.");
    if (words.isEmpty())
        return;
    auto* end = makeLabel(words, "caption");
    end->setContentsMargins(0, space::small, 0, 0);
    m_steps->addWidget(end);
}

} // namespace gatehouse::ui
