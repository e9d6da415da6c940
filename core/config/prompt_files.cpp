// SPDX-License-Identifier: Apache-2.0
#include "core/config/prompt_files.h"

#include "core/config/yaml.h"
#include "core/contract/product_descriptions.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <set>
#include <string_view>
#include <utility>

namespace gatehouse::config {
namespace {

namespace json = boost::json;
using contract::Fault;
using contract::FaultCode;
using contract::Faults;
using contract::Path;
using contract::quoted;

constexpr std::string_view mainFile = "prompt.yaml";
constexpr std::string_view ending = ".mustache";

// Moves the text of an object into a file.
void moveOut(json::value& value, std::string path, PromptFiles& files) {
    auto& object = value.as_object();
    auto* content = object.if_contains("content");
    if (content == nullptr || !content->is_string())
        return;
    files[path] = std::string(content->get_string());
    object.erase("content");
    object["file"] = path;
}

json::array* listIn(json::value& value, std::string_view name) {
    auto* object = value.if_object();
    auto* list = object == nullptr ? nullptr : object->if_contains(name);
    return list == nullptr ? nullptr : list->if_array();
}

std::string textIn(const json::value& value, std::string_view name, std::string_view otherwise) {
    const auto* object = value.if_object();
    const auto* text = object == nullptr ? nullptr : object->if_contains(name);
    return std::string(text != nullptr && text->is_string() ? std::string_view(text->get_string()) : otherwise);
}

class FileReader {
public:
    explicit FileReader(const PromptFiles& files) : m_files(files) {}

    contract::Checked<contract::PromptSpec> run() {
        if (!findMain())
            return tl::unexpected(std::move(m_faults));
        auto document = parseYaml(m_files.at(m_folder + std::string(mainFile)));
        if (!document)
            return tl::unexpected(std::move(document.error()));
        takeIn(document->root);
        nameUnused();
        contract::PromptSpec spec;
        auto faults = contract::readInto(spec, document->root, contract::Form::File, &*document);
        for (auto& fault : faults) {
            fault.line = lineOf(document->lines, fault.pointer);
            m_faults.push_back(std::move(fault));
        }
        if (!m_faults.empty())
            return tl::unexpected(std::move(m_faults));
        return spec;
    }

private:
    void wrong(const Path& path, std::string detail) {
        auto fault = contract::makeFault(FaultCode::InvalidValue, path, {}, {});
        fault.detail = std::move(detail);
        m_faults.push_back(std::move(fault));
    }

    bool findMain() {
        std::size_t count = 0;
        for (const auto& [path, text] : m_files) {
            const bool whole = path == mainFile;
            if (!whole && !path.ends_with("/" + std::string(mainFile)))
                continue;
            m_folder = path.substr(0, path.size() - mainFile.size());
            ++count;
        }
        if (count != 1)
            wrong(Path(),
                  count == 0 ? "there is no prompt.yaml among the files" : "there is more than one prompt.yaml");
        m_used.insert(m_folder + std::string(mainFile));
        return count == 1;
    }

    void takeIn(json::value& root) {
        auto* versions = listIn(root, "versions");
        const Path top;
        const Path versionsPath(top, "versions");
        for (std::size_t i = 0; versions != nullptr && i < versions->size(); ++i) {
            const Path here(versionsPath, i);
            for (const auto* name : {"messages", "partials"}) {
                auto* list = listIn((*versions)[i], name);
                const Path listPath(here, name);
                for (std::size_t j = 0; list != nullptr && j < list->size(); ++j)
                    moveIn((*list)[j], Path(listPath, j));
            }
        }
    }

    void moveIn(json::value& value, const Path& path) {
        auto* object = value.if_object();
        const auto* file = object == nullptr ? nullptr : object->if_contains("file");
        if (file == nullptr || !file->is_string())
            return;
        const auto name = m_folder + std::string(file->get_string());
        const auto found = m_files.find(name);
        if (found == m_files.end())
            return wrong(Path(path, "file"), "there is no file " + quoted(name));
        if (object->contains("content"))
            return wrong(Path(path, "content"), "it stands in " + quoted(name) + " already");
        m_used.insert(name);
        object->erase("file");
        (*object)["content"] = found->second;
    }

    // Nothing that is given is passed over.
    void nameUnused() {
        for (const auto& [path, text] : m_files) {
            if (!m_used.contains(path))
                wrong(Path(), "prompt.yaml names no file " + quoted(path));
        }
    }

    const PromptFiles& m_files;
    std::string m_folder; // with its last slash
    std::set<std::string> m_used;
    Faults m_faults;
};

} // namespace

PromptFiles writePromptFiles(const contract::PromptSpec& prompt) {
    PromptFiles files;
    json::value root = contract::writeSpec(prompt, contract::Form::File, contract::Writing::Short);
    auto* versions = listIn(root, "versions");
    for (std::size_t i = 0; versions != nullptr && i < versions->size(); ++i) {
        const auto folder = "v" + std::to_string(prompt.versions[i].version) + "/";
        auto* messages = listIn((*versions)[i], "messages");
        for (std::size_t j = 0; messages != nullptr && j < messages->size(); ++j) {
            auto& message = (*messages)[j];
            moveOut(message,
                    folder + std::to_string(j + 1) + '-' + textIn(message, "role", "user") + std::string(ending),
                    files);
        }
        auto* partials = listIn((*versions)[i], "partials");
        for (std::size_t j = 0; partials != nullptr && j < partials->size(); ++j) {
            auto& partial = (*partials)[j];
            moveOut(partial, folder + "partials/" + textIn(partial, "name", "partial") + std::string(ending), files);
        }
    }
    files[std::string(mainFile)] = writeYaml(root);
    return files;
}

contract::Checked<contract::PromptSpec> readPromptFiles(const PromptFiles& files) {
    return FileReader(files).run();
}

} // namespace gatehouse::config
