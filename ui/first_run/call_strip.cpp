// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/first_run/call_strip.h"

#include "ui/theme/tokens.h"

#include <QGridLayout>
#include <QLabel>
#include <array>

namespace gatehouse::ui {
namespace {

constexpr std::array shown{CallModel::Time,      CallModel::Status, CallModel::Model, CallModel::Key,
                           CallModel::FirstByte, CallModel::Total,  CallModel::Cost};

} // namespace

CallStrip::CallStrip(GatewayClient& client, QWidget* parent)
    : QFrame(parent), m_model(client), m_layout(new QGridLayout(this)) {
    setProperty("role", QStringLiteral("card"));
    setAccessibleName(tr("The call in the log"));
    m_layout->setContentsMargins(space::medium, space::small, space::medium, space::small);
    m_layout->setHorizontalSpacing(space::large);
    m_layout->setVerticalSpacing(2);
    if (client.state() == GatewayClient::State::Connected)
        m_model.reload(); // else it does so by itself, once there is a gateway
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, &CallStrip::fill);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &CallStrip::fill);
    connect(&m_model, &QAbstractItemModel::modelReset, this, &CallStrip::fill);
}

void CallStrip::showCall(const QString& id) {
    m_id = id;
    m_filled = false;
    fill(); // the log may have had it before the answer was whole
}

void CallStrip::fill() {
    const auto row = m_model.indexOf(m_id);
    if (!row.isValid() || row.data(CallModel::RunningRole).toBool())
        return;
    qDeleteAll(findChildren<QLabel*>(Qt::FindDirectChildrenOnly));
    int place = 0;
    for (const auto column : shown) {
        auto* name = new QLabel(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        name->setProperty("role", QStringLiteral("caption"));
        auto* value = new QLabel(row.siblingAtColumn(column).data().toString());
        value->setTextFormat(Qt::PlainText);
        value->setObjectName(QStringLiteral("callStrip%1").arg(static_cast<int>(column)));
        m_layout->addWidget(name, 0, place);
        m_layout->addWidget(value, 1, place);
        m_layout->setColumnStretch(place, column == CallModel::Model ? 2 : 1);
        ++place;
    }
    const bool first = !m_filled;
    m_filled = true;
    if (first)
        Q_EMIT filled();
}

} // namespace gatehouse::ui
