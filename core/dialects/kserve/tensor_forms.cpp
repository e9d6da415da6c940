// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/kserve/tensor_forms.h"

#include "core/base/text.h"
#include "core/dialects/json_cursor.h"
#include "core/dialects/json_writer.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <type_traits>

namespace gatehouse::dialects::kserve {
namespace {

using json::JsonCursor;
using json::Type;
using json::Writer;

static_assert(std::endian::native == std::endian::little, "raw elements are little-endian");

tl::unexpected<Error> unsupported(const TensorView& tensor, const std::string& why) {
    return failure(ErrorKind::Invalid, "unsupported_datatype",
                   "Tensor \"" + tensor.name + "\" of datatype " + tensor.typeName + " " + why);
}

template <typename T>
void appendRaw(std::string& out, T value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    out.append(bytes, sizeof(T));
}

template <typename T>
T readRaw(std::string_view raw, std::size_t index) {
    T value{};
    std::memcpy(&value, raw.data() + index * sizeof(T), sizeof(T));
    return value;
}

template <typename T>
bool appendNumber(std::string& out, std::string_view text) {
    T value{};
    const auto [stop, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || stop != text.data() + text.size())
        return false;
    appendRaw(out, value);
    return true;
}

// Calls "with" with a value of the C++ type of a number's datatype; false for those that have none.
template <typename With>
bool forNumber(DataType type, With&& with) {
    switch (type) {
    case DataType::Uint8:
        return with(std::uint8_t{});
    case DataType::Uint16:
        return with(std::uint16_t{});
    case DataType::Uint32:
        return with(std::uint32_t{});
    case DataType::Uint64:
        return with(std::uint64_t{});
    case DataType::Int8:
        return with(std::int8_t{});
    case DataType::Int16:
        return with(std::int16_t{});
    case DataType::Int32:
        return with(std::int32_t{});
    case DataType::Int64:
        return with(std::int64_t{});
    case DataType::Fp32:
        return with(float{});
    case DataType::Fp64:
        return with(double{});
    default:
        return false;
    }
}

bool appendElement(std::string& out, DataType type, JsonCursor& at) {
    if (type == DataType::Bool) {
        out += at.boolean().value_or(false) ? '\1' : '\0';
        return true;
    }
    if (type == DataType::Bytes) {
        const auto text = at.text();
        appendRaw(out, static_cast<std::uint32_t>(text.size()));
        out += text;
        return true;
    }
    const auto text = at.raw();
    return forNumber(type, [&out, text](auto kind) { return appendNumber<decltype(kind)>(out, text); });
}

bool appendElements(std::string& out, DataType type, JsonCursor& at) {
    at.enterArray();
    while (at.nextElement()) {
        const bool taken = at.type() == Type::Array ? appendElements(out, type, at) : appendElement(out, type, at);
        if (!taken)
            return false;
    }
    return true;
}

template <typename T>
bool writeNumber(Writer& out, T value) {
    if constexpr (std::is_floating_point_v<T>) {
        if (!std::isfinite(value))
            return false; // JSON has no word for it
    }
    char text[40];
    const auto [end, code] = std::to_chars(text, text + sizeof text, value);
    if (code != std::errc())
        return false;
    out.raw(std::string_view(text, static_cast<std::size_t>(end - text)));
    return true;
}

bool writeBytes(Writer& out, std::string_view raw) {
    while (!raw.empty()) {
        const auto length = firstBytesElement(raw);
        if (!length)
            return false;
        const auto text = raw.substr(4, *length);
        if (!isValidUtf8(text))
            return false;
        out.text(text);
        raw.remove_prefix(4 + *length);
    }
    return true;
}

bool writeElements(Writer& out, DataType type, std::string_view raw) {
    if (type == DataType::Bytes)
        return writeBytes(out, raw);
    const auto count = raw.size() / sizeOf(type);
    for (std::size_t i = 0; i < count; ++i) {
        if (type == DataType::Bool)
            out.boolean(raw[i] != '\0');
        else if (!forNumber(type, [&](auto kind) { return writeNumber(out, readRaw<decltype(kind)>(raw, i)); }))
            return false;
    }
    return true;
}

// What the two forms have alike.
void writeHead(Writer& out, const InferView& message) {
    if (!message.modelName.empty())
        out.text("model_name", message.modelName);
    if (!message.modelVersion.empty())
        out.text("model_version", message.modelVersion);
    if (!message.id.empty())
        out.text("id", message.id);
    if (!message.parameters.empty())
        out.raw("parameters", message.parameters);
}

void writeTensorHead(Writer& out, const TensorView& tensor) {
    out.text("name", tensor.name).beginArray("shape");
    for (const auto side : tensor.shape)
        out.number(side);
    out.endArray().text("datatype", tensor.typeName);
}

void writeParameters(Writer& out, const TensorView& tensor, std::optional<std::size_t> binarySize) {
    JsonCursor at(tensor.parameters);
    std::string_view member;
    bool open = false;
    const auto begin = [&out, &open] {
        if (!std::exchange(open, true))
            out.beginObject("parameters");
    };
    if (!tensor.parameters.empty() && at.enterObject()) {
        while (at.nextMember(member)) {
            const auto value = at.raw();
            if (member == "binary_data_size")
                continue;
            begin();
            std::string name;
            json::appendDecoded(name, member);
            out.raw(name, value);
        }
    }
    if (binarySize) {
        begin();
        out.number("binary_data_size", static_cast<std::int64_t>(*binarySize));
    }
    if (open)
        out.endObject();
}

Result<std::string> rawOf(const TensorView& tensor) {
    if (tensor.raw)
        return std::string(*tensor.raw);
    std::string raw;
    if (tensor.json.empty())
        return raw; // in shared memory
    if (!tensor.type)
        return unsupported(tensor, "has no known binary form.");
    JsonCursor at(tensor.json);
    if (!appendElements(raw, *tensor.type, at))
        return failure(ErrorKind::Invalid, "invalid_request",
                       "Tensor \"" + tensor.name + "\" holds an element that " + tensor.typeName + " cannot hold.");
    return raw;
}

} // namespace

Result<std::string> toJson(const InferView& message, Side side) {
    std::string text;
    Writer out(text);
    out.beginObject();
    writeHead(out, message);
    out.beginArray(side == Side::Request ? "inputs" : "outputs");
    for (const auto& tensor : message.tensors) {
        out.beginObject();
        writeTensorHead(out, tensor);
        writeParameters(out, tensor, std::nullopt);
        if (!tensor.json.empty()) {
            out.raw("data", tensor.json);
        } else if (tensor.raw) {
            if (!tensor.type || tensor.type == DataType::Fp16 || tensor.type == DataType::Bf16)
                return unsupported(tensor, "has no form in JSON. Send and ask for it in binary.");
            out.beginArray("data");
            if (!writeElements(out, *tensor.type, *tensor.raw))
                return unsupported(tensor, "holds an element that JSON cannot hold. Send and ask for it in binary.");
            out.endArray();
        }
        out.endObject();
    }
    out.endArray();
    if (side == Side::Request && !message.outputs.empty())
        out.raw("outputs", message.outputs);
    out.endObject();
    return text;
}

Result<BinaryBody> toBinary(const InferView& message, Side side) {
    BinaryBody made;
    std::string raw;
    Writer out(made.body);
    out.beginObject();
    writeHead(out, message);
    out.beginArray(side == Side::Request ? "inputs" : "outputs");
    for (const auto& tensor : message.tensors) {
        auto elements = rawOf(tensor);
        if (!elements)
            return tl::unexpected(std::move(elements.error()));
        const bool elsewhere = !tensor.raw && tensor.json.empty();
        out.beginObject();
        writeTensorHead(out, tensor);
        writeParameters(out, tensor, elsewhere ? std::nullopt : std::optional(elements->size()));
        out.endObject();
        raw += *elements;
    }
    out.endArray();
    if (side == Side::Request && !message.outputs.empty())
        out.raw("outputs", message.outputs);
    out.endObject();
    made.jsonLength = made.body.size();
    made.body += raw;
    return made;
}

} // namespace gatehouse::dialects::kserve
