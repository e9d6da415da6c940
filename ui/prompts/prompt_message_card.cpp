// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_message_card.h"

#include "ui/prompts/template_edit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>
#include <limits>

namespace gatehouse::ui {
namespace {

constexpr int fewestLines = 3;
constexpr int mostLines = 20;

} // namespace

PromptMessageCard::PromptMessageCard(const Theme& theme, const PromptMessage& message, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_role(new QComboBox), m_text(new TemplateEdit(theme, fewestLines, mostLines)),
      m_images(new QVBoxLayout), m_fault(new QLabel) {
    setObjectName(QStringLiteral("promptMessage"));
    m_text->setObjectName(QStringLiteral("promptTemplate"));
    m_text->setText(message.content);
    m_fault->setObjectName(QStringLiteral("promptMessageFault"));
    m_fault->setProperty("role", QStringLiteral("faultCaption"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    m_images->setSpacing(space::tiny);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addWidget(makeHead());
    layout->addWidget(m_text);
    layout->addLayout(m_images);
    layout->addWidget(m_fault);
    m_role->setCurrentIndex(std::max(0, m_role->findData(message.role)));
    for (const auto& image : message.images)
        addImage(image);
    connect(m_text, &CodeEdit::edited, this, &PromptMessageCard::edited);
    connect(m_text, &TemplateEdit::faultsChanged, this, &PromptMessageCard::showFault);
    connect(m_role, &QComboBox::currentIndexChanged, this, &PromptMessageCard::edited);
}

QWidget* PromptMessageCard::makeHead() {
    m_role->setObjectName(QStringLiteral("promptRole"));
    m_role->addItem(tr("System"), QStringLiteral("system"));
    m_role->addItem(tr("User"), QStringLiteral("user"));
    m_role->addItem(tr("Assistant"), QStringLiteral("assistant"));
    auto* head = new QWidget;
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_role);
    row->addStretch();
    m_image = addButton(row, "promptImage", QStringLiteral("photo"), tr("Add an image"));
    m_up = addButton(row, "promptMessageUp", QStringLiteral("arrow-up"), tr("Move up"));
    m_down = addButton(row, "promptMessageDown", QStringLiteral("arrow-down"), tr("Move down"));
    m_remove = addButton(row, "promptMessageRemove", QStringLiteral("trash"), tr("Remove message"));
    connect(m_image, &QToolButton::clicked, this, [this] {
        addImage({});
        Q_EMIT edited();
    });
    connect(m_remove, &QToolButton::clicked, this, &PromptMessageCard::removePressed);
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT movePressed(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT movePressed(1); });
    return head;
}

QToolButton* PromptMessageCard::addButton(QHBoxLayout* row, const char* name, const QString& icon,
                                          const QString& text) {
    auto* button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setIcon(m_theme.icon(icon, Theme::Tone::Secondary));
    button->setIconSize({smallIconPixels, smallIconPixels});
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::StrongFocus);
    row->addWidget(button);
    return button;
}

void PromptMessageCard::addImage(const QString& address) {
    auto* line = new QWidget;
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* field = new QLineEdit(address);
    field->setObjectName(QStringLiteral("promptImageAddress"));
    field->setPlaceholderText(tr("Image: {{picture}}, or a data address"));
    field->setAccessibleName(tr("Image"));
    field->setMaxLength(std::numeric_limits<int>::max()); // data addresses are long
    row->addWidget(field, 1);
    auto* remove = addButton(row, "promptImageRemove", QStringLiteral("x"), tr("Remove image"));
    m_images->addWidget(line);
    connect(field, &QLineEdit::textChanged, this, &PromptMessageCard::edited);
    connect(remove, &QToolButton::clicked, this, [this, line] {
        m_images->removeWidget(line);
        line->hide();
        line->deleteLater();
        Q_EMIT edited();
    });
}

PromptMessage PromptMessageCard::message() const {
    PromptMessage message{m_role->currentData().toString(), m_text->text(), {}};
    for (int i = 0; i < m_images->count(); ++i) {
        const auto* field = m_images->itemAt(i)->widget()->findChild<QLineEdit*>();
        if (const QString address = field->text().trimmed(); !address.isEmpty())
            message.images.append(address);
    }
    return message;
}

void PromptMessageCard::setPlace(int index, int count) {
    m_up->setEnabled(index > 0);
    m_down->setEnabled(index + 1 < count);
    m_remove->setEnabled(count > 1);
    const auto number = QLocale().toString(index + 1);
    m_text->setAccessibleName(tr("Template of message %1").arg(number));
    m_role->setAccessibleName(tr("Who says message %1").arg(number));
}

QWidget* PromptMessageCard::orderAfter(QWidget* before) {
    QList<QWidget*> stops{m_role, m_image, m_up, m_down, m_remove, m_text};
    for (int i = 0; i < m_images->count(); ++i) {
        auto* line = m_images->itemAt(i)->widget();
        stops.append(line->findChild<QLineEdit*>());
        stops.append(line->findChild<QToolButton*>());
    }
    for (auto* stop : std::as_const(stops)) {
        if (before != nullptr)
            QWidget::setTabOrder(before, stop);
        before = stop;
    }
    return before;
}

void PromptMessageCard::setNames(const MustacheNames& names) {
    m_text->setNames(names);
}

void PromptMessageCard::setToldFault(const QString& sentence) {
    m_told = sentence;
    showFault();
}

QString PromptMessageCard::fault() const {
    return m_fault->isHidden() ? QString() : m_fault->text();
}

// Our own come first: they are there at once and know their line.
void PromptMessageCard::showFault() {
    const auto& own = m_text->faults();
    QString sentence = m_told;
    if (!own.isEmpty())
        sentence = tr("Line %1: %2").arg(QLocale().toString(own.first().line), own.first().sentence);
    m_fault->setText(sentence);
    m_fault->setVisible(!sentence.isEmpty());
    m_text->setAccessibleDescription(sentence);
}

} // namespace gatehouse::ui
