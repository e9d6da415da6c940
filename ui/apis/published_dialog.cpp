// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/published_dialog.h"

#include "ui/widgets/fact_list.h"
#include "ui/widgets/secret_clipboard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 84;

} // namespace

PublishedDialog::PublishedDialog(const Theme& theme, const QString& api, const QString& version, const QString& command,
                                 QWidget* parent)
    : QDialog(parent) {
    setObjectName(QStringLiteral("publishedDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Version %1 of %2").arg(version, api));
    auto* title = plainLabel(tr("Version %1 of %2 can be called").arg(version, api), "section");
    auto* words = plainLabel(tr("This command works once the variable GATEHOUSE_API_KEY holds a key that may call it."),
                             "secondary");
    auto* text = new QPlainTextEdit(command);
    text->setObjectName(QStringLiteral("publishedCommand"));
    text->setAccessibleName(tr("The command"));
    text->setReadOnly(true);
    text->setTabChangesFocus(true);
    text->setFont(theme.fixedFont());
    text->setLayoutDirection(Qt::LeftToRight);
    text->setMinimumWidth(QFontMetrics(theme.fixedFont()).averageCharWidth() * charactersWide);
    const int lines = static_cast<int>(command.count(u'\n')) + 3;
    text->setMinimumHeight(QFontMetrics(theme.fixedFont()).lineSpacing() * std::min(lines, 14));
    auto* told = plainLabel({}, "secondary", "publishedTold");
    auto* copy = new QPushButton(theme.icon(QStringLiteral("copy"), Theme::Tone::OnAccent), tr("Copy"));
    copy->setObjectName(QStringLiteral("copyCommand"));
    copy->setProperty("role", QStringLiteral("primary"));
    copy->setDefault(true);
    auto* close = new QPushButton(tr("Close"));
    close->setObjectName(QStringLiteral("publishedClose"));
    close->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::small);
    buttons->addWidget(told, 1);
    buttons->addWidget(copy);
    buttons->addWidget(close);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(title);
    layout->addWidget(words);
    layout->addWidget(text, 1);
    layout->addLayout(buttons);
    connect(copy, &QPushButton::clicked, this, [command, told] {
        copyText(command);
        told->setText(tr("Copied."));
    });
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    copy->setFocus();
}

} // namespace gatehouse::ui
