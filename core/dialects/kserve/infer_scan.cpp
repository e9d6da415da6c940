// SPDX-License-Identifier: Apache-2.0
#include "core/dialects/kserve/infer_scan.h"

#include "core/dialects/kserve/tensor_reader.h"

namespace gatehouse::dialects::kserve {

Result<RequestFacts> scanInfer(std::string_view body, std::optional<std::string_view> headerLength,
                               const ScanLimits& limits, const RequestAddress& address) {
    std::size_t jsonLength = body.size();
    if (headerLength) {
        const auto read = readHeaderLength(*headerLength, body.size());
        if (!read)
            return tl::unexpected(read.error());
        jsonLength = *read;
    }
    if (headerLength && jsonLength == 0) {
        RequestFacts facts;
        facts.model = address.model;
        facts.modelInAddress = true;
        facts.mediaBytes = body.size();
        return facts;
    }
    auto facts = scanRequest(Operation::Infer, body.substr(0, jsonLength), limits, address);
    if (!facts)
        return facts;
    if (auto view = viewInfer(body, jsonLength, Side::Request); !view)
        return tl::unexpected(std::move(view.error()));
    facts->mediaBytes += body.size() - jsonLength;
    return facts;
}

} // namespace gatehouse::dialects::kserve
