// SPDX-License-Identifier: GPL-3.0-or-later
// What resources/clients/*.json says in words, so that it can be translated. A test holds both against each other.
#include "ui/connect/client_description.h"

#include <QCoreApplication>

namespace gatehouse::ui {

QVector<const char*> clientTexts() {
    return {
        QT_TRANSLATE_NOOP("Clients", "The base URL ends without /v1: Claude Code adds the rest itself."),
        QT_TRANSLATE_NOOP("Clients",
                          "ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win."),
        QT_TRANSLATE_NOOP("Clients", "What settings.json says goes before what the shell says."),
        QT_TRANSLATE_NOOP("Clients", "Shell"),
        QT_TRANSLATE_NOOP("Clients", "settings.json"),
        QT_TRANSLATE_NOOP("Clients", "Codex speaks the Responses API only."),
        QT_TRANSLATE_NOOP("Clients", "config.toml is read when Codex starts: start it anew after a change."),
        QT_TRANSLATE_NOOP(
            "Clients", "A config.toml inside a project cannot choose the provider; use the one in your home folder."),
        QT_TRANSLATE_NOOP("Clients", "config.toml"),
        QT_TRANSLATE_NOOP("Clients",
                          "Choose the API key as the way to sign in; with a Google login the base URL is not used."),
        QT_TRANSLATE_NOOP("Clients", "A .env file in a project goes before the one in your home folder."),
        QT_TRANSLATE_NOOP("Clients", "Cursor's own servers send the requests, so they cannot reach this computer's "
                                     "loopback address. The gateway needs an address on the network, with TLS."),
        QT_TRANSLATE_NOOP("Clients",
                          "The other base URL counts for all OpenAI models in Cursor, also those of its subscription."),
        QT_TRANSLATE_NOOP("Clients", "Completion while typing still uses Cursor's own models."),
        QT_TRANSLATE_NOOP("Clients", "Settings"),
        QT_TRANSLATE_NOOP("Clients", "Without apiBase the key would be sent to OpenAI."),
        QT_TRANSLATE_NOOP("Clients", "Where a config.yaml exists, config.json is not read any more."),
        QT_TRANSLATE_NOOP("Clients", "config.yaml"),
        QT_TRANSLATE_NOOP("Clients", "Cline keeps the key in the editor's own secret store: enter it there."),
        QT_TRANSLATE_NOOP("Clients", "The model's name begins with openai/ here: that tells Aider which API to speak."),
        QT_TRANSLATE_NOOP("Clients", "A .aider.conf.yml in the repository goes before the one in your home folder."),
        QT_TRANSLATE_NOOP("Clients", ".aider.conf.yml"),
        QT_TRANSLATE_NOOP("Clients", "In a container 127.0.0.1 is the container itself. The gateway must listen on an "
                                     "address that the container reaches."),
        QT_TRANSLATE_NOOP("Clients", "The variables count at the first start only; later change the connection under "
                                     "Admin Settings > Connections."),
        QT_TRANSLATE_NOOP("Clients", "Docker"),
        QT_TRANSLATE_NOOP("Clients", "Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…"),
        QT_TRANSLATE_NOOP("Clients", "Python"),
        QT_TRANSLATE_NOOP("Clients", "JavaScript"),
        QT_TRANSLATE_NOOP("Clients",
                          "Use OpenAILike, not OpenAI: the latter refuses names of models that it does not know."),
        QT_TRANSLATE_NOOP("Clients", "The base URL ends without /v1: the library adds it."),
        QT_TRANSLATE_NOOP("Clients", "OpenAI"),
        QT_TRANSLATE_NOOP("Clients", "Anthropic"),
        QT_TRANSLATE_NOOP("Clients", "Gemini"),
        QT_TRANSLATE_NOOP("Clients", "Bedrock"),
        QT_TRANSLATE_NOOP("Clients", "Cohere"),
        QT_TRANSLATE_NOOP("Clients", "Bedrock form"),
        QT_TRANSLATE_NOOP("Clients", "Vertex form"),
        QT_TRANSLATE_NOOP("Clients",
                          "In the Bedrock and Vertex forms project and region have to be there, but play no part."),
        QT_TRANSLATE_NOOP("Clients",
                          "Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address."),
        QT_TRANSLATE_NOOP("Clients", "Ollama's clients send no key of their own accord: the header carries it."),
        QT_TRANSLATE_NOOP("Clients", "The gateway takes its key as a Bedrock API key; a signature with an access key "
                                     "cannot be checked and is refused."),
        QT_TRANSLATE_NOOP("Clients", "The region has to be there, but plays no part."),
        QT_TRANSLATE_NOOP("Clients",
                          "With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send "
                          "a key by itself."),
    };
}

} // namespace gatehouse::ui
