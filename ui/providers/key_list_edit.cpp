// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/key_list_edit.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int mostKeys = 64;
constexpr int mostKeyLength = 16'384;

bool isVariable(const QString& text) {
    static const QRegularExpression name(QStringLiteral("^[A-Za-z_][A-Za-z0-9_]{0,127}$"));
    return name.match(text).hasMatch();
}

bool isKeptReference(const QString& text) {
    static const QRegularExpression name(QStringLiteral("^(keychain|vault):[A-Za-z0-9._-]{1,64}$"));
    return name.match(text).hasMatch();
}

} // namespace

KeyListEdit::KeyListEdit(const Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_layout(new QVBoxLayout(this)), m_add(new QPushButton(tr("Add another key"))) {
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(space::small);
    m_add->setObjectName(QStringLiteral("addKeyLine"));
    m_add->setIcon(theme.icon(QStringLiteral("plus")));
    m_add->setAutoDefault(false);
    m_layout->addWidget(m_add, 0, Qt::AlignLeading);
    connect(m_add, &QPushButton::clicked, this, [this] {
        addLine(NewKey, {});
        m_lines.last().text->setFocus();
    });
    addLine(NewKey, {});
}

void KeyListEdit::setReferences(const QStringList& references) {
    while (!m_lines.isEmpty())
        delete m_lines.takeLast().widget;
    for (const auto& reference : references) {
        if (reference.startsWith(QLatin1String("env:")))
            addLine(Variable, reference.mid(4));
        else if (reference.startsWith(QLatin1String("file:")))
            addLine(File, reference.mid(5));
        else
            addLine(Kept, reference);
    }
    if (m_lines.isEmpty())
        addLine(NewKey, {});
}

void KeyListEdit::setVariableHint(const QString& name) {
    m_variable = name;
    for (auto& line : m_lines)
        showSource(line);
}

void KeyListEdit::addLine(Source source, const QString& text) {
    Line line;
    line.widget = new QWidget;
    line.source = new QComboBox;
    line.source->addItem(tr("Key"), NewKey);
    line.source->addItem(tr("Environment variable"), Variable);
    line.source->addItem(tr("File"), File);
    line.source->addItem(tr("Kept already"), Kept);
    line.source->setCurrentIndex(source);
    line.text = new QLineEdit(text);
    line.remove = new QToolButton;
    line.remove->setIcon(m_theme.icon(QStringLiteral("x")));
    line.remove->setToolTip(tr("Take this key out"));
    auto* row = new QHBoxLayout(line.widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::small);
    row->addWidget(line.source);
    row->addWidget(line.text, 1);
    row->addWidget(line.remove);
    auto* widget = line.widget;
    connect(line.source, &QComboBox::activated, this, [this, widget] {
        if (auto* changed = lineOf(widget)) {
            changed->text->clear();
            showSource(*changed);
            changed->text->setFocus();
        }
        Q_EMIT edited();
    });
    connect(line.text, &QLineEdit::textEdited, this, [this, widget] {
        if (auto* changed = lineOf(widget))
            changed->kept.clear();
        Q_EMIT edited();
    });
    connect(line.remove, &QToolButton::clicked, this, [this, widget] { removeLine(widget); });
    m_layout->insertWidget(static_cast<int>(m_lines.size()), line.widget);
    line.widget->show(); // now, so that it can take the focus
    m_lines.append(line);
    setFocusProxy(m_lines.first().text);
    showSource(m_lines.last());
    number();
}

void KeyListEdit::removeLine(QWidget* widget) {
    m_lines.erase(
        std::remove_if(m_lines.begin(), m_lines.end(), [widget](const Line& line) { return line.widget == widget; }),
        m_lines.end());
    widget->hide();
    widget->deleteLater(); // its own button was clicked
    if (m_lines.isEmpty())
        addLine(NewKey, {});
    setFocusProxy(m_lines.first().text);
    number();
    Q_EMIT edited();
}

void KeyListEdit::showSource(Line& line) {
    switch (line.source->currentData().toInt()) {
    case NewKey:
        line.text->setEchoMode(QLineEdit::Password);
        line.text->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
        line.text->setPlaceholderText(tr("Paste the key here"));
        break;
    case Variable:
        line.text->setEchoMode(QLineEdit::Normal);
        line.text->setPlaceholderText(m_variable.isEmpty() ? QStringLiteral("NAME_API_KEY") : m_variable);
        if (line.text->text().isEmpty() && !m_variable.isEmpty() && line.source->hasFocus())
            line.text->setText(m_variable);
        break;
    case File:
        line.text->setEchoMode(QLineEdit::Normal);
        line.text->setPlaceholderText(QStringLiteral("/run/secrets/provider-key"));
        break;
    default:
        line.text->setEchoMode(QLineEdit::Normal);
        line.text->setPlaceholderText(QStringLiteral("vault:provider-key"));
    }
}

// Tests and screen readers find a line by its number.
void KeyListEdit::number() {
    for (int i = 0; i < m_lines.size(); ++i) {
        const auto& line = m_lines.at(i);
        line.source->setObjectName(QStringLiteral("keySource%1").arg(i));
        line.text->setObjectName(QStringLiteral("keyText%1").arg(i));
        line.remove->setObjectName(QStringLiteral("keyRemove%1").arg(i));
        line.source->setAccessibleName(tr("Where key %1 comes from").arg(i + 1));
        line.text->setAccessibleName(tr("Key %1").arg(i + 1));
        line.remove->setAccessibleName(tr("Take key %1 out").arg(i + 1));
        line.remove->setVisible(m_lines.size() > 1);
    }
    m_add->setEnabled(m_lines.size() < mostKeys);
}

KeyListEdit::Line* KeyListEdit::lineOf(const QWidget* widget) {
    const auto found =
        std::find_if(m_lines.begin(), m_lines.end(), [widget](const Line& line) { return line.widget == widget; });
    return found == m_lines.end() ? nullptr : &*found;
}

KeyEntry KeyListEdit::entryOf(const Line& line) const {
    const auto text = line.text->text().trimmed();
    if (text.isEmpty())
        return {};
    switch (line.source->currentData().toInt()) {
    case NewKey:
        return {text, line.kept};
    case Variable:
        return {{}, QString(u"env:" + text)};
    case File:
        return {{}, QString(u"file:" + text)};
    default:
        return {{}, text};
    }
}

QVector<KeyEntry> KeyListEdit::entries() const {
    QVector<KeyEntry> all;
    for (const auto& line : m_lines) {
        if (auto entry = entryOf(line); !entry.isEmpty())
            all.append(std::move(entry));
    }
    return all;
}

void KeyListEdit::setKept(int entry, const QString& reference) {
    for (auto& line : m_lines) {
        if (entryOf(line).isEmpty())
            continue;
        if (entry-- == 0) {
            line.kept = reference;
            return;
        }
    }
}

QString KeyListEdit::fault() const {
    for (const auto& line : m_lines) {
        const auto text = line.text->text().trimmed();
        if (text.isEmpty())
            continue;
        switch (line.source->currentData().toInt()) {
        case NewKey: {
            const bool plain =
                std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() > 0x20 && c.unicode() < 0x7f; });
            if (!plain || text.size() > mostKeyLength)
                return tr("A key has no blanks and only plain characters. Copy it again.");
            break;
        }
        case Variable:
            if (!isVariable(text))
                return tr("A variable's name has letters, digits and “_” only, such as OPENAI_API_KEY.");
            break;
        case File:
            if (!text.startsWith(u'/'))
                return tr("Enter the whole path of the file, from “/” on.");
            break;
        default:
            if (!isKeptReference(text))
                return tr("Enter keychain:NAME or vault:NAME.");
        }
    }
    return {};
}

} // namespace gatehouse::ui
