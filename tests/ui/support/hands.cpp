// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/hands.h"

#include <QAbstractButton>
#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QKeySequence>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QTextEdit>
#include <QTreeView>

namespace gatehouse::ui {
namespace {

constexpr int patience = 15'000; // milliseconds
constexpr int lookAgain = 30;

QJsonObject done(const QJsonValue& value = {}) {
    return {{QStringLiteral("ok"), true}, {QStringLiteral("value"), value}};
}

QJsonObject failed(const QString& why) {
    return {{QStringLiteral("ok"), false}, {QStringLiteral("why"), why}};
}

// Dialogs lie over the window that they belong to: the newest first. "laneModel#2" is the second of that name.
QWidget* visibleNow(const QString& wanted) {
    const auto name = wanted.section(QLatin1Char('#'), 0, 0);
    int which = wanted.contains(QLatin1Char('#')) ? wanted.section(QLatin1Char('#'), 1).toInt() : 1;
    const auto windows = QApplication::topLevelWidgets();
    for (auto window = windows.rbegin(); window != windows.rend(); ++window) {
        if (!(*window)->isVisible())
            continue;
        if ((*window)->objectName() == name && --which == 0)
            return *window;
        for (auto* found : (*window)->findChildren<QWidget*>(name)) {
            if (found->isVisible() && --which == 0)
                return found;
        }
    }
    return nullptr;
}

template <typename Look>
auto waitFor(Look look) {
    QElapsedTimer since;
    since.start();
    auto found = look();
    while (!found && since.elapsed() < patience) {
        QTest::qWait(lookAgain);
        found = look();
    }
    return found;
}

int rowWith(const QAbstractItemModel& model, const QString& text) {
    for (int row = 0; row < model.rowCount(); ++row) {
        for (int column = 0; column < model.columnCount(); ++column) {
            if (model.index(row, column).data().toString().contains(text))
                return row;
        }
    }
    return -1;
}

QString textOf(const QAbstractItemModel& model) {
    QStringList rows;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells << model.index(row, column).data().toString();
        rows << cells.join(QLatin1Char('\t'));
    }
    return rows.join(QLatin1Char('\n'));
}

} // namespace

QJsonObject Hands::carryOut(const QJsonObject& wish) {
    const auto what = wish.value(QLatin1String("do")).toString();
    const auto name = wish.value(QLatin1String("name")).toString();
    const auto text = wish.value(QLatin1String("text")).toString();
    if (what == QLatin1String("command"))
        return runCommand(name);
    if (what == QLatin1String("wait")) {
        QTest::qWait(wish.value(QLatin1String("milliseconds")).toInt());
        return done();
    }
    if (what == QLatin1String("names")) {
        QStringList names;
        for (const auto* widget : QApplication::allWidgets()) {
            if (widget->isVisible() && !widget->objectName().isEmpty() &&
                !widget->objectName().startsWith(QLatin1String("qt_")))
                names << widget->objectName();
        }
        names.removeDuplicates();
        names.sort();
        return done(QJsonArray::fromStringList(names));
    }
    auto* widget = waitFor([&name] { return visibleNow(name); });
    if (widget == nullptr)
        return failed(QStringLiteral("nothing named %1 is in sight").arg(name));
    if (what == QLatin1String("click"))
        return click(*widget);
    if (what == QLatin1String("type"))
        return type(*widget, text);
    if (what == QLatin1String("choose"))
        return choose(*widget, text);
    if (what == QLatin1String("press"))
        return press(*widget, text);
    if (what == QLatin1String("select"))
        return select(*widget, text);
    if (what == QLatin1String("read"))
        return read(*widget);
    if (what == QLatin1String("picture"))
        return widget->window()->grab().save(text) ? done() : failed(QStringLiteral("not written"));
    return failed(QStringLiteral("no such wish: %1").arg(what));
}

QJsonObject Hands::click(QWidget& widget) {
    if (!waitFor([&widget] { return widget.isEnabled(); }))
        return failed(QStringLiteral("%1 is not enabled: %2").arg(widget.objectName(), widget.toolTip()));
    // Later: a click may open a menu or a dialog of its own, and must not hold this up.
    QMetaObject::invokeMethod(
        &widget, [&widget] { QTest::mouseClick(&widget, Qt::LeftButton); }, Qt::QueuedConnection);
    QTest::qWait(lookAgain);
    return done();
}

QJsonObject Hands::type(QWidget& widget, const QString& text) {
    widget.setFocus();
    if (auto* line = qobject_cast<QLineEdit*>(&widget))
        line->selectAll();
    else
        QTest::keyClick(&widget, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(&widget, Qt::Key_Delete);
    for (const auto& line : text.split(QLatin1Char('\n'))) {
        QTest::keyClicks(&widget, line);
        if (&line != &text.split(QLatin1Char('\n')).last() && text.contains(QLatin1Char('\n')))
            QTest::keyClick(&widget, Qt::Key_Return);
    }
    return done();
}

QJsonObject Hands::choose(QWidget& widget, const QString& text) {
    if (auto* box = qobject_cast<QComboBox*>(&widget)) {
        // By what is shown, or by what it stands for.
        const int index = waitFor([box, &text] {
                              const int meant = box->findData(text);
                              return (meant >= 0 ? meant : box->findText(text, Qt::MatchContains)) + 1;
                          }) -
                          1;
        if (index < 0 && !box->isEditable())
            return failed(QStringLiteral("%1 offers no %2").arg(widget.objectName(), text));
        if (index >= 0) {
            box->setCurrentIndex(index);
            Q_EMIT box->activated(index);
        } else {
            box->setEditText(text);
        }
        return done();
    }
    auto* tabs = qobject_cast<QTabWidget*>(&widget);
    if (auto* bar = tabs != nullptr ? tabs->tabBar() : qobject_cast<QTabBar*>(&widget)) {
        for (int i = 0; i < bar->count(); ++i) {
            if (bar->tabText(i).contains(text)) {
                QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(i).center());
                return done();
            }
        }
    }
    return failed(QStringLiteral("%1 is nothing to choose from").arg(widget.objectName()));
}

QJsonObject Hands::press(QWidget& widget, const QString& keys) {
    widget.setFocus();
    const auto sequence = QKeySequence::fromString(keys, QKeySequence::PortableText);
    for (int i = 0; i < sequence.count(); ++i)
        QTest::keyClick(&widget, sequence[static_cast<uint>(i)].key(),
                        sequence[static_cast<uint>(i)].keyboardModifiers());
    QTest::qWait(lookAgain);
    return done();
}

QJsonObject Hands::select(QWidget& widget, const QString& text) {
    auto* view = qobject_cast<QAbstractItemView*>(&widget);
    if (view == nullptr || view->model() == nullptr)
        return failed(QStringLiteral("%1 is no table").arg(widget.objectName()));
    const int row = waitFor([view, &text] { return rowWith(*view->model(), text) + 1; }) - 1;
    if (row < 0)
        return failed(
            QStringLiteral("%1 has no row with %2:\n%3").arg(widget.objectName(), text, textOf(*view->model())));
    const auto index = view->model()->index(row, 0);
    view->scrollTo(index);
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, view->visualRect(index).center());
    view->setCurrentIndex(index);
    QTest::qWait(lookAgain);
    return done(row);
}

QJsonObject Hands::read(const QWidget& widget) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return done(label->text());
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
        return done(line->text());
    if (const auto* plain = qobject_cast<const QPlainTextEdit*>(&widget))
        return done(plain->toPlainText());
    if (const auto* rich = qobject_cast<const QTextEdit*>(&widget))
        return done(rich->toPlainText());
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return done(button->text());
    if (const auto* box = qobject_cast<const QComboBox*>(&widget))
        return done(box->currentText());
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view != nullptr && view->model() != nullptr)
        return done(textOf(*view->model()));
    QStringList texts;
    for (const auto* label : widget.findChildren<const QLabel*>()) {
        if (label->isVisible())
            texts << label->text();
    }
    return done(texts.join(QLatin1Char('\n')));
}

QJsonObject Hands::runCommand(const QString& name) {
    for (auto* window : QApplication::topLevelWidgets()) {
        auto* action = window->findChild<QAction*>(name);
        if (action == nullptr)
            continue;
        if (!waitFor([action] { return action->isEnabled(); }))
            return failed(QStringLiteral("%1 cannot be done: %2").arg(name, action->property("why").toString()));
        QMetaObject::invokeMethod(action, &QAction::trigger, Qt::QueuedConnection);
        QTest::qWait(lookAgain);
        return done();
    }
    return failed(QStringLiteral("there is no command %1").arg(name));
}

} // namespace gatehouse::ui
