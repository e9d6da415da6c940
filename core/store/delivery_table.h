// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/notices/delivery.h"
#include "core/store/connection.h"

#include <memory>

namespace gatehouse::store {

// The table "deliveries". It is no part of a backup: what was restored would be told once more.
class DeliveryTable final : public notices::DeliveryKeeper {
public:
    static Result<std::unique_ptr<notices::DeliveryKeeper>> open(const ConnectionOptions& options);
    explicit DeliveryTable(std::unique_ptr<Connection> connection) : m_connection(std::move(connection)) {}

    Result<void> add(const std::vector<notices::Delivery>& deliveries) override;
    Result<void> update(const notices::Delivery& delivery) override;
    Result<std::vector<notices::Delivery>> pending(std::size_t limit) override;
    Result<std::vector<notices::Delivery>> list(const notices::DeliveryQuery& query) override;
    bool shared() const override { return m_connection->postgres(); }
    Result<Renewal> renew() override;
    Result<void> trim(WallMicros endedBefore) override;

private:
    std::unique_ptr<Connection> m_connection;
};

} // namespace gatehouse::store
