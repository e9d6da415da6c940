// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form.h"

#include "ui/theme/tokens.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDateTimeEdit>
#include <QDoubleSpinBox>
#include <QFocusEvent>
#include <QFormLayout>
#include <QGroupBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSpinBox>
#include <QStyle>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr char fieldProperty[] = "formField";

QString objectNameOf(const char* kind, QString name) {
    return QString(QLatin1String(kind) + name.replace(u'.', u'_'));
}

QLabel* smallLabel(const QString& text, const char* role) {
    auto* label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    label->setVisible(!text.isEmpty());
    return label;
}

void showState(QWidget* widget, bool wrong) {
    const auto mark = [wrong](QWidget* one) {
        one->setProperty("state", wrong ? QVariant(QStringLiteral("wrong")) : QVariant());
        one->style()->unpolish(one);
        one->style()->polish(one);
    };
    mark(widget);
    const auto editors = widget->findChildren<QLineEdit*>();
    for (auto* editor : editors)
        mark(editor);
}

bool isOneLine(const QWidget* widget) {
    return qobject_cast<const QPlainTextEdit*>(widget) == nullptr &&
           widget->sizePolicy().verticalPolicy() != QSizePolicy::Expanding;
}

} // namespace

Form::Form(QWidget* parent) : QWidget(parent), m_layout(new QFormLayout(this)) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setHorizontalSpacing(space::large);
    m_layout->setVerticalSpacing(space::medium);
    m_layout->setLabelAlignment(Qt::AlignLeading | Qt::AlignTop);
    m_layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_layout->setRowWrapPolicy(QFormLayout::DontWrapRows);
}

void Form::addField(const QString& name, const QString& label, QWidget* widget, const QString& hint, Check check) {
    Row row;
    row.label = new QLabel(label);
    row.label->setTextFormat(Qt::PlainText);
    row.label->setBuddy(widget);
    row.label->setAlignment(Qt::AlignLeading | Qt::AlignTop);
    if (isOneLine(widget)) { // beside the field, not beside its hint
        widget->ensurePolished();
        row.label->ensurePolished();
        const int text = row.label->fontMetrics().height();
        const int line = std::min(widget->sizeHint().height(), text + space::large); // of several lines the first
        row.label->setContentsMargins(0, std::max(0, (line - text) / 2), 0, 0);
    }
    row.widget = widget;
    row.hint = smallLabel(hint, "caption");
    row.fault = smallLabel({}, "faultCaption");
    row.fault->setObjectName(objectNameOf("fault_", name));
    row.check = std::move(check);
    row.block = new QWidget;
    auto* block = new QVBoxLayout(row.block);
    block->setContentsMargins(0, 0, 0, 0);
    block->setSpacing(space::tiny);
    block->addWidget(widget);
    block->addWidget(row.hint);
    block->addWidget(row.fault);
    widget->setObjectName(objectNameOf("field_", name));
    if (widget->accessibleName().isEmpty())
        widget->setAccessibleName(label);
    row.fold = m_fold;
    m_layout->addRow(row.label, row.block);
    m_rows.insert(name, row);
    m_order.append(name);
    place(row);
    describe(row);
    watch(widget, name);
    const auto inner = widget->findChildren<QWidget*>();
    for (auto* editor : inner)
        watch(editor, name);
}

void Form::addSection(const QString& title) {
    m_fold.clear();
    auto* label = new QLabel(title);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("role", QStringLiteral("section"));
    if (m_layout->rowCount() > 0)
        label->setContentsMargins(0, space::small, 0, 0);
    m_layout->addRow(label);
}

void Form::addFold(const QString& name, const QString& title) {
    Fold fold;
    fold.button = new QToolButton;
    fold.button->setObjectName(QString(QStringLiteral("fold_") + name));
    fold.button->setProperty("role", QStringLiteral("fold"));
    fold.button->setText(title);
    fold.button->setAccessibleName(title);
    fold.button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    fold.button->setCheckable(true);
    fold.button->setFocusPolicy(Qt::StrongFocus);
    fold.summary = smallLabel({}, "caption");
    auto* head = new QWidget;
    auto* line = new QHBoxLayout(head);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(space::small);
    line->addWidget(fold.button);
    line->addWidget(fold.summary, 1);
    m_layout->addRow(head);
    m_folds.insert(name, fold);
    m_fold = name;
    setFoldOpen(name, false);
    connect(fold.button, &QToolButton::toggled, this, [this, name](bool open) { setFoldOpen(name, open); });
}

void Form::setFoldOpen(const QString& name, bool open) {
    auto& fold = m_folds[name];
    fold.open = open;
    fold.button->setChecked(open);
    fold.button->setArrowType(open ? Qt::DownArrow : isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    for (const auto& field : std::as_const(m_order)) {
        if (const auto* row = rowOf(field); row->fold == name)
            place(*row);
    }
    for (auto* widget : std::as_const(fold.wide))
        m_layout->setRowVisible(widget, open);
}

void Form::setFoldSummary(const QString& name, const QString& sentence) {
    const auto& fold = m_folds[name];
    fold.summary->setText(sentence);
    fold.summary->setVisible(!sentence.isEmpty());
    fold.button->setAccessibleDescription(sentence);
}

void Form::addWide(QWidget* widget) {
    m_layout->addRow(widget);
    if (m_fold.isEmpty())
        return;
    auto& fold = m_folds[m_fold];
    fold.wide.append(widget);
    m_layout->setRowVisible(widget, fold.open);
}

void Form::place(const Row& row) {
    m_layout->setRowVisible(row.block, row.wanted && (row.fold.isEmpty() || m_folds[row.fold].open));
}

void Form::unfold(const Row& row) {
    if (!row.fold.isEmpty() && !m_folds[row.fold].open)
        setFoldOpen(row.fold, true);
}

void Form::setFieldVisible(const QString& name, bool visible) {
    if (auto* row = rowOf(name)) {
        row->wanted = visible;
        place(*row);
    }
}

void Form::setHint(const QString& name, const QString& hint) {
    if (const auto* row = rowOf(name)) {
        row->hint->setText(hint);
        row->hint->setVisible(!hint.isEmpty());
        describe(*row);
    }
}

void Form::watch(QWidget* editor, const QString& name) {
    editor->setProperty(fieldProperty, name);
    editor->installEventFilter(this);
    const auto told = [this, name] { wasEdited(name); };
    // These tell of the program's own changes too, which are made before the form is shown.
    const auto toldWhileShown = [this, name] {
        if (isVisible())
            wasEdited(name);
    };
    if (auto* line = qobject_cast<QLineEdit*>(editor))
        connect(line, &QLineEdit::textEdited, this, told);
    else if (auto* combo = qobject_cast<QComboBox*>(editor))
        connect(combo, &QComboBox::activated, this, told);
    else if (auto* button = qobject_cast<QAbstractButton*>(editor))
        connect(button, &QAbstractButton::toggled, this, toldWhileShown);
    else if (auto* spin = qobject_cast<QSpinBox*>(editor))
        connect(spin, &QSpinBox::valueChanged, this, toldWhileShown);
    else if (auto* decimal = qobject_cast<QDoubleSpinBox*>(editor))
        connect(decimal, &QDoubleSpinBox::valueChanged, this, toldWhileShown);
    else if (auto* moment = qobject_cast<QDateTimeEdit*>(editor))
        connect(moment, &QDateTimeEdit::dateTimeChanged, this, toldWhileShown);
    else if (auto* text = qobject_cast<QPlainTextEdit*>(editor))
        connect(text, &QPlainTextEdit::textChanged, this, toldWhileShown);
    else if (auto* group = qobject_cast<QGroupBox*>(editor))
        connect(group, &QGroupBox::toggled, this, toldWhileShown);
}

void Form::wasEdited(const QString& name) {
    auto* row = rowOf(name);
    row->touched = true;
    if (!row->fault->text().isEmpty()) {
        // What the gateway found is stale now; what we can tell ourselves is told at once.
        setFault(name, row->check ? row->check() : QString());
    }
    Q_EMIT edited();
}

bool Form::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::FocusOut) {
        const auto reason = static_cast<QFocusEvent*>(event)->reason();
        const auto name = watched->property(fieldProperty).toString();
        const auto* row = rowOf(name);
        if (row != nullptr && row->touched && reason != Qt::PopupFocusReason && reason != Qt::ActiveWindowFocusReason)
            runCheck(name);
    }
    return QWidget::eventFilter(watched, event);
}

bool Form::runCheck(const QString& name) {
    const auto* row = rowOf(name);
    if (!row->check || !row->wanted)
        return true;
    const auto sentence = row->check();
    setFault(name, sentence);
    return sentence.isEmpty();
}

bool Form::check() {
    const Row* first = nullptr;
    for (const auto& name : std::as_const(m_order)) {
        if (runCheck(name))
            continue;
        const auto* row = rowOf(name);
        unfold(*row);
        if (first == nullptr)
            first = row;
    }
    if (first != nullptr)
        focusOn(*first);
    return first == nullptr;
}

void Form::setFault(const QString& name, const QString& sentence) {
    const auto* row = rowOf(name);
    if (row == nullptr || row->fault->text() == sentence)
        return;
    row->fault->setText(sentence);
    row->fault->setVisible(!sentence.isEmpty());
    showState(row->widget, !sentence.isEmpty());
    describe(*row);
}

void Form::clearFaults() {
    for (const auto& name : std::as_const(m_order))
        setFault(name, {});
}

bool Form::showProblem(const Problem& problem) {
    auto name = problem.field;
    while (!name.isEmpty()) {
        const auto* row = rowOf(name);
        if (row != nullptr) {
            if (!row->wanted)
                return false;
            setFault(name, problem.detail);
            focusOn(*row);
            return true;
        }
        const auto cut = std::max(name.lastIndexOf(u'.'), name.lastIndexOf(u'['));
        name.truncate(std::max<qsizetype>(cut, 0));
    }
    return false;
}

void Form::describe(const Row& row) {
    QStringList sentences{row.fault->text(), row.hint->text()};
    sentences.removeAll(QString());
    row.widget->setAccessibleDescription(sentences.join(u' '));
}

void Form::focusOn(const Row& row) {
    unfold(row);
    row.widget->setFocus(Qt::OtherFocusReason);
    for (auto* parent = parentWidget(); parent != nullptr; parent = parent->parentWidget()) {
        if (auto* scroll = qobject_cast<QScrollArea*>(parent)) {
            scroll->ensureWidgetVisible(row.block);
            return;
        }
    }
}

Form::Row* Form::rowOf(const QString& name) {
    const auto found = m_rows.find(name);
    return found == m_rows.end() ? nullptr : &*found;
}

} // namespace gatehouse::ui
