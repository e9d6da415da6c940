// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/version_text.h"

#include "ui/prompts/prompt_draft.h"
#include "ui/prompts/prompt_words.h"
#include "ui/prompts/variable_model.h"

#include <QCoreApplication>

namespace gatehouse::ui {
namespace {

struct VersionText {
    Q_DECLARE_TR_FUNCTIONS(VersionText)
};

class Writer {
public:
    void heading(const QString& text) {
        if (!m_lines.isEmpty())
            m_lines.append(QString());
        m_lines.append(QString(QStringLiteral("── ") + text + QStringLiteral(" ──")));
    }
    void text(const QString& text) { m_lines.append(text); }
    void field(const QString& name, const QString& value) {
        if (!value.isEmpty())
            m_lines.append(QString(name + QStringLiteral(": ") + value));
    }
    QString result() const { return m_lines.join(u'\n'); }

private:
    QStringList m_lines;
};

void writeVariable(Writer& out, const PromptVariable& variable) {
    QStringList words{variableTypeName(variable.type())};
    words.append(variable.required ? VersionText::tr("required") : VersionText::tr("optional"));
    if (variable.secret)
        words.append(VersionText::tr("secret"));
    out.field(variable.name, words.join(QStringLiteral(", ")));
    out.field(QString(QStringLiteral("    ") + VersionText::tr("schema")), valueAsText(variable.schema));
    out.field(QString(QStringLiteral("    ") + VersionText::tr("default")), valueAsText(variable.preset));
    out.field(QString(QStringLiteral("    ") + VersionText::tr("example")), valueAsText(variable.example));
    out.field(QString(QStringLiteral("    ") + VersionText::tr("description")), variable.description);
}

} // namespace

QString versionText(const QJsonObject& version) {
    const auto draft = PromptDraft::fromVersion(version);
    Writer out;
    for (const auto& message : draft.messages) {
        out.heading(promptRoleName(message.role));
        out.text(message.content);
        for (const auto& image : message.images)
            out.field(VersionText::tr("Image"), image.left(200));
    }
    if (!draft.variables.isEmpty())
        out.heading(VersionText::tr("Variables"));
    for (const auto& variable : draft.variables)
        writeVariable(out, variable);
    for (auto it = draft.partials.begin(); it != draft.partials.end(); ++it) {
        out.heading(VersionText::tr("Partial %1").arg(it.key()));
        out.text(it.value());
    }
    out.heading(VersionText::tr("Model and answer"));
    out.field(VersionText::tr("Model"), draft.model);
    for (auto it = draft.parameters.begin(); it != draft.parameters.end(); ++it)
        out.field(it.key(), valueAsText(it.value()));
    if (!draft.schema.isEmpty()) {
        out.field(VersionText::tr("Ask again"), QString::number(draft.repair));
        out.text(prettyJson(draft.schema).trimmed());
    }
    return out.result();
}

} // namespace gatehouse::ui
