// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/routes/call_facts.h"

#include "ui/routes/route_fields.h"
#include "ui/theme/tokens.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int linesHigh = 2;

} // namespace

CallFacts::CallFacts(QWidget* parent) : QWidget(parent), m_fold(new QToolButton), m_inside(new QWidget) {
    m_fold->setObjectName(QStringLiteral("simulateMore"));
    m_fold->setText(tr("More about the call"));
    m_fold->setCheckable(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setArrowType(isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    m_fold->setProperty("role", QStringLiteral("foldSmall"));
    m_fold->setFocusPolicy(Qt::StrongFocus);
    auto* form = new QFormLayout(m_inside);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(space::small);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_user = addLine("simulateUser", tr("End user"), {});
    m_session = addLine("simulateSession", tr("Session"), {});
    m_tags = addLine("simulateTags", tr("Tags"), QStringLiteral("batch, night"));
    m_headers = addPairs("simulateHeaders", tr("Headers"), QStringLiteral("x-team: blue"));
    m_metadata = addPairs("simulateMetadata", tr("Metadata"), QStringLiteral("plan: pro"));
    m_body = addPairs("simulateBody", tr("Request fields"), QStringLiteral("reasoning_effort: high"));
    m_stream = new QCheckBox(tr("Streamed"));
    m_stream->setObjectName(QStringLiteral("simulateStream"));
    form->addRow(QString(), m_stream);
    m_timed = new QCheckBox(tr("At another time"));
    m_timed->setObjectName(QStringLiteral("simulateTimed"));
    form->addRow(QString(), m_timed);
    m_time = new QDateTimeEdit(QDateTime::currentDateTime());
    m_time->setObjectName(QStringLiteral("simulateTime"));
    m_time->setAccessibleName(tr("Time of the call"));
    m_time->setDisplayFormat(QLocale().dateTimeFormat(QLocale::ShortFormat));
    m_time->hide();
    form->addRow(QString(), m_time);
    m_inside->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::small);
    layout->addWidget(m_fold, 0, Qt::AlignLeading);
    layout->addWidget(m_inside);
    connect(m_timed, &QCheckBox::toggled, m_time, &QWidget::setVisible);
    connect(m_fold, &QToolButton::toggled, this, [this](bool open) {
        m_inside->setVisible(open);
        m_fold->setArrowType(open ? Qt::DownArrow : isRightToLeft() ? Qt::LeftArrow : Qt::RightArrow);
    });
}

QLineEdit* CallFacts::addLine(const char* name, const QString& label, const QString& example) {
    auto* edit = new QLineEdit;
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(label);
    edit->setPlaceholderText(example);
    static_cast<QFormLayout*>(m_inside->layout())->addRow(label, edit);
    connect(edit, &QLineEdit::returnPressed, this, &CallFacts::wanted);
    return edit;
}

QPlainTextEdit* CallFacts::addPairs(const char* name, const QString& label, const QString& example) {
    auto* edit = new QPlainTextEdit;
    edit->setObjectName(QLatin1String(name));
    edit->setAccessibleName(label);
    edit->setPlaceholderText(example);
    edit->setTabChangesFocus(true);
    edit->setFixedHeight(edit->fontMetrics().lineSpacing() * linesHigh + space::large);
    static_cast<QFormLayout*>(m_inside->layout())->addRow(label, edit);
    return edit;
}

QString CallFacts::fault() const {
    for (const auto* edit : {m_headers, m_metadata, m_body}) {
        if (!pairsOf(edit->toPlainText()))
            return tr("Write a name, a colon and a value on each line, such as %1.").arg(edit->placeholderText());
    }
    return {};
}

void CallFacts::addTo(QJsonObject& question) const {
    const auto put = [&question](const char* name, const QLineEdit* edit) {
        if (const auto text = edit->text().trimmed(); !text.isEmpty())
            question.insert(QLatin1String(name), text);
    };
    put("user", m_user);
    put("session", m_session);
    if (const auto tags = partedAtCommas(m_tags->text()); !tags.isEmpty())
        question.insert(QLatin1String("tags"), tags.join(u','));
    const auto putPairs = [&question](const char* name, const QPlainTextEdit* edit) {
        if (const auto pairs = pairsOf(edit->toPlainText()); pairs && !pairs->isEmpty())
            question.insert(QLatin1String(name), *pairs);
    };
    putPairs("headers", m_headers);
    putPairs("metadata", m_metadata);
    putPairs("body", m_body);
    if (m_stream->isChecked())
        question.insert(QLatin1String("stream"), true);
    if (m_timed->isChecked())
        question.insert(QLatin1String("time"), m_time->dateTime().toUTC().toString(Qt::ISODate));
}

} // namespace gatehouse::ui
