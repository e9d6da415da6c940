// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connect/apply_dialog.h"

#include "ui/connect/background.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSyntaxHighlighter>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr qsizetype shownOfKey = 4;
constexpr int columns = 76;
constexpr int lines = 18;

// Lines that go and come in the colours of error and success; their signs say it too.
class DifferenceColors : public QSyntaxHighlighter {
public:
    DifferenceColors(const Theme& theme, QTextDocument* document) : QSyntaxHighlighter(document), m_theme(theme) {}

protected:
    void highlightBlock(const QString& text) override {
        if (text.startsWith(u'+'))
            setFormat(0, static_cast<int>(text.size()), m_theme.color(Theme::Tone::Success));
        else if (text.startsWith(u'-'))
            setFormat(0, static_cast<int>(text.size()), m_theme.color(Theme::Tone::Error));
    }

private:
    const Theme& m_theme;
};

} // namespace

ApplyDialog::ApplyDialog(const Theme& theme, FileChange change, const QString& secret,
                         std::function<void(const FileChange&, const FileDone&)> applied, QWidget* parent)
    : QDialog(parent), m_change(std::move(change)), m_applied(std::move(applied)), m_fault(new QLabel) {
    setObjectName(QStringLiteral("applyDialog"));
    setWindowTitle(tr("Change %1?").arg(m_change.path));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* text = new QLabel(
        m_change.exists ? tr("These lines change in %1. The rest stays as it is, and a backup is made beside it.")
                              .arg(m_change.path)
                        : tr("The file %1 is made. Only you can read it.").arg(m_change.path));
    text->setTextFormat(Qt::PlainText);
    text->setWordWrap(true);
    auto* shown = new QPlainTextEdit;
    shown->setObjectName(QStringLiteral("applyDifference"));
    shown->setAccessibleName(tr("What changes"));
    shown->setReadOnly(true);
    shown->setTabChangesFocus(true);
    shown->setLineWrapMode(QPlainTextEdit::NoWrap);
    shown->setFont(theme.fixedFont());
    auto difference = differenceOf(m_change.before, m_change.after);
    if (!secret.isEmpty())
        difference.replace(secret, QString(QStringLiteral("gh_…") + secret.right(shownOfKey)));
    shown->setPlainText(difference);
    new DifferenceColors(theme, shown->document());
    const QFontMetrics metrics(shown->font());
    shown->setMinimumSize(metrics.averageCharWidth() * columns, metrics.lineSpacing() * lines);
    m_fault->setObjectName(QStringLiteral("applyFault"));
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->setWordWrap(true);
    m_fault->hide();
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_apply = buttons->addButton(tr("Change file"), QDialogButtonBox::AcceptRole);
    m_apply->setObjectName(QStringLiteral("applyChange"));
    m_apply->setProperty("role", QStringLiteral("primary"));
    buttons->button(QDialogButtonBox::Cancel)->setDefault(true);
    connect(m_apply, &QPushButton::clicked, this, &ApplyDialog::apply);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::large, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(text);
    layout->addWidget(shown, 1);
    layout->addWidget(m_fault);
    layout->addWidget(buttons);
}

void ApplyDialog::apply() {
    m_apply->setEnabled(false);
    inBackground([change = m_change] { return applyChange(change); }, this,
                 [this](const FileDone& done) {
                     m_apply->setEnabled(true);
                     m_fault->setText(done.problem);
                     m_fault->setVisible(!done.problem.isEmpty());
                     if (!done.problem.isEmpty())
                         return;
                     m_applied(m_change, done);
                     accept();
                 });
}

} // namespace gatehouse::ui
