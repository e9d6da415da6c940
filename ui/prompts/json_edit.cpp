// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/json_edit.h"

#include "ui/prompts/prompt_draft.h"

#include <QJsonDocument>
#include <algorithm>

namespace gatehouse::ui {
namespace {

constexpr int lastStyle = QsciLexerJSON::Error;

void paintLexer(QsciLexerJSON& lexer, const Theme& theme) {
    const auto& tokens = theme.tokens();
    const QFont font = theme.fixedFont();
    lexer.setDefaultPaper(tokens.base);
    lexer.setDefaultColor(tokens.text);
    lexer.setDefaultFont(font);
    const auto colorOf = [&tokens](int style) {
        switch (style) {
        case QsciLexerJSON::Number:
            return tokens.warning;
        case QsciLexerJSON::String:
        case QsciLexerJSON::EscapeSequence:
            return tokens.success;
        case QsciLexerJSON::Property:
        case QsciLexerJSON::IRI:
        case QsciLexerJSON::IRICompact:
            return tokens.link;
        case QsciLexerJSON::Keyword:
        case QsciLexerJSON::KeywordLD:
            return tokens.info;
        case QsciLexerJSON::UnclosedString:
        case QsciLexerJSON::Error:
            return tokens.error;
        case QsciLexerJSON::CommentLine:
        case QsciLexerJSON::CommentBlock:
            return tokens.secondary;
        default:
            return tokens.text;
        }
    };
    for (int style = 0; style <= lastStyle; ++style) {
        lexer.setColor(colorOf(style), style);
        lexer.setPaper(tokens.base, style);
        lexer.setFont(font, style);
        lexer.setEolFill(false, style);
    }
}

} // namespace

JsonEdit::JsonEdit(const Theme& theme, int fewestLines, int mostLines, QWidget* parent)
    : CodeEdit(theme, fewestLines, mostLines, parent) {
    auto* lexer = new QsciLexerJSON(this);
    paintLexer(*lexer, theme);
    setLexerOf(lexer);
    connect(&theme, &Theme::changed, lexer, [lexer, &theme] { paintLexer(*lexer, theme); });
    setBraceMatching(SloppyBraceMatch);
    setIndentationsUseTabs(false);
    setAutoIndent(true);
    connect(this, &CodeEdit::edited, this, &JsonEdit::read);
}

void JsonEdit::setObject(const QJsonObject& object) {
    if (object != m_object || !m_fault.isEmpty())
        setText(prettyJson(object));
}

void JsonEdit::read() {
    const auto text = utf8();
    m_fault.clear();
    setMarks({});
    if (text.trimmed().isEmpty()) {
        m_object = {};
        return;
    }
    QJsonParseError error;
    const auto document = QJsonDocument::fromJson(text, &error);
    if (document.isObject()) {
        m_object = document.object();
        return;
    }
    const auto place = std::clamp(error.offset, 0, static_cast<int>(text.size()) - 1);
    const auto line = 1 + std::count(text.begin(), text.begin() + place, '\n');
    m_fault = error.error == QJsonParseError::NoError
                  ? tr("Write a JSON object: it begins with { and ends with }.")
                  : tr("Line %1: this is no JSON (%2).").arg(QLocale().toString(line), error.errorString());
    setMarks({{place, 1, m_fault}});
}

} // namespace gatehouse::ui
