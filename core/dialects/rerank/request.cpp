// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/rerank/request.h"

#include "core/dialects/json_tree.h"
#include "core/dialects/json_writer.h"
#include "core/dialects/request_reading.h"
#include "core/dialects/translation.h"

#include <algorithm>
#include <array>

namespace gatehouse::dialects::rerank {
namespace {

using json::View;

constexpr std::array known = {"model",       "query",   "documents", "passages", "top_n", "top_k", "return_documents",
                              "rank_fields", "truncate"};
constexpr std::string_view noSuchField = "The provider's form has no such field.";

// Its models are "rerank-2.5", "rerank-2-lite", "rerank-lite-1"; Cohere's have a letter: "rerank-v3.5".
bool isVoyage(std::string_view model) {
    constexpr std::string_view head = "rerank-";
    if (!model.starts_with(head) || model.size() == head.size())
        return false;
    const char first = model[head.size()];
    return (first >= '0' && first <= '9') || model.substr(head.size()).starts_with("lite");
}

std::string indexed(std::string_view name, std::size_t index) {
    return std::string(name) + '[' + std::to_string(index) + ']';
}

// The text that stands for a document given as fields: those that count, line by line; its "text" where none is named.
std::string textOf(const Document& document, const std::vector<std::string>& fields) {
    if (document.object.empty())
        return document.text;
    const auto parsed = json::Document::parse(document.object);
    if (!parsed)
        return {};
    const View object = parsed->root();
    if (fields.empty() && object["text"].isString())
        return object["text"].text();
    std::string text;
    for (const View member : object.children()) {
        const bool counts = fields.empty() || std::find(fields.begin(), fields.end(), member.name()) != fields.end();
        if (!counts || !member.given())
            continue;
        text += text.empty() ? "" : "\n";
        text += std::string(member.name()) + ": ";
        text += member.isString() ? member.text() : member.compact();
    }
    return text;
}

Result<void> readDocuments(View documents, std::string_view name, Request& request) {
    if (!documents.isArray() || documents.size() == 0)
        return invalidField(std::string(name), "an array of documents that is not empty");
    for (const View value : documents.children()) {
        Document document;
        if (value.isString())
            document.text = value.text();
        else if (value.isObject())
            document.object = value.compact();
        else
            return invalidField(indexed(name, request.documents.size()), "a string or an object");
        request.documents.push_back(std::move(document));
    }
    return {};
}

class RequestWriter {
public:
    RequestWriter(const Request& request, Operation target, Losses& losses)
        : m_request(request), m_target(target), m_losses(losses), m_json(m_out) {}

    std::string write() {
        m_json.beginObject().text("model", m_request.model);
        if (m_target == Operation::NimRanking)
            writeRanking();
        else
            writeRerank();
        dropUnknown();
        m_json.endObject();
        return std::move(m_out);
    }

private:
    void lose(std::string_view field, LossKind kind, std::string_view detail) {
        addLoss(m_losses, std::string(field), kind, std::string(detail));
    }
    void noteObjects() {
        const bool any = std::any_of(m_request.documents.begin(), m_request.documents.end(),
                                     [](const Document& document) { return !document.object.empty(); });
        if (any)
            lose("documents", LossKind::Approximated, "Documents of several fields are sent as text, line by line.");
    }
    void writeRanking() {
        m_json.beginObject("query").text("text", m_request.query).endObject().beginArray("passages");
        for (const auto& document : m_request.documents)
            m_json.beginObject().text("text", textOf(document, m_request.fields)).endObject();
        m_json.endArray();
        if (!m_request.truncation.empty())
            m_json.text("truncate", m_request.truncation);
        noteObjects();
    }
    void writeRerank() {
        m_json.text("query", m_request.query).beginArray("documents");
        const bool objects = m_target == Operation::Rerank;
        for (const auto& document : m_request.documents) {
            if (objects && !document.object.empty())
                m_json.raw(document.object);
            else
                m_json.text(textOf(document, m_request.fields));
        }
        m_json.endArray();
        if (!objects)
            noteObjects();
        if (m_request.top)
            m_json.raw(isVoyage(m_request.model) ? "top_k" : "top_n", *m_request.top);
        if (objects && !m_request.fields.empty()) {
            m_json.beginArray("rank_fields");
            for (const auto& field : m_request.fields)
                m_json.text(field);
            m_json.endArray();
        }
        // The documents are put to the results here, whatever the provider does.
        if (objects && !isVoyage(m_request.model))
            m_json.boolean("return_documents", false);
        if (!m_request.truncation.empty())
            lose("truncate", LossKind::Dropped, noSuchField);
    }
    void dropUnknown() {
        for (const auto& field : m_request.unknown)
            lose(field.name, LossKind::Dropped, noSuchField);
    }

    const Request& m_request;
    Operation m_target;
    Losses& m_losses;
    std::string m_out;
    json::Writer m_json;
};

} // namespace

Result<Request> readRequest(Operation operation, std::string_view body) {
    auto parsed = json::Document::parse(body);
    if (!parsed)
        return tl::unexpected(std::move(parsed.error()));
    const View root = parsed->root();
    Request request;
    request.operation = operation;
    request.model = root["model"].text();
    const View query = root["query"].isObject() ? root["query"]["text"] : root["query"];
    if (!query.isString())
        return invalidField("query", "a string");
    request.query = query.text();
    const std::string_view name = root["documents"].given() ? "documents" : "passages";
    if (auto read = readDocuments(root[name], root[name].given() ? name : "documents", request); !read)
        return tl::unexpected(std::move(read.error()));
    request.top = numberIn(root["top_n"]);
    if (!request.top)
        request.top = numberIn(root["top_k"]); // Voyage
    if (request.top && integerOf(*request.top).value_or(0) < 1)
        return invalidField("top_n", "a whole number above 0");
    // Jina returns them where nothing is said, Cohere and others do not: unsaid is without.
    request.documentsReturned = root["return_documents"].isTrue();
    for (const View field : root["rank_fields"].children())
        request.fields.push_back(field.text());
    request.truncation = root["truncate"].text();
    request.unknown = unknownFields(root, known, dialectOf(operation));
    return request;
}

Result<std::string> writeRequest(const Request& request, Operation target, Losses& losses) {
    return RequestWriter(request, target, losses).write();
}

} // namespace gatehouse::dialects::rerank
