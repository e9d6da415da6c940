// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/gemini/model_edits.h"

#include "core/base/text.h"
#include "core/dialects/gemini/fields.h"
#include "core/dialects/json_cursor.h"

namespace gatehouse::dialects::gemini {
namespace {

using json::JsonCursor;

class ModelFinder {
public:
    ModelFinder(std::string_view body, std::string_view model) : m_body(body), m_model(model) {}

    std::vector<Edit> find() {
        JsonCursor at(m_body);
        readRequest(at, true);
        return std::move(m_edits);
    }

private:
    void readRequest(JsonCursor& at, bool outermost) {
        std::string_view name;
        if (!at.enterObject())
            return;
        while (at.nextMember(name)) {
            if (name == "model") {
                replace(at.raw());
            } else if (outermost && isField(name, "generateContentRequest")) {
                readRequest(at, false);
            } else if (outermost && name == "requests" && at.enterArray()) {
                while (at.nextElement())
                    readRequest(at, false);
            } else if (!outermost || name != "requests") {
                at.skip();
            }
        }
    }
    void replace(std::string_view value) {
        constexpr std::string_view collection = "\"models/";
        if (!value.starts_with('"'))
            return;
        std::string name(value.starts_with(collection) ? "models/" : "");
        name += m_model;
        Edit edit;
        edit.where = {static_cast<std::size_t>(value.data() - m_body.data()), value.size()};
        appendJsonString(edit.text, name);
        m_edits.push_back(std::move(edit));
    }

    std::string_view m_body;
    std::string_view m_model;
    std::vector<Edit> m_edits;
};

} // namespace

std::vector<Edit> modelEdits(std::string_view body, std::string_view providerModel) {
    return ModelFinder(body, providerModel).find();
}

} // namespace gatehouse::dialects::gemini
