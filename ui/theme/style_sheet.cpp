// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include <array>
#include <utility>

namespace gatehouse::ui {
namespace {

// Names in braces are tokens.
constexpr const char* form = R"(
QMainWindow, QDialog { background: {window}; }
#headerBar, #statusBar { background: {window}; }
#headerBar { border-bottom: 1px solid {divider}; }
#statusBar { border-top: 1px solid {divider}; }
#navigation { background: {window}; border: none; border-right: 1px solid {divider}; padding: 8px; outline: none; }
#navigation::item { height: 32px; padding-left: 8px; border-radius: 4px; color: {text}; }
#navigation::item:hover { background: {hover}; }
#navigation::item:selected { background: {accent}; color: white; }
#navigation::item:disabled { height: 8px; background: transparent; }

*[role="card"] { background: {base}; border: 1px solid {divider}; border-radius: 6px; }
*[role="title"] { font-size: 16pt; font-weight: 600; }
*[role="section"] { font-size: 11pt; font-weight: 600; }
*[role="figure"] { font-size: 19pt; font-weight: 700; }
*[role="caption"] { font-size: 9pt; color: {secondary}; }
*[role="secondary"] { color: {secondary}; }
*[role="placeholder"] { color: {placeholder}; }
*[role="keys"] { color: {secondary}; background: {alternate}; border: 1px solid {divider}; border-radius: 4px;
  padding: 0 6px; }
*[role="row"] { border: none; border-bottom: 1px solid {divider}; }
*[role="row"]:hover { background: {hover}; }
*[role="row"]:focus { border: 2px solid {link}; }
#commandPalette, #notificationPanel { background: {base}; border: 1px solid {border}; }
*[role="fault"] { color: {error}; }
*[role="faultCaption"] { font-size: 9pt; color: {error}; }
*[role="impact"] { background: {alternate}; border: 1px solid {divider}; border-radius: 4px; padding: 8px; }
*[role="removed"] { color: {secondary}; }
*[role="added"] { font-weight: 600; }
*[role="bar"] { background: {alternate}; border-bottom: 1px solid {divider}; }
*[role="popup"] { background: {base}; border: 1px solid {border}; border-radius: 6px; }
*[role="divider"] { background: {divider}; border: none; }
QFrame[role="setting"] { background: transparent; border: none; }
QFrame[role="setting"][parted="true"] { border-top: 1px solid {divider}; }
QFrame[role="settingFound"] { background: {hover}; border: 2px solid {link}; border-radius: 4px; }
QListWidget[role="pages"] { background: transparent; }
QListWidget[role="pages"]::item { padding-left: 8px; border-radius: 4px; color: {text}; }
QListWidget[role="pages"]::item:hover { background: {hover}; }
QListWidget[role="pages"]::item:selected { background: {accent}; color: white; }
*[role="toast"] { background: {text}; border-radius: 6px; }
*[role="toast"] QLabel { color: {window}; }
*[role="toast"] QPushButton { background: transparent; border: 1px solid {window}; color: {window}; }
*[role="toast"] QPushButton:hover { background: {window}; color: {text}; }

QPushButton { background: {base}; border: 1px solid {border}; border-radius: 4px; padding: 0 12px; min-height: 28px; }
QPushButton:hover { background: {hover}; }
QPushButton:pressed, QPushButton:checked { background: {pressed}; }
QPushButton:focus { border: 2px solid {link}; padding: 0 11px; }
QPushButton:disabled { color: {placeholder}; border-color: {divider}; }
QPushButton[role="primary"] { background: {accent}; border-color: {accent}; color: white; }
QPushButton[role="primary"]:hover { background: {accentHover}; }
QPushButton[role="primary"]:focus { border: 2px solid {text}; }
QPushButton[role="choice"] { border-color: {divider}; border-radius: 6px; padding: 0; }
QPushButton[role="choice"]:focus { border: 2px solid {link}; padding: 0; }
QPushButton[role="preset"] { border-color: transparent; text-align: left; }
QPushButton[role="preset"]:checked { background: {accent}; color: white; }
QPushButton[role="preset"]:focus { border: 2px solid {link}; }
QPushButton[role="danger"] { background: {error}; border-color: {error}; color: {base}; }
QPushButton[role="danger"]:focus { border: 2px solid {text}; }
QPushButton[role="primary"]:disabled, QPushButton[role="danger"]:disabled { background: {divider};
  border-color: {divider}; color: {secondary}; }
QPushButton::menu-indicator { image: url(:/icons/chevron-{mode}.svg); width: 16px; height: 16px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }
QPushButton[role="menu"] { padding-right: 28px; }
QPushButton[role="menu"]:focus { padding-right: 27px; }
QPushButton[role="chip"] { min-height: 22px; padding: 0 8px; border-color: {divider}; }
QPushButton[role="chip"]:focus { border: 2px solid {link}; padding: 0 7px; }
QPushButton[role="link"] { background: transparent; border: none; color: {link}; padding: 0; min-height: 24px;
  text-align: left; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid {link}; border-radius: 4px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 4px; }
QToolButton:hover { background: {hover}; }
QToolButton:pressed, QToolButton:checked { background: {pressed}; }
QToolButton:focus { border: 2px solid {link}; padding: 3px; }
QToolButton[role="fold"], QToolButton[role="fold"]:checked { background: transparent; font-size: 11pt; font-weight: 600; padding: 4px 8px 4px 4px; }
QToolButton[role="foldSmall"], QToolButton[role="foldSmall"]:checked { background: transparent; }
QToolButton[role="fold"]:hover { background: {hover}; }
QToolButton[role="fold"]:focus { border: 2px solid {link}; padding: 3px 7px 3px 3px; }
QToolButton[role="menu"] { padding-right: 24px; }
QToolButton[role="menu"]:focus { padding-right: 23px; }
QToolButton::menu-indicator { image: url(:/icons/chevron-{mode}.svg); width: 12px; height: 12px;
  subcontrol-origin: padding; subcontrol-position: right center; right: 4px; }
QToolButton[role="field"] { background: {base}; border: 1px solid {border}; color: {placeholder}; padding: 4px 8px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox { background: {base};
  border: 1px solid {border}; border-radius: 4px;
  padding: 0 8px; selection-background-color: {accent}; selection-color: white; }
QLineEdit, QSpinBox, QDoubleSpinBox { min-height: 28px; }
QSpinBox:focus, QDoubleSpinBox:focus { border: 2px solid {link}; padding: 0 7px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: none; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border: 2px solid {link}; padding: 0 7px; }
QsciScintilla { border: 1px solid {border}; border-radius: 4px; padding: 1px; }
QsciScintilla:focus { border: 2px solid {link}; padding: 0; }
QPlainTextEdit[role="answer"], QPlainTextEdit[role="answer"]:focus { border: none; padding: 0; }
QPlainTextEdit[role="answer"]:focus { background: {alternate}; }
QLineEdit[state="right"] { border-color: {success}; }
QLineEdit[state="wrong"] { border-color: {error}; }
QDateTimeEdit { background: {base}; border: 1px solid {border}; border-radius: 4px; padding: 0 8px; min-height: 28px;
  selection-background-color: {accent}; selection-color: white; }
QDateTimeEdit:focus { border: 2px solid {link}; padding: 0 7px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: {base}; }
QCalendarWidget QAbstractItemView { background: {base}; color: {text}; }
QCalendarWidget QAbstractItemView:disabled { color: {placeholder}; }
QComboBox { background: {base}; border: 1px solid {border}; border-radius: 4px; padding: 0 8px; min-height: 28px; }
QComboBox:focus { border: 2px solid {link}; padding: 0 7px; }
QPlainTextEdit[state="wrong"], QTextEdit[state="wrong"], QSpinBox[state="wrong"],
  QDoubleSpinBox[state="wrong"], QComboBox[state="wrong"] {
  border-color: {error}; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(:/icons/chevron-{mode}.svg); width: 16px; height: 16px; }
QComboBox QAbstractItemView { background: {base}; border: 1px solid {border}; selection-background-color: {accent};
  selection-color: white; outline: none; }

QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; }
QCheckBox::indicator, QRadioButton::indicator { width: 14px; height: 14px; background: {base};
  border: 1px solid {border}; }
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 8px; }
QCheckBox::indicator:checked { background: {accent}; border-color: {accent}; image: url(:/icons/check-white.svg); }
QRadioButton::indicator:checked { background: white; width: 6px; height: 6px; border: 5px solid {accent}; }
QCheckBox::indicator:focus, QRadioButton::indicator:unchecked:focus { width: 12px; height: 12px;
  border: 2px solid {link}; }
QRadioButton::indicator:checked:focus { border-color: {link}; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: {divider}; border-color: {divider}; }

QTableView, QTreeView, QListView { background: {base}; alternate-background-color: {alternate}; border: none;
  selection-background-color: {accent}; selection-color: white; outline: none; }
QListView[role="tiles"] { background: transparent; }
QTableView::item { padding: 0 8px; border: none; }
QHeaderView { background: {base}; }
QHeaderView::section { background: {base}; color: {secondary}; font-weight: 600; border: none;
  border-bottom: 1px solid {divider}; padding: 0 0 0 8px; height: 30px; }
QHeaderView::up-arrow, QHeaderView::down-arrow { width: 8px; height: 8px; subcontrol-origin: margin;
  subcontrol-position: center right; }
QHeaderView::up-arrow { image: url(:/icons/sort-up-{mode}.svg); }
QHeaderView::down-arrow { image: url(:/icons/sort-down-{mode}.svg); }
QTableCornerButton::section { background: {base}; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid {divider}; }
QTabBar::tab { background: transparent; color: {secondary}; padding: 8px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: {text}; border-bottom: 2px solid {accent}; }
QTabBar::tab:hover { color: {text}; }
QTabBar[role="compact"]::tab { padding: 8px 6px; }
QTreeView[role="roomy"]::item { min-height: 24px; }

QSplitter::handle { background: {divider}; }
QSplitter[role="gap"]::handle { background: transparent; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: {scroll}; border-radius: 4px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: {border}; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QMenuBar { background: {window}; border-bottom: 1px solid {divider}; padding: 2px 8px; }
QMenuBar::item { background: transparent; padding: 4px 8px; border-radius: 4px; }
QMenuBar::item:selected { background: {hover}; }
QMenuBar::item:pressed { background: {pressed}; }
QMenu { background: {base}; border: 1px solid {border}; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: {accent}; color: white; }
QMenu::item:disabled { color: {placeholder}; }
QMenu::separator { height: 1px; background: {divider}; margin: 4px 8px; }
QToolTip { background: {base}; color: {text}; border: 1px solid {border}; padding: 4px; }
)";

QColor mixed(const QColor& one, const QColor& other, double share) {
    return QColor::fromRgbF(static_cast<float>(one.redF() * (1 - share) + other.redF() * share),
                            static_cast<float>(one.greenF() * (1 - share) + other.greenF() * share),
                            static_cast<float>(one.blueF() * (1 - share) + other.blueF() * share));
}

} // namespace

QString styleSheetOf(const Tokens& tokens) {
    const std::array colors{
        std::pair{"window", tokens.window},
        std::pair{"base", tokens.base},
        std::pair{"alternate", tokens.alternate},
        std::pair{"text", tokens.text},
        std::pair{"secondary", tokens.secondary},
        std::pair{"placeholder", tokens.placeholder},
        std::pair{"border", tokens.border},
        std::pair{"divider", tokens.divider},
        std::pair{"accent", tokens.accent},
        std::pair{"accentHover", mixed(tokens.accent, tokens.text, 0.12)},
        std::pair{"link", tokens.link},
        std::pair{"success", tokens.success},
        std::pair{"error", tokens.error},
        std::pair{"hover", mixed(tokens.window, tokens.text, 0.06)},
        std::pair{"pressed", mixed(tokens.window, tokens.text, 0.12)},
        std::pair{"scroll", mixed(tokens.window, tokens.border, 0.6)},
    };
    QString sheet = QString::fromLatin1(form);
    for (const auto& [name, color] : colors)
        sheet.replace(QStringLiteral("{%1}").arg(QLatin1String(name)), color.name());
    const bool dark = tokens.window.lightness() < tokens.text.lightness();
    return sheet.replace(QLatin1String("{mode}"), dark ? QLatin1String("dark") : QLatin1String("light"));
}

} // namespace gatehouse::ui
