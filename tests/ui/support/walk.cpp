// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/walk.h"

#include "tests/ui/support/pseudo_translator.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QGroupBox>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenuBar>
#include <QSet>
#include <QTest>
#include <QToolButton>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int leastTarget = 24;
constexpr int mostTabs = 500;

QString pathOf(const QWidget* widget) {
    QStringList parts;
    for (const auto* each = widget; each != nullptr; each = each->parentWidget()) {
        if (!each->objectName().isEmpty() && !each->objectName().startsWith(QLatin1String("qt_")))
            parts.prepend(each->objectName());
        if (each->isWindow())
            break;
    }
    return QString(parts.join(u'/') + u" (" + QLatin1String(widget->metaObject()->className()) + u')');
}

QList<QWidget*> shownIn(QWidget* window) {
    QList<QWidget*> shown;
    for (auto* widget : window->findChildren<QWidget*>()) {
        if (widget->isVisible() && widget->window() == window)
            shown.append(widget);
    }
    return shown;
}

// A part of another widget, which speaks for it.
bool isInnerPart(const QWidget* widget) {
    const auto* parent = widget->parentWidget();
    return qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
           qobject_cast<const QComboBox*>(parent) != nullptr || qobject_cast<const QLineEdit*>(parent) != nullptr ||
           widget->objectName().startsWith(QLatin1String("qt_"));
}

bool takesFocus(const QWidget* widget) {
    return widget->focusPolicy() != Qt::NoFocus && widget->isEnabled() && !isInnerPart(widget) &&
           qobject_cast<const QMenuBar*>(widget) == nullptr;
}

QString textOf(const QWidget* widget) {
    if (const auto* label = qobject_cast<const QLabel*>(widget))
        return label->text();
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget)) {
        const auto* tool = qobject_cast<const QToolButton*>(widget);
        return tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly ? QString() : button->text();
    }
    if (const auto* group = qobject_cast<const QGroupBox*>(widget))
        return group->title();
    return {};
}

bool isLabelClipped(const QLabel* label) {
    if (label->text().isEmpty() || label->property("elided").toBool())
        return false;
    if (label->wordWrap())
        return label->heightForWidth(label->width()) > label->height() + 1;
    const auto wanted = label->minimumSizeHint();
    return wanted.width() > label->width() + 1 || wanted.height() > label->height() + 1;
}

bool isButtonClipped(const QAbstractButton* button) {
    if (textOf(button).isEmpty() || button->property("elided").toBool())
        return false;
    return button->minimumSizeHint().width() > button->width() + 1 ||
           button->fontMetrics().height() > button->height() + 1;
}

} // namespace

QStringList namelessWidgets(QWidget* window) {
    QStringList faults;
    for (auto* widget : shownIn(window)) {
        if (!takesFocus(widget))
            continue;
        auto* face = QAccessible::queryAccessibleInterface(widget);
        if (face == nullptr || face->text(QAccessible::Name).trimmed().isEmpty())
            faults.append(QString(pathOf(widget) + u" has no accessible name"));
    }
    return faults;
}

QStringList clippedTexts(QWidget* window) {
    QStringList faults;
    for (auto* widget : shownIn(window)) {
        const auto* label = qobject_cast<QLabel*>(widget);
        const auto* button = qobject_cast<QAbstractButton*>(widget);
        if ((label != nullptr && isLabelClipped(label)) || (button != nullptr && isButtonClipped(button)))
            faults.append(QStringLiteral("%1 clips \"%2\": %3×%4, wants %5×%6")
                              .arg(pathOf(widget), textOf(widget).left(60))
                              .arg(widget->width())
                              .arg(widget->height())
                              .arg(widget->minimumSizeHint().width())
                              .arg(label != nullptr && label->wordWrap() ? label->heightForWidth(label->width())
                                                                         : widget->minimumSizeHint().height()));
    }
    return faults;
}

QStringList smallTargets(QWidget* window) {
    QStringList faults;
    for (auto* widget : shownIn(window)) {
        if (isInnerPart(widget) || widget->parentWidget()->inherits("QTabBar") ||
            widget->inherits("QTableCornerButton"))
            continue;
        const bool target =
            qobject_cast<QAbstractButton*>(widget) != nullptr || qobject_cast<QComboBox*>(widget) != nullptr ||
            qobject_cast<QLineEdit*>(widget) != nullptr || qobject_cast<QAbstractSpinBox*>(widget) != nullptr;
        if (target && (widget->width() < leastTarget || widget->height() < leastTarget))
            faults.append(
                QStringLiteral("%1 is %2×%3 only").arg(pathOf(widget)).arg(widget->width()).arg(widget->height()));
    }
    return faults;
}

QStringList unreachedByTab(QWidget* window) {
    QStringList faults;
    QSet<const QWidget*> reached;
    auto* first = window->focusWidget();
    if (first == nullptr) {
        QTest::keyClick(window, Qt::Key_Tab);
        first = window->focusWidget();
    }
    const auto shown = shownIn(window);
    const auto stops = std::count_if(shown.begin(), shown.end(), [](const QWidget* widget) {
        return takesFocus(widget) && (widget->focusPolicy() & Qt::TabFocus) != 0;
    });
    if (first == nullptr || stops < 2)
        return {};
    auto* at = first;
    for (int i = 0; i < mostTabs; ++i) {
        reached.insert(at);
        QTest::keyClick(at, Qt::Key_Tab);
        if (window->focusWidget() == at) // an editor keeps Tab to itself; Ctrl+Tab leads out of it
            QTest::keyClick(at, Qt::Key_Tab, Qt::ControlModifier);
        if (window->focusWidget() == at) {
            faults.append(QString(pathOf(at) + u" does not let the focus go"));
            break;
        }
        at = window->focusWidget();
        if (at == first)
            break;
    }
    for (const auto* widget : shownIn(window)) {
        if (takesFocus(widget) && (widget->focusPolicy() & Qt::TabFocus) != 0 && !reached.contains(widget) &&
            widget->focusProxy() == nullptr)
            faults.append(QString(pathOf(widget) + u" is not reached with Tab"));
    }
    return faults;
}

QStringList untranslatedTexts(QWidget* window) {
    QStringList faults;
    for (auto* widget : shownIn(window)) {
        const QString text = textOf(widget);
        // Words of at least four letters; what comes from the gateway (ids, addresses) is marked as such.
        const auto isLetter = [](QChar c) { return c.unicode() < 128 && c.isLetter(); };
        const auto letters = std::count_if(text.begin(), text.end(), isLetter);
        if (letters >= 4 && !text.contains(PseudoTranslator::mark) && !widget->property("data").toBool())
            faults.append(QString(pathOf(widget) + u" is not translated: " + text.left(60)));
    }
    return faults;
}

} // namespace gatehouse::ui
