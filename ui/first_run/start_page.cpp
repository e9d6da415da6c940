// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/start_page.h"

#include "ui/widgets/choice_button.h"

#include <QLabel>
#include <QVBoxLayout>

namespace gatehouse::ui {

StartPage::StartPage(const Theme& theme, QWidget* parent) : QWidget(parent) {
    auto* sentence = new QLabel(tr("Gatehouse stands between your programs and AI models: it keeps the keys, picks the "
                                   "provider, and shows what every call did and cost. How do you want to begin?"));
    sentence->setTextFormat(Qt::PlainText);
    sentence->setWordWrap(true);
    auto* alone = new ChoiceButton(theme, QStringLiteral("user-circle"), tr("Just me"),
                                   tr("A gateway on this computer, ready in seconds, with demo models to try."));
    alone->setObjectName(QStringLiteral("choiceJustMe"));
    m_connect = new ChoiceButton(theme, QStringLiteral("plug-connected"), tr("Connect to a gateway"),
                                 tr("Somebody runs a gateway already, and you have its address and token."));
    m_connect->setObjectName(QStringLiteral("choiceConnect"));
    m_connect->hide();
    auto* import =
        new ChoiceButton(theme, QStringLiteral("file-import"), tr("Import"),
                         tr("Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle."));
    import->setObjectName(QStringLiteral("choiceImport"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::medium);
    layout->addWidget(sentence);
    layout->addSpacing(space::small);
    layout->addWidget(alone);
    layout->addWidget(m_connect);
    layout->addWidget(import);
    layout->addStretch();
    connect(alone, &QPushButton::clicked, this, &StartPage::justMe);
    connect(m_connect, &QPushButton::clicked, this, &StartPage::connectElsewhere);
    connect(import, &QPushButton::clicked, this, &StartPage::import);
}

void StartPage::setConnectOffered(bool offered) {
    m_connect->setVisible(offered);
}

} // namespace gatehouse::ui
