// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/providers/provider_words.h"

#include <QCoreApplication>
#include <QHash>

namespace gatehouse::ui {
namespace {

// The texts of this file.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(ProviderWords)
};

struct Verdict {
    const char* sentence;
    const char* nextStep;
};

// %1 is the address that was asked, %2 another one that answers.
const QHash<QString, Verdict>& verdicts() {
    static const QHash<QString, Verdict> all{
        {QStringLiteral("ok"), {QT_TRANSLATE_NOOP("ProviderWords", "The provider answers and takes the key."), ""}},
        {QStringLiteral("no_key"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The provider has no key."),
          QT_TRANSLATE_NOOP("ProviderWords", "Add a key, or choose that none is sent.")}},
        {QStringLiteral("key_unreadable"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The key cannot be read."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the name of the variable or file, or replace the key.")}},
        {QStringLiteral("keychain_locked"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The key chain is locked, so the key cannot be read."),
          QT_TRANSLATE_NOOP("ProviderWords", "Unlock the key chain, then test again.")}},
        {QStringLiteral("key_unusable"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The key holds characters that cannot be sent."),
          QT_TRANSLATE_NOOP("ProviderWords", "Copy the key again, without line ends.")}},
        {QStringLiteral("key_needed"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The provider wants a key."),
          QT_TRANSLATE_NOOP("ProviderWords", "Add one, and choose how it is sent.")}},
        {QStringLiteral("key_rejected"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The provider rejects this key."),
          QT_TRANSLATE_NOOP("ProviderWords", "Copy it again from the provider's site and replace it.")}},
        {QStringLiteral("access_denied"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The provider knows the key, but does not let it in."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the key's project, region and rights, or replace it.")}},
        {QStringLiteral("host_not_found"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The host of %1 cannot be found."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the host name and this machine's network.")}},
        {QStringLiteral("connect_refused"),
         {QT_TRANSLATE_NOOP("ProviderWords", "Nothing listens at %1."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the port, and that the server runs.")}},
        {QStringLiteral("connect_failed"),
         {QT_TRANSLATE_NOOP("ProviderWords", "No connection to %1 comes to stand."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the address, the network and the firewall.")}},
        {QStringLiteral("connect_timeout"),
         {QT_TRANSLATE_NOOP("ProviderWords", "%1 does not answer."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the address and the firewall.")}},
        {QStringLiteral("proxy_failed"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The proxy does not lead to the provider."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the proxy's address, user and password.")}},
        {QStringLiteral("tls_failed"),
         {QT_TRANSLATE_NOOP("ProviderWords", "No secure connection to %1 comes to stand."),
          QT_TRANSLATE_NOOP("ProviderWords", "Check the host name, or name your own authority under Advanced.")}},
        {QStringLiteral("answer_timeout"),
         {QT_TRANSLATE_NOOP("ProviderWords", "%1 takes the connection, but does not answer in time."),
          QT_TRANSLATE_NOOP("ProviderWords", "Test again; if it stays so, check the address.")}},
        {QStringLiteral("connection_lost"),
         {QT_TRANSLATE_NOOP("ProviderWords", "%1 ended the connection before its answer was whole."),
          QT_TRANSLATE_NOOP("ProviderWords", "Test again; if it stays so, check the address.")}},
        {QStringLiteral("cancelled"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The test was cancelled."),
          QT_TRANSLATE_NOOP("ProviderWords", "Test again.")}},
        {QStringLiteral("redirected"),
         {QT_TRANSLATE_NOOP("ProviderWords", "%1 leads elsewhere."),
          QT_TRANSLATE_NOOP("ProviderWords", "Enter the address that the provider's documentation names.")}},
        {QStringLiteral("wrong_dialect"),
         {QT_TRANSLATE_NOOP("ProviderWords", "%1 does not answer as a model API does."),
          QT_TRANSLATE_NOOP("ProviderWords", "Enter the API's address; often it has its own host or ends in /v1.")}},
        {QStringLiteral("rate_limited"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The provider takes no more calls from this key just now."),
          QT_TRANSLATE_NOOP("ProviderWords", "Wait a minute and test again.")}},
        {QStringLiteral("no_credit"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The key is right, but its account has no credit left."),
          QT_TRANSLATE_NOOP("ProviderWords", "Add credit at the provider, or use another key.")}},
        {QStringLiteral("server_error"),
         {QT_TRANSLATE_NOOP("ProviderWords", "The provider has trouble of its own."),
          QT_TRANSLATE_NOOP("ProviderWords", "Wait and test again.")}},
    };
    return all;
}

} // namespace

HealthWords healthWords(const QString& state) {
    using Tone = Theme::Tone;
    if (state == QLatin1String("healthy"))
        return {Words::tr("Healthy"), QStringLiteral("circle-check"), Tone::Success};
    if (state == QLatin1String("unused"))
        return {Words::tr("No calls yet"), QStringLiteral("circle-dashed"), Tone::Secondary};
    if (state == QLatin1String("probing"))
        return {Words::tr("Trying again"), QStringLiteral("refresh"), Tone::Warning};
    if (state == QLatin1String("resting"))
        return {Words::tr("Failing, left alone"), QStringLiteral("alert-triangle"), Tone::Error};
    if (state == QLatin1String("key_rejected"))
        return {Words::tr("Key rejected"), QStringLiteral("circle-x"), Tone::Error};
    if (state == QLatin1String("no_key"))
        return {Words::tr("No usable key"), QStringLiteral("key"), Tone::Warning};
    if (state == QLatin1String("disabled"))
        return {Words::tr("Disabled"), QStringLiteral("player-pause"), Tone::Secondary};
    return {Words::tr("Not known"), QStringLiteral("circle-dashed"), Tone::Secondary};
}

VerdictWords verdictWords(const QJsonObject& test) {
    const auto text = [&test](const char* name) { return test.value(QLatin1String(name)).toString(); };
    const auto code = text("code");
    const auto address = text("base_url");
    if (code == QLatin1String("not_found")) {
        const auto other = text("suggested_base_url");
        if (!other.isEmpty())
            return {Words::tr("There is no API at %1.").arg(address),
                    Words::tr("Use %1: that address answers.").arg(other)};
        return {Words::tr("There is no list of models at %1.").arg(address), Words::tr("Check the base URL.")};
    }
    const auto known = verdicts().constFind(code);
    if (known == verdicts().constEnd())
        return {text("sentence"), text("next_step")};
    auto sentence = Words::tr(known->sentence);
    if (sentence.contains(QLatin1String("%1")))
        sentence = sentence.arg(address);
    return {sentence, *known->nextStep == '\0' ? QString() : Words::tr(known->nextStep)};
}

QString stageName(const QString& name) {
    if (name == QLatin1String("key"))
        return Words::tr("Key read");
    if (name == QLatin1String("resolve"))
        return Words::tr("Host name");
    if (name == QLatin1String("connect"))
        return Words::tr("Connection");
    if (name == QLatin1String("proxy"))
        return Words::tr("Proxy");
    if (name == QLatin1String("tls"))
        return Words::tr("Secure connection");
    if (name == QLatin1String("answer"))
        return Words::tr("First byte");
    if (name == QLatin1String("authenticate"))
        return Words::tr("Key accepted");
    if (name == QLatin1String("models"))
        return Words::tr("List of models");
    return name == QLatin1String("call") ? Words::tr("Call of one token") : name;
}

QString dialectName(const QString& dialect) {
    // Names of products and of their interfaces: the same in every language.
    static const QHash<QString, QString> names{
        {QStringLiteral("openai"), QStringLiteral("OpenAI")},
        {QStringLiteral("openai_responses"), QStringLiteral("OpenAI Responses")},
        {QStringLiteral("anthropic"), QStringLiteral("Anthropic")},
        {QStringLiteral("gemini"), QStringLiteral("Gemini")},
        {QStringLiteral("vertex_gemini"), QStringLiteral("Vertex AI · Gemini")},
        {QStringLiteral("vertex_anthropic"), QStringLiteral("Vertex AI · Anthropic")},
        {QStringLiteral("vertex_mistral"), QStringLiteral("Vertex AI · Mistral")},
        {QStringLiteral("bedrock"), QStringLiteral("Amazon Bedrock")},
        {QStringLiteral("bedrock_invoke"), QStringLiteral("Amazon Bedrock · invoke")},
        {QStringLiteral("sagemaker"), QStringLiteral("Amazon SageMaker")},
        {QStringLiteral("azure"), QStringLiteral("Azure OpenAI")},
        {QStringLiteral("azure_deployments"), QStringLiteral("Azure OpenAI · deployments")},
        {QStringLiteral("azure_inference"), QStringLiteral("Azure AI inference")},
        {QStringLiteral("azureml"), QStringLiteral("Azure Machine Learning")},
        {QStringLiteral("databricks_serving"), QStringLiteral("Databricks serving")},
        {QStringLiteral("cohere"), QStringLiteral("Cohere")},
        {QStringLiteral("ollama"), QStringLiteral("Ollama")},
        {QStringLiteral("mistral"), QStringLiteral("Mistral")},
        {QStringLiteral("kserve_v2"), QStringLiteral("KServe v2 (Triton, OpenVINO)")},
        {QStringLiteral("watsonx"), QStringLiteral("watsonx")},
        {QStringLiteral("voyage"), QStringLiteral("Voyage")},
        {QStringLiteral("jina"), QStringLiteral("Jina")},
    };
    return dialect == QLatin1String("template") ? Words::tr("Bodies of your own (template)")
                                                : names.value(dialect, dialect);
}

QString categoryName(const QString& category) {
    if (category == QLatin1String("often"))
        return Words::tr("Often used");
    if (category == QLatin1String("cloud"))
        return Words::tr("Model makers and clouds");
    if (category == QLatin1String("aggregator"))
        return Words::tr("Many models behind one key");
    if (category == QLatin1String("local"))
        return Words::tr("On this computer");
    if (category == QLatin1String("self_hosted"))
        return Words::tr("Hosted by yourself");
    if (category == QLatin1String("plan"))
        return Words::tr("Subscriptions");
    if (category == QLatin1String("agent_platform"))
        return Words::tr("Agent platforms");
    return category == QLatin1String("generic") ? Words::tr("Any other address") : category;
}

QString referenceText(const QString& reference) {
    const auto colon = reference.indexOf(u':');
    const auto kind = reference.left(colon);
    const auto name = reference.mid(colon + 1);
    if (kind == QLatin1String("env"))
        return Words::tr("Variable %1").arg(name);
    if (kind == QLatin1String("file"))
        return Words::tr("File %1").arg(name);
    if (kind == QLatin1String("keychain"))
        return Words::tr("Key chain: %1").arg(name);
    return kind == QLatin1String("vault") ? Words::tr("Vault: %1").arg(name) : reference;
}

} // namespace gatehouse::ui
