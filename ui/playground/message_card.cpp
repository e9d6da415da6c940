// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/playground/message_card.h"

#include "ui/models/format.h"
#include "ui/playground/growing_edit.h"
#include "ui/playground/image_file.h"

#include <QComboBox>
#include <QFileDialog>
#include <QLabel>
#include <QPixmap>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int thumbnail = 40;
constexpr int fewestLines = 2;
constexpr int mostLines = 12;

QByteArray bytesOf(const QString& dataUrl) {
    return QByteArray::fromBase64(dataUrl.mid(dataUrl.indexOf(u',') + 1).toLatin1());
}

QPixmap pictureOf(const QByteArray& bytes) {
    QPixmap picture;
    picture.loadFromData(bytes);
    return picture.isNull() ? picture
                            : picture.scaled(thumbnail, thumbnail, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

void clear(QLayout* layout) {
    while (auto* item = layout->takeAt(0)) {
        if (auto* widget = item->widget())
            widget->deleteLater();
        delete item;
    }
}

} // namespace

MessageCard::MessageCard(const Theme& theme, const DraftMessage& message, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_images(message.images), m_role(new QComboBox),
      m_text(new GrowingEdit(fewestLines, mostLines)), m_fault(new QLabel), m_pictures(new QVBoxLayout) {
    setObjectName(QStringLiteral("message"));
    m_role->setObjectName(QStringLiteral("messageRole"));
    m_role->addItem(tr("User"), QStringLiteral("user"));
    m_role->addItem(tr("Assistant"), QStringLiteral("assistant"));
    m_role->setCurrentIndex(std::max(0, m_role->findData(message.role)));
    m_role->setAccessibleName(tr("Who says it"));
    m_text->setObjectName(QStringLiteral("messageText"));
    m_text->setPlaceholderText(tr("Write a message…"));
    m_text->setPlainText(message.text);
    m_fault->setObjectName(QStringLiteral("messageFault"));
    m_fault->setProperty("role", QStringLiteral("faultCaption"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    m_pictures->setSpacing(space::tiny);

    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    row->addWidget(m_role);
    row->addStretch();
    auto* attachButton = addButton(row, "messageAttach", QStringLiteral("photo"), tr("Attach an image"));
    m_up = addButton(row, "messageUp", QStringLiteral("arrow-up"), tr("Move up"));
    m_down = addButton(row, "messageDown", QStringLiteral("arrow-down"), tr("Move down"));
    m_remove = addButton(row, "messageRemove", QStringLiteral("trash"), tr("Remove message"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::tiny);
    layout->addLayout(row);
    layout->addWidget(m_text);
    layout->addLayout(m_pictures);
    layout->addWidget(m_fault);

    connect(m_text, &QPlainTextEdit::textChanged, this, &MessageCard::edited);
    connect(m_role, &QComboBox::currentIndexChanged, this, &MessageCard::edited);
    connect(attachButton, &QToolButton::clicked, this, &MessageCard::chooseImage);
    connect(m_remove, &QToolButton::clicked, this, &MessageCard::removePressed);
    connect(m_up, &QToolButton::clicked, this, [this] { Q_EMIT movePressed(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { Q_EMIT movePressed(1); });
    showImages();
}

QToolButton* MessageCard::addButton(QHBoxLayout* row, const char* name, const QString& icon, const QString& text) {
    auto* button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setIcon(m_theme.icon(icon, Theme::Tone::Secondary));
    button->setIconSize({smallIconPixels, smallIconPixels});
    button->setToolTip(text);
    button->setAccessibleName(text);
    row->addWidget(button);
    return button;
}

DraftMessage MessageCard::message() const {
    return {m_role->currentData().toString(), m_text->toPlainText(), m_images};
}

void MessageCard::setPlace(int index, int count) {
    m_up->setEnabled(index > 0);
    m_down->setEnabled(index + 1 < count);
    m_remove->setEnabled(count > 1);
    m_text->setAccessibleName(tr("Message %1").arg(QLocale().toString(index + 1)));
}

void MessageCard::focusText() {
    m_text->setFocus(Qt::OtherFocusReason);
}

void MessageCard::chooseImage() {
    auto* dialog = new QFileDialog(this, tr("Attach an image"), {}, tr("Images (*.png *.jpg *.jpeg *.gif *.webp)"));
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, &MessageCard::attach);
    dialog->open();
}

void MessageCard::attach(const QString& path) {
    readImage(path, this, [this](const QString& dataUrl, const QString& problem) {
        m_fault->setText(problem);
        m_fault->setVisible(!problem.isEmpty());
        if (dataUrl.isEmpty())
            return;
        m_images.append(dataUrl);
        showImages();
        Q_EMIT edited();
    });
}

void MessageCard::showImages() {
    clear(m_pictures);
    for (qsizetype i = 0; i < m_images.size(); ++i) {
        const auto bytes = bytesOf(m_images[i]);
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        auto* picture = new QLabel;
        picture->setPixmap(pictureOf(bytes));
        auto* size = new QLabel(tr("Image, %1").arg(bytesText(QLocale(), bytes.size())));
        size->setProperty("role", QStringLiteral("caption"));
        row->addWidget(picture);
        row->addWidget(size, 1);
        auto* remove = addButton(row, "imageRemove", QStringLiteral("x"), tr("Remove image"));
        connect(remove, &QToolButton::clicked, this, [this, i] {
            m_images.removeAt(i);
            showImages();
            Q_EMIT edited();
        });
        m_pictures->addWidget(line);
    }
}

} // namespace gatehouse::ui
