// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/records_page.h"

#include "ui/models/format.h"
#include "ui/settings/keep_text.h"
#include "ui/settings/record_job.h"

#include <QComboBox>
#include <QLabel>

namespace gatehouse::ui {
namespace {

const QString keepPrefix = QStringLiteral("keep.");

QString bodiesText(const QString& value) {
    if (value == QLatin1String("off"))
        return RecordsPage::tr("Never");
    if (value == QLatin1String("errors"))
        return RecordsPage::tr("When a call goes wrong");
    return RecordsPage::tr("Always");
}

} // namespace

RecordsPage::RecordsPage(Console& console)
    : SettingsPage(console, QStringLiteral("privacy"), tr("Privacy and records"), QStringLiteral("shield-lock")),
      m_fault(new QLabel) {
    m_fault->setObjectName(QStringLiteral("recordsFault"));
    m_fault->setProperty("role", QStringLiteral("fault"));
    m_fault->setTextFormat(Qt::PlainText);
    m_fault->setWordWrap(true);
    m_fault->hide();
    addWidget(m_fault);
    addBodies();
    addKeeping();
    addStore();
    finish();
    connect(&console.client, &GatewayClient::refreshNeeded, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&console.client, &GatewayClient::event, this, [this](const QString& type) {
        if (type == QLatin1String("config.changed") && isVisible())
            refresh();
    });
    show();
}

void RecordsPage::addField(const QString& name, const QString& title, const QString& hint, const QStringList& values) {
    auto* box = new QComboBox;
    box->setObjectName(QStringLiteral("setting_") + QString(name).replace(QLatin1Char('.'), QLatin1Char('_')));
    box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    for (const auto& value : values)
        box->addItem(textOf(name, value), value);
    m_fields.insert(name, {addRow(title, hint, box), box});
    connect(box, &QComboBox::activated, this, [this, box, name] { change(name, box->currentData().toString()); });
}

void RecordsPage::addBodies() {
    addSection(tr("What is recorded"));
    addField(
        QStringLiteral("bodies"), tr("Keep bodies of calls"),
        tr("Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and "
           "routes may say less."),
        {QStringLiteral("off"), QStringLiteral("errors"), QStringLiteral("all")});
    addField(QStringLiteral("body_cap"), tr("Of each body at most"), tr("What is longer is cut, and the log says so."),
             capsOffered());
}

void RecordsPage::addKeeping() {
    addSection(tr("For how long"));
    addField(QStringLiteral("keep.calls"), tr("Calls"), tr("Rows of the log, and why each call went as it did."),
             agesOffered());
    addField(QStringLiteral("keep.bodies"), tr("Bodies"), tr("They never outlive their call."), agesOffered());
    addField(QStringLiteral("keep.minutes"), tr("Sums by the minute"), tr("For charts of short times."), agesOffered());
    addField(QStringLiteral("keep.hours"), tr("Sums by the hour"),
             tr("Sums by the day, which hold what was spent, always stay."), agesOffered());
    addField(QStringLiteral("keep.bytes"), tr("Size on the disk"),
             tr("Beyond it the oldest bodies go first, then the oldest calls."), sizesOffered());
}

void RecordsPage::addStore() {
    addSection(tr("On the disk"));
    m_use = new QLabel;
    m_use->setObjectName(QStringLiteral("diskUse"));
    m_use->setTextFormat(Qt::PlainText);
    addRow(tr("In use"), tr("The store, with all that is recorded."), m_use);
    m_vacuum = new RecordJobRow(m_console, QStringLiteral("vacuum"), tr("Give space back"));
    addRow(tr("Compact the store"), tr("Gives space of removed records back to the disk, while the gateway serves."),
           m_vacuum);
    m_rebuild = new RecordJobRow(m_console, QStringLiteral("rebuild_rollups"), tr("Count anew"));
    addRow(tr("Make sums anew"), tr("Counts charts and spend again from the calls that are kept."), m_rebuild);
    for (auto* job : {m_vacuum, m_rebuild})
        connect(job, &RecordJobRow::ended, this, &RecordsPage::refresh);
}

QString RecordsPage::textOf(const QString& name, const QString& value) const {
    return name == QLatin1String("bodies") ? bodiesText(value) : keepText(QLocale(), value);
}

QString RecordsPage::standing(const QString& name) const {
    if (!name.startsWith(keepPrefix))
        return m_records.value(name).toString();
    return m_records.value(QLatin1String("keep")).toObject().value(name.mid(keepPrefix.size())).toString();
}

void RecordsPage::show() {
    for (auto it = m_fields.begin(); it != m_fields.end(); ++it) {
        const QString value = standing(it.key());
        it->box->setEnabled(!value.isEmpty());
        if (value.isEmpty())
            continue;
        if (it->box->findData(value) < 0)
            it->box->addItem(textOf(it.key(), value), value); // set elsewhere
        it->box->setCurrentIndex(it->box->findData(value));
    }
}

void RecordsPage::refresh() {
    m_console.client.get(QStringLiteral("/records"), {}, this, [this](const Reply& reply) { take(reply); });
    m_console.client.get(QStringLiteral("/status"), {}, this, [this](const Reply& reply) {
        if (!reply.ok())
            return;
        const auto counters = reply.object().value(QLatin1String("counters")).toObject();
        const auto count = [&counters](const char* name) { return counters.value(QLatin1String(name)).toInteger(); };
        m_use->setText(tr("%1 for %2", "a size on the disk, a number of calls")
                           .arg(bytesText(QLocale(), count("store_bytes")),
                                tr("%n calls", nullptr, static_cast<int>(count("call_rows")))));
    });
    m_vacuum->refresh();
    m_rebuild->refresh();
}

void RecordsPage::take(const Reply& reply) {
    if (!reply.ok()) {
        tell(reply.problem().detail);
        return;
    }
    tell({});
    m_records = reply.object();
    m_etag = reply.etag();
    show();
}

void RecordsPage::tell(const QString& fault) {
    m_fault->setText(fault);
    m_fault->setVisible(!fault.isEmpty());
}

void RecordsPage::change(const QString& name, const QString& value) {
    if (value == standing(name))
        return;
    auto after = m_records;
    if (name.startsWith(keepPrefix)) {
        auto keep = after.value(QLatin1String("keep")).toObject();
        keep.insert(name.mid(keepPrefix.size()), value);
        after.insert(QStringLiteral("keep"), keep);
    } else {
        after.insert(name, value);
    }
    submit(tr("%1: %2", "a setting, its new value").arg(m_fields[name].row->title(), textOf(name, value)), after, name);
}

void RecordsPage::submit(const QString& title, const QJsonObject& after, const QString& field) {
    Change change;
    change.path = QStringLiteral("/records");
    change.title = title;
    change.before = m_records;
    change.after = after;
    change.etag = m_etag;
    for (const auto& each : std::as_const(m_fields))
        each.row->setFault({});
    m_console.changes.submit(change, this, [this, field](const Reply& reply) {
        if (reply.ok()) {
            refresh();
            return;
        }
        const auto problem = reply.problem();
        const auto at = m_fields.constFind(problem.field.isEmpty() ? field : problem.field);
        if (at != m_fields.constEnd())
            at->row->setFault(problem.detail);
        else
            tell(problem.detail);
        show();
    });
}

void RecordsPage::reset() {
    auto usual = m_records;
    usual.insert(QStringLiteral("bodies"), QStringLiteral("off"));
    usual.insert(QStringLiteral("body_cap"), QStringLiteral("64KiB"));
    usual.insert(QStringLiteral("keep"), QJsonObject{{QStringLiteral("calls"), QStringLiteral("30d")},
                                                     {QStringLiteral("bodies"), QStringLiteral("7d")},
                                                     {QStringLiteral("minutes"), QStringLiteral("7d")},
                                                     {QStringLiteral("hours"), QStringLiteral("100d")},
                                                     {QStringLiteral("bytes"), QStringLiteral("unlimited")}});
    if (!m_records.isEmpty() && usual != m_records)
        submit(tr("Reset privacy and records"), usual, {});
}

} // namespace gatehouse::ui
