// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/transfer/environment_page.h"

#include <QCheckBox>
#include <QFrame>
#include <QHostAddress>
#include <QLabel>
#include <QRadioButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

bool isLocal(const QUrl& url) {
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

QLabel* wrapped(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

} // namespace

EnvironmentPage::EnvironmentPage(Console& console, QWidget* parent)
    : QWidget(parent), m_console(console), m_sentence(wrapped({}, "")), m_places(new QWidget),
      m_keyChain(new QRadioButton(tr("Keep the keys in the gateway's key chain or vault"))),
      m_variable(new QRadioButton(tr("Let the gateway read the variables at each start"))) {
    auto* card = new QFrame;
    card->setProperty("role", QStringLiteral("card"));
    m_list = new QVBoxLayout(card);
    m_list->setContentsMargins(space::large, space::medium, space::large, space::medium);
    m_list->setSpacing(space::small);
    auto* area = new QScrollArea;
    area->setWidget(card);
    area->setWidgetResizable(true);
    area->setFocusPolicy(Qt::NoFocus);
    m_keyChain->setObjectName(QStringLiteral("placeKeyChain"));
    m_variable->setObjectName(QStringLiteral("placeVariable"));
    m_keyChain->setChecked(true);
    auto* places = new QVBoxLayout(m_places);
    places->setContentsMargins(0, 0, 0, 0);
    places->setSpacing(space::small);
    places->addWidget(m_keyChain);
    places->addWidget(m_variable);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(m_sentence);
    layout->addWidget(area, 1);
    layout->addWidget(m_places);
}

void EnvironmentPage::showKeys(const QVector<FoundKey>& found, const QStringList& existing) {
    m_boxes.clear();
    while (auto* item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const auto& key : found)
        addKey(key, existing.contains(key.preset) ? tr("A provider of that name is there already.") : key.obstacle);
    m_list->addStretch();
    m_sentence->setText(found.isEmpty()
                            ? tr("No variable of this program's environment holds a key of a known provider.")
                            : tr("%n variables hold keys of known providers. Their values are not shown.", nullptr,
                                 static_cast<int>(found.size())));
    // A gateway elsewhere has another environment.
    const bool local = isLocal(m_console.client.address().admin);
    m_variable->setEnabled(local);
    m_places->setVisible(!m_boxes.isEmpty());
    Q_EMIT choiceChanged();
}

void EnvironmentPage::addKey(const FoundKey& key, const QString& obstacle) {
    const QString told = key.ending.isEmpty()
                             ? key.variable
                             : tr("%1 (…%2)", "a variable, the end of its value").arg(key.variable, key.ending);
    auto* box = new QCheckBox(
        tr("%1  ·  %2", "a provider, its variable").arg(key.name, told).replace(QLatin1Char('&'), QLatin1String("&&")));
    box->setObjectName(QStringLiteral("key_") + key.variable);
    box->setEnabled(obstacle.isEmpty());
    box->setChecked(obstacle.isEmpty() && key.wanted);
    m_list->addWidget(box);
    if (!obstacle.isEmpty()) {
        auto* reason = wrapped(obstacle, "caption");
        reason->setIndent(space::huge);
        m_list->addWidget(reason);
        return;
    }
    m_boxes.append({box, key});
    connect(box, &QCheckBox::toggled, this, &EnvironmentPage::choiceChanged);
}

QVector<FoundKey> EnvironmentPage::chosen() const {
    QVector<FoundKey> keys;
    for (const auto& [box, key] : m_boxes) {
        if (box->isChecked())
            keys.append(key);
    }
    return keys;
}

KeyPlace EnvironmentPage::place() const {
    return m_variable->isChecked() ? KeyPlace::Variable : KeyPlace::KeyChain;
}

} // namespace gatehouse::ui
