// SPDX-License-Identifier: Apache-2.0
#include "core/config/document.h"

#include "core/config/document_rules.h"
#include "core/config/plan.h"
#include "core/config/yaml.h"
#include "core/contract/json_text.h"
#include "core/contract/product_descriptions.h"
#include "core/contract/reference.h"
#include "core/contract/schema.h"

#include <algorithm>

namespace gatehouse::config {
namespace {

namespace json = boost::json;
using contract::Document;
using contract::Faults;

struct Source {
    json::value root;
    YamlDocument yaml; // its root is moved to "root"
};

contract::Checked<Source> sourceOf(std::string_view text, Format format) {
    Source source;
    if (format == Format::Json) {
        auto root = contract::parseJson(text);
        if (!root)
            return tl::unexpected<Faults>(std::move(root.error()));
        source.root = std::move(*root);
        source.yaml.lines = contract::linesOfJson(text);
        return source;
    }
    auto yaml = parseYaml(text);
    if (!yaml)
        return tl::unexpected<Faults>(std::move(yaml.error()));
    source.yaml = std::move(*yaml);
    source.root = std::move(source.yaml.root);
    return source;
}

json::object partOf(const Document& document, std::string_view name) {
    auto all = contract::writeSpec(document, contract::Form::File, contract::Writing::Full);
    json::object part;
    part[name] = all[name];
    return part;
}

} // namespace

void ParsedDocument::locate(Faults& faults) const {
    for (auto& fault : faults) {
        if (fault.line == 0)
            fault.line = lineOf(lines, fault.pointer);
    }
    std::stable_sort(faults.begin(), faults.end(), [](const auto& a, const auto& b) { return a.line < b.line; });
}

contract::Checked<ParsedDocument> parseDocument(std::string_view text, Format format, const Presets& presets) {
    auto source = sourceOf(text, format);
    if (!source)
        return tl::unexpected<Faults>(std::move(source.error()));
    ParsedDocument parsed;
    parsed.lines = std::move(source->yaml.lines);
    auto faults = contract::readInto(parsed.document, source->root, contract::Form::File, &source->yaml);
    if (faults.empty())
        faults = checkRules(parsed.document, presets);
    if (!faults.empty()) {
        parsed.locate(faults);
        return tl::unexpected<Faults>(std::move(faults));
    }
    for (const auto& member : source->root.get_object())
        parsed.stated.emplace(member.key());
    return parsed;
}

Faults checkDocument(std::string_view text, Format format, const Presets& presets) {
    const auto parsed = parseDocument(text, format, presets);
    if (!parsed)
        return parsed.error();
    DryStash stash("keychain");
    const Objects none;
    const auto plan = planApply({none, parsed->document, Prune::No, parsed->document.demo, 0}, stash);
    if (plan)
        return {};
    auto faults = plan.error();
    parsed->locate(faults);
    return faults;
}

std::string report(const Faults& faults, std::string_view fileName) {
    std::string text;
    for (const auto& fault : faults)
        text += fault.text(fileName) + "\n";
    return text;
}

std::vector<std::string> changedProcessParts(const Document& running, const ParsedDocument& next) {
    std::vector<std::string> changed;
    for (const std::string_view name : {"store", "cluster", "server", "network", "demo"}) {
        if (next.stated.contains(name) && partOf(running, name) != partOf(next.document, name))
            changed.emplace_back(name);
    }
    return changed;
}

std::string schemaText() {
    constexpr std::string_view prefix = "#/definitions/";
    const auto& description = contract::descriptionOf<Document>();
    auto definitions = contract::schemasWithin(description, contract::Form::File, prefix);
    json::object schema;
    schema["$schema"] = "http://json-schema.org/draft-07/schema#";
    for (auto& member : definitions[description.name].get_object())
        schema[member.key()] = std::move(member.value());
    definitions.erase(description.name);
    schema["title"] = "Gatehouse configuration";
    schema["definitions"] = std::move(definitions);
    return contract::prettyJson(schema) + "\n";
}

std::string referenceText() {
    std::string text = "<!-- SPDX-License-Identifier: Apache-2.0 -->\n"
                       "<!-- Made from core/contract by the target docs_configuration; do not edit. -->\n\n"
                       "# Configuration\n\n"
                       "The file of `gatehoused serve --config FILE.yaml` and `gatehoused apply FILE.yaml`: YAML 1.2 "
                       "(or JSON), UTF-8, at most 4 MiB. A field that stands here under no name, a name given twice "
                       "and a value that this version lacks are errors; nothing that is written is ignored. A file "
                       "that is wrong changes nothing. `gatehoused check FILE.yaml` says what is wrong, with the "
                       "line; `gatehoused schema` prints the same facts as a JSON Schema for editors.\n\n"
                       "Objects are matched by their id. What the file names is made so; what an earlier file made "
                       "and this one no longer names is removed; what the console or the admin API made stays, "
                       "unless `--prune` is given. `store`, `cluster`, `server` and `demo` belong to the process: "
                       "they are read at start and not exported, and a change of them needs a restart.\n\n"
                       "Durations are a whole number and a unit (`ms`, `s`, `m`, `h`, `d`). Ids are letters, digits, "
                       "`.`, `_` and `-`, at most 64, a letter or digit first; a route's id is its `model`.\n\n"
                       "In the admin API the same objects have the same fields; an app has its `team` there instead "
                       "of standing in it.\n\n";
    text += "An example:\n\n"
            "```yaml\n"
            "version: 1\n"
            "providers:\n"
            "  - id: openai\n"
            "    preset: openai\n"
            "    keys: [\"env:OPENAI_API_KEY\"]\n"
            "routes:\n"
            "  - model: fast # what clients ask for\n"
            "    targets:\n"
            "      - {provider: openai, model: gpt-4o-mini}\n"
            "      - {provider: demo, model: echo} # when openai cannot\n"
            "teams:\n"
            "  - id: research\n"
            "    budget: {usd: 100, period: month}\n"
            "    apps:\n"
            "      - id: notebook\n"
            "        limits: {requests_per_minute: 60}\n"
            "        models: [fast, \"openai/*\"]\n"
            "```\n\n";
    text += contract::referenceOf(contract::descriptionOf<Document>(), contract::Form::File);
    while (text.ends_with("\n\n"))
        text.pop_back();
    return text;
}

} // namespace gatehouse::config
