// SPDX-License-Identifier: Apache-2.0
#include "app/engine/server_settings.h"

#include "core/contract/size.h"
#include "core/pipeline/refusals.h"
#include "core/portal/portal_handler.h"

namespace gatehouse::app {
namespace {

std::size_t bytes(const std::string& size) {
    return static_cast<std::size_t>(contract::parseSize(size).value_or(0));
}

std::vector<IpNetwork> networks(const std::vector<std::string>& texts) {
    std::vector<IpNetwork> result;
    for (const auto& text : texts) {
        if (const auto network = IpNetwork::parse(text))
            result.push_back(*network);
    }
    return result;
}

} // namespace

http::ServerLimits listenerLimits(const contract::ServerLimitsSpec& spec) {
    http::ServerLimits limits;
    limits.requestLine = bytes(spec.requestLine);
    limits.headerBlock = bytes(spec.headerBlock);
    limits.fields = spec.headerFields;
    limits.body = bytes(spec.body);
    limits.upload = bytes(spec.upload);
    limits.header = spec.header.value;
    limits.bodyIdle = spec.bodyIdle.value;
    limits.bodyTotal = spec.bodyTotal.value;
    limits.keepAlive = spec.keepAlive.value;
    limits.writeIdle = spec.writeIdle.value;
    limits.connections = spec.connections;
    limits.connectionsPerAddress = spec.connectionsPerAddress;
    limits.shedAfter = spec.shedAfter.value;
    return limits;
}

pipeline::RequestBounds requestBounds(const contract::ServerLimitsSpec& spec) {
    pipeline::RequestBounds bounds;
    bounds.body = bytes(spec.body);
    bounds.upload = bytes(spec.upload);
    bounds.scan.depth = spec.jsonDepth;
    bounds.scan.messages = spec.messages;
    return bounds;
}

pipeline::KeySlots::Limits keyLimits(const contract::ServerLimitsSpec& spec) {
    return {spec.callsPerKey, spec.streamsPerKey};
}

std::uint64_t memoryBudget(const contract::ServerLimitsSpec& spec) {
    if (spec.memory == "unlimited")
        return 0;
    if (spec.memory == "auto")
        return http::availableMemory() / 4 * 3;
    return bytes(spec.memory);
}

http::ServerOptions gatewayOptions(const contract::ServerSpec& spec) {
    http::ServerOptions options;
    options.limits = listenerLimits(spec.limits);
    options.hosts.names = spec.hosts;
    options.hosts.pages = portal::portalPath;
    options.hosts.notPages = portal::portalApiPath;
    options.trustedProxies = networks(spec.trustedProxies);
    options.proxyPeers = networks(spec.proxyProtocol);
    options.compression = spec.compression;
    options.gated = true;
    options.refusalWriter = pipeline::writeRefusal;
    return options;
}

} // namespace gatehouse::app
