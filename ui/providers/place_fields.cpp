// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/place_fields.h"

#include "ui/providers/provider_catalogue.h"
#include "ui/widgets/form.h"

#include <QLabel>
#include <QLineEdit>
#include <QRegularExpression>

namespace gatehouse::ui {
namespace {

struct Place {
    const char* name;
    const char* label;
    const char* example;
};
constexpr Place known[] = {
    {"region", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Region"), "eu-west-1"},
    {"location", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Location"), "europe-west4"},
    {"project", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Project"), "my-project"},
    {"resource", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Resource"), "my-resource"},
    {"deployment", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Deployment"), "my-deployment"},
    {"endpoint_id", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Endpoint ID"), "1234567890"},
    {"account", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Account"), "my-account"},
    {"account_id", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Account ID"), "0123456789abcdef"},
    {"CLOUDFLARE_ACCOUNT_ID", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Account ID"), "0123456789abcdef"},
    {"host", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Host"), "models.example.com"},
    {"DATABRICKS_HOST", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Workspace host"),
     "adb-123.4.azuredatabricks.net"},
    {"port", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Port"), "8000"},
    {"namespace", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Namespace"), "default"},
    {"service", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Service"), "my-service"},
    {"domain", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Domain"), "example.com"},
    {"model", QT_TRANSLATE_NOOP("gatehouse::ui::PlaceFields", "Model"), "my-model"},
};

const Place* knownPlace(const QString& name) {
    for (const auto& place : known) {
        if (name == QLatin1String(place.name))
            return &place;
    }
    return nullptr;
}

QString fieldName(const QString& place) {
    return QString(QStringLiteral("places.") + place);
}

QString inBraces(const QString& name) {
    return QString(u'{' + name + u'}');
}

} // namespace

PlaceFields::PlaceFields(Form& form, const CatalogueEntry* preset) : QObject(&form), m_form(form) {
    if (preset == nullptr || preset->places.isEmpty())
        return;
    m_pattern = preset->baseUrl;
    m_names = preset->places;
    for (const auto& name : m_names) {
        const auto* place = knownPlace(name);
        auto* edit = new QLineEdit;
        if (place != nullptr)
            edit->setPlaceholderText(QLatin1String(place->example));
        m_edits.insert(name, edit);
        form.addField(fieldName(name), place != nullptr ? tr(place->label) : name, edit, {},
                      [this, name] { return faultOf(name); });
        connect(edit, &QLineEdit::textChanged, this, &PlaceFields::showAddress);
    }
    m_shown = new QLabel;
    m_shown->setObjectName(QStringLiteral("placesAddress"));
    m_shown->setProperty("role", QStringLiteral("caption"));
    m_shown->setTextFormat(Qt::PlainText);
    m_shown->setWordWrap(true);
    m_shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form.addWide(m_shown);
    showAddress();
}

QString PlaceFields::faultOf(const QString& name) const {
    if (!m_own.isEmpty())
        return {}; // it plays no part
    static const QRegularExpression form(QStringLiteral("^[A-Za-z0-9._~:/-]{1,512}$"));
    const QString text = m_edits.value(name)->text().trimmed();
    if (text.isEmpty())
        return tr("Enter what stands for %1 in the address.").arg(inBraces(name));
    if (text.contains(QLatin1String("://")) && !m_pattern.startsWith(inBraces(name)))
        return tr("Enter the part that stands for %1 only, without “https://”.").arg(inBraces(name));
    return form.match(text).hasMatch() ? QString()
                                       : tr("Only letters, digits and . _ ~ : / - can stand in an address.");
}

QString PlaceFields::address() const {
    if (!m_own.isEmpty())
        return m_own;
    QString address = m_pattern;
    for (const auto& name : m_names) {
        const QString text = m_edits.value(name)->text().trimmed();
        if (!text.isEmpty())
            address.replace(inBraces(name), text);
    }
    return address;
}

void PlaceFields::showAddress() {
    if (m_shown != nullptr)
        m_shown->setText(tr("Address: %1").arg(address()));
}

void PlaceFields::setOwnAddress(const QString& address) {
    m_own = address;
    for (const auto& name : std::as_const(m_names)) {
        m_edits.value(name)->setEnabled(address.isEmpty());
        if (!address.isEmpty())
            m_form.setFault(fieldName(name), {});
    }
    showAddress();
}

void PlaceFields::focusFirst() {
    m_edits.value(m_names.first())->setFocus();
}

void PlaceFields::suggest(const QString& place, const QString& text) {
    auto* edit = m_edits.value(place);
    if (edit != nullptr && edit->text().isEmpty())
        edit->setText(text);
}

void PlaceFields::fill(const QJsonObject& provider) {
    const auto places = provider.value(QLatin1String("places")).toObject();
    for (const auto& name : std::as_const(m_names))
        m_edits.value(name)->setText(places.value(name).toString());
}

void PlaceFields::write(QJsonObject& provider) const {
    if (m_names.isEmpty())
        return;
    QJsonObject places;
    for (const auto& name : m_names) {
        const QString text = m_edits.value(name)->text().trimmed();
        if (!text.isEmpty() && m_own.isEmpty())
            places.insert(name, text);
    }
    if (places.isEmpty())
        provider.remove(QLatin1String("places"));
    else
        provider.insert(QLatin1String("places"), places);
}

} // namespace gatehouse::ui
