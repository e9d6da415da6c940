// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/kserve/tensor_reader.h"

#include "core/base/text.h"
#include "core/dialects/json_cursor.h"

#include <algorithm>

namespace gatehouse::dialects::kserve {
namespace {

using json::JsonCursor;
using json::Type;

constexpr std::size_t mostTensors = 10'000;
constexpr std::size_t mostSides = 64;
constexpr std::string_view headerName = "Inference-Header-Content-Length";

Error fault(std::string field, std::string expected, std::string found) {
    Error error;
    error.kind = ErrorKind::Invalid;
    error.code = "invalid_request";
    error.message = "The field \"" + field + "\" must be " + expected + "; found " + found + ".";
    error.field = std::move(field);
    error.expected = std::move(expected);
    error.found = std::move(found);
    return error;
}

std::string number(std::uint64_t value) {
    return std::to_string(value);
}

bool fitsType(Type element, std::optional<DataType> type) {
    if (!type)
        return element == Type::Number || element == Type::String || element == Type::Boolean;
    switch (*type) {
    case DataType::Bool:
        return element == Type::Boolean;
    case DataType::Bytes:
        return element == Type::String;
    default:
        return element == Type::Number;
    }
}

std::string_view wantedElement(std::optional<DataType> type) {
    if (!type)
        return "numbers, texts or booleans";
    return *type == DataType::Bool ? "booleans" : *type == DataType::Bytes ? "texts" : "numbers";
}

// Reads one tensor; what is raw comes later, when all its sizes are known.
class TensorReader {
public:
    TensorReader(Side side, std::size_t at) : m_field(side == Side::Request ? "inputs[" : "outputs[") {
        m_field += number(at) + "]";
        m_tensor.at = at;
    }

    std::optional<Error> read(JsonCursor& at) {
        if (at.type() != Type::Object) {
            const auto found = std::string(json::describe(at.type()));
            at.skip();
            return fault(m_field, "a tensor", found);
        }
        std::string_view member;
        at.enterObject();
        while (at.nextMember(member) && !m_error)
            take(member, at);
        if (!m_error)
            check();
        return std::move(m_error);
    }

    TensorView& tensor() { return m_tensor; }
    const std::optional<std::uint64_t>& binarySize() const { return m_binarySize; }
    const std::string& field() const { return m_field; }

private:
    void refuse(std::string_view member, std::string expected, std::string found) {
        if (!m_error)
            m_error = fault(m_field + std::string(member), std::move(expected), std::move(found));
    }

    void take(std::string_view member, JsonCursor& at) {
        if (member == "name")
            readText(".name", m_tensor.name, at);
        else if (member == "datatype")
            readText(".datatype", m_tensor.typeName, at);
        else if (member == "shape")
            readShape(at);
        else if (member == "parameters")
            readParameters(at);
        else if (member == "data")
            readData(at);
        else
            at.skip();
    }

    void readText(std::string_view member, std::string& into, JsonCursor& at) {
        if (at.type() != Type::String)
            refuse(member, "a string", std::string(json::describe(at.type())));
        into = at.text();
    }

    void readShape(JsonCursor& at) {
        if (at.type() != Type::Array)
            refuse(".shape", "an array of whole numbers", std::string(json::describe(at.type())));
        if (!at.enterArray())
            return;
        m_shapeSeen = true;
        while (at.nextElement()) {
            const auto text = at.raw();
            const auto side = parseUnsigned(text);
            if (!side || *side > std::uint64_t{1} << 40U || m_tensor.shape.size() == mostSides)
                return refuse(".shape", "an array of at most 64 whole numbers, none negative",
                              std::string(text.substr(0, 40)));
            m_tensor.shape.push_back(static_cast<std::int64_t>(*side));
        }
    }

    void readParameters(JsonCursor& at) {
        if (at.type() != Type::Object)
            return refuse(".parameters", "an object", std::string(json::describe(at.type())));
        m_tensor.parameters = at.raw();
        JsonCursor inner(m_tensor.parameters);
        std::string_view member;
        inner.enterObject();
        while (inner.nextMember(member)) {
            m_sharedMemory = m_sharedMemory || member == "shared_memory_region";
            if (member != "binary_data_size") {
                inner.skip();
                continue;
            }
            const auto text = inner.raw();
            m_binarySize = parseUnsigned(text);
            if (!m_binarySize)
                refuse(".parameters.binary_data_size", "a number of bytes", std::string(text.substr(0, 40)));
        }
    }

    void readData(JsonCursor& at) {
        if (at.type() != Type::Array)
            return refuse(".data", "an array", std::string(json::describe(at.type())));
        m_tensor.json = at.raw();
    }

    // Elements of an array and of those within it.
    std::optional<std::uint64_t> count(JsonCursor& at) const {
        std::uint64_t total = 0;
        if (!at.enterArray())
            return std::nullopt;
        while (at.nextElement()) {
            if (at.type() == Type::Array) {
                const auto inner = count(at);
                if (!inner)
                    return std::nullopt;
                total += *inner;
            } else {
                if (!fitsType(at.type(), m_tensor.type))
                    return std::nullopt;
                at.skip();
                ++total;
            }
        }
        return total;
    }

    void check() {
        if (m_tensor.name.empty())
            return refuse(".name", "the name of a tensor", "nothing");
        if (m_tensor.typeName.empty())
            return refuse(".datatype", "a type such as FP32", "nothing");
        m_tensor.type = dataTypeNamed(m_tensor.typeName);
        if (!m_shapeSeen)
            return refuse(".shape", "an array of whole numbers", "nothing");
        const auto elements = elementsOf(m_tensor.shape);
        if (!elements)
            return refuse(".shape", "the shape of a tensor that can be sent", "too many elements");
        if (m_tensor.json.empty() && !m_binarySize && !m_sharedMemory)
            return refuse(".data", "the tensor's elements", "nothing");
        if (!m_tensor.json.empty() && m_binarySize)
            return refuse(".parameters.binary_data_size", "nothing beside data", "a number of bytes");
        if (!m_tensor.json.empty())
            checkJson(*elements);
    }

    void checkJson(std::uint64_t elements) {
        JsonCursor at(m_tensor.json);
        const auto found = count(at);
        if (!found)
            return refuse(".data", "an array of " + std::string(wantedElement(m_tensor.type)), "other elements");
        if (*found != elements)
            refuse(".data", number(elements) + " elements, as its shape says", number(*found));
    }

    std::string m_field;
    TensorView m_tensor;
    std::optional<Error> m_error;
    std::optional<std::uint64_t> m_binarySize;
    bool m_shapeSeen = false;
    bool m_sharedMemory = false;
};

// The raw elements of a tensor against its type and shape.
std::optional<Error> checkRaw(const TensorView& tensor, const std::string& field) {
    const auto elements = elementsOf(tensor.shape).value_or(0);
    if (!tensor.type)
        return std::nullopt; // the provider knows how long its elements are
    if (*tensor.type != DataType::Bytes) {
        const auto wanted = elements * sizeOf(*tensor.type);
        if (tensor.raw->size() != wanted)
            return fault(field + ".parameters.binary_data_size",
                         number(wanted) + " bytes, as its shape and datatype say", number(tensor.raw->size()));
        return std::nullopt;
    }
    std::string_view rest = *tensor.raw;
    std::uint64_t found = 0;
    while (!rest.empty()) {
        const auto length = firstBytesElement(rest);
        if (!length)
            return fault(field, "elements whose lengths fit", "an element that reaches behind the end");
        rest.remove_prefix(4 + *length);
        ++found;
    }
    if (found != elements)
        return fault(field, number(elements) + " elements, as its shape says", number(found));
    return std::nullopt;
}

class InferReader {
public:
    InferReader(std::string_view body, std::size_t jsonLength, Side side)
        : m_json(body.substr(0, jsonLength)), m_rest(body.substr(jsonLength)), m_side(side) {}

    Result<InferView> run() {
        JsonCursor at(m_json);
        std::string_view member;
        if (at.type() != Type::Object)
            return tl::unexpected(fault("(the body)", "an object", std::string(json::describe(at.type()))));
        at.enterObject();
        while (at.nextMember(member) && !m_error)
            take(member, at);
        if (!m_error && !m_seen)
            m_error = fault(list(), "an array of tensors", "nothing");
        if (!m_error && !m_rest.empty())
            m_error = fault(list(), "tensors that use all bytes behind the JSON text",
                            number(m_rest.size()) + " bytes that belong to none");
        if (m_error)
            return tl::unexpected(std::move(*m_error));
        return std::move(m_view);
    }

private:
    std::string list() const { return m_side == Side::Request ? "inputs" : "outputs"; }

    void take(std::string_view member, JsonCursor& at) {
        if (member == list())
            readTensors(at);
        else if (member == "id")
            m_view.id = at.text();
        else if (member == "model_name")
            m_view.modelName = at.text();
        else if (member == "model_version")
            m_view.modelVersion = at.text();
        else if (member == "parameters" && at.type() == Type::Object)
            m_view.parameters = at.raw();
        else if (member == "outputs" && at.type() == Type::Array)
            m_view.outputs = at.raw();
        else
            at.skip();
    }

    void readTensors(JsonCursor& at) {
        m_seen = true;
        if (at.type() != Type::Array)
            m_error = fault(list(), "an array of tensors", std::string(json::describe(at.type())));
        if (!at.enterArray())
            return;
        while (!m_error && at.nextElement()) {
            if (m_view.tensors.size() == mostTensors)
                m_error = fault(list(), "at most " + number(mostTensors) + " tensors", "more");
            else
                readTensor(at);
        }
        if (!m_error && m_view.tensors.empty() && m_side == Side::Request)
            m_error = fault(list(), "an array with at least one tensor", "an empty one");
    }

    void readTensor(JsonCursor& at) {
        TensorReader reader(m_side, m_view.tensors.size());
        m_error = reader.read(at);
        if (m_error)
            return;
        auto& tensor = m_view.tensors.emplace_back(std::move(reader.tensor()));
        if (!reader.binarySize())
            return;
        if (*reader.binarySize() > m_rest.size()) {
            m_error =
                fault(reader.field() + ".parameters.binary_data_size",
                      "at most the " + number(m_rest.size()) + " bytes that follow", number(*reader.binarySize()));
            return;
        }
        tensor.raw = m_rest.substr(0, *reader.binarySize());
        m_rest.remove_prefix(tensor.raw->size());
        m_error = checkRaw(tensor, reader.field());
    }

    std::string_view m_json;
    std::string_view m_rest;
    Side m_side;
    InferView m_view;
    std::optional<Error> m_error;
    bool m_seen = false;
};

} // namespace

Result<InferView> viewInfer(std::string_view body, std::size_t jsonLength, Side side) {
    return InferReader(body, std::min(jsonLength, body.size()), side).run();
}

Result<std::size_t> readHeaderLength(std::string_view value, std::size_t bodySize) {
    const auto length = parseUnsigned(trim(value));
    if (length && *length <= bodySize)
        return static_cast<std::size_t>(*length);
    auto error = fault(std::string(headerName), "the length of the JSON text in bytes, at most that of the body",
                       length ? number(*length) : "\"" + json::presentable(value, 40) + "\"");
    error.message = "The header " + error.field + " must be " + error.expected + "; found " + error.found + ".";
    return tl::unexpected(std::move(error));
}

} // namespace gatehouse::dialects::kserve
