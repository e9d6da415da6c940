// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/version_diff_dialog.h"

#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QLabel>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBlock>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr QSize usualSize(1000, 640);
constexpr double tint = 0.16; // of the tone, over the base

QColor mixed(const QColor& base, const QColor& tone) {
    const auto part = [&](int b, int t) { return static_cast<int>(b + (t - b) * tint); };
    return QColor(part(base.red(), tone.red()), part(base.green(), tone.green()), part(base.blue(), tone.blue()));
}

QPlainTextEdit* pane(const Theme& theme, const char* name, const QString& title) {
    auto* edit = new QPlainTextEdit;
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(title);
    edit->setReadOnly(true);
    edit->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    edit->setTabChangesFocus(true);
    edit->setLineWrapMode(QPlainTextEdit::NoWrap); // both sides keep their lines beside each other
    edit->setFont(theme.fixedFont());
    edit->setUndoRedoEnabled(false);
    return edit;
}

bool differs(const LinePair& pair) {
    return pair.kind != LinePair::Kind::Same;
}

} // namespace

VersionDiffDialog::VersionDiffDialog(const Theme& theme, const Whose& whose, const QJsonArray& versions,
                                     const QJsonObject& draft, int left, int right, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_whose(whose), m_versions(versions), m_draft(draft), m_left(new QComboBox),
      m_right(new QComboBox), m_leftText(pane(theme, "diffLeft", tr("Before"))),
      m_rightText(pane(theme, "diffRight", tr("After"))), m_count(new QLabel) {
    setObjectName(QStringLiteral("versionDiffDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Versions of %1").arg(whose.id));
    for (auto* box : {m_left, m_right}) {
        for (const auto& value : versions) {
            const int number = value.toObject().value(QLatin1String("version")).toInt();
            box->addItem(tr("Version %1").arg(QLocale().toString(number)), number);
        }
        if (!draft.isEmpty())
            box->addItem(tr("What is being written"), draftNumber);
    }
    m_left->setObjectName(QStringLiteral("diffFrom"));
    m_left->setAccessibleName(tr("Before"));
    m_left->setCurrentIndex(std::max(0, m_left->findData(left)));
    m_right->setObjectName(QStringLiteral("diffTo"));
    m_right->setAccessibleName(tr("After"));
    m_right->setCurrentIndex(std::max(0, m_right->findData(right)));
    m_count->setObjectName(QStringLiteral("diffCount"));
    m_count->setProperty("role", QStringLiteral("secondary"));
    auto* before = new QPushButton(theme.icon(QStringLiteral("arrow-up")), tr("Previous"));
    auto* after = new QPushButton(theme.icon(QStringLiteral("arrow-down")), tr("Next"));
    before->setObjectName(QStringLiteral("diffPrevious"));
    after->setObjectName(QStringLiteral("diffNext"));
    auto* close = new QPushButton(tr("Close"));
    close->setDefault(true);
    auto* bottom = new QHBoxLayout;
    bottom->setSpacing(space::small);
    bottom->addWidget(before);
    bottom->addWidget(after);
    bottom->addWidget(m_count, 1);
    bottom->addWidget(close);
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(m_left, 0, 0);
    layout->addWidget(m_right, 0, 1);
    layout->addWidget(m_leftText, 1, 0);
    layout->addWidget(m_rightText, 1, 1);
    layout->addLayout(bottom, 2, 0, 1, 2);
    layout->setRowStretch(1, 1);
    connect(m_left, &QComboBox::currentIndexChanged, this, &VersionDiffDialog::compare);
    connect(m_right, &QComboBox::currentIndexChanged, this, &VersionDiffDialog::compare);
    connect(before, &QPushButton::clicked, this, [this] { step(-1); });
    connect(after, &QPushButton::clicked, this, [this] { step(1); });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&theme, &Theme::changed, this, &VersionDiffDialog::compare);
    for (auto* side : {m_leftText, m_rightText}) {
        auto* other = side == m_leftText ? m_rightText : m_leftText;
        connect(side->verticalScrollBar(), &QScrollBar::valueChanged, other->verticalScrollBar(),
                &QScrollBar::setValue);
    }
    resize(usualSize);
    compare();
}

QJsonObject VersionDiffDialog::chosen(const QComboBox& box) const {
    const int number = box.currentData().toInt();
    if (number == draftNumber)
        return m_draft;
    for (const auto& value : m_versions) {
        if (value.toObject().value(QLatin1String("version")).toInt() == number)
            return value.toObject();
    }
    return {};
}

void VersionDiffDialog::compare() {
    m_pairs = compareLines(m_whose.text(chosen(*m_left)), m_whose.text(chosen(*m_right)));
    put(*m_leftText, true);
    put(*m_rightText, false);
    const auto count = static_cast<int>(std::count_if(m_pairs.begin(), m_pairs.end(), differs));
    m_count->setText(count == 0 ? tr("No differences") : tr("%n line(s) differ", nullptr, count));
    m_leftText->verticalScrollBar()->setValue(0);
}

void VersionDiffDialog::put(QPlainTextEdit& edit, bool left) {
    QStringList lines;
    for (const auto& pair : std::as_const(m_pairs)) {
        const bool here = left ? pair.leftLine > 0 : pair.rightLine > 0;
        const char sign = !differs(pair) || !here ? ' ' : left ? '-' : '+';
        lines.append(QString(QLatin1Char(sign) + QStringLiteral(" ") + (left ? pair.left : pair.right)));
    }
    edit.setPlainText(lines.join(u'\n'));
    const auto& tokens = m_theme.tokens();
    auto block = edit.document()->begin();
    for (const auto& pair : std::as_const(m_pairs)) {
        if (differs(pair)) {
            const bool here = left ? pair.leftLine > 0 : pair.rightLine > 0;
            QTextBlockFormat format;
            format.setBackground(!here ? tokens.alternate : mixed(tokens.base, left ? tokens.error : tokens.success));
            QTextCursor(block).setBlockFormat(format);
        }
        block = block.next();
    }
}

void VersionDiffDialog::step(int by) {
    const int here = m_leftText->textCursor().blockNumber();
    const auto count = static_cast<int>(m_pairs.size());
    const auto begins = [this](int i) { return differs(m_pairs[i]) && (i == 0 || !differs(m_pairs[i - 1])); };
    for (int i = here + by; i >= 0 && i < count; i += by) {
        if (!begins(i))
            continue;
        for (auto* edit : {m_leftText, m_rightText}) {
            edit->setTextCursor(QTextCursor(edit->document()->findBlockByNumber(i)));
            edit->centerCursor();
        }
        return;
    }
}

} // namespace gatehouse::ui
