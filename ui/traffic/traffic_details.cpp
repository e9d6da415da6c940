// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/traffic/traffic_details.h"

#include "ui/theme/tokens.h"
#include "ui/traffic/traffic_words.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

QLabel* lines() {
    auto* label = new QLabel;
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

TrafficDetails::TrafficDetails(QWidget* parent) : QScrollArea(parent), m_page(new QWidget), m_title(new QLabel) {
    setObjectName(QStringLiteral("trafficDetails"));
    setAccessibleName(tr("The selected target"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* grid = new QGridLayout(m_page);
    grid->setContentsMargins(space::large, space::medium, space::large, space::medium);
    grid->setHorizontalSpacing(space::huge);
    grid->setVerticalSpacing(space::medium);
    m_title->setProperty("role", QStringLiteral("section"));
    m_title->setTextFormat(Qt::PlainText);
    m_title->setWordWrap(true);
    grid->addWidget(m_title, 0, 0, 1, 2);
    m_circuit = addPart(tr("Circuit and calls"), "trafficCircuit", 1, 0);
    m_queue = addPart(tr("Who waits"), "trafficQueue", 1, 1);
    m_learned = addPart(tr("The provider's limits"), "trafficLimits", 2, 0);
    m_health = addPart(tr("Health check"), "trafficHealth", 2, 1);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);
    grid->setRowStretch(3, 1);
    setWidget(m_page);
    m_page->setAutoFillBackground(false); // it lies on a card
    viewport()->setAutoFillBackground(false);
}

QLabel* TrafficDetails::addPart(const QString& title, const char* name, int row, int column) {
    auto* part = new QWidget;
    auto* layout = new QVBoxLayout(part);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    auto* head = new QLabel(title);
    head->setTextFormat(Qt::PlainText);
    head->setWordWrap(true);
    head->setProperty("role", QStringLiteral("caption"));
    auto* text = lines();
    text->setObjectName(QLatin1String(name));
    layout->addWidget(head);
    layout->addWidget(text);
    layout->addStretch(1);
    static_cast<QGridLayout*>(m_page->layout())->addWidget(part, row, column);
    return text;
}

void TrafficDetails::show(const TrafficRow* row, const QJsonObject& provider) {
    const QLocale locale;
    const auto put = [](QLabel* label, const QStringList& sentences) {
        const auto text = sentences.join(u'\n');
        if (label->text() != text) // what a person marks stays marked
            label->setText(text);
        label->parentWidget()->setVisible(!sentences.isEmpty());
    };
    if (row == nullptr) {
        m_title->setProperty("data", false);
        m_title->setText(tr("Select a target to see its circuit, its queue and its limits."));
        for (auto* label : {m_circuit, m_queue, m_learned, m_health})
            put(label, {});
        return;
    }
    m_title->setProperty("data", true); // the gateway's names
    m_title->setText(row->key.isEmpty() ? row->target()
                                        : tr("%1, with the key %2", "target, key").arg(row->target(), row->key));
    put(m_circuit, circuitLines(locale, *row, provider));
    put(m_queue, queueLines(locale, *row));
    put(m_learned, learnedLines(locale, *row));
    put(m_health, healthLines(locale, *row));
}

} // namespace gatehouse::ui
