// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_details.h"

#include "ui/models/format.h"
#include "ui/providers/letter_tile.h"
#include "ui/providers/model_list.h"
#include "ui/providers/provider_words.h"
#include "ui/providers/test_panel.h"

#include <QHBoxLayout>
#include <QJsonDocument>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int tilePixels = 32;
constexpr int mostRoutes = 12;

QLabel* plainLabel(const QString& text = {}, const char* role = "") {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    if (*role != '\0')
        label->setProperty("role", QLatin1String(role));
    return label;
}

QVBoxLayout* emptied(QWidget* holder) {
    auto* layout = qobject_cast<QVBoxLayout*>(holder->layout());
    if (layout == nullptr) {
        layout = new QVBoxLayout(holder);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(space::small);
    }
    while (auto* item = layout->takeAt(0)) {
        if (item->widget() != nullptr) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    return layout;
}

// Lines are made anew only where what they show is another, so that the focus stays on their buttons.
bool changes(QWidget* holder, const QJsonArray& shown) {
    const auto text = QJsonDocument(shown).toJson(QJsonDocument::Compact);
    if (holder->property("shown").toByteArray() == text)
        return false;
    holder->setProperty("shown", text);
    return true;
}

QString secretName(const QString& reference) {
    const bool kept = reference.startsWith(QLatin1String("keychain:")) || reference.startsWith(QLatin1String("vault:"));
    return kept ? reference.mid(reference.indexOf(u':') + 1) : QString();
}

} // namespace

ProviderDetails::ProviderDetails(Console& console, const ProviderModel& model, QWidget* parent)
    : QFrame(parent), m_console(console), m_model(model) {
    setObjectName(QStringLiteral("providerDetails"));
    setProperty("role", QStringLiteral("card"));
    auto* content = new QWidget;
    m_layout = new QVBoxLayout(content);
    m_layout->setContentsMargins(space::large, space::large, space::large, space::large);
    m_layout->setSpacing(space::small);
    m_layout->addWidget(makeHead());
    m_test = new TestPanel(console.theme);
    m_layout->addWidget(m_test);
    m_keysTitle = addSection(tr("Keys"), "keysTitle");
    m_keys = new QWidget;
    m_layout->addWidget(m_keys);
    addSection(tr("Models"), "modelsTitle");
    m_models = new ModelList(console.theme);
    m_layout->addWidget(m_models);
    addSection(tr("Recent errors"), "errorsTitle");
    m_errors = new QWidget;
    m_layout->addWidget(m_errors);
    addSection(tr("Used by"), "usesTitle");
    m_uses = new QWidget;
    m_layout->addWidget(m_uses);
    m_layout->addStretch(1);
    m_area = new QScrollArea;
    auto* area = m_area;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setFocusPolicy(Qt::NoFocus);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(content);
    content->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(1, 1, 1, 1);
    outer->addWidget(area);
    connect(m_models, &ModelList::fetchAsked, this, &ProviderDetails::fetchAsked);
    connect(m_models, &ModelList::copied, this,
            [this](const QString& name) { m_console.toast.say(tr("Copied %1.").arg(name)); });
    connect(&console.theme, &Theme::changed, this, &ProviderDetails::refresh);
}

QWidget* ProviderDetails::makeHead() {
    m_tile = new QLabel;
    m_name = plainLabel({}, "section");
    m_name->setObjectName(QStringLiteral("detailsName"));
    m_kind = plainLabel({}, "caption");
    for (auto* label : {m_name, m_kind})
        label->setMinimumWidth(1); // a long address must not widen the panel
    m_healthIcon = new QLabel;
    m_health = plainLabel();
    m_health->setObjectName(QStringLiteral("detailsHealth"));
    m_note = plainLabel({}, "caption");
    m_next = new QPushButton;
    m_next->setObjectName(QStringLiteral("providerNextStep"));
    m_next->setProperty("role", QStringLiteral("primary"));
    connect(m_next, &QPushButton::clicked, this, &ProviderDetails::takeNextStep);
    m_edit = new QPushButton(m_console.theme.icon(QStringLiteral("edit")), tr("Edit"));
    m_edit->setObjectName(QStringLiteral("editProvider"));
    m_enable = new QPushButton;
    m_enable->setObjectName(QStringLiteral("enableProvider"));
    m_delete = new QPushButton(m_console.theme.icon(QStringLiteral("trash")), tr("Delete"));
    m_delete->setObjectName(QStringLiteral("deleteProvider"));
    connect(m_edit, &QPushButton::clicked, this, &ProviderDetails::editAsked);
    connect(m_enable, &QPushButton::clicked, this, &ProviderDetails::enableAsked);
    connect(m_delete, &QPushButton::clicked, this, &ProviderDetails::deleteAsked);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_name);
    words->addWidget(m_kind);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::medium);
    top->addWidget(m_tile, 0, Qt::AlignTop);
    top->addLayout(words, 1);
    auto* health = new QHBoxLayout;
    health->setSpacing(space::small);
    health->addWidget(m_healthIcon);
    health->addWidget(m_health, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(m_edit);
    buttons->addWidget(m_enable);
    buttons->addWidget(m_delete);
    buttons->addStretch(1);
    auto* head = new QWidget;
    auto* layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addLayout(top);
    layout->addLayout(health);
    layout->addWidget(m_note);
    layout->addWidget(m_next, 0, Qt::AlignLeading);
    layout->addLayout(buttons);
    return head;
}

QLabel* ProviderDetails::addSection(const QString& title, const char* name) {
    auto* label = plainLabel(title, "section");
    label->setObjectName(QLatin1String(name));
    label->setContentsMargins(0, space::medium, 0, 0);
    m_layout->addWidget(label);
    return label;
}

void ProviderDetails::show(const QString& provider) {
    if (provider != m_provider) {
        m_provider = provider;
        m_calls = {};
        m_test->clear();
        m_models->setFetching(false);
    }
    refresh();
}

void ProviderDetails::refresh() {
    showHead();
    showKeys();
    showModels();
    showErrors();
    showRoutes();
    // Never clipped: buttons and keys have their width, also with large text.
    m_area->widget()->layout()->activate();
    m_area->setMinimumWidth(m_area->widget()->minimumSizeHint().width() +
                            m_area->verticalScrollBar()->sizeHint().width());
}

void ProviderDetails::showHead() {
    const auto* row = m_model.find(m_provider);
    if (row == nullptr)
        return;
    const QLocale locale;
    const auto words = healthWords(row->state());
    m_tile->setPixmap(letterTile(m_console.theme, row->id).pixmap(tilePixels));
    m_name->setText(row->id);
    const auto address = row->object.value(QLatin1String("base_url")).toString();
    const auto kind = m_model.kindText(*row);
    m_kind->setText(address.isEmpty() ? kind : tr("%1 · %2", "kind of provider, its address").arg(kind, address));
    m_healthIcon->setPixmap(m_console.theme.icon(words.icon, words.tone).pixmap(smallIconPixels));
    m_health->setText(words.text);
    const auto calls = row->health.value(QLatin1String("calls")).toInteger();
    const auto errors = row->health.value(QLatin1String("errors")).toInteger();
    m_note->setText(
        calls == 0
            ? tr("No calls in the last 24 hours.")
            : tr("Last 24 hours: %1 calls, %2 errors.").arg(countText(locale, calls), countText(locale, errors)));
    const bool enabled = row->enabled();
    m_enable->setText(enabled ? tr("Disable") : tr("Enable"));
    m_enable->setIcon(m_console.theme.icon(enabled ? QStringLiteral("player-pause") : QStringLiteral("player-play")));
    for (auto* button : {m_edit, m_enable, m_delete})
        button->setVisible(!row->builtIn);
    m_keysTitle->setVisible(!row->builtIn);
    m_keys->setVisible(!row->builtIn);
    showNextStep(*row);
}

// What is wrong has one next step.
void ProviderDetails::showNextStep(const ProviderRow& row) {
    const auto state = row.state();
    const auto keys = row.health.value(QLatin1String("keys")).toArray();
    const bool locked = std::any_of(keys.begin(), keys.end(), [](const QJsonValue& key) {
        return key.toObject().value(QLatin1String("state")).toString() == QLatin1String("unreadable") &&
               key.toObject().value(QLatin1String("reference")).toString().startsWith(QLatin1String("keychain:"));
    });
    m_step = Step::None;
    if (state == QLatin1String("no_key"))
        m_step = locked ? Step::Unlock : Step::Replace;
    else if (state == QLatin1String("key_rejected"))
        m_step = Step::Replace;
    else if (state == QLatin1String("resting") || state == QLatin1String("probing"))
        m_step = Step::Test;
    m_next->setVisible(m_step != Step::None);
    m_next->setText(m_step == Step::Unlock    ? tr("Unlock the key chain")
                    : m_step == Step::Replace ? tr("Replace key")
                                              : tr("Test"));
}

void ProviderDetails::takeNextStep() {
    const auto* row = m_model.find(m_provider);
    if (row == nullptr)
        return;
    const auto keys = row->object.value(QLatin1String("keys")).toArray();
    if (m_step == Step::Test)
        Q_EMIT testAsked(-1);
    else if (m_step == Step::Unlock)
        Q_EMIT unlockAsked();
    else if (keys.size() == 1)
        Q_EMIT replaceAsked(keys.first().toString());
    else
        Q_EMIT editAsked();
}

QWidget* ProviderDetails::keyLine(int number, const QString& reference, const QJsonObject& health) {
    const auto facts = m_secrets.constFind(secretName(reference));
    const bool kept = facts != m_secrets.constEnd();
    const QLocale locale;
    const bool shown = kept && !facts->lastFour.isEmpty();
    const auto state = health.value(QLatin1String("state")).toString();
    const bool unreadable = state == QLatin1String("unreadable");
    const auto stateText = state == QLatin1String("in_use")  ? tr("In use")
                           : state == QLatin1String("spare") ? tr("In reserve")
                           : unreadable                      ? tr("Cannot be read")
                                                             : tr("Not asked yet");
    auto* line = new QWidget;
    auto* name =
        plainLabel(shown ? tr("…%1", "last four characters of a key").arg(facts->lastFour) : referenceText(reference));
    name->setObjectName(QStringLiteral("keyName%1").arg(number));
    auto* note =
        plainLabel(kept ? tr("%1 · kept %2", "state of a key, a day")
                              .arg(stateText, locale.toString(facts->date.toLocalTime().date(), QLocale::ShortFormat))
                        : stateText,
                   unreadable ? "faultCaption" : "caption");
    note->setToolTip(health.value(QLatin1String("problem")).toString());
    auto* test = new QPushButton(tr("Test"));
    test->setObjectName(QStringLiteral("testKey%1").arg(number));
    test->setAccessibleName(tr("Test key %1").arg(number + 1));
    auto* replace = new QPushButton(tr("Replace"));
    replace->setObjectName(QStringLiteral("replaceKey%1").arg(number));
    replace->setAccessibleName(tr("Replace key %1").arg(number + 1));
    connect(test, &QPushButton::clicked, this, [this, number] { Q_EMIT testAsked(number); });
    connect(replace, &QPushButton::clicked, this, [this, reference] { Q_EMIT replaceAsked(reference); });
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(name);
    words->addWidget(note);
    auto* layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addLayout(words, 1);
    layout->addWidget(test, 0, Qt::AlignTop);
    layout->addWidget(replace, 0, Qt::AlignTop);
    return line;
}

void ProviderDetails::showKeys() {
    const auto* row = m_model.find(m_provider);
    if (row == nullptr || row->builtIn)
        return;
    const auto references = row->object.value(QLatin1String("keys")).toArray();
    const auto health = row->health.value(QLatin1String("keys")).toArray();
    QJsonArray dates;
    for (const auto& reference : references) {
        const auto facts = m_secrets.value(secretName(reference.toString()));
        dates.append(QString(facts.lastFour + facts.date.toString(Qt::ISODate)));
    }
    if (!changes(m_keys, {m_provider, references, health, dates}))
        return;
    auto* layout = emptied(m_keys);
    for (int i = 0; i < references.size(); ++i) {
        auto* line = keyLine(i, references.at(i).toString(), health.at(i).toObject());
        layout->addWidget(line);
        line->show();
    }
    if (references.isEmpty()) {
        layout->addWidget(plainLabel(tr("None: calls go without a key."), "caption"));
    }
}

void ProviderDetails::showModels() {
    m_models->show(m_provider, m_model.modelsOf(m_provider));
}

void ProviderDetails::showModelsProblem(const QString& sentence) {
    m_models->setFetching(false);
    m_models->showProblem(sentence);
}

void ProviderDetails::setFetching(bool on) {
    m_models->setFetching(on);
}

QPushButton* ProviderDetails::link(const QString& text, const QString& view, const QString& argument) {
    auto* button = new QPushButton(text);
    button->setProperty("role", QStringLiteral("link"));
    button->setFlat(true);
    button->setCursor(Qt::PointingHandCursor);
    connect(button, &QPushButton::clicked, this, [this, view, argument] { Q_EMIT goTo(view, argument); });
    return button;
}

void ProviderDetails::setErrors(const QString& provider, const QJsonArray& calls) {
    if (provider != m_provider)
        return;
    m_calls = calls;
    showErrors();
}

void ProviderDetails::showErrors() {
    if (!changes(m_errors, {m_provider, m_calls}))
        return;
    auto* layout = emptied(m_errors);
    if (m_calls.isEmpty()) {
        layout->addWidget(plainLabel(tr("None in the last 24 hours."), "caption"));
        return;
    }
    const QLocale locale;
    for (const auto& value : m_calls) {
        const auto call = value.toObject();
        const auto at = QDateTime::fromString(call.value(QLatin1String("started_at")).toString(), Qt::ISODateWithMs);
        const auto text = tr("%1 · %2 · %3", "time, status, model")
                              .arg(locale.toString(at.toLocalTime().time(), QLocale::ShortFormat),
                                   QString::number(call.value(QLatin1String("status")).toInt()),
                                   call.value(QLatin1String("model_asked")).toString());
        layout->addWidget(
            link(text, QStringLiteral("log"), QString(u"id:" + call.value(QLatin1String("id")).toString())), 0,
            Qt::AlignLeading);
    }
    auto* all = link(tr("Show all in the log"), QStringLiteral("log"),
                     QStringLiteral("provider:%1 status>=400").arg(m_provider));
    all->setObjectName(QStringLiteral("errorsInLog"));
    layout->addWidget(all, 0, Qt::AlignLeading);
}

void ProviderDetails::setSecrets(const QHash<QString, SecretFacts>& secrets) {
    m_secrets = secrets;
    showKeys();
}

void ProviderDetails::setRoutes(const QVector<QJsonObject>& routes) {
    m_routes = routes;
    showRoutes();
}

void ProviderDetails::showRoutes() {
    QJsonArray routes;
    for (const auto& route : m_routes)
        routes.append(route);
    if (!changes(m_uses, {m_provider, routes}))
        return;
    auto* layout = emptied(m_uses);
    int shown = 0;
    for (const auto& route : m_routes) {
        const auto targets = route.value(QLatin1String("targets")).toArray();
        const bool uses = std::any_of(targets.begin(), targets.end(), [this](const QJsonValue& target) {
            return target.toObject().value(QLatin1String("provider")).toString() == m_provider;
        });
        if (!uses || ++shown > mostRoutes)
            continue;
        const auto model = route.value(QLatin1String("model")).toString();
        layout->addWidget(link(model, QStringLiteral("routes"), model), 0, Qt::AlignLeading);
    }
    if (shown == 0)
        layout->addWidget(plainLabel(tr("No route. Models can be asked for as %1/MODEL.").arg(m_provider), "caption"));
    else if (shown > mostRoutes)
        layout->addWidget(plainLabel(tr("and %n more", nullptr, shown - mostRoutes), "caption"));
}

} // namespace gatehouse::ui
