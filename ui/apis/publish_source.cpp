// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/apis/publish_source.h"

#include "ui/widgets/form.h"
#include "ui/widgets/product_words.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QUrl>
#include <algorithm>

namespace gatehouse::ui {
namespace {

const QString prompt = QStringLiteral("prompt");
const QString chain = QStringLiteral("chain");
const QString model = QStringLiteral("model");

QString versionText(const QJsonObject& version) {
    return QString::number(version.value(QLatin1String("version")).toInteger());
}

} // namespace

PublishSource::PublishSource(GatewayClient& client, Form& form, QObject* parent)
    : QObject(parent), m_client(client), m_form(form), m_prompts(client, QStringLiteral("/prompts")),
      m_chains(client, QStringLiteral("/chains")), m_kind(new QComboBox), m_object(new QComboBox), m_pin(new QComboBox),
      m_models(new QLineEdit) {
    for (const auto& kind : {prompt, chain, model})
        m_kind->addItem(apiKindText(kind), kind);
    m_form.addField(QStringLiteral("kind"), tr("Publish"), m_kind);
    m_form.addField(prompt, tr("Name"), m_object, {}, [this] { return objectFault(); });
    m_form.addField(QStringLiteral("pin"), tr("Version"), m_pin,
                    tr("A label follows where it is moved; a version stays what it is."),
                    [this] { return pinFault(); });
    m_form.addField(QStringLiteral("models"), tr("Models"), m_models,
                    tr("Names parted by commas. The first is the one that is asked where a call names none."), [this] {
                        return kind() == model && models().isEmpty() ? tr("Name at least one model.") : QString();
                    });
    connect(m_kind, &QComboBox::currentIndexChanged, this, [this] {
        showKind();
        fillObjects();
    });
    connect(m_object, &QComboBox::currentIndexChanged, this, &PublishSource::readObject);
    connect(m_pin, &QComboBox::currentIndexChanged, this, &PublishSource::readVariables);
    connect(m_models, &QLineEdit::textChanged, this, &PublishSource::changed);
    for (auto* list : {&m_prompts, &m_chains})
        connect(list, &ResourceList::changed, this, &PublishSource::fillObjects);
    showKind();
}

bool PublishSource::isPinned() const {
    return kind() == prompt || kind() == chain;
}

void PublishSource::choose(const QString& kind, const QString& used) {
    m_kind->setCurrentIndex(std::max(0, m_kind->findData(kind)));
    if (kind == model) {
        m_models->setText(used);
        return;
    }
    const auto at = used.lastIndexOf(u'@');
    m_wantedId = at < 0 ? used : used.left(at);
    m_wantedPin = at < 0 ? QString() : used.mid(at + 1);
    fillObjects();
}

void PublishSource::setKindFixed(bool fixed) {
    m_kind->setEnabled(!fixed);
}

QString PublishSource::kind() const {
    return m_kind->currentData().toString();
}

QString PublishSource::id() const {
    return isPinned() ? m_object->currentData().toString() : models().first().toString();
}

QString PublishSource::used() const {
    const auto pin = m_pin->currentData().toString();
    return pin.isEmpty() ? QString() : QString(id() + u'@' + pin);
}

QJsonArray PublishSource::models() const {
    QJsonArray names;
    const auto parts = m_models->text().split(u',');
    for (const auto& part : parts) {
        if (const auto name = part.trimmed(); !name.isEmpty() && !names.contains(name))
            names.append(name);
    }
    return names;
}

void PublishSource::applyTo(QJsonObject& version) const {
    for (const auto& other : {prompt, chain, QStringLiteral("models")})
        version.remove(other);
    if (isPinned())
        version.insert(kind(), used());
    else
        version.insert(QLatin1String("models"), models());
}

void PublishSource::showKind() {
    m_form.setFieldVisible(prompt, isPinned());
    m_form.setFieldVisible(QStringLiteral("pin"), isPinned());
    m_form.setFieldVisible(QStringLiteral("models"), kind() == model);
}

void PublishSource::fillObjects() {
    const auto& list = kind() == chain ? m_chains : m_prompts;
    const auto before = m_wantedId.isEmpty() ? m_object->currentData().toString() : m_wantedId;
    {
        const QSignalBlocker quiet(m_object);
        m_object->clear();
        for (const auto& object : list.items()) {
            const auto id = memberText(object, "id");
            m_object->addItem(titleOf(object) == id ? id : tr("%1 (%2)", "title, name").arg(titleOf(object), id), id);
        }
        m_object->setCurrentIndex(std::max(0, m_object->findData(before)));
    }
    if (m_object->currentData().toString() == m_wantedId)
        m_wantedId.clear();
    readObject();
}

// Lists leave the versions out.
void PublishSource::readObject() {
    const auto chosen = m_object->currentData().toString();
    const auto which = QString(kind() + u'/' + chosen);
    if (which == m_read && m_wantedPin.isEmpty()) // read anew: what was chosen stays
        m_wantedPin = m_pin->currentData().toString();
    m_read = which;
    m_whole = {};
    m_variables = {};
    const auto round = ++m_round;
    {
        const QSignalBlocker quiet(m_pin);
        m_pin->clear();
    }
    Q_EMIT changed();
    if (!isPinned() || chosen.isEmpty())
        return;
    const auto path = QStringLiteral("/%1s/%2").arg(kind(), QString::fromLatin1(QUrl::toPercentEncoding(chosen)));
    m_client.get(path, {}, this, [this, round](const Reply& reply) {
        if (round == m_round && reply.ok())
            takeObject(reply.object());
    });
}

void PublishSource::takeObject(const QJsonObject& object) {
    m_whole = object;
    {
        const QSignalBlocker quiet(m_pin);
        m_pin->clear();
        const auto labels = object.value(QLatin1String("labels")).toArray();
        for (const auto& value : labels) {
            const auto label = value.toObject();
            m_pin->addItem(tr("%1: version %2 now", "a label").arg(memberText(label, "name"), versionText(label)),
                           memberText(label, "name"));
        }
        const auto versions = object.value(QLatin1String("versions")).toArray();
        for (auto i = versions.size() - 1; i >= 0; --i) {
            const auto version = versions[i].toObject();
            const auto comment = memberText(version, "comment");
            const auto number = versionText(version);
            m_pin->addItem(comment.isEmpty() ? tr("Version %1").arg(number)
                                             : tr("Version %1: %2", "with a comment").arg(number, comment),
                           number);
        }
        m_pin->setCurrentIndex(std::max(0, m_pin->findData(m_wantedPin)));
        m_wantedPin.clear();
    }
    readVariables();
}

void PublishSource::readVariables() {
    m_variables = {};
    auto pin = m_pin->currentData().toString();
    const auto labels = m_whole.value(QLatin1String("labels")).toArray();
    for (const auto& value : labels) {
        if (memberText(value.toObject(), "name") == pin)
            pin = versionText(value.toObject());
    }
    const auto versions = m_whole.value(QLatin1String("versions")).toArray();
    for (const auto& value : versions) {
        const auto version = value.toObject();
        if (versionText(version) == pin)
            m_variables =
                version.value(kind() == chain ? QLatin1String("inputs") : QLatin1String("variables")).toArray();
    }
    Q_EMIT changed();
}

QString PublishSource::objectFault() const {
    if (!isPinned() || !m_object->currentData().toString().isEmpty())
        return {};
    return kind() == chain ? tr("There is no chain yet.") : tr("There is no prompt yet. Write one first.");
}

QString PublishSource::pinFault() const {
    return isPinned() && !id().isEmpty() && used().isEmpty() ? tr("Save a version of it first.") : QString();
}

} // namespace gatehouse::ui
