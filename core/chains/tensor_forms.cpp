// SPDX-License-Identifier: Apache-2.0
#include "core/chains/step_forms.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <optional>
#include <utility>

namespace gatehouse::chains {
namespace {

namespace json = boost::json;

constexpr std::size_t deepest = 8;
constexpr std::size_t mostElements = 1'000'000;

enum class Sort { Text, Flag, Whole, Real };

std::string_view datatypeOf(Sort sort) {
    switch (sort) {
    case Sort::Text:
        return "BYTES";
    case Sort::Flag:
        return "BOOL";
    case Sort::Whole:
        return "INT64";
    case Sort::Real:
        break;
    }
    return "FP32";
}

// A nested list as a tensor: its shape, its elements in order, what they are.
class Tensor {
public:
    // False: not all of one length and sort.
    bool add(const json::value& value, std::size_t depth = 0) {
        const auto* list = value.if_array();
        if (list == nullptr)
            return depth == m_shape.size() && addElement(value);
        if (depth == m_shape.size()) {
            if (!m_data.empty() || depth == deepest)
                return false; // an element stood at this depth before
            m_shape.push_back(list->size());
        }
        if (m_shape[depth] != list->size())
            return false;
        for (const auto& item : *list) {
            if (!add(item, depth + 1))
                return false;
        }
        return true;
    }
    json::object named(std::string_view name) {
        json::array shape;
        for (const auto length : m_shape)
            shape.push_back(length);
        if (shape.empty())
            shape.push_back(1);
        return {{"name", name},
                {"datatype", datatypeOf(m_sort.value_or(Sort::Real))},
                {"shape", std::move(shape)},
                {"data", std::move(m_data)}};
    }

private:
    bool addElement(const json::value& value) {
        Sort sort = Sort::Real;
        if (value.is_string())
            sort = Sort::Text;
        else if (value.is_bool())
            sort = Sort::Flag;
        else if (value.is_int64() || value.is_uint64())
            sort = Sort::Whole;
        else if (!value.is_double())
            return false;
        if (m_sort && *m_sort != sort) {
            const bool numbers = *m_sort >= Sort::Whole && sort >= Sort::Whole;
            if (!numbers)
                return false;
            sort = Sort::Real;
        }
        m_sort = sort;
        m_data.push_back(value);
        return m_data.size() <= mostElements;
    }

    std::vector<std::size_t> m_shape;
    std::optional<Sort> m_sort;
    json::array m_data;
};

bool isWhole(const json::object& tensor) {
    return tensor.contains("datatype") && tensor.contains("shape") && tensor.contains("data");
}

tl::unexpected<Error> unreadable() {
    return failure(ErrorKind::Unavailable, "upstream_invalid", "The model's answer holds no tensors.");
}

} // namespace

Result<std::string> inferRequest(const json::object& input) {
    json::array inputs;
    for (const auto& member : input) {
        const auto* whole = member.value().if_object();
        if (whole != nullptr && isWhole(*whole)) {
            json::object tensor{{"name", member.key()}};
            for (const char* name : {"datatype", "shape", "data"})
                tensor[name] = whole->at(name);
            inputs.push_back(std::move(tensor));
            continue;
        }
        Tensor tensor;
        if (!tensor.add(member.value())) {
            auto error = failure(ErrorKind::Invalid, "chain_input_invalid",
                                 "Its input " + std::string(member.key()) +
                                     " must be a text, a number, a flag or a list of one sort of them.");
            error.value().field = std::string(member.key());
            return error;
        }
        inputs.push_back(tensor.named(member.key()));
    }
    return json::serialize(json::object{{"inputs", std::move(inputs)}});
}

Result<json::object> inferOutput(std::string_view answer) {
    boost::system::error_code error;
    const auto document = json::parse({answer.data(), answer.size()}, error);
    const auto* object = error ? nullptr : document.if_object();
    const auto* outputs = object == nullptr ? nullptr : object->if_contains("outputs");
    if (outputs == nullptr || !outputs->is_array())
        return unreadable();
    json::object out;
    for (const auto& item : outputs->get_array()) {
        const auto* tensor = item.if_object();
        const auto* name = tensor == nullptr ? nullptr : tensor->if_contains("name");
        const auto* data = tensor == nullptr ? nullptr : tensor->if_contains("data");
        if (name == nullptr || !name->is_string() || data == nullptr)
            return unreadable();
        out[name->get_string()] = *data;
    }
    return out;
}

} // namespace gatehouse::chains
