// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/log/match_names.h"

#include <QHash>
#include <QLatin1String>

namespace gatehouse::ui {
namespace {

// Plain names that mean the same, the first of a row for all of it: the request and answer forms of OpenAI (chat and
// responses), Anthropic, Gemini, Bedrock Converse, Cohere v2 and Ollama.
constexpr const char* rows[] = {
    "maxtokens maxcompletiontokens maxoutputtokens numpredict",
    "stop stopsequences",
    "topp p",
    "topk k",
    "inputtokens prompttokens prompttokencount promptevalcount",
    "outputtokens completiontokens candidatestokencount evalcount",
    "totaltokens totaltokencount",
    "cachedtokens cachereadinputtokens cachedcontenttokencount",
    "reasoningtokens thoughtstokencount",
    "stopreason finishreason donereason",
    "callid id toolcallid tooluseid",
    "schema parameters inputschema parametersjsonschema json jsonschema responseschema responsejsonschema",
    "arguments input args",
    "effort reasoningeffort thinkinglevel",
    "model modelid modelversion",
    "text content outputtext output",
    "thinking reasoningcontent reasoningtext",
    "mediatype mimetype format",
    "data url imageurl bytes fileuri",
    "instructions system systeminstruction",
};

QHash<QString, QString> makeMeanings() {
    QHash<QString, QString> meanings;
    for (const char* row : rows) {
        const auto names = QString(QLatin1String(row)).split(u' ');
        for (const auto& name : names)
            meanings.insert(name, names.first());
    }
    return meanings;
}

} // namespace

QString plainName(const QString& name) {
    QString plain;
    plain.reserve(name.size());
    for (const QChar c : name) {
        if (c != u'_' && c != u'-')
            plain += c.toLower();
    }
    return plain;
}

QString meaningOf(const QString& name) {
    static const QHash<QString, QString> meanings = makeMeanings();
    const QString plain = plainName(name);
    return meanings.value(plain, plain);
}

} // namespace gatehouse::ui
