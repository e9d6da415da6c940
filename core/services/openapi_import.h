// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/contract/service_specs.h"
#include "core/services/schema_check.h"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <vector>

// What an OpenAPI document of a service says about publishing it. Pure; any thread. Texts of the document are
// anybody's: they are data to whoever shows them.
namespace gatehouse::services {

struct ImportedOperation {
    std::string method;
    std::string path;
    std::string id;
    std::string summary;
    std::size_t parameters = 0;
    bool body = false;
    bool deprecated = false;
};

struct Imported {
    std::string title;
    std::string description;
    std::string version;
    std::vector<ImportedOperation> operations;
    // One group "main" of the document's servers, all calls checked against the document. What only a person knows is
    // told in "notes".
    contract::ServiceSpec draft;
    std::vector<std::string> notes;
};

// Errors: Invalid invalid_document, as Validation::make().
Result<Imported> importOpenApi(const boost::json::value& document, const SchemaMaker& maker = schemaMaker());

// The parts of the published document, of OpenAPI 3.1: paths below "prefix" ("/apis/mood/1") and the schemas that they
// lean on; all other references are written out. Without the service's own servers, credentials, call-backs, links and
// extensions. "reserved": names of schemas that the caller uses itself.
struct PublicParts {
    boost::json::object paths;
    boost::json::object schemas;
};
Result<PublicParts> publicParts(const boost::json::value& document, std::string_view prefix,
                                const std::vector<std::string_view>& reserved);

// The same for a service without a document, as far as its rules tell.
PublicParts plainParts(const contract::ServiceSpec& spec, std::string_view prefix);

} // namespace gatehouse::services
