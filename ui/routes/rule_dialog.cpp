// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/rule_dialog.h"

#include "ui/routes/route_fields.h"
#include "ui/routes/rule_words.h"
#include "ui/routes/target_list.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTimeEdit>
#include <QTimeZone>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr int mostTokens = 10'000'000;
constexpr int linesHigh = 3;
constexpr int charactersWide = 74;
constexpr std::array dayWords{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

QPlainTextEdit* makePairs(const QString& example) {
    auto* edit = new QPlainTextEdit;
    edit->setPlaceholderText(example);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * linesHigh + 2 * space::small);
    return edit;
}

QString linesOf(const QJsonObject& pairs) {
    QStringList lines;
    for (auto it = pairs.begin(); it != pairs.end(); ++it)
        lines.append(it.key() + QStringLiteral(": ") + it.value().toVariant().toString());
    return lines.join(u'\n');
}

} // namespace

RuleDialog::RuleDialog(Console& console, TargetList& targets, const QStringList& routes, const QJsonObject& rule,
                       QWidget* parent, std::function<void(const QJsonObject&)> done)
    : FormDialog(console.theme, rule.isEmpty() ? tr("Add rule") : tr("Edit rule"),
                 rule.isEmpty() ? tr("Add rule") : tr("Take over"), parent),
      m_targets(targets), m_before(rule), m_done(std::move(done)), m_sentence(new QLabel), m_name(new QLineEdit),
      m_teams(new QLineEdit), m_apps(new QLineEdit), m_tags(new QLineEdit),
      m_headers(makePairs(QStringLiteral("x-team: blue*"))), m_metadata(makePairs(QStringLiteral("plan: pro"))),
      m_body(makePairs(QStringLiteral("reasoning_effort: high"))), m_path(new QLineEdit),
      m_above(makeCount("ruleAbove", tr("Tokens above"), 0, mostTokens)),
      m_below(makeCount("ruleBelow", tr("Tokens below"), 0, mostTokens)),
      m_timed(new QCheckBox(tr("Only at these times"))), m_from(new QTimeEdit), m_until(new QTimeEdit),
      m_zone(new QComboBox), m_stream(new QComboBox), m_kind(new QComboBox), m_choices(new QListWidget),
      m_route(new QComboBox) {
    setObjectName(QStringLiteral("ruleDialog"));
    setMinimumWidth(fontMetrics().averageCharWidth() * charactersWide);
    m_sentence->setObjectName(QStringLiteral("ruleDialogSentence"));
    m_sentence->setTextFormat(Qt::PlainText);
    m_sentence->setWordWrap(true);
    m_sentence->setProperty("role", QStringLiteral("impact"));
    form().addWide(m_sentence);
    m_name->setPlaceholderText(tr("Long prompts"));
    form().addField(QStringLiteral("name"), tr("Name"), m_name, tr("Shown where a call is explained."));
    addPlace(routes);
    addConditions();
    addTime();
    show(rule);
    connect(&form(), &Form::edited, this, &RuleDialog::showSentence);
    setSave([this] {
        const auto made = value();
        const auto tell = m_done;
        succeeded();
        tell(made);
    });
}

void RuleDialog::addPlace(const QStringList& routes) {
    form().addSection(tr("Where they go"));
    m_kind->addItem(tr("Some of the targets"), QStringLiteral("targets"));
    if (!routes.isEmpty())
        m_kind->addItem(tr("Another route"), QStringLiteral("route"));
    form().addField(QStringLiteral("kind"), tr("To"), m_kind);
    m_choices->setFixedHeight(m_choices->fontMetrics().lineSpacing() * linesHigh * 2);
    for (const auto& name : m_targets.shownNames()) {
        auto* item = new QListWidgetItem(name, m_choices);
        item->setFlags(Qt::ItemIsUserCheckable | Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        item->setCheckState(Qt::Unchecked);
    }
    form().addField(QStringLiteral("targets"), tr("Targets"), m_choices, tr("In the order of the route."),
                    [this] { return placeFault(); });
    m_route->addItems(routes);
    form().addField(QStringLiteral("route"), tr("Route"), m_route);
    connect(m_choices, &QListWidget::itemChanged, this, [this] {
        if (isVisible())
            Q_EMIT form().edited();
    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this](int index) {
        form().setFieldVisible(QStringLiteral("targets"), index == 0);
        form().setFieldVisible(QStringLiteral("route"), index == 1);
    });
    form().setFieldVisible(QStringLiteral("route"), false);
}

void RuleDialog::addConditions() {
    form().addSection(tr("Which calls"));
    const auto names = tr("Names parted by commas; one of them is enough.");
    form().addField(QStringLiteral("teams"), tr("Teams"), m_teams, names);
    form().addField(QStringLiteral("apps"), tr("Applications"), m_apps, names);
    form().addField(QStringLiteral("tags"), tr("Tags"), m_tags, names);
    m_above->setSpecialValueText(tr("Any number"));
    m_below->setSpecialValueText(tr("Any number"));
    form().addField(QStringLiteral("tokens_above"), tr("Tokens above"), m_above,
                    tr("Of the request, as estimated before it is sent."));
    form().addField(QStringLiteral("tokens_below"), tr("Tokens below"), m_below);
    m_stream->addItem(tr("Streamed or not"));
    m_stream->addItem(tr("Streamed"), true);
    m_stream->addItem(tr("Not streamed"), false);
    form().addField(QStringLiteral("stream"), tr("Answer"), m_stream);
    m_path->setPlaceholderText(QStringLiteral("/v1/*"));
    form().addField(QStringLiteral("path"), tr("Path"), m_path, tr("* stands for any characters."));
    const auto pairs = tr("A pair a line, name and value parted by a colon; all of them. * stands for any characters.");
    const auto check = [this](const QPlainTextEdit* edit) { return [this, edit] { return pairsFault(edit); }; };
    form().addField(QStringLiteral("headers"), tr("Headers"), m_headers, pairs, check(m_headers));
    form().addField(QStringLiteral("metadata"), tr("Metadata"), m_metadata, tr("What the request says of itself."),
                    check(m_metadata));
    form().addField(QStringLiteral("body"), tr("Request fields"), m_body,
                    tr("Fields of the request's body, such as reasoning_effort: high."), check(m_body));
}

void RuleDialog::addTime() {
    form().addField(QStringLiteral("time"), tr("Time of day"), m_timed);
    auto* span = new QWidget;
    auto* row = new QHBoxLayout(span);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    for (auto* edit : {m_from, m_until})
        edit->setDisplayFormat(QStringLiteral("HH:mm"));
    m_from->setObjectName(QStringLiteral("ruleFrom"));
    m_from->setAccessibleName(tr("From"));
    m_until->setObjectName(QStringLiteral("ruleUntil"));
    m_until->setAccessibleName(tr("Until"));
    m_from->setTime(QTime(8, 0));
    m_until->setTime(QTime(18, 0));
    m_zone->setObjectName(QStringLiteral("ruleZone"));
    m_zone->setAccessibleName(tr("Time zone"));
    m_zone->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_zone->setMinimumContentsLength(linesHigh * 4);
    m_zone->addItem(QStringLiteral("UTC"), QStringLiteral("UTC"));
    for (const auto& id : QTimeZone::availableTimeZoneIds()) {
        if (id.contains('/'))
            m_zone->addItem(QString::fromLatin1(id), QString::fromLatin1(id));
    }
    row->addWidget(m_from);
    row->addWidget(new QLabel(tr("until")));
    row->addWidget(m_until);
    row->addWidget(m_zone, 1);
    span->setFocusProxy(m_from);
    form().addField(QStringLiteral("time.from"), tr("From"), span);
    auto* days = new QWidget;
    auto* flow = new FlowLayout(space::small, days);
    for (const auto* day : dayWords) {
        auto* box = new QCheckBox(dayName(QLocale(), QLatin1String(day)));
        box->setObjectName(QStringLiteral("ruleDay_") + QLatin1String(day));
        flow->addWidget(box);
        m_days.append(box);
    }
    days->setFocusProxy(m_days.front());
    form().addField(QStringLiteral("time.days"), tr("Days"), days, tr("None chosen: every day."));
    const auto fit = [this](bool on) {
        form().setFieldVisible(QStringLiteral("time.from"), on);
        form().setFieldVisible(QStringLiteral("time.days"), on);
    };
    connect(m_timed, &QCheckBox::toggled, this, fit);
    fit(false);
}

void RuleDialog::show(const QJsonObject& rule) {
    m_name->setText(textOf(rule, "name"));
    const auto when = rule.value(QLatin1String("when")).toObject();
    m_teams->setText(textsOf(when, "teams").join(QStringLiteral(", ")));
    m_apps->setText(textsOf(when, "apps").join(QStringLiteral(", ")));
    m_tags->setText(textsOf(when, "tags").join(QStringLiteral(", ")));
    m_headers->setPlainText(linesOf(when.value(QLatin1String("headers")).toObject()));
    m_metadata->setPlainText(linesOf(when.value(QLatin1String("metadata")).toObject()));
    m_body->setPlainText(linesOf(when.value(QLatin1String("body")).toObject()));
    m_path->setText(textOf(when, "path"));
    m_above->setValue(static_cast<int>(numberOf(when, "tokens_above")));
    m_below->setValue(static_cast<int>(numberOf(when, "tokens_below")));
    if (const auto stream = when.value(QLatin1String("stream")); stream.isBool())
        m_stream->setCurrentIndex(stream.toBool() ? 1 : 2);
    const auto time = when.value(QLatin1String("time")).toObject();
    m_timed->setChecked(!time.isEmpty());
    if (!time.isEmpty()) {
        m_from->setTime(QTime::fromString(textOf(time, "from"), QStringLiteral("HH:mm")));
        const auto until = QTime::fromString(textOf(time, "until"), QStringLiteral("HH:mm"));
        m_until->setTime(until.isValid() ? until : QTime(0, 0));
        const auto days = textsOf(time, "days");
        for (int i = 0; i < m_days.size(); ++i)
            m_days[i]->setChecked(days.contains(QLatin1String(dayWords.at(static_cast<std::size_t>(i)))));
        chooseValue(m_zone, textOf(time, "zone"));
    }
    const auto route = textOf(rule, "route");
    if (!route.isEmpty()) {
        if (m_route->findText(route) < 0)
            m_route->addItem(route);
        m_route->setCurrentText(route);
        m_kind->setCurrentIndex(m_kind->count() - 1);
    }
    for (const auto& name : textsOf(rule, "targets")) {
        const auto found = m_choices->findItems(name, Qt::MatchExactly);
        if (!found.isEmpty())
            found.front()->setCheckState(Qt::Checked);
    }
    showSentence();
}

QJsonObject RuleDialog::whenValue() const {
    QJsonObject when;
    const auto putNames = [&when](const char* field, const QLineEdit* edit) {
        if (const auto names = partedAtCommas(edit->text()); !names.isEmpty())
            when.insert(QLatin1String(field), QJsonArray::fromStringList(names));
    };
    putNames("teams", m_teams);
    putNames("apps", m_apps);
    putNames("tags", m_tags);
    const auto putPairs = [&when](const char* field, const QPlainTextEdit* edit) {
        if (const auto pairs = pairsOf(edit->toPlainText()); pairs && !pairs->isEmpty())
            when.insert(QLatin1String(field), *pairs);
    };
    putPairs("headers", m_headers);
    putPairs("metadata", m_metadata);
    putPairs("body", m_body);
    if (const auto path = m_path->text().trimmed(); !path.isEmpty())
        when.insert(QLatin1String("path"), path);
    if (m_above->value() > 0)
        when.insert(QLatin1String("tokens_above"), m_above->value());
    if (m_below->value() > 0)
        when.insert(QLatin1String("tokens_below"), m_below->value());
    if (m_stream->currentIndex() > 0)
        when.insert(QLatin1String("stream"), m_stream->currentData().toBool());
    if (m_timed->isChecked()) {
        const auto until = m_until->time().toString(QStringLiteral("HH:mm"));
        const bool midnight = until == QLatin1String("00:00"); // the end of the day, not its beginning
        QJsonObject time{{QStringLiteral("from"), m_from->time().toString(QStringLiteral("HH:mm"))},
                         {QStringLiteral("until"), midnight ? QStringLiteral("24:00") : until},
                         {QStringLiteral("zone"), m_zone->currentData().toString()}};
        QJsonArray days;
        for (int i = 0; i < m_days.size(); ++i) {
            if (m_days[i]->isChecked())
                days.append(QLatin1String(dayWords.at(static_cast<std::size_t>(i))));
        }
        if (!days.isEmpty())
            time.insert(QLatin1String("days"), days);
        when.insert(QLatin1String("time"), time);
    }
    return when;
}

QJsonObject RuleDialog::value() const {
    auto rule = m_before;
    if (const auto name = m_name->text().trimmed(); !name.isEmpty())
        rule.insert(QLatin1String("name"), name);
    else
        rule.remove(QLatin1String("name"));
    rule.insert(QLatin1String("when"), whenValue());
    rule.remove(QLatin1String("route"));
    rule.remove(QLatin1String("targets"));
    if (m_kind->currentData().toString() == QLatin1String("route")) {
        rule.insert(QLatin1String("route"), m_route->currentText());
        return rule;
    }
    QJsonArray targets;
    for (int i = 0; i < m_choices->count(); ++i) {
        if (m_choices->item(i)->checkState() == Qt::Checked)
            targets.append(m_targets.nameFor(m_choices->item(i)->text()));
    }
    rule.insert(QLatin1String("targets"), targets);
    return rule;
}

// As it stands now, without giving names to targets.
void RuleDialog::showSentence() {
    QJsonObject rule{{QStringLiteral("when"), whenValue()}};
    QStringList targets;
    for (int i = 0; i < m_choices->count(); ++i) {
        if (m_choices->item(i)->checkState() == Qt::Checked)
            targets.append(m_choices->item(i)->text());
    }
    if (m_kind->currentData().toString() == QLatin1String("route"))
        rule.insert(QLatin1String("route"), m_route->currentText());
    else
        rule.insert(QLatin1String("targets"),
                    QJsonArray::fromStringList(targets.isEmpty() ? QStringList{QStringLiteral("…")} : targets));
    m_sentence->setText(ruleSentence(QLocale(), rule));
}

QString RuleDialog::pairsFault(const QPlainTextEdit* edit) const {
    return pairsOf(edit->toPlainText())
               ? QString()
               : tr("Write a name, a colon and a value on each line, such as %1.").arg(edit->placeholderText());
}

QString RuleDialog::placeFault() const {
    if (m_kind->currentData().toString() == QLatin1String("route"))
        return {};
    for (int i = 0; i < m_choices->count(); ++i) {
        if (m_choices->item(i)->checkState() == Qt::Checked)
            return {};
    }
    return tr("Choose at least one target.");
}

} // namespace gatehouse::ui
