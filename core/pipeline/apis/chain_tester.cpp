// SPDX-License-Identifier: Apache-2.0
#include "core/pipeline/apis/chain_tester.h"

#include "core/config/build.h"
#include "core/pipeline/apis/kept_exchange.h"
#include "core/pipeline/apis/known_caller.h"
#include "core/pipeline/apis/own_ids.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace gatehouse::pipeline {

void ChainTester::run(chains::ChainTestPtr test) {
    asio::co_spawn(m_parts.executor, serve(std::move(test)), asio::detached);
}

Task<void> ChainTester::serve(chains::ChainTestPtr test) {
    KeptRequest request;
    request.fields = {{"content-type", "application/json"}, {"x-gatehouse-tags", "chain_test"}};
    KeptExchange exchange(m_parts.executor, ownRequestId(), std::move(request), m_parts.mostAnswer);
    ApiCall api(exchange, m_parts.snapshot.current());
    m_parts.leader.begin(api.call);
    auto known = knownCaller(api.call, config::selfTestApp, api.call.record.startedAt);
    if (!known) {
        test->end(tl::unexpected(std::move(known.error().error)));
        co_return;
    }
    auto output = co_await m_parts.chains.test(api, test);
    test->end(std::move(output));
}

} // namespace gatehouse::pipeline
