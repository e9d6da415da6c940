// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/mustache_lexer.h"

#include "ui/prompts/mustache_scan.h"

namespace gatehouse::ui {
namespace {

using Kind = MustachePiece::Kind;

int styleOf(Kind kind) {
    switch (kind) {
    case Kind::Text:
        return MustacheLexer::Plain;
    case Kind::Variable:
        return MustacheLexer::Variable;
    case Kind::Raw:
        return MustacheLexer::Raw;
    case Kind::Section:
    case Kind::Inverted:
    case Kind::Close:
        return MustacheLexer::Section;
    case Kind::Partial:
        return MustacheLexer::Partial;
    case Kind::Comment:
    case Kind::Delimiter:
        return MustacheLexer::Comment;
    case Kind::Broken:
        return MustacheLexer::Broken;
    }
    return MustacheLexer::Plain;
}

} // namespace

MustacheLexer::MustacheLexer(const Theme& theme, QObject* parent) : QsciLexerCustom(parent), m_theme(theme) {
    takeColors();
    connect(&theme, &Theme::changed, this, &MustacheLexer::takeColors);
}

QString MustacheLexer::description(int style) const {
    switch (style) {
    case Plain:
        return tr("Text");
    case Variable:
        return tr("Variable");
    case Raw:
        return tr("Variable as it is");
    case Section:
        return tr("Section");
    case Partial:
        return tr("Partial");
    case Comment:
        return tr("Comment");
    case Broken:
        return tr("Open tag");
    default:
        return {};
    }
}

void MustacheLexer::takeColors() {
    const auto& tokens = m_theme.tokens();
    const QFont font = m_theme.fixedFont();
    setDefaultColor(tokens.text);
    setDefaultPaper(tokens.base);
    setDefaultFont(font);
    const auto style = [&](int which, const QColor& color, bool bold, bool italic) {
        QFont own = font;
        own.setBold(bold);
        own.setItalic(italic);
        setColor(color, which);
        setPaper(tokens.base, which);
        setFont(own, which);
    };
    style(Plain, tokens.text, false, false);
    style(Variable, tokens.link, true, false);
    style(Raw, tokens.warning, true, false);
    style(Section, tokens.success, true, false);
    style(Partial, tokens.info, true, true);
    style(Comment, tokens.secondary, false, true);
    style(Broken, tokens.error, true, false);
}

// A tag may begin far above the lines that changed, and templates are small: all of it is styled each time.
void MustacheLexer::styleText(int, int) {
    if (editor() == nullptr)
        return;
    const auto length = static_cast<int>(editor()->SendScintilla(QsciScintillaBase::SCI_GETLENGTH));
    QByteArray text(length + 1, '\0');
    editor()->SendScintilla(QsciScintillaBase::SCI_GETTEXT, static_cast<unsigned long>(length) + 1, text.data());
    text.truncate(length);
    startStyling(0);
    const auto pieces = scanMustache(text);
    for (const auto& piece : pieces)
        setStyling(piece.length, styleOf(piece.kind));
}

} // namespace gatehouse::ui
