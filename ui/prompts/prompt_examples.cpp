// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/prompts/prompt_examples.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace gatehouse::ui {
namespace {

struct PromptExamples {
    Q_DECLARE_TR_FUNCTIONS(PromptExamples)
};

QJsonObject read(const char* json) {
    return QJsonDocument::fromJson(json).object();
}

QJsonObject sentiment() {
    return read(R"json({
  "model": "demo/echo",
  "messages": [
    {"role": "system", "content": "You judge the mood of texts. Answer with JSON only: {\"mood\": …, \"score\": …}, the mood one of positive, neutral, negative, the score from 0 to 1."},
    {"role": "user", "content": "What a lovely day!"},
    {"role": "assistant", "content": "{\"mood\": \"positive\", \"score\": 0.97}"},
    {"role": "user", "content": "{{text}}"}],
  "variables": [
    {"name": "text", "schema": {"type": "string", "maxLength": 4000}, "required": true,
     "example": "The parcel came two weeks late.", "description": "What is judged"}],
  "parameters": {"temperature": "0", "max_tokens": 100},
  "response": {"schema": {"type": "object", "required": ["mood", "score"], "additionalProperties": false,
    "properties": {"mood": {"type": "string", "enum": ["positive", "neutral", "negative"]},
                   "score": {"type": "number", "minimum": 0, "maximum": 1}}}, "repair": 1}
})json");
}

QJsonObject summary() {
    return read(R"json({
  "model": "demo/echo",
  "messages": [
    {"role": "system", "content": "You sum up texts for busy people. Keep names, numbers and dates. Add nothing."},
    {"role": "user", "content": "Sum this up in at most {{sentences}} sentences{{#audience}}, for {{audience}}{{/audience}}:\n\n{{text}}"}],
  "variables": [
    {"name": "text", "schema": {"type": "string", "maxLength": 50000}, "required": true,
     "example": "The meeting on Monday moved to 14:00. Ada will bring the figures of the third quarter.", "description": "What is summed up"},
    {"name": "sentences", "schema": {"type": "integer", "minimum": 1, "maximum": 20}, "required": false, "default": 3,
     "description": "The most sentences"},
    {"name": "audience", "schema": {"type": "string", "maxLength": 200}, "required": false, "default": "",
     "description": "Who reads it"}],
  "parameters": {"temperature": "0.3", "max_tokens": 500}
})json");
}

QJsonObject translation() {
    return read(R"json({
  "model": "demo/echo",
  "messages": [
    {"role": "system", "content": "You translate into {{language}}. Keep the tone, the form and all markup. Answer with the translation alone.{{#glossary}}\nTranslate {{term}} as {{translation}}.{{/glossary}}"},
    {"role": "user", "content": "{{text}}"}],
  "variables": [
    {"name": "language", "schema": {"type": "string", "maxLength": 60}, "required": true, "example": "German",
     "description": "Into which language"},
    {"name": "text", "schema": {"type": "string", "maxLength": 20000}, "required": true, "example": "Good morning!",
     "description": "What is translated"},
    {"name": "glossary", "required": false, "default": [], "description": "Terms with their translations",
     "schema": {"type": "array", "maxItems": 200, "items": {"type": "object", "required": ["term", "translation"],
       "properties": {"term": {"type": "string"}, "translation": {"type": "string"}}}}}],
  "parameters": {"temperature": "0.2"}
})json");
}

QJsonObject extraction() {
    return read(R"json({
  "model": "demo/echo",
  "messages": [
    {"role": "system", "content": "You read invoices and answer with JSON only. What does not stand there is null. Amounts are texts with a point, days are YYYY-MM-DD."},
    {"role": "user", "content": "Invoice:\n{{text}}"}],
  "variables": [
    {"name": "text", "schema": {"type": "string", "maxLength": 20000}, "required": true,
     "example": "ACME Ltd., invoice 4711 of 3 May 2026, total 118.50 EUR", "description": "The invoice's words"}],
  "parameters": {"temperature": "0", "max_tokens": 400},
  "response": {"schema": {"type": "object", "required": ["seller", "number", "day", "total", "currency"],
    "properties": {"seller": {"type": ["string", "null"]}, "number": {"type": ["string", "null"]},
                   "day": {"type": ["string", "null"]}, "total": {"type": ["string", "null"]},
                   "currency": {"type": ["string", "null"]}}}, "repair": 2}
})json");
}

QJsonObject answering() {
    return read(R"json({
  "model": "demo/echo",
  "messages": [
    {"role": "system", "content": "You answer from the sources below and from nothing else. Name the number of each source that you use, as [1]. Where they do not say it, answer: I do not know.\n{{#sources}}\n[{{number}}] {{title}}\n{{text}}\n{{/sources}}"},
    {"role": "user", "content": "{{question}}"}],
  "variables": [
    {"name": "question", "schema": {"type": "string", "maxLength": 2000}, "required": true,
     "example": "When does the library open?", "description": "What is asked"},
    {"name": "sources", "required": true, "description": "What was found, best first",
     "schema": {"type": "array", "maxItems": 50, "items": {"type": "object", "required": ["number", "title", "text"],
       "properties": {"number": {"type": "integer"}, "title": {"type": "string"}, "text": {"type": "string"}}}},
     "example": [{"number": 1, "title": "House rules", "text": "The library opens at nine on weekdays."}]}],
  "parameters": {"temperature": "0.1", "max_tokens": 600}
})json");
}

} // namespace

QVector<PromptExample> promptExamples() {
    return {
        {QStringLiteral("sentiment"), PromptExamples::tr("Sentiment"),
         PromptExamples::tr("Judges the mood of a text, as JSON that is checked."), QStringLiteral("checks"),
         sentiment()},
        {QStringLiteral("summary"), PromptExamples::tr("Summary"),
         PromptExamples::tr("Sums up a text in some sentences, for somebody."), QStringLiteral("file-text"), summary()},
        {QStringLiteral("translation"), PromptExamples::tr("Translation"),
         PromptExamples::tr("Translates into any language, with a glossary."), QStringLiteral("world"), translation()},
        {QStringLiteral("extraction"), PromptExamples::tr("Extraction"),
         PromptExamples::tr("Reads fields out of a text, such as an invoice."), QStringLiteral("table"), extraction()},
        {QStringLiteral("answer"), PromptExamples::tr("Answer from sources"),
         PromptExamples::tr("Answers from what was found, and says from where."), QStringLiteral("search"),
         answering()},
    };
}

} // namespace gatehouse::ui
