// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/shown_secret_dialog.h"

#include "ui/widgets/confirm.h"
#include "ui/widgets/fact_list.h"
#include "ui/widgets/secret_clipboard.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace gatehouse::ui {

ShownSecretDialog::ShownSecretDialog(const Theme& theme, ShownSecret shown, QWidget* parent)
    : QDialog(parent), m_shown(std::move(shown)), m_told(plainLabel({}, "secondary", "secretTold")) {
    setObjectName(QStringLiteral("shownSecretDialog"));
    setWindowTitle(m_shown.title);
    setAttribute(Qt::WA_DeleteOnClose);
    auto* field = new QLineEdit(m_shown.secret);
    field->setObjectName(QStringLiteral("shownSecret"));
    field->setAccessibleName(m_shown.name);
    field->setReadOnly(true);
    field->setFont(theme.fixedFont());
    field->setLayoutDirection(Qt::LeftToRight);
    field->setMinimumWidth(QFontMetrics(theme.fixedFont()).horizontalAdvance(m_shown.secret) + space::huge);
    field->setCursorPosition(0);
    auto* copy = new QPushButton(theme.icon(QStringLiteral("copy"), Theme::Tone::OnAccent), tr("Copy"));
    copy->setObjectName(QStringLiteral("copySecret"));
    copy->setProperty("role", QStringLiteral("primary"));
    copy->setDefault(true);
    auto* done = new QPushButton(tr("Done"));
    done->setObjectName(QStringLiteral("secretDone"));
    done->setAutoDefault(false);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::small);
    line->addWidget(field, 1);
    line->addWidget(copy);
    auto* end = new QHBoxLayout;
    end->setSpacing(space::small);
    end->addWidget(m_told, 1);
    end->addWidget(done);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->addWidget(plainLabel(m_shown.title, "section"));
    layout->addWidget(plainLabel(m_shown.words, "secondary"));
    layout->addLayout(line);
    layout->addLayout(end);
    connect(copy, &QPushButton::clicked, this, [this] {
        copySecret(m_shown.secret);
        m_copied = true;
        m_told->setText(tr("Copied. The clipboard forgets it in %n second(s).", nullptr, secretClipboardSeconds));
    });
    connect(done, &QPushButton::clicked, this, &ShownSecretDialog::reject);
    copy->setFocus();
}

void ShownSecretDialog::reject() {
    if (m_copied) {
        QDialog::reject();
        return;
    }
    Confirmation leave;
    leave.title = tr("Close without copying?");
    leave.text = m_shown.again;
    leave.verb = tr("Close");
    confirm(this, leave, [this] { QDialog::reject(); });
}

} // namespace gatehouse::ui
