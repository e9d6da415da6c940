// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::apis {

// A variable of a prompt or a chain, as its clients give it.
struct DocumentVariable {
    std::string name;
    std::string description;
    boost::json::value schema;                 // JSON Schema; null: any text
    std::optional<boost::json::value> preset;  // taken where none is given
    std::optional<boost::json::value> example; // for a variable without one, the preset
    bool required = true;
    bool secret = false; // by POST only, and never an example
};

enum class DocumentKind { Prompt, Chain, Model, Service };

// All that the document of one version tells.
struct DocumentInput {
    DocumentKind kind = DocumentKind::Prompt;
    std::string id;
    std::string version;
    std::string title;
    std::string description;
    std::string team;
    std::vector<std::string> tags;
    std::string server = "/";
    bool deprecated = false;
    std::string answer = "text"; // text, json, openai, anthropic, gemini
    std::vector<DocumentVariable> variables;
    std::optional<boost::json::value> response; // schema of an answer of kind json
    bool async = false;                         // it takes Prefer: respond-async and has jobs
    std::vector<std::string> models;            // of kind model
    boost::json::object servicePaths;           // of kind service: as they were imported, below its address
    boost::json::object serviceSchemas;         // what they lean on
};

// The OpenAPI 3.1 document of a published version. Schemas of the variables become components of their own, with their
// references led there; forms of JSON Schema's draft 7 that 2020-12 writes otherwise are rewritten. Pure.
boost::json::object openApiDocument(const DocumentInput& input);

// Whether GET with query values is offered: no variable that must be given is secret.
bool offersGet(const DocumentInput& input);

// The example body of a call: what each variable has as its example or preset, a made-up value of its type else.
boost::json::object exampleValues(const std::vector<DocumentVariable>& variables);

} // namespace gatehouse::apis
