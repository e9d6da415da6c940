// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/certificate_dialog.h"

#include "ui/client/certificate_pin.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSslCertificateExtension>
#include <QVBoxLayout>

namespace gatehouse::ui {
namespace {

constexpr int charactersWide = 64;
constexpr int charactersWideToCompare = 104;

QLabel* text(const QString& words, const char* role) {
    auto* label = new QLabel(words);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setProperty("role", QLatin1String(role));
    return label;
}

QString nameOf(const QStringList& common, const QStringList& organisation) {
    QStringList names(common);
    for (const auto& name : organisation) {
        if (!names.contains(name))
            names.append(name);
    }
    return names.isEmpty() ? QStringLiteral("–") : names.join(QStringLiteral(", "));
}

// In groups, so that two can be held against each other by eye; it may break between any two of them.
QString fingerprintText(const QSslCertificate& certificate) {
    return QString::fromLatin1(fingerprintOf(certificate).toHex(' ')).toUpper();
}

QStringList valuesOf(const QSslCertificate& certificate) {
    const QLocale locale;
    const auto day = [&locale](const QDateTime& moment) { return locale.toString(moment.date(), QLocale::LongFormat); };
    QStringList names = certificate.subjectAlternativeNames().values();
    names.sort();
    return {nameOf(certificate.subjectInfo(QSslCertificate::CommonName),
                   certificate.subjectInfo(QSslCertificate::Organization)),
            names.isEmpty() ? QStringLiteral("–") : names.join(QStringLiteral(", ")),
            certificate.isSelfSigned() ? CertificateDialog::tr("Itself (self-signed)")
                                       : nameOf(certificate.issuerInfo(QSslCertificate::CommonName),
                                                certificate.issuerInfo(QSslCertificate::Organization)),
            CertificateDialog::tr("%1 to %2", "two days")
                .arg(day(certificate.effectiveDate()), day(certificate.expiryDate())),
            fingerprintText(certificate)};
}

} // namespace

CertificateDialog::CertificateDialog(const Theme& theme, const QString& gateway, const QSslCertificate& known,
                                     const QSslCertificate& found, QWidget* parent)
    : QDialog(parent) {
    const bool first = known.isNull();
    setObjectName(QStringLiteral("certificateDialog"));
    setWindowTitle(first ? tr("Certificate") : tr("The certificate has changed"));
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(fontMetrics().averageCharWidth() * (first ? charactersWide : charactersWideToCompare));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::huge, space::huge, space::huge, space::large);
    layout->setSpacing(space::medium);
    layout->setSizeConstraint(QLayout::SetMinimumSize);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::small);
    auto* icon = new QLabel;
    icon->setPixmap(theme
                        .icon(first ? QStringLiteral("shield-lock") : QStringLiteral("alert-triangle"),
                              first ? Theme::Tone::Info : Theme::Tone::Warning)
                        .pixmap(iconPixels));
    head->addWidget(icon);
    head->addWidget(
        text(first ? tr("Is this %1?").arg(gateway) : tr("%1 shows another certificate than before").arg(gateway),
             "section"),
        1);
    layout->addLayout(head);
    layout->addWidget(
        text(first ? tr("Compare the fingerprint with what the gateway's operator tells you. Once you trust it, only "
                        "this certificate is accepted.")
                   : tr("It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway's "
                        "operator before you trust the new one."),
             ""));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(space::large);
    grid->setVerticalSpacing(space::small);
    const QStringList titles{tr("Subject"), tr("Names"), tr("Issuer"), tr("Valid"), tr("SHA-256")};
    const auto before = first ? QStringList() : valuesOf(known);
    const auto now = valuesOf(found);
    int row = 0;
    if (!first) {
        grid->addWidget(text(tr("Trusted until now"), "caption"), row, 1);
        grid->addWidget(text(tr("Shown now"), "caption"), row++, 2);
    }
    for (qsizetype i = 0; i < titles.size(); ++i, ++row) {
        auto* title = text(titles[i], "secondary");
        title->setWordWrap(false);
        grid->addWidget(title, row, 0, Qt::AlignTop);
        const auto add = [&](const QString& value, int column, bool differs, const char* name) {
            auto* label = text(value, differs ? "added" : "");
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
            if (i == titles.size() - 1) {
                label->setFont(theme.fixedFont());
                label->setObjectName(QLatin1String(name));
            }
            grid->addWidget(label, row, column, Qt::AlignTop);
        };
        if (!first)
            add(before[i], 1, false, "fingerprintBefore");
        add(now[i], first ? 1 : 2, !first && before[i] != now[i], "fingerprint");
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(2, first ? 0 : 1);
    layout->addLayout(grid);
    const auto today = QDateTime::currentDateTimeUtc();
    if (found.expiryDate() < today || found.effectiveDate() > today)
        layout->addWidget(text(tr("It is not valid today."), "fault"));

    auto* refuse = new QPushButton(first ? tr("Cancel") : tr("Stay disconnected"));
    refuse->setObjectName(QStringLiteral("refuseCertificate"));
    refuse->setDefault(true);
    auto* trust = new QPushButton(first ? tr("Trust this certificate") : tr("Trust the new one"));
    trust->setObjectName(QStringLiteral("trustCertificate"));
    trust->setProperty("role", first ? QStringLiteral("primary") : QStringLiteral("danger"));
    trust->setAutoDefault(false);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, space::small, 0, 0);
    buttons->setSpacing(space::small);
    buttons->addStretch(1);
    buttons->addWidget(refuse);
    buttons->addWidget(trust);
    layout->addLayout(buttons);
    connect(refuse, &QPushButton::clicked, this, &QDialog::reject);
    connect(trust, &QPushButton::clicked, this, &QDialog::accept);
    refuse->setFocus();
}

} // namespace gatehouse::ui
