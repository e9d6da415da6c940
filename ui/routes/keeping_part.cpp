// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/keeping_part.h"

#include "ui/theme/tokens.h"
#include "ui/widgets/form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSpinBox>
#include <array>
#include <limits>

namespace gatehouse::ui {

QSpinBox* RouteLimitsPart::add(const char* name, const QString& says) {
    auto* box = makeCount("", says, 0, std::numeric_limits<int>::max());
    box->setObjectName(QStringLiteral("limit_") + QLatin1String(name));
    box->setSpecialValueText(tr("No limit"));
    m_boxes.insert(QLatin1String(name), box);
    return box;
}

RouteLimitsPart::RouteLimitsPart(Form& form) : m_form(form) {
    struct Line {
        const char* what;
        QString label;
    };
    const std::array lines{Line{"requests", tr("Requests")}, Line{"tokens", tr("Tokens")},
                           Line{"input_tokens", tr("Tokens in")}, Line{"output_tokens", tr("Tokens out")}};
    struct Span {
        const char* what;
        QString label;
    };
    const std::array spans{Span{"_per_minute", tr("a minute")}, Span{"_per_hour", tr("an hour")},
                           Span{"_per_day", tr("a day")}};
    for (const auto& line : lines) {
        auto* grid = new QWidget;
        auto* row = new QGridLayout(grid);
        row->setContentsMargins(0, 0, 0, 0);
        row->setHorizontalSpacing(space::small);
        row->setVerticalSpacing(0);
        int column = 0;
        QWidget* first = nullptr;
        for (const auto& span : spans) {
            const QByteArray name = QByteArray(line.what) + span.what;
            const QByteArray path = QByteArrayLiteral("limits.") + name;
            if (!routeHas(path.constData()))
                continue;
            auto* box = add(name.constData(), tr("%1 %2", "requests, a minute").arg(line.label, span.label));
            auto* caption = new QLabel(span.label);
            caption->setProperty("role", QStringLiteral("caption"));
            row->addWidget(box, 0, column);
            row->addWidget(caption, 1, column);
            row->setColumnStretch(column++, 1);
            if (first == nullptr)
                first = box;
        }
        if (first == nullptr) {
            delete grid;
            continue;
        }
        grid->setFocusProxy(first);
        m_form.addField(QStringLiteral("limits.") + QLatin1String(line.what), line.label, grid);
    }
    if (routeHas("limits.concurrent"))
        m_form.addField(QStringLiteral("limits.concurrent"), tr("Calls at once"),
                        add("concurrent", tr("Calls at once")),
                        tr("Of all callers together. Beyond a limit calls are refused with 429."));
    QObject::connect(&m_form, &Form::edited, &m_form,
                     [this] { m_form.setFoldSummary(QStringLiteral("limits"), summary()); });
}

void RouteLimitsPart::show(const QJsonObject& route) {
    const auto limits = route.value(QLatin1String("limits")).toObject();
    for (auto it = m_boxes.cbegin(); it != m_boxes.cend(); ++it)
        it.value()->setValue(limits.value(it.key()).toInt());
    m_form.setFoldSummary(QStringLiteral("limits"), summary());
}

void RouteLimitsPart::write(QJsonObject& route) const {
    auto limits = route.value(QLatin1String("limits")).toObject();
    for (auto it = m_boxes.cbegin(); it != m_boxes.cend(); ++it) {
        if (it.value()->value() > 0 || limits.contains(it.key()))
            limits.insert(it.key(), it.value()->value());
    }
    if (!limits.isEmpty())
        route.insert(QLatin1String("limits"), limits);
}

QString RouteLimitsPart::summary() const {
    int set = 0;
    for (const auto* box : m_boxes)
        set += box->value() > 0 ? 1 : 0;
    return set == 0 ? tr("None") : tr("%n limit(s)", nullptr, set);
}

RouteCachePart::RouteCachePart(Form& form, const QStringList& routes)
    : m_form(form), m_mode(new QComboBox), m_ttl(makeDuration("", {}, QStringLiteral("1h"))), m_shared(new QComboBox),
      m_similarity(new QDoubleSpinBox), m_embedding(new QComboBox), m_temperature(new QDoubleSpinBox),
      m_tools(new QCheckBox(tr("Also answers to tool results"))) {
    constexpr double usualLikeness = 0.95;
    m_mode->addItem(tr("Off"), QStringLiteral("off"));
    m_mode->addItem(tr("Equal requests"), QStringLiteral("exact"));
    m_mode->addItem(tr("Requests that mean the same"), QStringLiteral("semantic"));
    m_form.addField(QStringLiteral("cache.mode"), tr("Answer from the cache"), m_mode);
    m_form.addField(QStringLiteral("cache.ttl"), tr("Keep answers for"), m_ttl, {},
                    [this] { return m_mode->currentIndex() > 0 ? durationFault(m_ttl, false) : QString(); });
    m_shared->addItem(tr("Within an application"), QStringLiteral("app"));
    m_shared->addItem(tr("Within a team"), QStringLiteral("team"));
    m_shared->addItem(tr("Within the organisation"), QStringLiteral("organisation"));
    m_form.addField(QStringLiteral("cache.shared"), tr("Shared"), m_shared,
                    tr("Who may get an answer that somebody else's call brought."));
    m_similarity->setRange(0.5, 1);
    m_similarity->setDecimals(3);
    m_similarity->setSingleStep(0.01);
    m_similarity->setValue(usualLikeness);
    m_form.addField(QStringLiteral("cache.similarity"), tr("Likeness"), m_similarity,
                    tr("From 0.5 to 1: how like a question must be to count as the same."));
    m_embedding->addItem(tr("Built in (weaker, asks no provider)"), QString());
    for (const auto& route : routes)
        m_embedding->addItem(route, route);
    m_form.addField(QStringLiteral("cache.embedding"), tr("Compared by"), m_embedding,
                    tr("A route of an embedding model, or the built-in comparison of words."));
    m_temperature->setRange(0, 2);
    m_temperature->setDecimals(2);
    m_temperature->setSingleStep(0.1);
    m_form.addField(QStringLiteral("cache.max_temperature"), tr("Up to temperature"), m_temperature,
                    tr("Above it answers are meant to differ, and are not kept."));
    m_form.addField(QStringLiteral("cache.tool_results"), tr("Tools"), m_tools);
    QObject::connect(m_mode, &QComboBox::currentIndexChanged, &m_form, [this] { showFitting(); });
    showFitting();
}

void RouteCachePart::showFitting() {
    const bool on = m_mode->currentIndex() > 0;
    const bool semantic = m_mode->currentData().toString() == QLatin1String("semantic");
    for (const auto* name : {"cache.ttl", "cache.shared", "cache.max_temperature", "cache.tool_results"})
        m_form.setFieldVisible(QLatin1String(name), on && routeHas(name));
    for (const auto* name : {"cache.similarity", "cache.embedding"})
        m_form.setFieldVisible(QLatin1String(name), semantic && routeHas(name));
    m_form.setFoldSummary(QStringLiteral("cache"), summary());
}

void RouteCachePart::show(const QJsonObject& route) {
    const auto cache = route.value(QLatin1String("cache")).toObject();
    if (!cache.isEmpty()) {
        chooseValue(m_mode, textOf(cache, "mode"));
        m_ttl->setText(textOf(cache, "ttl"));
        chooseValue(m_shared, textOf(cache, "shared"));
        m_similarity->setValue(numberOf(cache, "similarity", m_similarity->value()));
        chooseValue(m_embedding, textOf(cache, "embedding"));
        m_temperature->setValue(numberOf(cache, "max_temperature"));
        m_tools->setChecked(cache.value(QLatin1String("tool_results")).toBool());
    }
    showFitting();
}

void RouteCachePart::write(QJsonObject& route) const {
    auto cache = route.value(QLatin1String("cache")).toObject();
    if (m_mode->currentIndex() == 0) {
        if (cache.isEmpty())
            return;
        cache.insert(QLatin1String("mode"), QStringLiteral("off"));
        route.insert(QLatin1String("cache"), cache);
        return;
    }
    cache.insert(QLatin1String("mode"), m_mode->currentData().toString());
    if (const auto ttl = m_ttl->text().trimmed(); !ttl.isEmpty())
        cache.insert(QLatin1String("ttl"), ttl);
    else
        cache.remove(QLatin1String("ttl"));
    cache.insert(QLatin1String("shared"), m_shared->currentData().toString());
    const auto put = [&cache](const char* name, double value) {
        if (numberOf(cache, name, -1) != value)
            cache.insert(QLatin1String(name), QString::number(value, 'g', 4));
    };
    put("max_temperature", m_temperature->value());
    if (m_mode->currentData().toString() == QLatin1String("semantic")) {
        put("similarity", m_similarity->value());
        if (const auto embedding = m_embedding->currentData().toString();
            !embedding.isEmpty() || cache.contains(QLatin1String("embedding")))
            cache.insert(QLatin1String("embedding"), embedding);
    }
    cache.insert(QLatin1String("tool_results"), m_tools->isChecked());
    route.insert(QLatin1String("cache"), cache);
}

QString RouteCachePart::summary() const {
    return m_mode->currentText();
}

} // namespace gatehouse::ui
