// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/embeddings/vendor.h"

#include <array>

namespace gatehouse::dialects::embeddings {
namespace {

struct Row {
    std::string_view part; // of the model's name
    bool prefix;           // it begins with it
    Vendor vendor;
};

constexpr Vendor mistral{"output_dimension", "output_dtype", "", Words::Voyage, false, "", false};
constexpr Vendor voyage{"output_dimension", "output_dtype", "input_type", Words::Voyage, false, "truncation", false};
constexpr Vendor jina{"dimensions", "embedding_type", "task", Words::Jina, false, "truncate", false};
constexpr Vendor nim{"dimensions", "", "input_type", Words::Nim, true, "truncate", true};
constexpr Vendor plain{};

constexpr std::array rows{
    Row{"mistral-embed", true, mistral}, Row{"codestral-embed", true, mistral},
    Row{"voyage-", true, voyage},        Row{"jina-embeddings", true, jina},
    Row{"nvidia/", true, nim},           Row{"embedqa", false, nim},
    Row{"nv-embed", false, nim},
};

} // namespace

const Vendor& vendorOf(std::string_view model) {
    for (const auto& row : rows) {
        if (row.prefix ? model.starts_with(row.part) : model.find(row.part) != std::string_view::npos)
            return row.vendor;
    }
    return plain;
}

} // namespace gatehouse::dialects::embeddings
