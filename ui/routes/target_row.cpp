// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/target_row.h"

#include "ui/routes/model_book.h"

#include <QComboBox>
#include <QCompleter>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMouseEvent>
#include <QSpinBox>
#include <QStringListModel>
#include <QToolButton>
#include <QVBoxLayout>
#include <utility>

namespace gatehouse::ui {
namespace {

constexpr int mostWeight = 1'000'000;

QToolButton* makeButton(const Theme& theme, const char* icon, const char* name, const QString& says) {
    auto* button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setIcon(theme.icon(QLatin1String(icon)));
    button->setToolTip(says);
    button->setAccessibleName(says);
    return button;
}

} // namespace

TargetRow::TargetRow(const Theme& theme, ModelBook& book, QWidget* parent)
    : QFrame(parent), m_book(book), m_handle(new QLabel), m_number(new QLabel), m_provider(new QComboBox),
      m_model(new QLineEdit), m_models(new QStringListModel(this)), m_name(new QLineEdit), m_weight(new QSpinBox),
      m_live(new QLabel), m_up(makeButton(theme, "arrow-up", "targetUp", tr("Try it earlier"))),
      m_down(makeButton(theme, "arrow-down", "targetDown", tr("Try it later"))),
      m_remove(makeButton(theme, "x", "targetRemove", tr("Remove target"))) {
    m_handle->setPixmap(theme.icon(QStringLiteral("grip-vertical"), Theme::Tone::Secondary).pixmap(smallIconPixels));
    m_handle->setObjectName(QStringLiteral("targetHandle"));
    m_handle->setCursor(Qt::SizeVerCursor);
    m_handle->setToolTip(tr("Drag to change the order, or press Alt+Up and Alt+Down"));
    m_handle->installEventFilter(this);
    m_number->setProperty("role", QStringLiteral("secondary"));
    m_provider->setObjectName(QStringLiteral("targetProvider"));
    m_provider->setAccessibleName(tr("Provider"));
    m_model->setObjectName(QStringLiteral("targetModel"));
    m_model->setAccessibleName(tr("Model at the provider"));
    m_model->setPlaceholderText(tr("Model"));
    auto* completer = new QCompleter(m_models, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setFilterMode(Qt::MatchContains);
    m_model->setCompleter(completer);
    m_weight->setObjectName(QStringLiteral("targetWeight"));
    m_weight->setAccessibleName(tr("Weight"));
    m_weight->setRange(0, mostWeight);
    m_weight->setValue(1);
    m_weight->setPrefix(tr("Weight "));
    m_name->setObjectName(QStringLiteral("targetName"));
    m_name->setAccessibleName(tr("Name of the target"));
    m_name->setPlaceholderText(tr("Name"));
    m_name->setToolTip(tr("By which rules, a canary and an experiment refer to this target"));
    m_live->setObjectName(QStringLiteral("targetLive"));
    m_live->setTextFormat(Qt::PlainText);
    m_live->setProperty("role", QStringLiteral("caption"));
    m_live->setWordWrap(true);
    m_live->hide();
    auto* whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->setSpacing(space::tiny);
    auto* layout = new QHBoxLayout;
    layout->setSpacing(space::small);
    whole->addLayout(layout);
    whole->addWidget(m_live);
    layout->addWidget(m_handle);
    layout->addWidget(m_number);
    layout->addWidget(m_provider, 2);
    layout->addWidget(m_model, 3);
    layout->addWidget(m_name, 2);
    layout->addWidget(m_weight);
    layout->addWidget(m_up);
    layout->addWidget(m_down);
    layout->addWidget(m_remove);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_provider), static_cast<QWidget*>(m_model), static_cast<QWidget*>(m_name),
          static_cast<QWidget*>(m_weight), static_cast<QWidget*>(m_up), static_cast<QWidget*>(m_down)})
        widget->installEventFilter(this);
    connect(m_provider, &QComboBox::currentIndexChanged, this, &TargetRow::offerModels);
    connect(m_provider, &QComboBox::activated, this, &TargetRow::edited);
    connect(m_model, &QLineEdit::textEdited, this, &TargetRow::edited);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &TargetRow::edited);
    connect(m_name, &QLineEdit::textEdited, this, &TargetRow::edited);
    connect(m_name, &QLineEdit::editingFinished, this, &TargetRow::tellName);
    connect(m_model, &QLineEdit::editingFinished, this, &TargetRow::tellName);
    connect(m_provider, &QComboBox::activated, this, &TargetRow::tellName);
    connect(m_weight, &QSpinBox::valueChanged, this, &TargetRow::edited);
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT moveAsked(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT moveAsked(1); });
    connect(m_remove, &QToolButton::clicked, this, &TargetRow::removeAsked);
    connect(&book, &ModelBook::providersChanged, this, &TargetRow::offerProviders);
    connect(&book, &ModelBook::modelsChanged, this, [this](const QString& provider) {
        if (provider == m_provider->currentText())
            offerModels();
    });
    offerProviders();
}

// A provider that is chosen stays, also where it is not there any more: saving then says so.
void TargetRow::offerProviders() {
    auto names = m_book.providers();
    const auto chosen = m_provider->currentText();
    if (!chosen.isEmpty() && !names.contains(chosen))
        names.append(chosen);
    m_provider->clear();
    m_provider->addItems(names);
    if (!chosen.isEmpty())
        m_provider->setCurrentText(chosen);
    offerModels();
}

void TargetRow::offerModels() {
    m_models->setStringList(m_book.modelsOf(m_provider->currentText()));
}

void TargetRow::show(const QJsonObject& target) {
    const auto provider = target.value(QLatin1String("provider")).toString();
    if (m_provider->findText(provider) < 0)
        m_provider->addItem(provider);
    m_provider->setCurrentText(provider);
    m_model->setText(target.value(QLatin1String("model")).toString());
    m_weight->setValue(target.value(QLatin1String("weight")).toInt(1));
    setName(target.value(QLatin1String("name")).toString());
    m_shown = target;
}

QString TargetRow::name() const {
    return m_name->text().trimmed();
}

void TargetRow::setName(const QString& name) {
    m_name->setText(name);
    m_shownBefore = shownName();
}

void TargetRow::tellName() {
    const auto before = std::exchange(m_shownBefore, shownName());
    if (before != m_shownBefore)
        Q_EMIT renamed(before, m_shownBefore);
}

void TargetRow::setNamed(bool named) {
    m_name->setVisible(named);
}

QString TargetRow::shownName() const {
    return name().isEmpty() ? QString(m_provider->currentText() + u'/' + m_model->text().trimmed()) : name();
}

void TargetRow::setLive(const QString& sentence) {
    m_live->setText(sentence);
    m_live->setVisible(!sentence.isEmpty());
}

QJsonObject TargetRow::value() const {
    auto target = m_shown; // what it has besides stays
    target.insert(QLatin1String("provider"), m_provider->currentText());
    target.insert(QLatin1String("model"), m_model->text().trimmed());
    target.insert(QLatin1String("weight"), m_weight->value());
    if (name().isEmpty())
        target.remove(QLatin1String("name"));
    else
        target.insert(QLatin1String("name"), name());
    return target;
}

void TargetRow::setPlace(int place, int count, bool weighted) {
    m_number->setText(QLocale().toString(place + 1));
    m_up->setEnabled(place > 0);
    m_down->setEnabled(place + 1 < count);
    m_remove->setEnabled(count > 1);
    m_weight->setVisible(weighted);
}

QString TargetRow::fault() const {
    if (m_provider->currentText().isEmpty())
        return tr("There is no provider yet. Add one first.");
    return m_model->text().trimmed().isEmpty()
               ? tr("Say which model %1 shall be asked for.").arg(m_provider->currentText())
               : QString();
}

// Past the middle of a neighbour it takes its place.
void TargetRow::drag(int y) {
    if (y < -height() / 2 && m_up->isEnabled())
        Q_EMIT moveAsked(-1);
    else if (y > height() + height() / 2 && m_down->isEnabled())
        Q_EMIT moveAsked(1);
}

bool TargetRow::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_handle && event->type() == QEvent::MouseMove) {
        auto* mouse = static_cast<QMouseEvent*>(event);
        if (mouse->buttons().testFlag(Qt::LeftButton))
            drag(m_handle->mapTo(this, mouse->position().toPoint()).y());
        return true;
    }
    if (watched == m_handle && event->type() == QEvent::MouseButtonPress)
        return true; // takes the mouse until it is let go
    if (event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        const bool up = key->key() == Qt::Key_Up;
        if (key->modifiers() == Qt::AltModifier && (up || key->key() == Qt::Key_Down)) {
            Q_EMIT moveAsked(up ? -1 : 1);
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace gatehouse::ui
