<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation>
            <numerusform>%n weiteres dahinter</numerusform>
            <numerusform>%n weitere dahinter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation>
            <numerusform>geteilt mit %n weiteren</numerusform>
            <numerusform>geteilt mit %n weiteren</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation>%1 ist aus</translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation>%1 hat keinen Schlüssel</translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation>%1 ruht</translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation>%1: zurzeit nicht verfügbar</translation>
    </message>
    <message>
        <source>%1 → %2 / %3</source>
        <extracomment>Where calls of a model go: name asked for, provider, name there</extracomment>
        <translation>%1 → %2 / %3</translation>
    </message>
</context>
<context>
    <name>ApiLife</name>
    <message>
        <source>Submit %1 for review</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 zur Prüfung einreichen</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 veröffentlichen</translation>
    </message>
    <message>
        <source>Send %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 zurückgeben</translation>
    </message>
    <message>
        <source>Deprecate %1</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 abkündigen</translation>
    </message>
    <message>
        <source>Retire %1</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 stilllegen</translation>
    </message>
    <message>
        <source>Roll %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>%1 zurücksetzen</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Einreichen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>Abkündigen</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Stilllegen</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Whoever may publish is asked to look at it. Nothing changes for callers.</source>
        <translation>Wer veröffentlichen darf, wird um Durchsicht gebeten. Für Aufrufer ändert sich nichts.</translation>
    </message>
    <message>
        <source>From the next call on, callers get this.</source>
        <translation>Ab dem nächsten Aufruf bekommen Aufrufer dies.</translation>
    </message>
    <message>
        <source>It becomes a design again, with your note for its author.</source>
        <translation>Es wird wieder ein Entwurf, mit Ihrer Notiz für den Autor.</translation>
    </message>
    <message>
        <source>It goes on answering, and tells callers in each answer when it ends and what follows.</source>
        <translation>Sie antwortet weiter und sagt Aufrufern in jeder Antwort, wann sie endet und was folgt.</translation>
    </message>
    <message>
        <source>Every further call is refused with 410. It cannot be published again.</source>
        <translation>Jeder weitere Aufruf wird mit 410 abgelehnt. Sie kann nicht wieder veröffentlicht werden.</translation>
    </message>
    <message>
        <source>From the next call on, callers get the release before again.</source>
        <translation>Ab dem nächsten Aufruf bekommen Aufrufer wieder die Ausgabe davor.</translation>
    </message>
</context>
<context>
    <name>Apis</name>
    <message>
        <source>A REST service</source>
        <translation>Ein REST-Dienst</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a release of so many</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a moment, a person</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>Budgets</name>
    <message>
        <source>%1 %</source>
        <comment>a share</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Warn</source>
        <translation>Warnen</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Wechseln</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>Zu %1 wechseln</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Off · %1</source>
        <comment>an amount of dollars</comment>
        <translation>Aus · %1</translation>
    </message>
    <message>
        <source>– of %1</source>
        <comment>an amount of dollars</comment>
        <translation>– von %1</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <comment>spent, limit, share</comment>
        <translation>%1 von %2 · %3</translation>
    </message>
    <message>
        <source>%1 · over</source>
        <comment>a forecast beyond the budget</comment>
        <translation>%1 · zu viel</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>whose budget, how much of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Running calls have reserved %1.</source>
        <translation>Laufende Aufrufe haben %1 reserviert.</translation>
    </message>
    <message>
        <source>At this pace %1 will be spent when the period ends.</source>
        <translation>So weiter, sind am Ende des Zeitraums %1 ausgegeben.</translation>
    </message>
    <message>
        <source>It starts anew %1.</source>
        <translation>Es beginnt neu: %1.</translation>
    </message>
    <message>
        <source>Raised from %1 until %2.</source>
        <translation>Von %1 erhöht bis %2.</translation>
    </message>
    <message>
        <source>At the limit: %1. Alerts at %2.</source>
        <translation>An der Grenze: %1. Hinweise bei %2.</translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>nicht aufgezeichnet</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>aufgezeichnet</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation>Die Anfrage dieses Aufrufs wurde nicht aufgezeichnet. Inhalte aufzeichnen, um spätere Aufrufe erneut zu senden.</translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation>Die Anfrage dieses Aufrufs wurde nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation>Nur der Anfang der Anfrage wurde aufgezeichnet. Vor dem Senden vervollständigen.</translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation>Bilder oder Ton fehlen in der Aufzeichnung. Vor dem Senden wieder einfügen.</translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation>Private Daten wurden in der Aufzeichnung maskiert. Vor dem Senden wieder einsetzen.</translation>
    </message>
</context>
<context>
    <name>ChainWords</name>
    <message>
        <source>Only when %1</source>
        <translation>Nur wenn %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>Nach %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>Höchstens %1</translation>
    </message>
    <message>
        <source>The chain goes on without it</source>
        <translation>Die Kette läuft ohne ihn weiter</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Tensor model</source>
        <translation>Tensormodell</translation>
    </message>
    <message>
        <source>Published API</source>
        <translation>Veröffentlichte API</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text</comment>
        <translation>„%1“</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 eines von %2 ist</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 ist vorhanden</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 fehlt</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation>%1 hinzugefügt</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1 geändert</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>Anbieter %1</translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation>Route %1</translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation>Team %1</translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation>Anwendung %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>Geheimnis %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>Prompt %1</translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>Kette %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>Tarif %1</translation>
    </message>
    <message>
        <source>Subscription %1</source>
        <translation>Abonnement %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>Benutzer %1</translation>
    </message>
    <message>
        <source>Webhook %1</source>
        <translation>Webhook %1</translation>
    </message>
</context>
<context>
    <name>ChartMaker</name>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation>Spielgeld-Ausgaben</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Eingabe aus Cache</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>Cache-Schreiben</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1, vorher</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
</context>
<context>
    <name>ChartPainter</name>
    <message>
        <source>▲ %1, above</source>
        <translation>▲ %1, darüber</translation>
    </message>
</context>
<context>
    <name>ChartScale</name>
    <message>
        <source>d MMM</source>
        <extracomment>How a day is written on a chart&apos;s axis, in the letters of Qt&apos;s date formats</extracomment>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d. MMM yyyy</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>ChartTip</name>
    <message numerus="yes">
        <source>and %n more changes</source>
        <translation>
            <numerusform>und %n weitere Änderung</numerusform>
            <numerusform>und %n weitere Änderungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation>%1 %2 – %3</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation>Median der Stunden</translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation>Zuletzt: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>The base URL ends without /v1: Claude Code adds the rest itself.</source>
        <translation>Die Basis-URL endet ohne /v1: Claude Code fügt den Rest selbst hinzu.</translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation>ANTHROPIC_API_KEY darf nicht zusätzlich gesetzt sein: Beide würden gesendet, und der falsche könnte gelten.</translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation>Was in settings.json steht, hat Vorrang vor der Shell.</translation>
    </message>
    <message>
        <source>Shell</source>
        <translation>Shell</translation>
    </message>
    <message>
        <source>settings.json</source>
        <translation>settings.json</translation>
    </message>
    <message>
        <source>Codex speaks the Responses API only.</source>
        <translation>Codex spricht nur die Responses API.</translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation>config.toml wird beim Start von Codex gelesen: nach einer Änderung neu starten.</translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation>Eine config.toml in einem Projekt kann den Anbieter nicht wählen; die im persönlichen Ordner verwenden.</translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation>config.toml</translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation>Als Anmeldeart den API-Schlüssel wählen; mit einer Google-Anmeldung wird die Basis-URL nicht verwendet.</translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation>Eine .env-Datei in einem Projekt hat Vorrang vor der im persönlichen Ordner.</translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation>Cursors eigene Server senden die Anfragen und erreichen deshalb die Loopback-Adresse dieses Computers nicht. Das Gateway braucht eine Adresse im Netzwerk, mit TLS.</translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation>Die andere Basis-URL gilt für alle OpenAI-Modelle in Cursor, auch für die des Abonnements.</translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation>Die Vervollständigung beim Tippen verwendet weiterhin Cursors eigene Modelle.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation>Ohne apiBase würde der Schlüssel an OpenAI gesendet.</translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation>Wo es eine config.yaml gibt, wird config.json nicht mehr gelesen.</translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation>config.yaml</translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation>Cline bewahrt den Schlüssel im Geheimnisspeicher des Editors auf: dort eingeben.</translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation>Der Modellname beginnt hier mit openai/: Das sagt Aider, welche API es sprechen soll.</translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation>Eine .aider.conf.yml im Repository hat Vorrang vor der im persönlichen Ordner.</translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation>.aider.conf.yml</translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation>In einem Container ist 127.0.0.1 der Container selbst. Das Gateway muss auf einer Adresse lauschen, die der Container erreicht.</translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation>Die Variablen zählen nur beim ersten Start; später die Verbindung unter Admin Settings &gt; Connections ändern.</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation>Zuerst die Variable GATEHOUSE_KEY auf Ihren Schlüssel setzen: export GATEHOUSE_KEY=…</translation>
    </message>
    <message>
        <source>Python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>JavaScript</source>
        <translation>JavaScript</translation>
    </message>
    <message>
        <source>Use OpenAILike, not OpenAI: the latter refuses names of models that it does not know.</source>
        <translation>OpenAILike verwenden, nicht OpenAI: Letzteres lehnt unbekannte Modellnamen ab.</translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation>Die Basis-URL endet ohne /v1: Die Bibliothek fügt es hinzu.</translation>
    </message>
    <message>
        <source>OpenAI</source>
        <translation>OpenAI</translation>
    </message>
    <message>
        <source>Anthropic</source>
        <translation>Anthropic</translation>
    </message>
    <message>
        <source>Gemini</source>
        <translation>Gemini</translation>
    </message>
    <message>
        <source>Bedrock</source>
        <translation>Bedrock</translation>
    </message>
    <message>
        <source>Cohere</source>
        <translation>Cohere</translation>
    </message>
    <message>
        <source>Bedrock form</source>
        <translation>Bedrock-Form</translation>
    </message>
    <message>
        <source>Vertex form</source>
        <translation>Vertex-Form</translation>
    </message>
    <message>
        <source>In the Bedrock and Vertex forms project and region have to be there, but play no part.</source>
        <translation>In den Formen für Bedrock und Vertex müssen Projekt und Region dastehen, spielen aber keine Rolle.</translation>
    </message>
    <message>
        <source>Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address.</source>
        <translation>Responses laufen über HTTP oder, wo Codex einen öffnet, über einen WebSocket unter derselben Adresse.</translation>
    </message>
    <message>
        <source>Ollama&apos;s clients send no key of their own accord: the header carries it.</source>
        <translation>Die Clients von Ollama senden von sich aus keinen Schlüssel: der Header trägt ihn.</translation>
    </message>
    <message>
        <source>The gateway takes its key as a Bedrock API key; a signature with an access key cannot be checked and is refused.</source>
        <translation>Das Gateway nimmt seinen Schlüssel als Bedrock-API-Schlüssel; eine Signatur mit einem Zugriffsschlüssel kann nicht geprüft werden und wird abgewiesen.</translation>
    </message>
    <message>
        <source>The region has to be there, but plays no part.</source>
        <translation>Die Region muss dastehen, spielt aber keine Rolle.</translation>
    </message>
    <message>
        <source>With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send a key by itself.</source>
        <translation>Mit TLS tut AWS_BEARER_TOKEN_BEDROCK dasselbe; ohne TLS weigert sich boto3, selbst einen Schlüssel zu senden.</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation>Zum Fortfahren %1 eingeben:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>Conformance</name>
    <message>
        <source>Testing: %1 of %2</source>
        <translation>Test läuft: %1 von %2</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <comment>day</comment>
        <translation>Angehalten, %1</translation>
    </message>
    <message numerus="yes">
        <source>All %n pass, %1</source>
        <comment>day</comment>
        <translation>
            <numerusform>%n besteht, %1</numerusform>
            <numerusform>Alle %n bestehen, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 pass, %3</source>
        <comment>tests, tests, day</comment>
        <translation>%1 von %2 bestehen, %3</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Einfach</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
    <message>
        <source>Parallel tools</source>
        <translation>Parallele Werkzeuge</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Structured output</source>
        <translation>Strukturierte Ausgabe</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Long output</source>
        <translation>Lange Ausgabe</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>Verbindung bearbeiten</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation>Die Adresse eingeben, etwa https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation>Das ist keine Adresse. Sie beginnt mit https:// und nennt einen Host, etwa https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation>Benutzernamen, ? und # weglassen: Das Token hat ein eigenes Feld.</translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation>Den Pfad weglassen: Host und Port genügen.</translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation>https verwenden: Über http könnte das Token unterwegs gelesen werden.</translation>
    </message>
</context>
<context>
    <name>CredentialKinds</name>
    <message>
        <source>Access key ID</source>
        <translation>Zugriffsschlüssel-ID</translation>
    </message>
    <message>
        <source>An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE.</source>
        <translation>Eine Zugriffsschlüssel-ID hat nur Buchstaben und Ziffern, etwa AKIAIOSFODNN7EXAMPLE.</translation>
    </message>
    <message>
        <source>Enter the access key ID whose secret stands below.</source>
        <translation>Die Zugriffsschlüssel-ID eingeben, deren Geheimnis unten steht.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Mandant</translation>
    </message>
    <message>
        <source>The directory&apos;s id or domain.</source>
        <translation>Id oder Domäne des Verzeichnisses.</translation>
    </message>
    <message>
        <source>A tenant is an id or a domain, such as contoso.onmicrosoft.com.</source>
        <translation>Ein Mandant ist eine Id oder Domäne, etwa contoso.onmicrosoft.com.</translation>
    </message>
    <message>
        <source>Enter the tenant that the application is in.</source>
        <translation>Den Mandanten eingeben, in dem die Anwendung liegt.</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>Client-ID</translation>
    </message>
    <message>
        <source>Of the application or identity. Without one the machine&apos;s own counts, or what the key says.</source>
        <translation>Der Anwendung oder Identität. Ohne sie zählt die der Maschine oder was der Schlüssel sagt.</translation>
    </message>
    <message>
        <source>A client ID has no blanks.</source>
        <translation>Eine Client-ID hat keine Leerzeichen.</translation>
    </message>
    <message>
        <source>Enter the client ID whose secret stands below.</source>
        <translation>Die Client-ID eingeben, deren Geheimnis unten steht.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Leave it empty where the address says it.</source>
        <translation>Leer lassen, wo die Adresse sie sagt.</translation>
    </message>
    <message>
        <source>A region is written like eu-west-1.</source>
        <translation>Eine Region wird wie eu-west-1 geschrieben.</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Of ~/.aws/config on the gateway&apos;s machine. Leave it empty for the default.</source>
        <translation>Aus ~/.aws/config auf der Maschine des Gateways. Leer lassen für das übliche.</translation>
    </message>
    <message>
        <source>A profile&apos;s name has letters, digits and . _ @ + - only.</source>
        <translation>Ein Profilname hat nur Buchstaben, Ziffern und . _ @ + -.</translation>
    </message>
    <message>
        <source>Role to assume</source>
        <translation>Anzunehmende Rolle</translation>
    </message>
    <message>
        <source>Leave it empty to sign with the credential itself.</source>
        <translation>Leer lassen, um mit der Berechtigung selbst zu signieren.</translation>
    </message>
    <message>
        <source>A role is written like arn:aws:iam::123456789012:role/gatehouse.</source>
        <translation>Eine Rolle wird wie arn:aws:iam::123456789012:role/gatehouse geschrieben.</translation>
    </message>
    <message>
        <source>External ID</source>
        <translation>Externe ID</translation>
    </message>
    <message>
        <source>What the role&apos;s owner wants to see, if anything.</source>
        <translation>Was der Besitzer der Rolle sehen will, falls etwas.</translation>
    </message>
    <message>
        <source>An external ID has letters, digits and + = , . @ : / _ - only.</source>
        <translation>Eine externe ID hat nur Buchstaben, Ziffern und + = , . @ : / _ -.</translation>
    </message>
    <message>
        <source>Act as</source>
        <translation>Handeln als</translation>
    </message>
    <message>
        <source>A service account that is impersonated. Leave it empty to act as the credential itself.</source>
        <translation>Ein Dienstkonto, in dessen Namen gehandelt wird. Leer lassen, um als die Berechtigung selbst zu handeln.</translation>
    </message>
    <message>
        <source>Enter the service account&apos;s address, such as gateway@project.iam.gserviceaccount.com.</source>
        <translation>Die Adresse des Dienstkontos eingeben, etwa gateway@project.iam.gserviceaccount.com.</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>Token-Adresse</translation>
    </message>
    <message>
        <source>Where tokens are fetched. Some presets know it already.</source>
        <translation>Wo Token geholt werden. Manche Vorlagen kennen sie schon.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://login.example.com/oauth/token.</source>
        <translation>Eine ganze Adresse eingeben, etwa https://login.example.com/oauth/token.</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Geltungsbereich</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>Leer lassen für den üblichen.</translation>
    </message>
    <message>
        <source>Scopes are plain words, parted by single blanks.</source>
        <translation>Geltungsbereiche sind einfache Wörter, getrennt durch einzelne Leerzeichen.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Zielgruppe</translation>
    </message>
    <message>
        <source>Where the token server asks for one.</source>
        <translation>Wo der Token-Server nach einer fragt.</translation>
    </message>
    <message>
        <source>An audience has no blanks.</source>
        <translation>Eine Zielgruppe hat keine Leerzeichen.</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>A parameter&apos;s name has letters, digits and . _ ~ - only.</source>
        <translation>Ein Parametername hat nur Buchstaben, Ziffern und . _ ~ -.</translation>
    </message>
    <message>
        <source>Before the key</source>
        <translation>Vor dem Schlüssel</translation>
    </message>
    <message>
        <source>A word that stands before the key in the header, if any.</source>
        <translation>Ein Wort, das im Header vor dem Schlüssel steht, falls nötig.</translation>
    </message>
    <message>
        <source>Enter one word without blanks in it.</source>
        <translation>Ein Wort ohne Leerzeichen darin eingeben.</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>Wie bei diesem Anbieter üblich</translation>
    </message>
    <message>
        <source>API key (Authorization: Bearer)</source>
        <translation>API-Schlüssel (Authorization: Bearer)</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>Kein Schlüssel wird gesendet</translation>
    </message>
    <message>
        <source>API key in the address</source>
        <translation>API-Schlüssel in der Adresse</translation>
    </message>
    <message>
        <source>API key in a header of its own</source>
        <translation>API-Schlüssel in einem eigenen Header</translation>
    </message>
    <message>
        <source>AWS signature (SigV4)</source>
        <translation>AWS-Signatur (SigV4)</translation>
    </message>
    <message>
        <source>Google Cloud token</source>
        <translation>Token von Google Cloud</translation>
    </message>
    <message>
        <source>Microsoft Entra ID token</source>
        <translation>Token von Microsoft Entra ID</translation>
    </message>
    <message>
        <source>OAuth client credentials</source>
        <translation>OAuth-Client-Credentials</translation>
    </message>
    <message>
        <source>IBM Cloud token for an API key</source>
        <translation>IBM-Cloud-Token für einen API-Schlüssel</translation>
    </message>
    <message>
        <source>API key in the header %1</source>
        <translation>API-Schlüssel im Header %1</translation>
    </message>
    <message>
        <source>Credentials of the gateway&apos;s machine</source>
        <translation>Berechtigung der Maschine des Gateways</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>Zugriffsschlüssel</translation>
    </message>
    <message>
        <source>Service account, its JSON given here</source>
        <translation>Dienstkonto, sein JSON hier angegeben</translation>
    </message>
    <message>
        <source>Service account, its JSON kept elsewhere</source>
        <translation>Dienstkonto, sein JSON anderswo aufbewahrt</translation>
    </message>
    <message>
        <source>Application and client secret</source>
        <translation>Anwendung und Client-Geheimnis</translation>
    </message>
    <message>
        <source>Managed or workload identity of the gateway&apos;s machine</source>
        <translation>Verwaltete oder Workload-Identität der Maschine des Gateways</translation>
    </message>
    <message>
        <source>Wherever it is found</source>
        <translation>Wo immer sie gefunden wird</translation>
    </message>
    <message>
        <source>Variables of the environment</source>
        <translation>Umgebungsvariablen</translation>
    </message>
    <message>
        <source>File of gcloud (application default)</source>
        <translation>Datei von gcloud (Application Default)</translation>
    </message>
    <message>
        <source>Files in ~/.aws</source>
        <translation>Dateien in ~/.aws</translation>
    </message>
    <message>
        <source>What the container&apos;s environment names</source>
        <translation>Was die Umgebung des Containers nennt</translation>
    </message>
    <message>
        <source>Workload identity (a token in a file)</source>
        <translation>Workload-Identität (ein Token in einer Datei)</translation>
    </message>
    <message>
        <source>Managed identity of the machine</source>
        <translation>Verwaltete Identität der Maschine</translation>
    </message>
    <message>
        <source>Metadata address of the machine</source>
        <translation>Metadaten-Adresse der Maschine</translation>
    </message>
    <message>
        <source>The secret access key. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Der geheime Zugriffsschlüssel. Er wird im Schlüsselbund oder Tresor des Gateways aufbewahrt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>The client secret. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Das Client-Geheimnis. Es wird im Schlüsselbund oder Tresor des Gateways aufbewahrt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Where the service account&apos;s JSON is kept: a file or variable of the gateway, or its vault.</source>
        <translation>Wo das JSON des Dienstkontos aufbewahrt wird: eine Datei oder Variable des Gateways oder sein Tresor.</translation>
    </message>
    <message>
        <source>The API key for which tokens are fetched. It is kept in the gateway&apos;s key chain or vault.</source>
        <translation>Der API-Schlüssel, für den Token geholt werden. Er wird im Schlüsselbund oder Tresor des Gateways aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation>%1 kann nicht geschrieben werden (%2). Den Ordner beschreibbar machen, dann erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation>Diese Version kann das nicht verwenden.</translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation>Es braucht auch eine Adresse; unter „Anbieter“ hinzufügen.</translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation>Der Wert ist kein Schlüssel.</translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation>%1, Zeile %2</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation>Es wurde erneut versucht.</translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation>Das nächste Ziel wurde versucht.</translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation>Der Fehler wurde an den Client weitergegeben.</translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation>Der Client ging vor dem Ende.</translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation>Er wurde hier abgebrochen.</translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation>Versuch %1: %2 bediente ihn mit Status %3 in %4.</translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation>Versuch %1: %2 antwortete mit Status %3 (%4) nach %5.</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>nicht verwendet</translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation>Versuch %1: %2 antwortete nicht (%3), nach %4.</translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation>kein Grund genannt</translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation>Mit dem Schlüssel %1.</translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation>Der Client erhielt die ganze Antwort, mit Status %1.</translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation>Das Gateway lehnte den Aufruf mit Status %1 ab (%2); kein Anbieter wurde gefragt.</translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation>Die Antwort brach nach ihrem Anfang ab; der Client wurde im Stream informiert.</translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation>Der Aufruf wurde in der Konsole abgebrochen; der Client wurde informiert.</translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation>Der Client ging, bevor die Antwort vollständig war.</translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation>Der Client erhielt einen Fehler mit Status %1 (%2).</translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation>Der Cache enthielt genau diese Antwort.</translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation>Der Cache enthielt die Antwort auf eine gleichbedeutende Frage.</translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation>Der Cache enthielt keine Antwort.</translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation>Der Schlüssel %1 gehört zur Anwendung %2 des Teams %3.</translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation>Kein Schlüssel wurde erkannt.</translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation>Der Client fragte nach dem Modell %1.</translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation>Die geltende Regel: %1.</translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation>Grenze %1: %2 von %3 verbraucht.</translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation>%1 wurde nicht versucht: %2.</translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation>Erste Wahl: %1.</translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation>Preis: %1.</translation>
    </message>
    <message>
        <source>It was translated into the provider&apos;s dialect, %1.</source>
        <translation>Er wurde in den Dialekt des Anbieters übersetzt, %1.</translation>
    </message>
    <message>
        <source>Lost in translation: %1</source>
        <translation>Bei der Übersetzung verloren: %1</translation>
    </message>
    <message>
        <source>The provider&apos;s next key was tried.</source>
        <translation>Der nächste Schlüssel des Anbieters wurde versucht.</translation>
    </message>
    <message>
        <source>Another route went on with the call.</source>
        <translation>Eine andere Route führte den Aufruf weiter.</translation>
    </message>
    <message>
        <source>Another target continued the answer, with a visible seam.</source>
        <translation>Ein anderes Ziel setzte die Antwort fort, mit sichtbarer Naht.</translation>
    </message>
    <message>
        <source>It was one of two calls; the other answer was used.</source>
        <translation>Es war einer von zwei Aufrufen; die andere Antwort wurde verwendet.</translation>
    </message>
    <message>
        <source>The route %1 has this name.</source>
        <translation>Die Route %1 hat diesen Namen.</translation>
    </message>
    <message>
        <source>The route %1 goes on with it.</source>
        <translation>Die Route %1 führt ihn weiter.</translation>
    </message>
    <message>
        <source>Its rule “%1” fits this call.</source>
        <translation>Ihre Regel „%1“ passt auf diesen Aufruf.</translation>
    </message>
    <message>
        <source>Where it failed, the route %1 was to go on.</source>
        <translation>Wo sie versagte, sollte die Route %1 weiterführen.</translation>
    </message>
    <message>
        <source>No route has this name; it names a provider&apos;s model itself: %1.</source>
        <translation>Keine Route hat diesen Namen; er nennt selbst das Modell eines Anbieters: %1.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason, figure</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>it stands first among those that could serve</source>
        <translation>es als erstes derer steht, die bedienen konnten</translation>
    </message>
    <message>
        <source>it was drawn by weight</source>
        <translation>es nach Gewicht gelost wurde</translation>
    </message>
    <message>
        <source>it was its turn</source>
        <translation>es an der Reihe war</translation>
    </message>
    <message>
        <source>it had the fewest calls under way</source>
        <translation>dort die wenigsten Aufrufe liefen</translation>
    </message>
    <message>
        <source>it lately began to answer soonest</source>
        <translation>es zuletzt am schnellsten zu antworten begann</translation>
    </message>
    <message>
        <source>it was expected to cost least</source>
        <translation>es voraussichtlich am wenigsten kostet</translation>
    </message>
    <message>
        <source>this caller always comes here</source>
        <translation>dieser Aufrufer immer hierher kommt</translation>
    </message>
    <message>
        <source>the call fell to the canary</source>
        <translation>der Aufruf auf den Kanarienvogel fiel</translation>
    </message>
    <message>
        <source>the call fell to its share of the experiment</source>
        <translation>der Aufruf auf seinen Anteil am Versuch fiel</translation>
    </message>
    <message>
        <source>the prompt&apos;s cache is there</source>
        <translation>dort der Cache des Prompts liegt</translation>
    </message>
    <message>
        <source>First choice: %1, because %2.</source>
        <comment>target, reason</comment>
        <translation>Erste Wahl: %1, weil %2.</translation>
    </message>
    <message>
        <source>The call %1 brought that answer.</source>
        <translation>Der Aufruf %1 brachte diese Antwort.</translation>
    </message>
    <message>
        <source>That saved %1.</source>
        <translation>Das sparte %1.</translation>
    </message>
    <message>
        <source>Cache: %1.</source>
        <translation>Cache: %1.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2, at first as number %3.</source>
        <translation>Er wartete %1 auf Platz bei %2, zuerst als Nummer %3.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2 in vain, at first as number %3.</source>
        <translation>Er wartete %1 vergeblich auf Platz bei %2, zuerst als Nummer %3.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation>Konfiguration nach %1 geschrieben, ohne Geheimnisse.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>%1 kann nicht geschrieben werden: %2 Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation>Konfiguration exportieren</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML-Dateien (*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>kept</source>
        <translation>behalten</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>umbenannt</translation>
    </message>
    <message>
        <source>approximated</source>
        <translation>angenähert</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>weggelassen</translation>
    </message>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>%n behalten</numerusform>
            <numerusform>%n behalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n umbenannt</numerusform>
            <numerusform>%n umbenannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approximated</source>
        <translation>
            <numerusform>%n angenähert</numerusform>
            <numerusform>%n angenähert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n weggelassen</numerusform>
            <numerusform>%n weggelassen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n hinzugefügt</numerusform>
            <numerusform>%n hinzugefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1 (%2): %3</translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>Die Datei konnte nicht geschrieben werden: %1.</translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation>Die Datei konnte nicht ersetzt werden: %1.</translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation>Das ist keine gewöhnliche Datei. Die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation>Die Datei gehört jemand anderem. Die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation>Die Datei ist schreibgeschützt. Die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation>Die Datei hat sich inzwischen geändert und wurde nicht angetastet. Noch einmal ansehen.</translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation>Die Verknüpfung zu dieser Datei führt im Kreis.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Die Datei kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation>Der Ordner der Datei kann nicht angelegt werden.</translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation>Es konnte keine Sicherung geschrieben werden: %1.</translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation>Die Datei konnte nicht entfernt werden.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Hit</source>
        <comment>of the cache</comment>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Hit by meaning</source>
        <comment>of the cache</comment>
        <translation>Treffer nach Bedeutung</translation>
    </message>
    <message>
        <source>Miss</source>
        <comment>of the cache</comment>
        <translation>Kein Treffer</translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>Diese Datei kann nicht gelesen werden. Eine andere wählen.</translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation>Ein Bild darf höchstens %1 haben. Verkleinern und erneut versuchen.</translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation>Modelle nehmen PNG, JPEG, GIF und WebP an. Dies ist keines davon.</translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation>Für immer</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Unbegrenzt</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n Stunde</numerusform>
            <numerusform>%n Stunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>Namen, durch Kommas getrennt. * erlaubt alle, gpt-* alle, die so beginnen.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Kein Budget</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget in Dollar</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Zeitraum des Budgets</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>Dollar pro Monat</translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation>Dollar pro Woche</translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation>Dollar pro Tag</translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation>Dollar insgesamt</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation>Ist das Budget erreicht, werden Aufrufe bis zum nächsten Zeitraum abgelehnt.</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Token pro Minute</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Gleichzeitige Aufrufe</translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation>Das * von „%1“ darf nur am Ende stehen.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation>Einen Betrag wie 25 oder 0.50 eingeben, oder nichts für kein Budget.</translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation>Der Schlüsselbund hat ihn nicht angenommen. Den Schlüsselbund entsperren, dann erneut aufbewahren.</translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation>Auf diesem Computer gibt es keinen Schlüsselbund. Den Schlüssel kopieren und selbst aufbewahren.</translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation>Der Schlüsselbund konnte ihn nicht aufbewahren. Den Schlüssel kopieren und selbst aufbewahren.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>Endet bald</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>Gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>Vor %n min</numerusform>
            <numerusform>Vor %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>Vor %n h</numerusform>
            <numerusform>Vor %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>In %n min</numerusform>
            <numerusform>In %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>In %n h</numerusform>
            <numerusform>In %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>In %n Tag</numerusform>
            <numerusform>In %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>heute</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>diese Woche</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>diesen Monat</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>insgesamt</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Niedrig</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Tokens of prompts</source>
        <translation>Token der Anfragen</translation>
    </message>
    <message>
        <source>Tokens of answers</source>
        <translation>Token der Antworten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>pro Stunde</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>pro Tag</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>pro Minute</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Gleichzeitige Aufrufe</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Nur von</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>Nie von</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Größte Anfrage</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>Längste Antwort, in Token</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation>Dafür gibt es in Gatehouse keine Entsprechung; es wird ausgelassen.</translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation>Das ist keine Liste und kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation>Es hat keinen model_name und wird ausgelassen.</translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation>Gatehouse hat keine Routen für Muster. Nach den Modellen stattdessen als %1/MODEL fragen.</translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation>Eine Route hat höchstens 64 Ziele; dieses wird ausgelassen.</translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation>Preise kommen aus dem Katalog. Diesen unter „Modelle und Routen“ prüfen.</translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation>Ziele einer Route werden in der Reihenfolge der Datei versucht (Priorität).</translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation>Gatehouse weicht bei Fehlern aus, nicht aus diesem Grund; es wird ausgelassen.</translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation>Gatehouse hat keinen Hauptschlüssel. Für jede Anwendung einen Gateway-Schlüssel erstellen.</translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation>Diese Variable für das Gateway selbst setzen.</translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation>Es nennt kein Modell und wird ausgelassen.</translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation>Das ist keine ganze Zahl und wird ausgelassen.</translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation>Gatehouse versucht ein Ziel höchstens 10-mal; das wird übernommen.</translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation>Kein Modell dieses Namens wurde übernommen.</translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation>Es weicht auf %1 aus, das nicht übernommen wurde.</translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation>Es steht für %1, das nicht übernommen wurde.</translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation>Ein Modell dieses Namens steht in model_list; der Alias wird ausgelassen.</translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation>Diese Datei enthält keine model_list. Die Konfiguration eines LiteLLM-Proxys wählen.</translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation>Es hat kein litellm_params.model und wird ausgelassen.</translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation>Es sagt nicht, welcher Anbieter %1 bedient; es wird ausgelassen.</translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation>Der Katalog kennt keinen Anbieter %1; es wird ausgelassen.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation>Diese Version kann %1 nicht verwenden; es wird ausgelassen.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation>Diese Version kann %1 nicht verwenden; es wird ausgelassen. %2</translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation>Gatehouse begrenzt Anwendungen, nicht Ziele; dort einstellen.</translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation>%1 braucht eine Adresse (api_base); es wird ausgelassen.</translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation>Eine Adresse kann nicht aus einer Variablen gelesen werden; in die Datei schreiben. Das Modell wird ausgelassen.</translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation>Das ist keine http- oder https-Adresse ohne Benutzer, Abfrage und Fragment. Das Modell wird ausgelassen.</translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation>Das ist weder os.environ/NAME noch ein Schlüssel. Das Modell wird ausgelassen.</translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation>Der Schlüssel steht in der Datei. Er wird in den Schlüsselbund verschoben; aus der Datei entfernen.</translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation>Das ist keine Anzahl von Sekunden; ausgelassen.</translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation>Zeit bis zum ersten Byte</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation>Spielgeld-Ausgaben (Demo)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>Nicht gruppiert</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Alle Aufrufe</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>Nach Anbieter</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Nach Modell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>Nach Schlüssel</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>By team</source>
        <translation>Nach Team</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>By application</source>
        <translation>Nach Anwendung</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>By route</source>
        <translation>Nach Route</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Nach Status</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>%1k</source>
        <extracomment>Thousands and millions, short: 12k, 3M</extracomment>
        <translation>%1 Tsd.</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1 Mio.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Andere</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>Kein Fehler</translation>
    </message>
    <message>
        <source>By API</source>
        <translation>Nach API</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>Nach Prompt</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
</context>
<context>
    <name>Merge</name>
    <message>
        <source>The file is too large to be a settings file.</source>
        <translation>Die Datei ist zu groß für eine Einstellungsdatei.</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation>Die Datei ist kein UTF-8-Text.</translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation>Ein Wert kann nicht in diese Datei geschrieben werden.</translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation>Zeile %1: %2. Die Datei berichtigen oder die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation>Die Datei enthält kein JSON-Objekt. Die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation>Die Datei verwendet diese Namen für etwas anderes. Die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation>Die Datei ist so aufgebaut, dass sie nicht sicher geändert werden kann. Die Einstellungen von Hand kopieren.</translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation>Die Datei enthält mehrere Dokumente. Die Einstellungen von Hand kopieren.</translation>
    </message>
</context>
<context>
    <name>MustacheWords</name>
    <message>
        <source>The section “%1” is not closed. Write {{/%1}} where it ends.</source>
        <translation>Der Abschnitt „%1“ ist nicht geschlossen. {{/%1}} schreiben, wo er endet.</translation>
    </message>
    <message>
        <source>This tag is not closed. Write }} where it ends.</source>
        <translation>Diese Marke ist nicht geschlossen. }} schreiben, wo sie endet.</translation>
    </message>
    <message>
        <source>There is no partial “%1”. Add it, or correct the name.</source>
        <translation>Es gibt keinen Baustein „%1“. Hinzufügen oder den Namen berichtigen.</translation>
    </message>
    <message>
        <source>No section “%1” is open here.</source>
        <translation>Hier ist kein Abschnitt „%1“ offen.</translation>
    </message>
    <message>
        <source>The section “%1” ends first.</source>
        <translation>Zuerst endet der Abschnitt „%1“.</translation>
    </message>
    <message>
        <source>This tag names nothing. Write a variable between the braces.</source>
        <translation>Diese Marke nennt nichts. Eine Variable zwischen die Klammern schreiben.</translation>
    </message>
    <message>
        <source>There is no variable “%1”. Add it, or correct the name.</source>
        <translation>Es gibt keine Variable „%1“. Hinzufügen oder den Namen berichtigen.</translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation>Failover und Erholung</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation>Ein Anbieter antwortet nicht mehr oder antwortet wieder.</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation>Ein Budget erreicht 50, 80 oder 100 Prozent.</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>Abgelehnte Schlüssel</translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation>Ein Anbieter nimmt seinen Schlüssel nicht an.</translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation>Gateway angehalten</translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation>Das Gateway hält an, ist nicht erreichbar oder ist zurück.</translation>
    </message>
    <message>
        <source>Waiting approvals</source>
        <translation>Wartende Freigaben</translation>
    </message>
    <message>
        <source>Somebody asks for a subscription that a person decides about.</source>
        <translation>Jemand bittet um ein Abonnement, über das ein Mensch entscheidet.</translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation>ein Schlüssel im Klartext</translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation>ändert: %1</translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation>im Team %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
</context>
<context>
    <name>ProductDialogs</name>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>Mit einem Buchstaben oder einer Ziffer beginnen; dann nur Buchstaben, Ziffern, Punkte, _ und -.</translation>
    </message>
    <message>
        <source>This id is taken already.</source>
        <translation>Diese ID ist schon vergeben.</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>Die Organisation</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>Designed</source>
        <translation>Entworfen</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>In Prüfung</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>Abgekündigt</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>Stillgelegt</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Ausgesetzt</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>REST service</source>
        <translation>REST-Dienst</translation>
    </message>
    <message>
        <source>With an approved subscription</source>
        <translation>Mit freigegebenem Abonnement</translation>
    </message>
    <message>
        <source>The owning team alone</source>
        <translation>Nur das besitzende Team</translation>
    </message>
    <message>
        <source>Every key of this gateway</source>
        <translation>Jeder Schlüssel dieses Gateways</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Reiner Text</translation>
    </message>
    <message>
        <source>Checked JSON</source>
        <translation>Geprüftes JSON</translation>
    </message>
    <message>
        <source>As OpenAI answers</source>
        <translation>Wie OpenAI antwortet</translation>
    </message>
    <message>
        <source>As Anthropic answers</source>
        <translation>Wie Anthropic antwortet</translation>
    </message>
    <message>
        <source>As Gemini answers</source>
        <translation>Wie Gemini antwortet</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>%1 Anfragen je Minute</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>%1 Token je Minute</translation>
    </message>
    <message>
        <source>%1 calls at once</source>
        <translation>%1 Aufrufe zugleich</translation>
    </message>
    <message>
        <source>at most %1 a day</source>
        <translation>höchstens %1 am Tag</translation>
    </message>
    <message>
        <source>at most %1 a week</source>
        <translation>höchstens %1 in der Woche</translation>
    </message>
    <message>
        <source>at most %1 a month</source>
        <translation>höchstens %1 im Monat</translation>
    </message>
    <message>
        <source>at most %1 in all</source>
        <translation>höchstens %1 insgesamt</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <comment>a price</comment>
        <translation>%1 im Monat</translation>
    </message>
    <message>
        <source>%1 a call</source>
        <comment>a price</comment>
        <translation>%1 je Aufruf</translation>
    </message>
    <message>
        <source>cost + %1 %</source>
        <comment>a price</comment>
        <translation>Kosten + %1 %</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Kostenlos</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>Gerade eben</translation>
    </message>
    <message numerus="yes">
        <source>%n min</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n h</numerusform>
            <numerusform>%n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <comment>an age</comment>
        <translation>
            <numerusform>%n Tag</numerusform>
            <numerusform>%n Tage</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptExamples</name>
    <message>
        <source>Sentiment</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Judges the mood of a text, as JSON that is checked.</source>
        <translation>Beurteilt die Stimmung eines Textes, als geprüftes JSON.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Sums up a text in some sentences, for somebody.</source>
        <translation>Fasst einen Text in einigen Sätzen zusammen, für jemanden.</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Übersetzung</translation>
    </message>
    <message>
        <source>Translates into any language, with a glossary.</source>
        <translation>Übersetzt in jede Sprache, mit Glossar.</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>Auslesen</translation>
    </message>
    <message>
        <source>Reads fields out of a text, such as an invoice.</source>
        <translation>Liest Felder aus einem Text, etwa einer Rechnung.</translation>
    </message>
    <message>
        <source>Answer from sources</source>
        <translation>Antwort aus Quellen</translation>
    </message>
    <message>
        <source>Answers from what was found, and says from where.</source>
        <translation>Antwortet aus dem Gefundenen und sagt, woher.</translation>
    </message>
</context>
<context>
    <name>PromptFileWords</name>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>%1 kann nicht geschrieben werden: %2 Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>There are too many files here. Choose the folder that holds prompts only.</source>
        <translation>Hier liegen zu viele Dateien. Den Ordner wählen, der nur Prompts enthält.</translation>
    </message>
    <message>
        <source>No prompts lie in this folder.</source>
        <translation>In diesem Ordner liegen keine Prompts.</translation>
    </message>
    <message>
        <source>The gateway named a file outside of the folder: %1</source>
        <translation>Das Gateway nannte eine Datei außerhalb des Ordners: %1</translation>
    </message>
    <message>
        <source>The prompt was written to %1.</source>
        <translation>Der Prompt wurde nach %1 geschrieben.</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) imported.</source>
        <translation>
            <numerusform>%n Prompt importiert.</numerusform>
            <numerusform>%n Prompts importiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the prompt into a folder</source>
        <translation>Prompt in einen Ordner exportieren</translation>
    </message>
    <message>
        <source>Import prompts from a folder</source>
        <translation>Prompts aus einem Ordner importieren</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>label, version</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ProviderWords</name>
    <message>
        <source>The provider answers and takes the key.</source>
        <translation>Der Anbieter antwortet und nimmt den Schlüssel an.</translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation>Der Anbieter hat keinen Schlüssel.</translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation>Einen Schlüssel hinzufügen oder wählen, dass keiner gesendet wird.</translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation>Der Schlüssel kann nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation>Den Namen der Variablen oder Datei prüfen oder den Schlüssel ersetzen.</translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation>Der Schlüsselbund ist gesperrt, daher kann der Schlüssel nicht gelesen werden.</translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation>Den Schlüsselbund entsperren, dann erneut testen.</translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation>Der Schlüssel enthält Zeichen, die nicht gesendet werden können.</translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation>Den Schlüssel erneut kopieren, ohne Zeilenenden.</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>Der Anbieter verlangt einen Schlüssel.</translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation>Einen hinzufügen und wählen, wie er gesendet wird.</translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation>Der Anbieter lehnt diesen Schlüssel ab.</translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation>Von der Website des Anbieters erneut kopieren und ersetzen.</translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation>Der Anbieter kennt den Schlüssel, lässt ihn aber nicht zu.</translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation>Projekt, Region und Rechte des Schlüssels prüfen oder ihn ersetzen.</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation>Der Host von %1 wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation>Den Hostnamen und das Netzwerk dieses Rechners prüfen.</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>Unter %1 lauscht nichts.</translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation>Den Port prüfen und ob der Server läuft.</translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation>Keine Verbindung zu %1 möglich.</translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation>Adresse, Netzwerk und Firewall prüfen.</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 antwortet nicht.</translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation>Adresse und Firewall prüfen.</translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation>Der Proxy führt nicht zum Anbieter.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation>Adresse, Benutzer und Passwort des Proxys prüfen.</translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation>Keine sichere Verbindung zu %1 möglich.</translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation>Den Hostnamen prüfen oder unter „Erweitert“ eine eigene Zertifizierungsstelle angeben.</translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation>%1 nimmt die Verbindung an, antwortet aber nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation>Erneut testen; bleibt es so, die Adresse prüfen.</translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation>%1 beendete die Verbindung, bevor die Antwort vollständig war.</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>Der Test wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation>Erneut testen.</translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation>%1 führt woandershin.</translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation>Die Adresse eingeben, die in der Dokumentation des Anbieters steht.</translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation>%1 antwortet nicht wie eine Modell-API.</translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation>Die Adresse der API eingeben; oft hat sie einen eigenen Host oder endet auf /v1.</translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation>Der Anbieter nimmt von diesem Schlüssel gerade keine Aufrufe mehr an.</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>Eine Minute warten und erneut testen.</translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation>Der Schlüssel stimmt, aber sein Konto hat kein Guthaben mehr.</translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation>Beim Anbieter Guthaben aufladen oder einen anderen Schlüssel verwenden.</translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation>Der Anbieter hat selbst Störungen.</translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation>Warten und erneut testen.</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Noch keine Aufrufe</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Wird erneut versucht</translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation>Fehlerhaft, ruht</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>Schlüssel abgelehnt</translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation>Kein nutzbarer Schlüssel</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Nicht bekannt</translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation>Unter %1 gibt es keine API.</translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation>%1 verwenden: Diese Adresse antwortet.</translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation>Unter %1 gibt es keine Modellliste.</translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation>Die Basis-URL prüfen.</translation>
    </message>
    <message>
        <source>Key read</source>
        <translation>Schlüssel gelesen</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Hostname</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Sichere Verbindung</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation>Schlüssel angenommen</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Modellliste</translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation>Aufruf mit einem Token</translation>
    </message>
    <message>
        <source>Often used</source>
        <translation>Häufig verwendet</translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation>Modellhersteller und Clouds</translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation>Viele Modelle hinter einem Schlüssel</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Auf diesem Computer</translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation>Selbst betrieben</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation>Agentenplattformen</translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation>Jede andere Adresse</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>Variable %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>Datei %1</translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation>Schlüsselbund: %1</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>Tresor: %1</translation>
    </message>
    <message>
        <source>Bodies of your own (template)</source>
        <translation>Eigene Inhalte (Vorlage)</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation>Das Gateway antwortete mit Status %1 ohne Begründung. Erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>Darf alles.</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrator</translation>
    </message>
    <message>
        <source>May do everything but make owners.</source>
        <translation>Darf alles, nur keine Eigentümer ernennen.</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>Herausgeber</translation>
    </message>
    <message>
        <source>Writes prompts and publishes APIs.</source>
        <translation>Schreibt Prompts und veröffentlicht APIs.</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>Genehmiger</translation>
    </message>
    <message>
        <source>Decides about subscriptions.</source>
        <translation>Entscheidet über Abonnements.</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>Sieht alles, ändert nichts.</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Mitglied</translation>
    </message>
    <message>
        <source>Finds APIs, asks for them and keeps the team&apos;s keys.</source>
        <translation>Findet APIs, bittet darum und verwaltet die Schlüssel des Teams.</translation>
    </message>
</context>
<context>
    <name>RouteCache</name>
    <message>
        <source>Also answers to tool results</source>
        <translation>Auch Antworten auf Werkzeugergebnisse</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Equal requests</source>
        <translation>Gleiche Anfragen</translation>
    </message>
    <message>
        <source>Requests that mean the same</source>
        <translation>Anfragen gleicher Bedeutung</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>Aus dem Cache antworten</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>Antworten behalten für</translation>
    </message>
    <message>
        <source>Within an application</source>
        <translation>Innerhalb einer Anwendung</translation>
    </message>
    <message>
        <source>Within a team</source>
        <translation>Innerhalb eines Teams</translation>
    </message>
    <message>
        <source>Within the organisation</source>
        <translation>Innerhalb der Organisation</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Geteilt</translation>
    </message>
    <message>
        <source>Who may get an answer that somebody else&apos;s call brought.</source>
        <translation>Wer eine Antwort bekommen darf, die der Aufruf eines anderen gebracht hat.</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ähnlichkeit</translation>
    </message>
    <message>
        <source>From 0.5 to 1: how like a question must be to count as the same.</source>
        <translation>Von 0,5 bis 1: wie ähnlich eine Frage sein muss, um als gleich zu gelten.</translation>
    </message>
    <message>
        <source>Built in (weaker, asks no provider)</source>
        <translation>Eingebaut (schwächer, fragt keinen Anbieter)</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>Verglichen durch</translation>
    </message>
    <message>
        <source>A route of an embedding model, or the built-in comparison of words.</source>
        <translation>Eine Route eines Embedding-Modells oder der eingebaute Vergleich von Wörtern.</translation>
    </message>
    <message>
        <source>Up to temperature</source>
        <translation>Bis Temperatur</translation>
    </message>
    <message>
        <source>Above it answers are meant to differ, and are not kept.</source>
        <translation>Darüber sollen Antworten verschieden sein und werden nicht behalten.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Werkzeuge</translation>
    </message>
</context>
<context>
    <name>RouteCanary</name>
    <message>
        <source>Send a share of the calls to one target first</source>
        <translation>Einen Teil der Aufrufe zuerst an ein Ziel senden</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Anteil der Aufrufe</translation>
    </message>
    <message>
        <source>Raise it by</source>
        <translation>Erhöhen um</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>Jeder Schritt</translation>
    </message>
    <message>
        <source>Time between steps</source>
        <translation>Zeit zwischen den Schritten</translation>
    </message>
    <message>
        <source>Greatest share</source>
        <translation>Größter Anteil</translation>
    </message>
    <message>
        <source>errors above</source>
        <translation>Fehlern über</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>Anteil der Fehler</translation>
    </message>
    <message>
        <source>first token later than</source>
        <translation>erstem Token später als</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>Zeit bis zum ersten Token</translation>
    </message>
    <message>
        <source>feedback below</source>
        <translation>Rückmeldung unter</translation>
    </message>
    <message>
        <source>Calls before it is judged</source>
        <translation>Aufrufe, bevor geurteilt wird</translation>
    </message>
    <message>
        <source>Mean of the feedback, from 0 to 1</source>
        <translation>Mittel der Rückmeldung, von 0 bis 1</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>Gleicher Schlüssel, gleiches Ziel</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>Gleicher Endnutzer, gleiches Ziel</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>Gleiche Sitzung, gleiches Ziel</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>Jeder Aufruf neu</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>Kanarienvogel</translation>
    </message>
    <message>
        <source>The others serve the rest. It can be paused, promoted and rolled back while it runs.</source>
        <translation>Die anderen bedienen den Rest. Er kann im Lauf angehalten, befördert und zurückgenommen werden.</translation>
    </message>
    <message>
        <source>Target on trial</source>
        <translation>Ziel auf Probe</translation>
    </message>
    <message>
        <source>A canary needs at least two targets.</source>
        <translation>Ein Kanarienvogel braucht mindestens zwei Ziele.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Zugeteilt nach</translation>
    </message>
    <message>
        <source>Step up</source>
        <translation>Erhöhung</translation>
    </message>
    <message>
        <source>every</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Goes up by itself while nothing speaks against it.</source>
        <translation>Steigt von selbst, solange nichts dagegen spricht.</translation>
    </message>
    <message>
        <source>Roll back at</source>
        <translation>Zurücknehmen bei</translation>
    </message>
    <message>
        <source>Judged after</source>
        <translation>Beurteilt nach</translation>
    </message>
    <message>
        <source>So many of its calls. The share goes to 0 when it is rolled back; nothing is lost.</source>
        <translation>So vielen seiner Aufrufe. Beim Zurücknehmen sinkt der Anteil auf 0; nichts geht verloren.</translation>
    </message>
    <message>
        <source>%1 of the calls go to %2.</source>
        <translation>%1 der Aufrufe gehen an %2.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>RouteDialog</name>
    <message>
        <source> %</source>
        <comment>behind a number</comment>
        <translation> %</translation>
    </message>
    <message>
        <source>Enter a whole number and its unit, such as 200ms, 30s, 5m or 1h.</source>
        <translation>Geben Sie eine ganze Zahl mit Einheit ein, etwa 200ms, 30s, 5m oder 1h.</translation>
    </message>
</context>
<context>
    <name>RouteExperiment</name>
    <message>
        <source>Compare targets on fixed shares of the calls</source>
        <translation>Ziele auf festen Anteilen der Aufrufe vergleichen</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>Gleicher Endnutzer, gleiches Ziel</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>Gleicher Schlüssel, gleiches Ziel</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>Gleiche Sitzung, gleiches Ziel</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>Jeder Aufruf neu</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Analytics compares them by model; feedback of clients counts too.</source>
        <translation>Die Auswertung vergleicht sie nach Modell; auch Rückmeldungen der Clients zählen.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Zugeteilt nach</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>Anteile</translation>
    </message>
    <message>
        <source>What they leave goes by the strategy.</source>
        <translation>Was sie übrig lassen, geht nach der Strategie.</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Anteil der Aufrufe</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>Anteil von %1</translation>
    </message>
    <message>
        <source>Give at least one target a share.</source>
        <translation>Geben Sie mindestens einem Ziel einen Anteil.</translation>
    </message>
    <message>
        <source>The shares make %1 % together; 100 % is all there is.</source>
        <translation>Die Anteile machen zusammen %1 %; mehr als 100 % gibt es nicht.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>name, share</comment>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>RouteFailure</name>
    <message>
        <source>no connection</source>
        <translation>keine Verbindung</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>Zeitüberschreitung</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Send a second call when the first is slow</source>
        <translation>Einen zweiten Aufruf senden, wenn der erste langsam ist</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>At least after</source>
        <translation>Frühestens nach</translation>
    </message>
    <message>
        <source>As the provider says</source>
        <translation>Wie der Anbieter sagt</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Danach</translation>
    </message>
    <message>
        <source>Where no target could serve, another route goes on with the call.</source>
        <translation>Wo kein Ziel bedienen konnte, führt eine andere Route den Aufruf weiter.</translation>
    </message>
    <message>
        <source>End them, and say so in the stream</source>
        <translation>Beenden und es im Strom sagen</translation>
    </message>
    <message>
        <source>Continue on another target, with a visible seam</source>
        <translation>Auf einem anderen Ziel fortsetzen, mit sichtbarer Naht</translation>
    </message>
    <message>
        <source>Cut streams</source>
        <translation>Abgerissene Ströme</translation>
    </message>
    <message>
        <source>When the provider breaks off behind the first byte.</source>
        <translation>Wenn der Anbieter nach dem ersten Byte abbricht.</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation>Bei einem Ziel, bevor das nächste versucht wird.</translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation>Weitere Status</translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Erneut versuchen bei</translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation>Status des Anbieters, durch Kommas getrennt, etwa 408, 429.</translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation>Status von 400 bis 599 eingeben, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source> % of the calls began sooner</source>
        <translation> % der Aufrufe begannen früher</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>Langsame Antworten</translation>
    </message>
    <message>
        <source>The first answer is used and the other call ends; both may cost money.</source>
        <translation>Die erste Antwort wird verwendet, der andere Aufruf endet; beide können Geld kosten.</translation>
    </message>
    <message>
        <source>Slow is when</source>
        <translation>Langsam heißt</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>Warten auf eine Verbindung</translation>
    </message>
    <message>
        <source>A number and its unit, such as 30s. Empty: what the provider says.</source>
        <translation>Zahl und Einheit, etwa 30s. Leer: was der Anbieter sagt.</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>Warten auf das erste Byte</translation>
    </message>
    <message>
        <source>Wait within a stream</source>
        <translation>Warten im Strom</translation>
    </message>
    <message>
        <source>Wait in all</source>
        <translation>Warten insgesamt</translation>
    </message>
    <message numerus="yes">
        <source>%n try/tries on each target</source>
        <translation>
            <numerusform>%n Versuch je Ziel</numerusform>
            <numerusform>%n Versuche je Ziel</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n Ausweichroute</numerusform>
            <numerusform>%n Ausweichrouten</numerusform>
        </translation>
    </message>
    <message>
        <source>a second call after %1</source>
        <translation>ein zweiter Aufruf nach %1</translation>
    </message>
</context>
<context>
    <name>RouteLimits</name>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>pro Minute</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>pro Stunde</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>pro Tag</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Gleichzeitige Aufrufe</translation>
    </message>
    <message>
        <source>Of all callers together. Beyond a limit calls are refused with 429.</source>
        <translation>Aller Aufrufer zusammen. Über einer Grenze werden Aufrufe mit 429 abgelehnt.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n Grenze</numerusform>
            <numerusform>%n Grenzen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RouteRules</name>
    <message>
        <source>%1 or %2</source>
        <comment>names</comment>
        <translation>%1 oder %2</translation>
    </message>
    <message>
        <source>the time is from %1 until %2</source>
        <translation>die Zeit von %1 bis %2 ist</translation>
    </message>
    <message>
        <source>the day is %1</source>
        <translation>der Tag %1 ist</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time, zone</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>the team is %1</source>
        <translation>das Team %1 ist</translation>
    </message>
    <message>
        <source>the application is %1</source>
        <translation>die Anwendung %1 ist</translation>
    </message>
    <message>
        <source>a tag is %1</source>
        <translation>ein Tag %1 ist</translation>
    </message>
    <message>
        <source>the header %1 is %2</source>
        <translation>der Header %1 %2 ist</translation>
    </message>
    <message>
        <source>the metadata %1 is %2</source>
        <translation>die Metadaten %1 %2 sind</translation>
    </message>
    <message>
        <source>the field %1 of the request is %2</source>
        <translation>das Feld %1 der Anfrage %2 ist</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>der Pfad %1 ist</translation>
    </message>
    <message>
        <source>more than %1 tokens come in</source>
        <translation>mehr als %1 Token hereinkommen</translation>
    </message>
    <message>
        <source>fewer than %1 tokens come in</source>
        <translation>weniger als %1 Token hereinkommen</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>die Antwort gestreamt wird</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>die Antwort nicht gestreamt wird</translation>
    </message>
    <message>
        <source>go on with the route %1</source>
        <translation>weiter mit der Route %1</translation>
    </message>
    <message>
        <source>Always: %1.</source>
        <translation>Immer: %1.</translation>
    </message>
    <message>
        <source>If %1: %2.</source>
        <comment>conditions, targets</comment>
        <translation>Wenn %1: %2.</translation>
    </message>
</context>
<context>
    <name>RouteShadow</name>
    <message>
        <source>Send a copy of some calls elsewhere</source>
        <translation>Eine Kopie mancher Aufrufe anderswohin senden</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Anteil der Aufrufe</translation>
    </message>
    <message>
        <source>Counts against the caller&apos;s budget</source>
        <translation>Zählt zum Budget des Aufrufers</translation>
    </message>
    <message>
        <source>Provider of the copies</source>
        <translation>Anbieter der Kopien</translation>
    </message>
    <message>
        <source>Model of the copies</source>
        <translation>Modell der Kopien</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source>Nobody waits for the copies or gets their answers; they stand in the log as such.</source>
        <translation>Niemand wartet auf die Kopien oder bekommt ihre Antworten; sie stehen als solche im Protokoll.</translation>
    </message>
    <message>
        <source>Copies go to</source>
        <translation>Kopien gehen an</translation>
    </message>
    <message>
        <source>Say which model gets the copies.</source>
        <translation>Sagen Sie, welches Modell die Kopien bekommt.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>A copy of %1 of the calls goes to %2/%3.</source>
        <translation>Eine Kopie von %1 der Aufrufe geht an %2/%3.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>RouteStrategy</name>
    <message>
        <source>In order</source>
        <translation>Der Reihe nach</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>Nach Gewicht</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>Reihum</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>Am wenigsten beschäftigt</translation>
    </message>
    <message>
        <source>Lowest latency</source>
        <translation>Kürzeste Wartezeit</translation>
    </message>
    <message>
        <source>Lowest cost</source>
        <translation>Geringste Kosten</translation>
    </message>
    <message>
        <source>Same caller, same target</source>
        <translation>Gleicher Aufrufer, gleiches Ziel</translation>
    </message>
    <message>
        <source>The first target that can serve does; the next ones stand by.</source>
        <translation>Das erste Ziel, das kann, bedient; die nächsten stehen bereit.</translation>
    </message>
    <message>
        <source>Calls are shared out at random, in proportion to the weights.</source>
        <translation>Aufrufe werden zufällig im Verhältnis der Gewichte verteilt.</translation>
    </message>
    <message>
        <source>Each target takes its turn, one call after the other.</source>
        <translation>Jedes Ziel kommt an die Reihe, ein Aufruf nach dem anderen.</translation>
    </message>
    <message>
        <source>The target with the fewest calls under way serves.</source>
        <translation>Das Ziel mit den wenigsten laufenden Aufrufen bedient.</translation>
    </message>
    <message>
        <source>The target that lately began to answer soonest serves; now and then another is tried.</source>
        <translation>Das Ziel, das zuletzt am schnellsten zu antworten begann, bedient; ab und zu wird ein anderes probiert.</translation>
    </message>
    <message>
        <source>The target that costs least for the tokens that are expected serves.</source>
        <translation>Das Ziel, das für die erwarteten Token am wenigsten kostet, bedient.</translation>
    </message>
    <message>
        <source>Whoever is the same caller comes to the same target, also after targets are added.</source>
        <translation>Wer derselbe Aufrufer ist, kommt zum selben Ziel, auch wenn Ziele hinzukommen.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
    <message>
        <source>Who is the same caller</source>
        <translation>Wer derselbe Aufrufer ist</translation>
    </message>
    <message>
        <source>Same key</source>
        <translation>Gleicher Schlüssel</translation>
    </message>
    <message>
        <source>Same end user</source>
        <translation>Gleicher Endnutzer</translation>
    </message>
    <message>
        <source>Same session</source>
        <translation>Gleiche Sitzung</translation>
    </message>
    <message>
        <source>Same value of a header</source>
        <translation>Gleicher Wert eines Headers</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>Name des Headers</translation>
    </message>
    <message>
        <source>Same caller</source>
        <translation>Gleicher Aufrufer</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Of a session</source>
        <translation>Einer Sitzung</translation>
    </message>
    <message>
        <source>Of a prompt&apos;s beginning</source>
        <translation>Eines Prompt-Anfangs</translation>
    </message>
    <message>
        <source>Stay with the account</source>
        <translation>Beim Konto bleiben</translation>
    </message>
    <message>
        <source>Calls go where the provider already holds the prompt in its cache, and move only when that account fails.</source>
        <translation>Aufrufe gehen dorthin, wo der Anbieter den Prompt schon im Cache hat, und wechseln nur, wenn dieses Konto versagt.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Only providers that bear one of these tags, parted by commas, such as eu.</source>
        <translation>Nur Anbieter, die eines dieser Tags tragen, durch Kommas getrennt, etwa eu.</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regionen</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>Bekannt: %1.</translation>
    </message>
    <message>
        <source>Name the header, such as x-customer.</source>
        <translation>Nennen Sie den Header, etwa x-customer.</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation>%1 Eingabe</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation>%1 Ausgabe</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation>%1 Eingabe, %2 Ausgabe</translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation>Spielgeld</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation>Der Preis ist unbekannt: Kosten werden nicht gezählt, und ein Budget lehnt die Aufrufe ab. Den Preis festlegen.</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>Dollar pro Million Token</translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation>Eingabe: %1</translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation>Eingabe aus Cache: %1</translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation>Cache-Schreiben: %1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>Ausgabe: %1</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>Endnutzer</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organisation</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind, name: Team research</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Woche</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>Insgesamt</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>In %n min</numerusform>
            <numerusform>In %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>In %n h</numerusform>
            <numerusform>In %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>In %n Tag</numerusform>
            <numerusform>In %n Tagen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>high priority</source>
        <translation>hoher Vorrang</translation>
    </message>
    <message>
        <source>low priority</source>
        <translation>niedriger Vorrang</translation>
    </message>
    <message>
        <source>normal priority</source>
        <translation>normaler Vorrang</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>Halb offen</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Geschlossen</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Nicht geprüft</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Schlägt fehl</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>In Ordnung</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch unbekannt</translation>
    </message>
    <message>
        <source>%1 tokens left</source>
        <translation>noch %1 Token</translation>
    </message>
    <message>
        <source>%1 requests left</source>
        <translation>noch %1 Anfragen</translation>
    </message>
    <message>
        <source>%1 of %2 tokens left</source>
        <translation>noch %1 von %2 Token</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>noch %1 von %2 Anfragen</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere. It is tried again in %1.</source>
        <translation>Offen: Es schlug zu oft fehl, daher gehen Aufrufe anderswohin. Nächster Versuch in %1.</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere.</source>
        <translation>Offen: Es schlug zu oft fehl, daher gehen Aufrufe anderswohin.</translation>
    </message>
    <message>
        <source>Half open: the next call tries whether it answers again.</source>
        <translation>Halb offen: Der nächste Aufruf prüft, ob es wieder antwortet.</translation>
    </message>
    <message>
        <source>Closed: calls go there.</source>
        <translation>Geschlossen: Aufrufe gehen dorthin.</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) in a row.</source>
        <translation>
            <numerusform>%n Fehler in Folge.</numerusform>
            <numerusform>%n Fehler in Folge.</numerusform>
        </translation>
    </message>
    <message>
        <source>It opens after %1 failures in a row, for %2 at first and %3 at longest.</source>
        <translation>Er öffnet nach %1 Fehlern in Folge, zuerst für %2, längstens für %3.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls run at this provider.</source>
        <translation>%1 von höchstens %2 Aufrufen laufen bei diesem Anbieter.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) run at this provider; there is no cap.</source>
        <translation>
            <numerusform>%n Aufruf läuft bei diesem Anbieter; es gibt keine Obergrenze.</numerusform>
            <numerusform>%n Aufrufe laufen bei diesem Anbieter; es gibt keine Obergrenze.</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after %1, for the slowest twentieth after %2.</source>
        <translation>Erstes Token nach %1, beim langsamsten Zwanzigstel nach %2.</translation>
    </message>
    <message>
        <source>No call waits here: one that finds no room goes to the next target.</source>
        <translation>Hier wartet kein Aufruf: Wer keinen Platz findet, geht zum nächsten Ziel.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls wait, each for %3 at most.</source>
        <translation>%1 von höchstens %2 Aufrufen warten, jeder höchstens %3.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>Und %n weiterer.</numerusform>
            <numerusform>Und %n weitere.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2, %3, waits %4</source>
        <comment>position, id of a call, its priority, how long</comment>
        <translation>%1. %2, %3, wartet %4</translation>
    </message>
    <message>
        <source>%1; whole again in %2</source>
        <comment>what is left, a time</comment>
        <translation>%1; wieder voll in %2</translation>
    </message>
    <message>
        <source>It refused a call and asked to be left alone for %1.</source>
        <translation>Er lehnte einen Aufruf ab und bat um Ruhe für %1.</translation>
    </message>
    <message>
        <source>Its answers have told of no limits yet.</source>
        <translation>Seine Antworten nannten noch keine Grenzen.</translation>
    </message>
    <message>
        <source>Not checked by itself; only calls tell how it is.</source>
        <translation>Nicht eigens geprüft; nur Aufrufe zeigen, wie es ihm geht.</translation>
    </message>
    <message>
        <source>Checked by its list of models.</source>
        <translation>Geprüft mit seiner Modellliste.</translation>
    </message>
    <message>
        <source>Checked by its own word that it is ready.</source>
        <translation>Geprüft mit seiner eigenen Bereitmeldung.</translation>
    </message>
    <message>
        <source>Checked with a call of one token, which is paid for.</source>
        <translation>Geprüft mit einem bezahlten Aufruf von einem Token.</translation>
    </message>
    <message>
        <source>Last at %1, in %2: %3.</source>
        <comment>time, how long it took, how it is</comment>
        <translation>Zuletzt um %1, in %2: %3.</translation>
    </message>
    <message>
        <source>Of the route %1 it gets %2 of the tries.</source>
        <translation>Von der Route %1 bekommt es %2 der Versuche.</translation>
    </message>
</context>
<context>
    <name>TranslationMatch</name>
    <message>
        <source>Several fields say it together.</source>
        <translation>Mehrere Felder sagen es gemeinsam.</translation>
    </message>
    <message>
        <source>The address says it.</source>
        <translation>Die Adresse sagt es.</translation>
    </message>
    <message>
        <source>Stands there as %1.</source>
        <translation>Steht dort als %1.</translation>
    </message>
    <message>
        <source>Says there %1 in %2.</source>
        <comment>value, field</comment>
        <translation>Sagt dort %1 in %2.</translation>
    </message>
    <message>
        <source>Not listed as lost: it is said in another form.</source>
        <translation>Nicht als verloren geführt: es wird in anderer Form gesagt.</translation>
    </message>
    <message>
        <source>The translation put it in.</source>
        <translation>Die Übersetzung hat es eingefügt.</translation>
    </message>
    <message>
        <source>Was %1.</source>
        <translation>War %1.</translation>
    </message>
</context>
<context>
    <name>VersionText</name>
    <message>
        <source>required</source>
        <translation>erforderlich</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>freigestellt</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>geheim</translation>
    </message>
    <message>
        <source>schema</source>
        <translation>Schema</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>Baustein %1</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>Modell und Antwort</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Nachfragen</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>Live-Protokoll</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Playground</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>Modelle und Routen</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Client verbinden</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>Veröffentlichte APIs</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
</context>
<context>
    <name>Webhooks</name>
    <message>
        <source>A job has ended</source>
        <translation>Ein Auftrag ist beendet</translation>
    </message>
    <message>
        <source>A subscription is asked for</source>
        <translation>Ein Abonnement wird erbeten</translation>
    </message>
    <message>
        <source>A subscription is decided</source>
        <translation>Über ein Abonnement ist entschieden</translation>
    </message>
    <message>
        <source>An API is published</source>
        <translation>Eine API wird veröffentlicht</translation>
    </message>
    <message>
        <source>An API is deprecated</source>
        <translation>Eine API wird abgekündigt</translation>
    </message>
    <message>
        <source>An API is retired</source>
        <translation>Eine API wird stillgelegt</translation>
    </message>
    <message>
        <source>A budget reaches an alert</source>
        <translation>Ein Budget erreicht eine Warnschwelle</translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation>Die Datei ist zu groß oder zu tief verschachtelt.</translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation>Die Datei enthält keine Einstellungen. Eine YAML-Datei der Form NAME: WERT wählen.</translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation>Die Datei ist kein YAML.</translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation>Zeile %1: Das ist kein lesbares YAML. Einrückung, Anführungszeichen und Doppelpunkte prüfen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importieren…</translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation>Konfiguration e&amp;xportieren…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>Änderungen &amp;durchsehen…</translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation>Keine Änderung wartet auf Durchsicht.</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>&amp;Verlauf der Änderungen…</translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation>&amp;Papierkorb…</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Erste Schritte</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation>Diesmal freie Ports verwenden</translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation>Kein Gateway ist als %1 gespeichert. Unter „Gateway“, „Verbindungen“ hinzufügen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Konsole</translation>
    </message>
    <message>
        <source>This program.</source>
        <translation>Dieses Programm.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation>Das angezeigte Gateway.</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation>Das Toolkit, das die Konsole zeichnet.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation>GNU General Public License, Version 3 oder neuer.</translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation>Apache License 2.0.</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation>Tabler Icons von Paweł Kuna, MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotheken</translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (gemeinfrei), yaml-cpp (MIT) und andere: docs/dependencies.md nennt alle.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Diagnose kopieren</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnose</translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation>Versionen, Zähler und Probleme für einen Bericht. Keine Geheimnisse, Namen oder Adressen.</translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation>Diagnose kopiert. Sie enthält keine Geheimnisse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation>Schritte nach Zeitraum</translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation>Schritte von 1 Minute</translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation>Schritte von 5 Minuten</translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation>Schritte von 15 Minuten</translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation>Schritte von 1 Stunde</translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation>Schritte von 6 Stunden</translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation>Schritte von 1 Tag</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation>Gestapelte Balken</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>Stunden der Woche</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Berichte</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Was angezeigt wird</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <source>Split by</source>
        <translation>Aufteilen nach</translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation>Zeit eines Punktes</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation>Mit dem Zeitraum davor vergleichen</translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation>Summen des ganzen Zeitraums</translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation>Filter der Diagramme</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>Zeitraum wählen…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Zoom zurücksetzen</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>Diagramm: %1</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Bericht speichern…</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Diagramm exportieren…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>Tabelle exportieren…</translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation>Perzentile lassen sich nicht addieren</translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation>Bericht entfernen</translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation>Bericht %1 entfernt.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation>Speichert, was angezeigt wird, die Aufteilung, den Filter und den Zeitraum. Ein Bericht gleichen Namens wird ersetzt.</translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation>Dem Bericht einen Namen geben.</translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation>Bericht %1 gespeichert.</translation>
    </message>
    <message>
        <source>Error class</source>
        <translation>Fehlerklasse</translation>
    </message>
    <message>
        <source>%1, p%2</source>
        <translation>%1, p%2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <extracomment>Title of a chart: what is shown, what it is split by</extracomment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>The median of each hour</source>
        <translation>Der Median jeder Stunde</translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation>Die Summe jeder Stunde</translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation>
            <numerusform>%n weitere Zeile darunter</numerusform>
            <numerusform>%n weitere Zeilen darunter</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Im Protokoll zeigen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>Aufrufe werden addiert…</translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation>Kein Aufruf in diesem Zeitraum passt zum Filter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>Kein Verkehr in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle anzeigen</translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation>Noch kein Verkehr. Hier wachsen Diagramme, sobald Aufrufe eintreffen.</translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation>Übersicht öffnen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnswerPanel</name>
    <message>
        <source>A route, or provider/model</source>
        <translation>Eine Route oder Anbieter/Modell</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Who answers, unless a call names another.</source>
        <translation>Wer antwortet, wenn ein Aufruf niemand anderen nennt.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>The answer must be JSON that fits. Nothing: the answer is text.</source>
        <translation>Die Antwort muss passendes JSON sein. Nichts: Die Antwort ist Text.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Nachfragen</translation>
    </message>
    <message>
        <source>How often the model is asked again where its answer does not fit.</source>
        <translation>Wie oft nachgefragt wird, wenn die Antwort nicht passt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiDetails</name>
    <message>
        <source>How it is called</source>
        <translation>Wie sie aufgerufen wird</translation>
    </message>
    <message>
        <source>The selected API</source>
        <translation>Die gewählte API</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Aufruf</translation>
    </message>
    <message>
        <source>Select a version to see it beside the others.</source>
        <translation>Wählen Sie eine Version, um sie neben den anderen zu sehen.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>Beträge</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiModel</name>
    <message>
        <source>%1 (%2)</source>
        <comment>number of errors, share</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 · latest</source>
        <comment>a version</comment>
        <translation>%1 · neueste</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Abonnenten</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApisView</name>
    <message>
        <source>Select one version first.</source>
        <translation>Wählen Sie zuerst eine Version.</translation>
    </message>
    <message>
        <source>A retired version stays as it is.</source>
        <translation>Eine stillgelegte Version bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Import its OpenAPI document again to change it.</source>
        <translation>Importieren Sie ihr OpenAPI-Dokument erneut, um sie zu ändern.</translation>
    </message>
    <message>
        <source>Import an OpenAPI document for the next version.</source>
        <translation>Importieren Sie für die nächste Version ein OpenAPI-Dokument.</translation>
    </message>
    <message>
        <source>Retire it first: somebody may call it.</source>
        <translation>Legen Sie sie zuerst still: Jemand könnte sie aufrufen.</translation>
    </message>
    <message>
        <source>Only a design is submitted.</source>
        <translation>Nur ein Entwurf wird eingereicht.</translation>
    </message>
    <message>
        <source>A retired version cannot be published again.</source>
        <translation>Eine stillgelegte Version kann nicht wieder veröffentlicht werden.</translation>
    </message>
    <message>
        <source>Only what is in review is sent back.</source>
        <translation>Nur was in Prüfung ist, wird zurückgegeben.</translation>
    </message>
    <message>
        <source>Only a published version is deprecated.</source>
        <translation>Nur eine veröffentlichte Version wird abgekündigt.</translation>
    </message>
    <message>
        <source>Nobody can call it as it is.</source>
        <translation>Es kann sie ohnehin niemand aufrufen.</translation>
    </message>
    <message>
        <source>There is no earlier release.</source>
        <translation>Es gibt keine frühere Ausgabe.</translation>
    </message>
    <message>
        <source>%1 waits for review.</source>
        <translation>%1 wartet auf Prüfung.</translation>
    </message>
    <message>
        <source>%1 is published.</source>
        <translation>%1 ist veröffentlicht.</translation>
    </message>
    <message>
        <source>%1 is a design again.</source>
        <translation>%1 ist wieder ein Entwurf.</translation>
    </message>
    <message>
        <source>%1 is deprecated and goes on answering.</source>
        <translation>%1 ist abgekündigt und antwortet weiter.</translation>
    </message>
    <message>
        <source>%1 is retired.</source>
        <translation>%1 ist stillgelegt.</translation>
    </message>
    <message>
        <source>%1 serves its release before again.</source>
        <translation>%1 dient wieder mit der Ausgabe davor.</translation>
    </message>
    <message>
        <source>Delete version %1 of %2?</source>
        <translation>Version %1 von %2 löschen?</translation>
    </message>
    <message>
        <source>It can come back from the trash or with Undo. Its calls stay in the log.</source>
        <translation>Sie kann aus dem Papierkorb oder mit Rückgängig zurückkommen. Ihre Aufrufe bleiben im Protokoll.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete version %1 of %2</source>
        <translation>Version %1 von %2 löschen</translation>
    </message>
    <message>
        <source>Copied. The command reads the key from GATEHOUSE_API_KEY.</source>
        <translation>Kopiert. Der Befehl liest den Schlüssel aus GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Export the OpenAPI document of %1</source>
        <translation>Das OpenAPI-Dokument von %1 exportieren</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>JSON-Dateien (*.json)</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Nach %1 geschrieben.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 kann nicht geschrieben werden: %2</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>API veröffentlichen</translation>
    </message>
    <message>
        <source>Edit version</source>
        <translation>Version bearbeiten</translation>
    </message>
    <message>
        <source>Add version</source>
        <translation>Version hinzufügen</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>cURL kopieren</translation>
    </message>
    <message>
        <source>Export OpenAPI</source>
        <translation>OpenAPI exportieren</translation>
    </message>
    <message>
        <source>Import OpenAPI</source>
        <translation>OpenAPI importieren</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Tarife</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Zugehörige Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>Version löschen</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Liste exportieren</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>Zur Prüfung einreichen</translation>
    </message>
    <message>
        <source>Publish version</source>
        <translation>Version veröffentlichen</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Zurückgeben</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>Abkündigen</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Stilllegen</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Filter APIs</source>
        <translation>APIs filtern</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>Veröffentlichte APIs</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the APIs…</source>
        <translation>APIs werden gelesen…</translation>
    </message>
    <message>
        <source>No API yet. Published, a prompt is called like any REST service.</source>
        <translation>Noch keine API. Veröffentlicht wird ein Prompt wie jeder REST-Dienst aufgerufen.</translation>
    </message>
    <message>
        <source>Publish a prompt</source>
        <translation>Prompt veröffentlichen</translation>
    </message>
    <message>
        <source>No API has these words.</source>
        <translation>Keine API enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation>Gilt ab dem nächsten Start von Gatehouse.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Erscheinungsbild</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Wie der Desktop</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Design</translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation>Hell oder dunkel; wirkt sofort.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation>Design geändert.</translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation>Die Sprache ändert sich beim nächsten Start von Gatehouse.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation>Für alle Texte und Bedienelemente, relativ zum Desktop. %1</translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation>Die Skalierung ändert sich beim nächsten Start von Gatehouse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation>%1 ändern?</translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation>Diese Zeilen in %1 ändern sich. Der Rest bleibt, wie er ist; daneben wird eine Sicherung angelegt.</translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation>Die Datei %1 wird angelegt. Nur Sie können sie lesen.</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Change file</source>
        <translation>Datei ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApprovalsView</name>
    <message numerus="yes">
        <source>%n of them could not be decided: %1</source>
        <translation>
            <numerusform>%n davon konnte nicht entschieden werden: %1</numerusform>
            <numerusform>%n davon konnten nicht entschieden werden: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 für %2</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n Abonnement</numerusform>
            <numerusform>%n Abonnements</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject %1</source>
        <comment>the request of an application</comment>
        <translation>%1 ablehnen</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <comment>the request of an application</comment>
        <translation>%1 aussetzen</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>End %1 for good</source>
        <comment>the request of an application</comment>
        <translation>%1 endgültig beenden</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n approved. The next call works.</source>
        <translation>
            <numerusform>%n freigegeben. Der nächste Aufruf geht.</numerusform>
            <numerusform>%n freigegeben. Der nächste Aufruf geht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected.</source>
        <translation>
            <numerusform>%n abgelehnt.</numerusform>
            <numerusform>%n abgelehnt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspended. The next call is refused.</source>
        <translation>
            <numerusform>%n ausgesetzt. Der nächste Aufruf wird abgelehnt.</numerusform>
            <numerusform>%n ausgesetzt. Der nächste Aufruf wird abgelehnt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resumed. The next call works.</source>
        <translation>
            <numerusform>%n fortgesetzt. Der nächste Aufruf geht.</numerusform>
            <numerusform>%n fortgesetzt. Der nächste Aufruf geht.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended.</source>
        <translation>
            <numerusform>%n beendet.</numerusform>
            <numerusform>%n beendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Cancel subscription</source>
        <translation>Abonnement beenden</translation>
    </message>
    <message>
        <source>Show the applicant&apos;s calls</source>
        <translation>Aufrufe des Antragstellers zeigen</translation>
    </message>
    <message>
        <source>Open the API</source>
        <translation>API öffnen</translation>
    </message>
    <message>
        <source>Export subscriptions</source>
        <translation>Abonnements exportieren</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>Anfragen filtern</translation>
    </message>
    <message>
        <source>State of the subscriptions</source>
        <translation>Zustand der Abonnements</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Freigaben</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a state, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>Abonnements werden gelesen…</translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>Nichts wartet</translation>
    </message>
    <message>
        <source>No subscription is in this state.</source>
        <translation>Kein Abonnement ist in diesem Zustand.</translation>
    </message>
    <message>
        <source>Show all subscriptions</source>
        <translation>Alle Abonnements zeigen</translation>
    </message>
    <message>
        <source>No request has these words.</source>
        <translation>Keine Anfrage enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select a request first.</source>
        <translation>Wählen Sie zuerst eine Anfrage.</translation>
    </message>
    <message>
        <source>Only what waits can be approved.</source>
        <translation>Nur was wartet, kann freigegeben werden.</translation>
    </message>
    <message>
        <source>Only what waits can be rejected.</source>
        <translation>Nur was wartet, kann abgelehnt werden.</translation>
    </message>
    <message>
        <source>Only what is approved can be suspended.</source>
        <translation>Nur Freigegebenes kann ausgesetzt werden.</translation>
    </message>
    <message>
        <source>Only what is suspended can be resumed.</source>
        <translation>Nur Ausgesetztes kann fortgesetzt werden.</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>Es ist schon beendet.</translation>
    </message>
    <message>
        <source>Select one request first.</source>
        <translation>Wählen Sie zuerst eine einzelne Anfrage.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditModel</name>
    <message>
        <source>%1: %2</source>
        <comment>an object, a deed</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditView</name>
    <message>
        <source>Revert to here</source>
        <translation>Hierhin zurück</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>Dies zurücknehmen</translation>
    </message>
    <message>
        <source>Open the object</source>
        <translation>Objekt öffnen</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>Prüfprotokoll exportieren</translation>
    </message>
    <message>
        <source>Filter changes</source>
        <translation>Änderungen filtern</translation>
    </message>
    <message>
        <source>Kind of object</source>
        <translation>Art des Objekts</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Prüfprotokoll</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Änderungen</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Ältere anzeigen</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the audit log…</source>
        <translation>Prüfprotokoll wird gelesen…</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>Noch keine Änderungen</translation>
    </message>
    <message>
        <source>No change has these words.</source>
        <translation>Keine Änderung enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select a change to see what was before, and what is after it.</source>
        <translation>Wählen Sie eine Änderung, um zu sehen, was vorher war und was danach ist.</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <comment>a moment, a person</comment>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>Select one change first.</source>
        <translation>Wählen Sie zuerst eine Änderung.</translation>
    </message>
    <message>
        <source>It did not change the configuration.</source>
        <translation>Es hat die Konfiguration nicht geändert.</translation>
    </message>
    <message>
        <source>No page shows it.</source>
        <translation>Keine Seite zeigt es.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation>Gatehouse läuft weiter</translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation>Das Symbol im Infobereich öffnet das Fenster wieder und beendet das Programm.</translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation>Gatehouse schließen</translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation>Das Gateway läuft in diesem Fenster.

Programme, die es nutzen, erhalten keine Antwort, sobald es angehalten ist.</translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation>Gateway weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation>Sichern und wiederherstellen</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Jetzt sichern</translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation>Der Datenspeicher mit allen Aufzeichnungen und der versiegelte Tresor, wie sie zu einem Zeitpunkt sind; das Gateway arbeitet weiter. Der Schlüssel des Tresors ist nicht darin: getrennt aufbewahren.</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Letzte Sicherung</translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation>Mit dieser Konsole erstellt.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>Aus einer Sicherung</translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation>Gatehouse zuerst beenden: Nichts darf den Datenspeicher währenddessen verwenden. Dann „%1“ in einem Terminal ausführen und Gatehouse wieder starten.</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>Fortschritt der Sicherung</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sichern…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Noch keine</translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>In eine Datei sichern</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>%1 kann nicht geschrieben werden: %2 Einen anderen Ort wählen.</translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation>Sicherung geschrieben: %1 (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BellButton</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message numerus="yes">
        <source>Notifications: %n new</source>
        <translation>
            <numerusform>Benachrichtigungen: %n neue</numerusform>
            <numerusform>Benachrichtigungen: %n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>%1+</source>
        <comment>more than</comment>
        <translation>%1+</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BodyPage</name>
    <message>
        <source>Only the beginning is shown here; Export HAR holds all of it.</source>
        <translation>Hier wird nur der Anfang gezeigt; „HAR exportieren“ enthält alles.</translation>
    </message>
    <message>
        <source>As received</source>
        <translation>Wie empfangen</translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation>Was der Client gesendet hat</translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation>Was der Anbieter geantwortet hat</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>Wie gesendet</translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation>Was der Anbieter erhielt</translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation>Was der Client erhielt</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nummer</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>Auf dieser Seite des Aufrufs ist nichts.</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>nur die ersten %1 werden aufbewahrt</translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation>Bilder und Ton sind ausgelassen</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation>
            <numerusform>%n Stelle ist maskiert</numerusform>
            <numerusform>%n Stellen sind maskiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Baum</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Roh</translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation>
            <numerusform>%n weiteres Ereignis: siehe „Roh“</numerusform>
            <numerusform>%n weitere Ereignisse: siehe „Roh“</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>Budget hinzufügen</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Zeitraum des Budgets</translation>
    </message>
    <message>
        <source>Edit the budget of %1</source>
        <translation>Budget von %1 bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>It is set in %1, where it can be changed too. At the limit its calls are refused.</source>
        <translation>Es steht in %1 und kann auch dort geändert werden. An der Grenze werden Aufrufe abgelehnt.</translation>
    </message>
    <message>
        <source>What the budget is for</source>
        <translation>Wofür das Budget gilt</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Every call of it counts, whatever the endpoint.</source>
        <translation>Jeder Aufruf davon zählt, gleich an welcher Adresse.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>Dollar</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>Einen Betrag wie 25 oder 0.50 eingeben.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Periods of the calendar, in UTC. “In all” never starts anew.</source>
        <translation>Zeiträume des Kalenders, in UTC. „Insgesamt“ beginnt nie neu.</translation>
    </message>
    <message>
        <source>Block: refuse further calls</source>
        <translation>Sperren: weitere Aufrufe ablehnen</translation>
    </message>
    <message>
        <source>Warn: tell, and let calls pass</source>
        <translation>Warnen: melden und Aufrufe durchlassen</translation>
    </message>
    <message>
        <source>Switch: use a cheaper route</source>
        <translation>Wechseln: eine günstigere Route nutzen</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>An der Grenze</translation>
    </message>
    <message>
        <source>Cheaper route</source>
        <translation>Günstigere Route</translation>
    </message>
    <message>
        <source>Choose the route that calls go to then.</source>
        <translation>Die Route wählen, zu der Aufrufe dann gehen.</translation>
    </message>
    <message>
        <source>End streams whose reservation is spent</source>
        <translation>Ströme beenden, deren Reservierung verbraucht ist</translation>
    </message>
    <message>
        <source>Running streams</source>
        <translation>Laufende Ströme</translation>
    </message>
    <message>
        <source>Otherwise an answer that has begun is let through to its end.</source>
        <translation>Sonst wird eine begonnene Antwort bis zum Ende durchgelassen.</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>Hinweise bei</translation>
    </message>
    <message>
        <source>Per cent of the amount, parted by commas. Each is told once in a period.</source>
        <translation>Prozent des Betrags, durch Kommas getrennt. Jeder wird einmal im Zeitraum gemeldet.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>There is a budget of that name already.</source>
        <translation>Ein Budget dieses Namens gibt es schon.</translation>
    </message>
    <message>
        <source>Say whose budget it is.</source>
        <translation>Angeben, wessen Budget es ist.</translation>
    </message>
    <message>
        <source>Enter whole per cents such as 50, 80, 100.</source>
        <translation>Ganze Prozente wie 50, 80, 100 eingeben.</translation>
    </message>
    <message>
        <source>Add budget %1</source>
        <translation>Budget %1 hinzufügen</translation>
    </message>
    <message>
        <source>Change the budget of %1</source>
        <translation>Budget von %1 ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation>pro Tag</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>pro Woche</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>pro Monat</translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation>Budget von %1: %2 %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetModel</name>
    <message>
        <source>Scope</source>
        <translation>Geltungsbereich</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prognose</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>Beginnt neu</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>An der Grenze</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>Hinweise bei</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>Gesetzt in</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetsView</name>
    <message>
        <source>Add budget</source>
        <translation>Budget hinzufügen</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>Budget bearbeiten</translation>
    </message>
    <message>
        <source>Raise temporarily</source>
        <translation>Vorübergehend erhöhen</translation>
    </message>
    <message>
        <source>Show its spend</source>
        <translation>Ausgaben zeigen</translation>
    </message>
    <message>
        <source>Open where it is set</source>
        <translation>Dort öffnen, wo es gesetzt ist</translation>
    </message>
    <message>
        <source>Delete budget</source>
        <translation>Budget löschen</translation>
    </message>
    <message>
        <source>Export budgets</source>
        <translation>Budgets exportieren</translation>
    </message>
    <message>
        <source>Filter budgets</source>
        <translation>Budgets filtern</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the budgets…</source>
        <translation>Budgets werden gelesen…</translation>
    </message>
    <message>
        <source>No budgets yet. One says how much may be spent, and what happens then.</source>
        <translation>Noch keine Budgets. Eines sagt, wie viel ausgegeben werden darf und was dann geschieht.</translation>
    </message>
    <message>
        <source>Set monthly budget</source>
        <translation>Monatsbudget setzen</translation>
    </message>
    <message>
        <source>No budget has these words.</source>
        <translation>Kein Budget enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one budget first.</source>
        <translation>Zuerst ein Budget auswählen.</translation>
    </message>
    <message>
        <source>Only budgets of this list can be raised for a while. Edit it, or add one here in its place.</source>
        <translation>Nur Budgets dieser Liste lassen sich vorübergehend erhöhen. Es bearbeiten oder hier eines an seiner Stelle hinzufügen.</translation>
    </message>
    <message>
        <source>It is set here.</source>
        <translation>Es ist hier gesetzt.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>applications, keys, money used</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n Anwendung</numerusform>
            <numerusform>%n Anwendungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n Schlüssel</numerusform>
            <numerusform>%n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the budget of %1?</source>
        <translation>Das Budget von %1 löschen?</translation>
    </message>
    <message>
        <source>Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It can come back from the trash or with Undo.</source>
        <translation>Dann hält nichts die Ausgaben zurück, außer einem anderen Budget. Ausgegebenes bleibt verzeichnet. Es kann aus dem Papierkorb oder mit Rückgängig zurückkommen.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete the budget of %1</source>
        <translation>Das Budget von %1 löschen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheModel</name>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Answers to questions that mean the same</source>
        <translation>Antworten auf Fragen gleicher Bedeutung</translation>
    </message>
    <message>
        <source>Of the hits, those that waited for an equal call under way</source>
        <translation>Von den Treffern jene, die auf einen gleichen laufenden Aufruf warteten</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>Nach Bedeutung</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>Vereint</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Ohne Treffer</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespart</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheSettingsDialog</name>
    <message>
        <source>Cache settings</source>
        <translation>Cache-Einstellungen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>Im Speicher</translation>
    </message>
    <message>
        <source>At most so much, such as 64MiB. What was used longest ago goes first.</source>
        <translation>Höchstens so viel, etwa 64MiB. Am längsten Ungenutztes geht zuerst.</translation>
    </message>
    <message>
        <source>Enter a size such as 64MiB or 2GiB.</source>
        <translation>Eine Größe wie 64MiB oder 2GiB eingeben.</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>From there memory is filled again after a restart. “off” keeps nothing on disk.</source>
        <translation>Daraus füllt sich der Speicher nach einem Neustart. „off“ behält nichts auf der Platte.</translation>
    </message>
    <message>
        <source>Enter off, or a size such as 256MiB or 2GiB.</source>
        <translation>off oder eine Größe wie 256MiB oder 2GiB eingeben.</translation>
    </message>
    <message>
        <source>Answers count for</source>
        <translation>Antworten gelten</translation>
    </message>
    <message>
        <source>Where their route says nothing else: 30m, 1h, 7d.</source>
        <translation>Wo ihre Route nichts anderes sagt: 30m, 1h, 7d.</translation>
    </message>
    <message>
        <source>Enter a time such as 30m, 1h or 7d.</source>
        <translation>Eine Zeit wie 30m, 1h oder 7d eingeben.</translation>
    </message>
    <message>
        <source>Change the cache settings</source>
        <translation>Cache-Einstellungen ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheView</name>
    <message>
        <source>Purge…</source>
        <translation>Leeren…</translation>
    </message>
    <message>
        <source>Cache settings</source>
        <translation>Cache-Einstellungen</translation>
    </message>
    <message>
        <source>Open its route</source>
        <translation>Route öffnen</translation>
    </message>
    <message>
        <source>Show its hits</source>
        <translation>Treffer zeigen</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Zahlen exportieren</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>Routen filtern</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>Trefferquote</translation>
    </message>
    <message>
        <source>Money saved</source>
        <translation>Gespartes Geld</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>Im Speicher</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>Auf der Platte</translation>
    </message>
    <message>
        <source>Caches of routes</source>
        <translation>Caches der Routen</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>No call has asked a cache yet.</source>
        <translation>Noch kein Aufruf hat einen Cache gefragt.</translation>
    </message>
    <message>
        <source>%1 of %2 calls since the start</source>
        <comment>hits, all</comment>
        <translation>%1 von %2 Aufrufen seit dem Start</translation>
    </message>
    <message>
        <source>What the hits would have cost</source>
        <translation>Was die Treffer gekostet hätten</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <comment>sizes</comment>
        <translation>%1 von %2 verbraucht</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>of %1, for the next start</source>
        <comment>a size</comment>
        <translation>von %1, für den nächsten Start</translation>
    </message>
    <message>
        <source>Nothing is kept for the next start.</source>
        <translation>Für den nächsten Start wird nichts behalten.</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading what is cached…</source>
        <translation>Cache wird gelesen…</translation>
    </message>
    <message>
        <source>No route caches its answers. Each route says whether equal, or alike, questions get the answer of before.</source>
        <translation>Keine Route merkt sich Antworten. Jede Route sagt, ob gleiche oder ähnliche Fragen die frühere Antwort erhalten.</translation>
    </message>
    <message>
        <source>Open routes</source>
        <translation>Routen öffnen</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>Keine Route enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>Zuerst eine Route auswählen.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1</source>
        <comment>size</comment>
        <translation>
            <numerusform>%n Antwort, %1</numerusform>
            <numerusform>%n Antworten, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1</source>
        <comment>how many answers of which size</comment>
        <translation>Höchstens %1</translation>
    </message>
    <message>
        <source>Purge the cache?</source>
        <translation>Den Cache leeren?</translation>
    </message>
    <message>
        <source>Purge the cache of %1?</source>
        <translation>Den Cache von %1 leeren?</translation>
    </message>
    <message>
        <source>The next equal calls go to the providers again and cost money. This cannot be undone.</source>
        <translation>Die nächsten gleichen Aufrufe gehen wieder zu den Anbietern und kosten Geld. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>all</source>
        <comment>typed to purge all caches</comment>
        <translation>alles</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) thrown away.</source>
        <translation>
            <numerusform>%n Antwort verworfen.</numerusform>
            <numerusform>%n Antworten verworfen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallFacts</name>
    <message>
        <source>More about the call</source>
        <translation>Mehr über den Aufruf</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>Endnutzer</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>Felder der Anfrage</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>Gestreamt</translation>
    </message>
    <message>
        <source>At another time</source>
        <translation>Zu einer anderen Zeit</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>Zeit des Aufrufs</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>Schreiben Sie je Zeile Name, Doppelpunkt und Wert, etwa %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation>wird gestreamt…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>wartet…</translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation>%1 · abgebrochen</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>Client gegangen</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation>
            <numerusform>%1 · %n Wiederholung</numerusform>
            <numerusform>%1 · %n Wiederholungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>Zeit bis zum ersten Byte der Antwort</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Aus Cache</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation>~%1</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>wird abgebrochen…</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation>Der Aufruf im Protokoll</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CanaryDialog</name>
    <message>
        <source>Canary of %1</source>
        <translation>Kanarienvogel von %1</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Anteil der Aufrufe</translation>
    </message>
    <message>
        <source>Set share</source>
        <translation>Anteil setzen</translation>
    </message>
    <message>
        <source>%1 of the calls now go to %2.</source>
        <translation>%1 der Aufrufe gehen jetzt an %2.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Befördern</translation>
    </message>
    <message>
        <source>All calls go to this target from now on</source>
        <translation>Alle Aufrufe gehen von jetzt an an dieses Ziel</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>No call goes to this target from now on</source>
        <translation>Von jetzt an geht kein Aufruf an dieses Ziel</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>The canary goes on.</source>
        <translation>Der Kanarienvogel läuft weiter.</translation>
    </message>
    <message>
        <source>The canary is paused; its share stays.</source>
        <translation>Der Kanarienvogel ist angehalten; sein Anteil bleibt.</translation>
    </message>
    <message>
        <source>%1 % of the calls go to %2</source>
        <translation>%1 % der Aufrufe gehen an %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Running, at this share since %1.</source>
        <translation>Läuft, mit diesem Anteil seit %1.</translation>
    </message>
    <message>
        <source>Paused since %1: the share stays until it is resumed.</source>
        <translation>Angehalten seit %1: der Anteil bleibt bis zum Fortsetzen.</translation>
    </message>
    <message>
        <source>Promoted at %1: make it the only target, or the first, when you are sure.</source>
        <translation>Befördert am %1: machen Sie es zum einzigen oder ersten Ziel, wenn Sie sicher sind.</translation>
    </message>
    <message>
        <source>Rolled back at %1.</source>
        <translation>Zurückgenommen am %1.</translation>
    </message>
    <message>
        <source>How it stands is not known at this moment.</source>
        <translation>Wie er steht, ist gerade nicht bekannt.</translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation>Grund: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) at this share</source>
        <translation>
            <numerusform>%n Aufruf mit diesem Anteil</numerusform>
            <numerusform>%n Aufrufe mit diesem Anteil</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n Fehler</numerusform>
            <numerusform>%n Fehler</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 bis zum ersten Token</translation>
    </message>
    <message>
        <source>feedback %1</source>
        <translation>Rückmeldung %1</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Promote %1?</source>
        <translation>%1 befördern?</translation>
    </message>
    <message>
        <source>All calls of %1 that no rule leads elsewhere go to it from now on.</source>
        <translation>Alle Aufrufe von %1, die keine Regel anderswohin führt, gehen von jetzt an dorthin.</translation>
    </message>
    <message>
        <source>All calls now go to %1.</source>
        <translation>Alle Aufrufe gehen jetzt an %1.</translation>
    </message>
    <message>
        <source>No call goes to %1 any more.</source>
        <translation>Kein Aufruf geht mehr an %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation>Fortfahren</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation>Welchen Anbieter möchten Sie hinzufügen?</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>Katalog durchsuchen</translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation>Nach Namen suchen oder „custom“ für eine beliebige Adresse eingeben</translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation>Anbieter des Katalogs</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation>%1 (nicht in dieser Version)</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation>Katalog wird gelesen…</translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation>Kein Anbieter dieses Namens. Jede andere Adresse steht unter „Custom“.</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>Suche leeren</translation>
    </message>
    <message>
        <source>%1. You enter its address in the next step.</source>
        <comment>dialect</comment>
        <translation>%1. Die Adresse geben Sie im nächsten Schritt ein.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>dialect, address</comment>
        <translation>%1 unter %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation>Selbst (selbstsigniert)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Zertifikat</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>Das Zertifikat hat sich geändert</translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation>Ist das %1?</translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation>%1 zeigt ein anderes Zertifikat als vorher</translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation>Den Fingerabdruck mit dem vergleichen, den der Betreiber des Gateways nennt. Sobald Sie ihm vertrauen, wird nur dieses Zertifikat angenommen.</translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation>Es wurde vielleicht erneuert, oder jemand steht dazwischen. Nichts wurde gesendet. Den Betreiber des Gateways fragen, bevor Sie dem neuen vertrauen.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Inhaber</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Namen</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Aussteller</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation>Bisher vertraut</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>Jetzt gezeigt</translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation>Es ist heute nicht gültig.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation>Getrennt bleiben</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Diesem Zertifikat vertrauen</translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation>Dem neuen vertrauen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation>Es kam kein Zertifikat (%1). Die Adresse prüfen und ob das Gateway dort läuft.</translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation>Dort hat nichts geantwortet. Die Adresse prüfen und ob das Gateway von hier erreichbar ist.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainEditor</name>
    <message>
        <source>Pages of the chain</source>
        <translation>Seiten der Kette</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>All chains</source>
        <translation>Alle Ketten</translation>
    </message>
    <message>
        <source>Reading the chain…</source>
        <translation>Kette wird gelesen…</translation>
    </message>
    <message>
        <source>There is no chain “%1” any more.</source>
        <translation>Die Kette „%1“ gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Save version %1 of chain %2</source>
        <translation>Version %1 der Kette %2 speichern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainOutcomeModel</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Token ein</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Token aus</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainRunPage</name>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>How each step went</source>
        <translation>Wie jeder Schritt verlief</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Im Protokoll zeigen</translation>
    </message>
    <message>
        <source>The last run cost: not known.</source>
        <translation>Kosten des letzten Laufs: unbekannt.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>Der letzte Lauf kostete %1.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>Nächster Lauf: %1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Run the chain to see what it answers. Choose a step to see what came of it.</source>
        <translation>Führen Sie die Kette aus, um ihre Antwort zu sehen. Wählen Sie einen Schritt, um sein Ergebnis zu sehen.</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>Läuft…</translation>
    </message>
    <message>
        <source>The chain takes no values. Add inputs under Write, where it shall.</source>
        <translation>Die Kette nimmt keine Werte. Fügen Sie unter „Schreiben“ Eingaben hinzu.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepDialog</name>
    <message>
        <source>Add a step</source>
        <translation>Schritt hinzufügen</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Schritt %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>What the step is given</source>
        <translation>Was der Schritt bekommt</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>Wert hinzufügen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>A prompt is given its variables; a model prompt, system or messages.</source>
        <translation>Ein Prompt bekommt seine Variablen, ein Modell prompt, system oder messages.</translation>
    </message>
    <message>
        <source>The chain goes on where it fails</source>
        <translation>Die Kette läuft weiter, wenn er scheitert</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Later steps read its answer at /ID.</source>
        <translation>Spätere Schritte lesen seine Antwort unter /ID.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Choose what the step calls.</source>
        <translation>Wählen Sie, was der Schritt aufruft.</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>Was er bekommt</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>A value is</source>
        <translation>Ein Wert ist</translation>
    </message>
    <message>
        <source>A value is one of</source>
        <translation>Ein Wert ist eines von</translation>
    </message>
    <message>
        <source>A value is there</source>
        <translation>Ein Wert ist da</translation>
    </message>
    <message>
        <source>A value is not there</source>
        <translation>Ein Wert fehlt</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>Wann er läuft</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>Ein JSON-Zeiger: /inputs/NAME oder /SCHRITT/NAME.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>Er beginnt mit /inputs/ oder mit / und der ID eines Schritts.</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>Ist</translation>
    </message>
    <message>
        <source>JSON; of several, parted by commas.</source>
        <translation>JSON; mehrere durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Write one JSON value, such as &quot;angry&quot; or 3.</source>
        <translation>Schreiben Sie einen JSON-Wert, etwa &quot;angry&quot; oder 3.</translation>
    </message>
    <message>
        <source>Write JSON values parted by commas, such as &quot;angry&quot;, &quot;sad&quot;.</source>
        <translation>Schreiben Sie JSON-Werte mit Kommas dazwischen, etwa &quot;angry&quot;, &quot;sad&quot;.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Steps that must have ended, parted by commas. Those that it reads are waited for anyway.</source>
        <translation>Schritte, die beendet sein müssen, durch Kommas getrennt. Auf gelesene wird ohnehin gewartet.</translation>
    </message>
    <message>
        <source>Takes at most</source>
        <translation>Dauert höchstens</translation>
    </message>
    <message>
        <source>Such as 10s or 2m.</source>
        <translation>Etwa 10s oder 2m.</translation>
    </message>
    <message>
        <source>Write a number and s or m, such as 10s.</source>
        <translation>Schreiben Sie eine Zahl und s oder m, etwa 10s.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Mit einem Buchstaben beginnen; dann nur Buchstaben, Ziffern und _, höchstens 64.</translation>
    </message>
    <message>
        <source>“inputs” is what the chain is given. Take another id.</source>
        <translation>„inputs“ ist, was die Kette bekommt. Nehmen Sie eine andere ID.</translation>
    </message>
    <message>
        <source>Another step has this id.</source>
        <translation>Ein anderer Schritt hat diese ID.</translation>
    </message>
    <message>
        <source>There is no other step “%1”.</source>
        <translation>Es gibt keinen anderen Schritt „%1“.</translation>
    </message>
    <message>
        <source>A prompt at a label or version: sentiment@production.</source>
        <translation>Ein Prompt mit Label oder Version: sentiment@production.</translation>
    </message>
    <message>
        <source>A route, or provider/model.</source>
        <translation>Eine Route oder Anbieter/Modell.</translation>
    </message>
    <message>
        <source>A model of a KServe server.</source>
        <translation>Ein Modell eines KServe-Servers.</translation>
    </message>
    <message>
        <source>A published API and its version: mood/1.</source>
        <translation>Eine veröffentlichte API und ihre Version: mood/1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepModel</name>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Runs when</source>
        <translation>Läuft, wenn</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainWritePage</name>
    <message>
        <source>Parts of the chain</source>
        <translation>Teile der Kette</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Eingaben</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>Schritt hinzufügen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>A step calls a prompt, a model or an API. Those that do not wait for each other run side by side.</source>
        <translation>Ein Schritt ruft einen Prompt, ein Modell oder eine API auf. Was nicht aufeinander wartet, läuft nebeneinander.</translation>
    </message>
    <message>
        <source>Move the step up</source>
        <translation>Schritt nach oben</translation>
    </message>
    <message>
        <source>Move the step down</source>
        <translation>Schritt nach unten</translation>
    </message>
    <message>
        <source>Add input</source>
        <translation>Eingabe hinzufügen</translation>
    </message>
    <message>
        <source>An input is what a call gives. Steps read it at /inputs/NAME.</source>
        <translation>Eine Eingabe ist, was ein Aufruf mitgibt. Schritte lesen sie unter /inputs/NAME.</translation>
    </message>
    <message>
        <source>What the chain answers</source>
        <translation>Was die Kette antwortet</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>Wert hinzufügen</translation>
    </message>
    <message>
        <source>Without values of its own, a chain answers what each of its steps did.</source>
        <translation>Ohne eigene Werte antwortet eine Kette, was jeder ihrer Schritte ergab.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Of the whole run, such as 30s or 2m; 60s where nothing is written.</source>
        <translation>Des ganzen Laufs, etwa 30s oder 2m; ohne Angabe 60s.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Dollars, such as 0.05. When they are spent, no further step begins.</source>
        <translation>Dollar, etwa 0.05. Sind sie ausgegeben, beginnt kein weiterer Schritt.</translation>
    </message>
    <message>
        <source>In all, those of chains within included; 50 where nothing is written.</source>
        <translation>Insgesamt, samt denen innerer Ketten; ohne Angabe 50.</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Tiefe</translation>
    </message>
    <message>
        <source>Chains within chains; 4 where nothing is written.</source>
        <translation>Ketten in Ketten; ohne Angabe 4.</translation>
    </message>
    <message>
        <source>Definition of the chain, as JSON</source>
        <translation>Definition der Kette als JSON</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Definition</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>It can run: %1</source>
        <translation>Sie kann laufen: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend</source>
        <translation>
            <numerusform>%n Punkt zu beheben</numerusform>
            <numerusform>%n Punkte zu beheben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainsPage</name>
    <message>
        <source>Filter chains</source>
        <translation>Ketten filtern</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>Ketten</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the chains…</source>
        <translation>Ketten werden gelesen…</translation>
    </message>
    <message>
        <source>No chains yet. A chain leads what one step says to the next: prompts, models, APIs.</source>
        <translation>Noch keine Ketten. Eine Kette reicht weiter, was ein Schritt sagt: Prompts, Modelle, APIs.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>Neue Kette</translation>
    </message>
    <message>
        <source>No chain has these words.</source>
        <translation>Keine Kette enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Delete the chain %1?</source>
        <translation>Die Kette %1 löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n chain(s)?</source>
        <translation>
            <numerusform>%n Kette löschen?</numerusform>
            <numerusform>%n Ketten löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions and labels go with it. It can come back from the trash or with Undo.</source>
        <translation>Versionen und Labels gehen mit. Sie lässt sich aus dem Papierkorb oder mit „Rückgängig“ zurückholen.</translation>
    </message>
    <message>
        <source>Served as %1</source>
        <translation>Angeboten als %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete chain %1</source>
        <translation>Kette %1 löschen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation>Was geändert wurde</translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>und %n weitere Änderung</numerusform>
            <numerusform>und %n weitere Änderungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation>Ihre Änderung wurde nicht gemacht: Die andere Version bleibt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation>hinzugefügt</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>geändert</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>gelöscht</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>Aufbewahrung</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <extracomment>A change of the configuration: kind of object, its name, what was done to it</extracomment>
        <translation>%1 %2: %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargeModel</name>
    <message>
        <source>No plan</source>
        <translation>Kein Tarif</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Monate</translation>
    </message>
    <message>
        <source>For calls</source>
        <translation>Für Aufrufe</translation>
    </message>
    <message>
        <source>For providers</source>
        <translation>Für Anbieter</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargePanel</name>
    <message>
        <source>Charges</source>
        <translation>Beträge</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Monat</translation>
    </message>
    <message>
        <source>Months are those of UTC.</source>
        <translation>Monate nach UTC.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Save the charges as CSV or JSON Lines</source>
        <translation>Beträge als CSV oder JSON Lines speichern</translation>
    </message>
    <message>
        <source>Reading the charges…</source>
        <translation>Beträge werden gelesen…</translation>
    </message>
    <message>
        <source>Charged: %1</source>
        <translation>Berechnet: %1</translation>
    </message>
    <message>
        <source>Earned: %1</source>
        <translation>Eingenommen: %1</translation>
    </message>
    <message>
        <source>This team has no subscription to an API.</source>
        <translation>Dieses Team hat keine API abonniert.</translation>
    </message>
    <message>
        <source>Nobody is subscribed to this API.</source>
        <translation>Niemand hat diese API abonniert.</translation>
    </message>
    <message numerus="yes">
        <source>The cost of %n call(s) is not known; providers&apos; cost is charged without them.</source>
        <translation>
            <numerusform>Die Kosten von %n Aufruf sind unbekannt; Anbieterkosten werden ohne ihn berechnet.</numerusform>
            <numerusform>Die Kosten von %n Aufrufen sind unbekannt; Anbieterkosten werden ohne sie berechnet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation>Keine Daten in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation>Liniendiagramm.</translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation>Gestapelte Balken.</translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation>Karte der Stunden der Woche.</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>Ab %1.</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation>%1: von %2 bis %3, zuletzt %4.</translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation>„Als Tabelle zeigen“ listet jeden Wert auf.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation>Als PNG exportieren…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>Als SVG exportieren…</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>Als PDF exportieren…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Als CSV exportieren…</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Als Tabelle zeigen</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>Dieses Diagramm exportieren</translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation>Zeiten in %1</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>Als %1 exportieren</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>%1-Dateien (*.%2)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Nach %1 exportiert</translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation>Das Diagramm konnte nicht nach %1 geschrieben werden: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartTable</name>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>Das Gateway antwortet nicht (%1). Prüfen, ob es läuft, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation>Die Antwort war ein Fehler mit Status %1 ohne Begründung.</translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation>Die Antwort brach vor ihrem Ende ab. Was bis dahin kam, wird gezeigt; erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckList</name>
    <message>
        <source>A regular expression</source>
        <translation>Ein regulärer Ausdruck</translation>
    </message>
    <message>
        <source>What stands there, as JSON; nothing: anything</source>
        <translation>Was dort steht, als JSON; nichts: irgendetwas</translation>
    </message>
    <message>
        <source>A JSON Schema</source>
        <translation>Ein JSON Schema</translation>
    </message>
    <message>
        <source>What the judge looks at</source>
        <translation>Worauf das urteilende Modell achtet</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>Enthält</translation>
    </message>
    <message>
        <source>Is equal to</source>
        <translation>Ist gleich</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Entspricht</translation>
    </message>
    <message>
        <source>Has at a JSON path</source>
        <translation>Hat an einem JSON-Pfad</translation>
    </message>
    <message>
        <source>Fits a JSON Schema</source>
        <translation>Passt zu einem JSON Schema</translation>
    </message>
    <message>
        <source>Is judged by a model</source>
        <translation>Wird von einem Modell beurteilt</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <comment>JSON path</comment>
        <translation>%1 ist vorhanden</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>JSON path, value</comment>
        <translation>%1 ist %2</translation>
    </message>
    <message>
        <source>%1 finds: %2</source>
        <comment>model, what</comment>
        <translation>%1 findet: %2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <comment>Contains, text</comment>
        <translation>%1 „%2“</translation>
    </message>
    <message>
        <source>Add check</source>
        <translation>Prüfung hinzufügen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckRow</name>
    <message>
        <source>Path, such as $.mood</source>
        <translation>Pfad, etwa $.mood</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>JSON-Pfad</translation>
    </message>
    <message>
        <source>Model that judges</source>
        <translation>Urteilendes Modell</translation>
    </message>
    <message>
        <source>Least, 0 to 1</source>
        <translation>Mindestens, 0 bis 1</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>Mindestwert</translation>
    </message>
    <message>
        <source>Remove check</source>
        <translation>Prüfung entfernen</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>Prüfung %1</translation>
    </message>
    <message>
        <source>Write what the answer is compared with.</source>
        <translation>Eingeben, womit die Antwort verglichen wird.</translation>
    </message>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>Ein JSON-Objekt eingeben: Es beginnt mit { und endet mit }.</translation>
    </message>
    <message>
        <source>Write a JSON path: it begins with $.</source>
        <translation>Einen JSON-Pfad eingeben: Er beginnt mit $.</translation>
    </message>
    <message>
        <source>Name the model that judges.</source>
        <translation>Das urteilende Modell nennen.</translation>
    </message>
    <message>
        <source>Write a number from 0 to 1, such as 0.7, or nothing.</source>
        <translation>Eine Zahl von 0 bis 1 eingeben, etwa 0.7, oder nichts.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChoiceMenu</name>
    <message>
        <source>%1: %2</source>
        <comment>what is chosen, choices</comment>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientPage</name>
    <message>
        <source>All clients</source>
        <translation>Alle Clients</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Ein Modell wählen.</translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation>Erhält den Schlüssel</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Gut zu wissen</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>Funktioniert es?</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>Variablen prüfen</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>Auf den ersten Aufruf warten</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation>Von einem Hilfsbefehl</translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation>Aus der Einstellungsdatei</translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation>Aus einer Variablen</translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation>Dieses Gateway hat die Adresse %1 nicht, die %2 braucht. Die Einstellungen funktionieren, sobald es sie hat.</translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation>Dieses Gateway lauscht nur auf diesem Computer, wo %1 es nicht erreicht.</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>%1 ändern…</translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation>Zuerst einen neuen Schlüssel erstellen: Ein Schlüssel ist nur einmal bekannt, bei der Erstellung</translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation>Der Client führt „%1“ aus und liest den Schlüssel aus Ihrem Schlüsselbund. Den Schlüssel dort unter diesem Namen aufbewahren.</translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation>„%1“ gibt einen Schlüssel aus, der in Ihrem Schlüsselbund liegt: für Clients und Skripte, die einen Befehl ausführen.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation>Das steht bereits in %1.</translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation>%1 wurde angelegt.</translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation>%1 wurde geändert. Die Sicherung ist %2.</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>%1 ist wie vorher.</translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation>Keine Umgebungsvariable ist im Weg.</translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation>%1 ist in dieser Sitzung gesetzt.</translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation>%1 ist in %2 gesetzt.</translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation>Dort entfernen, sofern sie nicht dieses Gateway nennen.</translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation>Wartet auf einen Aufruf mit diesem Schlüssel. Jetzt %1 verwenden.</translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation>✓ %1 von %2</translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation>%1 von %2, mit %3 beantwortet. Das Protokoll nennt den Grund.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientTiles</name>
    <message>
        <source>%1, %2</source>
        <comment>client, note</comment>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation>Suche und Befehle</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>Zurzeit nicht möglich</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation>%1, %2, Status %3</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>Keine Treffer. Weniger Buchstaben versuchen.</translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation>&gt; für Befehle   @ für Objekte   # für Anfragen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommentPanel</name>
    <message>
        <source>Nobody said anything yet.</source>
        <translation>Noch hat niemand etwas gesagt.</translation>
    </message>
    <message>
        <source>Add comment</source>
        <translation>Kommentar hinzufügen</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Kommentare</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>Kommentar schreiben…</translation>
    </message>
    <message>
        <source>About the prompt</source>
        <translation>Zum Prompt</translation>
    </message>
    <message>
        <source>About version %1</source>
        <translation>Zu Version %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>Zwei Aufrufe vergleichen</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation>Beide Aufrufe werden gelesen…</translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation>Einer dieser Aufrufe läuft noch oder wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation>%1, unterschiedlich</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Keine Unterschiede</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n Unterschied</numerusform>
            <numerusform>%n Unterschiede</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceDialog</name>
    <message>
        <source>Conformance of %1</source>
        <translation>Konformität von %1</translation>
    </message>
    <message>
        <source>Real calls through the gateway&apos;s own port show what a client of each dialect gets from this route: plain, streamed, with tools, images and more.</source>
        <translation>Echte Aufrufe durch den Port des Gateways zeigen, was ein Client jedes Dialekts von dieser Route bekommt: einfach, als Strom, mit Werkzeugen, Bildern und mehr.</translation>
    </message>
    <message>
        <source>Reading the last run…</source>
        <translation>Der letzte Lauf wird gelesen…</translation>
    </message>
    <message>
        <source>Asking what a run would cost…</source>
        <translation>Es wird gefragt, was ein Lauf kosten würde…</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>Fortschritt des Tests</translation>
    </message>
    <message>
        <source>Client dialects and features</source>
        <translation>Client-Dialekte und Fähigkeiten</translation>
    </message>
    <message>
        <source>Show its call in the log</source>
        <translation>Aufruf im Protokoll zeigen</translation>
    </message>
    <message>
        <source>Stop test</source>
        <translation>Test anhalten</translation>
    </message>
    <message>
        <source>Run conformance test</source>
        <translation>Konformitätstest starten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>This route was not tested yet. See above what a run takes, then start it.</source>
        <translation>Diese Route wurde noch nicht getestet. Oben steht, was ein Lauf braucht; dann starten.</translation>
    </message>
    <message numerus="yes">
        <source>A run makes up to %n call(s)</source>
        <translation>
            <numerusform>Ein Lauf macht höchstens %n Aufruf</numerusform>
            <numerusform>Ein Lauf macht höchstens %n Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, with up to %2 input and %3 output tokens.</source>
        <translation>%1, mit höchstens %2 Eingabe- und %3 Ausgabe-Token.</translation>
    </message>
    <message>
        <source>The demo provider serves it: it costs nothing.</source>
        <translation>Der Demo-Anbieter bedient sie: es kostet nichts.</translation>
    </message>
    <message>
        <source>The provider bills them: %1 at most.</source>
        <translation>Der Anbieter stellt sie in Rechnung: höchstens %1.</translation>
    </message>
    <message>
        <source>The provider bills them; what they cost is not known, since a price is missing.</source>
        <translation>Der Anbieter stellt sie in Rechnung; was sie kosten, ist nicht bekannt, da ein Preis fehlt.</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>%n bestanden</numerusform>
            <numerusform>%n bestanden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n durchgefallen</numerusform>
            <numerusform>%n durchgefallen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not applicable</source>
        <translation>
            <numerusform>%n nicht anwendbar</numerusform>
            <numerusform>%n nicht anwendbar</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Choose a cell to see why.</source>
        <translation>Eine Zelle wählen, um den Grund zu sehen.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Erneut starten</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceTable</name>
    <message>
        <source>%1 over %2</source>
        <comment>feature, client dialect</comment>
        <translation>%1 über %2</translation>
    </message>
    <message>
        <source>%1: passed after %2 ms.</source>
        <translation>%1: bestanden nach %2 ms.</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <comment>test, reason</comment>
        <translation>%1: durchgefallen. %2</translation>
    </message>
    <message>
        <source>What came: %1</source>
        <translation>Es kam: %1</translation>
    </message>
    <message>
        <source>%1: not applicable. %2</source>
        <comment>test, reason</comment>
        <translation>%1: nicht anwendbar. %2</translation>
    </message>
    <message>
        <source>%1: not tried yet.</source>
        <translation>%1: noch nicht versucht.</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>entfällt</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird hergestellt…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectView</name>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>Einstellungen kopieren</translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation>Datei des Clients ändern…</translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation>Änderung der Datei rückgängig machen</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>Variablen prüfen</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>Auf den ersten Aufruf warten</translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation>Hilfsbefehl kopieren</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>Alle Clients</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Client verbinden</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>Client suchen</translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation>Das Programm wählen, das dieses Gateway verwenden soll. Die Einstellungen werden ausgefüllt.</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation>Kein passender Client. Jedes Programm, das die API von OpenAI oder Anthropic spricht, funktioniert: siehe OpenAI SDK.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation>Noch nicht unterstützt</translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation>Zuerst einen Client wählen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation>Verbinden innerhalb von</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>Erstes Byte innerhalb von</translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation>Pause höchstens</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>Ganzer Aufruf innerhalb von</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>Wie bei diesem Anbieter üblich</translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation>Wie im Gateway eingestellt</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation>„direct“ für keinen, oder etwa http://proxy.example:3128.</translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation>„direct“ eingeben oder eine Adresse, die mit http, https, socks5 oder socks5h beginnt und kein Passwort enthält.</translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation>Eigene Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation>PEM-Dateien auf dem Rechner des Gateways, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation>Vollständige Pfade ab „/“ eingeben.</translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation>TLS 1.2 oder neuer</translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation>Nur TLS 1.3</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Verschlüsselung</translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation>Eine Zeit wie 500ms, 30s oder 5m eingeben, größer als null.</translation>
    </message>
    <message>
        <source>Proxy, certificates and timeouts</source>
        <translation>Proxy, Zertifikate und Zeitgrenzen</translation>
    </message>
    <message>
        <source>It has /responses</source>
        <translation>Er hat /responses</translation>
    </message>
    <message>
        <source>It has chat completions only</source>
        <translation>Er hat nur Chat Completions</translation>
    </message>
    <message>
        <source>Responses API</source>
        <translation>Responses-API</translation>
    </message>
    <message>
        <source>With it, calls of OpenAI&apos;s Responses API pass as they are; without, they are translated.</source>
        <translation>Damit gehen Aufrufe von OpenAIs Responses-API, wie sie sind; ohne werden sie übersetzt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation>Ihr Name für dieses Gateway.</translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation>Einen Namen eingeben, etwa Team-Gateway.</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>Admin-Adresse</translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation>Wo die Admin-API des Gateways lauscht.</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>Gateway-Adresse</translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation>Was Anwendungen verwenden.</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>Admin-Token</translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation>Kommt in den Schlüsselbund dieses Desktops, nie in eine Datei.</translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation>Leer lassen, um das bisherige weiter zu verwenden.</translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation>Ein Token hat keine Leer- oder Sonderzeichen. Neu kopieren.</translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation>Das Admin-Token dieses Gateways eingeben (der Betreiber hat es).</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation>Kennzeichnet das Fenster, solange Sie verbunden sind.</translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation>Änderungen bis zur Durchsicht sammeln</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Geschützt</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Blau</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Bernstein</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Grün</translation>
    </message>
    <message>
        <source>Plum</source>
        <translation>Pflaume</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>Oliv</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violett</translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation>Dem Zertifikat wird nicht vertraut, daher wurde nichts gesendet. Den Betreiber des Gateways nach dem Fingerabdruck fragen, dann erneut verbinden.</translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation>Das Gateway nimmt dieses Token nicht an. Beim Betreiber des Gateways neu kopieren.</translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation>Dort antwortet etwas, aber nicht die Admin-API eines Gateways. Host und Port prüfen.</translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation>Das Token wurde nicht aufbewahrt. Erneut verbinden, um den Ort zu wählen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation>Entfernte Gateways</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>Änderungen</translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation>Nur das Gateway dieses Computers ist bekannt. Eines hinzufügen, das anderswo läuft.</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>Verbindung hinzufügen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1, verbunden</translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation>Bis zum Beenden</translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation>Im Schlüsselbund</translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation>Nach Durchsicht</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Sofort</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>Verbindung %1 entfernen?</translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation>Das Gateway selbst bleibt unberührt. Sein Token wird aus dem Schlüsselbund entfernt; für eine neue Verbindung wird es wieder gebraucht.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation>Verbin&amp;dungen</translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation>Der Schlüsselbund hat noch nicht geantwortet. Vielleicht wartet er auf sein Passwort.</translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation>Token eingeben</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Dieser Computer</translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation>%1 (wartet auf den Schlüsselbund)</translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation>Verbindung &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>Verbindungen &amp;verwalten…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation>Inzwischen wurde ein anderes Gateway gewählt. Erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Eingabe aus Cache</translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation>In Cache geschrieben</translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation>Für länger in Cache geschrieben</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation>Davon Denken</translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation>Der Anbieter nannte keine Anzahl: Das sind Schätzungen aus der Textlänge.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>Preis festlegen…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>Pro Million</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Betrag</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Zusammen</translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation>Spielgeld des Demo-Anbieters: zählt nicht zu den Ausgaben.</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>Preis aus</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Gelesen am</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation>Nur Buchstaben, Ziffern, Punkte, Binde- und Unterstriche verwenden.</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation>Für Hilfsbefehle im Schlüsselbund aufbewahren</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>laptop</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation>Wo er verwendet wird, damit Sie ihn wiedererkennen.</translation>
    </message>
    <message>
        <source>New application…</source>
        <translation>Neue Anwendung…</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation>Grenzen, Modelle und Budget gehören der Anwendung: Alle ihre Schlüssel teilen sie.</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>Neues Team…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation>Name des Teams</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation>Clients, die einen Befehl nach ihrem Schlüssel fragen, rufen dann „gatehouse key-helper NAME“ auf.</translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation>Dem Schlüssel einen Namen geben, etwa laptop.</translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation>Die Anwendung benennen, etwa notebook.</translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation>Eine Anwendung dieses Namens gibt es schon. Oben wählen oder einen anderen Namen nehmen.</translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation>Das Team benennen, etwa me.</translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation>Ein Team dieses Namens gibt es schon. Oben wählen oder einen anderen Namen nehmen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CredentialFields</name>
    <message>
        <source>Service account</source>
        <translation>Dienstkonto</translation>
    </message>
    <message>
        <source>Its private key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Sein privater Schlüssel wird im Schlüsselbund oder Tresor des Gateways aufbewahrt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Anmeldung mit</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation>Den Namen des Headers eingeben, etwa x-api-key; niemals den Schlüssel selbst.</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Berechtigung</translation>
    </message>
    <message>
        <source>Looked for in</source>
        <translation>Gesucht in</translation>
    </message>
    <message>
        <source>In the header (Basic)</source>
        <translation>Im Header (Basic)</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>Im Formular</translation>
    </message>
    <message>
        <source>ID and secret are sent</source>
        <translation>ID und Geheimnis kommen</translation>
    </message>
    <message>
        <source>Only for temporary keys</source>
        <translation>Nur für zeitweilige Schlüssel</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>Sitzungs-Token</translation>
    </message>
    <message>
        <source>A token has no blanks and only plain characters. Copy it again.</source>
        <translation>Ein Token hat keine Leerzeichen und nur einfache Zeichen. Erneut kopieren.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation>Kein Feld unterscheidet sich.</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>wird zu</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation>Gatehouse beenden</translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation>Zeit, bis Gatehouse beendet wird</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation>
            <numerusform>%n Aufruf läuft noch. Neue werden abgelehnt.</numerusform>
            <numerusform>%n Aufrufe laufen noch. Neue werden abgelehnt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation>
            <numerusform>Gatehouse wird in %n Sekunde beendet.</numerusform>
            <numerusform>Gatehouse wird in %n Sekunden beendet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation>Schlüssel %1 bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation>Wie in der Anwendung festgelegt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>Von fehlgeschlagenen Aufrufen</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>Von allen Aufrufen</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>Aufgezeichnete Inhalte</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>Von den Einstellungen von Schlüssel, Anwendung und Route zählt die privateste.</translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation>Anwendung %1, mit allen Schlüsseln</translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation>Schlüssel %1 ändern</translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation>Anwendung %1 ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation>Die Schlüssel im Schlüsselbund oder Tresor des Gateways aufbewahren</translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation>Das Gateway die Variablen bei jedem Start lesen lassen</translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation>Ein Anbieter dieses Namens ist schon da.</translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation>Keine Umgebungsvariable dieses Programms enthält einen Schlüssel eines bekannten Anbieters.</translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation>
            <numerusform>%n Variable enthält den Schlüssel eines bekannten Anbieters. Ihr Wert wird nicht gezeigt.</numerusform>
            <numerusform>%n Variablen enthalten Schlüssel bekannter Anbieter. Ihre Werte werden nicht gezeigt.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>a variable, the end of its value</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>%1  ·  %2</source>
        <comment>a provider, its variable</comment>
        <translation>%1  ·  %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EvaluationDialog</name>
    <message>
        <source>Evaluating</source>
        <translation>Wird ausgewertet</translation>
    </message>
    <message>
        <source>Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or changed.</source>
        <translation>Aufgezeichnete Aufrufe werden neu geführt, nach genau den Regeln, nach denen Aufrufe gehen. Nichts wird gesendet, gespeichert oder geändert.</translation>
    </message>
    <message>
        <source>Calls of which time</source>
        <translation>Aufrufe welcher Zeit</translation>
    </message>
    <message numerus="yes">
        <source>Calls of the last %n day(s)</source>
        <translation>
            <numerusform>Aufrufe des letzten Tages</numerusform>
            <numerusform>Aufrufe der letzten %n Tage</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and cost by target, before and after</source>
        <translation>Aufrufe und Kosten je Ziel, vorher und nachher</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>Erneut auswerten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Leading the recorded calls anew…</source>
        <translation>Aufgezeichnete Aufrufe werden neu geführt…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>No call of this time is recorded that this would touch.</source>
        <translation>Aus dieser Zeit ist kein Aufruf aufgezeichnet, den dies berühren würde.</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <comment>money</comment>
        <translation>%1 vorher, %2 nachher</translation>
    </message>
    <message>
        <source>%1: %2 less</source>
        <translation>%1: %2 weniger</translation>
    </message>
    <message>
        <source>%1: %2 more</source>
        <translation>%1: %2 mehr</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) from %1 to %2.</source>
        <translation>
            <numerusform>%n Aufruf von %1 bis %2.</numerusform>
            <numerusform>%n Aufrufe von %1 bis %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>None would have gone elsewhere.</source>
        <translation>Keiner wäre anderswohin gegangen.</translation>
    </message>
    <message numerus="yes">
        <source>%n would have gone elsewhere.</source>
        <translation>
            <numerusform>%n wäre anderswohin gegangen.</numerusform>
            <numerusform>%n wären anderswohin gegangen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been refused.</source>
        <translation>
            <numerusform>%n wäre abgelehnt worden.</numerusform>
            <numerusform>%n wären abgelehnt worden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Calls before</source>
        <translation>Aufrufe vorher</translation>
    </message>
    <message>
        <source>Calls after</source>
        <translation>Aufrufe nachher</translation>
    </message>
    <message>
        <source>Cost before</source>
        <translation>Kosten vorher</translation>
    </message>
    <message>
        <source>Cost after</source>
        <translation>Kosten nachher</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>There are more calls than are led anew at once: these are the newest of them.</source>
        <translation>Es gibt mehr Aufrufe, als auf einmal neu geführt werden: dies sind die neuesten.</translation>
    </message>
    <message numerus="yes">
        <source>The price of %n call(s) is unknown; they are not in the sum.</source>
        <translation>
            <numerusform>Der Preis von %n Aufruf ist unbekannt; er ist nicht in der Summe.</numerusform>
            <numerusform>Der Preis von %n Aufrufen ist unbekannt; sie sind nicht in der Summe.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for headers, which are not recorded.</source>
        <translation>
            <numerusform>%n Aufruf ist ungewiss: eine Regel fragt nach Headern, die nicht aufgezeichnet werden.</numerusform>
            <numerusform>%n Aufrufe sind ungewiss: eine Regel fragt nach Headern, die nicht aufgezeichnet werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for metadata or request fields, which are not recorded.</source>
        <translation>
            <numerusform>%n Aufruf ist ungewiss: eine Regel fragt nach Metadaten oder Feldern der Anfrage, die nicht aufgezeichnet werden.</numerusform>
            <numerusform>%n Aufrufe sind ungewiss: eine Regel fragt nach Metadaten oder Feldern der Anfrage, die nicht aufgezeichnet werden.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: the end user is not recorded.</source>
        <translation>
            <numerusform>%n Aufruf ist ungewiss: der Endnutzer wird nicht aufgezeichnet.</numerusform>
            <numerusform>%n Aufrufe sind ungewiss: der Endnutzer wird nicht aufgezeichnet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for the path, which is not recorded.</source>
        <translation>
            <numerusform>%n Aufruf ist ungewiss: eine Regel fragt nach dem Pfad, der nicht aufgezeichnet wird.</numerusform>
            <numerusform>%n Aufrufe sind ungewiss: eine Regel fragt nach dem Pfad, der nicht aufgezeichnet wird.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came from applications that are gone; they are taken as they were.</source>
        <translation>
            <numerusform>%n Aufruf kam von einer Anwendung, die es nicht mehr gibt; er gilt, wie er war.</numerusform>
            <numerusform>%n Aufrufe kamen von Anwendungen, die es nicht mehr gibt; sie gelten, wie sie waren.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) hang on how busy or quick the targets were; this is replayed from the calls themselves.</source>
        <translation>
            <numerusform>%n Aufruf hängt davon ab, wie beschäftigt oder schnell die Ziele waren; das wird aus den Aufrufen selbst nachgespielt.</numerusform>
            <numerusform>%n Aufrufe hängen davon ab, wie beschäftigt oder schnell die Ziele waren; das wird aus den Aufrufen selbst nachgespielt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were drawn by chance: another draw may differ by a few.</source>
        <translation>
            <numerusform>%n Aufruf wurde gelost: eine andere Ziehung kann abweichen.</numerusform>
            <numerusform>%n Aufrufe wurden gelost: eine andere Ziehung kann um einige abweichen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs after the change count the tokens that each call really used, at the prices that are set now. Another model would have answered with other words.</source>
        <translation>Die Kosten nach der Änderung zählen die Token, die jeder Aufruf wirklich brauchte, zu den jetzt gesetzten Preisen. Ein anderes Modell hätte mit anderen Worten geantwortet.</translation>
    </message>
    <message>
        <source>The sums are of pretend money, at the demo provider&apos;s prices.</source>
        <translation>Die Summen sind Spielgeld, zu den Preisen des Demo-Anbieters.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentModel</name>
    <message>
        <source>Not scored yet</source>
        <translation>Noch nicht bewertet</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1 (%2 bis %3)</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>Mittlere Bewertung</translation>
    </message>
    <message>
        <source>Probably best</source>
        <translation>Wohl die beste</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentPanel</name>
    <message>
        <source>Stop with this winner…</source>
        <translation>Mit diesem Sieger beenden…</translation>
    </message>
    <message>
        <source>Arms of the experiment</source>
        <translation>Arme des Experiments</translation>
    </message>
    <message>
        <source>This version has no experiment.</source>
        <translation>Diese Version hat kein Experiment.</translation>
    </message>
    <message>
        <source>Reading the experiment…</source>
        <translation>Experiment wird gelesen…</translation>
    </message>
    <message>
        <source>It has ended: %1 serves every call.</source>
        <translation>Es ist beendet: %1 bedient jeden Aufruf.</translation>
    </message>
    <message>
        <source>%1 is the best with %2 certainty: stop with it.</source>
        <comment>a version, a share</comment>
        <translation>%1 ist mit %2 Sicherheit die beste: damit beenden.</translation>
    </message>
    <message>
        <source>Undecided: %1 is ahead, with %2 certainty.</source>
        <comment>a version, a share</comment>
        <translation>Unentschieden: %1 liegt vorn, mit %2 Sicherheit.</translation>
    </message>
    <message numerus="yes">
        <source>Too early to say: %n more score(s) are needed.</source>
        <translation>
            <numerusform>Noch zu früh: %n weitere Bewertung ist nötig.</numerusform>
            <numerusform>Noch zu früh: %n weitere Bewertungen sind nötig.</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is the interval in which the mean lies with 95 % certainty.</source>
        <translation>Die Linie ist das Intervall, in dem das Mittel mit 95 % Sicherheit liegt.</translation>
    </message>
    <message>
        <source>It is decided once each version has %1 scores and one is the best with %2 certainty.</source>
        <translation>Entschieden ist es, sobald jede Version %1 Bewertungen hat und eine mit %2 Sicherheit die beste ist.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>Es läuft nicht.</translation>
    </message>
    <message>
        <source>Select the version that wins first.</source>
        <translation>Wählen Sie zuerst die Version, die gewinnt.</translation>
    </message>
    <message>
        <source>From the next call on, every caller gets it.</source>
        <translation>Ab dem nächsten Aufruf bekommt sie jeder.</translation>
    </message>
    <message>
        <source>Stop the experiment with %1?</source>
        <comment>a version</comment>
        <translation>Das Experiment mit %1 beenden?</translation>
    </message>
    <message>
        <source>Every caller of %1 gets this version from the next call on. What was scored stays.</source>
        <translation>Jeder Aufrufer von %1 bekommt ab dem nächsten Aufruf diese Version. Die Bewertungen bleiben.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The experiment has ended: %1 serves every call.</source>
        <translation>Das Experiment ist beendet: %1 bedient jeden Aufruf.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>In %n Tag</numerusform>
            <numerusform>In %n Tagen</numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation>An einem Tag</translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation>Tag, an dem er abläuft</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation>Aufrufe exportieren</translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation>Wird nach %1 geschrieben</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>Gateway wird gefragt…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Einen anderen Ort wählen und erneut exportieren.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation>
            <numerusform>%1 Aufruf bisher</numerusform>
            <numerusform>%1 Aufrufe bisher</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FallbackList</name>
    <message>
        <source>any failure</source>
        <translation>jedem Fehlschlag</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>keine Verbindung</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>Zeitüberschreitung</translation>
    </message>
    <message>
        <source>rate limit (429)</source>
        <translation>Ratengrenze (429)</translation>
    </message>
    <message>
        <source>provider error (5xx)</source>
        <translation>Fehler des Anbieters (5xx)</translation>
    </message>
    <message>
        <source>context too long</source>
        <translation>zu langem Kontext</translation>
    </message>
    <message>
        <source>content refused</source>
        <translation>abgelehntem Inhalt</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>abgelehntem Schlüssel</translation>
    </message>
    <message>
        <source>Add fallback</source>
        <translation>Ausweichroute hinzufügen</translation>
    </message>
    <message>
        <source>Route to go on with</source>
        <translation>Route, die weiterführt</translation>
    </message>
    <message>
        <source>Remove fallback</source>
        <translation>Ausweichroute entfernen</translation>
    </message>
    <message>
        <source>go on with</source>
        <translation>weiter mit</translation>
    </message>
    <message>
        <source>Choose when</source>
        <translation>Wählen, wann</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>Bei %1</translation>
    </message>
    <message>
        <source>Choose when to go on with the other route.</source>
        <translation>Wählen Sie, wann die andere Route weiterführt.</translation>
    </message>
    <message>
        <source>There is no other route yet. Create one first, or remove the fallback.</source>
        <translation>Es gibt noch keine andere Route. Legen Sie zuerst eine an oder entfernen Sie die Ausweichroute.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation>Begriffe des Filters</translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation>%1 aus dem Filter entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation>Filter: Wörter oder Begriffe wie status&gt;=400 provider:openai latency&gt;2s</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>Filter des Protokolls</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation>Gatehouse einrichten</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>Mit %1 verbunden.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Fortfahren</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Client verbinden</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation>Willkommen bei Gatehouse</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Vorbereitung</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Schritt %1 von %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>In Arbeit…</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>Eingaben verwerfen?</translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation>Was Sie hier eingegeben haben, wurde nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>Das Gateway antwortet nicht (%1). Prüfen, ob es läuft, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation>Die Antwort wurde abgeschnitten. Erneut versuchen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation>Grenzen des Servers</translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation>Größen, Zeiten und Verbindungen</translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation>Ein Gateway liest sie beim Start aus &quot;server&quot; in seiner Konfigurationsdatei. Eines ohne Datei, wie in diesem Programm, behält die üblichen: siehe docs/configuration.md.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Kopieren: %1</translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation>Für Ihre Programme</translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation>Wohin Aufrufe an Modelle gehen.</translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation>Für Konsolen</translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation>Die Admin-API, die auch diese Konsole verwendet.</translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation>Das Gateway in diesem Programm</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>Anwenden und neu starten</translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation>Port für Ihre Programme</translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation>Anfangs 8642. Einen anderen müssen Programme erfahren.</translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation>Port für Konsolen</translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation>Anfangs 8643.</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>Gateway neu starten</translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation>Ports gelten ab dem nächsten Start des Gateways. Laufende Aufrufe werden dabei beendet.</translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation>Die beiden Ports müssen verschieden sein.</translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation>Jetzt wird ein anderes Gateway gezeigt. Die Ports gelten, wenn dieses Programm sein eigenes startet.</translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation>Das Gateway startet mit seinen neuen Ports neu.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird hergestellt…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Eingeschränkt</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Pausiert</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Wird angehalten…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation>
            <numerusform>%n Modell bei seinem Anbieter ist fehlgeschlagen und ruht vorerst.</numerusform>
            <numerusform>%n Modelle bei ihrem Anbieter sind fehlgeschlagen und ruhen vorerst.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>Allgemein</translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation>Auf diesem Desktop</translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation>In den Infobereich schließen</translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation>Beim Schließen des Fensters bleibt Gatehouse im Infobereich, sofern es einen gibt.</translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation>Fenster beim Start öffnen</translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation>Aus: Gatehouse startet im Infobereich, sofern es einen gibt.</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Bei der Anmeldung starten</translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation>Gatehouse startet, wenn Sie sich am Desktop anmelden.</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importieren…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>Schlüssel der Umgebung, eine LiteLLM-Konfiguration oder ein Gatehouse-Paket.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation>Anbieter, Routen, Teams und Anwendungen als Datei, ohne Geheimnisse.</translation>
    </message>
    <message>
        <source>Team features</source>
        <translation>Funktionen für Teams</translation>
    </message>
    <message>
        <source>Approvals, teams and the audit log. A gateway on another computer always shows them.</source>
        <translation>Freigaben, Teams und das Prüfprotokoll. Bei einem Gateway auf einem anderen Rechner sind sie immer da.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Fehlerrate</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>First byte p95</source>
        <translation>Erstes Byte p95</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>Aus Cache</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Alle Aufrufe</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Einen anderen Ort wählen und erneut exportieren.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation>Gateway-Adresse kopieren</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>Jetzt neu verbinden</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Suchen oder Befehl ausführen</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation>Kein Gateway</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>Gateway: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation>Anfrage wie empfangen</translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation>Anfrage wie gesendet</translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation>Antwort wie empfangen</translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation>Antwort wie gesendet</translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation>Es kamen mehr Felder, als aufbewahrt werden.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>Verlauf wird gelesen…</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>Revisionen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revision</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Ältere anzeigen</translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation>Zurücknehmen…</translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation>Stellt wieder her, was diese Revision geändert hat. Die Folgen werden zuerst gezeigt.</translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation>Hierhin zurückkehren…</translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation>Stellt alles so her, wie es nach dieser Revision war. Die Folgen werden zuerst gezeigt.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>Noch wurde nichts geändert.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation>%1 ist größer als 4 MB: Das ist keine Konfiguration.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation>Schlüssel aus der Umgebung</translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation>Variablen wie OPENAI_API_KEY werden zu Anbietern.</translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation>LiteLLM-Konfiguration…</translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation>Ihre model_list wird zu Anbietern und Routen. Was nicht übernommen werden kann, wird genannt.</translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation>Gatehouse-Paket…</translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation>Eine Konfiguration, die ein anderes Gatehouse exportiert hat.</translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation>LiteLLM-Konfiguration wählen</translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation>Gatehouse-Paket wählen</translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation>Entfernen, was das Paket nicht nennt</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>YAML-Dateien (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Importiert: %n Änderung.</numerusform>
            <numerusform>Importiert: %n Änderungen.</numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Durchsehen</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Wird importiert…</translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation>
            <numerusform>%n Änderung vornehmen</numerusform>
            <numerusform>%n Änderungen vornehmen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>Zusammenfassung</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation>Einen Aufruf wählen, um seinen Ablauf zu sehen.</translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation>Dieser Aufruf läuft noch oder wird nicht mehr aufbewahrt.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Gestartet</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>Gefragtes Modell</translation>
    </message>
    <message>
        <source>Model served</source>
        <translation>Bedientes Modell</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Client</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Erstes Byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>Gesendet und empfangen</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 Eingabe, %2 Ausgabe</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>Bei der Übersetzung verloren</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Anfrage-ID</translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation>ID des Anbieters</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>Nicht versucht</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 von %2 verbraucht</translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation>Teile des Aufrufs</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Erklären</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation>Dieser Aufruf läuft noch. Er kann untersucht werden, wenn er zu Ende ist.</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>Aufruf abbrechen</translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation>Aufzeichnung wird gelesen…</translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation>Anfrage und Antwort hatten %1.</translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation>Aufzeichnung laden</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation>Inhalte und Header dieses Aufrufs wurden nicht aufgezeichnet. Die neuer Aufrufe werden es, bis %1.</translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation>Aufzeichnung der Inhalte beenden</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation>Inhalte und Header dieses Aufrufs wurden nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>Inhalte 15 min aufzeichnen</translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation>Inhalte werden bis %1 aufgezeichnet. Schlüssel, Anwendungen und Routen, die anderes festlegen, sind ausgenommen.</translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation>Inhalte werden nicht mehr aufgezeichnet.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>Dialekt</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number of a step, its sentence</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Übersetzung</translation>
    </message>
    <message>
        <source>Translated to</source>
        <translation>Übersetzt in</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonEdit</name>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>Ein JSON-Objekt eingeben: Es beginnt mit { und endet mit }.</translation>
    </message>
    <message>
        <source>Line %1: this is no JSON (%2).</source>
        <translation>Zeile %1: Das ist kein JSON (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation>
            <numerusform>{%n Element}</numerusform>
            <numerusform>{%n Elemente}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation>
            <numerusform>[%n Eintrag]</numerusform>
            <numerusform>[%n Einträge]</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation>Wartet auf den Schlüsselbund</translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation>Das Token wurde nicht aufbewahrt</translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation>Vielleicht ist er gesperrt und fragt nach seinem Passwort. Entsperren oder das Token bis zum Beenden behalten; es wird nie in eine Datei geschrieben.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation>Bis zum Beenden behalten</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation>Weiteren Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>Umgebungsvariable</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation>Bereits aufbewahrt</translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation>Diesen Schlüssel herausnehmen</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Schlüssel hier einfügen</translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation>Woher Schlüssel %1 kommt</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation>Schlüssel %1 herausnehmen</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>Ein Schlüssel hat keine Leerzeichen und nur einfache Zeichen. Erneut kopieren.</translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation>Ein Variablenname hat nur Buchstaben, Ziffern und „_“, etwa OPENAI_API_KEY.</translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation>Den vollständigen Pfad der Datei ab „/“ eingeben.</translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation>keychain:NAME oder vault:NAME eingeben.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation>Weder die Anwendung noch ihr Team hat ein Budget.</translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation>%1 %2 ausgegeben</translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation>%1; beginnt neu: %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Zuletzt verwendet</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation>Einen Schlüssel nur für diesen Client erstellen, damit seine Aufrufe unterscheidbar sind</translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation>Dieser Schlüssel wird nur einmal gezeigt. Kopieren oder im Schlüsselbund aufbewahren.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>Der neue Schlüssel</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation>Im Schlüsselbund aufbewahren</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation>
            <numerusform>Kopiert. Die Zwischenablage wird in %n Sekunde geleert.</numerusform>
            <numerusform>Kopiert. Die Zwischenablage wird in %n Sekunden geleert.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>Noch kein Schlüssel</translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation>Es wartet in der Durchsicht der Änderungen. Den Schlüssel erstellen, sobald sie angewendet sind.</translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation>Team %1 erstellen</translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation>Anwendung %1 erstellen</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>Als %1 aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation>Schlüssel erstellen</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>Schlüssel bearbeiten</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotieren</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Zugehörige Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation>Schlüssel löschen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>Schlüssel filtern</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation>Schlüssel werden gelesen…</translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation>Noch keine Schlüssel. Ein Client braucht einen, um durch dieses Gateway aufzurufen.</translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation>Kein Schlüssel enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation>Zuerst einen Schlüssel auswählen.</translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation>Ein widerrufener Schlüssel kann nicht geändert werden.</translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation>Ein widerrufener Schlüssel kann nicht rotiert werden. Einen neuen erstellen.</translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation>Ein widerrufener Schlüssel bleibt aus.</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>Er ist bereits widerrufen.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation>Schlüssel %1 deaktivieren</translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation>Schlüssel %1 aktivieren</translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation>Er wurde nie verwendet.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation>
            <numerusform>%1: %n Aufruf. Zuletzt verwendet: %2.</numerusform>
            <numerusform>%1: %n Aufrufe. Zuletzt verwendet: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation>Schlüssel %1 widerrufen?</translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation>Aufrufe mit ihm werden ab jetzt abgelehnt. Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation>Schlüssel %1 ist widerrufen.</translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation>Schlüssel %1 löschen?</translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation>Er wird ab jetzt abgelehnt und verschwindet aus dieser Liste. Seine Aufrufe bleiben im Protokoll. Das kann nicht rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation>Schlüssel %1 löschen</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>Schlüssel exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>Grenzen setzen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation>Die Antwort erscheint hier, während sie eintrifft.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation>Modell, etwa demo/echo</translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation>Dieses Modell entfernen</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>Werkzeugaufrufe</translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation>Damit fortfahren</translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation>Diese Antwort zu den Nachrichten hinzufügen</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>Im Protokoll öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>Wartet auf die Antwort…</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation>Bei der Token-Höchstzahl abgeschnitten</translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation>Das Modell lehnte ab</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>Fehler %1</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Keine Antwort</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation>%1 Eingabe</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation>%1 Ausgabe</translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation>%1 Denken</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>erstes Token %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>Kosten unbekannt</translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation>%1 Spielgeld</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LifecycleDialog</name>
    <message numerus="yes">
        <source>%n application(s) are subscribed to %1.</source>
        <translation>
            <numerusform>%n Anwendung hat %1 abonniert.</numerusform>
            <numerusform>%n Anwendungen haben %1 abonniert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Type “%1”, to be sure which one it is.</source>
        <translation>Geben Sie „%1“ ein, damit klar ist, welche es ist.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Say what is to be mended.</source>
        <translation>Sagen Sie, was zu bessern ist.</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>Endet am</translation>
    </message>
    <message>
        <source>Callers read it in the header Sunset. Retire it then.</source>
        <translation>Aufrufer lesen es im Header Sunset. Legen Sie sie dann still.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>Gefolgt von</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Wird verglichen…</translation>
    </message>
    <message>
        <source>Release %1 takes the place of release %2.</source>
        <translation>Ausgabe %1 tritt an die Stelle von Ausgabe %2.</translation>
    </message>
    <message>
        <source>Nothing of this version is live yet. This is what will be:</source>
        <translation>Von dieser Version ist noch nichts in Betrieb. So wird sie:</translation>
    </message>
    <message>
        <source>Beside what is live now:</source>
        <translation>Neben dem, was jetzt in Betrieb ist:</translation>
    </message>
    <message>
        <source>Give callers time: choose a later day.</source>
        <translation>Geben Sie Aufrufern Zeit: Wählen Sie einen späteren Tag.</translation>
    </message>
    <message>
        <source>That is not its name.</source>
        <translation>Das ist nicht ihr Name.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitGrid</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitModel</name>
    <message>
        <source>%1, each end user</source>
        <comment>Requests a minute</comment>
        <translation>%1, je Endnutzer</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>used, limit</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>Fast voll</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Platz frei</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <comment>whose, which limit, how much of it, its state</comment>
        <translation>%1, %2: %3. %4</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Geltungsbereich</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Verbraucht</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsDialog</name>
    <message>
        <source>Set limits</source>
        <translation>Grenzen setzen</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>Grenzen von %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>Keine Obergrenze</translation>
    </message>
    <message>
        <source>All its calls</source>
        <translation>Alle Aufrufe</translation>
    </message>
    <message>
        <source>The last minute, hour or day counts. 0 is no limit.</source>
        <translation>Es zählt die letzte Minute, Stunde oder der letzte Tag. 0 heißt keine Grenze.</translation>
    </message>
    <message>
        <source>Each end user</source>
        <translation>Jeder Endnutzer</translation>
    </message>
    <message>
        <source>Whom a request names as its user. A call that names nobody is held to no such limit.</source>
        <translation>Wen eine Anfrage als Nutzer nennt. Ein Aufruf, der niemanden nennt, hat keine solche Grenze.</translation>
    </message>
    <message>
        <source>Whose limits</source>
        <translation>Wessen Grenzen</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Für</translation>
    </message>
    <message>
        <source>Choose whose limits these are.</source>
        <translation>Wählen, wessen Grenzen das sind.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>Namen, durch Kommas getrennt. * erlaubt alle, gpt-* alle, die so beginnen.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Nur von</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.0.0.0/8, parted by commas.</source>
        <translation>Adressen oder Netze wie 10.0.0.0/8, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>Nirgends</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>Nie von</translation>
    </message>
    <message>
        <source>Counts before what is allowed.</source>
        <translation>Zählt vor dem Erlaubten.</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Größte Anfrage</translation>
    </message>
    <message>
        <source>Such as 64KiB or 8MiB.</source>
        <translation>Etwa 64KiB oder 8MiB.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Längste Antwort</translation>
    </message>
    <message>
        <source>In tokens. A call that asks for more is refused.</source>
        <translation>In Token. Ein Aufruf, der mehr verlangt, wird abgelehnt.</translation>
    </message>
    <message>
        <source>High: goes first where calls wait</source>
        <translation>Hoch: geht vor, wo Aufrufe warten</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Low: waits for the others</source>
        <translation>Niedrig: wartet auf die anderen</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>“%1” is no address and no network.</source>
        <translation>„%1“ ist weder Adresse noch Netz.</translation>
    </message>
    <message>
        <source>Enter a size such as 64KiB or 8MiB.</source>
        <translation>Eine Größe wie 64KiB oder 8MiB eingeben.</translation>
    </message>
    <message>
        <source>Change the limits of %1</source>
        <translation>Grenzen von %1 ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsView</name>
    <message>
        <source>Set limits</source>
        <translation>Grenzen setzen</translation>
    </message>
    <message>
        <source>Edit limits</source>
        <translation>Grenzen bearbeiten</translation>
    </message>
    <message>
        <source>Remove limit</source>
        <translation>Grenze entfernen</translation>
    </message>
    <message>
        <source>Export limits</source>
        <translation>Grenzen exportieren</translation>
    </message>
    <message>
        <source>Filter limits</source>
        <translation>Grenzen filtern</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the limits…</source>
        <translation>Grenzen werden gelesen…</translation>
    </message>
    <message>
        <source>No limits yet. They say how many calls and tokens a team, an application or a key may ask for.</source>
        <translation>Noch keine Grenzen. Sie sagen, wie viele Aufrufe und Token ein Team, eine Anwendung oder ein Schlüssel verlangen darf.</translation>
    </message>
    <message>
        <source>No limit has these words.</source>
        <translation>Keine Grenze enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one limit first.</source>
        <translation>Zuerst eine Grenze auswählen.</translation>
    </message>
    <message>
        <source>Remove a limit of %1</source>
        <translation>Eine Grenze von %1 entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation>Live-Protokoll</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Protokoll wird gelesen…</translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation>Kein Aufruf passt zu diesem Filter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n neuer</numerusform>
            <numerusform>%n neue</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Erneut senden</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>Bearbeiten und erneut senden…</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>Im Playground öffnen</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>Zwei Aufrufe vergleichen</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Als cURL kopieren</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Als Python kopieren</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>Als JavaScript kopieren</translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation>HAR exportieren…</translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation>Routing erklären</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>Aufruf abbrechen</translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation>Anzeige pausieren</translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation>Zum neuesten Aufruf</translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation>Prüfaufrufe zeigen</translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation>Filter speichern…</translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation>Aufrufe exportieren…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>Spalten wählen…</translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation>Inspektor unten</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>Inhalte 15 min aufzeichnen</translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation>Erneut gesendet: Status %1 nach %2.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation>Der Aufruf läuft noch.</translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation>Zuerst einen Aufruf wählen.</translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation>Ein Aufruf wird gerade erneut gesendet.</translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation>Der Playground nimmt Chat-Aufrufe.</translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation>Zwei Aufrufe wählen: Strg halten und auf den zweiten klicken.</translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation>Einen laufenden Aufruf wählen.</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>Ohne %1</translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation>Zeilen als Text kopieren</translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation>
            <numerusform>%n gewählten Aufruf exportieren…</numerusform>
            <numerusform>%n gewählte Aufrufe exportieren…</numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation>Die Adresse dieses Aufrufs wurde nicht aufgezeichnet. Inhalte aufzeichnen, um spätere Aufrufe zu kopieren.</translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation>15 min aufzeichnen</translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation>Kopiert. Den Schlüssel in GATEHOUSE_API_KEY setzen.</translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation>Der Aufruf wird erneut gesendet…</translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation>Der Aufruf ist bereits zu Ende.</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>Aufrufe exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Calls are exported to %1.</source>
        <translation>Aufrufe werden nach %1 exportiert.</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>HAR exportieren</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>HTTP-Archiv (*.har)</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation>
            <numerusform>%n Aufruf wurde nach %1 exportiert.</numerusform>
            <numerusform>%n Aufrufe wurden nach %1 exportiert.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation>Anzeige fortsetzen</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Gespeicherte Filter</translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation>Aufrufe mit dem Tag %1, etwa Zustandsprüfungen</translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation>Als Befehl oder Programm kopieren</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>Kopieren als</translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation>Wartet auf den ersten Aufruf.</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Client verbinden</translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation>Zurück zum neuesten</translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation>%1 Aufrufe hier, weitere beim Scrollen</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation>Anzeige pausiert, Aufzeichnung läuft weiter</translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation>für immer aufbewahrt</translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation>
            <numerusform>%n Stunde aufbewahrt</numerusform>
            <numerusform>%n Stunden aufbewahrt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation>
            <numerusform>%n Tag aufbewahrt</numerusform>
            <numerusform>%n Tage aufbewahrt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation>%1 Aufrufe aufgezeichnet, %2 · %3 auf der Festplatte</translation>
    </message>
    <message>
        <source>Open translation</source>
        <translation>Übersetzung öffnen</translation>
    </message>
    <message>
        <source>This call went on as it came: nothing was translated.</source>
        <translation>Dieser Aufruf ging weiter, wie er kam: nichts wurde übersetzt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filter</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>Vor&amp;wärts</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>&amp;Aktualisieren</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>Design des Desktops</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Helles Design</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Dunkles Design</translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation>&amp;Gateway</translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation>Gateway-Adresse &amp;kopieren</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>&amp;Jetzt neu verbinden</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation>&amp;Über Gatehouse</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>Über Gatehouse</translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation>Gatehouse %1

Ein KI-Gateway, das einem selbst gehören kann.
Die Konsole steht unter der GPL, Version 3 oder neuer; das Gateway darin unter der Apache License 2.0.
Symbole: Tabler Icons, MIT-Lizenz.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a change that could not be undone: why</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 – Gatehouse</source>
        <comment>view</comment>
        <translation>%1 – Gatehouse</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>E&amp;xtras</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>Fenster &amp;schließen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation>&amp;Suchen oder Befehl ausführen…</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>&amp;Inspektor ein- oder ausblenden</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>Nä&amp;chster Bereich</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>Vor&amp;heriger Bereich</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausieren</translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation>Be&amp;nachrichtigungen</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>&amp;Einstellungen öffnen</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Tastenkombinationen</translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation>Es gibt keinen früheren Ort.</translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation>Es gibt keinen späteren Ort.</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>Es gibt keine Änderung, die rückgängig gemacht werden kann.</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>Nichts wurde rückgängig gemacht.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Fortsetzen</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>Das Gateway antwortet nicht.</translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation>Neue Aufrufe wieder zulassen</translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation>Neue Aufrufe ablehnen; laufende gehen weiter</translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation>Kein Gateway ist gewählt.</translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation>Die Gateway-Adresse ist kopiert.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingDialog</name>
    <message>
        <source>Add a value</source>
        <translation>Wert hinzufügen</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>A place in what stands so far</source>
        <translation>Einer Stelle im bisher Bekannten</translation>
    </message>
    <message>
        <source>A text made of it</source>
        <translation>Einem Text daraus</translation>
    </message>
    <message>
        <source>A constant</source>
        <translation>Einer Konstante</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>Schreiben Sie einen Namen.</translation>
    </message>
    <message>
        <source>Another value has this name.</source>
        <translation>Ein anderer Wert hat diesen Namen.</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Kommt von</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>Ein JSON-Zeiger: /inputs/NAME oder /SCHRITT/NAME.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>Er beginnt mit /inputs/ oder mit / und der ID eines Schritts.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Mustache: {{inputs.NAME}}, {{STEP.NAME}}.</source>
        <translation>Mustache: {{inputs.NAME}}, {{SCHRITT.NAME}}.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Konstante</translation>
    </message>
    <message>
        <source>JSON: a number, &quot;a text&quot;, a list, an object.</source>
        <translation>JSON: eine Zahl, &quot;ein Text&quot;, eine Liste, ein Objekt.</translation>
    </message>
    <message>
        <source>This is no JSON. Texts stand in quotation marks.</source>
        <translation>Das ist kein JSON. Texte stehen in Anführungszeichen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Kommt von</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MatchTree</name>
    <message numerus="yes">
        <source>{%n member(s)}</source>
        <translation>
            <numerusform>{%n Mitglied}</numerusform>
            <numerusform>{%n Mitglieder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n item(s)]</source>
        <translation>
            <numerusform>[%n Eintrag]</numerusform>
            <numerusform>[%n Einträge]</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, what became of it</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberDialog</name>
    <message>
        <source>the organisation</source>
        <translation>die Organisation</translation>
    </message>
    <message>
        <source>Add a member to %1</source>
        <translation>Mitglied zu %1 hinzufügen</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a person, a team</comment>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Mitglied hinzufügen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Jemand Neues</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name, e-mail</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>To sign in with.</source>
        <translation>Zum Anmelden.</translation>
    </message>
    <message>
        <source>Enter an address such as ada@example.org.</source>
        <translation>Geben Sie eine Adresse wie ada@example.org ein.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Kurzname</translation>
    </message>
    <message>
        <source>For the audit log.</source>
        <translation>Für das Prüfprotokoll.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a role, what it may do</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>They count in every team.</source>
        <translation>Sie gelten in jedem Team.</translation>
    </message>
    <message>
        <source>They count in this team alone.</source>
        <translation>Sie gelten nur in diesem Team.</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Darf sich anmelden</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>Das ist der letzte Eigentümer. Machen Sie zuerst jemand anderen zum Eigentümer.</translation>
    </message>
    <message>
        <source>An invitation: they set a password</source>
        <translation>Eine Einladung: Das Passwort wird selbst gesetzt</translation>
    </message>
    <message>
        <source>A first password, shown once</source>
        <translation>Ein erstes Passwort, einmal gezeigt</translation>
    </message>
    <message>
        <source>Over OpenID Connect only</source>
        <translation>Nur über OpenID Connect</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Anmeldung mit</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>Diesen Namen hat schon jemand.</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>Wählen Sie mindestens eine Rolle.</translation>
    </message>
    <message>
        <source>Change what %1 may do</source>
        <translation>Ändern, was %1 darf</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>Give it to the new member. With it they set a password, once, within three days.</source>
        <translation>Geben Sie sie dem neuen Mitglied. Damit wird einmal, binnen drei Tagen, ein Passwort gesetzt.</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>Erstes Passwort</translation>
    </message>
    <message>
        <source>Give it to the new member, who should change it after signing in.</source>
        <translation>Geben Sie es dem neuen Mitglied, das es nach dem Anmelden ändern sollte.</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>Es kann nicht noch einmal gezeigt werden. Sie müssten ein neues machen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberModel</name>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>OpenID Connect</source>
        <translation>OpenID Connect</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Passwort</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Anmeldung mit</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>Von jemand anderem geändert</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>Gelöscht lassen</translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation>Andere Version behalten</translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation>Es wurde gelöscht, während Sie es bearbeiteten. Es kann mit Ihren Eingaben neu erstellt werden.</translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation>Es wurde geändert, nachdem Sie es angesehen hatten. Das wurde geändert; es kann trotzdem gelöscht werden.</translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation>Es wurde geändert, während Sie es bearbeiteten. Für jedes Feld wählen, was gelten soll; bis dahin wird nichts gespeichert.</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>Neu erstellen</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Trotzdem löschen</translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation>Auswahl speichern</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Before both</source>
        <translation>Vor beiden</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Ihre</translation>
    </message>
    <message>
        <source>The other version</source>
        <translation>Die andere Version</translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation>Auf dieser Seite nicht geändert</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1, Ihre: %2</translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation>%1, die andere Version: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation>
            <numerusform>%n Feld zu wählen</numerusform>
            <numerusform>%n Felder zu wählen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation>Wer es sagt</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>Nachricht schreiben…</translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation>Bild anhängen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>Nachricht entfernen</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>Bilder (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation>Bild, %1</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>Bild entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation>Wie sich das Modell verhalten soll (darf leer bleiben)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>Nachricht hinzufügen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MetricCard</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, figure, note</comment>
        <translation>%1: %2. %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ModelList</name>
    <message>
        <source>Fetch models</source>
        <translation>Modelle abrufen</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Namen kopieren</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Modelle suchen</translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation>Modelle dieses Anbieters</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>Anbieter wird gefragt…</translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation>Der Anbieter wurde noch nicht gefragt.</translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation>Kein Modell dieses Namens.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveDialog</name>
    <message>
        <source>Move application %1</source>
        <translation>Anwendung %1 verschieben</translation>
    </message>
    <message>
        <source>Move key %1</source>
        <translation>Schlüssel %1 verschieben</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Verschieben</translation>
    </message>
    <message>
        <source>To team</source>
        <translation>In das Team</translation>
    </message>
    <message>
        <source>Its keys go with it. Budget and limits of the new team count from the next call on; what was spent stays with the old one.</source>
        <translation>Ihre Schlüssel gehen mit. Budget und Limits des neuen Teams gelten ab dem nächsten Aufruf; Ausgegebenes bleibt beim alten.</translation>
    </message>
    <message>
        <source>There is no other team.</source>
        <translation>Es gibt kein anderes Team.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>To application</source>
        <translation>In die Anwendung</translation>
    </message>
    <message>
        <source>The key stays the same. What the new application may do counts from the next call on.</source>
        <translation>Der Schlüssel bleibt derselbe. Was die neue Anwendung darf, gilt ab dem nächsten Aufruf.</translation>
    </message>
    <message>
        <source>There is no other application.</source>
        <translation>Es gibt keine andere Anwendung.</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>%1 nach %2 verschieben</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveLabelDialog</name>
    <message>
        <source>Move a label</source>
        <translation>Label verschieben</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Label verschieben</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>No version: remove the label</source>
        <translation>Keine Version: Label entfernen</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Label</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>Mit einem Buchstaben oder einer Ziffer beginnen; dann nur Buchstaben, Ziffern, Punkte, _ und -.</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>Steht bei</translation>
    </message>
    <message>
        <source>Whoever asks for this label gets this version with the next call.</source>
        <translation>Wer nach diesem Label fragt, bekommt mit dem nächsten Aufruf diese Version.</translation>
    </message>
    <message>
        <source>It stands nowhere yet.</source>
        <translation>Es steht noch nirgends.</translation>
    </message>
    <message>
        <source>It stands at version %1 now.</source>
        <translation>Es steht jetzt bei Version %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MustacheLexer</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Variable as it is</source>
        <translation>Variable, wie sie ist</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Abschnitt</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>Baustein</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Open tag</source>
        <translation>Offene Marke</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation>Ansichten</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netzwerk</translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation>Proxy und Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation>Dieses Gateway liest sie beim Start aus &quot;network&quot; in seiner Konfigurationsdatei.</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>Proxy zu Anbietern</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>Wie in der Umgebung festgelegt</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation>Dieser Proxy</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation>Die der Umgebung sind HTTPS_PROXY, HTTP_PROXY, ALL_PROXY und NO_PROXY.</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse des Proxys</translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation>http, https, socks5 oder socks5h, mit Benutzernamen, wo einer verlangt wird.</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>Passwort des Proxys</translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation>Woher es gelesen wird: env:NAME, file:PATH, keychain:NAME oder vault:NAME.</translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation>Direkt erreicht</translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation>Hosts und Netzwerke ohne Proxy, durch Kommas getrennt.</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>Zertifizierungsstellen</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>PEM-Dateien</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>Datei hinzufügen…</translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation>Zusätzlich zu denen des Systems</translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation>PEM-Dateien, eine pro Zeile, für alle Anbieter und Proxys.</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>Anwenden und neu starten</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>Gateway neu starten</translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation>Diese Einstellungen gelten ab dem nächsten Start. Laufende Aufrufe werden dabei beendet.</translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation>Das Passwort selbst wird hier nicht aufbewahrt. Angeben, woher es gelesen wird.</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>Erwartet: %1.</translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation>Das Gateway startet mit diesen Einstellungen neu.</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>PEM-Datei wählen</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Zertifikate (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewChainDialog</name>
    <message>
        <source>New chain</source>
        <translation>Neue Kette</translation>
    </message>
    <message>
        <source>Create chain</source>
        <translation>Kette anlegen</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Its name in APIs. It stays.</source>
        <translation>Ihr Name in APIs. Er bleibt.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>Für Menschen.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Create chain %1</source>
        <translation>Kette %1 anlegen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewPromptDialog</name>
    <message>
        <source>New prompt</source>
        <translation>Neuer Prompt</translation>
    </message>
    <message>
        <source>Create prompt</source>
        <translation>Prompt anlegen</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nichts</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>Beginnen mit</translation>
    </message>
    <message>
        <source>A prompt with one variable.</source>
        <translation>Ein Prompt mit einer Variablen.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Its name in APIs and chains. It stays.</source>
        <translation>Sein Name in APIs und Ketten. Er bleibt.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>Für Menschen.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Eigentümer</translation>
    </message>
    <message>
        <source>Create prompt %1</source>
        <translation>Prompt %1 anlegen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation>Das Gateway ist angehalten</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>Das Gateway antwortet nicht</translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation>%1 wurde angehalten. Aufrufe werden abgelehnt, bis es wieder läuft.</translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation>%1 ist nicht erreichbar. Die Konsole versucht es weiter.</translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation>%1 antwortet nicht</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 antwortet wieder</translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation>%1 ist mehrmals hintereinander fehlgeschlagen und ruht einen Moment. Die Routen verwenden ihr nächstes Ziel.</translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation>%1 nimmt wieder Aufrufe an.</translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation>%1 von %2 sind ausgegeben.</translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation>%1 lehnt seinen Schlüssel ab</translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation>Aufrufe schlagen fehl, bis der Schlüssel ersetzt ist.</translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation>%1 bedient wieder %2</translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation>Die erste Wahl der Route ist zurück.</translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation>%1 ist auf %2 ausgewichen</translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation>%1 hat den Aufruf nicht bedient, sondern %2.</translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation>Das Gateway ist zurück</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 antwortet wieder.</translation>
    </message>
    <message>
        <source>%1 has used %2 of its budget</source>
        <comment>Team research, a share</comment>
        <translation>%1 hat %2 des Budgets verbraucht</translation>
    </message>
    <message>
        <source>%1 What happens now is set with the budget; it can be raised there for a while.</source>
        <translation>%1 Was nun geschieht, steht beim Budget; dort lässt es sich vorübergehend erhöhen.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 bittet um %2</translation>
    </message>
    <message>
        <source>The subscription waits for your approval.</source>
        <translation>Das Abonnement wartet auf Ihre Freigabe.</translation>
    </message>
    <message>
        <source>Asked by %1. The subscription waits for your approval.</source>
        <translation>Erbeten von %1. Das Abonnement wartet auf Ihre Freigabe.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation>Nichts zu melden. Failover, Budgets und abgelehnte Schlüssel erscheinen hier.</translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation>Meldungen auswählen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationRow</name>
    <message>
        <source>%1, %2. %3</source>
        <comment>title, time, text of a notification</comment>
        <translation>%1, %2. %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationsPage</name>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation>Auch auf dem Desktop</translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation>Aus: nur unter der Glocke im Fenster.</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Was gemeldet wird</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectsDialog</name>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>%1 löschen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OpenApiDialog</name>
    <message>
        <source>it is larger than 2 MiB</source>
        <translation>sie ist größer als 2 MiB</translation>
    </message>
    <message>
        <source>Import an OpenAPI document</source>
        <translation>OpenAPI-Dokument importieren</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>Als Entwurf behalten</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched.</source>
        <translation>OpenAPI 3.0 oder 3.1, als JSON oder YAML. Nur der Text wird gelesen, keine Adresse darin geholt.</translation>
    </message>
    <message>
        <source>Choose or paste a document first.</source>
        <translation>Wählen oder fügen Sie zuerst ein Dokument ein.</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>Text des Dokuments</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>Dokument lesen</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>Die Organisation</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Zieldienst</translation>
    </message>
    <message>
        <source>Where the service is. Several addresses, parted by spaces, share the calls.</source>
        <translation>Wo der Dienst ist. Mehrere Adressen, durch Leerzeichen getrennt, teilen sich die Aufrufe.</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>Was er bietet</translation>
    </message>
    <message>
        <source>Operations of the document</source>
        <translation>Operationen des Dokuments</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
    <message>
        <source>Choose an OpenAPI document</source>
        <translation>OpenAPI-Dokument wählen</translation>
    </message>
    <message>
        <source>OpenAPI documents (*.json *.yaml *.yml)</source>
        <translation>OpenAPI-Dokumente (*.json *.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>%1 kann nicht gelesen werden: %2</translation>
    </message>
    <message>
        <source>Reading the document…</source>
        <translation>Dokument wird gelesen…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) found.</source>
        <translation>
            <numerusform>%n Operation gefunden.</numerusform>
            <numerusform>%n Operationen gefunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 ist von einer API anderer Art belegt.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>Eine Version hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 32, und ist nicht „latest“.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken. Choose another version.</source>
        <translation>/apis/%1 ist belegt. Wählen Sie eine andere Version.</translation>
    </message>
    <message>
        <source>“%1” is no address such as https://orders.example.org.</source>
        <translation>„%1“ ist keine Adresse wie https://orders.example.org.</translation>
    </message>
    <message>
        <source>Say where the service is.</source>
        <translation>Sagen Sie, wo der Dienst ist.</translation>
    </message>
    <message>
        <source>Import %1</source>
        <comment>an API</comment>
        <translation>%1 importieren</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation>Latenz nach Perzentil</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation>Ausgaben (geschätzt)</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>Latenz p95</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>Neueste Aufrufe</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation>und %1 Spielgeld (Demo)</translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation>zu Listenpreisen der Anbieter</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Client verbinden</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation>Wohin Modelle jetzt gehen</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>Testaufruf senden</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>Zeitraum wählen…</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Zoom zurücksetzen</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Diagramm exportieren…</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>wie vorher</translation>
    </message>
    <message>
        <source>▲ %1</source>
        <translation>▲ %1</translation>
    </message>
    <message>
        <source>▼ %1</source>
        <translation>▼ %1</translation>
    </message>
    <message>
        <source>The test call was answered in %1.</source>
        <translation>Der Testaufruf wurde in %1 beantwortet.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Anzeigen</translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation>vorher nichts</translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation>%1 ggü. vorher</translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation>
            <numerusform>%n Ursache</numerusform>
            <numerusform>%n Ursachen</numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation>kein Aufruf fehlgeschlagen</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>erstes Byte %1</translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation>%1 von %2 Budget (%3)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>Nichts zu tun.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Wird geprüft…</translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation>Keine Routen. Clients fragen nach Anbieter/Modell.</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>Aufrufe werden addiert…</translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation>Der Testaufruf ist unterwegs…</translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation>Noch kein Verkehr. Ein Testaufruf geht durch den eigenen Port des Gateways zum Demo-Anbieter; er braucht keinen Schlüssel und kostet nichts.</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>Kein Verkehr in diesem Zeitraum.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle anzeigen</translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation>Hier erscheinen laufend die neuesten Aufrufe.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PaletteModel</name>
    <message>
        <source>%1, %2</source>
        <comment>a command: what it is</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>a command: what it is, its keys</comment>
        <translation>%1, %2, %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ParameterPanel</name>
    <message>
        <source>Show the answer as it comes</source>
        <translation>Antwort zeigen, während sie eintrifft</translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation>Eine Zahl von 0 bis %1 eingeben, oder nichts.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Streaming</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation>0 wiederholt, 2 ist wild.</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Höchstzahl Token</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>Der Antwort.</translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation>Eine ganze Zahl über 0 eingeben, oder nichts.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Seed</translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation>Derselbe Seed verlangt dieselbe Antwort.</translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation>Eine ganze Zahl eingeben, oder nichts.</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>Stoppen bei</translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation>Ein Text pro Zeile.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation>
            <numerusform>Höchstens %n Zeile.</numerusform>
            <numerusform>Höchstens %n Zeilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Denken</translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation>Wie lange ein denkendes Modell nachdenken darf.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialDialog</name>
    <message>
        <source>Add a partial</source>
        <translation>Baustein hinzufügen</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>Baustein %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>It stands in a template as {{&gt;name}}.</source>
        <translation>Er steht in einer Vorlage als {{&gt;name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Mit einem Buchstaben beginnen; dann nur Buchstaben, Ziffern und _, höchstens 64.</translation>
    </message>
    <message>
        <source>Another partial has this name.</source>
        <translation>Ein anderer Baustein hat diesen Namen.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaceFields</name>
    <message>
        <source>Region</source>
        <translation>Region</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Standort</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Bereitstellung</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>Endpunkt-ID</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>Konto-ID</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Workspace host</source>
        <translation>Host des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Namensraum</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Domäne</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Enter what stands for %1 in the address.</source>
        <translation>Eingeben, was in der Adresse für %1 steht.</translation>
    </message>
    <message>
        <source>Enter the part that stands for %1 only, without “https://”.</source>
        <translation>Nur den Teil eingeben, der für %1 steht, ohne „https://“.</translation>
    </message>
    <message>
        <source>Only letters, digits and . _ ~ : / - can stand in an address.</source>
        <translation>In einer Adresse stehen nur Buchstaben, Ziffern und . _ ~ : / -.</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>Adresse: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlanDialog</name>
    <message>
        <source>Add plan</source>
        <translation>Tarif hinzufügen</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>Tarif %1 bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>It can be asked for</source>
        <translation>Er kann gewählt werden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>What applicants read.</source>
        <translation>Was Antragsteller lesen.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>By hand: a person decides</source>
        <translation>Von Hand: ein Mensch entscheidet</translation>
    </message>
    <message>
        <source>By itself: at once</source>
        <translation>Von selbst: sofort</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Angebot</translation>
    </message>
    <message>
        <source>Each subscription</source>
        <translation>Jedes Abonnement</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen pro Minute</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Token pro Minute</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Gleichzeitige Aufrufe</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Kein Budget</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget in Dollar</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Zeitraum des Budgets</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>In dollars. At its end, calls are refused.</source>
        <translation>In Dollar. Ist es aufgebraucht, werden Aufrufe abgelehnt.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>Geben Sie einen Betrag wie 25 oder 0.50 ein, oder nichts.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Endet nach</translation>
    </message>
    <message>
        <source>Such as 90d or 12h.</source>
        <translation>Etwa 90d oder 12h.</translation>
    </message>
    <message>
        <source>Enter a time such as 90d or 12h.</source>
        <translation>Geben Sie eine Zeit wie 90d oder 12h ein.</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Enter a number such as 10 or 0.001, or nothing.</source>
        <translation>Geben Sie eine Zahl wie 10 oder 0.001 ein, oder nichts.</translation>
    </message>
    <message>
        <source>Dollars a month</source>
        <translation>Dollar im Monat</translation>
    </message>
    <message>
        <source>Dollars a call</source>
        <translation>Dollar je Aufruf</translation>
    </message>
    <message>
        <source>Per cent on top</source>
        <translation>Aufschlag in Prozent</translation>
    </message>
    <message>
        <source>Of what the providers cost.</source>
        <translation>Auf das, was die Anbieter kosten.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>Add plan %1</source>
        <translation>Tarif %1 hinzufügen</translation>
    </message>
    <message>
        <source>Change plan %1</source>
        <translation>Tarif %1 ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlansDialog</name>
    <message>
        <source>Plans</source>
        <translation>Tarife</translation>
    </message>
    <message>
        <source>No plans yet. One says what a subscription may use, and what it costs.</source>
        <translation>Noch keine Tarife. Ein Tarif sagt, was ein Abonnement nutzen darf und was es kostet.</translation>
    </message>
    <message>
        <source>Add plan</source>
        <translation>Tarif hinzufügen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Freigabe</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Endet nach</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <comment>a plan that cannot be asked for</comment>
        <translation>%1 (aus)</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>Kein eigenes Limit</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Von selbst</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Von Hand</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come back from the trash or with Undo.</source>
        <translation>Er kann nicht mehr gewählt werden. Wo Abonnements oder APIs ihn nennen, lehnt das Gateway ab. Er kann aus dem Papierkorb oder mit Rückgängig zurückkommen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neue Unterhaltung</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>Im Protokoll öffnen</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>Nachricht hinzufügen</translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation>Bild anhängen…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl kopieren</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Als Python kopieren</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>Als JavaScript kopieren</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Playground</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Code kopieren</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation>Die Unterhaltung wurde geleert.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation>Kopiert. Ihren Schlüssel in die Variable %1 setzen.</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>Zuerst eine Nachricht schreiben.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Ein Modell wählen.</translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation>Parameter (%1)</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Was gesendet wird</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Save as prompt…</source>
        <translation>Als Prompt speichern…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation>Danach wird der Schlüsselbund geprüft.</translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation>Danach wird ein Schlüssel für Ihr erstes Programm erstellt.</translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation>Danach werden die Demo-Modelle gesucht.</translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation>Das Gateway startet…</translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation>Das Gateway antwortet unter %1.</translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation>Port %1 ist von einem Programm eines anderen Benutzers belegt.</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation>Port %1 ist von %2 belegt (Prozess %3).</translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation>Der Schlüsselbund wird geprüft…</translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation>Der Schlüsselbund wartet: Ihr Desktop fragt vielleicht nach dem Passwort.</translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation>Geheimnisse können hier nicht aufbewahrt werden: %1 Anbieterschlüssel können aus Variablen kommen.</translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation>Anbieterschlüssel werden in Ihrem Schlüsselbund aufbewahrt.</translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation>Anbieterschlüssel werden im versiegelten Tresor des Gateways aufbewahrt.</translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation>Ein Schlüssel für Ihr erstes Programm wird erstellt…</translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation>Der Schlüssel %1 ist bereits da.</translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation>Der Schlüssel %1 wurde erstellt (…%2). Er kann auf der nächsten Seite kopiert werden.</translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation>Die Demo-Modelle werden gesucht…</translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation>Der Port des Gateways antwortet nicht wie erwartet (%1).</translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation>Der Demo-Anbieter ist in der Konfiguration des Gateways ausgeschaltet. Einschalten oder einen Anbieter hinzufügen.</translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation>Demo-Modelle sind bereit: Sie brauchen kein Konto und kosten nichts.</translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation>Jetzt wird %1 gezeigt. Oben im Fenster „Dieser Computer“ wählen, dann erneut prüfen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PreviewPanel</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Values to try</source>
        <translation>Werte zum Ausprobieren</translation>
    </message>
    <message>
        <source>What could be rendered last</source>
        <translation>Was zuletzt dargestellt werden konnte</translation>
    </message>
    <message>
        <source>Cannot be rendered</source>
        <translation>Kann nicht dargestellt werden</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>Wird dargestellt…</translation>
    </message>
    <message>
        <source>As the model reads it</source>
        <translation>So liest es das Modell</translation>
    </message>
    <message>
        <source>Message %1, line %2</source>
        <translation>Nachricht %1, Zeile %2</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Nachricht %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n image(s)</source>
        <translation>
            <numerusform>%1 · %n Bild</numerusform>
            <numerusform>%1 · %n Bilder</numerusform>
        </translation>
    </message>
    <message>
        <source>Message %1, %2</source>
        <translation>Nachricht %1, %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation>Preis festlegen</translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation>Listenpreis verwenden</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>Dollar pro Million Token</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>As input</source>
        <translation>Wie Eingabe</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Eingabe aus Cache</translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation>Cache-Schreiben</translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation>Vertrag, Preisseite …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation>Woher die Zahlen stammen. Kosten und Budgets rechnen ab dem nächsten Aufruf damit.</translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation>Dollar pro Million Token eingeben, etwa 2.50. 0 ist kostenlos.</translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation>Dollar eingeben, etwa 2.50, mit höchstens 12 Nachkommastellen.</translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation>Preis von %1/%2 festlegen</translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation>Listenpreis von %1/%2 verwenden</translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation>Den Anbieter %1 gibt es nicht mehr. Schließen und erneut ansehen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation>%1 lehnt seinen Schlüssel ab.</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Schlüssel ersetzen</translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation>%1 hat keinen lesbaren Schlüssel.</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>Schlüssel hinzufügen</translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation>%1 ruht: Aufrufe schlugen hintereinander fehl.</translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation>Das Budget von %1 ist verbraucht: %2 % von %3.</translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation>Das Budget von %1 ist fast verbraucht: %2 % von %3.</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Einstellungen öffnen</translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation>Aufzeichnungen belegen %1 von %2. Die ältesten werden als Nächstes entfernt.</translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation>Aufbewahrung ändern</translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation>
            <numerusform>Für %n Aufruf von %1 ist kein Preis bekannt; die Ausgaben sind unvollständig.</numerusform>
            <numerusform>Für %n Aufrufe von %1 ist kein Preis bekannt; die Ausgaben sind unvollständig.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Preis festlegen</translation>
    </message>
    <message>
        <source>See its circuit</source>
        <translation>Schutzschalter ansehen</translation>
    </message>
    <message>
        <source>See the budget</source>
        <translation>Budget ansehen</translation>
    </message>
    <message>
        <source>The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.</source>
        <comment>application, provider and model, money</comment>
        <translation>Der Prompt-Cache, den %1 bei %2 schreibt, wird nie gelesen: %3 für nichts in der letzten Stunde.</translation>
    </message>
    <message>
        <source>See the route</source>
        <translation>Route ansehen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptEditor</name>
    <message>
        <source>Pages of the prompt</source>
        <translation>Seiten des Prompts</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Tests</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>Alle Prompts</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>Prompt wird gelesen…</translation>
    </message>
    <message>
        <source>There is no prompt “%1” any more.</source>
        <translation>Den Prompt „%1“ gibt es nicht mehr.</translation>
    </message>
    <message>
        <source>Save version %1 of prompt %2</source>
        <translation>Version %1 des Prompts %2 speichern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessageCard</name>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Benutzer</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistent</translation>
    </message>
    <message>
        <source>Add an image</source>
        <translation>Bild hinzufügen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>Nachricht entfernen</translation>
    </message>
    <message>
        <source>Image: {{picture}}, or a data address</source>
        <translation>Bild: {{picture}} oder eine Daten-Adresse</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>Bild entfernen</translation>
    </message>
    <message>
        <source>Template of message %1</source>
        <translation>Vorlage der Nachricht %1</translation>
    </message>
    <message>
        <source>Who says message %1</source>
        <translation>Wer Nachricht %1 sagt</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessages</name>
    <message>
        <source>Add message</source>
        <translation>Nachricht hinzufügen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagwörter</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptTrial</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>The template cannot be rendered with these values. Mend it under Write.</source>
        <translation>Die Vorlage lässt sich mit diesen Werten nicht darstellen. Unter „Schreiben“ berichtigen.</translation>
    </message>
    <message>
        <source>Asks with the values under Write. What is written need not be saved.</source>
        <translation>Fragt mit den Werten unter „Schreiben“. Das Geschriebene muss nicht gespeichert sein.</translation>
    </message>
    <message>
        <source>Asks with the values under Write. Secret ones are sent, and kept nowhere.</source>
        <translation>Fragt mit den Werten unter „Schreiben“. Geheime werden gesendet und nirgends aufbewahrt.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptsView</name>
    <message>
        <source>New prompt</source>
        <translation>Neuer Prompt</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>Prompt bearbeiten</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplizieren</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>Veröffentlichen…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Dateien importieren…</translation>
    </message>
    <message>
        <source>Export files…</source>
        <translation>Dateien exportieren…</translation>
    </message>
    <message>
        <source>Delete prompt</source>
        <translation>Prompt löschen</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Liste exportieren</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>Version speichern</translation>
    </message>
    <message>
        <source>Discard edits</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>Versionen vergleichen</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Label verschieben</translation>
    </message>
    <message>
        <source>Revert to the chosen version</source>
        <translation>Zur gewählten Version zurückkehren</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>Tests ausführen</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>More commands</source>
        <translation>Weitere Befehle</translation>
    </message>
    <message>
        <source>Select one prompt first.</source>
        <translation>Zuerst einen Prompt auswählen.</translation>
    </message>
    <message>
        <source>Select a prompt first.</source>
        <translation>Zuerst einen Prompt auswählen.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Open a prompt first.</source>
        <translation>Zuerst einen Prompt öffnen.</translation>
    </message>
    <message>
        <source>Choose an older version under Versions first.</source>
        <translation>Zuerst unter „Versionen“ eine ältere Version wählen.</translation>
    </message>
    <message>
        <source>Add tests and choose models under Tests first.</source>
        <translation>Zuerst unter „Tests“ Tests hinzufügen und Modelle wählen.</translation>
    </message>
    <message>
        <source>Choose a model under Try, and let the template be whole.</source>
        <translation>Unter „Ausprobieren“ ein Modell wählen; die Vorlage muss fehlerfrei sein.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>Es läuft nichts.</translation>
    </message>
    <message>
        <source>Delete the prompt %1?</source>
        <translation>Den Prompt %1 löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n prompt(s)?</source>
        <translation>
            <numerusform>%n Prompt löschen?</numerusform>
            <numerusform>%n Prompts löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions, labels and tests go with it. It can come back from the trash or with Undo.</source>
        <translation>Versionen, Labels und Tests gehen mit. Er lässt sich aus dem Papierkorb oder mit „Rückgängig“ zurückholen.</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n Version</numerusform>
            <numerusform>%n Versionen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, used by %2</source>
        <comment>versions, names of APIs and chains</comment>
        <translation>%1, benutzt von %2</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete prompt %1</source>
        <translation>Prompt %1 löschen</translation>
    </message>
    <message>
        <source>Filter prompts</source>
        <translation>Prompts filtern</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the prompts…</source>
        <translation>Prompts werden gelesen…</translation>
    </message>
    <message>
        <source>No prompts yet. One is a template that is tested, versioned and published as an API.</source>
        <translation>Noch keine Prompts. Ein Prompt ist eine Vorlage, die getestet, versioniert und als API veröffentlicht wird.</translation>
    </message>
    <message>
        <source>New from example</source>
        <translation>Neu aus Beispiel</translation>
    </message>
    <message>
        <source>No prompt has these words.</source>
        <translation>Kein Prompt enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one chain first.</source>
        <translation>Zuerst eine Kette auswählen.</translation>
    </message>
    <message>
        <source>Open a chain first.</source>
        <translation>Zuerst eine Kette öffnen.</translation>
    </message>
    <message>
        <source>Mend what is wrong with the chain, or with its values, first.</source>
        <translation>Zuerst beheben, was an der Kette oder ihren Werten nicht stimmt.</translation>
    </message>
    <message>
        <source>This is for prompts only.</source>
        <translation>Das gibt es nur für Prompts.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>Neue Kette</translation>
    </message>
    <message>
        <source>Edit chain</source>
        <translation>Kette bearbeiten</translation>
    </message>
    <message>
        <source>Delete chain</source>
        <translation>Kette löschen</translation>
    </message>
    <message>
        <source>Prompts and chains</source>
        <translation>Prompts und Ketten</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>Ketten</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation>Letzte Fehler</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Verwendet von</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>%1 kopiert.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation>Keine Aufrufe in den letzten 24 Stunden.</translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation>Letzte 24 Stunden: %1 Aufrufe, %2 Fehler.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation>Schlüsselbund entsperren</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Schlüssel ersetzen</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>In Reserve</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>Noch nicht gefragt</translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation>…%1</translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation>%1 · aufbewahrt seit %2</translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation>Schlüssel %1 testen</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation>Schlüssel %1 ersetzen</translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation>Keiner: Aufrufe gehen ohne Schlüssel.</translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation>Keine in den letzten 24 Stunden.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation>Alle im Protokoll zeigen</translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation>Keine Route. Modelle sind als %1/MODEL erreichbar.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>%1 bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation>Modelle sind als NAME/model erreichbar. Der Name kann später nicht geändert werden.</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>Spricht</translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation>Leer lassen, um die übliche Adresse des Anbieters zu verwenden.</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>Basis-URL</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation>Dieser Anbieter funktioniert auch ohne Schlüssel.</translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Ein Schlüssel wird im Schlüsselbund oder Tresor des Gateways aufbewahrt und nie wieder gezeigt.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation>Probiert die Angaben, ohne sie zu speichern</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>Einen Namen eingeben.</translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation>Nur Buchstaben, Ziffern, „.“, „_“ und „-“ verwenden, höchstens 64, und mit einem Buchstaben oder einer Ziffer beginnen.</translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation>Einen Anbieter dieses Namens gibt es schon. Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation>Die Adresse der API des Anbieters eingeben.</translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation>Eigene Werte anstelle dessen einsetzen, was in Klammern steht.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation>Eine vollständige Adresse eingeben, etwa https://api.example.com/v1.</translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation>Die Adresse darf keinen Benutzernamen, kein „?“ und kein „#“ enthalten.</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation>Anbieter %1 hinzufügen</translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation>Anbieter %1 ändern</translation>
    </message>
    <message>
        <source>Leave it empty to use the address above; one of your own takes its place.</source>
        <translation>Leer lassen, um die Adresse oben zu verwenden; eine eigene tritt an ihre Stelle.</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>API-Version</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>Leer lassen für die übliche.</translation>
    </message>
    <message>
        <source>A version is written like 2024-10-21.</source>
        <translation>Eine Version wird wie 2024-10-21 geschrieben.</translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” above.</source>
        <translation>Einen Schlüssel eingeben. Braucht dieser Anbieter keinen, oben „Kein Schlüssel wird gesendet“ wählen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation>Eingebaut</translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation>%1-kompatibel</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation>Ausgaben, 24 h</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation>Route %1 löschen</translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation>%1 aus Route %2 herausnehmen</translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation>Die Schlüssel wurden neu gelesen.</translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation>Anbieter %1 deaktivieren</translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation>Anbieter %1 aktivieren</translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation>Anbieter %1 löschen?</translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation>Es gehen keine Aufrufe mehr dorthin. Er kann 30 Tage lang aus dem Papierkorb zurückgeholt werden.</translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation>Er wird aus den Routen herausgenommen, die ihn nennen. Er kann 30 Tage lang aus dem Papierkorb zurückgeholt werden.</translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation>
            <numerusform>Er wird aus den Routen herausgenommen, die ihn nennen; %n Route ohne anderes Ziel wird ebenfalls gelöscht. Beides kann 30 Tage lang aus dem Papierkorb zurückgeholt werden.</numerusform>
            <numerusform>Er wird aus den Routen herausgenommen, die ihn nennen; %n Routen ohne anderes Ziel werden ebenfalls gelöscht. Alles kann 30 Tage lang aus dem Papierkorb zurückgeholt werden.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>routes, calls</comment>
        <translation>%1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n route(s)</source>
        <translation>
            <numerusform>%n Route</numerusform>
            <numerusform>%n Routen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation>%1 Aufrufe in den letzten 24 Stunden</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation>Anbieter %1 löschen</translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation>Anbieter %1 verschieben</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation>Anbieter filtern</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Testen</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Anbieter hinzufügen</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>Anbieter hinzufügen…</translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation>Anbieter testen</translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation>Anbieter bearbeiten…</translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation>Schlüssel ersetzen…</translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation>Schlüssel neu lesen</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>Modelle abrufen</translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation>Anbieter deaktivieren</translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation>Anbieter nach oben</translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation>Anbieter nach unten</translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation>Anbieter exportieren…</translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation>Anbieter löschen…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation>Anbieter werden gelesen…</translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation>Nur der Demo-Anbieter ist hier. Einen hinzufügen, um echte Modelle zu erreichen.</translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation>Kein Anbieter passt zum Filter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation>Zuerst einen Anbieter auswählen.</translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation>Der Demo-Anbieter ist eingebaut.</translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation>Anbieter aktivieren</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>Laufenden Verkehr zeigen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishDialog</name>
    <message>
        <source>Publish an API</source>
        <translation>API veröffentlichen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Takes the next name that is free</source>
        <translation>Nimmt den nächsten freien Namen</translation>
    </message>
    <message>
        <source>Name in the address</source>
        <translation>Name in der Adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>What the catalogue calls it.</source>
        <translation>Wie der Katalog sie nennt.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Checked JSON is held against the schema of the prompt&apos;s answer.</source>
        <translation>Geprüftes JSON wird am Schema der Antwort des Prompts gemessen.</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Zugang</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Besitzer</translation>
    </message>
    <message>
        <source>Its team may always call it.</source>
        <translation>Sein Team darf sie immer aufrufen.</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>Wer aufrufen darf</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Tarife</translation>
    </message>
    <message>
        <source>What can be asked for. Without any, a subscription has no plan.</source>
        <translation>Was gewählt werden kann. Ohne einen hat ein Abonnement keinen Tarif.</translation>
    </message>
    <message>
        <source>Show it in the catalogue</source>
        <translation>Im Katalog zeigen</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Katalog</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Why, for those who read its history.</source>
        <translation>Warum, für alle, die den Verlauf lesen.</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>Als Entwurf behalten</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>Zur Prüfung einreichen</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>Die Organisation</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a plan, its price</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 ist von einer API anderer Art belegt.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>Eine Version hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 32, und ist nicht „latest“.</translation>
    </message>
    <message>
        <source>/apis/%1/%2 is taken.</source>
        <translation>/apis/%1/%2 ist belegt.</translation>
    </message>
    <message>
        <source>Nothing is published at this address yet. This is what will be:</source>
        <translation>Unter dieser Adresse ist noch nichts veröffentlicht. So wird es:</translation>
    </message>
    <message>
        <source>Beside version %1, which is live:</source>
        <translation>Neben Version %1, die in Betrieb ist:</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>a version of an API</comment>
        <translation>%1 veröffentlichen</translation>
    </message>
    <message>
        <source>The change waits for review. Publish the version once it is applied.</source>
        <translation>Die Änderung wartet auf Durchsicht. Veröffentlichen Sie die Version, sobald sie angewendet ist.</translation>
    </message>
    <message>
        <source>Version %1 of %2 is kept as a design.</source>
        <translation>Version %1 von %2 ist als Entwurf behalten.</translation>
    </message>
    <message>
        <source>Version %1 of %2 waits for review.</source>
        <translation>Version %1 von %2 wartet auf Prüfung.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishSource</name>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>A label follows where it is moved; a version stays what it is.</source>
        <translation>Ein Etikett folgt, wohin es verschoben wird; eine Version bleibt, was sie ist.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Names parted by commas. The first is the one that is asked where a call names none.</source>
        <translation>Namen, durch Kommas getrennt. Der erste gilt, wo ein Aufruf keinen nennt.</translation>
    </message>
    <message>
        <source>Name at least one model.</source>
        <translation>Nennen Sie mindestens ein Modell.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: version %2 now</source>
        <comment>a label</comment>
        <translation>%1: jetzt Version %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Version %1: %2</source>
        <comment>with a comment</comment>
        <translation>Version %1: %2</translation>
    </message>
    <message>
        <source>There is no chain yet.</source>
        <translation>Es gibt noch keine Kette.</translation>
    </message>
    <message>
        <source>There is no prompt yet. Write one first.</source>
        <translation>Es gibt noch keinen Prompt. Schreiben Sie zuerst einen.</translation>
    </message>
    <message>
        <source>Save a version of it first.</source>
        <translation>Sichern Sie zuerst eine Version davon.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishedDialog</name>
    <message>
        <source>Version %1 of %2</source>
        <translation>Version %1 von %2</translation>
    </message>
    <message>
        <source>Version %1 of %2 can be called</source>
        <translation>Version %1 von %2 kann aufgerufen werden</translation>
    </message>
    <message>
        <source>This command works once the variable GATEHOUSE_API_KEY holds a key that may call it.</source>
        <translation>Dieser Befehl geht, sobald die Variable GATEHOUSE_API_KEY einen Schlüssel enthält, der sie aufrufen darf.</translation>
    </message>
    <message>
        <source>The command</source>
        <translation>Der Befehl</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Kopiert.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PurgeDialog</name>
    <message>
        <source>Purge the cache</source>
        <translation>Cache leeren</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>Leeren…</translation>
    </message>
    <message>
        <source>All routes</source>
        <translation>Alle Routen</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Alle Modelle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>As its provider calls it.</source>
        <translation>Wie es sein Anbieter nennt.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Alle Schlüssel</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a key&apos;s name, its id</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Answers that its calls brought. What fits all three is thrown away.</source>
        <translation>Antworten, die seine Aufrufe brachten. Was auf alle drei passt, wird verworfen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RaiseDialog</name>
    <message>
        <source>Raise the budget of %1 for a while</source>
        <translation>Budget von %1 vorübergehend erhöhen</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>Erhöhen</translation>
    </message>
    <message>
        <source>Dollars until then</source>
        <translation>Dollar bis dahin</translation>
    </message>
    <message>
        <source>In place of %1, not on top of it.</source>
        <translation>Anstelle von %1, nicht zusätzlich.</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Für eine Stunde</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Für einen Tag</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Für eine Woche</translation>
    </message>
    <message>
        <source>Until the period ends</source>
        <translation>Bis der Zeitraum endet</translation>
    </message>
    <message>
        <source>No longer: end the raise now</source>
        <translation>Nicht mehr: die Erhöhung jetzt beenden</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>The amount that is set counts again afterwards, by itself.</source>
        <translation>Danach gilt von selbst wieder der gesetzte Betrag.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>Einen Betrag wie 25 oder 0.50 eingeben.</translation>
    </message>
    <message>
        <source>It must be more than what is set.</source>
        <translation>Es muss mehr sein als gesetzt ist.</translation>
    </message>
    <message>
        <source>Raise the budget of %1</source>
        <translation>Budget von %1 erhöhen</translation>
    </message>
    <message>
        <source>End the raise of the budget of %1</source>
        <translation>Erhöhung des Budgets von %1 beenden</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation>Zoom zurücksetzen</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>Zeitraum: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation>Diesen Zeitraum zeigen</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Von</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Bis</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Tag</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Vorheriger Monat</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Nächster Monat</translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation>Das Ende liegt vor dem Anfang. Ein späteres Ende wählen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Schlüsselbund</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>Erster Schlüssel</translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation>Demo-Modelle</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Erneut prüfen</translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation>Stattdessen Port %1 verwenden</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>The applicant reads it.</source>
        <translation>Der Antragsteller liest ihn.</translation>
    </message>
    <message>
        <source>Say why, so that the applicant knows what to do.</source>
        <translation>Sagen Sie warum, damit der Antragsteller weiß, was zu tun ist.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>Höchstens %n Zeichen.</numerusform>
            <numerusform>Höchstens %n Zeichen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation>Fertig um %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation>Wenn ein Aufruf fehlschlägt</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Immer</translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation>Datenschutz und Aufzeichnungen</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Was aufgezeichnet wird</translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation>Inhalte von Aufrufen aufbewahren</translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation>Fragen und Antworten. Schlüssel, Adressen und Nummern von Personen werden zuerst maskiert. Schlüssel, Anwendungen und Routen können weniger festlegen.</translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation>Von jedem Inhalt höchstens</translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation>Was länger ist, wird abgeschnitten; das Protokoll vermerkt es.</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Wie lange</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation>Zeilen des Protokolls und warum jeder Aufruf so verlief.</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>Inhalte</translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation>Sie überdauern nie ihren Aufruf.</translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation>Summen pro Minute</translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation>Für Diagramme kurzer Zeiträume.</translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation>Summen pro Stunde</translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation>Summen pro Tag, mit den Ausgaben, bleiben immer.</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>Größe auf der Festplatte</translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation>Darüber werden zuerst die ältesten Inhalte entfernt, dann die ältesten Aufrufe.</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>Auf der Festplatte</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>In Gebrauch</translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation>Der Datenspeicher mit allen Aufzeichnungen.</translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation>Platz freigeben</translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation>Datenspeicher komprimieren</translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation>Gibt den Platz entfernter Aufzeichnungen auf der Festplatte frei, während das Gateway arbeitet.</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>Neu zählen</translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation>Summen neu bilden</translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation>Zählt Diagramme und Ausgaben neu aus den aufbewahrten Aufrufen.</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation>%1 für %2</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation>Datenschutz und Aufzeichnungen zurücksetzen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation>Schlüssel von %1 ersetzen</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Schlüssel ersetzen</translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation>Der neue Schlüssel ersetzt den alten sofort; der alte kann nicht zurückgeholt werden.</translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation>Der neue Schlüssel wird im Schlüsselbund oder Tresor des Gateways aufbewahrt und anstelle von „%1“ verwendet.</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Schlüssel hier einfügen</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Neuer Schlüssel</translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation>Er wird beim Anbieter ausprobiert, bevor er aufbewahrt wird.</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>Den neuen Schlüssel eingeben.</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>Ein Schlüssel hat keine Leerzeichen und nur einfache Zeichen. Erneut kopieren.</translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation>%1 Einen anderen Schlüssel eingeben oder erneut „Schlüssel ersetzen“ drücken, um ihn trotzdem zu behalten.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation>Der Port des Gateways antwortet nicht (%1). Prüfen, ob es läuft, dann erneut versuchen.</translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation>Der Aufruf endete mit Status %1.</translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation>Die Antwort brach ab.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation>Bearbeiten und erneut senden</translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation>%1 %2, mit einem eigenen Schlüssel der Konsole. Wird wie jeder andere Aufruf aufgezeichnet und bezahlt.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation>Hier erscheint die Antwort.</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>Mit dem ersten vergleichen</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation>Das ist kein JSON: %1, bei Zeichen %2.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet…</translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation>Status %1 nach %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ResultMatrix</name>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <comment>why</comment>
        <translation>Nicht bestanden: %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, model</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <comment>version and model, passed, of all</comment>
        <translation>%1 · %2 von %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation>Das ändert sich. Es wird eine neue Revision, die ebenfalls zurückgenommen werden kann.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Wiederherstellen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Reverting</name>
    <message>
        <source>Everything is as it was then already.</source>
        <translation>Alles ist bereits so, wie es damals war.</translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation>Revision %1 zurücknehmen?</translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation>Zu Revision %1 zurückkehren?</translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation>Früherer Stand wiederhergestellt. Der Verlauf enthält das als neue Revision.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation>Änderungen durchsehen</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation>
            <numerusform>%n Änderung wartet auf Durchsicht. Noch ist nichts bei %1 angekommen.</numerusform>
            <numerusform>%n Änderungen warten auf Durchsicht. Noch ist nichts bei %1 angekommen.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation>Alle verwerfen</translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation>Änderungen durchsehen</translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation>Noch ist nichts bei %1 angekommen. Die Änderungen zusammen anwenden oder Unerwünschtes verwerfen.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation>
            <numerusform>%n Änderung verwerfen?</numerusform>
            <numerusform>%n Änderungen verwerfen?</numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation>Sie wurden nicht angewendet und können nicht zurückgeholt werden.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>%n Änderung anwenden</numerusform>
            <numerusform>%n Änderungen anwenden</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation>Verwerfen: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation>
            <numerusform>%n Änderung konnte nicht angewendet werden: Markiertes berichtigen oder verwerfen, dann erneut anwenden.</numerusform>
            <numerusform>%n Änderungen konnten nicht angewendet werden: Markiertes berichtigen oder verwerfen, dann erneut anwenden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Aufzeichnungen</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Was sich ändert</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation>Das Gateway wird gefragt, was sich ändern würde…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Einen Moment…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Nichts wurde geändert.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation>All das ist bereits da: Nichts würde sich ändern.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>Nichts zu importieren.</translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation>Noch hat sich nichts geändert. Es würde %1 hinzufügen, %2 ändern und %3 entfernen.</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n Objekt</numerusform>
            <numerusform>%n Objekte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a place in a file, what became of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n things to know</source>
        <translation>
            <numerusform>%n Hinweis</numerusform>
            <numerusform>%n Hinweise</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation>Schlüssel %1 rotieren</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotieren</translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation>Den neuen Schlüssel für Hilfsbefehle im Schlüsselbund aufbewahren</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 Stunden</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 Stunde</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 Tage</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 Tage</translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation>Gar nicht: jetzt beenden</translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation>Alter Schlüssel bleibt gültig</translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation>Ein neuer Schlüssel wird sofort erstellt. Den Clients geben, bevor der alte endet.</translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation>Neuer Schlüssel läuft ab</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Schlüsselbund</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation>Route erstellen</translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation>Route %1 bearbeiten</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>smart</source>
        <translation>smart</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation>Wonach Clients als Modell fragen.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>Wie in den Einstellungen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>Von fehlgeschlagenen Aufrufen</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>Von allen Aufrufen</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>Aufgezeichnete Inhalte</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>Von den Einstellungen von Schlüssel, Anwendung und Route zählt die privateste.</translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation>Die Route benennen, etwa smart.</translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation>Nur druckbare Zeichen verwenden, höchstens 256.</translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation>Eine Route dieses Namens gibt es schon. Diese bearbeiten oder einen anderen Namen nehmen.</translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation>Route %1 erstellen</translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation>Route %1 ändern</translation>
    </message>
    <message>
        <source>Refuse calls that lose a field</source>
        <translation>Aufrufe ablehnen, die ein Feld verlieren</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Übersetzung</translation>
    </message>
    <message>
        <source>Where a provider&apos;s dialect cannot say a field, the client gets an error that names it instead of an answer without it. A target that can say all is taken first.</source>
        <translation>Wo der Dialekt eines Anbieters ein Feld nicht sagen kann, bekommt der Client einen Fehler, der es nennt, statt einer Antwort ohne das Feld. Ein Ziel, das alles sagen kann, wird zuerst genommen.</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>Auswerten…</translation>
    </message>
    <message>
        <source>What the calls of the last days would have done with this route</source>
        <translation>Was die Aufrufe der letzten Tage mit dieser Route getan hätten</translation>
    </message>
    <message>
        <source>Where one fails, the next one serves. Drag them into their order, or press Alt+Up and Alt+Down.</source>
        <translation>Wo eines versagt, bedient das nächste. Ziehen Sie sie in ihre Reihenfolge, oder drücken Sie Alt+Auf und Alt+Ab.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>The first rule that fits a call says where it goes; where none fits, all targets stand.</source>
        <translation>Die erste Regel, die auf einen Aufruf passt, sagt, wohin er geht; passt keine, stehen alle Ziele offen.</translation>
    </message>
    <message>
        <source>When a target fails</source>
        <translation>Wenn ein Ziel versagt</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>Kanarienvogel</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Translation and records</source>
        <translation>Übersetzung und Aufzeichnung</translation>
    </message>
    <message>
        <source>Route %1 on recorded calls</source>
        <translation>Route %1 auf aufgezeichneten Aufrufen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation>, dann </translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation>Dollar pro Million Token beim ersten Ziel</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Ausweichziele</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>Preis pro Million</translation>
    </message>
    <message>
        <source>Price source</source>
        <translation>Preisquelle</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>What clients of every dialect get from it, as the last conformance test found</source>
        <translation>Was Clients jedes Dialekts von ihr bekommen, wie der letzte Konformitätstest fand</translation>
    </message>
    <message>
        <source>Conformance</source>
        <translation>Konformität</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n Regel</numerusform>
            <numerusform>%n Regeln</numerusform>
        </translation>
    </message>
    <message>
        <source>canary</source>
        <translation>Kanarienvogel</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>Schatten</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Strategie</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteSwitch</name>
    <message>
        <source>%1 / %2</source>
        <comment>provider, model</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>S&amp;witch provider</source>
        <translation>Anbieter &amp;wechseln</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation>Keine Route hat ein zweites Ziel zum Wechseln.</translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation>Erstes Ziel von %1</translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation>%1 zuerst an %2 senden</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation>Route erstellen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deaktivieren</translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Preis festlegen</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Zugehörige Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation>Route löschen</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>Modelle und Routen</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>Routen filtern</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation>Routen werden gelesen…</translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation>Noch keine Routen. Eine Route gibt Clients einen Namen für mehrere Modelle und wechselt bei Ausfällen zwischen ihnen; ohne sie fragen sie nach Anbieter/Modell.</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>Keine Route enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>Zuerst eine Route auswählen.</translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation>Die Preise des Demo-Anbieters sind Spielgeld und bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Aktivieren</translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation>Route %1 deaktivieren</translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation>Route %1 aktivieren</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation>
            <numerusform>%1: %n Aufruf.</numerusform>
            <numerusform>%1: %n Aufrufe.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation>
            <numerusform>%n Anwendung nennt sie in ihren Modellen.</numerusform>
            <numerusform>%n Anwendungen nennen sie in ihren Modellen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation>Route %1 löschen?</translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation>Clients, die nach diesem Namen fragen, werden ab jetzt abgelehnt. Das kann rückgängig gemacht werden.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation>Route %1 löschen</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>Routen exportieren</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>Simulieren</translation>
    </message>
    <message>
        <source>Run conformance test…</source>
        <translation>Konformitätstest…</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>Kanarienvogel…</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>Laufenden Verkehr zeigen</translation>
    </message>
    <message>
        <source>This route has no canary. Edit the route to give it one.</source>
        <translation>Diese Route hat keinen Kanarienvogel. Bearbeiten Sie die Route, um ihr einen zu geben.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleDialog</name>
    <message>
        <source>Add rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Edit rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Tokens above</source>
        <translation>Token über</translation>
    </message>
    <message>
        <source>Tokens below</source>
        <translation>Token unter</translation>
    </message>
    <message>
        <source>Only at these times</source>
        <translation>Nur zu diesen Zeiten</translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation>Lange Prompts</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Shown where a call is explained.</source>
        <translation>Steht, wo ein Aufruf erklärt wird.</translation>
    </message>
    <message>
        <source>Where they go</source>
        <translation>Wohin sie gehen</translation>
    </message>
    <message>
        <source>Some of the targets</source>
        <translation>Zu einigen der Ziele</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>Eine andere Route</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>In the order of the route.</source>
        <translation>In der Reihenfolge der Route.</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>Welche Aufrufe</translation>
    </message>
    <message>
        <source>Names parted by commas; one of them is enough.</source>
        <translation>Namen, durch Kommas getrennt; einer davon genügt.</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Teams</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Anwendungen</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Tags</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>Beliebig viele</translation>
    </message>
    <message>
        <source>Of the request, as estimated before it is sent.</source>
        <translation>Der Anfrage, vor dem Senden geschätzt.</translation>
    </message>
    <message>
        <source>Streamed or not</source>
        <translation>Gestreamt oder nicht</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>Gestreamt</translation>
    </message>
    <message>
        <source>Not streamed</source>
        <translation>Nicht gestreamt</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>* stands for any characters.</source>
        <translation>* steht für beliebige Zeichen.</translation>
    </message>
    <message>
        <source>A pair a line, name and value parted by a colon; all of them. * stands for any characters.</source>
        <translation>Ein Paar je Zeile, Name und Wert durch Doppelpunkt getrennt; alle müssen passen. * steht für beliebige Zeichen.</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Header</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadaten</translation>
    </message>
    <message>
        <source>What the request says of itself.</source>
        <translation>Was die Anfrage von sich sagt.</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>Felder der Anfrage</translation>
    </message>
    <message>
        <source>Fields of the request&apos;s body, such as reasoning_effort: high.</source>
        <translation>Felder des Rumpfs der Anfrage, etwa reasoning_effort: high.</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Tageszeit</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zeitzone</translation>
    </message>
    <message>
        <source>until</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Tage</translation>
    </message>
    <message>
        <source>None chosen: every day.</source>
        <translation>Keiner gewählt: jeden Tag.</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>Schreiben Sie je Zeile Name, Doppelpunkt und Wert, etwa %1.</translation>
    </message>
    <message>
        <source>Choose at least one target.</source>
        <translation>Wählen Sie mindestens ein Ziel.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleList</name>
    <message>
        <source>Add rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>A rule goes to the target %1, which is not there. Edit that rule.</source>
        <translation>Eine Regel geht zum Ziel %1, das es nicht gibt. Bearbeiten Sie diese Regel.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleRow</name>
    <message>
        <source>Edit rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>Ask it earlier</source>
        <translation>Früher fragen</translation>
    </message>
    <message>
        <source>Ask it later</source>
        <translation>Später fragen</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>Regel entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SaveVersionDialog</name>
    <message>
        <source>Save version %1</source>
        <translation>Version %1 speichern</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>Version speichern</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>What is new, for whoever looks at the history. A version never changes.</source>
        <translation>Was neu ist, für alle, die den Verlauf ansehen. Eine Version ändert sich nie.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation>Diesen Filter speichern…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>Filter speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation>Auf diesem Gateway gespeichert, für alle, die damit arbeiten: %1</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation>Mit einem Buchstaben oder einer Ziffer beginnen; danach sind Buchstaben, Ziffern, Leerzeichen, Punkte, Binde- und Unterstriche erlaubt.</translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation>Filter %1 ist gespeichert.</translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation>Filter %1 ist vergessen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ServiceAccountEdit</name>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>Dienstkonto</translation>
    </message>
    <message>
        <source>Paste the JSON, or choose its file</source>
        <translation>Das JSON einfügen oder seine Datei wählen</translation>
    </message>
    <message>
        <source>Paste the JSON of the service account, or choose its file.</source>
        <translation>Das JSON des Dienstkontos einfügen oder seine Datei wählen.</translation>
    </message>
    <message>
        <source>This is too long for a service account&apos;s JSON.</source>
        <translation>Das ist zu lang für das JSON eines Dienstkontos.</translation>
    </message>
    <message>
        <source>This is no JSON. Download the key of the service account as JSON and take that file.</source>
        <translation>Das ist kein JSON. Den Schlüssel des Dienstkontos als JSON herunterladen und diese Datei nehmen.</translation>
    </message>
    <message>
        <source>This JSON is not the key of a service account: its “type” is another.</source>
        <translation>Dieses JSON ist nicht der Schlüssel eines Dienstkontos: sein „type“ ist ein anderer.</translation>
    </message>
    <message>
        <source>This JSON lacks “client_email” or “private_key”. Download the key again.</source>
        <translation>Diesem JSON fehlt „client_email“ oder „private_key“. Den Schlüssel erneut herunterladen.</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>JSON-Dateien (*.json);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation>%1: ein</translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation>%1: aus</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation>infobereich tray anmeldung start fenster import export</translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation>port adresse neustart server grenzen</translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation>inhalte aufbewahrung behalten festplatte größe komprimieren vacuum summen</translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation>proxy zertifikat zertifizierungsstellen TLS</translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation>glocke budget failover</translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation>tasten tastatur befehle</translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation>kopie datei speichern sicherung</translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation>version lizenz diagnose</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>Seiten der Einstellungen</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Keine Einstellung enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation>Seite zurücksetzen</translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation>%1 zurücksetzen?</translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation>Alle Einstellungen dieser Seite werden auf ihren Anfangszustand zurückgesetzt.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation>design dunkel hell text größe skalierung zoom sprache</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Tastenkombinationen</translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation>Befehl oder seine Tasten suchen</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>Tastenkombinationen</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Zuweisen</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>Tasten entfernen</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>Befehl oder Tasten suchen</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Befehl suchen</translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation>Nach Name, Tasten oder Ort.</translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation>Tasten des Befehls</translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation>In der Tabelle einen Befehl wählen, die neuen Tasten drücken und dann zuweisen.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>Kein Befehl ist gewählt</translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation>Zuerst die Tasten drücken.</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation>%1 gehört zu „%2“. Andere Tasten wählen oder sie dort zuerst entfernen.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>„%1“ hat jetzt keine Tasten.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation>„%1“ hat jetzt die Tasten %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation>Ihren neuen Schlüssel jetzt kopieren</translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation>Er wird nur dieses eine Mal gezeigt. Das Gateway bewahrt nur seinen Fingerabdruck auf und kann ihn nicht wieder zeigen.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>Der neue Schlüssel</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation>Clients senden ihn als „Authorization: Bearer KEY“ oder in x-api-key.</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>Kopiert. Die Zwischenablage vergisst ihn in %n Sekunde.</numerusform>
            <numerusform>Kopiert. Die Zwischenablage vergisst ihn in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation>Wartet auf den Schlüsselbund. Er bittet vielleicht darum, entsperrt zu werden.</translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation>Im Schlüsselbund aufbewahrt: „gatehouse key-helper %1“ gibt ihn aus.</translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>Ohne Kopieren schließen?</translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation>Der Schlüssel kann nicht wieder gezeigt werden. Für einen anderen müssten Sie ihn rotieren.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownSecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>Kopiert. Die Zwischenablage vergisst ihn in %n Sekunde.</numerusform>
            <numerusform>Kopiert. Die Zwischenablage vergisst ihn in %n Sekunden.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>Ohne Kopieren schließen?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SideList</name>
    <message>
        <source>%1 (%2)</source>
        <extracomment>A heading and how many lines it has</extracomment>
        <translation>%1 (%2)</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation>Eingabe-Token</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabe-Token</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>Simulieren</translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation>Wer würde das bedienen?</translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation>Eine Route oder Anbieter/Modell</translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation>Gefragtes Modell</translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation>Fragende Anwendung</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>Art des Aufrufs</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation>Chat, wie Anthropic-Clients fragen</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>Embeddings</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Bilder</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Sprachausgabe</translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation>Rerank</translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation> Token ein</translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation> Token aus</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation>Das Modell eingeben, nach dem ein Client fragen würde.</translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation>Nichts wird gesendet. Sie sehen, welche Route passt, welche Ziele in welcher Reihenfolge versucht würden, was jedes kosten würde und warum andere ausgelassen werden.</translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation>sonst zuerst</translation>
    </message>
    <message>
        <source>first</source>
        <translation>zuerst</translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation>
            <numerusform>wo das fehlschlägt (nach %n Versuch), dann</numerusform>
            <numerusform>wo das fehlschlägt (nach %n Versuchen), dann</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation>Eine beliebige Anwendung fragt.</translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation>%1 fragt.</translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation>Keine Route hat diesen Namen: Was vor dem ersten / steht, ist ein Anbieter.</translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation>Keine Route und kein Anbieter hat diesen Namen.</translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation>Der Aufruf würde abgelehnt</translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation>Braucht keinen Schlüssel</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Kein Schlüssel</translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation>Schlüssel %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>Preis unbekannt</translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation>%1 pro Million Token</translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation>Etwa %1 Spielgeld (%2)</translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation>Etwa %1 (%2)</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation>ruht nach Fehlern</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>wird mit dem nächsten Aufruf geprüft</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>übersetzt</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Preis festlegen</translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation>Spielgeldpreise: Kein Budget wird berührt.</translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation>Ein Budget würde %1 zurücklegen, so viel wie das teuerste dieser Ziele kostet.</translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation>Die Kosten sind unbekannt: Eine Anwendung mit Budget würde abgelehnt.</translation>
    </message>
    <message>
        <source>first, because %1</source>
        <translation>zuerst, weil %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SpendCharts</name>
    <message>
        <source>Spend by application</source>
        <translation>Ausgaben nach Anwendung</translation>
    </message>
    <message>
        <source>Spend by API</source>
        <translation>Ausgaben nach API</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>In dieser Zeit wurde nichts ausgegeben.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation>Gatehouse steht zwischen Ihren Programmen und KI-Modellen: Es verwahrt die Schlüssel, wählt den Anbieter und zeigt, was jeder Aufruf tat und kostete. Wie möchten Sie beginnen?</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>Nur ich</translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation>Ein Gateway auf diesem Computer, in Sekunden bereit, mit Demo-Modellen zum Ausprobieren.</translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation>Mit einem Gateway verbinden</translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation>Jemand betreibt bereits ein Gateway, und Sie haben Adresse und Token.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>Schlüssel aus der Umgebung, eine LiteLLM-Konfiguration oder ein Gatehouse-Paket übernehmen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation>Die Antwort des Gateways passt nicht zu seiner Version. Die Konsole oder das Gateway aktualisieren.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation>Vor %1 s aktualisiert</translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation>%1 laufend  ·  %2 Anfr./s  ·  %3 heute</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>Aktualisiert: %1</translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation>Vor %1 min aktualisiert</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionDetails</name>
    <message>
        <source>The subscription</source>
        <translation>Das Abonnement</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>%n Anfrage gewählt</numerusform>
            <numerusform>%n Anfragen gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a request to see who asks, and why.</source>
        <translation>Wählen Sie eine Anfrage, um zu sehen, wer bittet und warum.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 bittet um %2</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>Es wurde kein Grund genannt.</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Gehört</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>Erbeten von</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Asked on</source>
        <translation>Erbeten am</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Without a plan</source>
        <translation>Ohne Tarif</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>Kein eigenes Limit</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Endet nach</translation>
    </message>
    <message>
        <source>The applicant so far</source>
        <translation>Der Antragsteller bisher</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>%1 in 30 days</source>
        <comment>a number of calls</comment>
        <translation>%1 in 30 Tagen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an API, a state</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Other APIs</source>
        <translation>Andere APIs</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Endet</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionModel</name>
    <message>
        <source>No calls</source>
        <translation>Keine Aufrufe</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>number of calls, money</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Tarif</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Used in 30 days</source>
        <translation>In 30 Tagen genutzt</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Alter</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation>Zeilen exportieren</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 konnte nicht geschrieben werden: %2. Einen anderen Ort wählen und erneut exportieren.</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Als Text kopieren</translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation>
            <numerusform>%n Zeile exportieren…</numerusform>
            <numerusform>%n Zeilen exportieren…</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation>Alle Zeilen exportieren…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation>Ziel hinzufügen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation>Früher versuchen</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>Später versuchen</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>Ziel entfernen</translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation>Zum Umordnen ziehen oder Alt+Hoch und Alt+Runter drücken</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation>Modell beim Anbieter</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Weight </source>
        <translation>Gewicht </translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation>Noch kein Anbieter vorhanden. Zuerst einen hinzufügen.</translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation>Angeben, nach welchem Modell %1 gefragt werden soll.</translation>
    </message>
    <message>
        <source>Name of the target</source>
        <translation>Name des Ziels</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>By which rules, a canary and an experiment refer to this target</source>
        <translation>Womit Regeln, Kanarienvogel und Versuch dieses Ziel nennen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamDialog</name>
    <message>
        <source>Add team</source>
        <translation>Team hinzufügen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Such as research.</source>
        <translation>Etwa research.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Kein Budget</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget in Dollar</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Zeitraum des Budgets</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>In dollars. Every call of the team counts.</source>
        <translation>In Dollar. Jeder Aufruf des Teams zählt.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>Geben Sie einen Betrag wie 25 oder 0.50 ein, oder nichts.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>There is a team of that name already.</source>
        <translation>Es gibt schon ein Team dieses Namens.</translation>
    </message>
    <message>
        <source>Add team %1</source>
        <translation>Team %1 hinzufügen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamModel</name>
    <message>
        <source>Organisation (no team)</source>
        <translation>Organisation (ohne Team)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Kein Budget</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Anwendungen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamPage</name>
    <message>
        <source>Revoked</source>
        <translation>Widerrufen</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Abgelaufen</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Aktiv</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deaktiviert</translation>
    </message>
    <message>
        <source>Nobody is in this team yet.</source>
        <translation>In diesem Team ist noch niemand.</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Elemente</translation>
    </message>
    <message>
        <source>Applications and keys</source>
        <translation>Anwendungen und Schlüssel</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Anwendung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Läuft ab</translation>
    </message>
    <message>
        <source>The selected team</source>
        <translation>Das gewählte Team</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Select a team to see its members, keys and spend.</source>
        <translation>Wählen Sie ein Team, um Mitglieder, Schlüssel und Ausgaben zu sehen.</translation>
    </message>
    <message>
        <source>The organisation, and people without a team</source>
        <translation>Die Organisation, und wer in keinem Team ist</translation>
    </message>
    <message>
        <source>Nobody signs in to this gateway yet.</source>
        <translation>Bei diesem Gateway meldet sich noch niemand an.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Kein Schlüssel</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>Beträge</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamsView</name>
    <message>
        <source>Delete team %1?</source>
        <translation>Team %1 löschen?</translation>
    </message>
    <message>
        <source>Its applications and keys go with it: their calls are refused from now on. All of it can come back from the trash or with Undo.</source>
        <translation>Seine Anwendungen und Schlüssel gehen mit: Ihre Aufrufe werden ab jetzt abgelehnt. Alles kann aus dem Papierkorb oder mit Rückgängig zurückkommen.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>members, applications, keys</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n Mitglied</numerusform>
            <numerusform>%n Mitglieder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n Anwendung</numerusform>
            <numerusform>%n Anwendungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n Schlüssel</numerusform>
            <numerusform>%n Schlüssel</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete team %1</source>
        <translation>Team %1 löschen</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>Benutzer %1 löschen?</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <comment>a person, a team</comment>
        <translation>%1 aus %2 entfernen?</translation>
    </message>
    <message>
        <source>the organisation</source>
        <translation>die Organisation</translation>
    </message>
    <message>
        <source>The account goes, with its password. It can come back from the trash or with Undo.</source>
        <translation>Das Konto geht, samt Passwort. Es kann aus dem Papierkorb oder mit Rückgängig zurückkommen.</translation>
    </message>
    <message>
        <source>Roles in this team end with the next request. Keys of the team stay.</source>
        <translation>Rollen in diesem Team enden mit der nächsten Anfrage. Schlüssel des Teams bleiben.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Delete the user %1</source>
        <translation>Benutzer %1 löschen</translation>
    </message>
    <message>
        <source>Remove %1 from %2</source>
        <comment>a person, a team</comment>
        <translation>%1 aus %2 entfernen</translation>
    </message>
    <message>
        <source>Invitation of %1</source>
        <translation>Einladung für %1</translation>
    </message>
    <message>
        <source>With it a password can be set, once, within three days. An earlier invitation is void.</source>
        <translation>Damit kann einmal, binnen drei Tagen, ein Passwort gesetzt werden. Eine frühere Einladung gilt nicht mehr.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>Es kann nicht noch einmal gezeigt werden. Sie müssten ein neues machen.</translation>
    </message>
    <message>
        <source>%1 is not signed in anywhere.</source>
        <translation>%1 ist nirgends angemeldet.</translation>
    </message>
    <message>
        <source>End the sessions of %1?</source>
        <translation>Die Sitzungen von %1 beenden?</translation>
    </message>
    <message>
        <source>Console and portal ask for the password again.</source>
        <translation>Konsole und Portal fragen wieder nach dem Passwort.</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n Sitzung</numerusform>
            <numerusform>%n Sitzungen</numerusform>
        </translation>
    </message>
    <message>
        <source>End</source>
        <translation>Beenden</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>%n Sitzung beendet.</numerusform>
            <numerusform>%n Sitzungen beendet.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>Team hinzufügen</translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>Grenzen setzen</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Zugehörige Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Delete team</source>
        <translation>Team löschen</translation>
    </message>
    <message>
        <source>Export teams</source>
        <translation>Teams exportieren</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Mitglied hinzufügen</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>Rollen ändern</translation>
    </message>
    <message>
        <source>Remove member</source>
        <translation>Mitglied entfernen</translation>
    </message>
    <message>
        <source>Invite again</source>
        <translation>Erneut einladen</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>Sitzungen beenden</translation>
    </message>
    <message>
        <source>Move application</source>
        <translation>Anwendung verschieben</translation>
    </message>
    <message>
        <source>Move key</source>
        <translation>Schlüssel verschieben</translation>
    </message>
    <message>
        <source>Filter teams</source>
        <translation>Teams filtern</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Teams</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading the teams…</source>
        <translation>Teams werden gelesen…</translation>
    </message>
    <message>
        <source>No teams yet. A team has people, applications and a budget of its own.</source>
        <translation>Noch keine Teams. Ein Team hat Menschen, Anwendungen und ein eigenes Budget.</translation>
    </message>
    <message>
        <source>No team has these words.</source>
        <translation>Kein Team enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select a team first.</source>
        <translation>Wählen Sie zuerst ein Team.</translation>
    </message>
    <message>
        <source>Select a member first.</source>
        <translation>Wählen Sie zuerst ein Mitglied.</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>Das ist der letzte Eigentümer. Machen Sie zuerst jemand anderen zum Eigentümer.</translation>
    </message>
    <message>
        <source>Select an application first.</source>
        <translation>Wählen Sie zuerst eine Anwendung.</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>Wählen Sie zuerst einen Schlüssel.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestCaseDialog</name>
    <message>
        <source>Add a test</source>
        <translation>Test hinzufügen</translation>
    </message>
    <message>
        <source>Edit the test</source>
        <translation>Test bearbeiten</translation>
    </message>
    <message>
        <source>Save test</source>
        <translation>Test speichern</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Say in some words what is tested.</source>
        <translation>In wenigen Worten sagen, was getestet wird.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>All must hold</source>
        <translation>Alle müssen zutreffen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation>Wird getestet…</translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation>
            <numerusform>Funktioniert. Der Anbieter bietet %n Modell.</numerusform>
            <numerusform>Funktioniert. Der Anbieter bietet %n Modelle.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 verwenden</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>in Ordnung</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestRunner</name>
    <message numerus="yes">
        <source>%n call(s), at a price that is not known</source>
        <translation>
            <numerusform>%n Aufruf, Preis unbekannt</numerusform>
            <numerusform>%n Aufrufe, Preis unbekannt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), free of charge</source>
        <translation>
            <numerusform>%n Aufruf, kostenlos</numerusform>
            <numerusform>%n Aufrufe, kostenlos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), at most %1</source>
        <comment>money</comment>
        <translation>
            <numerusform>%n Aufruf, höchstens %1</numerusform>
            <numerusform>%n Aufrufe, höchstens %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestsPage</name>
    <message>
        <source>How the chosen test came out</source>
        <translation>Ergebnis des gewählten Tests</translation>
    </message>
    <message>
        <source>Add test</source>
        <translation>Test hinzufügen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>Tests ausführen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>Fortschritt der Tests</translation>
    </message>
    <message>
        <source>Tests and how they came out</source>
        <translation>Tests und ihre Ergebnisse</translation>
    </message>
    <message>
        <source>A test gives values and says what must hold of the answer. Add one, then run it against versions and models.</source>
        <translation>Ein Test gibt Werte vor und sagt, was für die Antwort gelten muss. Einen hinzufügen, dann gegen Versionen und Modelle ausführen.</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 von %2 fertig</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>Der letzte Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>Der letzte Lauf kostete %1.</translation>
    </message>
    <message>
        <source>Choose models to run the tests with.</source>
        <translation>Modelle wählen, mit denen die Tests laufen.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>Nächster Lauf: %1</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Bestanden</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Nicht bestanden</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Save a test of prompt %1</source>
        <translation>Test des Prompts %1 speichern</translation>
    </message>
    <message>
        <source>Remove a test of prompt %1</source>
        <translation>Test des Prompts %1 entfernen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation>Letzte 15 Minuten</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Letzte Stunde</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>Letzte 6 Stunden</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Letzte 24 Stunden</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Letzte 7 Tage</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Letzte 30 Tage</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Dieser Monat</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Benutzerdefiniert</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A moment of a chosen range: day, time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TokenKeeper</name>
    <message>
        <source>The key chain has no token for this gateway. Enter it again.</source>
        <translation>Der Schlüsselbund hat kein Token für dieses Gateway. Erneut eingeben.</translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation>Auf diesem Computer ist kein Schlüsselbund erreichbar. Das Token kann bis zum Beenden behalten werden und wird nie in eine Datei geschrieben.</translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation>Der Schlüsselbund ist gesperrt oder hat abgelehnt. Entsperren und erneut versuchen oder das Token bis zum Beenden behalten.</translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation>Der Schlüsselbund hat das Token nicht angenommen. Erneut versuchen oder das Token bis zum Beenden behalten.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficBook</name>
    <message>
        <source>%1 of the calls</source>
        <comment>share</comment>
        <translation>%1 der Aufrufe</translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 bis zum ersten Token</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <comment>share</comment>
        <translation>%1 Fehler</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n läuft</numerusform>
            <numerusform>%n laufen</numerusform>
        </translation>
    </message>
    <message>
        <source>resting after failures, tried again in %1</source>
        <translation>ruht nach Fehlern, wird in %1 wieder versucht</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>wird mit dem nächsten Aufruf geprüft</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>in Ordnung</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficDetails</name>
    <message>
        <source>The selected target</source>
        <translation>Das gewählte Ziel</translation>
    </message>
    <message>
        <source>Circuit and calls</source>
        <translation>Schutzschalter und Aufrufe</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>Wer wartet</translation>
    </message>
    <message>
        <source>The provider&apos;s limits</source>
        <translation>Grenzen des Anbieters</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Zustandsprüfung</translation>
    </message>
    <message>
        <source>Select a target to see its circuit, its queue and its limits.</source>
        <translation>Ein Ziel auswählen, um Schutzschalter, Warteschlange und Grenzen zu sehen.</translation>
    </message>
    <message>
        <source>%1, with the key %2</source>
        <comment>target, key</comment>
        <translation>%1, mit dem Schlüssel %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>calls, their cap</comment>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Nicht genannt</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>Schutzschalter</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Provider&apos;s limit</source>
        <translation>Anbietergrenze</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Zustandsprüfung</translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation>Erstes Token p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficView</name>
    <message>
        <source>Open its provider</source>
        <translation>Anbieter öffnen</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Zugehörige Aufrufe zeigen</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Zahlen exportieren</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>Ziele filtern</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Verkehr</translation>
    </message>
    <message>
        <source>Open circuits</source>
        <translation>Offene Schutzschalter</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Waiting for room</source>
        <translation>Warten auf Platz</translation>
    </message>
    <message>
        <source>Failing checks</source>
        <translation>Fehlgeschlagene Prüfungen</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n Zeile nach %1 geschrieben.</numerusform>
            <numerusform>%n Zeilen nach %1 geschrieben.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every target is asked.</source>
        <translation>Jedes Ziel wird gefragt.</translation>
    </message>
    <message>
        <source>Calls go elsewhere meanwhile.</source>
        <translation>Aufrufe gehen solange anderswohin.</translation>
    </message>
    <message numerus="yes">
        <source>At %n provider(s)</source>
        <translation>
            <numerusform>Bei %n Anbieter</numerusform>
            <numerusform>Bei %n Anbietern</numerusform>
        </translation>
    </message>
    <message>
        <source>No call waits for room.</source>
        <translation>Kein Aufruf wartet auf Platz.</translation>
    </message>
    <message>
        <source>They go on when there is room.</source>
        <translation>Sie gehen weiter, sobald Platz ist.</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) checked</source>
        <translation>
            <numerusform>%n Anbieter geprüft</numerusform>
            <numerusform>%n Anbieter geprüft</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Die Anzeige ist veraltet: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Reading what goes on…</source>
        <translation>Verkehr wird gelesen…</translation>
    </message>
    <message>
        <source>No providers yet, so nothing goes on.</source>
        <translation>Noch keine Anbieter, also auch kein Verkehr.</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>Anbieter öffnen</translation>
    </message>
    <message>
        <source>No target has these words.</source>
        <translation>Kein Ziel enthält diese Wörter.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>Select one target first.</source>
        <translation>Zuerst ein Ziel auswählen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationDialog</name>
    <message>
        <source>Translation of %1</source>
        <translation>Übersetzung von %1</translation>
    </message>
    <message>
        <source>The bodies of this call were not recorded.</source>
        <translation>Die Inhalte dieses Aufrufs wurden nicht aufgezeichnet.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationLens</name>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Open translation in a window</source>
        <translation>Übersetzung in einem Fenster öffnen</translation>
    </message>
    <message>
        <source>The client&apos;s fields</source>
        <translation>Die Felder des Clients</translation>
    </message>
    <message>
        <source>The provider&apos;s fields</source>
        <translation>Die Felder des Anbieters</translation>
    </message>
    <message>
        <source>The client&apos;s bytes</source>
        <translation>Die Bytes des Clients</translation>
    </message>
    <message>
        <source>The provider&apos;s bytes</source>
        <translation>Die Bytes des Anbieters</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Verluste</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Comparing both sides…</source>
        <translation>Beide Seiten werden verglichen…</translation>
    </message>
    <message>
        <source>Nothing was lost in translation.</source>
        <translation>Bei der Übersetzung ging nichts verloren.</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>%n Verlust</numerusform>
            <numerusform>%n Verluste</numerusform>
        </translation>
    </message>
    <message>
        <source>Client · %1</source>
        <translation>Client · %1</translation>
    </message>
    <message>
        <source>Client · %1 · %2</source>
        <translation>Client · %1 · %2</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>Anbieter %1</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>Auf dieser Seite des Aufrufs ist nichts.</translation>
    </message>
    <message>
        <source>Of the client&apos;s bytes only the beginning is kept.</source>
        <translation>Von den Bytes des Clients ist nur der Anfang aufbewahrt.</translation>
    </message>
    <message>
        <source>Of the provider&apos;s bytes only the beginning is kept.</source>
        <translation>Von den Bytes des Anbieters ist nur der Anfang aufbewahrt.</translation>
    </message>
    <message numerus="yes">
        <source>Put together from %n event(s).</source>
        <translation>
            <numerusform>Aus %n Ereignis zusammengesetzt.</numerusform>
            <numerusform>Aus %n Ereignissen zusammengesetzt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first fields of this large body are compared.</source>
        <translation>Nur die ersten Felder dieses großen Inhalts werden verglichen.</translation>
    </message>
    <message>
        <source>The fields cannot be compared: both sides must be kept whole and be JSON.</source>
        <translation>Die Felder lassen sich nicht vergleichen: beide Seiten müssen ganz aufbewahrt und JSON sein.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>field, what became of it</comment>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1: %2. %3</translation>
    </message>
    <message>
        <source>%1 is not in the recorded body. %2</source>
        <comment>field, why it was lost</comment>
        <translation>%1 steht nicht im aufgezeichneten Inhalt. %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>Papierkorb</translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation>Gelöschte Objekte</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Gelöscht</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>Verbleibende Tage</translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation>Papierkorb wird gelesen…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>Endgültig löschen…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation>Der Papierkorb ist leer. Gelöschtes bleibt hier 30 Tage lang.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation>
            <numerusform>%n Objekt wiederhergestellt.</numerusform>
            <numerusform>%n Objekte wiederhergestellt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation>%1 endgültig löschen?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation>
            <numerusform>%n Objekt endgültig löschen?</numerusform>
            <numerusform>%n Objekte endgültig löschen?</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation>Es kann nicht mehr aus dem Papierkorb wiederhergestellt werden.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Endgültig löschen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation>Protoko&amp;ll öffnen</translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation>Fen&amp;ster öffnen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation>Gatehouse: %1</translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation>Ausgaben heute: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) for approval</source>
        <translation>
            <numerusform>%n neue Anfrage zur Freigabe</numerusform>
            <numerusform>%n neue Anfragen zur Freigabe</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation>Testaufruf senden</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Im Protokoll zeigen</translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation>Eine kurze Frage geht durch den echten Port des Gateways zum Demo-Modell %1. Die Antwort wird zurückgestreamt, und der Aufruf erscheint im Protokoll.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation>Derselbe Aufruf als Befehl</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Befehl kopieren</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Schlüssel kopieren</translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation>Der Schlüssel %1, für Ihre Programme. Er wird nur jetzt gezeigt; die Zwischenablage wird nach 30 s geleert.</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>Dasselbe aus einem Terminal</translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation>Befehl kopiert. Er liest den Schlüssel aus der Variablen GATEHOUSE_KEY.</translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation>Schlüssel kopiert</translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation>Hallo, Gatehouse! Ist alles bereit?</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>Wartet auf das erste Wort…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Erneut senden</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ValueFields</name>
    <message>
        <source>The template names no variables yet: add them under Variables.</source>
        <translation>Es gibt noch keine Variablen: unter „Variablen“ hinzufügen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableDialog</name>
    <message>
        <source>Write a number, or nothing.</source>
        <translation>Eine Zahl eingeben, oder nichts.</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>Variable hinzufügen</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>Variable %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>A call must give it</source>
        <translation>Ein Aufruf muss sie angeben</translation>
    </message>
    <message>
        <source>Hide its value in logs and records</source>
        <translation>Wert in Protokollen und Aufzeichnungen verbergen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>It stands in the template as {{name}}.</source>
        <translation>Sie steht in der Vorlage als {{name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Mit einem Buchstaben beginnen; dann nur Buchstaben, Ziffern und _, höchstens 64.</translation>
    </message>
    <message>
        <source>Another variable has this name.</source>
        <translation>Eine andere Variable hat diesen Namen.</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>One a line; nothing: any text.</source>
        <translation>Eine je Zeile; nichts: beliebiger Text.</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Höchstlänge</translation>
    </message>
    <message>
        <source>In characters.</source>
        <translation>In Zeichen.</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Mindestens</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Erforderlich</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Where a call does not give it.</source>
        <translation>Wenn ein Aufruf sie nicht angibt.</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>For the preview and the documentation.</source>
        <translation>Für Vorschau und Dokumentation.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Geheim</translation>
    </message>
    <message>
        <source>More rules</source>
        <translation>Weitere Regeln</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Such as pattern, items or properties.</source>
        <translation>Etwa pattern, items oder properties.</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>true oder false eingeben.</translation>
    </message>
    <message>
        <source>Write a value of this type, as JSON: 3, [1, 2], {&quot;a&quot;: 1}.</source>
        <translation>Einen Wert dieses Typs eingeben, als JSON: 3, [1, 2], {&quot;a&quot;: 1}.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableModel</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>Ganze Zahl</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>Ja oder nein</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>Beliebig</translation>
    </message>
    <message>
        <source>%1, secret</source>
        <comment>type of a variable</comment>
        <translation>%1, geheim</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Erforderlich</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Beschreibung</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionDiffDialog</name>
    <message>
        <source>Before</source>
        <translation>Vorher</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Nachher</translation>
    </message>
    <message>
        <source>Versions of %1</source>
        <translation>Versionen von %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>What is being written</source>
        <translation>Was gerade geschrieben wird</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Vorige</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Nächste</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Keine Unterschiede</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>%n Zeile verschieden</numerusform>
            <numerusform>%n Zeilen verschieden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionEditor</name>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>Eingaben verwerfen?</translation>
    </message>
    <message>
        <source>What you wrote on version %1 has not been saved.</source>
        <translation>Was auf Version %1 geschrieben wurde, ist nicht gespeichert.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>The version waits for review.</source>
        <translation>Die Version wartet auf die Durchsicht.</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionGrid</name>
    <message>
        <source>Versions side by side</source>
        <translation>Versionen nebeneinander</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>Bietet</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Antworten</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitlimit</translation>
    </message>
    <message>
        <source>Not published yet</source>
        <translation>Noch nicht veröffentlicht</translation>
    </message>
    <message>
        <source>It was edited since</source>
        <translation>Seitdem bearbeitet</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>Endet am</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Nachfolger</translation>
    </message>
    <message>
        <source>%1 (selected)</source>
        <comment>a version</comment>
        <translation>%1 (gewählt)</translation>
    </message>
    <message>
        <source>%1, latest</source>
        <comment>a state</comment>
        <translation>%1, neueste</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionModel</name>
    <message>
        <source>Version %1, made of version %2</source>
        <translation>Version %1, aus Version %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Made of version %1</source>
        <translation>Aus Version %1</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Labels</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Verfasser</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Erstellt</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionsPage</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Edit from here</source>
        <translation>Ab hier bearbeiten</translation>
    </message>
    <message>
        <source>Revert to it</source>
        <translation>Dahin zurückkehren</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Label verschieben</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>It is the newest already.</source>
        <translation>Das ist schon die neueste.</translation>
    </message>
    <message>
        <source>Move label %1 to version %2</source>
        <translation>Label %1 zu Version %2 verschieben</translation>
    </message>
    <message>
        <source>Remove label %1</source>
        <translation>Label %1 entfernen</translation>
    </message>
    <message>
        <source>Revert to version %1?</source>
        <translation>Zu Version %1 zurückkehren?</translation>
    </message>
    <message>
        <source>A new version is made that is as version %1 was. Labels stay where they are.</source>
        <translation>Es entsteht eine neue Version, die wie Version %1 ist. Labels bleiben, wo sie sind.</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Revert prompt %1 to version %2</source>
        <translation>Prompt %1 auf Version %2 zurücksetzen</translation>
    </message>
    <message>
        <source>Revert chain %1 to version %2</source>
        <translation>Kette %1 auf Version %2 zurücksetzen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation>Versuche: %1</translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation>Empfangen, eingereiht und geprüft</translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>erstes Byte %1</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindungsaufbau</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>Wartet auf das erste Byte</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Checked, and answered from the cache</source>
        <translation>Geprüft und aus dem Cache beantwortet</translation>
    </message>
    <message>
        <source>In line before %1, as number %2</source>
        <translation>In der Schlange vor %1, als Nummer %2</translation>
    </message>
    <message>
        <source>%1 · in vain</source>
        <comment>how long it waited</comment>
        <translation>%1 · vergeblich</translation>
    </message>
    <message>
        <source>In line</source>
        <translation>In der Schlange</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhookDialog</name>
    <message>
        <source>Register webhook</source>
        <translation>Webhook eintragen</translation>
    </message>
    <message>
        <source>Edit webhook %1</source>
        <translation>Webhook %1 bearbeiten</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Eintragen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Send messages there</source>
        <translation>Nachrichten dorthin senden</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Ein Name hat Buchstaben, Ziffern, „.“, „_“ und „-“, höchstens 64.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Reached from the gateway. Addresses of private networks are refused.</source>
        <translation>Wird vom Gateway aus erreicht. Adressen privater Netze werden abgelehnt.</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Whose events are told.</source>
        <translation>Wessen Ereignisse gemeldet werden.</translation>
    </message>
    <message>
        <source>Tell of</source>
        <translation>Melden</translation>
    </message>
    <message>
        <source>Choose what is told.</source>
        <translation>Wählen Sie, was gemeldet wird.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>Die Organisation</translation>
    </message>
    <message>
        <source>Enter an address such as https://example.org/hook.</source>
        <translation>Geben Sie eine Adresse wie https://example.org/hook ein.</translation>
    </message>
    <message>
        <source>Change webhook %1</source>
        <translation>Webhook %1 ändern</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhooksDialog</name>
    <message>
        <source>status %1</source>
        <comment>of an HTTP answer</comment>
        <translation>Status %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Zugestellt</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Aufgegeben</translation>
    </message>
    <message>
        <source>Given up: %1</source>
        <translation>Aufgegeben: %1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Again on %1: %2</source>
        <comment>a moment, why</comment>
        <translation>Erneut am %1: %2</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>No webhooks yet. The gateway tells one when a job has ended or a subscription waits.</source>
        <translation>Noch keine Webhooks. Das Gateway meldet dort, wenn ein Auftrag beendet ist oder ein Abonnement wartet.</translation>
    </message>
    <message>
        <source>Register webhook</source>
        <translation>Webhook eintragen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Team</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>Meldet</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Zustellungen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Rotate secret</source>
        <translation>Geheimnis erneuern</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Test senden</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Ein</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Nothing is sent there any more; what was not delivered yet is dropped.</source>
        <translation>Dorthin wird nichts mehr gesendet; was noch nicht zugestellt ist, verfällt.</translation>
    </message>
    <message>
        <source>Deliveries to %1</source>
        <translation>Zustellungen an %1</translation>
    </message>
    <message>
        <source>Rotate the secret of %1?</source>
        <translation>Das Geheimnis von %1 erneuern?</translation>
    </message>
    <message>
        <source>What is sent is signed with the old and the new secret for a while, so that the receiver can change.</source>
        <translation>Eine Weile wird mit dem alten und dem neuen Geheimnis unterschrieben, damit der Empfänger wechseln kann.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotieren</translation>
    </message>
    <message>
        <source>Signing secret of %1</source>
        <translation>Signaturgeheimnis von %1</translation>
    </message>
    <message>
        <source>The receiver checks with it that a message came from this gateway (Standard Webhooks). It is shown this once.</source>
        <translation>Damit prüft der Empfänger, dass eine Nachricht von diesem Gateway kam (Standard Webhooks). Es wird nur dieses eine Mal gezeigt.</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>Signaturgeheimnis</translation>
    </message>
    <message>
        <source>The secret cannot be shown again. You would have to rotate it.</source>
        <translation>Das Geheimnis kann nicht noch einmal gezeigt werden. Sie müssten es erneuern.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WritePage</name>
    <message>
        <source>Parts of the prompt</source>
        <translation>Teile des Prompts</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Nachrichten</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <source>Partials</source>
        <translation>Bausteine</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>Modell und Antwort</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>Variable hinzufügen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>A variable is what a call gives: it stands in a template as {{name}}.</source>
        <translation>Eine Variable ist, was ein Aufruf angibt: Sie steht in einer Vorlage als {{name}}.</translation>
    </message>
    <message>
        <source>Add partial</source>
        <translation>Baustein hinzufügen</translation>
    </message>
    <message>
        <source>A partial is a text that several messages share: {{&gt;name}}.</source>
        <translation>Ein Baustein ist ein Text, den mehrere Nachrichten teilen: {{&gt;name}}.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>An AI gateway that a person can own.</source>
        <translation>Ein KI-Gateway, das einem selbst gehören kann.</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>Die Optionen anzeigen.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Die Version anzeigen.</translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation>Das Profil NAME verwenden, mit eigenem Datenspeicher und eigenen Einstellungen.</translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation>Mit dem als NAME gespeicherten Gateway verbinden.</translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation>Die Ansicht NAME öffnen, etwa overview oder log.</translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation>Das Gateway pausieren: Neue Aufrufe werden abgelehnt.</translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation>Ohne Fenster starten, wo es einen Infobereich gibt.</translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation>Zeigen, was FILE ändern würde, bevor sich etwas ändert.</translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation>Die Konfiguration nach FILE schreiben, ohne Geheimnisse.</translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation>Eine gatehouse:-Adresse. Sie füllt ein Formular aus und ändert selbst nichts.</translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation>--profile nimmt nur Buchstaben, Ziffern, &apos;.&apos;, &apos;_&apos; und &apos;-&apos; an.</translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation>Nur ein Link wird angenommen.</translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation>%1 ist keine gatehouse:-Adresse.</translation>
    </message>
</context>
</TS>
