// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/dialects/form_scan.h"
#include "core/http/body_source.h"
#include "core/http/exchange.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace gatehouse::pipeline {

// A request body on its way from the client to the provider, never held whole. Lives in the Call, on its I/O thread.
class Upload : public http::BodySource {
public:
    Upload(http::Exchange& exchange, std::size_t most) : m_exchange(exchange), m_most(most) {}

    // Something of it has been given away: the call cannot be sent again, nor to another target.
    bool touched() const { return m_touched; }
    // It ended by an error of the client's: a cut or slow body, a form that cannot be read.
    bool broken() const { return m_broken; }
    std::int64_t received() const { return m_received; } // bytes from the client

protected:
    Task<Result<std::string_view>> receive();
    tl::unexpected<Error> breakOff(Error error);

    http::Exchange& m_exchange;
    bool m_touched = false;

private:
    bool m_broken = false;
    const std::size_t m_most;
    std::int64_t m_received = 0;
};

// As it comes.
class PlainUpload final : public Upload {
public:
    using Upload::Upload;
    std::optional<std::uint64_t> length() const override { return m_exchange.bodyLength(); }
    Task<Result<std::string_view>> next() override;
};

// A form, read by a strict reader before it is passed on: what the reader refuses ends the upload. The value of its
// field "model" is replaced; all other bytes, the boundary among them, pass as they are.
class FormUpload final : public Upload {
public:
    FormUpload(http::Exchange& exchange, std::size_t most, dialects::Operation operation, const std::string& boundary)
        : Upload(exchange, most), m_scan(operation, boundary) {}

    // Reads until the model is known, keeping what was read: no more than "mostHeld" bytes. Errors: of the form, of the
    // body, and TooLarge model_too_late where the model stands behind more than that.
    Task<Result<void>> findModel(std::size_t mostHeld);
    const dialects::RequestFacts& facts() const { return m_scan.facts(); }
    // Before anything is sent; may be changed until then.
    void setModel(std::string_view providerModel) { m_model = providerModel; }

    std::optional<std::uint64_t> length() const override;
    Task<Result<std::string_view>> next() override;

private:
    std::string_view takeHeld();

    dialects::FormScan m_scan;
    std::deque<std::string> m_held; // what was read to find the model
    std::uint64_t m_heldFrom = 0;   // where the first of it stands in the body
    std::uint64_t m_at = 0;         // of the client's body: given away so far
    std::string m_model;
    bool m_modelGiven = false;
};

} // namespace gatehouse::pipeline
