// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/form_boundary.h"
#include "core/dialects/kserve/infer_scan.h"
#include "core/pipeline/answer_peek.h"
#include "core/pipeline/stages.h"

namespace gatehouse::pipeline {
namespace {

Task<StageResult> pass() {
    co_return StageResult{};
}

Task<StageResult> refuse(ErrorKind kind, std::string code, std::string message) {
    auto error = failure(kind, std::move(code), std::move(message));
    co_return tl::unexpected(Refusal{std::move(error.value()), {}});
}

bool isRaw(std::string_view contentType) {
    return equalsIgnoringCase(trim(contentType.substr(0, contentType.find(';'))), "application/octet-stream");
}

// Only JSON, and forms where they are the operation's own: text/plain and other forms are what a web page can send
// without asking (THREATS, "web page hitting localhost").
bool isTaken(dialects::Operation operation, std::string_view contentType) {
    if (dialects::takesForm(operation) && dialects::isFormType(contentType))
        return true;
    if (operation == dialects::Operation::Infer && isRaw(contentType))
        return true;
    // AWS's libraries name no type for /invoke, or the most general one, unless they are told to.
    const bool unnamed = contentType.empty() || equalsIgnoringCase(contentType, "application/octet-stream");
    if (operation == dialects::Operation::Invoke && unnamed)
        return true;
    return isJson(contentType) && !dialects::onlyForm(operation);
}

// KServe v2: the header says how much of the body is JSON; the rest are raw elements.
constexpr std::string_view jsonLengthName = "inference-header-content-length";

std::string wantedType(dialects::Operation operation) {
    if (dialects::onlyForm(operation))
        return "The body must be a form. Send it as multipart/form-data.";
    return "The body must be JSON. Send the header Content-Type: application/json.";
}

void note(Call& call) {
    call.record.modelAsked = call.facts.model;
    call.record.streamed = call.facts.stream;
}

Result<dialects::RequestFacts> scan(const Call& call, const dialects::ScanLimits& limits) {
    const dialects::RequestAddress address{call.address.model, call.address.stream};
    if (call.address.operation != dialects::Operation::Infer)
        return dialects::scanRequest(call.address.operation, call.body, limits, address);
    const auto& head = call.exchange.head();
    std::optional<std::string_view> jsonLength;
    if (head.has(jsonLengthName))
        jsonLength = head.field(jsonLengthName);
    else if (isRaw(head.field("content-type")))
        return failure(ErrorKind::Invalid, "length_required",
                       "Raw elements need the header Inference-Header-Content-Length, which says how many bytes of the "
                       "body are JSON.");
    return dialects::kserve::scanInfer(call.body, jsonLength, limits, address);
}

Task<StageResult> decodeJson(Call& call, const RequestBounds& bounds) {
    auto body = co_await call.exchange.readBody(bounds.body);
    if (!body)
        co_return tl::unexpected(Refusal{std::move(body.error()), {}});
    call.body = *body;
    call.record.bytesIn = static_cast<std::int64_t>(body->size());
    auto facts = scan(call, bounds.scan);
    if (!facts)
        co_return tl::unexpected(Refusal{std::move(facts.error()), {}});
    call.facts = std::move(*facts);
    note(call);
    co_return StageResult{};
}

// A small form is read whole, so that it may be sent again when a target fails.
Task<StageResult> decodeSmallForm(Call& call, const RequestBounds& bounds, const std::string& boundary) {
    auto body = co_await call.exchange.readBody(bounds.wholeForm);
    if (!body)
        co_return tl::unexpected(Refusal{std::move(body.error()), {}});
    call.body = *body;
    call.record.bytesIn = static_cast<std::int64_t>(body->size());
    dialects::FormScan scan(call.address.operation, boundary);
    auto read = scan.feed(call.body);
    if (read)
        read = scan.finish();
    if (!read)
        co_return tl::unexpected(Refusal{std::move(read.error()), {}});
    call.facts = scan.facts();
    note(call);
    co_return StageResult{};
}

Task<StageResult> decodeForm(Call& call, const RequestBounds& bounds) {
    auto boundary = dialects::formBoundary(call.exchange.head().field("content-type"));
    if (!boundary)
        co_return tl::unexpected(Refusal{std::move(boundary.error()), {}});
    call.form = true;
    const auto length = call.exchange.bodyLength();
    if (length && *length <= bounds.wholeForm)
        co_return co_await decodeSmallForm(call, bounds, *boundary);
    auto upload = std::make_unique<FormUpload>(call.exchange, bounds.upload, call.address.operation, *boundary);
    auto found = co_await upload->findModel(bounds.body);
    if (!found)
        co_return tl::unexpected(Refusal{std::move(found.error()), {}});
    call.facts = upload->facts();
    call.formUpload = upload.get();
    call.upload = std::move(upload);
    note(call);
    co_return StageResult{};
}

} // namespace

Task<StageResult> decode(Call& call, const RequestBounds& bounds) {
    const auto& head = call.exchange.head();
    const auto operation = call.address.operation;
    if (dialects::isRelayed(operation)) {
        if (call.exchange.bodyLength() != std::uint64_t{0})
            call.upload = std::make_unique<PlainUpload>(call.exchange, bounds.upload);
        return pass();
    }
    if (dialects::isQuestion(operation)) {
        call.facts.model = call.address.model;
        call.facts.modelInAddress = true;
        note(call);
        return pass();
    }
    const auto type = head.field("content-type");
    if (!isTaken(operation, type))
        return refuse(ErrorKind::Invalid, "unsupported_media_type", wantedType(operation));
    const auto encoding = head.field("content-encoding");
    if (!encoding.empty() && !equalsIgnoringCase(encoding, "identity"))
        return refuse(ErrorKind::Invalid, "unsupported_content_encoding",
                      "Compressed request bodies are not taken. Send the body as it is.");
    if (dialects::isFormType(type))
        return decodeForm(call, bounds);
    return decodeJson(call, bounds);
}

} // namespace gatehouse::pipeline
