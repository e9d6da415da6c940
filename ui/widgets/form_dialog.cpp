// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form_dialog.h"

#include "ui/widgets/confirm.h"
#include "ui/widgets/form.h"

#include <QEvent>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 62; // of the whole dialog
constexpr double mostOfScreen = 0.85;

// As high as the form where the screen allows it.
class FormArea : public QScrollArea {
public:
    using QScrollArea::QScrollArea;
    QSize sizeHint() const override {
        // At the width that it will have: texts that wrap are higher there.
        const int width = fontMetrics().averageCharWidth() * charactersWide - 2 * space::huge -
                          verticalScrollBar()->sizeHint().width();
        const auto wanted = widget()->hasHeightForWidth()
                                ? QSize(widget()->sizeHint().width(), widget()->heightForWidth(width))
                                : widget()->sizeHint();
        return wanted.expandedTo(widget()->minimumSizeHint()) +
               QSize(verticalScrollBar()->sizeHint().width(), 2 * frameWidth());
    }

protected:
    // Fields came, went or wrap anew.
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry();
        return QScrollArea::eventFilter(watched, event);
    }
};

} // namespace

FormDialog::FormDialog(const Theme& theme, const QString& title, const QString& verb, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_form(new Form), m_banner(new QWidget), m_bannerIcon(new QLabel),
      m_bannerText(new QLabel), m_verb(new QPushButton(verb)), m_cancel(new QPushButton(tr("Cancel"))),
      m_busyText(new QLabel(tr("Working…"))), m_buttons(new QHBoxLayout) {
    setWindowTitle(title);
    setAttribute(Qt::WA_DeleteOnClose);
    m_bannerText->setObjectName(QStringLiteral("dialogBanner"));
    m_bannerText->setTextFormat(Qt::PlainText);
    m_bannerText->setWordWrap(true);
    m_bannerText->setProperty("role", QStringLiteral("fault"));
    m_bannerText->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_bannerIcon->setPixmap(theme.icon(QStringLiteral("alert-triangle"), Theme::Tone::Error).pixmap(iconPixels));
    auto* banner = new QHBoxLayout(m_banner);
    banner->setContentsMargins(0, 0, 0, 0);
    banner->setSpacing(space::small);
    banner->addWidget(m_bannerIcon, 0, Qt::AlignTop);
    banner->addWidget(m_bannerText, 1);
    m_banner->hide();

    m_area = new FormArea;
    auto* area = m_area;
    area->setFocusPolicy(Qt::NoFocus);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(m_form);
    m_form->setAutoFillBackground(false);
    area->viewport()->setAutoFillBackground(false);

    m_verb->setObjectName(QStringLiteral("dialogVerb"));
    m_verb->setProperty("role", QStringLiteral("primary"));
    m_verb->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("dialogCancel"));
    m_cancel->setAutoDefault(false);
    m_busyText->setProperty("role", QStringLiteral("caption"));
    m_busyText->hide();
    m_buttons->setSpacing(space::small);
    m_buttons->addStretch(1);
    m_buttons->addWidget(m_busyText);
    m_buttons->addWidget(m_cancel);
    m_buttons->addWidget(m_verb);

    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::large);
    layout->addWidget(m_banner);
    layout->addWidget(area, 1);
    layout->addLayout(m_buttons);
    setMinimumWidth(fontMetrics().averageCharWidth() * charactersWide);
    if (const auto* shown = screen())
        setMaximumHeight(static_cast<int>(shown->availableSize().height() * mostOfScreen));
    connect(m_verb, &QPushButton::clicked, this, &FormDialog::accept);
    connect(m_cancel, &QPushButton::clicked, this, &FormDialog::reject);
    connect(m_form, &Form::edited, this, [this] { m_edited = true; });
    m_form->installEventFilter(this);
}

void FormDialog::showEvent(QShowEvent* event) {
    orderTabs();
    QDialog::showEvent(event);
}

// The fields were made after the buttons.
void FormDialog::orderTabs() {
    QWidget* first = nullptr;
    QWidget* last = nullptr;
    const auto fields = m_form->findChildren<QWidget*>();
    for (auto* field : fields) {
        if (field->window() != this || (field->focusPolicy() & Qt::TabFocus) == 0 || field->focusProxy() != nullptr)
            continue;
        if (last != nullptr)
            setTabOrder(last, field);
        last = field;
        if (first == nullptr && !field->isHidden() && field->isEnabled())
            first = field;
    }
    for (int i = 0; last != nullptr && i < m_buttons->count(); ++i) {
        auto* button = qobject_cast<QPushButton*>(m_buttons->itemAt(i)->widget());
        if (button == nullptr)
            continue;
        setTabOrder(last, button);
        last = button;
    }
    if (first != nullptr && (focusWidget() == nullptr || !m_form->isAncestorOf(focusWidget())))
        first->setFocus(Qt::OtherFocusReason);
}

bool FormDialog::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::LayoutRequest && isVisible())
        QMetaObject::invokeMethod(this, &FormDialog::grow, Qt::QueuedConnection);
    return QDialog::eventFilter(watched, event);
}

// Faults take room: the dialog gives it, as far as the screen has it.
void FormDialog::grow() {
    m_area->updateGeometry();
    layout()->activate();
    const int wanted = std::min(layout()->totalSizeHint().height(), maximumHeight());
    if (wanted > height())
        resize(width(), wanted);
}

void FormDialog::addButton(QPushButton* button) {
    button->setAutoDefault(false);
    int others = 0;
    while (m_buttons->itemAt(others)->widget() != nullptr)
        ++others;
    m_buttons->insertWidget(others, button);
}

void FormDialog::setSave(std::function<void()> save) {
    m_save = std::move(save);
}

void FormDialog::accept() {
    if (m_busy)
        return;
    setBanner({});
    if (!m_form->check())
        return;
    setBusy(true);
    if (m_save)
        m_save();
}

void FormDialog::reject() {
    if (!m_edited) {
        QDialog::reject();
        return;
    }
    Confirmation leave;
    leave.title = tr("Discard your edits?");
    leave.text = tr("What you entered here has not been saved.");
    leave.verb = tr("Discard");
    confirm(this, leave, [this] {
        m_edited = false;
        QDialog::reject();
    });
}

void FormDialog::succeeded() {
    m_edited = false;
    m_busy = false;
    QDialog::accept();
}

void FormDialog::failed(const Problem& problem) {
    setBusy(false);
    if (!m_form->showProblem(problem))
        setBanner(problem.detail);
}

void FormDialog::setBanner(const QString& sentence) {
    m_bannerText->setText(sentence);
    m_banner->setVisible(!sentence.isEmpty());
}

void FormDialog::setBusy(bool busy) {
    m_busy = busy;
    m_busyText->setVisible(busy);
    m_verb->setEnabled(!busy);
    // Not enabled again by setEnabled() of the form alone: a field keeps its own state within it.
    m_form->setEnabled(!busy);
}

} // namespace gatehouse::ui
