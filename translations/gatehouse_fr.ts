<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation>
            <numerusform>%n autre derrière</numerusform>
            <numerusform>%n autres derrière</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation>
            <numerusform>partagé avec %n autre</numerusform>
            <numerusform>partagé avec %n autres</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation>%1 est désactivé</translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation>%1 n&apos;a pas de clé</translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation>%1 est au repos</translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation>%1&#xa0;: rien ne peut le servir en ce moment</translation>
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
        <translation>Soumettre %1 à la relecture</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>an API&apos;s version</comment>
        <translation>Publier %1</translation>
    </message>
    <message>
        <source>Send %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>Renvoyer %1</translation>
    </message>
    <message>
        <source>Deprecate %1</source>
        <comment>an API&apos;s version</comment>
        <translation>Déprécier %1</translation>
    </message>
    <message>
        <source>Retire %1</source>
        <comment>an API&apos;s version</comment>
        <translation>Retirer %1</translation>
    </message>
    <message>
        <source>Roll %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>Rétablir %1</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Soumettre</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Renvoyer</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>Déprécier</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Annuler le canari</translation>
    </message>
    <message>
        <source>Whoever may publish is asked to look at it. Nothing changes for callers.</source>
        <translation>Les personnes autorisées à publier sont invitées à la relire. Rien ne change pour les appelants.</translation>
    </message>
    <message>
        <source>From the next call on, callers get this.</source>
        <translation>Dès le prochain appel, les appelants obtiennent ceci.</translation>
    </message>
    <message>
        <source>It becomes a design again, with your note for its author.</source>
        <translation>Elle redevient une ébauche, avec votre note pour son auteur.</translation>
    </message>
    <message>
        <source>It goes on answering, and tells callers in each answer when it ends and what follows.</source>
        <translation>Elle continue de répondre et indique dans chaque réponse quand elle prend fin et ce qui suit.</translation>
    </message>
    <message>
        <source>Every further call is refused with 410. It cannot be published again.</source>
        <translation>Tout nouvel appel est refusé avec 410. Elle ne peut plus être publiée.</translation>
    </message>
    <message>
        <source>From the next call on, callers get the release before again.</source>
        <translation>Dès le prochain appel, les appelants retrouvent la publication précédente.</translation>
    </message>
</context>
<context>
    <name>Apis</name>
    <message>
        <source>A REST service</source>
        <translation>Un service REST</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a release of so many</comment>
        <translation>%1 sur %2</translation>
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
        <translation>%1&amp;#xa0;%</translation>
    </message>
    <message>
        <source>Warn</source>
        <translation>Avertir</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Basculer</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>Basculer vers %1</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Bloquer</translation>
    </message>
    <message>
        <source>Off · %1</source>
        <comment>an amount of dollars</comment>
        <translation>Désactivé · %1</translation>
    </message>
    <message>
        <source>– of %1</source>
        <comment>an amount of dollars</comment>
        <translation>– sur %1</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <comment>spent, limit, share</comment>
        <translation>%1 sur %2 · %3</translation>
    </message>
    <message>
        <source>%1 · over</source>
        <comment>a forecast beyond the budget</comment>
        <translation>%1 · dépassé</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>Budget %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>whose budget, how much of it</comment>
        <translation>%1&amp;#xa0;: %2</translation>
    </message>
    <message>
        <source>Running calls have reserved %1.</source>
        <translation>Les appels en cours ont réservé %1.</translation>
    </message>
    <message>
        <source>At this pace %1 will be spent when the period ends.</source>
        <translation>À ce rythme, %1 seront dépensés à la fin de la période.</translation>
    </message>
    <message>
        <source>It starts anew %1.</source>
        <translation>Il recommence&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Raised from %1 until %2.</source>
        <translation>Relevé depuis %1 jusqu&apos;au %2.</translation>
    </message>
    <message>
        <source>At the limit: %1. Alerts at %2.</source>
        <translation>À la limite&#xa0;: %1. Alertes à %2.</translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation>Résumé</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Premier octet</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Tentatives</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>Essai %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Prix</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Ligne %1</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>non enregistré</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>enregistré</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Contenu</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Réponse</translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation>La requête de cet appel n&apos;a pas été enregistrée. Enregistrez les contenus pour pouvoir renvoyer les prochains appels.</translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation>La requête de cet appel n&apos;a pas été conservée.</translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation>Seul le début de la requête a été enregistré. Complétez-la avant de l&apos;envoyer.</translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation>Des images ou du son ont été omis de l&apos;enregistrement. Remettez-les avant l&apos;envoi.</translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation>Des données privées ont été masquées dans l&apos;enregistrement. Remettez-les avant l&apos;envoi.</translation>
    </message>
</context>
<context>
    <name>ChainWords</name>
    <message>
        <source>Only when %1</source>
        <translation>Seulement si %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>Après %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>Au plus %1</translation>
    </message>
    <message>
        <source>The chain goes on without it</source>
        <translation>La chaîne continue sans elle</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Tensor model</source>
        <translation>Modèle de tenseurs</translation>
    </message>
    <message>
        <source>Published API</source>
        <translation>API publiée</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marche</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Écartées</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échoué</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text</comment>
        <translation>« %1 »</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 vaut %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 est l’un de %2</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 est présent</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 est absent</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Entrées</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation>Ajout&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>Suppression&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>Modification&#xa0;: %1</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Rien</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>Fournisseur %1</translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation>Route %1</translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation>Équipe %1</translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation>Application %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clé %1</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>Secret %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>oui</translation>
    </message>
    <message>
        <source>no</source>
        <translation>non</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>Prompt %1</translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>Chaîne %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>Formule %1</translation>
    </message>
    <message>
        <source>Subscription %1</source>
        <translation>Abonnement %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>Utilisateur %1</translation>
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
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation>Dépenses fictives</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Entrée en cache</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>Écriture en cache</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Raisonnement</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1, avant</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Autres</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
</context>
<context>
    <name>ChartPainter</name>
    <message>
        <source>▲ %1, above</source>
        <translation>▲ %1, au-dessus</translation>
    </message>
</context>
<context>
    <name>ChartScale</name>
    <message>
        <source>d MMM</source>
        <extracomment>How a day is written on a chart&apos;s axis, in the letters of Qt&apos;s date formats</extracomment>
        <translation>d MMM</translation>
    </message>
    <message>
        <source>MMM yyyy</source>
        <translation>MMM yyyy</translation>
    </message>
    <message>
        <source>d MMM yyyy</source>
        <translation>d MMM yyyy</translation>
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
            <numerusform>et %n autre modification</numerusform>
            <numerusform>et %n autres modifications</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation>%1 %2 – %3</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Somme</translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation>Médiane des heures</translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation>Dernière valeur&#xa0;: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>Clients</name>
    <message>
        <source>The base URL ends without /v1: Claude Code adds the rest itself.</source>
        <translation>L&apos;URL de base se termine sans /v1&#xa0;: Claude Code ajoute le reste lui-même.</translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation>ANTHROPIC_API_KEY ne doit pas être définie en plus&#xa0;: les deux seraient envoyées, et la mauvaise pourrait l&apos;emporter.</translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation>Le contenu de settings.json l&apos;emporte sur celui du shell.</translation>
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
        <translation>Codex ne parle que l&apos;API Responses.</translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation>config.toml est lu au démarrage de Codex&#xa0;: redémarrez-le après une modification.</translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation>Un config.toml placé dans un projet ne peut pas choisir le fournisseur&#xa0;; utilisez celui de votre dossier personnel.</translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation>config.toml</translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation>Choisissez la clé d&apos;API comme mode de connexion&#xa0;; avec un compte Google, l&apos;URL de base n&apos;est pas utilisée.</translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation>Un fichier .env dans un projet l&apos;emporte sur celui de votre dossier personnel.</translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation>Ce sont les serveurs de Cursor qui envoient les requêtes&#xa0;: ils ne peuvent pas joindre l&apos;adresse de bouclage de cet ordinateur. La passerelle a besoin d&apos;une adresse sur le réseau, avec TLS.</translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation>L&apos;autre URL de base vaut pour tous les modèles OpenAI dans Cursor, y compris ceux de son abonnement.</translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation>La complétion pendant la saisie utilise toujours les modèles de Cursor.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation>Sans apiBase, la clé serait envoyée à OpenAI.</translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation>Si un config.yaml existe, config.json n&apos;est plus lu.</translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation>config.yaml</translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation>Cline conserve la clé dans le stockage de secrets de l&apos;éditeur&#xa0;: saisissez-la là.</translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation>Ici, le nom du modèle commence par openai/&#xa0;: cela indique à Aider quelle API parler.</translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation>Un .aider.conf.yml dans le dépôt l&apos;emporte sur celui de votre dossier personnel.</translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation>.aider.conf.yml</translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation>Dans un conteneur, 127.0.0.1 est le conteneur lui-même. La passerelle doit écouter sur une adresse que le conteneur peut joindre.</translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation>Les variables ne comptent qu&apos;au premier démarrage&#xa0;; ensuite, modifiez la connexion sous Admin Settings &gt; Connections.</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation>Définissez d&apos;abord la variable GATEHOUSE_KEY avec votre clé&#xa0;: export GATEHOUSE_KEY=…</translation>
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
        <translation>Utilisez OpenAILike et non OpenAI&#xa0;: ce dernier refuse les noms de modèles qu&apos;il ne connaît pas.</translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation>L&apos;URL de base se termine sans /v1&#xa0;: la bibliothèque l&apos;ajoute.</translation>
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
        <translation>Forme Bedrock</translation>
    </message>
    <message>
        <source>Vertex form</source>
        <translation>Forme Vertex</translation>
    </message>
    <message>
        <source>In the Bedrock and Vertex forms project and region have to be there, but play no part.</source>
        <translation>Dans les formes Bedrock et Vertex, le projet et la région doivent être présents, mais ne jouent aucun rôle.</translation>
    </message>
    <message>
        <source>Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address.</source>
        <translation>Responses passe par HTTP ou, quand Codex en ouvre un, par un WebSocket à la même adresse.</translation>
    </message>
    <message>
        <source>Ollama&apos;s clients send no key of their own accord: the header carries it.</source>
        <translation>Les clients d&apos;Ollama n&apos;envoient pas de clé d&apos;eux-mêmes : l&apos;en-tête la porte.</translation>
    </message>
    <message>
        <source>The gateway takes its key as a Bedrock API key; a signature with an access key cannot be checked and is refused.</source>
        <translation>La passerelle prend sa clé comme clé d&apos;API Bedrock ; une signature avec une clé d&apos;accès ne peut pas être vérifiée et est refusée.</translation>
    </message>
    <message>
        <source>The region has to be there, but plays no part.</source>
        <translation>La région doit être présente, mais ne joue aucun rôle.</translation>
    </message>
    <message>
        <source>With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send a key by itself.</source>
        <translation>Avec TLS, AWS_BEARER_TOKEN_BEDROCK fait de même ; sans lui, boto3 refuse d&apos;envoyer une clé de lui-même.</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation>Saisissez %1 pour continuer&#xa0;:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>Conformance</name>
    <message>
        <source>Testing: %1 of %2</source>
        <translation>Test en cours : %1 sur %2</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <comment>day</comment>
        <translation>Arrêté, %1</translation>
    </message>
    <message numerus="yes">
        <source>All %n pass, %1</source>
        <comment>day</comment>
        <translation>
            <numerusform>%n réussi, %1</numerusform>
            <numerusform>Les %n réussis, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 pass, %3</source>
        <comment>tests, tests, day</comment>
        <translation>%1 sur %2 réussis, %3</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Simple</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Flux</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
    <message>
        <source>Parallel tools</source>
        <translation>Outils parallèles</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Structured output</source>
        <translation>Sortie structurée</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Raisonnement</translation>
    </message>
    <message>
        <source>Long output</source>
        <translation>Sortie longue</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>Ajouter une connexion</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>Modifier la connexion</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation>Saisissez l&apos;adresse, par exemple https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation>Ce n&apos;est pas une adresse. Elle commence par https:// et nomme un hôte, par exemple https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation>N&apos;indiquez ni nom d&apos;utilisateur, ni&#xa0;? ni #&#xa0;: le jeton a son propre champ.</translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation>N&apos;indiquez pas le chemin&#xa0;: l&apos;hôte et le port suffisent.</translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation>Utilisez https&#xa0;: avec http, le jeton pourrait être lu en chemin.</translation>
    </message>
</context>
<context>
    <name>CredentialKinds</name>
    <message>
        <source>Access key ID</source>
        <translation>ID de clé d&apos;accès</translation>
    </message>
    <message>
        <source>An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE.</source>
        <translation>Un ID de clé d&apos;accès ne contient que des lettres et des chiffres, comme AKIAIOSFODNN7EXAMPLE.</translation>
    </message>
    <message>
        <source>Enter the access key ID whose secret stands below.</source>
        <translation>Saisissez l&apos;ID de la clé d&apos;accès dont le secret figure ci-dessous.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Locataire</translation>
    </message>
    <message>
        <source>The directory&apos;s id or domain.</source>
        <translation>L&apos;identifiant ou le domaine de l&apos;annuaire.</translation>
    </message>
    <message>
        <source>A tenant is an id or a domain, such as contoso.onmicrosoft.com.</source>
        <translation>Un locataire est un identifiant ou un domaine, comme contoso.onmicrosoft.com.</translation>
    </message>
    <message>
        <source>Enter the tenant that the application is in.</source>
        <translation>Saisissez le locataire où se trouve l&apos;application.</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>ID client</translation>
    </message>
    <message>
        <source>Of the application or identity. Without one the machine&apos;s own counts, or what the key says.</source>
        <translation>De l&apos;application ou de l&apos;identité. Sans lui, celui de la machine compte, ou ce que dit la clé.</translation>
    </message>
    <message>
        <source>A client ID has no blanks.</source>
        <translation>Un ID client ne contient pas d&apos;espaces.</translation>
    </message>
    <message>
        <source>Enter the client ID whose secret stands below.</source>
        <translation>Saisissez l&apos;ID client dont le secret figure ci-dessous.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Région</translation>
    </message>
    <message>
        <source>Leave it empty where the address says it.</source>
        <translation>Laissez vide si l&apos;adresse la donne.</translation>
    </message>
    <message>
        <source>A region is written like eu-west-1.</source>
        <translation>Une région s&apos;écrit comme eu-west-1.</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Of ~/.aws/config on the gateway&apos;s machine. Leave it empty for the default.</source>
        <translation>De ~/.aws/config sur la machine de la passerelle. Laissez vide pour celui par défaut.</translation>
    </message>
    <message>
        <source>A profile&apos;s name has letters, digits and . _ @ + - only.</source>
        <translation>Un nom de profil ne contient que des lettres, des chiffres et . _ @ + -.</translation>
    </message>
    <message>
        <source>Role to assume</source>
        <translation>Rôle à endosser</translation>
    </message>
    <message>
        <source>Leave it empty to sign with the credential itself.</source>
        <translation>Laissez vide pour signer avec l&apos;identifiant lui-même.</translation>
    </message>
    <message>
        <source>A role is written like arn:aws:iam::123456789012:role/gatehouse.</source>
        <translation>Un rôle s&apos;écrit comme arn:aws:iam::123456789012:role/gatehouse.</translation>
    </message>
    <message>
        <source>External ID</source>
        <translation>ID externe</translation>
    </message>
    <message>
        <source>What the role&apos;s owner wants to see, if anything.</source>
        <translation>Ce que le propriétaire du rôle veut voir, le cas échéant.</translation>
    </message>
    <message>
        <source>An external ID has letters, digits and + = , . @ : / _ - only.</source>
        <translation>Un ID externe ne contient que des lettres, des chiffres et + = , . @ : / _ -.</translation>
    </message>
    <message>
        <source>Act as</source>
        <translation>Agir en tant que</translation>
    </message>
    <message>
        <source>A service account that is impersonated. Leave it empty to act as the credential itself.</source>
        <translation>Un compte de service dont l&apos;identité est prise. Laissez vide pour agir avec l&apos;identifiant lui-même.</translation>
    </message>
    <message>
        <source>Enter the service account&apos;s address, such as gateway@project.iam.gserviceaccount.com.</source>
        <translation>Saisissez l&apos;adresse du compte de service, comme gateway@project.iam.gserviceaccount.com.</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>Adresse des jetons</translation>
    </message>
    <message>
        <source>Where tokens are fetched. Some presets know it already.</source>
        <translation>Où les jetons sont obtenus. Certains modèles la connaissent déjà.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://login.example.com/oauth/token.</source>
        <translation>Saisissez une adresse complète, comme https://login.example.com/oauth/token.</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Portée</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>Laissez vide pour la valeur habituelle.</translation>
    </message>
    <message>
        <source>Scopes are plain words, parted by single blanks.</source>
        <translation>Les portées sont des mots simples, séparés par un seul espace.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Where the token server asks for one.</source>
        <translation>Si le serveur de jetons en demande une.</translation>
    </message>
    <message>
        <source>An audience has no blanks.</source>
        <translation>Une audience ne contient pas d&apos;espaces.</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Paramètre</translation>
    </message>
    <message>
        <source>A parameter&apos;s name has letters, digits and . _ ~ - only.</source>
        <translation>Un nom de paramètre ne contient que des lettres, des chiffres et . _ ~ -.</translation>
    </message>
    <message>
        <source>Before the key</source>
        <translation>Avant la clé</translation>
    </message>
    <message>
        <source>A word that stands before the key in the header, if any.</source>
        <translation>Un mot qui précède la clé dans l&apos;en-tête, le cas échéant.</translation>
    </message>
    <message>
        <source>Enter one word without blanks in it.</source>
        <translation>Saisissez un seul mot, sans espaces.</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>Comme d&apos;habitude chez ce fournisseur</translation>
    </message>
    <message>
        <source>API key (Authorization: Bearer)</source>
        <translation>Clé d&apos;API (Authorization: Bearer)</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>Aucune clé n&apos;est envoyée</translation>
    </message>
    <message>
        <source>API key in the address</source>
        <translation>Clé d&apos;API dans l&apos;adresse</translation>
    </message>
    <message>
        <source>API key in a header of its own</source>
        <translation>Clé d&apos;API dans un en-tête à part</translation>
    </message>
    <message>
        <source>AWS signature (SigV4)</source>
        <translation>Signature AWS (SigV4)</translation>
    </message>
    <message>
        <source>Google Cloud token</source>
        <translation>Jeton Google Cloud</translation>
    </message>
    <message>
        <source>Microsoft Entra ID token</source>
        <translation>Jeton Microsoft Entra ID</translation>
    </message>
    <message>
        <source>OAuth client credentials</source>
        <translation>Identifiants client OAuth</translation>
    </message>
    <message>
        <source>IBM Cloud token for an API key</source>
        <translation>Jeton IBM Cloud pour une clé d&apos;API</translation>
    </message>
    <message>
        <source>API key in the header %1</source>
        <translation>Clé d&apos;API dans l&apos;en-tête %1</translation>
    </message>
    <message>
        <source>Credentials of the gateway&apos;s machine</source>
        <translation>Identifiants de la machine de la passerelle</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>Clé d&apos;accès</translation>
    </message>
    <message>
        <source>Service account, its JSON given here</source>
        <translation>Compte de service, son JSON donné ici</translation>
    </message>
    <message>
        <source>Service account, its JSON kept elsewhere</source>
        <translation>Compte de service, son JSON conservé ailleurs</translation>
    </message>
    <message>
        <source>Application and client secret</source>
        <translation>Application et secret client</translation>
    </message>
    <message>
        <source>Managed or workload identity of the gateway&apos;s machine</source>
        <translation>Identité gérée ou de charge de travail de la machine de la passerelle</translation>
    </message>
    <message>
        <source>Wherever it is found</source>
        <translation>Où qu&apos;ils se trouvent</translation>
    </message>
    <message>
        <source>Variables of the environment</source>
        <translation>Variables d&apos;environnement</translation>
    </message>
    <message>
        <source>File of gcloud (application default)</source>
        <translation>Fichier de gcloud (application default)</translation>
    </message>
    <message>
        <source>Files in ~/.aws</source>
        <translation>Fichiers dans ~/.aws</translation>
    </message>
    <message>
        <source>What the container&apos;s environment names</source>
        <translation>Ce que nomme l&apos;environnement du conteneur</translation>
    </message>
    <message>
        <source>Workload identity (a token in a file)</source>
        <translation>Identité de charge de travail (un jeton dans un fichier)</translation>
    </message>
    <message>
        <source>Managed identity of the machine</source>
        <translation>Identité gérée de la machine</translation>
    </message>
    <message>
        <source>Metadata address of the machine</source>
        <translation>Adresse de métadonnées de la machine</translation>
    </message>
    <message>
        <source>The secret access key. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>La clé d&apos;accès secrète. Elle est conservée dans le trousseau ou le coffre de la passerelle et n&apos;est plus jamais affichée.</translation>
    </message>
    <message>
        <source>The client secret. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Le secret client. Il est conservé dans le trousseau ou le coffre de la passerelle et n&apos;est plus jamais affiché.</translation>
    </message>
    <message>
        <source>Where the service account&apos;s JSON is kept: a file or variable of the gateway, or its vault.</source>
        <translation>Où est conservé le JSON du compte de service : un fichier ou une variable de la passerelle, ou son coffre.</translation>
    </message>
    <message>
        <source>The API key for which tokens are fetched. It is kept in the gateway&apos;s key chain or vault.</source>
        <translation>La clé d&apos;API pour laquelle des jetons sont obtenus. Elle est conservée dans le trousseau ou le coffre de la passerelle.</translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation>Impossible d&apos;écrire %1 (%2). Rendez le dossier accessible en écriture, puis réessayez.</translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation>Cette version ne peut pas l&apos;utiliser.</translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation>Il faut aussi une adresse&#xa0;; ajoutez-la sous Fournisseurs.</translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation>Sa valeur n&apos;est pas une clé.</translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation>%1, ligne %2</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation>Un nouvel essai a eu lieu.</translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation>La cible suivante a été essayée.</translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation>L&apos;erreur a été transmise au client.</translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation>Le client est parti avant la fin.</translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation>L&apos;appel a été annulé ici.</translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation>Essai %1&#xa0;: %2 l&apos;a servi avec l&apos;état %3 en %4.</translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation>Essai %1&#xa0;: %2 a répondu avec l&apos;état %3 (%4) après %5.</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>non utilisé</translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation>Essai %1&#xa0;: %2 n&apos;a pas répondu (%3), après %4.</translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation>aucune raison donnée</translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation>Avec la clé %1.</translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation>Le client a reçu toute la réponse, avec l&apos;état %1.</translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation>La passerelle a refusé l&apos;appel avec l&apos;état %1 (%2)&#xa0;; aucun fournisseur n&apos;a été interrogé.</translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation>La réponse s&apos;est interrompue après son début&#xa0;; le client en a été informé dans le flux.</translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation>L&apos;appel a été annulé dans la console&#xa0;; le client en a été informé.</translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation>Le client est parti avant que la réponse soit complète.</translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation>Le client a reçu une erreur avec l&apos;état %1 (%2).</translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation>Le cache contenait exactement cette réponse.</translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation>Le cache contenait la réponse à une question de même sens.</translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation>Le cache ne contenait pas de réponse.</translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation>La clé %1 appartient à l&apos;application %2 de l&apos;équipe %3.</translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation>Aucune clé n&apos;a été reconnue.</translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation>Le client a demandé le modèle %1.</translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation>La règle qui compte&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation>Limite %1&#xa0;: %2 utilisés sur %3.</translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation>%1 n&apos;a pas été essayé&#xa0;: %2.</translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation>Premier choix&#xa0;: %1.</translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation>Prix&#xa0;: %1.</translation>
    </message>
    <message>
        <source>It was translated into the provider&apos;s dialect, %1.</source>
        <translation>Il a été traduit dans le dialecte du fournisseur, %1.</translation>
    </message>
    <message>
        <source>Lost in translation: %1</source>
        <translation>Perdu à la traduction : %1</translation>
    </message>
    <message>
        <source>The provider&apos;s next key was tried.</source>
        <translation>La clé suivante du fournisseur a été essayée.</translation>
    </message>
    <message>
        <source>Another route went on with the call.</source>
        <translation>Une autre route a poursuivi l&apos;appel.</translation>
    </message>
    <message>
        <source>Another target continued the answer, with a visible seam.</source>
        <translation>Une autre cible a continué la réponse, avec une couture visible.</translation>
    </message>
    <message>
        <source>It was one of two calls; the other answer was used.</source>
        <translation>C&apos;était l&apos;un de deux appels ; l&apos;autre réponse a été utilisée.</translation>
    </message>
    <message>
        <source>The route %1 has this name.</source>
        <translation>La route %1 porte ce nom.</translation>
    </message>
    <message>
        <source>The route %1 goes on with it.</source>
        <translation>La route %1 le poursuit.</translation>
    </message>
    <message>
        <source>Its rule “%1” fits this call.</source>
        <translation>Sa règle « %1 » correspond à cet appel.</translation>
    </message>
    <message>
        <source>Where it failed, the route %1 was to go on.</source>
        <translation>En cas d&apos;échec, la route %1 devait poursuivre.</translation>
    </message>
    <message>
        <source>No route has this name; it names a provider&apos;s model itself: %1.</source>
        <translation>Aucune route ne porte ce nom ; il désigne lui-même le modèle d&apos;un fournisseur : %1.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason, figure</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>it stands first among those that could serve</source>
        <translation>elle est la première de celles qui pouvaient servir</translation>
    </message>
    <message>
        <source>it was drawn by weight</source>
        <translation>elle a été tirée au sort selon les poids</translation>
    </message>
    <message>
        <source>it was its turn</source>
        <translation>c&apos;était son tour</translation>
    </message>
    <message>
        <source>it had the fewest calls under way</source>
        <translation>elle avait le moins d&apos;appels en cours</translation>
    </message>
    <message>
        <source>it lately began to answer soonest</source>
        <translation>elle a récemment commencé à répondre le plus tôt</translation>
    </message>
    <message>
        <source>it was expected to cost least</source>
        <translation>elle devait coûter le moins</translation>
    </message>
    <message>
        <source>this caller always comes here</source>
        <translation>cet appelant vient toujours ici</translation>
    </message>
    <message>
        <source>the call fell to the canary</source>
        <translation>l&apos;appel est tombé sur le canari</translation>
    </message>
    <message>
        <source>the call fell to its share of the experiment</source>
        <translation>l&apos;appel est tombé dans sa part de l&apos;expérience</translation>
    </message>
    <message>
        <source>the prompt&apos;s cache is there</source>
        <translation>le cache du prompt s&apos;y trouve</translation>
    </message>
    <message>
        <source>First choice: %1, because %2.</source>
        <comment>target, reason</comment>
        <translation>Premier choix : %1, car %2.</translation>
    </message>
    <message>
        <source>The call %1 brought that answer.</source>
        <translation>L&apos;appel %1 a apporté cette réponse.</translation>
    </message>
    <message>
        <source>That saved %1.</source>
        <translation>Cela a économisé %1.</translation>
    </message>
    <message>
        <source>Cache: %1.</source>
        <translation>Cache&#xa0;: %1.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2, at first as number %3.</source>
        <translation>Il a attendu %1 une place chez %2, d&apos;abord numéro %3.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2 in vain, at first as number %3.</source>
        <translation>Il a attendu %1 en vain une place chez %2, d&apos;abord numéro %3.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation>Configuration écrite dans %1, sans les secrets.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>Impossible d&apos;écrire %1&#xa0;: %2 Choisissez un autre emplacement.</translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation>Exporter la configuration</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Fichiers YAML (*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>kept</source>
        <translation>conservé</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>renommé</translation>
    </message>
    <message>
        <source>approximated</source>
        <translation>approché</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>abandonné</translation>
    </message>
    <message>
        <source>added</source>
        <translation>ajout</translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>%n conservé</numerusform>
            <numerusform>%n conservés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n renommé</numerusform>
            <numerusform>%n renommés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approximated</source>
        <translation>
            <numerusform>%n approché</numerusform>
            <numerusform>%n approchés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n abandonné</numerusform>
            <numerusform>%n abandonnés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n ajouté</numerusform>
            <numerusform>%n ajoutés</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (%2): %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1 (%2) : %3</translation>
    </message>
</context>
<context>
    <name>FileChange</name>
    <message>
        <source>The file could not be written: %1.</source>
        <translation>Le fichier n&apos;a pas pu être écrit&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation>Le fichier n&apos;a pas pu être remplacé&#xa0;: %1.</translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation>Ce n&apos;est pas un fichier ordinaire. Copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation>Le fichier appartient à quelqu&apos;un d&apos;autre. Copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation>Le fichier est protégé en écriture. Copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation>Le fichier a changé entre-temps et n&apos;a donc pas été touché. Regardez-le à nouveau.</translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation>Le lien vers ce fichier tourne en rond.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>Le fichier ne peut pas être lu.</translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation>Le dossier du fichier ne peut pas être créé.</translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation>La sauvegarde n&apos;a pas pu être écrite&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation>Le fichier n&apos;a pas pu être supprimé.</translation>
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
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>Hit</source>
        <comment>of the cache</comment>
        <translation>Trouvé</translation>
    </message>
    <message>
        <source>Hit by meaning</source>
        <comment>of the cache</comment>
        <translation>Trouvé par le sens</translation>
    </message>
    <message>
        <source>Miss</source>
        <comment>of the cache</comment>
        <translation>Absent</translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>Ce fichier ne peut pas être lu. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation>Une image peut faire au plus %1. Réduisez-la et réessayez.</translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation>Les modèles acceptent PNG, JPEG, GIF et WebP. Ce fichier est d&apos;un autre type.</translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation>Indéfiniment</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Illimité</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n heure</numerusform>
            <numerusform>%n heures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation>Aucune limite</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>Noms séparés par des virgules. * autorise tout, gpt-* tout ce qui commence ainsi.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Aucun budget</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget en dollars</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Période du budget</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>dollars par mois</translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation>dollars par semaine</translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation>dollars par jour</translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation>dollars au total</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation>Une fois le budget atteint, les appels sont refusés jusqu&apos;à la période suivante.</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Requêtes par minute</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Tokens par minute</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Appels simultanés</translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation>Le * de «&#xa0;%1&#xa0;» ne peut être qu&apos;à la fin.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation>Saisissez un montant comme 25 ou 0.50, ou rien pour aucun budget.</translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation>Le trousseau a refusé de la conserver. Déverrouillez le trousseau, puis réessayez.</translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation>Il n&apos;y a pas de trousseau sur cet ordinateur. Copiez la clé et conservez-la vous-même.</translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation>Le trousseau n&apos;a pas pu la conserver. Copiez la clé et conservez-la vous-même.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>Expire bientôt</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Expirée</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Désactivée</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Révoquée</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>À l&apos;instant</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>Il y a %n min</numerusform>
            <numerusform>Il y a %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>Il y a %n h</numerusform>
            <numerusform>Il y a %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>Dans %n min</numerusform>
            <numerusform>Dans %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>Dans %n h</numerusform>
            <numerusform>Dans %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>Dans %n jour</numerusform>
            <numerusform>Dans %n jours</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>aujourd&apos;hui</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>cette semaine</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>ce mois-ci</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>au total</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Haute</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Basse</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Tokens of prompts</source>
        <translation>Tokens des requêtes</translation>
    </message>
    <message>
        <source>Tokens of answers</source>
        <translation>Tokens des réponses</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>par heure</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>par jour</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>par minute</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Appels simultanés</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Seulement depuis</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>Jamais depuis</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Plus grande requête</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>Plus longue réponse, en tokens</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation>Ceci n&apos;a pas d&apos;équivalent dans Gatehouse et est omis.</translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation>Ce n&apos;est pas une liste et ne peut pas être lu.</translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation>Il n&apos;a pas de model_name et est omis.</translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation>Gatehouse n&apos;a pas de routes pour les motifs. Demandez plutôt ses modèles sous la forme %1/MODEL.</translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation>Une route a au plus 64 cibles&#xa0;; celle-ci est omise.</translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation>Les prix viennent du catalogue. Vérifiez celui-ci sous Modèles et routes.</translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation>Les cibles d&apos;une route sont essayées dans l&apos;ordre du fichier (priorité).</translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation>Gatehouse bascule en cas d&apos;échec, pas pour cette raison&#xa0;; ceci est omis.</translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation>Gatehouse ne conserve pas de clé principale. Créez une clé de passerelle pour chaque application.</translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation>Définissez cette variable pour la passerelle elle-même.</translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation>Il ne nomme aucun modèle et est omis.</translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation>Ce n&apos;est pas un nombre entier et est omis.</translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation>Gatehouse essaie une cible au plus 10 fois&#xa0;; cette valeur est reprise.</translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation>Aucun modèle de ce nom n&apos;a été repris.</translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation>Il se replie sur %1, qui n&apos;a pas été repris.</translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation>Il désigne %1, qui n&apos;a pas été repris.</translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation>Un modèle de ce nom figure dans model_list&#xa0;; l&apos;alias est omis.</translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation>Ce fichier ne contient pas de model_list. Choisissez la configuration d&apos;un proxy LiteLLM.</translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation>Il n&apos;a pas de litellm_params.model et est omis.</translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation>Il n&apos;indique pas quel fournisseur sert %1&#xa0;; il est omis.</translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation>Le catalogue ne connaît pas de fournisseur %1&#xa0;; il est omis.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation>Cette version ne peut pas utiliser %1&#xa0;; il est omis.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation>Cette version ne peut pas utiliser %1&#xa0;; il est omis. %2</translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation>Gatehouse limite les applications, pas les cibles&#xa0;; réglez cela là-bas.</translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation>%1 a besoin d&apos;une adresse (api_base)&#xa0;; il est omis.</translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation>Une adresse ne peut pas être lue dans une variable&#xa0;; écrivez-la dans le fichier. Le modèle est omis.</translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation>Ce n&apos;est pas une adresse http ou https sans utilisateur, requête ni fragment. Le modèle est omis.</translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation>Ce n&apos;est ni os.environ/NAME ni une clé. Le modèle est omis.</translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation>La clé figure dans le fichier. Elle est déplacée dans le trousseau&#xa0;; retirez-la du fichier.</translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation>Ce n&apos;est pas un nombre de secondes&#xa0;; omis.</translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation>Latence</translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation>Délai du premier octet</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation>Dépenses fictives (démo)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>Non groupé</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Tous les appels</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>Par fournisseur</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Par modèle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>Par clé</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>By team</source>
        <translation>Par équipe</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>By application</source>
        <translation>Par application</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>By route</source>
        <translation>Par route</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Par état</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>%1k</source>
        <extracomment>Thousands and millions, short: 12k, 3M</extracomment>
        <translation>%1k</translation>
    </message>
    <message>
        <source>%1M</source>
        <translation>%1M</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Autres</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>Aucune erreur</translation>
    </message>
    <message>
        <source>By API</source>
        <translation>Par API</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>Par prompt</translation>
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
        <translation>Le fichier est trop grand pour être un fichier de paramètres.</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation>Le fichier n&apos;est pas du texte UTF-8.</translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation>Une valeur ne peut pas être écrite dans ce fichier.</translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation>Ligne %1&#xa0;: %2. Corrigez le fichier ou copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation>Le fichier ne contient pas d&apos;objet JSON. Copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation>Le fichier utilise ces noms pour autre chose. Copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation>La structure du fichier ne permet pas de le modifier sans risque. Copiez les paramètres à la main.</translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation>Le fichier contient plusieurs documents. Copiez les paramètres à la main.</translation>
    </message>
</context>
<context>
    <name>MustacheWords</name>
    <message>
        <source>The section “%1” is not closed. Write {{/%1}} where it ends.</source>
        <translation>La section « %1 » n&apos;est pas fermée. Écrivez {{/%1}} là où elle finit.</translation>
    </message>
    <message>
        <source>This tag is not closed. Write }} where it ends.</source>
        <translation>Cette balise n&apos;est pas fermée. Écrivez }} là où elle finit.</translation>
    </message>
    <message>
        <source>There is no partial “%1”. Add it, or correct the name.</source>
        <translation>Il n&apos;y a pas de fragment « %1 ». Ajoutez-le ou corrigez le nom.</translation>
    </message>
    <message>
        <source>No section “%1” is open here.</source>
        <translation>Aucune section « %1 » n&apos;est ouverte ici.</translation>
    </message>
    <message>
        <source>The section “%1” ends first.</source>
        <translation>La section « %1 » finit d&apos;abord.</translation>
    </message>
    <message>
        <source>This tag names nothing. Write a variable between the braces.</source>
        <translation>Cette balise ne nomme rien. Écrivez une variable entre les accolades.</translation>
    </message>
    <message>
        <source>There is no variable “%1”. Add it, or correct the name.</source>
        <translation>Il n&apos;y a pas de variable « %1 ». Ajoutez-la ou corrigez le nom.</translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation>Basculement et rétablissement</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation>Un fournisseur cesse de répondre, ou répond à nouveau.</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation>Un budget atteint 50, 80 ou 100 pour cent.</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>Clés rejetées</translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation>Un fournisseur n&apos;accepte pas sa clé.</translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation>Passerelle arrêtée</translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation>La passerelle s&apos;arrête, est injoignable ou est de retour.</translation>
    </message>
    <message>
        <source>Waiting approvals</source>
        <translation>Approbations en attente</translation>
    </message>
    <message>
        <source>Somebody asks for a subscription that a person decides about.</source>
        <translation>Quelqu’un demande un abonnement qu’une personne doit approuver.</translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation>une clé en clair</translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation>modifications&#xa0;: %1</translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation>dans l&apos;équipe %1</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>de %1</translation>
    </message>
</context>
<context>
    <name>ProductDialogs</name>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>Commencez par une lettre ou un chiffre ; ensuite seulement lettres, chiffres, points, _ et -.</translation>
    </message>
    <message>
        <source>This id is taken already.</source>
        <translation>Cet identifiant est déjà pris.</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>L’organisation</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>Designed</source>
        <translation>Ébauche</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>En relecture</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publiée</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>Dépréciée</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>Retirée</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Approuvé</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendu</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Résilié</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Expirée</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Chaîne</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>REST service</source>
        <translation>Service REST</translation>
    </message>
    <message>
        <source>With an approved subscription</source>
        <translation>Avec un abonnement approuvé</translation>
    </message>
    <message>
        <source>The owning team alone</source>
        <translation>L’équipe propriétaire seule</translation>
    </message>
    <message>
        <source>Every key of this gateway</source>
        <translation>Toute clé de cette passerelle</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Texte brut</translation>
    </message>
    <message>
        <source>Checked JSON</source>
        <translation>JSON vérifié</translation>
    </message>
    <message>
        <source>As OpenAI answers</source>
        <translation>Comme répond OpenAI</translation>
    </message>
    <message>
        <source>As Anthropic answers</source>
        <translation>Comme répond Anthropic</translation>
    </message>
    <message>
        <source>As Gemini answers</source>
        <translation>Comme répond Gemini</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>%1 requêtes par minute</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>%1 jetons par minute</translation>
    </message>
    <message>
        <source>%1 calls at once</source>
        <translation>%1 appels simultanés</translation>
    </message>
    <message>
        <source>at most %1 a day</source>
        <translation>au plus %1 par jour</translation>
    </message>
    <message>
        <source>at most %1 a week</source>
        <translation>au plus %1 par semaine</translation>
    </message>
    <message>
        <source>at most %1 a month</source>
        <translation>au plus %1 par mois</translation>
    </message>
    <message>
        <source>at most %1 in all</source>
        <translation>au plus %1 en tout</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <comment>a price</comment>
        <translation>%1 par mois</translation>
    </message>
    <message>
        <source>%1 a call</source>
        <comment>a price</comment>
        <translation>%1 par appel</translation>
    </message>
    <message>
        <source>cost + %1 %</source>
        <comment>a price</comment>
        <translation>coût + %1 %</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratuit</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>À l&apos;instant</translation>
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
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptExamples</name>
    <message>
        <source>Sentiment</source>
        <translation>Sentiment</translation>
    </message>
    <message>
        <source>Judges the mood of a text, as JSON that is checked.</source>
        <translation>Juge l&apos;humeur d&apos;un texte, en JSON vérifié.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Résumé</translation>
    </message>
    <message>
        <source>Sums up a text in some sentences, for somebody.</source>
        <translation>Résume un texte en quelques phrases, pour quelqu&apos;un.</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Traduction</translation>
    </message>
    <message>
        <source>Translates into any language, with a glossary.</source>
        <translation>Traduit dans toute langue, avec un glossaire.</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>Extraction</translation>
    </message>
    <message>
        <source>Reads fields out of a text, such as an invoice.</source>
        <translation>Lit des champs dans un texte, comme une facture.</translation>
    </message>
    <message>
        <source>Answer from sources</source>
        <translation>Réponse d&apos;après des sources</translation>
    </message>
    <message>
        <source>Answers from what was found, and says from where.</source>
        <translation>Répond d&apos;après ce qui a été trouvé, et dit d&apos;où.</translation>
    </message>
</context>
<context>
    <name>PromptFileWords</name>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>Impossible d&apos;écrire %1&#xa0;: %2 Choisissez un autre emplacement.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 ne peut pas être lu.</translation>
    </message>
    <message>
        <source>There are too many files here. Choose the folder that holds prompts only.</source>
        <translation>Il y a trop de fichiers ici. Choisissez le dossier qui ne contient que des prompts.</translation>
    </message>
    <message>
        <source>No prompts lie in this folder.</source>
        <translation>Ce dossier ne contient aucun prompt.</translation>
    </message>
    <message>
        <source>The gateway named a file outside of the folder: %1</source>
        <translation>La passerelle a nommé un fichier hors du dossier : %1</translation>
    </message>
    <message>
        <source>The prompt was written to %1.</source>
        <translation>Le prompt a été écrit dans %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) imported.</source>
        <translation>
            <numerusform>%n prompt importé.</numerusform>
            <numerusform>%n prompts importés.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the prompt into a folder</source>
        <translation>Exporter le prompt dans un dossier</translation>
    </message>
    <message>
        <source>Import prompts from a folder</source>
        <translation>Importer des prompts d&apos;un dossier</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistant</translation>
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
        <translation>Le fournisseur répond et accepte la clé.</translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation>Le fournisseur n&apos;a pas de clé.</translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation>Ajoutez une clé, ou choisissez de n&apos;en envoyer aucune.</translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation>La clé ne peut pas être lue.</translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation>Vérifiez le nom de la variable ou du fichier, ou remplacez la clé.</translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation>Le trousseau est verrouillé&#xa0;: la clé ne peut pas être lue.</translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation>Déverrouillez le trousseau, puis relancez le test.</translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation>La clé contient des caractères qui ne peuvent pas être envoyés.</translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation>Copiez la clé à nouveau, sans fins de ligne.</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>Le fournisseur exige une clé.</translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation>Ajoutez-en une et choisissez comment elle est envoyée.</translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation>Le fournisseur rejette cette clé.</translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation>Copiez-la à nouveau depuis le site du fournisseur et remplacez-la.</translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation>Le fournisseur connaît la clé, mais lui refuse l&apos;accès.</translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation>Vérifiez le projet, la région et les droits de la clé, ou remplacez-la.</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation>L&apos;hôte de %1 est introuvable.</translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation>Vérifiez le nom d&apos;hôte et le réseau de cette machine.</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>Rien n&apos;écoute à l&apos;adresse %1.</translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation>Vérifiez le port et que le serveur fonctionne.</translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation>La connexion à %1 ne s&apos;établit pas.</translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation>Vérifiez l&apos;adresse, le réseau et le pare-feu.</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 ne répond pas.</translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation>Vérifiez l&apos;adresse et le pare-feu.</translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation>Le proxy ne mène pas au fournisseur.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation>Vérifiez l&apos;adresse, l&apos;utilisateur et le mot de passe du proxy.</translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation>La connexion sécurisée à %1 ne s&apos;établit pas.</translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation>Vérifiez le nom d&apos;hôte, ou indiquez votre propre autorité sous Avancé.</translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation>%1 accepte la connexion, mais ne répond pas à temps.</translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation>Relancez le test&#xa0;; si rien ne change, vérifiez l&apos;adresse.</translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation>%1 a mis fin à la connexion avant que sa réponse soit complète.</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>Le test a été annulé.</translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation>Relancez le test.</translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation>%1 mène ailleurs.</translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation>Saisissez l&apos;adresse indiquée dans la documentation du fournisseur.</translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation>%1 ne répond pas comme une API de modèles.</translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation>Saisissez l&apos;adresse de l&apos;API&#xa0;; souvent, elle a son propre hôte ou se termine par /v1.</translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation>Le fournisseur n&apos;accepte plus d&apos;appels de cette clé pour le moment.</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>Patientez une minute, puis relancez le test.</translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation>La clé est correcte, mais son compte n&apos;a plus de crédit.</translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation>Ajoutez du crédit chez le fournisseur, ou utilisez une autre clé.</translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation>Le fournisseur rencontre lui-même des difficultés.</translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation>Patientez, puis relancez le test.</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Sain</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Aucun appel pour l&apos;instant</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Nouvel essai en cours</translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation>En échec, mis au repos</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>Clé rejetée</translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation>Aucune clé utilisable</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation>Il n&apos;y a pas d&apos;API à l&apos;adresse %1.</translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation>Utilisez %1&#xa0;: cette adresse répond.</translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation>Il n&apos;y a pas de liste de modèles à l&apos;adresse %1.</translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation>Vérifiez l&apos;URL de base.</translation>
    </message>
    <message>
        <source>Key read</source>
        <translation>Clé lue</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Nom d&apos;hôte</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Connexion sécurisée</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Premier octet</translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation>Clé acceptée</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Liste des modèles</translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation>Appel d&apos;un token</translation>
    </message>
    <message>
        <source>Often used</source>
        <translation>Souvent utilisés</translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation>Créateurs de modèles et clouds</translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation>De nombreux modèles avec une seule clé</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>Sur cet ordinateur</translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation>Hébergés par vous-même</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation>Plateformes d&apos;agents</translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation>Toute autre adresse</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>Variable %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>Fichier %1</translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation>Trousseau&#xa0;: %1</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>Coffre&#xa0;: %1</translation>
    </message>
    <message>
        <source>Bodies of your own (template)</source>
        <translation>Vos propres contenus (modèle)</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation>La passerelle a répondu avec l&apos;état %1, sans raison. Réessayez.</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Owner</source>
        <translation>Propriétaire</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>Peut tout faire.</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrateur</translation>
    </message>
    <message>
        <source>May do everything but make owners.</source>
        <translation>Peut tout faire sauf nommer des propriétaires.</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>Éditeur</translation>
    </message>
    <message>
        <source>Writes prompts and publishes APIs.</source>
        <translation>Écrit des prompts et publie des API.</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>Approbateur</translation>
    </message>
    <message>
        <source>Decides about subscriptions.</source>
        <translation>Décide des abonnements.</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Auditeur</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>Voit tout, ne change rien.</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Membre</translation>
    </message>
    <message>
        <source>Finds APIs, asks for them and keeps the team&apos;s keys.</source>
        <translation>Trouve des API, les demande et gère les clés de l’équipe.</translation>
    </message>
</context>
<context>
    <name>RouteCache</name>
    <message>
        <source>Also answers to tool results</source>
        <translation>Aussi les réponses aux résultats d&apos;outils</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <source>Equal requests</source>
        <translation>Requêtes identiques</translation>
    </message>
    <message>
        <source>Requests that mean the same</source>
        <translation>Requêtes de même sens</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>Répondre depuis le cache</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>Garder les réponses pendant</translation>
    </message>
    <message>
        <source>Within an application</source>
        <translation>Au sein d&apos;une application</translation>
    </message>
    <message>
        <source>Within a team</source>
        <translation>Au sein d&apos;une équipe</translation>
    </message>
    <message>
        <source>Within the organisation</source>
        <translation>Au sein de l&apos;organisation</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Partage</translation>
    </message>
    <message>
        <source>Who may get an answer that somebody else&apos;s call brought.</source>
        <translation>Qui peut recevoir une réponse obtenue par l&apos;appel de quelqu&apos;un d&apos;autre.</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Ressemblance</translation>
    </message>
    <message>
        <source>From 0.5 to 1: how like a question must be to count as the same.</source>
        <translation>De 0,5 à 1 : à quel point une question doit ressembler pour compter comme la même.</translation>
    </message>
    <message>
        <source>Built in (weaker, asks no provider)</source>
        <translation>Intégrée (plus faible, n&apos;interroge aucun fournisseur)</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>Comparées par</translation>
    </message>
    <message>
        <source>A route of an embedding model, or the built-in comparison of words.</source>
        <translation>Une route d&apos;un modèle d&apos;embeddings, ou la comparaison de mots intégrée.</translation>
    </message>
    <message>
        <source>Up to temperature</source>
        <translation>Jusqu&apos;à la température</translation>
    </message>
    <message>
        <source>Above it answers are meant to differ, and are not kept.</source>
        <translation>Au-delà, les réponses sont censées varier et ne sont pas gardées.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
</context>
<context>
    <name>RouteCanary</name>
    <message>
        <source>Send a share of the calls to one target first</source>
        <translation>Envoyer d&apos;abord une part des appels à une cible</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Part des appels</translation>
    </message>
    <message>
        <source>Raise it by</source>
        <translation>L&apos;augmenter de</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>Chaque palier</translation>
    </message>
    <message>
        <source>Time between steps</source>
        <translation>Temps entre les paliers</translation>
    </message>
    <message>
        <source>Greatest share</source>
        <translation>Part maximale</translation>
    </message>
    <message>
        <source>errors above</source>
        <translation>erreurs au-dessus de</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>Part des erreurs</translation>
    </message>
    <message>
        <source>first token later than</source>
        <translation>premier jeton après</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>Temps jusqu&apos;au premier jeton</translation>
    </message>
    <message>
        <source>feedback below</source>
        <translation>retours en dessous de</translation>
    </message>
    <message>
        <source>Calls before it is judged</source>
        <translation>Appels avant de juger</translation>
    </message>
    <message>
        <source>Mean of the feedback, from 0 to 1</source>
        <translation>Moyenne des retours, de 0 à 1</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>Même clé, même cible</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>Même utilisateur final, même cible</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>Même session, même cible</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>Chaque appel à nouveau</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>Canari</translation>
    </message>
    <message>
        <source>The others serve the rest. It can be paused, promoted and rolled back while it runs.</source>
        <translation>Les autres servent le reste. Il peut être suspendu, promu et annulé en cours de route.</translation>
    </message>
    <message>
        <source>Target on trial</source>
        <translation>Cible à l&apos;essai</translation>
    </message>
    <message>
        <source>A canary needs at least two targets.</source>
        <translation>Un canari demande au moins deux cibles.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Attribution par</translation>
    </message>
    <message>
        <source>Step up</source>
        <translation>Montée</translation>
    </message>
    <message>
        <source>every</source>
        <translation>toutes les</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>jusqu&apos;à</translation>
    </message>
    <message>
        <source>Goes up by itself while nothing speaks against it.</source>
        <translation>Augmente d&apos;elle-même tant que rien ne s&apos;y oppose.</translation>
    </message>
    <message>
        <source>Roll back at</source>
        <translation>Annuler en cas de</translation>
    </message>
    <message>
        <source>Judged after</source>
        <translation>Jugé après</translation>
    </message>
    <message>
        <source>So many of its calls. The share goes to 0 when it is rolled back; nothing is lost.</source>
        <translation>Tant de ses appels. À l&apos;annulation, la part passe à 0 ; rien n&apos;est perdu.</translation>
    </message>
    <message>
        <source>%1 of the calls go to %2.</source>
        <translation>%1 des appels vont à %2.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
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
        <translation>Saisissez un nombre entier et son unité, comme 200ms, 30s, 5m ou 1h.</translation>
    </message>
</context>
<context>
    <name>RouteExperiment</name>
    <message>
        <source>Compare targets on fixed shares of the calls</source>
        <translation>Comparer des cibles sur des parts fixes des appels</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>Même utilisateur final, même cible</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>Même clé, même cible</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>Même session, même cible</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>Chaque appel à nouveau</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Expérience</translation>
    </message>
    <message>
        <source>Analytics compares them by model; feedback of clients counts too.</source>
        <translation>Les analyses les comparent par modèle ; les retours des clients comptent aussi.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Attribution par</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>Parts</translation>
    </message>
    <message>
        <source>What they leave goes by the strategy.</source>
        <translation>Ce qu&apos;elles laissent suit la stratégie.</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Part des appels</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>Part de %1</translation>
    </message>
    <message>
        <source>Give at least one target a share.</source>
        <translation>Donnez une part à au moins une cible.</translation>
    </message>
    <message>
        <source>The shares make %1 % together; 100 % is all there is.</source>
        <translation>Les parts font ensemble %1 % ; il n&apos;y a que 100 %.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
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
        <translation>pas de connexion</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>délai dépassé</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Send a second call when the first is slow</source>
        <translation>Envoyer un second appel quand le premier est lent</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Centile</translation>
    </message>
    <message>
        <source>At least after</source>
        <translation>Au plus tôt après</translation>
    </message>
    <message>
        <source>As the provider says</source>
        <translation>Comme le dit le fournisseur</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Ensuite</translation>
    </message>
    <message>
        <source>Where no target could serve, another route goes on with the call.</source>
        <translation>Quand aucune cible n&apos;a pu servir, une autre route poursuit l&apos;appel.</translation>
    </message>
    <message>
        <source>End them, and say so in the stream</source>
        <translation>Les terminer, et le dire dans le flux</translation>
    </message>
    <message>
        <source>Continue on another target, with a visible seam</source>
        <translation>Continuer sur une autre cible, avec une couture visible</translation>
    </message>
    <message>
        <source>Cut streams</source>
        <translation>Flux coupés</translation>
    </message>
    <message>
        <source>When the provider breaks off behind the first byte.</source>
        <translation>Quand le fournisseur s&apos;interrompt après le premier octet.</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Essais</translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation>Sur une cible, avant d&apos;essayer la suivante.</translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation>Autres états</translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation>États</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Réessayer en cas de</translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation>États du fournisseur séparés par des virgules, par exemple 408, 429.</translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation>Saisissez des états de 400 à 599, séparés par des virgules.</translation>
    </message>
    <message>
        <source> % of the calls began sooner</source>
        <translation> % des appels ont commencé plus tôt</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>Réponses lentes</translation>
    </message>
    <message>
        <source>The first answer is used and the other call ends; both may cost money.</source>
        <translation>La première réponse est utilisée et l&apos;autre appel s&apos;arrête ; les deux peuvent coûter de l&apos;argent.</translation>
    </message>
    <message>
        <source>Slow is when</source>
        <translation>Lent signifie</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>Attente d&apos;une connexion</translation>
    </message>
    <message>
        <source>A number and its unit, such as 30s. Empty: what the provider says.</source>
        <translation>Un nombre et son unité, comme 30s. Vide : ce que dit le fournisseur.</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>Attente du premier octet</translation>
    </message>
    <message>
        <source>Wait within a stream</source>
        <translation>Attente dans un flux</translation>
    </message>
    <message>
        <source>Wait in all</source>
        <translation>Attente en tout</translation>
    </message>
    <message numerus="yes">
        <source>%n try/tries on each target</source>
        <translation>
            <numerusform>%n essai par cible</numerusform>
            <numerusform>%n essais par cible</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n repli</numerusform>
            <numerusform>%n replis</numerusform>
        </translation>
    </message>
    <message>
        <source>a second call after %1</source>
        <translation>un second appel après %1</translation>
    </message>
</context>
<context>
    <name>RouteLimits</name>
    <message>
        <source>No limit</source>
        <translation>Aucune limite</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens en entrée</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens en sortie</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>par minute</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>par heure</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>par jour</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Appels simultanés</translation>
    </message>
    <message>
        <source>Of all callers together. Beyond a limit calls are refused with 429.</source>
        <translation>De tous les appelants ensemble. Au-delà d&apos;une limite, les appels sont refusés avec 429.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n limite</numerusform>
            <numerusform>%n limites</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RouteRules</name>
    <message>
        <source>%1 or %2</source>
        <comment>names</comment>
        <translation>%1 ou %2</translation>
    </message>
    <message>
        <source>the time is from %1 until %2</source>
        <translation>l&apos;heure est de %1 à %2</translation>
    </message>
    <message>
        <source>the day is %1</source>
        <translation>le jour est %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time, zone</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>the team is %1</source>
        <translation>l&apos;équipe est %1</translation>
    </message>
    <message>
        <source>the application is %1</source>
        <translation>l&apos;application est %1</translation>
    </message>
    <message>
        <source>a tag is %1</source>
        <translation>une étiquette est %1</translation>
    </message>
    <message>
        <source>the header %1 is %2</source>
        <translation>l&apos;en-tête %1 est %2</translation>
    </message>
    <message>
        <source>the metadata %1 is %2</source>
        <translation>la métadonnée %1 est %2</translation>
    </message>
    <message>
        <source>the field %1 of the request is %2</source>
        <translation>le champ %1 de la requête est %2</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>le chemin est %1</translation>
    </message>
    <message>
        <source>more than %1 tokens come in</source>
        <translation>plus de %1 jetons entrent</translation>
    </message>
    <message>
        <source>fewer than %1 tokens come in</source>
        <translation>moins de %1 jetons entrent</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>la réponse est diffusée en flux</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>la réponse n&apos;est pas diffusée en flux</translation>
    </message>
    <message>
        <source>go on with the route %1</source>
        <translation>poursuivre avec la route %1</translation>
    </message>
    <message>
        <source>Always: %1.</source>
        <translation>Toujours : %1.</translation>
    </message>
    <message>
        <source>If %1: %2.</source>
        <comment>conditions, targets</comment>
        <translation>Si %1 : %2.</translation>
    </message>
</context>
<context>
    <name>RouteShadow</name>
    <message>
        <source>Send a copy of some calls elsewhere</source>
        <translation>Envoyer ailleurs une copie de certains appels</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Part des appels</translation>
    </message>
    <message>
        <source>Counts against the caller&apos;s budget</source>
        <translation>Compte dans le budget de l&apos;appelant</translation>
    </message>
    <message>
        <source>Provider of the copies</source>
        <translation>Fournisseur des copies</translation>
    </message>
    <message>
        <source>Model of the copies</source>
        <translation>Modèle des copies</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Ombre</translation>
    </message>
    <message>
        <source>Nobody waits for the copies or gets their answers; they stand in the log as such.</source>
        <translation>Personne n&apos;attend les copies ni ne reçoit leurs réponses ; elles figurent comme telles dans le journal.</translation>
    </message>
    <message>
        <source>Copies go to</source>
        <translation>Les copies vont à</translation>
    </message>
    <message>
        <source>Say which model gets the copies.</source>
        <translation>Indiquez quel modèle reçoit les copies.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Argent</translation>
    </message>
    <message>
        <source>A copy of %1 of the calls goes to %2/%3.</source>
        <translation>Une copie de %1 des appels va à %2/%3.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
    </message>
</context>
<context>
    <name>RouteStrategy</name>
    <message>
        <source>In order</source>
        <translation>Dans l&apos;ordre</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>Par poids</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>À tour de rôle</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>La moins occupée</translation>
    </message>
    <message>
        <source>Lowest latency</source>
        <translation>Latence la plus faible</translation>
    </message>
    <message>
        <source>Lowest cost</source>
        <translation>Coût le plus bas</translation>
    </message>
    <message>
        <source>Same caller, same target</source>
        <translation>Même appelant, même cible</translation>
    </message>
    <message>
        <source>The first target that can serve does; the next ones stand by.</source>
        <translation>La première cible qui peut servir le fait ; les suivantes sont prêtes.</translation>
    </message>
    <message>
        <source>Calls are shared out at random, in proportion to the weights.</source>
        <translation>Les appels sont répartis au hasard, en proportion des poids.</translation>
    </message>
    <message>
        <source>Each target takes its turn, one call after the other.</source>
        <translation>Chaque cible prend son tour, un appel après l&apos;autre.</translation>
    </message>
    <message>
        <source>The target with the fewest calls under way serves.</source>
        <translation>La cible ayant le moins d&apos;appels en cours sert.</translation>
    </message>
    <message>
        <source>The target that lately began to answer soonest serves; now and then another is tried.</source>
        <translation>La cible qui a récemment commencé à répondre le plus tôt sert ; de temps en temps, une autre est essayée.</translation>
    </message>
    <message>
        <source>The target that costs least for the tokens that are expected serves.</source>
        <translation>La cible qui coûte le moins pour les jetons attendus sert.</translation>
    </message>
    <message>
        <source>Whoever is the same caller comes to the same target, also after targets are added.</source>
        <translation>Un même appelant arrive à la même cible, même quand des cibles s&apos;ajoutent.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Stratégie</translation>
    </message>
    <message>
        <source>Who is the same caller</source>
        <translation>Qui est le même appelant</translation>
    </message>
    <message>
        <source>Same key</source>
        <translation>Même clé</translation>
    </message>
    <message>
        <source>Same end user</source>
        <translation>Même utilisateur final</translation>
    </message>
    <message>
        <source>Same session</source>
        <translation>Même session</translation>
    </message>
    <message>
        <source>Same value of a header</source>
        <translation>Même valeur d&apos;un en-tête</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>Nom de l&apos;en-tête</translation>
    </message>
    <message>
        <source>Same caller</source>
        <translation>Même appelant</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Of a session</source>
        <translation>D&apos;une session</translation>
    </message>
    <message>
        <source>Of a prompt&apos;s beginning</source>
        <translation>D&apos;un début de prompt</translation>
    </message>
    <message>
        <source>Stay with the account</source>
        <translation>Rester sur le compte</translation>
    </message>
    <message>
        <source>Calls go where the provider already holds the prompt in its cache, and move only when that account fails.</source>
        <translation>Les appels vont là où le fournisseur a déjà le prompt en cache, et ne changent que si ce compte échoue.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>Only providers that bear one of these tags, parted by commas, such as eu.</source>
        <translation>Seulement les fournisseurs portant l&apos;une de ces étiquettes, séparées par des virgules, comme eu.</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Régions</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>Connues : %1.</translation>
    </message>
    <message>
        <source>Name the header, such as x-customer.</source>
        <translation>Nommez l&apos;en-tête, comme x-customer.</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation>Inconnu</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation>%1 en entrée</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation>%1 en sortie</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation>%1 en entrée, %2 en sortie</translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation>Fictif</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation>Le prix est inconnu&#xa0;: les coûts ne sont pas comptés, et un budget refuse ses appels. Définissez le prix.</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>Dollars par million de tokens</translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation>Entrée&#xa0;: %1</translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation>Entrée en cache&#xa0;: %1</translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation>Écritures en cache&#xa0;: %1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>Sortie&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Étiquette</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>Utilisateur final</translation>
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
        <translation>Jour</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semaine</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mois</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>Au total</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>Dans %n min</numerusform>
            <numerusform>Dans %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>Dans %n h</numerusform>
            <numerusform>Dans %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>Dans %n jour</numerusform>
            <numerusform>Dans %n jours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>high priority</source>
        <translation>haute priorité</translation>
    </message>
    <message>
        <source>low priority</source>
        <translation>basse priorité</translation>
    </message>
    <message>
        <source>normal priority</source>
        <translation>priorité normale</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvert</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>Semi-ouvert</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Fermé</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Non vérifié</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>En échec</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>Bon</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Pas encore connu</translation>
    </message>
    <message>
        <source>%1 tokens left</source>
        <translation>%1 tokens restants</translation>
    </message>
    <message>
        <source>%1 requests left</source>
        <translation>%1 requêtes restantes</translation>
    </message>
    <message>
        <source>%1 of %2 tokens left</source>
        <translation>%1 tokens restants sur %2</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>%1 requêtes restantes sur %2</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere. It is tried again in %1.</source>
        <translation>Ouvert&#xa0;: trop d&apos;échecs, les appels vont ailleurs. Nouvel essai dans %1.</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere.</source>
        <translation>Ouvert&#xa0;: trop d&apos;échecs, les appels vont ailleurs.</translation>
    </message>
    <message>
        <source>Half open: the next call tries whether it answers again.</source>
        <translation>Semi-ouvert&#xa0;: le prochain appel vérifie s&apos;il répond à nouveau.</translation>
    </message>
    <message>
        <source>Closed: calls go there.</source>
        <translation>Fermé&#xa0;: les appels y vont.</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) in a row.</source>
        <translation>
            <numerusform>%n échec de suite.</numerusform>
            <numerusform>%n échecs de suite.</numerusform>
        </translation>
    </message>
    <message>
        <source>It opens after %1 failures in a row, for %2 at first and %3 at longest.</source>
        <translation>Il s&apos;ouvre après %1 échecs de suite, d&apos;abord %2, au plus %3.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls run at this provider.</source>
        <translation>%1 appels sur %2 au plus sont en cours chez ce fournisseur.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) run at this provider; there is no cap.</source>
        <translation>
            <numerusform>%n appel en cours chez ce fournisseur&#xa0;; sans plafond.</numerusform>
            <numerusform>%n appels en cours chez ce fournisseur&#xa0;; sans plafond.</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after %1, for the slowest twentieth after %2.</source>
        <translation>Premier token après %1, pour le vingtième le plus lent après %2.</translation>
    </message>
    <message>
        <source>No call waits here: one that finds no room goes to the next target.</source>
        <translation>Aucun appel n&apos;attend ici&#xa0;: sans place, il va à la cible suivante.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls wait, each for %3 at most.</source>
        <translation>%1 appels sur %2 au plus attendent, chacun %3 au plus.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>Et %n de plus.</numerusform>
            <numerusform>Et %n de plus.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2, %3, waits %4</source>
        <comment>position, id of a call, its priority, how long</comment>
        <translation>%1. %2, %3, attend depuis %4</translation>
    </message>
    <message>
        <source>%1; whole again in %2</source>
        <comment>what is left, a time</comment>
        <translation>%1&#xa0;; à nouveau entier dans %2</translation>
    </message>
    <message>
        <source>It refused a call and asked to be left alone for %1.</source>
        <translation>Il a refusé un appel et demandé une pause de %1.</translation>
    </message>
    <message>
        <source>Its answers have told of no limits yet.</source>
        <translation>Ses réponses n&apos;ont encore annoncé aucune limite.</translation>
    </message>
    <message>
        <source>Not checked by itself; only calls tell how it is.</source>
        <translation>Pas vérifié à part&#xa0;; seuls les appels disent son état.</translation>
    </message>
    <message>
        <source>Checked by its list of models.</source>
        <translation>Vérifié par sa liste de modèles.</translation>
    </message>
    <message>
        <source>Checked by its own word that it is ready.</source>
        <translation>Vérifié par sa propre annonce d&apos;être prêt.</translation>
    </message>
    <message>
        <source>Checked with a call of one token, which is paid for.</source>
        <translation>Vérifié par un appel payant d&apos;un token.</translation>
    </message>
    <message>
        <source>Last at %1, in %2: %3.</source>
        <comment>time, how long it took, how it is</comment>
        <translation>Dernière fois à %1, en %2&#xa0;: %3.</translation>
    </message>
    <message>
        <source>Of the route %1 it gets %2 of the tries.</source>
        <translation>De la route %1, elle reçoit %2 des essais.</translation>
    </message>
</context>
<context>
    <name>TranslationMatch</name>
    <message>
        <source>Several fields say it together.</source>
        <translation>Plusieurs champs le disent ensemble.</translation>
    </message>
    <message>
        <source>The address says it.</source>
        <translation>L&apos;adresse le dit.</translation>
    </message>
    <message>
        <source>Stands there as %1.</source>
        <translation>Y figure sous %1.</translation>
    </message>
    <message>
        <source>Says there %1 in %2.</source>
        <comment>value, field</comment>
        <translation>Y dit %1 dans %2.</translation>
    </message>
    <message>
        <source>Not listed as lost: it is said in another form.</source>
        <translation>Non noté comme perdu : c&apos;est dit sous une autre forme.</translation>
    </message>
    <message>
        <source>The translation put it in.</source>
        <translation>La traduction l&apos;a ajouté.</translation>
    </message>
    <message>
        <source>Was %1.</source>
        <translation>Était %1.</translation>
    </message>
</context>
<context>
    <name>VersionText</name>
    <message>
        <source>required</source>
        <translation>obligatoire</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>facultative</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>secrète</translation>
    </message>
    <message>
        <source>schema</source>
        <translation>schéma</translation>
    </message>
    <message>
        <source>default</source>
        <translation>par défaut</translation>
    </message>
    <message>
        <source>example</source>
        <translation>exemple</translation>
    </message>
    <message>
        <source>description</source>
        <translation>description</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>Fragment %1</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>Modèle et réponse</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Redemander</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation>Vue d&apos;ensemble</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>Journal en direct</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Banc d&apos;essai</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Fournisseurs</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>Modèles et routes</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Connecter un client</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Analyses</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Trafic</translation>
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
        <translation>Limites</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>API publiées</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Approbations</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Équipes</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
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
        <translation>Une tâche est terminée</translation>
    </message>
    <message>
        <source>A subscription is asked for</source>
        <translation>Un abonnement est demandé</translation>
    </message>
    <message>
        <source>A subscription is decided</source>
        <translation>Un abonnement est décidé</translation>
    </message>
    <message>
        <source>An API is published</source>
        <translation>Une API est publiée</translation>
    </message>
    <message>
        <source>An API is deprecated</source>
        <translation>Une API est dépréciée</translation>
    </message>
    <message>
        <source>An API is retired</source>
        <translation>Une API est retirée</translation>
    </message>
    <message>
        <source>A budget reaches an alert</source>
        <translation>Un budget atteint une alerte</translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation>Le fichier est trop grand, ou imbriqué trop profondément.</translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation>Le fichier ne contient pas de paramètres. Choisissez un fichier YAML de la forme NAME: VALUE.</translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation>Le fichier n&apos;est pas du YAML.</translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation>Ligne %1&#xa0;: ce n&apos;est pas du YAML lisible. Vérifiez l&apos;indentation, les guillemets et les deux-points.</translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importer…</translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation>E&amp;xporter la configuration…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>&amp;Vérifier les modifications…</translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation>Aucune modification n&apos;attend de vérification.</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>&amp;Historique des modifications…</translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation>&amp;Corbeille…</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>&amp;Premiers pas</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation>Utiliser des ports libres cette fois-ci</translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation>Aucune passerelle n&apos;est enregistrée sous le nom %1. Ajoutez-la sous Passerelle, Connexions.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Console</translation>
    </message>
    <message>
        <source>This program.</source>
        <translation>Ce programme.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Passerelle</translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation>Celle qui est affichée.</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation>La bibliothèque qui dessine la console.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licences</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation>Licence publique générale GNU, version 3 ou ultérieure.</translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation>Licence Apache 2.0.</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>Icônes</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation>Tabler Icons par Paweł Kuna, licence MIT.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliothèques</translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (domaine public), yaml-cpp (MIT) et d&apos;autres&#xa0;: docs/dependencies.md les nomme toutes.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copier le diagnostic</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation>Versions, compteurs et problèmes pour un signalement. Ni secrets, ni noms, ni adresses.</translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation>Diagnostic copié. Il ne contient aucun secret.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation>Pas selon la période</translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation>Pas de 1 minute</translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation>Pas de 5 minutes</translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation>Pas de 15 minutes</translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation>Pas de 1 heure</translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation>Pas de 6 heures</translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation>Pas de 1 jour</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Lignes</translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation>Barres empilées</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>Heures de la semaine</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Analyses</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Rapports</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Ce qui est affiché</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Centile</translation>
    </message>
    <message>
        <source>Split by</source>
        <translation>Répartir par</translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation>Durée d&apos;un point</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation>Comparer avec la période précédente</translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation>Sommes de toute la période</translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation>Filtre des graphiques</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latence</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>Choisir la période…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Zoom avant</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Zoom arrière</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Réinitialiser le zoom</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>Graphique&#xa0;: %1</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Enregistrer le rapport…</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Exporter le graphique…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>Exporter le tableau…</translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation>Les centiles ne s&apos;additionnent pas</translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation>Retirer le rapport</translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation>Rapport %1 retiré.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Enregistrer le rapport</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation>Conserve ce qui est affiché, la répartition, le filtre et la période. Un rapport du même nom est remplacé.</translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation>Donnez un nom au rapport.</translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation>Rapport %1 enregistré.</translation>
    </message>
    <message>
        <source>Error class</source>
        <translation>Classe d&apos;erreur</translation>
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
        <translation>La médiane de chaque heure</translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation>La somme de chaque heure</translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation>
            <numerusform>%n autre plus bas</numerusform>
            <numerusform>%n autres plus bas</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Afficher dans le journal</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>Addition des appels…</translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation>Aucun appel de cette période ne correspond au filtre.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>Aucun trafic durant cette période.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Tout afficher</translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation>Aucun trafic pour l&apos;instant. Les graphiques se rempliront au fil des appels.</translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation>Ouvrir la vue d&apos;ensemble</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnswerPanel</name>
    <message>
        <source>A route, or provider/model</source>
        <translation>Une route, ou fournisseur/modèle</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Who answers, unless a call names another.</source>
        <translation>Qui répond, sauf si un appel en nomme un autre.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>The answer must be JSON that fits. Nothing: the answer is text.</source>
        <translation>La réponse doit être du JSON conforme. Rien : la réponse est du texte.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Redemander</translation>
    </message>
    <message>
        <source>How often the model is asked again where its answer does not fit.</source>
        <translation>Combien de fois on redemande au modèle si sa réponse ne convient pas.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiDetails</name>
    <message>
        <source>How it is called</source>
        <translation>Comment l’appeler</translation>
    </message>
    <message>
        <source>The selected API</source>
        <translation>L’API sélectionnée</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Expérience</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Appel</translation>
    </message>
    <message>
        <source>Select a version to see it beside the others.</source>
        <translation>Sélectionnez une version pour la voir à côté des autres.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>Facturation</translation>
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
        <translation>%1 · dernière</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Abonnés</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApisView</name>
    <message>
        <source>Select one version first.</source>
        <translation>Sélectionnez d’abord une version.</translation>
    </message>
    <message>
        <source>A retired version stays as it is.</source>
        <translation>Une version retirée reste telle quelle.</translation>
    </message>
    <message>
        <source>Import its OpenAPI document again to change it.</source>
        <translation>Réimportez son document OpenAPI pour la modifier.</translation>
    </message>
    <message>
        <source>Import an OpenAPI document for the next version.</source>
        <translation>Importez un document OpenAPI pour la prochaine version.</translation>
    </message>
    <message>
        <source>Retire it first: somebody may call it.</source>
        <translation>Retirez-la d’abord : quelqu’un peut l’appeler.</translation>
    </message>
    <message>
        <source>Only a design is submitted.</source>
        <translation>Seule une ébauche peut être soumise.</translation>
    </message>
    <message>
        <source>A retired version cannot be published again.</source>
        <translation>Une version retirée ne peut plus être publiée.</translation>
    </message>
    <message>
        <source>Only what is in review is sent back.</source>
        <translation>Seul ce qui est en relecture peut être renvoyé.</translation>
    </message>
    <message>
        <source>Only a published version is deprecated.</source>
        <translation>Seule une version publiée peut être dépréciée.</translation>
    </message>
    <message>
        <source>Nobody can call it as it is.</source>
        <translation>Personne ne peut l’appeler en l’état.</translation>
    </message>
    <message>
        <source>There is no earlier release.</source>
        <translation>Il n’y a pas de publication antérieure.</translation>
    </message>
    <message>
        <source>%1 waits for review.</source>
        <translation>%1 attend la relecture.</translation>
    </message>
    <message>
        <source>%1 is published.</source>
        <translation>%1 est publiée.</translation>
    </message>
    <message>
        <source>%1 is a design again.</source>
        <translation>%1 est de nouveau une ébauche.</translation>
    </message>
    <message>
        <source>%1 is deprecated and goes on answering.</source>
        <translation>%1 est dépréciée et continue de répondre.</translation>
    </message>
    <message>
        <source>%1 is retired.</source>
        <translation>%1 est retirée.</translation>
    </message>
    <message>
        <source>%1 serves its release before again.</source>
        <translation>%1 sert de nouveau sa publication précédente.</translation>
    </message>
    <message>
        <source>Delete version %1 of %2?</source>
        <translation>Supprimer la version %1 de %2 ?</translation>
    </message>
    <message>
        <source>It can come back from the trash or with Undo. Its calls stay in the log.</source>
        <translation>Elle peut revenir de la corbeille ou par Annuler. Ses appels restent dans le journal.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete version %1 of %2</source>
        <translation>Supprimer la version %1 de %2</translation>
    </message>
    <message>
        <source>Copied. The command reads the key from GATEHOUSE_API_KEY.</source>
        <translation>Copié. La commande lit la clé dans GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Export the OpenAPI document of %1</source>
        <translation>Exporter le document OpenAPI de %1</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Écrit dans %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>%1 ne peut pas être écrit : %2</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>Publier une API</translation>
    </message>
    <message>
        <source>Edit version</source>
        <translation>Modifier la version</translation>
    </message>
    <message>
        <source>Add version</source>
        <translation>Ajouter une version</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>Copier cURL</translation>
    </message>
    <message>
        <source>Export OpenAPI</source>
        <translation>Exporter OpenAPI</translation>
    </message>
    <message>
        <source>Import OpenAPI</source>
        <translation>Importer OpenAPI</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Formules</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Afficher ses appels</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>Supprimer la version</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Exporter la liste</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>Soumettre à la relecture</translation>
    </message>
    <message>
        <source>Publish version</source>
        <translation>Publier la version</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Renvoyer</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>Déprécier</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Annuler le canari</translation>
    </message>
    <message>
        <source>Filter APIs</source>
        <translation>Filtrer les API</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>API publiées</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the APIs…</source>
        <translation>Lecture des API…</translation>
    </message>
    <message>
        <source>No API yet. Published, a prompt is called like any REST service.</source>
        <translation>Aucune API. Une fois publié, un prompt s’appelle comme tout service REST.</translation>
    </message>
    <message>
        <source>Publish a prompt</source>
        <translation>Publier un prompt</translation>
    </message>
    <message>
        <source>No API has these words.</source>
        <translation>Aucune API ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation>Prend effet au prochain démarrage de Gatehouse.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Comme le bureau</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation>Clair ou sombre&#xa0;; le changement est immédiat.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation>Thème modifié.</translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation>La langue change au prochain démarrage de Gatehouse.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation>%1&#xa0;%</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Échelle</translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation>De tout le texte et des contrôles, par rapport à celle du bureau. %1</translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation>L&apos;échelle change au prochain démarrage de Gatehouse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation>Modifier %1&#xa0;?</translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation>Ces lignes changent dans %1. Le reste ne bouge pas, et une sauvegarde est créée à côté.</translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation>Le fichier %1 est créé. Vous seul pouvez le lire.</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Ce qui change</translation>
    </message>
    <message>
        <source>Change file</source>
        <translation>Modifier le fichier</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApprovalsView</name>
    <message numerus="yes">
        <source>%n of them could not be decided: %1</source>
        <translation>
            <numerusform>%n n’a pas pu être décidé : %1</numerusform>
            <numerusform>%n n’ont pas pu être décidés : %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 pour %2</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n abonnement</numerusform>
            <numerusform>%n abonnements</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject %1</source>
        <comment>the request of an application</comment>
        <translation>Refuser %1</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Refuser</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <comment>the request of an application</comment>
        <translation>Suspendre %1</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Suspendre</translation>
    </message>
    <message>
        <source>End %1 for good</source>
        <comment>the request of an application</comment>
        <translation>Mettre fin à %1 définitivement</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Mettre fin</translation>
    </message>
    <message numerus="yes">
        <source>%n approved. The next call works.</source>
        <translation>
            <numerusform>%n approuvé. Le prochain appel passe.</numerusform>
            <numerusform>%n approuvés. Le prochain appel passe.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected.</source>
        <translation>
            <numerusform>%n refusé.</numerusform>
            <numerusform>%n refusés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspended. The next call is refused.</source>
        <translation>
            <numerusform>%n suspendu. Le prochain appel est refusé.</numerusform>
            <numerusform>%n suspendus. Le prochain appel est refusé.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resumed. The next call works.</source>
        <translation>
            <numerusform>%n repris. Le prochain appel passe.</numerusform>
            <numerusform>%n repris. Le prochain appel passe.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended.</source>
        <translation>
            <numerusform>%n terminé.</numerusform>
            <numerusform>%n terminés.</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Approuver</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Cancel subscription</source>
        <translation>Résilier l’abonnement</translation>
    </message>
    <message>
        <source>Show the applicant&apos;s calls</source>
        <translation>Voir les appels du demandeur</translation>
    </message>
    <message>
        <source>Open the API</source>
        <translation>Ouvrir l’API</translation>
    </message>
    <message>
        <source>Export subscriptions</source>
        <translation>Exporter les abonnements</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>Filtrer les demandes</translation>
    </message>
    <message>
        <source>State of the subscriptions</source>
        <translation>État des abonnements</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Approbations</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Abonnements</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a state, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>Lecture des abonnements…</translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>Rien en attente</translation>
    </message>
    <message>
        <source>No subscription is in this state.</source>
        <translation>Aucun abonnement n’est dans cet état.</translation>
    </message>
    <message>
        <source>Show all subscriptions</source>
        <translation>Voir tous les abonnements</translation>
    </message>
    <message>
        <source>No request has these words.</source>
        <translation>Aucune demande ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select a request first.</source>
        <translation>Sélectionnez d’abord une demande.</translation>
    </message>
    <message>
        <source>Only what waits can be approved.</source>
        <translation>Seul ce qui attend peut être approuvé.</translation>
    </message>
    <message>
        <source>Only what waits can be rejected.</source>
        <translation>Seul ce qui attend peut être refusé.</translation>
    </message>
    <message>
        <source>Only what is approved can be suspended.</source>
        <translation>Seul ce qui est approuvé peut être suspendu.</translation>
    </message>
    <message>
        <source>Only what is suspended can be resumed.</source>
        <translation>Seul ce qui est suspendu peut être repris.</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>Il est déjà terminé.</translation>
    </message>
    <message>
        <source>Select one request first.</source>
        <translation>Sélectionnez d’abord une seule demande.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditModel</name>
    <message>
        <source>%1: %2</source>
        <comment>an object, a deed</comment>
        <translation>%1&amp;#xa0;: %2</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Révision</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditView</name>
    <message>
        <source>Revert to here</source>
        <translation>Revenir ici</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>Annuler ceci</translation>
    </message>
    <message>
        <source>Open the object</source>
        <translation>Ouvrir l’objet</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>Exporter le journal d’audit</translation>
    </message>
    <message>
        <source>Filter changes</source>
        <translation>Filtrer les changements</translation>
    </message>
    <message>
        <source>Kind of object</source>
        <translation>Type d’objet</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Audit</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Changements</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Afficher les plus anciennes</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the audit log…</source>
        <translation>Lecture du journal d’audit…</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>Aucun changement</translation>
    </message>
    <message>
        <source>No change has these words.</source>
        <translation>Aucun changement ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select a change to see what was before, and what is after it.</source>
        <translation>Sélectionnez un changement pour voir l’avant et l’après.</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <comment>a moment, a person</comment>
        <translation>%1, par %2</translation>
    </message>
    <message>
        <source>Select one change first.</source>
        <translation>Sélectionnez d’abord un changement.</translation>
    </message>
    <message>
        <source>It did not change the configuration.</source>
        <translation>Il n’a pas changé la configuration.</translation>
    </message>
    <message>
        <source>No page shows it.</source>
        <translation>Aucune page ne l’affiche.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation>Gatehouse continue de fonctionner</translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation>Son icône dans la zone de notification rouvre la fenêtre et permet de quitter.</translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation>Fermer Gatehouse</translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation>La passerelle fonctionne dans cette fenêtre.

Les programmes qui l&apos;utilisent n&apos;obtiennent plus de réponse une fois qu&apos;elle est arrêtée.</translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation>Laisser la passerelle fonctionner</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation>Sauvegarde et restauration</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sauvegarde</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Sauvegarder maintenant</translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation>La base avec tous les enregistrements et le coffre scellé, tels qu&apos;ils sont à un instant donné&#xa0;; la passerelle continue de servir. La clé du coffre n&apos;y est pas&#xa0;: conservez-la à part.</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Dernière sauvegarde</translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation>Faite avec cette console.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Copier la commande</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>Depuis une sauvegarde</translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation>Quittez d&apos;abord Gatehouse&#xa0;: rien ne doit utiliser la base entre-temps. Exécutez ensuite «&#xa0;%1&#xa0;» dans un terminal, puis redémarrez Gatehouse.</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>Progression de la sauvegarde</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sauvegarder…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Aucune pour l&apos;instant</translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>Sauvegarder dans un fichier</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>Impossible d&apos;écrire %1&#xa0;: %2 Choisissez un autre emplacement.</translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation>Sauvegarde écrite&#xa0;: %1 (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BellButton</name>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message numerus="yes">
        <source>Notifications: %n new</source>
        <translation>
            <numerusform>Notifications&#xa0;: %n nouvelle</numerusform>
            <numerusform>Notifications&#xa0;: %n nouvelles</numerusform>
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
        <translation>Seul le début est affiché ici&#xa0;; Exporter en HAR contient tout.</translation>
    </message>
    <message>
        <source>As received</source>
        <translation>Tel que reçu</translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation>Ce que le client a envoyé</translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation>Ce que le fournisseur a répondu</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>Tel qu&apos;envoyé</translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation>Ce que le fournisseur a reçu</translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation>Ce que le client a reçu</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Affiché comme</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Membres</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Événements</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Numéro</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Données</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>Il n&apos;y a rien de ce côté de l&apos;appel.</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>seuls les premiers %1 sont conservés</translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation>les images et le son sont omis</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation>
            <numerusform>%n passage est masqué</numerusform>
            <numerusform>%n passages sont masqués</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Arborescence</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Brut</translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation>
            <numerusform>%n autre événement&#xa0;: voir Brut</numerusform>
            <numerusform>%n autres événements&#xa0;: voir Brut</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>Ajouter un budget</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Période du budget</translation>
    </message>
    <message>
        <source>Edit the budget of %1</source>
        <translation>Modifier le budget de %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>It is set in %1, where it can be changed too. At the limit its calls are refused.</source>
        <translation>Il est défini dans %1, où il peut aussi être modifié. À la limite, les appels sont refusés.</translation>
    </message>
    <message>
        <source>What the budget is for</source>
        <translation>À quoi s&apos;applique le budget</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Son nom</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Pour</translation>
    </message>
    <message>
        <source>Every call of it counts, whatever the endpoint.</source>
        <translation>Chacun de ses appels compte, quelle que soit l&apos;adresse.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>Dollars</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>Saisissez un montant comme 25 ou 0.50.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Periods of the calendar, in UTC. “In all” never starts anew.</source>
        <translation>Périodes du calendrier, en UTC. «&#xa0;Au total&#xa0;» ne recommence jamais.</translation>
    </message>
    <message>
        <source>Block: refuse further calls</source>
        <translation>Bloquer&#xa0;: refuser les appels suivants</translation>
    </message>
    <message>
        <source>Warn: tell, and let calls pass</source>
        <translation>Avertir&#xa0;: signaler et laisser passer</translation>
    </message>
    <message>
        <source>Switch: use a cheaper route</source>
        <translation>Basculer&#xa0;: utiliser une route moins chère</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>À la limite</translation>
    </message>
    <message>
        <source>Cheaper route</source>
        <translation>Route moins chère</translation>
    </message>
    <message>
        <source>Choose the route that calls go to then.</source>
        <translation>Choisissez la route que prennent alors les appels.</translation>
    </message>
    <message>
        <source>End streams whose reservation is spent</source>
        <translation>Terminer les flux dont la réservation est épuisée</translation>
    </message>
    <message>
        <source>Running streams</source>
        <translation>Flux en cours</translation>
    </message>
    <message>
        <source>Otherwise an answer that has begun is let through to its end.</source>
        <translation>Sinon, une réponse commencée passe jusqu&apos;à sa fin.</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>Alertes à</translation>
    </message>
    <message>
        <source>Per cent of the amount, parted by commas. Each is told once in a period.</source>
        <translation>Pour cent du montant, séparés par des virgules. Chacun est signalé une fois par période.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>There is a budget of that name already.</source>
        <translation>Un budget de ce nom existe déjà.</translation>
    </message>
    <message>
        <source>Say whose budget it is.</source>
        <translation>Indiquez à qui est ce budget.</translation>
    </message>
    <message>
        <source>Enter whole per cents such as 50, 80, 100.</source>
        <translation>Saisissez des pourcentages entiers comme 50, 80, 100.</translation>
    </message>
    <message>
        <source>Add budget %1</source>
        <translation>Ajouter le budget %1</translation>
    </message>
    <message>
        <source>Change the budget of %1</source>
        <translation>Modifier le budget de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation>par jour</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>par semaine</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>par mois</translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation>Budget de %1&#xa0;: %2 %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetModel</name>
    <message>
        <source>Scope</source>
        <translation>Portée</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Période</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Utilisé</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Prévision</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>Recommence</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>À la limite</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>Alertes à</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>Défini dans</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetsView</name>
    <message>
        <source>Add budget</source>
        <translation>Ajouter un budget</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>Modifier le budget</translation>
    </message>
    <message>
        <source>Raise temporarily</source>
        <translation>Relever temporairement</translation>
    </message>
    <message>
        <source>Show its spend</source>
        <translation>Afficher ses dépenses</translation>
    </message>
    <message>
        <source>Open where it is set</source>
        <translation>Ouvrir là où il est défini</translation>
    </message>
    <message>
        <source>Delete budget</source>
        <translation>Supprimer le budget</translation>
    </message>
    <message>
        <source>Export budgets</source>
        <translation>Exporter les budgets</translation>
    </message>
    <message>
        <source>Filter budgets</source>
        <translation>Filtrer les budgets</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the budgets…</source>
        <translation>Lecture des budgets…</translation>
    </message>
    <message>
        <source>No budgets yet. One says how much may be spent, and what happens then.</source>
        <translation>Pas encore de budget. Un budget dit combien peut être dépensé, et ce qui se passe alors.</translation>
    </message>
    <message>
        <source>Set monthly budget</source>
        <translation>Définir un budget mensuel</translation>
    </message>
    <message>
        <source>No budget has these words.</source>
        <translation>Aucun budget ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one budget first.</source>
        <translation>Sélectionnez d&apos;abord un budget.</translation>
    </message>
    <message>
        <source>Only budgets of this list can be raised for a while. Edit it, or add one here in its place.</source>
        <translation>Seuls les budgets de cette liste peuvent être relevés un temps. Modifiez-le ou ajoutez-en un ici à sa place.</translation>
    </message>
    <message>
        <source>It is set here.</source>
        <translation>Il est défini ici.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>applications, keys, money used</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n application</numerusform>
            <numerusform>%n applications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n clé</numerusform>
            <numerusform>%n clés</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the budget of %1?</source>
        <translation>Supprimer le budget de %1&#xa0;?</translation>
    </message>
    <message>
        <source>Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It can come back from the trash or with Undo.</source>
        <translation>Rien ne retient alors ses dépenses, sauf un autre budget. Ce qui a été dépensé reste enregistré. Il peut revenir de la corbeille ou avec Annuler.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete the budget of %1</source>
        <translation>Supprimer le budget de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheModel</name>
    <message>
        <source>On</source>
        <translation>Activée</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <source>Answers to questions that mean the same</source>
        <translation>Réponses à des questions de même sens</translation>
    </message>
    <message>
        <source>Of the hits, those that waited for an equal call under way</source>
        <translation>Parmi les réponses trouvées, celles qui ont attendu un appel égal en cours</translation>
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
        <translation>Taux de réussite</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Trouvés</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>Par le sens</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>Regroupés</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Absents</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Entrées</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Économisé</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheSettingsDialog</name>
    <message>
        <source>Cache settings</source>
        <translation>Réglages du cache</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>En mémoire</translation>
    </message>
    <message>
        <source>At most so much, such as 64MiB. What was used longest ago goes first.</source>
        <translation>Au plus autant, par exemple 64MiB. Le plus anciennement utilisé part d&apos;abord.</translation>
    </message>
    <message>
        <source>Enter a size such as 64MiB or 2GiB.</source>
        <translation>Saisissez une taille comme 64MiB ou 2GiB.</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>Dans le stockage</translation>
    </message>
    <message>
        <source>From there memory is filled again after a restart. “off” keeps nothing on disk.</source>
        <translation>La mémoire en est remplie après un redémarrage. «&#xa0;off&#xa0;» ne garde rien sur le disque.</translation>
    </message>
    <message>
        <source>Enter off, or a size such as 256MiB or 2GiB.</source>
        <translation>Saisissez off, ou une taille comme 256MiB ou 2GiB.</translation>
    </message>
    <message>
        <source>Answers count for</source>
        <translation>Les réponses valent</translation>
    </message>
    <message>
        <source>Where their route says nothing else: 30m, 1h, 7d.</source>
        <translation>Si leur route ne dit rien d&apos;autre&#xa0;: 30m, 1h, 7d.</translation>
    </message>
    <message>
        <source>Enter a time such as 30m, 1h or 7d.</source>
        <translation>Saisissez une durée comme 30m, 1h ou 7d.</translation>
    </message>
    <message>
        <source>Change the cache settings</source>
        <translation>Modifier les réglages du cache</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheView</name>
    <message>
        <source>Purge…</source>
        <translation>Vider…</translation>
    </message>
    <message>
        <source>Cache settings</source>
        <translation>Réglages du cache</translation>
    </message>
    <message>
        <source>Open its route</source>
        <translation>Ouvrir sa route</translation>
    </message>
    <message>
        <source>Show its hits</source>
        <translation>Afficher ses réponses trouvées</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Exporter les chiffres</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>Filtrer les routes</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>Taux de réussite</translation>
    </message>
    <message>
        <source>Money saved</source>
        <translation>Argent économisé</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>En mémoire</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>Dans le stockage</translation>
    </message>
    <message>
        <source>Caches of routes</source>
        <translation>Caches des routes</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>No call has asked a cache yet.</source>
        <translation>Aucun appel n&apos;a encore interrogé un cache.</translation>
    </message>
    <message>
        <source>%1 of %2 calls since the start</source>
        <comment>hits, all</comment>
        <translation>%1 appels sur %2 depuis le démarrage</translation>
    </message>
    <message>
        <source>What the hits would have cost</source>
        <translation>Ce qu&apos;auraient coûté ces réponses</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <comment>sizes</comment>
        <translation>%1 utilisés sur %2</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <source>of %1, for the next start</source>
        <comment>a size</comment>
        <translation>sur %1, pour le prochain démarrage</translation>
    </message>
    <message>
        <source>Nothing is kept for the next start.</source>
        <translation>Rien n&apos;est gardé pour le prochain démarrage.</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading what is cached…</source>
        <translation>Lecture du cache…</translation>
    </message>
    <message>
        <source>No route caches its answers. Each route says whether equal, or alike, questions get the answer of before.</source>
        <translation>Aucune route ne garde ses réponses. Chaque route dit si des questions égales, ou proches, reçoivent la réponse d&apos;avant.</translation>
    </message>
    <message>
        <source>Open routes</source>
        <translation>Ouvrir les routes</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>Aucune route ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>Sélectionnez d&apos;abord une route.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1</source>
        <comment>size</comment>
        <translation>
            <numerusform>%n réponse, %1</numerusform>
            <numerusform>%n réponses, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1</source>
        <comment>how many answers of which size</comment>
        <translation>Au plus %1</translation>
    </message>
    <message>
        <source>Purge the cache?</source>
        <translation>Vider le cache&#xa0;?</translation>
    </message>
    <message>
        <source>Purge the cache of %1?</source>
        <translation>Vider le cache de %1&#xa0;?</translation>
    </message>
    <message>
        <source>The next equal calls go to the providers again and cost money. This cannot be undone.</source>
        <translation>Les prochains appels égaux iront à nouveau aux fournisseurs et coûteront de l&apos;argent. C&apos;est irréversible.</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>Vider</translation>
    </message>
    <message>
        <source>all</source>
        <comment>typed to purge all caches</comment>
        <translation>tout</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) thrown away.</source>
        <translation>
            <numerusform>%n réponse jetée.</numerusform>
            <numerusform>%n réponses jetées.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallFacts</name>
    <message>
        <source>More about the call</source>
        <translation>Plus sur l&apos;appel</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>Utilisateur final</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>En-têtes</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Métadonnées</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>Champs de la requête</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>En flux</translation>
    </message>
    <message>
        <source>At another time</source>
        <translation>À un autre moment</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>Heure de l&apos;appel</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>Écrivez sur chaque ligne un nom, un deux-points et une valeur, comme %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Premier octet</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
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
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation>réception…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>en attente…</translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation>%1 · interrompu</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>client parti</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation>
            <numerusform>%1 · %n nouvel essai</numerusform>
            <numerusform>%1 · %n nouveaux essais</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>Délai jusqu&apos;au premier octet de la réponse</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens en entrée</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>En cache</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens en sortie</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Nouveaux essais</translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation>~%1</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>annulation…</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>annulé</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation>L&apos;appel dans le journal</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CanaryDialog</name>
    <message>
        <source>Canary of %1</source>
        <translation>Canari de %1</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Part des appels</translation>
    </message>
    <message>
        <source>Set share</source>
        <translation>Fixer la part</translation>
    </message>
    <message>
        <source>%1 of the calls now go to %2.</source>
        <translation>%1 des appels vont maintenant à %2.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Suspendre</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Promouvoir</translation>
    </message>
    <message>
        <source>All calls go to this target from now on</source>
        <translation>Tous les appels vont désormais à cette cible</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Annuler le canari</translation>
    </message>
    <message>
        <source>No call goes to this target from now on</source>
        <translation>Plus aucun appel ne va à cette cible</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>The canary goes on.</source>
        <translation>Le canari reprend.</translation>
    </message>
    <message>
        <source>The canary is paused; its share stays.</source>
        <translation>Le canari est suspendu ; sa part reste.</translation>
    </message>
    <message>
        <source>%1 % of the calls go to %2</source>
        <translation>%1 % des appels vont à %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Running, at this share since %1.</source>
        <translation>En cours, à cette part depuis %1.</translation>
    </message>
    <message>
        <source>Paused since %1: the share stays until it is resumed.</source>
        <translation>Suspendu depuis %1 : la part reste jusqu&apos;à la reprise.</translation>
    </message>
    <message>
        <source>Promoted at %1: make it the only target, or the first, when you are sure.</source>
        <translation>Promu le %1 : faites-en la seule cible, ou la première, quand vous en êtes sûr.</translation>
    </message>
    <message>
        <source>Rolled back at %1.</source>
        <translation>Annulé le %1.</translation>
    </message>
    <message>
        <source>How it stands is not known at this moment.</source>
        <translation>Son état n&apos;est pas connu en ce moment.</translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation>Raison : %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) at this share</source>
        <translation>
            <numerusform>%n appel à cette part</numerusform>
            <numerusform>%n appels à cette part</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n erreur</numerusform>
            <numerusform>%n erreurs</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 jusqu&apos;au premier jeton</translation>
    </message>
    <message>
        <source>feedback %1</source>
        <translation>retours %1</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Promote %1?</source>
        <translation>Promouvoir %1 ?</translation>
    </message>
    <message>
        <source>All calls of %1 that no rule leads elsewhere go to it from now on.</source>
        <translation>Tous les appels de %1 qu&apos;aucune règle ne mène ailleurs y vont désormais.</translation>
    </message>
    <message>
        <source>All calls now go to %1.</source>
        <translation>Tous les appels vont maintenant à %1.</translation>
    </message>
    <message>
        <source>No call goes to %1 any more.</source>
        <translation>Plus aucun appel ne va à %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Ajouter un fournisseur</translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation>Quel fournisseur voulez-vous ajouter&#xa0;?</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>Rechercher dans le catalogue</translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation>Cherchez par nom, ou saisissez «&#xa0;custom&#xa0;» pour toute autre adresse</translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation>Fournisseurs du catalogue</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation>%1 (pas dans cette version)</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation>Lecture du catalogue…</translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation>Aucun fournisseur de ce nom. Toute autre adresse se trouve sous «&#xa0;Custom&#xa0;».</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>Effacer la recherche</translation>
    </message>
    <message>
        <source>%1. You enter its address in the next step.</source>
        <comment>dialect</comment>
        <translation>%1. Vous saisissez son adresse à l&apos;étape suivante.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>dialect, address</comment>
        <translation>%1 à %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation>Lui-même (autosigné)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>du %1 au %2</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificat</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>Le certificat a changé</translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation>Est-ce bien %1&#xa0;?</translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation>%1 présente un autre certificat qu&apos;auparavant</translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation>Comparez l&apos;empreinte avec celle que vous indique l&apos;exploitant de la passerelle. Une fois la confiance accordée, seul ce certificat est accepté.</translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation>Il a peut-être été renouvelé, ou quelqu&apos;un s&apos;est interposé. Rien n&apos;a été envoyé. Consultez l&apos;exploitant de la passerelle avant de faire confiance au nouveau.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Sujet</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Noms</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Émetteur</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Validité</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation>Approuvé jusqu&apos;ici</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>Présenté maintenant</translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation>Il n&apos;est pas valide aujourd&apos;hui.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation>Rester déconnecté</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Faire confiance à ce certificat</translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation>Faire confiance au nouveau</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation>Aucun certificat n&apos;est arrivé (%1). Vérifiez l&apos;adresse et que la passerelle y fonctionne.</translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation>Rien n&apos;a répondu à cet endroit. Vérifiez l&apos;adresse et que la passerelle est joignable d&apos;ici.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainEditor</name>
    <message>
        <source>Pages of the chain</source>
        <translation>Pages de la chaîne</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Écrire</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>All chains</source>
        <translation>Toutes les chaînes</translation>
    </message>
    <message>
        <source>Reading the chain…</source>
        <translation>Lecture de la chaîne…</translation>
    </message>
    <message>
        <source>There is no chain “%1” any more.</source>
        <translation>La chaîne « %1 » n’existe plus.</translation>
    </message>
    <message>
        <source>Save version %1 of chain %2</source>
        <translation>Enregistrer la version %1 de la chaîne %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainModel</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publiée</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainOutcomeModel</name>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens en entrée</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens en sortie</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainRunPage</name>
    <message>
        <source>Run</source>
        <translation>Exécuter</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>How each step went</source>
        <translation>Déroulement de chaque étape</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Afficher dans le journal</translation>
    </message>
    <message>
        <source>The last run cost: not known.</source>
        <translation>Coût de la dernière exécution : inconnu.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>La dernière exécution a coûté %1.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>Prochaine exécution : %1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Étape %1</translation>
    </message>
    <message>
        <source>Run the chain to see what it answers. Choose a step to see what came of it.</source>
        <translation>Exécutez la chaîne pour voir sa réponse. Choisissez une étape pour voir son résultat.</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>The chain takes no values. Add inputs under Write, where it shall.</source>
        <translation>La chaîne ne prend pas de valeurs. Ajoutez des entrées sous « Écrire ».</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepDialog</name>
    <message>
        <source>Add a step</source>
        <translation>Ajouter une étape</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Étape %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>What the step is given</source>
        <translation>Ce que reçoit l’étape</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>Ajouter une valeur</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>A prompt is given its variables; a model prompt, system or messages.</source>
        <translation>Un prompt reçoit ses variables ; un modèle, prompt, system ou messages.</translation>
    </message>
    <message>
        <source>The chain goes on where it fails</source>
        <translation>La chaîne continue si elle échoue</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Later steps read its answer at /ID.</source>
        <translation>Les étapes suivantes lisent sa réponse sous /ID.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Choose what the step calls.</source>
        <translation>Choisissez ce que l’étape appelle.</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>Ce qu’elle reçoit</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Toujours</translation>
    </message>
    <message>
        <source>A value is</source>
        <translation>Une valeur est</translation>
    </message>
    <message>
        <source>A value is one of</source>
        <translation>Une valeur est l’une de</translation>
    </message>
    <message>
        <source>A value is there</source>
        <translation>Une valeur est présente</translation>
    </message>
    <message>
        <source>A value is not there</source>
        <translation>Une valeur est absente</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>Quand elle s’exécute</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>S’exécute</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Emplacement</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>Un pointeur JSON : /inputs/NOM ou /ÉTAPE/NOM.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>Il commence par /inputs/ ou par / et l’identifiant d’une étape.</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>Est</translation>
    </message>
    <message>
        <source>JSON; of several, parted by commas.</source>
        <translation>JSON ; plusieurs, séparés par des virgules.</translation>
    </message>
    <message>
        <source>Write one JSON value, such as &quot;angry&quot; or 3.</source>
        <translation>Écrivez une valeur JSON, comme &quot;angry&quot; ou 3.</translation>
    </message>
    <message>
        <source>Write JSON values parted by commas, such as &quot;angry&quot;, &quot;sad&quot;.</source>
        <translation>Écrivez des valeurs JSON séparées par des virgules, comme &quot;angry&quot;, &quot;sad&quot;.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Steps that must have ended, parted by commas. Those that it reads are waited for anyway.</source>
        <translation>Étapes qui doivent être terminées, séparées par des virgules. Celles qu’elle lit sont attendues de toute façon.</translation>
    </message>
    <message>
        <source>Takes at most</source>
        <translation>Dure au plus</translation>
    </message>
    <message>
        <source>Such as 10s or 2m.</source>
        <translation>Par exemple 10s ou 2m.</translation>
    </message>
    <message>
        <source>Write a number and s or m, such as 10s.</source>
        <translation>Écrivez un nombre et s ou m, comme 10s.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Commencez par une lettre ; ensuite seulement lettres, chiffres et _, 64 au plus.</translation>
    </message>
    <message>
        <source>“inputs” is what the chain is given. Take another id.</source>
        <translation>« inputs » est ce que reçoit la chaîne. Prenez un autre identifiant.</translation>
    </message>
    <message>
        <source>Another step has this id.</source>
        <translation>Une autre étape a cet identifiant.</translation>
    </message>
    <message>
        <source>There is no other step “%1”.</source>
        <translation>Il n’y a pas d’autre étape « %1 ».</translation>
    </message>
    <message>
        <source>A prompt at a label or version: sentiment@production.</source>
        <translation>Un prompt avec étiquette ou version : sentiment@production.</translation>
    </message>
    <message>
        <source>A route, or provider/model.</source>
        <translation>Une route, ou fournisseur/modèle.</translation>
    </message>
    <message>
        <source>A model of a KServe server.</source>
        <translation>Un modèle d’un serveur KServe.</translation>
    </message>
    <message>
        <source>A published API and its version: mood/1.</source>
        <translation>Une API publiée et sa version : mood/1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepModel</name>
    <message>
        <source>Always</source>
        <translation>Toujours</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Runs when</source>
        <translation>S’exécute si</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainWritePage</name>
    <message>
        <source>Parts of the chain</source>
        <translation>Parties de la chaîne</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Entrées</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>Ajouter une étape</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>A step calls a prompt, a model or an API. Those that do not wait for each other run side by side.</source>
        <translation>Une étape appelle un prompt, un modèle ou une API. Celles qui ne s’attendent pas s’exécutent en parallèle.</translation>
    </message>
    <message>
        <source>Move the step up</source>
        <translation>Monter l’étape</translation>
    </message>
    <message>
        <source>Move the step down</source>
        <translation>Descendre l’étape</translation>
    </message>
    <message>
        <source>Add input</source>
        <translation>Ajouter une entrée</translation>
    </message>
    <message>
        <source>An input is what a call gives. Steps read it at /inputs/NAME.</source>
        <translation>Une entrée est ce que donne un appel. Les étapes la lisent sous /inputs/NOM.</translation>
    </message>
    <message>
        <source>What the chain answers</source>
        <translation>Ce que répond la chaîne</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>Ajouter une valeur</translation>
    </message>
    <message>
        <source>Without values of its own, a chain answers what each of its steps did.</source>
        <translation>Sans valeurs propres, une chaîne répond ce qu’a donné chacune de ses étapes.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Of the whole run, such as 30s or 2m; 60s where nothing is written.</source>
        <translation>De toute l’exécution, par exemple 30s ou 2m ; 60s si rien n’est écrit.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Argent</translation>
    </message>
    <message>
        <source>Dollars, such as 0.05. When they are spent, no further step begins.</source>
        <translation>Dollars, par exemple 0.05. Une fois dépensés, plus aucune étape ne commence.</translation>
    </message>
    <message>
        <source>In all, those of chains within included; 50 where nothing is written.</source>
        <translation>En tout, celles des chaînes internes comprises ; 50 si rien n’est écrit.</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Profondeur</translation>
    </message>
    <message>
        <source>Chains within chains; 4 where nothing is written.</source>
        <translation>Chaînes dans des chaînes ; 4 si rien n’est écrit.</translation>
    </message>
    <message>
        <source>Definition of the chain, as JSON</source>
        <translation>Définition de la chaîne, en JSON</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Définition</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Ligne %1</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Vérification…</translation>
    </message>
    <message>
        <source>It can run: %1</source>
        <translation>Elle peut s’exécuter : %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend</source>
        <translation>
            <numerusform>%n point à corriger</numerusform>
            <numerusform>%n points à corriger</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainsPage</name>
    <message>
        <source>Filter chains</source>
        <translation>Filtrer les chaînes</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>Chaînes</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the chains…</source>
        <translation>Lecture des chaînes…</translation>
    </message>
    <message>
        <source>No chains yet. A chain leads what one step says to the next: prompts, models, APIs.</source>
        <translation>Aucune chaîne. Une chaîne transmet ce que dit une étape à la suivante : prompts, modèles, API.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>Nouvelle chaîne</translation>
    </message>
    <message>
        <source>No chain has these words.</source>
        <translation>Aucune chaîne ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Delete the chain %1?</source>
        <translation>Supprimer la chaîne %1 ?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n chain(s)?</source>
        <translation>
            <numerusform>Supprimer %n chaîne ?</numerusform>
            <numerusform>Supprimer %n chaînes ?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions and labels go with it. It can come back from the trash or with Undo.</source>
        <translation>Ses versions et étiquettes partent avec elle. Elle peut revenir de la corbeille ou avec Annuler.</translation>
    </message>
    <message>
        <source>Served as %1</source>
        <translation>Servie comme %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete chain %1</source>
        <translation>Supprimer la chaîne %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation>Ce qui a été modifié</translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>et %n autre modification</numerusform>
            <numerusform>et %n autres modifications</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation>Votre modification n&apos;a pas été faite&#xa0;: l&apos;autre version reste.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation>ajout</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>modification</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>suppression</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>Conservation</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <extracomment>A change of the configuration: kind of object, its name, what was done to it</extracomment>
        <translation>%1 %2&#xa0;: %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargeModel</name>
    <message>
        <source>No plan</source>
        <translation>Aucune formule</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Formule</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Mois</translation>
    </message>
    <message>
        <source>For calls</source>
        <translation>Pour les appels</translation>
    </message>
    <message>
        <source>For providers</source>
        <translation>Pour les fournisseurs</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChargePanel</name>
    <message>
        <source>Charges</source>
        <translation>Facturation</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mois</translation>
    </message>
    <message>
        <source>Months are those of UTC.</source>
        <translation>Les mois sont ceux d’UTC.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Save the charges as CSV or JSON Lines</source>
        <translation>Enregistrer la facturation en CSV ou JSON Lines</translation>
    </message>
    <message>
        <source>Reading the charges…</source>
        <translation>Lecture de la facturation…</translation>
    </message>
    <message>
        <source>Charged: %1</source>
        <translation>Facturé : %1</translation>
    </message>
    <message>
        <source>Earned: %1</source>
        <translation>Gagné : %1</translation>
    </message>
    <message>
        <source>This team has no subscription to an API.</source>
        <translation>Cette équipe n’est abonnée à aucune API.</translation>
    </message>
    <message>
        <source>Nobody is subscribed to this API.</source>
        <translation>Personne n’est abonné à cette API.</translation>
    </message>
    <message numerus="yes">
        <source>The cost of %n call(s) is not known; providers&apos; cost is charged without them.</source>
        <translation>
            <numerusform>Le coût de %n appel est inconnu ; le coût des fournisseurs est facturé sans lui.</numerusform>
            <numerusform>Le coût de %n appels est inconnu ; le coût des fournisseurs est facturé sans eux.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation>Aucune donnée pour cette période.</translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation>Graphique en lignes.</translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation>Barres empilées.</translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation>Carte des heures de la semaine.</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>À partir de %1.</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation>%1&#xa0;: de %2 à %3, dernière valeur %4.</translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation>Afficher en tableau donne toutes les valeurs.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation>Exporter en PNG…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>Exporter en SVG…</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>Exporter en PDF…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Exporter en CSV…</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Afficher en tableau</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>Exporter ce graphique</translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation>Heures en %1</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>Exporter en %1</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>Fichiers %1 (*.%2)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exporté dans %1</translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation>Le graphique n&apos;a pas pu être écrit dans %1&#xa0;: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartTable</name>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>La passerelle ne répond pas (%1). Vérifiez qu&apos;elle fonctionne, puis réessayez.</translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation>La réponse était une erreur avec l&apos;état %1, sans raison.</translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation>La réponse s&apos;est interrompue avant la fin. Ce qui est arrivé jusque-là est affiché&#xa0;; réessayez.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckList</name>
    <message>
        <source>A regular expression</source>
        <translation>Une expression régulière</translation>
    </message>
    <message>
        <source>What stands there, as JSON; nothing: anything</source>
        <translation>Ce qui s&apos;y trouve, en JSON ; rien : n&apos;importe quoi</translation>
    </message>
    <message>
        <source>A JSON Schema</source>
        <translation>Un JSON Schema</translation>
    </message>
    <message>
        <source>What the judge looks at</source>
        <translation>Ce que le juge examine</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>Contient</translation>
    </message>
    <message>
        <source>Is equal to</source>
        <translation>Est égal à</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Correspond à</translation>
    </message>
    <message>
        <source>Has at a JSON path</source>
        <translation>A, à un chemin JSON</translation>
    </message>
    <message>
        <source>Fits a JSON Schema</source>
        <translation>Est conforme à un JSON Schema</translation>
    </message>
    <message>
        <source>Is judged by a model</source>
        <translation>Est jugé par un modèle</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <comment>JSON path</comment>
        <translation>%1 est présent</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>JSON path, value</comment>
        <translation>%1 vaut %2</translation>
    </message>
    <message>
        <source>%1 finds: %2</source>
        <comment>model, what</comment>
        <translation>%1 trouve : %2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <comment>Contains, text</comment>
        <translation>%1 « %2 »</translation>
    </message>
    <message>
        <source>Add check</source>
        <translation>Ajouter une vérification</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckRow</name>
    <message>
        <source>Path, such as $.mood</source>
        <translation>Chemin, par exemple $.mood</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>Chemin JSON</translation>
    </message>
    <message>
        <source>Model that judges</source>
        <translation>Modèle qui juge</translation>
    </message>
    <message>
        <source>Least, 0 to 1</source>
        <translation>Au moins, 0 à 1</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>Note minimale</translation>
    </message>
    <message>
        <source>Remove check</source>
        <translation>Retirer la vérification</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>Vérification %1</translation>
    </message>
    <message>
        <source>Write what the answer is compared with.</source>
        <translation>Écrivez à quoi la réponse est comparée.</translation>
    </message>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>Écrivez un objet JSON : il commence par { et finit par }.</translation>
    </message>
    <message>
        <source>Write a JSON path: it begins with $.</source>
        <translation>Écrivez un chemin JSON : il commence par $.</translation>
    </message>
    <message>
        <source>Name the model that judges.</source>
        <translation>Nommez le modèle qui juge.</translation>
    </message>
    <message>
        <source>Write a number from 0 to 1, such as 0.7, or nothing.</source>
        <translation>Écrivez un nombre de 0 à 1, comme 0.7, ou rien.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChoiceMenu</name>
    <message>
        <source>%1: %2</source>
        <comment>what is chosen, choices</comment>
        <translation>%1 : %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ClientPage</name>
    <message>
        <source>All clients</source>
        <translation>Tous les clients</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Choisissez un modèle.</translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation>Obtient la clé</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Bon à savoir</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>Est-ce que cela fonctionne&#xa0;?</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>Vérifier les variables</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>Attendre son premier appel</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation>D&apos;une commande auxiliaire</translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation>De son fichier de paramètres</translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation>D&apos;une variable</translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation>Cette passerelle n&apos;a pas l&apos;adresse %1, dont %2 a besoin. Les paramètres fonctionneront dès qu&apos;elle l&apos;aura.</translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation>Cette passerelle n&apos;écoute que sur cet ordinateur, où %1 ne peut pas la joindre.</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>Modifier %1…</translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation>Créez d&apos;abord une nouvelle clé&#xa0;: une clé n&apos;est connue qu&apos;une fois, à sa création</translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation>Le client exécute «&#xa0;%1&#xa0;» et lit la clé dans votre trousseau. Conservez-y la clé sous ce nom.</translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation>«&#xa0;%1&#xa0;» affiche une clé conservée dans votre trousseau&#xa0;: pour les clients et les scripts qui exécutent une commande.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copié.</translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation>%1 l&apos;indique déjà.</translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation>%1 a été créé.</translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation>%1 a été modifié. La sauvegarde est %2.</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>%1 est comme avant.</translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation>Aucune variable d&apos;environnement ne gêne.</translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation>%1 est définie dans cette session.</translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation>%1 est définie dans %2.</translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation>Retirez-les de là, sauf si elles désignent cette passerelle.</translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation>En attente d&apos;un appel avec cette clé. Utilisez %1 maintenant.</translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation>✓ %1 de %2</translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation>%1 de %2, réponse&#xa0;: %3. Le journal dit pourquoi.</translation>
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
        <translation>Recherche et commandes</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Rechercher ou exécuter une commande</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Correspondances</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>Impossible pour le moment</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vue</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation>%1, %2, état %3</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>aucun modèle</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>Rien ne correspond. Essayez moins de lettres.</translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation>&gt; pour les commandes   @ pour les objets   # pour les requêtes</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommentPanel</name>
    <message>
        <source>Nobody said anything yet.</source>
        <translation>Personne n&apos;a encore rien dit.</translation>
    </message>
    <message>
        <source>Add comment</source>
        <translation>Ajouter un commentaire</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Commentaires</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commentaire</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>Écrire un commentaire…</translation>
    </message>
    <message>
        <source>About the prompt</source>
        <translation>Sur le prompt</translation>
    </message>
    <message>
        <source>About version %1</source>
        <translation>Sur la version %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>version %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation>Seulement ce qui diffère</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>Comparer deux appels</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Différences</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation>Lecture des deux appels…</translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation>L&apos;un de ces appels n&apos;est pas encore terminé, ou n&apos;est plus conservé.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Partie</translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation>%1, diffère</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Aucune différence</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n différence</numerusform>
            <numerusform>%n différences</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceDialog</name>
    <message>
        <source>Conformance of %1</source>
        <translation>Conformité de %1</translation>
    </message>
    <message>
        <source>Real calls through the gateway&apos;s own port show what a client of each dialect gets from this route: plain, streamed, with tools, images and more.</source>
        <translation>De vrais appels par le port de la passerelle montrent ce qu&apos;un client de chaque dialecte obtient de cette route : simple, en flux, avec outils, images et plus.</translation>
    </message>
    <message>
        <source>Reading the last run…</source>
        <translation>Lecture de la dernière exécution…</translation>
    </message>
    <message>
        <source>Asking what a run would cost…</source>
        <translation>Calcul du coût d&apos;une exécution…</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>Progression du test</translation>
    </message>
    <message>
        <source>Client dialects and features</source>
        <translation>Dialectes des clients et fonctions</translation>
    </message>
    <message>
        <source>Show its call in the log</source>
        <translation>Afficher son appel dans le journal</translation>
    </message>
    <message>
        <source>Stop test</source>
        <translation>Arrêter le test</translation>
    </message>
    <message>
        <source>Run conformance test</source>
        <translation>Lancer le test de conformité</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>This route was not tested yet. See above what a run takes, then start it.</source>
        <translation>Cette route n&apos;a pas encore été testée. Voyez ci-dessus ce qu&apos;exige une exécution, puis lancez-la.</translation>
    </message>
    <message numerus="yes">
        <source>A run makes up to %n call(s)</source>
        <translation>
            <numerusform>Une exécution fait au plus %n appel</numerusform>
            <numerusform>Une exécution fait au plus %n appels</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, with up to %2 input and %3 output tokens.</source>
        <translation>%1, avec au plus %2 jetons d&apos;entrée et %3 de sortie.</translation>
    </message>
    <message>
        <source>The demo provider serves it: it costs nothing.</source>
        <translation>Le fournisseur de démonstration la sert : cela ne coûte rien.</translation>
    </message>
    <message>
        <source>The provider bills them: %1 at most.</source>
        <translation>Le fournisseur les facture : %1 au plus.</translation>
    </message>
    <message>
        <source>The provider bills them; what they cost is not known, since a price is missing.</source>
        <translation>Le fournisseur les facture ; leur coût est inconnu, car un prix manque.</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>%n réussi</numerusform>
            <numerusform>%n réussis</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n échoué</numerusform>
            <numerusform>%n échoués</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not applicable</source>
        <translation>
            <numerusform>%n sans objet</numerusform>
            <numerusform>%n sans objet</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Choose a cell to see why.</source>
        <translation>Choisissez une cellule pour voir pourquoi.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Relancer</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceTable</name>
    <message>
        <source>%1 over %2</source>
        <comment>feature, client dialect</comment>
        <translation>%1 via %2</translation>
    </message>
    <message>
        <source>%1: passed after %2 ms.</source>
        <translation>%1 : réussi après %2 ms.</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <comment>test, reason</comment>
        <translation>%1 : échoué. %2</translation>
    </message>
    <message>
        <source>What came: %1</source>
        <translation>Reçu : %1</translation>
    </message>
    <message>
        <source>%1: not applicable. %2</source>
        <comment>test, reason</comment>
        <translation>%1 : sans objet. %2</translation>
    </message>
    <message>
        <source>%1: not tried yet.</source>
        <translation>%1 : pas encore essayé.</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>réussi</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>sans objet</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
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
        <translation>Éditeur</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Bibliothèque</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Outil</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>Copier les paramètres</translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation>Modifier le fichier du client…</translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation>Annuler la modification du fichier</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>Vérifier les variables</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>Attendre son premier appel</translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation>Copier la commande auxiliaire</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>Tous les clients</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Connecter un client</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>Trouver un client</translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation>Choisissez le programme qui doit utiliser cette passerelle. Ses paramètres sont remplis pour vous.</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clients</translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation>Aucun client ne correspond. Tout programme qui parle l&apos;API d&apos;OpenAI ou d&apos;Anthropic convient&#xa0;: voir OpenAI SDK.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation>Pas encore pris en charge</translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation>Choisissez d&apos;abord un client.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation>Connexion en moins de</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>Premier octet en moins de</translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation>Pause maximale</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>Appel complet en moins de</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>Comme d&apos;habitude chez ce fournisseur</translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation>Selon la configuration de la passerelle</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation>«&#xa0;direct&#xa0;» pour aucun, ou par exemple http://proxy.example:3128.</translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation>Saisissez «&#xa0;direct&#xa0;», ou une adresse qui commence par http, https, socks5 ou socks5h et ne contient pas de mot de passe.</translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation>Autorités propres</translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation>Fichiers PEM sur la machine de la passerelle, séparés par des virgules.</translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation>Saisissez des chemins complets, à partir de «&#xa0;/&#xa0;».</translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation>TLS 1.2 ou ultérieur</translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation>TLS 1.3 uniquement</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Chiffrement</translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation>Saisissez une durée comme 500ms, 30s ou 5m, supérieure à zéro.</translation>
    </message>
    <message>
        <source>Proxy, certificates and timeouts</source>
        <translation>Proxy, certificats et délais</translation>
    </message>
    <message>
        <source>It has /responses</source>
        <translation>Il a /responses</translation>
    </message>
    <message>
        <source>It has chat completions only</source>
        <translation>Il n&apos;a que chat completions</translation>
    </message>
    <message>
        <source>Responses API</source>
        <translation>API Responses</translation>
    </message>
    <message>
        <source>With it, calls of OpenAI&apos;s Responses API pass as they are; without, they are translated.</source>
        <translation>Avec elle, les appels de l&apos;API Responses d&apos;OpenAI passent tels quels ; sans elle, ils sont traduits.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation>Le nom que vous donnez à cette passerelle.</translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation>Saisissez un nom, par exemple Passerelle d&apos;équipe.</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>Adresse d&apos;administration</translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation>Là où écoute l&apos;API d&apos;administration de la passerelle.</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>Adresse de la passerelle</translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation>Celle qu&apos;utilisent les applications.</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>Jeton d&apos;administration</translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation>Va dans le trousseau de ce bureau, jamais dans un fichier.</translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation>Laissez vide pour continuer avec le jeton actuel.</translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation>Un jeton ne contient ni espaces ni caractères spéciaux. Copiez-le à nouveau.</translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation>Saisissez le jeton d&apos;administration de cette passerelle (son exploitant l&apos;a).</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation>Marque la fenêtre tant que vous êtes connecté.</translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation>Rassembler les modifications jusqu&apos;à ce que je les aie vérifiées</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Protégée</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Bleu</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Ambre</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Vert</translation>
    </message>
    <message>
        <source>Plum</source>
        <translation>Prune</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>Olive</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violet</translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation>Le certificat n&apos;est pas approuvé, rien n&apos;a donc été envoyé. Demandez son empreinte à l&apos;exploitant de la passerelle, puis reconnectez-vous.</translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation>La passerelle n&apos;accepte pas ce jeton. Demandez-le à l&apos;exploitant de la passerelle et copiez-le à nouveau.</translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation>Quelque chose répond à cette adresse, mais pas l&apos;API d&apos;administration d&apos;une passerelle. Vérifiez l&apos;hôte et le port.</translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation>Le jeton n&apos;a pas été conservé. Reconnectez-vous pour choisir où il va.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>Connexions</translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation>Passerelles distantes</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Jeton</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>Modifications</translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation>Seule la passerelle de cet ordinateur est connue. Ajoutez-en une qui fonctionne ailleurs.</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>Ajouter une connexion</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1, connectée</translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation>Jusqu&apos;à la fermeture</translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation>Dans le trousseau</translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation>Vérifiées d&apos;abord</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>Tout de suite</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>Retirer la connexion %1&#xa0;?</translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation>La passerelle elle-même n&apos;est pas touchée. Son jeton est retiré du trousseau&#xa0;: il vous le faudra pour vous reconnecter.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation>&amp;Connexions</translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation>Le trousseau n&apos;a pas encore répondu. Il attend peut-être son mot de passe.</translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation>Saisir le jeton</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Cet ordinateur</translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation>%1 (en attente du trousseau)</translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation>&amp;Ajouter une connexion…</translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>&amp;Gérer les connexions…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation>Une autre passerelle a été choisie entre-temps. Réessayez.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Entrée en cache</translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation>Écrit en cache</translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation>Écrit en cache pour plus longtemps</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation>Dont raisonnement</translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation>Le fournisseur n&apos;a pas donné de décompte&#xa0;: ce sont des estimations d&apos;après la longueur du texte.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>Définir le prix…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>Par million</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>Ensemble</translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation>Argent fictif du fournisseur de démonstration&#xa0;: il n&apos;est pas compté dans les dépenses.</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>Origine du prix</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Lu le</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Prix</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation>N&apos;utilisez que des lettres, chiffres, points, tirets et tirets bas.</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>Créer une clé</translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation>Conserver dans le trousseau pour les commandes auxiliaires</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>portable</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation>Là où elle est utilisée, pour que vous la reconnaissiez.</translation>
    </message>
    <message>
        <source>New application…</source>
        <translation>Nouvelle application…</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation>Les limites, modèles et budget sont ceux de l&apos;application&#xa0;: toutes ses clés les partagent.</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Son nom</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>Nouvelle équipe…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation>Le nom de l&apos;équipe</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Expiration</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Trousseau</translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation>Les clients qui demandent leur clé à une commande appellent alors «&#xa0;gatehouse key-helper NAME&#xa0;».</translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation>Donnez un nom à la clé, par exemple portable.</translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation>Donnez un nom à l&apos;application, par exemple notebook.</translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation>Une application porte déjà ce nom. Choisissez-la ci-dessus, ou prenez un autre nom.</translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation>Donnez un nom à l&apos;équipe, par exemple moi.</translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation>Une équipe porte déjà ce nom. Choisissez-la ci-dessus, ou prenez un autre nom.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CredentialFields</name>
    <message>
        <source>Service account</source>
        <translation>Compte de service</translation>
    </message>
    <message>
        <source>Its private key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Sa clé privée est conservée dans le trousseau ou le coffre de la passerelle et n&apos;est plus jamais affichée.</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Authentification par</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>En-tête</translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation>Saisissez le nom de l&apos;en-tête, par exemple x-api-key&#xa0;; jamais la clé elle-même.</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Identifiants</translation>
    </message>
    <message>
        <source>Looked for in</source>
        <translation>Cherchés dans</translation>
    </message>
    <message>
        <source>In the header (Basic)</source>
        <translation>Dans l&apos;en-tête (Basic)</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>Dans le formulaire</translation>
    </message>
    <message>
        <source>ID and secret are sent</source>
        <translation>ID et secret sont envoyés</translation>
    </message>
    <message>
        <source>Only for temporary keys</source>
        <translation>Pour les clés temporaires seulement</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>Jeton de session</translation>
    </message>
    <message>
        <source>A token has no blanks and only plain characters. Copy it again.</source>
        <translation>Un jeton n&apos;a pas d&apos;espaces et seulement des caractères simples. Copiez-le de nouveau.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation>Aucun champ ne diffère.</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>devient</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation>Quitter Gatehouse</translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation>Temps avant la fermeture de Gatehouse</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Quitter maintenant</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Continuer</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation>
            <numerusform>%n appel est encore en cours. Les nouveaux sont refusés.</numerusform>
            <numerusform>%n appels sont encore en cours. Les nouveaux sont refusés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation>
            <numerusform>Gatehouse se ferme dans %n seconde.</numerusform>
            <numerusform>Gatehouse se ferme dans %n secondes.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation>Modifier la clé %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Expiration</translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation>Selon son application</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>Des appels en échec</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>De tous les appels</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>Contenus enregistrés</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>Entre les réglages de la clé, de l&apos;application et de la route, le plus confidentiel l&apos;emporte.</translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation>Application %1, avec toutes ses clés</translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation>Modifier la clé %1</translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation>Modifier l&apos;application %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation>Conserver les clés dans le trousseau ou le coffre de la passerelle</translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation>Laisser la passerelle lire les variables à chaque démarrage</translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation>Un fournisseur de ce nom existe déjà.</translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation>Aucune variable de l&apos;environnement de ce programme ne contient la clé d&apos;un fournisseur connu.</translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation>
            <numerusform>%n variable contient une clé d&apos;un fournisseur connu. Sa valeur n&apos;est pas affichée.</numerusform>
            <numerusform>%n variables contiennent des clés de fournisseurs connus. Leurs valeurs ne sont pas affichées.</numerusform>
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
        <translation>Évaluation en cours</translation>
    </message>
    <message>
        <source>Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or changed.</source>
        <translation>Les appels enregistrés sont menés à nouveau, par les règles mêmes que suivent les appels. Rien n&apos;est envoyé, enregistré ni modifié.</translation>
    </message>
    <message>
        <source>Calls of which time</source>
        <translation>Appels de quelle période</translation>
    </message>
    <message numerus="yes">
        <source>Calls of the last %n day(s)</source>
        <translation>
            <numerusform>Appels du dernier jour</numerusform>
            <numerusform>Appels des %n derniers jours</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and cost by target, before and after</source>
        <translation>Appels et coût par cible, avant et après</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>Évaluer à nouveau</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Leading the recorded calls anew…</source>
        <translation>Les appels enregistrés sont menés à nouveau…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Évaluer</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>No call of this time is recorded that this would touch.</source>
        <translation>Aucun appel enregistré de cette période ne serait concerné.</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <comment>money</comment>
        <translation>%1 avant, %2 après</translation>
    </message>
    <message>
        <source>%1: %2 less</source>
        <translation>%1 : %2 de moins</translation>
    </message>
    <message>
        <source>%1: %2 more</source>
        <translation>%1 : %2 de plus</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) from %1 to %2.</source>
        <translation>
            <numerusform>%n appel du %1 au %2.</numerusform>
            <numerusform>%n appels du %1 au %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>None would have gone elsewhere.</source>
        <translation>Aucun ne serait allé ailleurs.</translation>
    </message>
    <message numerus="yes">
        <source>%n would have gone elsewhere.</source>
        <translation>
            <numerusform>%n serait allé ailleurs.</numerusform>
            <numerusform>%n seraient allés ailleurs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been refused.</source>
        <translation>
            <numerusform>%n aurait été refusé.</numerusform>
            <numerusform>%n auraient été refusés.</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>Calls before</source>
        <translation>Appels avant</translation>
    </message>
    <message>
        <source>Calls after</source>
        <translation>Appels après</translation>
    </message>
    <message>
        <source>Cost before</source>
        <translation>Coût avant</translation>
    </message>
    <message>
        <source>Cost after</source>
        <translation>Coût après</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Refusé&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>There are more calls than are led anew at once: these are the newest of them.</source>
        <translation>Il y a plus d&apos;appels qu&apos;on n&apos;en mène à la fois : voici les plus récents.</translation>
    </message>
    <message numerus="yes">
        <source>The price of %n call(s) is unknown; they are not in the sum.</source>
        <translation>
            <numerusform>Le prix de %n appel est inconnu ; il n&apos;est pas dans la somme.</numerusform>
            <numerusform>Le prix de %n appels est inconnu ; ils ne sont pas dans la somme.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for headers, which are not recorded.</source>
        <translation>
            <numerusform>%n appel est incertain : une règle demande des en-têtes, qui ne sont pas enregistrés.</numerusform>
            <numerusform>%n appels sont incertains : une règle demande des en-têtes, qui ne sont pas enregistrés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for metadata or request fields, which are not recorded.</source>
        <translation>
            <numerusform>%n appel est incertain : une règle demande des métadonnées ou des champs non enregistrés.</numerusform>
            <numerusform>%n appels sont incertains : une règle demande des métadonnées ou des champs non enregistrés.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: the end user is not recorded.</source>
        <translation>
            <numerusform>%n appel est incertain : l&apos;utilisateur final n&apos;est pas enregistré.</numerusform>
            <numerusform>%n appels sont incertains : l&apos;utilisateur final n&apos;est pas enregistré.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for the path, which is not recorded.</source>
        <translation>
            <numerusform>%n appel est incertain : une règle demande le chemin, qui n&apos;est pas enregistré.</numerusform>
            <numerusform>%n appels sont incertains : une règle demande le chemin, qui n&apos;est pas enregistré.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came from applications that are gone; they are taken as they were.</source>
        <translation>
            <numerusform>%n appel venait d&apos;une application disparue ; il est repris tel quel.</numerusform>
            <numerusform>%n appels venaient d&apos;applications disparues ; ils sont repris tels quels.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) hang on how busy or quick the targets were; this is replayed from the calls themselves.</source>
        <translation>
            <numerusform>%n appel dépend de l&apos;occupation ou de la vitesse des cibles ; cela est rejoué à partir des appels eux-mêmes.</numerusform>
            <numerusform>%n appels dépendent de l&apos;occupation ou de la vitesse des cibles ; cela est rejoué à partir des appels eux-mêmes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were drawn by chance: another draw may differ by a few.</source>
        <translation>
            <numerusform>%n appel a été tiré au sort : un autre tirage peut différer.</numerusform>
            <numerusform>%n appels ont été tirés au sort : un autre tirage peut différer de quelques-uns.</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs after the change count the tokens that each call really used, at the prices that are set now. Another model would have answered with other words.</source>
        <translation>Les coûts après le changement comptent les jetons réellement utilisés par chaque appel, aux prix fixés maintenant. Un autre modèle aurait répondu avec d&apos;autres mots.</translation>
    </message>
    <message>
        <source>The sums are of pretend money, at the demo provider&apos;s prices.</source>
        <translation>Les sommes sont en monnaie fictive, aux prix du fournisseur de démonstration.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentModel</name>
    <message>
        <source>Not scored yet</source>
        <translation>Pas encore noté</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1 (%2 à %3)</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>Note moyenne</translation>
    </message>
    <message>
        <source>Probably best</source>
        <translation>Probablement la meilleure</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentPanel</name>
    <message>
        <source>Stop with this winner…</source>
        <translation>Arrêter avec ce gagnant…</translation>
    </message>
    <message>
        <source>Arms of the experiment</source>
        <translation>Bras de l’expérience</translation>
    </message>
    <message>
        <source>This version has no experiment.</source>
        <translation>Cette version n’a pas d’expérience.</translation>
    </message>
    <message>
        <source>Reading the experiment…</source>
        <translation>Lecture de l’expérience…</translation>
    </message>
    <message>
        <source>It has ended: %1 serves every call.</source>
        <translation>Elle est terminée : %1 sert tous les appels.</translation>
    </message>
    <message>
        <source>%1 is the best with %2 certainty: stop with it.</source>
        <comment>a version, a share</comment>
        <translation>%1 est la meilleure avec %2 de certitude : arrêtez avec elle.</translation>
    </message>
    <message>
        <source>Undecided: %1 is ahead, with %2 certainty.</source>
        <comment>a version, a share</comment>
        <translation>Indécis : %1 est en tête, avec %2 de certitude.</translation>
    </message>
    <message numerus="yes">
        <source>Too early to say: %n more score(s) are needed.</source>
        <translation>
            <numerusform>Trop tôt : il faut encore %n note.</numerusform>
            <numerusform>Trop tôt : il faut encore %n notes.</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is the interval in which the mean lies with 95 % certainty.</source>
        <translation>La ligne est l’intervalle qui contient la moyenne avec 95 % de certitude.</translation>
    </message>
    <message>
        <source>It is decided once each version has %1 scores and one is the best with %2 certainty.</source>
        <translation>C’est décidé dès que chaque version a %1 notes et que l’une est la meilleure avec %2 de certitude.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>Elle n’est pas en cours.</translation>
    </message>
    <message>
        <source>Select the version that wins first.</source>
        <translation>Sélectionnez d’abord la version gagnante.</translation>
    </message>
    <message>
        <source>From the next call on, every caller gets it.</source>
        <translation>Dès le prochain appel, tout le monde l’obtient.</translation>
    </message>
    <message>
        <source>Stop the experiment with %1?</source>
        <comment>a version</comment>
        <translation>Arrêter l’expérience avec %1 ?</translation>
    </message>
    <message>
        <source>Every caller of %1 gets this version from the next call on. What was scored stays.</source>
        <translation>Tout appelant de %1 obtient cette version dès le prochain appel. Les notes sont conservées.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>The experiment has ended: %1 serves every call.</source>
        <translation>L’expérience est terminée : %1 sert tous les appels.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation>Expiration</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>Dans %n jour</numerusform>
            <numerusform>Dans %n jours</numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation>À une date</translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation>Jour de l&apos;expiration</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation>Exporter les appels</translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation>Écriture dans %1</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>Demande à la passerelle…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progression</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 n&apos;a pas pu être écrit&#xa0;: %2. Choisissez un autre emplacement et exportez à nouveau.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation>
            <numerusform>%1 appel jusqu&apos;ici</numerusform>
            <numerusform>%1 appels jusqu&apos;ici</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FallbackList</name>
    <message>
        <source>any failure</source>
        <translation>tout échec</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>pas de connexion</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>délai dépassé</translation>
    </message>
    <message>
        <source>rate limit (429)</source>
        <translation>limite de débit (429)</translation>
    </message>
    <message>
        <source>provider error (5xx)</source>
        <translation>erreur du fournisseur (5xx)</translation>
    </message>
    <message>
        <source>context too long</source>
        <translation>contexte trop long</translation>
    </message>
    <message>
        <source>content refused</source>
        <translation>contenu refusé</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>clé rejetée</translation>
    </message>
    <message>
        <source>Add fallback</source>
        <translation>Ajouter un repli</translation>
    </message>
    <message>
        <source>Route to go on with</source>
        <translation>Route qui poursuit</translation>
    </message>
    <message>
        <source>Remove fallback</source>
        <translation>Retirer le repli</translation>
    </message>
    <message>
        <source>go on with</source>
        <translation>poursuivre avec</translation>
    </message>
    <message>
        <source>Choose when</source>
        <translation>Choisir quand</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>En cas de %1</translation>
    </message>
    <message>
        <source>Choose when to go on with the other route.</source>
        <translation>Choisissez quand l&apos;autre route poursuit.</translation>
    </message>
    <message>
        <source>There is no other route yet. Create one first, or remove the fallback.</source>
        <translation>Il n&apos;y a pas encore d&apos;autre route. Créez-en une d&apos;abord, ou retirez le repli.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation>Termes du filtre</translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation>Retirer %1 du filtre</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation>Filtre&#xa0;: mots ou termes comme status&gt;=400 provider:openai latency&gt;2s</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>Filtre du journal</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation>Configurer Gatehouse</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>Connecté à %1.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Passer</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Connecter un client</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Ajouter un fournisseur</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation>Bienvenue dans Gatehouse</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Préparation</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Étape %1 sur %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>Abandonner vos modifications&#xa0;?</translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation>Ce que vous avez saisi ici n&apos;a pas été enregistré.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>La passerelle ne répond pas (%1). Vérifiez qu&apos;elle fonctionne, puis réessayez.</translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation>La réponse a été interrompue. Réessayez.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>Passerelle</translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation>Limites du serveur</translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation>Tailles, durées et connexions</translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation>Une passerelle les lit à son démarrage sous «&#xa0;server&#xa0;» dans son fichier de configuration. Sans fichier, comme dans ce programme, elle garde les valeurs habituelles&#xa0;: voir docs/configuration.md.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adresses</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Copier&#xa0;: %1</translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation>Pour vos programmes</translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation>Là où vont les appels aux modèles.</translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation>Pour les consoles</translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation>L&apos;API d&apos;administration, que cette console utilise aussi.</translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation>La passerelle dans ce programme</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>Appliquer et redémarrer</translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation>Port pour vos programmes</translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation>8642 au départ. S&apos;il change, il faut l&apos;indiquer aux programmes.</translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation>Port pour les consoles</translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation>8643 au départ.</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>Redémarrer la passerelle</translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation>Les ports prennent effet au prochain démarrage de la passerelle. Les appels en cours sont alors interrompus.</translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation>Les deux ports doivent être différents.</translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation>Une autre passerelle est affichée. Les ports prendront effet quand ce programme démarrera la sienne.</translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation>La passerelle redémarre sur ses nouveaux ports.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En marche</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Dégradé</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Arrêt…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Pas de réponse</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation>
            <numerusform>%n modèle a échoué chez son fournisseur et est mis au repos pour l&apos;instant.</numerusform>
            <numerusform>%n modèles ont échoué chez leur fournisseur et sont mis au repos pour l&apos;instant.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation>Sur ce bureau</translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation>Réduire dans la zone de notification</translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation>Fermer la fenêtre laisse Gatehouse dans la zone de notification, s&apos;il y en a une.</translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation>Ouvrir la fenêtre au démarrage</translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation>Désactivé&#xa0;: Gatehouse démarre dans la zone de notification, s&apos;il y en a une.</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Démarrer à l&apos;ouverture de session</translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation>Gatehouse démarre quand vous ouvrez votre session.</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuration</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importer…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>Clés de l&apos;environnement, configuration LiteLLM ou paquet Gatehouse.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exporter…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation>Fournisseurs, routes, équipes et applications dans un fichier, sans les secrets.</translation>
    </message>
    <message>
        <source>Team features</source>
        <translation>Fonctions d’équipe</translation>
    </message>
    <message>
        <source>Approvals, teams and the audit log. A gateway on another computer always shows them.</source>
        <translation>Approbations, équipes et journal d’audit. Toujours visibles avec une passerelle distante.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Taux d&apos;erreur</translation>
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
        <translation>Premier octet p95</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>En cache</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Raisonnement</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Tous les appels</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>%1 n&apos;a pas pu être écrit&#xa0;: %2. Choisissez un autre emplacement et exportez à nouveau.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation>Copier l&apos;adresse de la passerelle</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>Se reconnecter maintenant</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Rechercher ou exécuter une commande</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation>Aucune passerelle</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>Passerelle&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation>En-têtes</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation>Requête reçue</translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation>Requête envoyée</translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation>Réponse reçue</translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation>Réponse envoyée</translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation>Il est arrivé plus de champs qu&apos;il n&apos;en est conservé.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>Historique des modifications</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>Lecture de l&apos;historique…</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>Révisions</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Quand</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Révision</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Afficher les plus anciennes</translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation>Revenir sur ceci…</translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation>Rétablit ce que cette révision a modifié comme c&apos;était avant. Vous voyez d&apos;abord l&apos;effet.</translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation>Revenir à cet état…</translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation>Rétablit tout comme c&apos;était après cette révision. Vous voyez d&apos;abord l&apos;effet.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>Rien n&apos;a encore été modifié.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>Impossible de lire %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation>%1 dépasse 4 Mo&#xa0;: ce n&apos;est pas une configuration.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation>Clés de l&apos;environnement</translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation>Les variables comme OPENAI_API_KEY deviennent des fournisseurs.</translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation>Configuration LiteLLM…</translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation>Son model_list devient des fournisseurs et des routes. Ce qui ne peut pas être repris est indiqué.</translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation>Paquet Gatehouse…</translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation>Une configuration exportée par un autre Gatehouse.</translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation>Choisir une configuration LiteLLM</translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation>Choisir un paquet Gatehouse</translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation>Retirer ce que le paquet ne nomme pas</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Fichiers YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Importé&#xa0;: %n modification.</numerusform>
            <numerusform>Importé&#xa0;: %n modifications.</numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Ce qui change</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Vérifier</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Importation…</translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation>
            <numerusform>Faire %n modification</numerusform>
            <numerusform>Faire %n modifications</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>Résumé</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coût</translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation>Choisissez un appel pour voir son déroulement.</translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation>Cet appel est encore en cours, ou n&apos;est plus conservé.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Ce qui s&apos;est passé</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Erreur</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>Modèle demandé</translation>
    </message>
    <message>
        <source>Model served</source>
        <translation>Modèle servi</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
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
        <translation>Premier octet</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>Envoyé et reçu</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 en entrée, %2 en sortie</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>Perdu à la conversion</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Identifiant de la requête</translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation>Identifiant chez le fournisseur</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Règle</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Choisi</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>Non essayés</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 utilisés sur %2</translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation>Parties de l&apos;appel</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Tentatives</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Expliquer</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>En-têtes</translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation>Cet appel est encore en cours. Il pourra être inspecté une fois terminé.</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>Annuler l&apos;appel</translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation>Lecture de ce qui a été enregistré…</translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation>La requête et la réponse faisaient %1.</translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation>Charger ce qui a été enregistré</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation>Les contenus et en-têtes de cet appel n&apos;ont pas été enregistrés. Ceux des nouveaux appels le sont, jusqu&apos;à %1.</translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation>Arrêter d&apos;enregistrer les contenus</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation>Les contenus et en-têtes de cet appel n&apos;ont pas été enregistrés.</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>Enregistrer les contenus pendant 15 min</translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation>Les contenus sont enregistrés jusqu&apos;à %1. Les clés, applications et routes réglées autrement sont exclues.</translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation>Les contenus ne sont plus enregistrés.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Session</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>Dialecte</translation>
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
        <translation>Traduction</translation>
    </message>
    <message>
        <source>Translated to</source>
        <translation>Traduit en</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonEdit</name>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>Écrivez un objet JSON : il commence par { et finit par }.</translation>
    </message>
    <message>
        <source>Line %1: this is no JSON (%2).</source>
        <translation>Ligne %1 : ce n&apos;est pas du JSON (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation>
            <numerusform>{%n membre}</numerusform>
            <numerusform>{%n membres}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation>
            <numerusform>[%n élément]</numerusform>
            <numerusform>[%n éléments]</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation>Trousseau</translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation>En attente du trousseau</translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation>Le jeton n&apos;a pas été conservé</translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation>Il est peut-être verrouillé et demande son mot de passe. Déverrouillez-le, ou gardez le jeton jusqu&apos;à la fermeture&#xa0;; il n&apos;est jamais écrit dans un fichier.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation>Garder jusqu&apos;à la fermeture</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation>Ajouter une autre clé</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>Variable d&apos;environnement</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation>Déjà conservée</translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation>Retirer cette clé</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Collez la clé ici</translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation>D&apos;où vient la clé %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clé %1</translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation>Retirer la clé %1</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>Une clé ne contient ni espaces ni caractères spéciaux. Copiez-la à nouveau.</translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation>Un nom de variable ne contient que des lettres, des chiffres et «&#xa0;_&#xa0;», par exemple OPENAI_API_KEY.</translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation>Saisissez le chemin complet du fichier, à partir de «&#xa0;/&#xa0;».</translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation>Saisissez keychain:NAME ou vault:NAME.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation>Aucune limite</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tous</translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation>Ni son application ni son équipe n&apos;ont de budget.</translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation>%1 dépensés %2</translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation>%1&#xa0;; repart à zéro&#xa0;: %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propriétaire</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Dernière utilisation</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Expiration</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation>Nouvelle clé</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation>Créer une clé pour ce client seul, afin de distinguer ses appels</translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation>Cette clé n&apos;est affichée qu&apos;une fois. Copiez-la, ou conservez-la dans votre trousseau.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>La nouvelle clé</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Copier la clé</translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation>Conserver dans le trousseau</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation>
            <numerusform>Copié. Le presse-papiers sera vidé dans %n seconde.</numerusform>
            <numerusform>Copié. Le presse-papiers sera vidé dans %n secondes.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>Aucune clé pour l&apos;instant</translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation>Elle attend la vérification des modifications. Créez la clé une fois celles-ci appliquées.</translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation>Créer l&apos;équipe %1</translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation>Créer l&apos;application %1</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>Conservée sous le nom %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation>Créer une clé</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>Modifier la clé</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Renouveler</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Désactiver</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Révoquer</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Afficher ses appels</translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation>Supprimer la clé</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>Filtrer les clés</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation>Lecture des clés…</translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation>Aucune clé pour l&apos;instant. Un client en a besoin pour appeler par cette passerelle.</translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation>Aucune clé ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation>Sélectionnez d&apos;abord une clé.</translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation>Une clé révoquée ne peut pas être modifiée.</translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation>Une clé révoquée ne peut pas être renouvelée. Créez-en une nouvelle.</translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation>Une clé révoquée reste désactivée.</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>Elle est déjà révoquée.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Activer</translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation>Désactiver la clé %1</translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation>Activer la clé %1</translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation>Elle n&apos;a jamais été utilisée.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation>
            <numerusform>%1&#xa0;: %n appel. Dernière utilisation&#xa0;: %2.</numerusform>
            <numerusform>%1&#xa0;: %n appels. Dernière utilisation&#xa0;: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation>Révoquer la clé %1&#xa0;?</translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation>Les appels avec cette clé sont refusés dès maintenant. Cette action est irréversible.</translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation>La clé %1 est révoquée.</translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation>Supprimer la clé %1&#xa0;?</translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation>Elle est refusée dès maintenant et quitte cette liste. Ses appels restent dans le journal. Cette action est irréversible.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation>Supprimer la clé %1</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>Exporter les clés</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>Définir ses limites</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation>La réponse s&apos;affiche ici à mesure qu&apos;elle arrive.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation>Modèle, par exemple demo/echo</translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation>Retirer ce modèle</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Raisonnement</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>Appels d&apos;outils</translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation>Continuer avec celle-ci</translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation>Ajouter cette réponse aux messages</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>Copier la réponse</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>Ouvrir dans le journal</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>En attente de la réponse…</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Non envoyé</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Arrêté</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation>Coupé au maximum de tokens</translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation>Le modèle a décliné</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation>Interrompu</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>Erreur %1</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Pas de réponse</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation>%1 en entrée</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation>%1 en sortie</translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation>%1 de raisonnement</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>premier token %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 au total</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>par %1</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>coût inconnu</translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation>%1 fictifs</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LifecycleDialog</name>
    <message numerus="yes">
        <source>%n application(s) are subscribed to %1.</source>
        <translation>
            <numerusform>%n application est abonnée à %1.</numerusform>
            <numerusform>%n applications sont abonnées à %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Son nom</translation>
    </message>
    <message>
        <source>Type “%1”, to be sure which one it is.</source>
        <translation>Saisissez « %1 » pour confirmer laquelle.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Say what is to be mended.</source>
        <translation>Dites ce qui est à corriger.</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>Prend fin le</translation>
    </message>
    <message>
        <source>Callers read it in the header Sunset. Retire it then.</source>
        <translation>Les appelants le lisent dans l’en-tête Sunset. Retirez-la alors.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>Suivie de</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Ce qui change</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparaison…</translation>
    </message>
    <message>
        <source>Release %1 takes the place of release %2.</source>
        <translation>La publication %1 remplace la publication %2.</translation>
    </message>
    <message>
        <source>Nothing of this version is live yet. This is what will be:</source>
        <translation>Rien de cette version n’est en service. Voici ce qui le sera :</translation>
    </message>
    <message>
        <source>Beside what is live now:</source>
        <translation>À côté de ce qui est en service :</translation>
    </message>
    <message>
        <source>Give callers time: choose a later day.</source>
        <translation>Laissez du temps aux appelants : choisissez un jour plus tardif.</translation>
    </message>
    <message>
        <source>That is not its name.</source>
        <translation>Ce n’est pas son nom.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitGrid</name>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitModel</name>
    <message>
        <source>%1, each end user</source>
        <comment>Requests a minute</comment>
        <translation>%1, chaque utilisateur final</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>used, limit</comment>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Plein</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>Presque plein</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>De la place</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <comment>whose, which limit, how much of it, its state</comment>
        <translation>%1, %2&#xa0;: %3. %4</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Portée</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Limite</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Utilisé</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsDialog</name>
    <message>
        <source>Set limits</source>
        <translation>Définir des limites</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>Limites de %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>Sans plafond</translation>
    </message>
    <message>
        <source>All its calls</source>
        <translation>Tous ses appels</translation>
    </message>
    <message>
        <source>The last minute, hour or day counts. 0 is no limit.</source>
        <translation>La dernière minute, heure ou journée compte. 0&#xa0;: aucune limite.</translation>
    </message>
    <message>
        <source>Each end user</source>
        <translation>Chaque utilisateur final</translation>
    </message>
    <message>
        <source>Whom a request names as its user. A call that names nobody is held to no such limit.</source>
        <translation>Celui qu&apos;une requête nomme comme utilisateur. Un appel qui ne nomme personne n&apos;a pas cette limite.</translation>
    </message>
    <message>
        <source>Whose limits</source>
        <translation>Limites de qui</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Son nom</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Pour</translation>
    </message>
    <message>
        <source>Choose whose limits these are.</source>
        <translation>Choisissez à qui sont ces limites.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>Noms séparés par des virgules. * autorise tout, gpt-* tout ce qui commence ainsi.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Seulement depuis</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.0.0.0/8, parted by commas.</source>
        <translation>Adresses ou réseaux comme 10.0.0.0/8, séparés par des virgules.</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>Nulle part</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>Jamais depuis</translation>
    </message>
    <message>
        <source>Counts before what is allowed.</source>
        <translation>Compte avant ce qui est autorisé.</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Plus grande requête</translation>
    </message>
    <message>
        <source>Such as 64KiB or 8MiB.</source>
        <translation>Par exemple 64KiB ou 8MiB.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Plus longue réponse</translation>
    </message>
    <message>
        <source>In tokens. A call that asks for more is refused.</source>
        <translation>En tokens. Un appel qui en demande plus est refusé.</translation>
    </message>
    <message>
        <source>High: goes first where calls wait</source>
        <translation>Haute&#xa0;: passe d&apos;abord quand des appels attendent</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normale</translation>
    </message>
    <message>
        <source>Low: waits for the others</source>
        <translation>Basse&#xa0;: attend les autres</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
    <message>
        <source>“%1” is no address and no network.</source>
        <translation>«&#xa0;%1&#xa0;» n&apos;est ni une adresse ni un réseau.</translation>
    </message>
    <message>
        <source>Enter a size such as 64KiB or 8MiB.</source>
        <translation>Saisissez une taille comme 64KiB ou 8MiB.</translation>
    </message>
    <message>
        <source>Change the limits of %1</source>
        <translation>Modifier les limites de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsView</name>
    <message>
        <source>Set limits</source>
        <translation>Définir des limites</translation>
    </message>
    <message>
        <source>Edit limits</source>
        <translation>Modifier les limites</translation>
    </message>
    <message>
        <source>Remove limit</source>
        <translation>Retirer la limite</translation>
    </message>
    <message>
        <source>Export limits</source>
        <translation>Exporter les limites</translation>
    </message>
    <message>
        <source>Filter limits</source>
        <translation>Filtrer les limites</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the limits…</source>
        <translation>Lecture des limites…</translation>
    </message>
    <message>
        <source>No limits yet. They say how many calls and tokens a team, an application or a key may ask for.</source>
        <translation>Pas encore de limites. Elles disent combien d&apos;appels et de tokens une équipe, une application ou une clé peut demander.</translation>
    </message>
    <message>
        <source>No limit has these words.</source>
        <translation>Aucune limite ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one limit first.</source>
        <translation>Sélectionnez d&apos;abord une limite.</translation>
    </message>
    <message>
        <source>Remove a limit of %1</source>
        <translation>Retirer une limite de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation>Journal en direct</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Lecture du journal…</translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation>Aucun appel ne correspond à ce filtre.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n nouveau</numerusform>
            <numerusform>%n nouveaux</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Rejouer</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>Modifier et rejouer…</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>Ouvrir dans le banc d&apos;essai</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>Comparer deux appels</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Copier en cURL</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Copier en Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>Copier en JavaScript</translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation>Exporter en HAR…</translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation>Expliquer le routage</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>Annuler l&apos;appel</translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation>Suspendre l&apos;affichage</translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation>Aller à l&apos;appel le plus récent</translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation>Afficher les sondes</translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation>Enregistrer le filtre…</translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation>Exporter les appels…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>Choisir les colonnes…</translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation>Inspecteur en bas</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>Enregistrer les contenus pendant 15 min</translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation>Rejoué&#xa0;: état %1 après %2.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation>L&apos;appel est encore en cours.</translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation>Choisissez d&apos;abord un appel.</translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation>Un appel est en train d&apos;être rejoué.</translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation>Le banc d&apos;essai accepte les appels de discussion.</translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation>Choisissez deux appels&#xa0;: maintenez Ctrl et cliquez sur le second.</translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation>Choisissez un appel en cours.</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Seulement %1</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>Sans %1</translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation>Copier les lignes en texte</translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation>
            <numerusform>Exporter %n appel choisi…</numerusform>
            <numerusform>Exporter %n appels choisis…</numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation>L&apos;adresse de cet appel n&apos;a pas été enregistrée. Enregistrez les contenus pour copier les prochains appels.</translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation>Enregistrer pendant 15 min</translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation>Copié. Mettez la clé dans GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation>Nouvel envoi de l&apos;appel…</translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation>L&apos;appel est déjà terminé.</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>Exporter les appels</translation>
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
        <translation>Les appels sont exportés dans %1.</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>Exporter en HAR</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>Archive HTTP (*.har)</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation>
            <numerusform>%n appel est exporté dans %1.</numerusform>
            <numerusform>%n appels sont exportés dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation>Reprendre l&apos;affichage</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Filtres enregistrés</translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation>Appels avec l&apos;étiquette %1, par exemple des contrôles de santé</translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation>Copier comme commande ou programme</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>Copier en</translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation>En attente du premier appel.</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Connecter un client</translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation>Revenir au plus récent</translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation>%1 appels ici, d&apos;autres en faisant défiler</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n appel</numerusform>
            <numerusform>%n appels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n en cours</numerusform>
            <numerusform>%n en cours</numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation>affichage suspendu, l&apos;enregistrement continue</translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation>conservés indéfiniment</translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation>
            <numerusform>conservés %n heure</numerusform>
            <numerusform>conservés %n heures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation>
            <numerusform>conservés %n jour</numerusform>
            <numerusform>conservés %n jours</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation>%1 appels enregistrés, %2 · %3 sur le disque</translation>
    </message>
    <message>
        <source>Open translation</source>
        <translation>Ouvrir la traduction</translation>
    </message>
    <message>
        <source>This call went on as it came: nothing was translated.</source>
        <translation>Cet appel est passé tel quel : rien n&apos;a été traduit.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Fichier</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>É&amp;dition</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filtrer</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Affichage</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Précédent</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>&amp;Suivant</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>Act&amp;ualiser</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>Thème du bureau</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Thème clair</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Thème sombre</translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation>&amp;Passerelle</translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation>&amp;Copier l&apos;adresse de la passerelle</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>Se &amp;reconnecter maintenant</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;ide</translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation>À &amp;propos de Gatehouse</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>À propos de Gatehouse</translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation>Gatehouse %1

Une passerelle d&apos;IA qu&apos;une personne peut posséder.
La console est sous GPL, version 3 ou ultérieure&#xa0;; la passerelle qu&apos;elle contient est sous licence Apache 2.0.
Icônes&#xa0;: Tabler Icons, licence MIT.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a change that could not be undone: why</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1 – Gatehouse</source>
        <comment>view</comment>
        <translation>%1 – Gatehouse</translation>
    </message>
    <message>
        <source>&amp;Tools</source>
        <translation>&amp;Outils</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>&amp;Fermer la fenêtre</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Annuler</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rétablir</translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation>&amp;Rechercher ou exécuter une commande…</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>Afficher ou masquer l&apos;&amp;inspecteur</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>Volet &amp;suivant</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>Volet &amp;précédent</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Suspendre</translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation>&amp;Notifications</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>Ouvrir les &amp;paramètres</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Raccourcis clavier</translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation>Il n&apos;y a pas d&apos;emplacement précédent.</translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation>Il n&apos;y a pas d&apos;emplacement suivant.</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Annuler&#xa0;: %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Rétablir&#xa0;: %1</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>Il n&apos;y a aucune modification à annuler.</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>Rien n&apos;a été annulé.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reprendre</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>La passerelle ne répond pas.</translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation>Laisser de nouveaux appels commencer</translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation>Refuser les nouveaux appels&#xa0;; ceux en cours continuent</translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation>Aucune passerelle n&apos;est choisie.</translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation>L&apos;adresse de la passerelle est copiée.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingDialog</name>
    <message>
        <source>Add a value</source>
        <translation>Ajouter une valeur</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>A place in what stands so far</source>
        <translation>Un emplacement dans ce qui est connu</translation>
    </message>
    <message>
        <source>A text made of it</source>
        <translation>Un texte qui en est fait</translation>
    </message>
    <message>
        <source>A constant</source>
        <translation>Une constante</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>Écrivez un nom.</translation>
    </message>
    <message>
        <source>Another value has this name.</source>
        <translation>Une autre valeur a ce nom.</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Vient de</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Emplacement</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>Un pointeur JSON : /inputs/NOM ou /ÉTAPE/NOM.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>Il commence par /inputs/ ou par / et l’identifiant d’une étape.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Mustache: {{inputs.NAME}}, {{STEP.NAME}}.</source>
        <translation>Mustache : {{inputs.NOM}}, {{ÉTAPE.NOM}}.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Constante</translation>
    </message>
    <message>
        <source>JSON: a number, &quot;a text&quot;, a list, an object.</source>
        <translation>JSON : un nombre, &quot;un texte&quot;, une liste, un objet.</translation>
    </message>
    <message>
        <source>This is no JSON. Texts stand in quotation marks.</source>
        <translation>Ce n’est pas du JSON. Les textes sont entre guillemets.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingModel</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Vient de</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MatchTree</name>
    <message numerus="yes">
        <source>{%n member(s)}</source>
        <translation>
            <numerusform>{%n membre}</numerusform>
            <numerusform>{%n membres}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n item(s)]</source>
        <translation>
            <numerusform>[%n élément]</numerusform>
            <numerusform>[%n éléments]</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, what became of it</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Ce qu&apos;il est devenu</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberDialog</name>
    <message>
        <source>the organisation</source>
        <translation>l’organisation</translation>
    </message>
    <message>
        <source>Add a member to %1</source>
        <translation>Ajouter un membre à %1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a person, a team</comment>
        <translation>%1 dans %2</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Ajouter un membre</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Une nouvelle personne</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name, e-mail</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>To sign in with.</source>
        <translation>Pour se connecter.</translation>
    </message>
    <message>
        <source>Enter an address such as ada@example.org.</source>
        <translation>Saisissez une adresse telle que ada@example.org.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Nom court</translation>
    </message>
    <message>
        <source>For the audit log.</source>
        <translation>Pour le journal d’audit.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a role, what it may do</comment>
        <translation>%1&amp;#xa0;: %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rôles</translation>
    </message>
    <message>
        <source>They count in every team.</source>
        <translation>Ils valent dans toutes les équipes.</translation>
    </message>
    <message>
        <source>They count in this team alone.</source>
        <translation>Ils ne valent que dans cette équipe.</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Peut se connecter</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>C’est le dernier propriétaire. Nommez d’abord un autre propriétaire.</translation>
    </message>
    <message>
        <source>An invitation: they set a password</source>
        <translation>Une invitation : la personne choisit son mot de passe</translation>
    </message>
    <message>
        <source>A first password, shown once</source>
        <translation>Un premier mot de passe, affiché une fois</translation>
    </message>
    <message>
        <source>Over OpenID Connect only</source>
        <translation>Par OpenID Connect uniquement</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Authentification par</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>Quelqu’un porte déjà ce nom.</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>Choisissez au moins un rôle.</translation>
    </message>
    <message>
        <source>Change what %1 may do</source>
        <translation>Changer ce que %1 peut faire</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitation</translation>
    </message>
    <message>
        <source>Give it to the new member. With it they set a password, once, within three days.</source>
        <translation>Transmettez-la au nouveau membre. Elle permet de choisir un mot de passe, une fois, sous trois jours.</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>Premier mot de passe</translation>
    </message>
    <message>
        <source>Give it to the new member, who should change it after signing in.</source>
        <translation>Transmettez-le au nouveau membre, qui devrait le changer une fois connecté.</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>Impossible de l’afficher à nouveau. Il faudrait en créer un autre.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberModel</name>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>OpenID Connect</source>
        <translation>OpenID Connect</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Désactivée</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rôles</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Authentification par</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>Modifié par quelqu&apos;un d&apos;autre</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>Laisser supprimé</translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation>Garder l&apos;autre version</translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation>L&apos;objet a été supprimé pendant que vous le modifiiez. Vous pouvez le recréer avec ce que vous avez saisi.</translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation>L&apos;objet a été modifié après que vous l&apos;avez consulté. Voici ce qui a changé&#xa0;; vous pouvez le supprimer malgré tout.</translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation>L&apos;objet a été modifié pendant que vous le modifiiez. Choisissez la valeur de chaque champ&#xa0;; rien n&apos;est enregistré avant.</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>Recréer</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Supprimer quand même</translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation>Enregistrer le choix</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Before both</source>
        <translation>Avant les deux</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>La vôtre</translation>
    </message>
    <message>
        <source>The other version</source>
        <translation>L&apos;autre version</translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation>Inchangé de ce côté</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1, la vôtre&#xa0;: %2</translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation>%1, l&apos;autre version&#xa0;: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation>
            <numerusform>%n champ à choisir</numerusform>
            <numerusform>%n champs à choisir</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistant</translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation>Qui le dit</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>Écrivez un message…</translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation>Joindre une image</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>Retirer le message</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Message %1</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>Images (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation>Image, %1</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>Retirer l&apos;image</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation>Comment le modèle doit se comporter (peut rester vide)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>Ajouter un message</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MetricCard</name>
    <message>
        <source>%1: %2. %3</source>
        <comment>title, figure, note</comment>
        <translation>%1&#xa0;: %2. %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ModelList</name>
    <message>
        <source>Fetch models</source>
        <translation>Récupérer les modèles</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Copier le nom</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Rechercher des modèles</translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation>Modèles de ce fournisseur</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>Demande au fournisseur…</translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation>Le fournisseur n&apos;a pas encore été interrogé.</translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation>Aucun modèle de ce nom.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n modèle</numerusform>
            <numerusform>%n modèles</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveDialog</name>
    <message>
        <source>Move application %1</source>
        <translation>Déplacer l’application %1</translation>
    </message>
    <message>
        <source>Move key %1</source>
        <translation>Déplacer la clé %1</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Déplacer</translation>
    </message>
    <message>
        <source>To team</source>
        <translation>Vers l’équipe</translation>
    </message>
    <message>
        <source>Its keys go with it. Budget and limits of the new team count from the next call on; what was spent stays with the old one.</source>
        <translation>Ses clés la suivent. Budget et limites de la nouvelle équipe valent dès le prochain appel ; les dépenses restent à l’ancienne.</translation>
    </message>
    <message>
        <source>There is no other team.</source>
        <translation>Il n’y a pas d’autre équipe.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>To application</source>
        <translation>Vers l’application</translation>
    </message>
    <message>
        <source>The key stays the same. What the new application may do counts from the next call on.</source>
        <translation>La clé reste la même. Les droits de la nouvelle application valent dès le prochain appel.</translation>
    </message>
    <message>
        <source>There is no other application.</source>
        <translation>Il n’y a pas d’autre application.</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>Déplacer %1 vers %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveLabelDialog</name>
    <message>
        <source>Move a label</source>
        <translation>Déplacer une étiquette</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Déplacer l&apos;étiquette</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>No version: remove the label</source>
        <translation>Aucune version : retirer l&apos;étiquette</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Étiquette</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>Commencez par une lettre ou un chiffre ; ensuite seulement lettres, chiffres, points, _ et -.</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>Se trouve à</translation>
    </message>
    <message>
        <source>Whoever asks for this label gets this version with the next call.</source>
        <translation>Qui demande cette étiquette reçoit cette version au prochain appel.</translation>
    </message>
    <message>
        <source>It stands nowhere yet.</source>
        <translation>Elle n&apos;est encore nulle part.</translation>
    </message>
    <message>
        <source>It stands at version %1 now.</source>
        <translation>Elle est maintenant à la version %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MustacheLexer</name>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Variable as it is</source>
        <translation>Variable telle quelle</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Section</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>Fragment</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commentaire</translation>
    </message>
    <message>
        <source>Open tag</source>
        <translation>Balise ouverte</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation>Vues</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation>Proxy et autorités</translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation>Cette passerelle les lit à son démarrage sous «&#xa0;network&#xa0;» dans son fichier de configuration.</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>Proxy vers les fournisseurs</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>Selon l&apos;environnement</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation>Ce proxy</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation>Ceux de l&apos;environnement sont HTTPS_PROXY, HTTP_PROXY, ALL_PROXY et NO_PROXY.</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Adresse du proxy</translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation>http, https, socks5 ou socks5h, avec le nom d&apos;utilisateur s&apos;il en faut un.</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>Mot de passe du proxy</translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation>D&apos;où il est lu&#xa0;: env:NAME, file:PATH, keychain:NAME ou vault:NAME.</translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation>Joints directement</translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation>Hôtes et réseaux sans proxy, séparés par des virgules.</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>Autorités de certification</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>Fichiers PEM</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>Ajouter un fichier…</translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation>Approuvées en plus de celles du système</translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation>Fichiers PEM, un par ligne, pour tous les fournisseurs et proxys.</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>Appliquer et redémarrer</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>Redémarrer la passerelle</translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation>Ces paramètres prennent effet à son prochain démarrage. Les appels en cours sont alors interrompus.</translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation>Le mot de passe lui-même n&apos;est pas conservé ici. Indiquez d&apos;où il est lu.</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>Attendu&#xa0;: %1.</translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation>La passerelle redémarre avec ces paramètres.</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>Choisir un fichier PEM</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificats (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewChainDialog</name>
    <message>
        <source>New chain</source>
        <translation>Nouvelle chaîne</translation>
    </message>
    <message>
        <source>Create chain</source>
        <translation>Créer la chaîne</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Its name in APIs. It stays.</source>
        <translation>Son nom dans les API. Il reste.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>Pour les personnes.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propriétaire</translation>
    </message>
    <message>
        <source>Create chain %1</source>
        <translation>Créer la chaîne %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewPromptDialog</name>
    <message>
        <source>New prompt</source>
        <translation>Nouveau prompt</translation>
    </message>
    <message>
        <source>Create prompt</source>
        <translation>Créer le prompt</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Rien</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>Commencer par</translation>
    </message>
    <message>
        <source>A prompt with one variable.</source>
        <translation>Un prompt avec une variable.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Its name in APIs and chains. It stays.</source>
        <translation>Son nom dans les API et les chaînes. Il reste.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>Pour les personnes.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propriétaire</translation>
    </message>
    <message>
        <source>Create prompt %1</source>
        <translation>Créer le prompt %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation>La passerelle s&apos;est arrêtée</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>La passerelle ne répond pas</translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation>%1 a été arrêtée. Les appels sont refusés jusqu&apos;à sa remise en marche.</translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation>%1 est injoignable. La console continue d&apos;essayer.</translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation>%1 ne répond pas</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 répond à nouveau</translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation>%1 a échoué plusieurs fois de suite et est mis au repos un moment. Ses routes utilisent leur cible suivante.</translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation>%1 accepte à nouveau des appels.</translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation>%1 sur %2 sont dépensés.</translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation>%1 rejette sa clé</translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation>Les appels vers lui échouent jusqu&apos;au remplacement de la clé.</translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation>%1 sert à nouveau %2</translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation>Le premier choix de la route est de retour.</translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation>%1 s&apos;est repliée sur %2</translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation>%1 n&apos;a pas servi l&apos;appel&#xa0;; %2 l&apos;a fait.</translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation>La passerelle est de retour</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 répond à nouveau.</translation>
    </message>
    <message>
        <source>%1 has used %2 of its budget</source>
        <comment>Team research, a share</comment>
        <translation>%1 a utilisé %2 de son budget</translation>
    </message>
    <message>
        <source>%1 What happens now is set with the budget; it can be raised there for a while.</source>
        <translation>%1 La suite est définie avec le budget&#xa0;; il peut y être relevé un temps.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 demande %2</translation>
    </message>
    <message>
        <source>The subscription waits for your approval.</source>
        <translation>L’abonnement attend votre approbation.</translation>
    </message>
    <message>
        <source>Asked by %1. The subscription waits for your approval.</source>
        <translation>Demandé par %1. L’abonnement attend votre approbation.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation>Rien à signaler. Les basculements, budgets et clés rejetées s&apos;afficheront ici.</translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation>Choisir ce qui est signalé</translation>
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
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation>Aussi sur le bureau</translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation>Désactivé&#xa0;: seulement sous la cloche dans la fenêtre.</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Ce qui est signalé</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
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
        <translation>Chaîne</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectsDialog</name>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Lecture…</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>Supprimer %1 ?</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Supprimer %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OpenApiDialog</name>
    <message>
        <source>it is larger than 2 MiB</source>
        <translation>il dépasse 2 Mio</translation>
    </message>
    <message>
        <source>Import an OpenAPI document</source>
        <translation>Importer un document OpenAPI</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>Garder comme ébauche</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Document</translation>
    </message>
    <message>
        <source>OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched.</source>
        <translation>OpenAPI 3.0 ou 3.1, en JSON ou YAML. Seul le texte est lu, aucune adresse n’est appelée.</translation>
    </message>
    <message>
        <source>Choose or paste a document first.</source>
        <translation>Choisissez ou collez d’abord un document.</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>Texte du document</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>Lire le document</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>L’organisation</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propriétaire</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Service amont</translation>
    </message>
    <message>
        <source>Where the service is. Several addresses, parted by spaces, share the calls.</source>
        <translation>Où se trouve le service. Plusieurs adresses, séparées par des espaces, se partagent les appels.</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>Ce qu’il sert</translation>
    </message>
    <message>
        <source>Operations of the document</source>
        <translation>Opérations du document</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Méthode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Ce qu’elle fait</translation>
    </message>
    <message>
        <source>Choose an OpenAPI document</source>
        <translation>Choisir un document OpenAPI</translation>
    </message>
    <message>
        <source>OpenAPI documents (*.json *.yaml *.yml)</source>
        <translation>Documents OpenAPI (*.json *.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>Impossible de lire %1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Reading the document…</source>
        <translation>Lecture du document…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) found.</source>
        <translation>
            <numerusform>%n opération trouvée.</numerusform>
            <numerusform>%n opérations trouvées.</numerusform>
        </translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 est pris par une API d’un autre type.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>Une version a des lettres, chiffres, « . », « _ » et « - », 32 au plus, et n’est pas « latest ».</translation>
    </message>
    <message>
        <source>/apis/%1 is taken. Choose another version.</source>
        <translation>/apis/%1 est pris. Choisissez une autre version.</translation>
    </message>
    <message>
        <source>“%1” is no address such as https://orders.example.org.</source>
        <translation>« %1 » n’est pas une adresse telle que https://orders.example.org.</translation>
    </message>
    <message>
        <source>Say where the service is.</source>
        <translation>Dites où se trouve le service.</translation>
    </message>
    <message>
        <source>Import %1</source>
        <comment>an API</comment>
        <translation>Importer %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation>Latence par centile</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vue d&apos;ensemble</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Requêtes</translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation>Dépenses (estimées)</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>Latence p95</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>Derniers appels</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation>et %1 d&apos;argent fictif (démo)</translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation>aux prix catalogue des fournisseurs</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Connecter un client</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problèmes</translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation>Où vont les modèles en ce moment</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>Envoyer un appel de test</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>Choisir la période…</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Réinitialiser le zoom</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Exporter le graphique…</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>comme avant</translation>
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
        <translation>L&apos;appel de test a reçu sa réponse en %1.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>L&apos;afficher</translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation>rien avant</translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation>%1 par rapport à avant</translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation>
            <numerusform>%n cause</numerusform>
            <numerusform>%n causes</numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation>aucun appel en échec</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n appel</numerusform>
            <numerusform>%n appels</numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>premier octet %1</translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation>%1 du budget de %2 (%3)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>Rien ne requiert votre attention.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation>Aucune route. Les clients demandent provider/model.</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>Addition des appels…</translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation>L&apos;appel de test est en route…</translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation>Aucun trafic pour l&apos;instant. Un appel de test passe par le port de la passerelle vers le fournisseur de démonstration&#xa0;; il ne demande pas de clé et ne coûte rien.</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>Aucun trafic durant cette période.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Tout afficher</translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation>Les derniers appels s&apos;affichent ici au fur et à mesure.</translation>
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
        <translation>Afficher la réponse à mesure qu&apos;elle arrive</translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation>Saisissez un nombre de 0 à %1, ou rien.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Non envoyé</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Streaming</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Température</translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation>0 répète, 2 est débridé.</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Maximum de tokens</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>De la réponse.</translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation>Saisissez un nombre entier supérieur à 0, ou rien.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Graine</translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation>La même graine demande la même réponse.</translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation>Saisissez un nombre entier, ou rien.</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>S&apos;arrêter à</translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation>Un texte par ligne.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation>
            <numerusform>Au plus %n ligne.</numerusform>
            <numerusform>Au plus %n lignes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Raisonnement</translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation>Combien de temps un modèle qui raisonne peut réfléchir.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialDialog</name>
    <message>
        <source>Add a partial</source>
        <translation>Ajouter un fragment</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>Fragment %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>It stands in a template as {{&gt;name}}.</source>
        <translation>Il figure dans un modèle sous la forme {{&gt;name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Commencez par une lettre ; ensuite seulement lettres, chiffres et _, 64 au plus.</translation>
    </message>
    <message>
        <source>Another partial has this name.</source>
        <translation>Un autre fragment a ce nom.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialModel</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaceFields</name>
    <message>
        <source>Region</source>
        <translation>Région</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Emplacement</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projet</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Ressource</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Déploiement</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>ID de point de terminaison</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Compte</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>ID de compte</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Hôte</translation>
    </message>
    <message>
        <source>Workspace host</source>
        <translation>Hôte de l&apos;espace de travail</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espace de noms</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Service</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Domaine</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Enter what stands for %1 in the address.</source>
        <translation>Saisissez ce qui remplace %1 dans l&apos;adresse.</translation>
    </message>
    <message>
        <source>Enter the part that stands for %1 only, without “https://”.</source>
        <translation>Saisissez seulement la partie qui remplace %1, sans « https:// ».</translation>
    </message>
    <message>
        <source>Only letters, digits and . _ ~ : / - can stand in an address.</source>
        <translation>Une adresse ne contient que des lettres, des chiffres et . _ ~ : / -.</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>Adresse : %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlanDialog</name>
    <message>
        <source>Add plan</source>
        <translation>Ajouter une formule</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>Modifier la formule %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Aucune limite</translation>
    </message>
    <message>
        <source>It can be asked for</source>
        <translation>Elle peut être demandée</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>What applicants read.</source>
        <translation>Ce que lisent les demandeurs.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>By hand: a person decides</source>
        <translation>À la main : une personne décide</translation>
    </message>
    <message>
        <source>By itself: at once</source>
        <translation>Automatique : immédiatement</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Approbation</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Proposée</translation>
    </message>
    <message>
        <source>Each subscription</source>
        <translation>Chaque abonnement</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Requêtes par minute</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Tokens par minute</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Appels simultanés</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Aucun budget</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget en dollars</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Période du budget</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>In dollars. At its end, calls are refused.</source>
        <translation>En dollars. Une fois épuisé, les appels sont refusés.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>Saisissez un montant tel que 25 ou 0.50, ou rien.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Prend fin après</translation>
    </message>
    <message>
        <source>Such as 90d or 12h.</source>
        <translation>Par exemple 90d ou 12h.</translation>
    </message>
    <message>
        <source>Enter a time such as 90d or 12h.</source>
        <translation>Saisissez une durée telle que 90d ou 12h.</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Prix</translation>
    </message>
    <message>
        <source>Enter a number such as 10 or 0.001, or nothing.</source>
        <translation>Saisissez un nombre tel que 10 ou 0.001, ou rien.</translation>
    </message>
    <message>
        <source>Dollars a month</source>
        <translation>Dollars par mois</translation>
    </message>
    <message>
        <source>Dollars a call</source>
        <translation>Dollars par appel</translation>
    </message>
    <message>
        <source>Per cent on top</source>
        <translation>Pourcentage en plus</translation>
    </message>
    <message>
        <source>Of what the providers cost.</source>
        <translation>Sur le coût des fournisseurs.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>Add plan %1</source>
        <translation>Ajouter la formule %1</translation>
    </message>
    <message>
        <source>Change plan %1</source>
        <translation>Modifier la formule %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlansDialog</name>
    <message>
        <source>Plans</source>
        <translation>Formules</translation>
    </message>
    <message>
        <source>No plans yet. One says what a subscription may use, and what it costs.</source>
        <translation>Aucune formule. Elle dit ce qu’un abonnement peut utiliser et ce qu’il coûte.</translation>
    </message>
    <message>
        <source>Add plan</source>
        <translation>Ajouter une formule</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Formule</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>Autorise</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Prix</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Approbation</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Prend fin après</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <comment>a plan that cannot be asked for</comment>
        <translation>%1 (désactivée)</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>Aucune limite propre</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>À la main</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come back from the trash or with Undo.</source>
        <translation>Elle ne peut plus être demandée. Si des abonnements ou des API la nomment, la passerelle refuse. Elle peut revenir de la corbeille ou par Annuler.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nouvelle conversation</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>Ouvrir dans le journal</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>Ajouter un message</translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation>Joindre une image…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Copier en curl</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Copier en Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>Copier en JavaScript</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Banc d&apos;essai</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copier le code</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation>La conversation a été effacée.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation>Copié. Mettez votre clé dans la variable %1.</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>Écrivez d&apos;abord un message.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Choisissez un modèle.</translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation>Paramètres (%1)</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Ce qui est envoyé</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>Save as prompt…</source>
        <translation>Enregistrer comme prompt…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation>Le trousseau sera ensuite vérifié.</translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation>Une clé pour votre premier programme sera ensuite créée.</translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation>Les modèles de démonstration seront ensuite recherchés.</translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation>La passerelle démarre…</translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation>La passerelle répond à l&apos;adresse %1.</translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation>Le port %1 est occupé par un programme d&apos;un autre utilisateur.</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation>Le port %1 est occupé par %2 (processus %3).</translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation>Vérification du trousseau…</translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation>Le trousseau attend&#xa0;: votre bureau demande peut-être son mot de passe.</translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation>Les secrets ne peuvent pas être conservés ici&#xa0;: %1 Les clés des fournisseurs peuvent venir de variables.</translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation>Les clés des fournisseurs sont conservées dans votre trousseau.</translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation>Les clés des fournisseurs sont conservées dans le coffre scellé de la passerelle.</translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation>Création d&apos;une clé pour votre premier programme…</translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation>La clé %1 existe déjà.</translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation>La clé %1 a été créée (…%2). Elle peut être copiée à la page suivante.</translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation>Recherche des modèles de démonstration…</translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation>Le port de la passerelle ne répond pas comme il le devrait (%1).</translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation>Le fournisseur de démonstration est désactivé dans la configuration de la passerelle. Activez-le, ou ajoutez un fournisseur.</translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation>Les modèles de démonstration sont prêts&#xa0;: ils ne demandent pas de compte et ne coûtent rien.</translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation>%1 est affichée en ce moment. Choisissez Cet ordinateur en haut de la fenêtre, puis vérifiez à nouveau.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PreviewPanel</name>
    <message>
        <source>Preview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <source>Values to try</source>
        <translation>Valeurs d&apos;essai</translation>
    </message>
    <message>
        <source>What could be rendered last</source>
        <translation>Le dernier rendu possible</translation>
    </message>
    <message>
        <source>Cannot be rendered</source>
        <translation>Rendu impossible</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>Rendu en cours…</translation>
    </message>
    <message>
        <source>As the model reads it</source>
        <translation>Tel que le modèle le lit</translation>
    </message>
    <message>
        <source>Message %1, line %2</source>
        <translation>Message %1, ligne %2</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Message %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n image(s)</source>
        <translation>
            <numerusform>%1 · %n image</numerusform>
            <numerusform>%1 · %n images</numerusform>
        </translation>
    </message>
    <message>
        <source>Message %1, %2</source>
        <translation>Message %1, %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation>Définir le prix</translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation>Utiliser le prix catalogue</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>Dollars par million de tokens</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrée</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Sortie</translation>
    </message>
    <message>
        <source>As input</source>
        <translation>Comme l&apos;entrée</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Entrée en cache</translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation>Écritures en cache</translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation>Contrat, page des prix …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation>D&apos;où viennent les chiffres. Les coûts et budgets en tiennent compte dès le prochain appel.</translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation>Saisissez des dollars par million de tokens, par exemple 2.50. 0 signifie gratuit.</translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation>Saisissez des dollars, par exemple 2.50, avec au plus 12 décimales.</translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation>Définir le prix de %1/%2</translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation>Utiliser le prix catalogue de %1/%2</translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation>Il n&apos;y a plus de fournisseur %1. Fermez ceci et regardez à nouveau.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation>%1 refuse sa clé.</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Remplacer la clé</translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation>%1 n&apos;a pas de clé lisible.</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>Ajouter une clé</translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation>%1 est au repos&#xa0;: des appels vers lui ont échoué de suite.</translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation>Le budget de %1 est épuisé&#xa0;: %2&#xa0;% de %3.</translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation>Le budget de %1 est presque épuisé&#xa0;: %2&#xa0;% de %3.</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Ouvrir les paramètres</translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation>Les enregistrements occupent %1 sur %2. Les plus anciens partiront ensuite.</translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation>Modifier la conservation</translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation>
            <numerusform>%n appel de %1 n&apos;a pas de prix connu&#xa0;; les dépenses sont incomplètes.</numerusform>
            <numerusform>%n appels de %1 n&apos;ont pas de prix connu&#xa0;; les dépenses sont incomplètes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Définir le prix</translation>
    </message>
    <message>
        <source>See its circuit</source>
        <translation>Voir son disjoncteur</translation>
    </message>
    <message>
        <source>See the budget</source>
        <translation>Voir le budget</translation>
    </message>
    <message>
        <source>The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.</source>
        <comment>application, provider and model, money</comment>
        <translation>Le cache de prompt que %1 écrit chez %2 n&apos;est jamais lu : %3 pour rien durant la dernière heure.</translation>
    </message>
    <message>
        <source>See the route</source>
        <translation>Voir la route</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptEditor</name>
    <message>
        <source>Pages of the prompt</source>
        <translation>Pages du prompt</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Écrire</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Essayer</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Tests</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>Tous les prompts</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>Lecture du prompt…</translation>
    </message>
    <message>
        <source>There is no prompt “%1” any more.</source>
        <translation>Le prompt « %1 » n&apos;existe plus.</translation>
    </message>
    <message>
        <source>Save version %1 of prompt %2</source>
        <translation>Enregistrer la version %1 du prompt %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessageCard</name>
    <message>
        <source>System</source>
        <translation>Système</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Assistant</translation>
    </message>
    <message>
        <source>Add an image</source>
        <translation>Ajouter une image</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>Retirer le message</translation>
    </message>
    <message>
        <source>Image: {{picture}}, or a data address</source>
        <translation>Image : {{picture}}, ou une adresse de données</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Image</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>Retirer l&apos;image</translation>
    </message>
    <message>
        <source>Template of message %1</source>
        <translation>Modèle du message %1</translation>
    </message>
    <message>
        <source>Who says message %1</source>
        <translation>Qui dit le message %1</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Ligne %1 : %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessages</name>
    <message>
        <source>Add message</source>
        <translation>Ajouter un message</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptModel</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identifiant</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publié</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Utilisé par</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Modifié</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Mots-clés</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptTrial</name>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>The template cannot be rendered with these values. Mend it under Write.</source>
        <translation>Le modèle ne peut pas être rendu avec ces valeurs. Corrigez-le sous « Écrire ».</translation>
    </message>
    <message>
        <source>Asks with the values under Write. What is written need not be saved.</source>
        <translation>Demande avec les valeurs sous « Écrire ». Rien n&apos;a besoin d&apos;être enregistré.</translation>
    </message>
    <message>
        <source>Asks with the values under Write. Secret ones are sent, and kept nowhere.</source>
        <translation>Demande avec les valeurs sous « Écrire ». Les valeurs secrètes sont envoyées et ne sont conservées nulle part.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptsView</name>
    <message>
        <source>New prompt</source>
        <translation>Nouveau prompt</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>Modifier le prompt</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Dupliquer</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>Publier…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Importer des fichiers…</translation>
    </message>
    <message>
        <source>Export files…</source>
        <translation>Exporter des fichiers…</translation>
    </message>
    <message>
        <source>Delete prompt</source>
        <translation>Supprimer le prompt</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Exporter la liste</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>Enregistrer la version</translation>
    </message>
    <message>
        <source>Discard edits</source>
        <translation>Abandonner les modifications</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>Comparer des versions</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Déplacer l&apos;étiquette</translation>
    </message>
    <message>
        <source>Revert to the chosen version</source>
        <translation>Revenir à la version choisie</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>Lancer les tests</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>L&apos;essayer</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>More commands</source>
        <translation>Autres commandes</translation>
    </message>
    <message>
        <source>Select one prompt first.</source>
        <translation>Sélectionnez d&apos;abord un prompt.</translation>
    </message>
    <message>
        <source>Select a prompt first.</source>
        <translation>Sélectionnez d&apos;abord un prompt.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Rien n&apos;a été modifié.</translation>
    </message>
    <message>
        <source>Open a prompt first.</source>
        <translation>Ouvrez d&apos;abord un prompt.</translation>
    </message>
    <message>
        <source>Choose an older version under Versions first.</source>
        <translation>Choisissez d&apos;abord une version antérieure sous « Versions ».</translation>
    </message>
    <message>
        <source>Add tests and choose models under Tests first.</source>
        <translation>Ajoutez d&apos;abord des tests et choisissez des modèles sous « Tests ».</translation>
    </message>
    <message>
        <source>Choose a model under Try, and let the template be whole.</source>
        <translation>Choisissez un modèle sous « Essayer » ; le modèle de texte doit être sans faute.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>Rien n&apos;est en cours.</translation>
    </message>
    <message>
        <source>Delete the prompt %1?</source>
        <translation>Supprimer le prompt %1 ?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n prompt(s)?</source>
        <translation>
            <numerusform>Supprimer %n prompt ?</numerusform>
            <numerusform>Supprimer %n prompts ?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions, labels and tests go with it. It can come back from the trash or with Undo.</source>
        <translation>Ses versions, étiquettes et tests partent avec lui. Il peut revenir de la corbeille ou avec Annuler.</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, used by %2</source>
        <comment>versions, names of APIs and chains</comment>
        <translation>%1, utilisé par %2</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete prompt %1</source>
        <translation>Supprimer le prompt %1</translation>
    </message>
    <message>
        <source>Filter prompts</source>
        <translation>Filtrer les prompts</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the prompts…</source>
        <translation>Lecture des prompts…</translation>
    </message>
    <message>
        <source>No prompts yet. One is a template that is tested, versioned and published as an API.</source>
        <translation>Aucun prompt pour l&apos;instant. C&apos;est un modèle que l&apos;on teste, versionne et publie comme API.</translation>
    </message>
    <message>
        <source>New from example</source>
        <translation>Nouveau d&apos;après un exemple</translation>
    </message>
    <message>
        <source>No prompt has these words.</source>
        <translation>Aucun prompt ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one chain first.</source>
        <translation>Sélectionnez d’abord une chaîne.</translation>
    </message>
    <message>
        <source>Open a chain first.</source>
        <translation>Ouvrez d’abord une chaîne.</translation>
    </message>
    <message>
        <source>Mend what is wrong with the chain, or with its values, first.</source>
        <translation>Corrigez d’abord ce qui ne va pas dans la chaîne ou ses valeurs.</translation>
    </message>
    <message>
        <source>This is for prompts only.</source>
        <translation>Cela ne vaut que pour les prompts.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>Nouvelle chaîne</translation>
    </message>
    <message>
        <source>Edit chain</source>
        <translation>Modifier la chaîne</translation>
    </message>
    <message>
        <source>Delete chain</source>
        <translation>Supprimer la chaîne</translation>
    </message>
    <message>
        <source>Prompts and chains</source>
        <translation>Prompts et chaînes</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>Chaînes</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation>Erreurs récentes</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Utilisé par</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>%1 copié.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation>Aucun appel au cours des dernières 24 heures.</translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation>Dernières 24 heures&#xa0;: %1 appels, %2 erreurs.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Désactiver</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Activer</translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation>Déverrouiller le trousseau</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Remplacer la clé</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Tester</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Utilisée</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>En réserve</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Illisible</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>Pas encore demandée</translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation>…%1</translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation>%1 · conservée %2</translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation>Tester la clé %1</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Remplacer</translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation>Remplacer la clé %1</translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation>Aucune&#xa0;: les appels partent sans clé.</translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation>Aucune au cours des dernières 24 heures.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation>Tout afficher dans le journal</translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation>Aucune route. Les modèles peuvent être demandés sous la forme %1/MODEL.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation>Ajouter %1</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Ajouter un fournisseur</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Modifier %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation>Les modèles peuvent être demandés sous la forme NAME/model. Le nom ne pourra plus être modifié.</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>Parle</translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation>Laissez vide pour utiliser l&apos;adresse habituelle du fournisseur.</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>URL de base</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation>Ce fournisseur fonctionne aussi sans clé.</translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Une clé est conservée dans le trousseau ou le coffre de la passerelle et n&apos;est plus jamais affichée.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Tester</translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation>Essaie ce qui est saisi ici, sans l&apos;enregistrer</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>Saisissez un nom.</translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation>N&apos;utilisez que des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», au plus 64, en commençant par une lettre ou un chiffre.</translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation>Un fournisseur porte déjà ce nom. Choisissez un autre nom.</translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation>Saisissez l&apos;adresse de l&apos;API du fournisseur.</translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation>Mettez vos propres valeurs à la place de ce qui est entre accolades.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation>Saisissez une adresse complète, par exemple https://api.example.com/v1.</translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation>L&apos;adresse ne doit contenir ni nom d&apos;utilisateur, ni «&#xa0;?&#xa0;», ni «&#xa0;#&#xa0;».</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation>Ajouter le fournisseur %1</translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation>Modifier le fournisseur %1</translation>
    </message>
    <message>
        <source>Leave it empty to use the address above; one of your own takes its place.</source>
        <translation>Laissez vide pour utiliser l&apos;adresse ci-dessus ; la vôtre prend sa place.</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>Version de l&apos;API</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>Laissez vide pour la version habituelle.</translation>
    </message>
    <message>
        <source>A version is written like 2024-10-21.</source>
        <translation>Une version s&apos;écrit comme 2024-10-21.</translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” above.</source>
        <translation>Saisissez une clé. Si ce fournisseur n&apos;en demande pas, choisissez « Aucune clé n&apos;est envoyée » ci-dessus.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation>Intégré</translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation>Compatible %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Santé</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation>Dépenses, 24 h</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation>Supprimer la route %1</translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation>Retirer %1 de la route %2</translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation>Les clés ont été relues.</translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation>Désactiver le fournisseur %1</translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation>Activer le fournisseur %1</translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation>Supprimer le fournisseur %1&#xa0;?</translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation>Plus aucun appel n&apos;y va. Vous pouvez le récupérer dans la corbeille pendant 30 jours.</translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation>Il est retiré des routes qui le nomment. Vous pouvez le récupérer dans la corbeille pendant 30 jours.</translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation>
            <numerusform>Il est retiré des routes qui le nomment&#xa0;; %n route sans autre cible est aussi supprimée. Vous pouvez tout récupérer dans la corbeille pendant 30 jours.</numerusform>
            <numerusform>Il est retiré des routes qui le nomment&#xa0;; %n routes sans autre cible sont aussi supprimées. Vous pouvez tout récupérer dans la corbeille pendant 30 jours.</numerusform>
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
            <numerusform>%n route</numerusform>
            <numerusform>%n routes</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation>%1 appels au cours des dernières 24 heures</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation>Supprimer le fournisseur %1</translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation>Déplacer le fournisseur %1</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Fournisseurs</translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation>Filtrer les fournisseurs</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Tester</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Ajouter un fournisseur</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>Ajouter un fournisseur…</translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation>Tester le fournisseur</translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation>Modifier le fournisseur…</translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation>Remplacer la clé…</translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation>Relire les clés</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>Récupérer les modèles</translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation>Désactiver le fournisseur</translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation>Monter le fournisseur</translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation>Descendre le fournisseur</translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation>Exporter les fournisseurs…</translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation>Supprimer le fournisseur…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation>Lecture des fournisseurs…</translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation>Seul le fournisseur de démonstration est présent. Ajoutez-en un pour atteindre de vrais modèles.</translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation>Aucun fournisseur ne correspond au filtre.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation>Sélectionnez d&apos;abord un fournisseur.</translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation>Le fournisseur de démonstration est intégré.</translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation>Activer le fournisseur</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>Afficher le trafic en direct</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishDialog</name>
    <message>
        <source>Publish an API</source>
        <translation>Publier une API</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Takes the next name that is free</source>
        <translation>Prend le prochain nom libre</translation>
    </message>
    <message>
        <source>Name in the address</source>
        <translation>Nom dans l’adresse</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>What the catalogue calls it.</source>
        <translation>Son nom dans le catalogue.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forme</translation>
    </message>
    <message>
        <source>Checked JSON is held against the schema of the prompt&apos;s answer.</source>
        <translation>Le JSON vérifié est confronté au schéma de réponse du prompt.</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Accès</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propriétaire</translation>
    </message>
    <message>
        <source>Its team may always call it.</source>
        <translation>Son équipe peut toujours l’appeler.</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>Qui peut appeler</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Formules</translation>
    </message>
    <message>
        <source>What can be asked for. Without any, a subscription has no plan.</source>
        <translation>Ce qui peut être demandé. Sans formule, un abonnement n’en a pas.</translation>
    </message>
    <message>
        <source>Show it in the catalogue</source>
        <translation>L’afficher dans le catalogue</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catalogue</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Ce qui change</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Why, for those who read its history.</source>
        <translation>Pourquoi, pour qui lira l’historique.</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>Garder comme ébauche</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>Soumettre à la relecture</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>L’organisation</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a plan, its price</comment>
        <translation>%1&amp;#xa0;: %2</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 est pris par une API d’un autre type.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>Une version a des lettres, chiffres, « . », « _ » et « - », 32 au plus, et n’est pas « latest ».</translation>
    </message>
    <message>
        <source>/apis/%1/%2 is taken.</source>
        <translation>/apis/%1/%2 est pris.</translation>
    </message>
    <message>
        <source>Nothing is published at this address yet. This is what will be:</source>
        <translation>Rien n’est encore publié à cette adresse. Voici ce qui le sera :</translation>
    </message>
    <message>
        <source>Beside version %1, which is live:</source>
        <translation>À côté de la version %1, en service :</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>a version of an API</comment>
        <translation>Publier %1</translation>
    </message>
    <message>
        <source>The change waits for review. Publish the version once it is applied.</source>
        <translation>Le changement attend la relecture. Publiez la version une fois appliqué.</translation>
    </message>
    <message>
        <source>Version %1 of %2 is kept as a design.</source>
        <translation>La version %1 de %2 est gardée comme ébauche.</translation>
    </message>
    <message>
        <source>Version %1 of %2 waits for review.</source>
        <translation>La version %1 de %2 attend la relecture.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishSource</name>
    <message>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>A label follows where it is moved; a version stays what it is.</source>
        <translation>Une étiquette suit ses déplacements ; une version reste ce qu’elle est.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Names parted by commas. The first is the one that is asked where a call names none.</source>
        <translation>Noms séparés par des virgules. Le premier sert quand l’appel n’en nomme pas.</translation>
    </message>
    <message>
        <source>Name at least one model.</source>
        <translation>Nommez au moins un modèle.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: version %2 now</source>
        <comment>a label</comment>
        <translation>%1 : version %2 actuellement</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Version %1: %2</source>
        <comment>with a comment</comment>
        <translation>Version %1 : %2</translation>
    </message>
    <message>
        <source>There is no chain yet.</source>
        <translation>Il n’y a pas encore de chaîne.</translation>
    </message>
    <message>
        <source>There is no prompt yet. Write one first.</source>
        <translation>Il n’y a pas encore de prompt. Écrivez-en un d’abord.</translation>
    </message>
    <message>
        <source>Save a version of it first.</source>
        <translation>Enregistrez-en d’abord une version.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishedDialog</name>
    <message>
        <source>Version %1 of %2</source>
        <translation>Version %1 de %2</translation>
    </message>
    <message>
        <source>Version %1 of %2 can be called</source>
        <translation>La version %1 de %2 peut être appelée</translation>
    </message>
    <message>
        <source>This command works once the variable GATEHOUSE_API_KEY holds a key that may call it.</source>
        <translation>Cette commande fonctionne dès que la variable GATEHOUSE_API_KEY contient une clé autorisée.</translation>
    </message>
    <message>
        <source>The command</source>
        <translation>La commande</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copié.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PurgeDialog</name>
    <message>
        <source>Purge the cache</source>
        <translation>Vider le cache</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>Vider…</translation>
    </message>
    <message>
        <source>All routes</source>
        <translation>Toutes les routes</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Tous les modèles</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>As its provider calls it.</source>
        <translation>Comme son fournisseur l&apos;appelle.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Toutes les clés</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a key&apos;s name, its id</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Answers that its calls brought. What fits all three is thrown away.</source>
        <translation>Réponses apportées par ses appels. Ce qui correspond aux trois est jeté.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RaiseDialog</name>
    <message>
        <source>Raise the budget of %1 for a while</source>
        <translation>Relever un temps le budget de %1</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>Relever</translation>
    </message>
    <message>
        <source>Dollars until then</source>
        <translation>Dollars jusque-là</translation>
    </message>
    <message>
        <source>In place of %1, not on top of it.</source>
        <translation>À la place de %1, pas en plus.</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Pour une heure</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Pour un jour</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Pour une semaine</translation>
    </message>
    <message>
        <source>Until the period ends</source>
        <translation>Jusqu&apos;à la fin de la période</translation>
    </message>
    <message>
        <source>No longer: end the raise now</source>
        <translation>Plus du tout&#xa0;: terminer maintenant</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Durée</translation>
    </message>
    <message>
        <source>The amount that is set counts again afterwards, by itself.</source>
        <translation>Ensuite, le montant défini compte à nouveau de lui-même.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>Saisissez un montant comme 25 ou 0.50.</translation>
    </message>
    <message>
        <source>It must be more than what is set.</source>
        <translation>Il doit dépasser ce qui est défini.</translation>
    </message>
    <message>
        <source>Raise the budget of %1</source>
        <translation>Relever le budget de %1</translation>
    </message>
    <message>
        <source>End the raise of the budget of %1</source>
        <translation>Terminer le relèvement du budget de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation>Réinitialiser le zoom</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>Période&#xa0;: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation>Afficher cette période</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Du</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Au</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Mois précédent</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Mois suivant</translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation>La fin précède le début. Choisissez une fin plus tardive.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation>Passerelle</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Trousseau</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>Première clé</translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation>Modèles de démonstration</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Vérifier à nouveau</translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation>Utiliser plutôt le port %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>The applicant reads it.</source>
        <translation>Le demandeur la lit.</translation>
    </message>
    <message>
        <source>Say why, so that the applicant knows what to do.</source>
        <translation>Dites pourquoi, pour que le demandeur sache quoi faire.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>Au plus %n caractère.</numerusform>
            <numerusform>Au plus %n caractères.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation>Terminé à %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation>Quand un appel échoue</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Toujours</translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation>Confidentialité et enregistrements</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Ce qui est enregistré</translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation>Conserver les contenus des appels</translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation>Questions et réponses. Les clés, adresses et numéros de personnes sont d&apos;abord masqués. Les clés, applications et routes peuvent être plus restrictives.</translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation>De chaque contenu, au plus</translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation>Ce qui dépasse est coupé, et le journal l&apos;indique.</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Pendant combien de temps</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation>Les lignes du journal, et la raison du déroulement de chaque appel.</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>Contenus</translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation>Ils ne survivent jamais à leur appel.</translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation>Sommes par minute</translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation>Pour les graphiques de courtes durées.</translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation>Sommes par heure</translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation>Les sommes par jour, qui contiennent les dépenses, restent toujours.</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>Taille sur le disque</translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation>Au-delà, les contenus les plus anciens partent d&apos;abord, puis les appels les plus anciens.</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>Sur le disque</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>Utilisé</translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation>La base, avec tout ce qui est enregistré.</translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation>Libérer de l&apos;espace</translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation>Compacter la base</translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation>Rend au disque l&apos;espace des enregistrements supprimés, pendant que la passerelle sert.</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>Recompter</translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation>Recalculer les sommes</translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation>Recalcule les graphiques et les dépenses d&apos;après les appels conservés.</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation>%1 pour %2</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n appel</numerusform>
            <numerusform>%n appels</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation>Réinitialiser confidentialité et enregistrements</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation>Remplacer la clé de %1</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Remplacer la clé</translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation>La nouvelle clé remplace aussitôt l&apos;ancienne&#xa0;; l&apos;ancienne ne peut pas être récupérée.</translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation>La nouvelle clé est conservée dans le trousseau ou le coffre de la passerelle et utilisée à la place de «&#xa0;%1&#xa0;».</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Collez la clé ici</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Nouvelle clé</translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation>Elle est essayée chez le fournisseur avant d&apos;être conservée.</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>Saisissez la nouvelle clé.</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>Une clé ne contient ni espaces ni caractères spéciaux. Copiez-la à nouveau.</translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation>%1 Saisissez une autre clé, ou appuyez à nouveau sur Remplacer la clé pour la conserver malgré tout.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation>Le port de la passerelle ne répond pas (%1). Vérifiez qu&apos;elle fonctionne, puis réessayez.</translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation>L&apos;appel s&apos;est terminé avec l&apos;état %1.</translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation>La réponse s&apos;est interrompue.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation>Modifier et rejouer</translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation>%1 %2, avec une clé propre à la console. L&apos;appel est enregistré et payé comme tout autre.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation>La réponse arrive ici.</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>Comparer avec le premier</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Envoyer</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation>Ce n&apos;est pas du JSON&#xa0;: %1, au caractère %2.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Envoi…</translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation>État %1 après %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ResultMatrix</name>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Réussi</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échoué</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <comment>why</comment>
        <translation>Échoué : %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Test</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Vérifications</translation>
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
        <translation>%1 · %2 sur %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation>Voici ce qui change. Cela devient une nouvelle révision, sur laquelle vous pouvez aussi revenir.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Rétablir</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Reverting</name>
    <message>
        <source>Everything is as it was then already.</source>
        <translation>Tout est déjà comme à ce moment-là.</translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation>Revenir sur la révision %1&#xa0;?</translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation>Revenir à la révision %1&#xa0;?</translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation>Rétabli. L&apos;historique le garde comme nouvelle révision.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation>Vérifier les modifications</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation>
            <numerusform>%n modification attend d&apos;être vérifiée. Rien n&apos;est encore arrivé à %1.</numerusform>
            <numerusform>%n modifications attendent d&apos;être vérifiées. Rien n&apos;est encore arrivé à %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation>Tout abandonner</translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation>Vérifier les modifications</translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation>Rien n&apos;est encore arrivé à %1. Appliquez les modifications ensemble, ou abandonnez celles que vous ne voulez pas.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation>
            <numerusform>Abandonner %n modification&#xa0;?</numerusform>
            <numerusform>Abandonner %n modifications&#xa0;?</numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation>Elles n&apos;ont pas été appliquées et ne peuvent pas être récupérées.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>Appliquer %n modification</numerusform>
            <numerusform>Appliquer %n modifications</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation>Abandonner&#xa0;: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Refusé&#xa0;: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation>
            <numerusform>%n modification n&apos;a pas pu être appliquée&#xa0;: corrigez ou abandonnez ce qui est marqué, puis appliquez à nouveau.</numerusform>
            <numerusform>%n modifications n&apos;ont pas pu être appliquées&#xa0;: corrigez ou abandonnez ce qui est marqué, puis appliquez à nouveau.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Modification</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Enregistrements</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Ce qui change</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>À savoir</translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation>La passerelle est interrogée sur ce qui changerait…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Un instant…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>Rien n&apos;a été modifié.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation>Tout cela existe déjà&#xa0;: rien ne changerait.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>Rien à importer.</translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation>Rien n&apos;a encore changé. Cela ajouterait %1, modifierait %2 et retirerait %3.</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n objet</numerusform>
            <numerusform>%n objets</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a place in a file, what became of it</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n things to know</source>
        <translation>
            <numerusform>%n chose à savoir</numerusform>
            <numerusform>%n choses à savoir</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation>Renouveler la clé %1</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Renouveler</translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation>Conserver la nouvelle clé dans le trousseau pour les commandes auxiliaires</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 heures</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 heure</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 jours</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 jours</translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation>Pas du tout&#xa0;: l&apos;arrêter maintenant</translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation>L&apos;ancienne clé reste valide</translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation>Une nouvelle clé est créée aussitôt. Donnez-la aux clients avant la fin de l&apos;ancienne.</translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation>Expiration de la nouvelle clé</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Trousseau</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation>Créer une route</translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation>Modifier la route %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>smart</source>
        <translation>smart</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation>Ce que les clients demandent comme modèle.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Cibles</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>Selon les paramètres</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>Des appels en échec</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>De tous les appels</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>Contenus enregistrés</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>Entre les réglages de la clé, de l&apos;application et de la route, le plus confidentiel l&apos;emporte.</translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation>Donnez un nom à la route, par exemple smart.</translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation>N&apos;utilisez que des caractères imprimables, 256 au plus.</translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation>Une route porte déjà ce nom. Modifiez celle-là, ou prenez un autre nom.</translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation>Créer la route %1</translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation>Modifier la route %1</translation>
    </message>
    <message>
        <source>Refuse calls that lose a field</source>
        <translation>Refuser les appels qui perdent un champ</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Traduction</translation>
    </message>
    <message>
        <source>Where a provider&apos;s dialect cannot say a field, the client gets an error that names it instead of an answer without it. A target that can say all is taken first.</source>
        <translation>Si le dialecte d&apos;un fournisseur ne peut exprimer un champ, le client reçoit une erreur qui le nomme au lieu d&apos;une réponse sans lui. Une cible qui peut tout exprimer est prise d&apos;abord.</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>Évaluer…</translation>
    </message>
    <message>
        <source>What the calls of the last days would have done with this route</source>
        <translation>Ce que les appels des derniers jours auraient fait avec cette route</translation>
    </message>
    <message>
        <source>Where one fails, the next one serves. Drag them into their order, or press Alt+Up and Alt+Down.</source>
        <translation>Quand l&apos;une échoue, la suivante sert. Glissez-les dans leur ordre, ou appuyez sur Alt+Haut et Alt+Bas.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Règles</translation>
    </message>
    <message>
        <source>The first rule that fits a call says where it goes; where none fits, all targets stand.</source>
        <translation>La première règle qui correspond à un appel dit où il va ; si aucune ne correspond, toutes les cibles valent.</translation>
    </message>
    <message>
        <source>When a target fails</source>
        <translation>Quand une cible échoue</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>Canari</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Expérience</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Ombre</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Limites</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Translation and records</source>
        <translation>Traduction et enregistrements</translation>
    </message>
    <message>
        <source>Route %1 on recorded calls</source>
        <translation>Route %1 sur les appels enregistrés</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation>Activée</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Désactivée</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation>, puis </translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation>Dollars par million de tokens chez la première cible</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Cibles</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Cibles de repli</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>Prix par million</translation>
    </message>
    <message>
        <source>Price source</source>
        <translation>Source du prix</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>What clients of every dialect get from it, as the last conformance test found</source>
        <translation>Ce que les clients de chaque dialecte en obtiennent, selon le dernier test de conformité</translation>
    </message>
    <message>
        <source>Conformance</source>
        <translation>Conformité</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n règle</numerusform>
            <numerusform>%n règles</numerusform>
        </translation>
    </message>
    <message>
        <source>canary</source>
        <translation>canari</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>expérience</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>ombre</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Stratégie</translation>
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
        <translation>&amp;Changer de fournisseur</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation>%1&#xa0;: %2</translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation>Aucune route n&apos;a de seconde cible vers laquelle basculer.</translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation>Première cible de %1</translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation>Envoyer %1 d&apos;abord à %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation>Créer une route</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Désactiver</translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Définir le prix</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Afficher ses appels</translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation>Supprimer la route</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>Modèles et routes</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>Filtrer les routes</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routes</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation>Lecture des routes…</translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation>Aucune route pour l&apos;instant. Une route donne aux clients un seul nom pour plusieurs modèles et bascule entre eux&#xa0;; sans route, ils demandent provider/model.</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>Aucune route ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>Sélectionnez d&apos;abord une route.</translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation>Les prix du fournisseur de démonstration sont fictifs et ne changent pas.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Activer</translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation>Désactiver la route %1</translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation>Activer la route %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation>
            <numerusform>%1&#xa0;: %n appel.</numerusform>
            <numerusform>%1&#xa0;: %n appels.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation>
            <numerusform>%n application la nomme dans ses modèles.</numerusform>
            <numerusform>%n applications la nomment dans leurs modèles.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation>Supprimer la route %1&#xa0;?</translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation>Les clients qui demandent ce nom sont refusés dès maintenant. Vous pouvez annuler cette action.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation>Supprimer la route %1</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>Exporter les routes</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>Simuler</translation>
    </message>
    <message>
        <source>Run conformance test…</source>
        <translation>Test de conformité…</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>Canari…</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>Afficher le trafic en direct</translation>
    </message>
    <message>
        <source>This route has no canary. Edit the route to give it one.</source>
        <translation>Cette route n&apos;a pas de canari. Modifiez la route pour lui en donner un.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleDialog</name>
    <message>
        <source>Add rule</source>
        <translation>Ajouter une règle</translation>
    </message>
    <message>
        <source>Edit rule</source>
        <translation>Modifier la règle</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Reprendre la règle</translation>
    </message>
    <message>
        <source>Tokens above</source>
        <translation>Jetons au-dessus de</translation>
    </message>
    <message>
        <source>Tokens below</source>
        <translation>Jetons en dessous de</translation>
    </message>
    <message>
        <source>Only at these times</source>
        <translation>Seulement à ces heures</translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation>Prompts longs</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Shown where a call is explained.</source>
        <translation>Affiché là où un appel est expliqué.</translation>
    </message>
    <message>
        <source>Where they go</source>
        <translation>Où ils vont</translation>
    </message>
    <message>
        <source>Some of the targets</source>
        <translation>Certaines des cibles</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>Une autre route</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Vers</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Cibles</translation>
    </message>
    <message>
        <source>In the order of the route.</source>
        <translation>Dans l&apos;ordre de la route.</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>Quels appels</translation>
    </message>
    <message>
        <source>Names parted by commas; one of them is enough.</source>
        <translation>Noms séparés par des virgules ; un seul suffit.</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Équipes</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Applications</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>N&apos;importe quel nombre</translation>
    </message>
    <message>
        <source>Of the request, as estimated before it is sent.</source>
        <translation>De la requête, estimés avant l&apos;envoi.</translation>
    </message>
    <message>
        <source>Streamed or not</source>
        <translation>En flux ou non</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>En flux</translation>
    </message>
    <message>
        <source>Not streamed</source>
        <translation>Pas en flux</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Chemin</translation>
    </message>
    <message>
        <source>* stands for any characters.</source>
        <translation>* vaut pour tous caractères.</translation>
    </message>
    <message>
        <source>A pair a line, name and value parted by a colon; all of them. * stands for any characters.</source>
        <translation>Une paire par ligne, nom et valeur séparés par un deux-points ; toutes. * vaut pour tous caractères.</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>En-têtes</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Métadonnées</translation>
    </message>
    <message>
        <source>What the request says of itself.</source>
        <translation>Ce que la requête dit d&apos;elle-même.</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>Champs de la requête</translation>
    </message>
    <message>
        <source>Fields of the request&apos;s body, such as reasoning_effort: high.</source>
        <translation>Champs du corps de la requête, comme reasoning_effort: high.</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>From</source>
        <translation>De</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Jusqu&apos;à</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Fuseau horaire</translation>
    </message>
    <message>
        <source>until</source>
        <translation>jusqu&apos;à</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Jours</translation>
    </message>
    <message>
        <source>None chosen: every day.</source>
        <translation>Aucun choisi : tous les jours.</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>Écrivez sur chaque ligne un nom, un deux-points et une valeur, comme %1.</translation>
    </message>
    <message>
        <source>Choose at least one target.</source>
        <translation>Choisissez au moins une cible.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleList</name>
    <message>
        <source>Add rule</source>
        <translation>Ajouter une règle</translation>
    </message>
    <message>
        <source>A rule goes to the target %1, which is not there. Edit that rule.</source>
        <translation>Une règle mène à la cible %1, qui n&apos;existe pas. Modifiez cette règle.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleRow</name>
    <message>
        <source>Edit rule</source>
        <translation>Modifier la règle</translation>
    </message>
    <message>
        <source>Ask it earlier</source>
        <translation>La demander plus tôt</translation>
    </message>
    <message>
        <source>Ask it later</source>
        <translation>La demander plus tard</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>Retirer la règle</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SaveVersionDialog</name>
    <message>
        <source>Save version %1</source>
        <translation>Enregistrer la version %1</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>Enregistrer la version</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commentaire</translation>
    </message>
    <message>
        <source>What is new, for whoever looks at the history. A version never changes.</source>
        <translation>Ce qui est nouveau, pour qui regarde l&apos;historique. Une version ne change jamais.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation>Enregistrer ce filtre…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Oublier</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>Enregistrer le filtre</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation>Enregistré sur cette passerelle, pour tous ceux qui y travaillent&#xa0;: %1</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation>Commencez par une lettre ou un chiffre&#xa0;; des lettres, chiffres, espaces, points, tirets et tirets bas peuvent suivre.</translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation>Le filtre %1 est enregistré.</translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation>Le filtre %1 est oublié.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ServiceAccountEdit</name>
    <message>
        <source>Paste</source>
        <translation>Coller</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>Compte de service</translation>
    </message>
    <message>
        <source>Paste the JSON, or choose its file</source>
        <translation>Collez le JSON ou choisissez son fichier</translation>
    </message>
    <message>
        <source>Paste the JSON of the service account, or choose its file.</source>
        <translation>Collez le JSON du compte de service ou choisissez son fichier.</translation>
    </message>
    <message>
        <source>This is too long for a service account&apos;s JSON.</source>
        <translation>C&apos;est trop long pour le JSON d&apos;un compte de service.</translation>
    </message>
    <message>
        <source>This is no JSON. Download the key of the service account as JSON and take that file.</source>
        <translation>Ce n&apos;est pas du JSON. Téléchargez la clé du compte de service au format JSON et prenez ce fichier.</translation>
    </message>
    <message>
        <source>This JSON is not the key of a service account: its “type” is another.</source>
        <translation>Ce JSON n&apos;est pas la clé d&apos;un compte de service : son « type » est autre.</translation>
    </message>
    <message>
        <source>This JSON lacks “client_email” or “private_key”. Download the key again.</source>
        <translation>Il manque « client_email » ou « private_key » à ce JSON. Téléchargez de nouveau la clé.</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>Fichiers JSON (*.json);;Tous les fichiers (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation>%1&#xa0;: activé</translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation>%1&#xa0;: désactivé</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation>zone de notification ouverture de session démarrage fenêtre importer exporter</translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation>port adresse redémarrer serveur limites</translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation>contenus conservation conserver disque taille compacter vacuum sommes</translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation>proxy certificat autorités TLS</translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation>cloche budget basculement</translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation>touches clavier commandes raccourcis</translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation>copie fichier sauvegarder</translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation>version licence diagnostic</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Paramètres</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Rechercher dans les paramètres</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>Pages des paramètres</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Aucun paramètre ne contient ces mots.</translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation>Réinitialiser la page</translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation>Réinitialiser %1&#xa0;?</translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation>Tous les paramètres de cette page reprennent leur valeur de départ.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Réinitialiser</translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation>thème sombre clair texte taille échelle zoom langue</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation>Trouver une commande ou ses touches</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Commandes et leurs touches</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>Raccourcis</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Attribuer</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>Retirer les touches</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Par défaut</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>Trouver une commande ou des touches</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Trouver une commande</translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation>Par son nom, ses touches ou l&apos;endroit où elle agit.</translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation>Touches de la commande</translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation>Choisissez une commande dans le tableau, appuyez sur les nouvelles touches, puis attribuez-les.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Commandes et leurs touches</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Nouvelles touches</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Partout</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>Aucune commande n&apos;est choisie</translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation>Appuyez d&apos;abord sur les touches.</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation>%1 appartient à «&#xa0;%2&#xa0;». Choisissez d&apos;autres touches, ou retirez-les d&apos;abord de là.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>«&#xa0;%1&#xa0;» n&apos;a plus de touches.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation>«&#xa0;%1&#xa0;» a maintenant les touches %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation>Clé %1</translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation>Copiez votre nouvelle clé maintenant</translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation>Elle n&apos;est affichée que cette fois. La passerelle ne garde que son empreinte et ne peut pas la réafficher.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>La nouvelle clé</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation>Les clients l&apos;envoient sous la forme «&#xa0;Authorization: Bearer KEY&#xa0;», ou dans x-api-key.</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>Copié. Le presse-papiers l&apos;oublie dans %n seconde.</numerusform>
            <numerusform>Copié. Le presse-papiers l&apos;oublie dans %n secondes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation>En attente du trousseau. Il peut vous demander de le déverrouiller.</translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation>Conservée dans le trousseau&#xa0;: «&#xa0;gatehouse key-helper %1&#xa0;» l&apos;affiche.</translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>Fermer sans copier&#xa0;?</translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation>La clé ne peut pas être réaffichée. Il faudrait la renouveler pour en obtenir une autre.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownSecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>Copié. Le presse-papiers l&apos;oublie dans %n seconde.</numerusform>
            <numerusform>Copié. Le presse-papiers l&apos;oublie dans %n secondes.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>Fermer sans copier&#xa0;?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
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
            <numerusform>et %n autre</numerusform>
            <numerusform>et %n autres</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation>Tokens en entrée</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Tokens en sortie</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>Simuler</translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation>Qui servirait cela&#xa0;?</translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation>Une route, ou provider/model</translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation>Modèle demandé</translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation>Application qui demande</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>Type d&apos;appel</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Discussion</translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation>Discussion, à la manière des clients d&apos;Anthropic</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>Plongements</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Parole</translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation>Reclassement</translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation> tokens en entrée</translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation> tokens en sortie</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>N&apos;importe qui</translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation>Saisissez le modèle qu&apos;un client demanderait.</translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation>Rien n&apos;est envoyé. Vous voyez quelle route correspond, quelles cibles seraient essayées et dans quel ordre, ce que chacune coûterait, et pourquoi d&apos;autres sont écartées.</translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation>sinon d&apos;abord</translation>
    </message>
    <message>
        <source>first</source>
        <translation>d&apos;abord</translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation>
            <numerusform>en cas d&apos;échec (après %n essai), ensuite</numerusform>
            <numerusform>en cas d&apos;échec (après %n essais), ensuite</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Écartées</translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation>N&apos;importe qui demande.</translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation>%1 demande.</translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation>Aucune route ne porte ce nom&#xa0;: ce qui précède le premier / est un fournisseur.</translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation>Aucune route ni aucun fournisseur ne porte ce nom.</translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation>L&apos;appel serait refusé</translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation>Pas besoin de clé</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clé %1</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Aucune clé</translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation>La clé %1 ne peut pas être lue</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>Prix inconnu</translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation>%1 par million de tokens</translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation>Environ %1 d&apos;argent fictif (%2)</translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation>Environ %1 (%2)</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>sain</translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation>au repos après des échecs</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>sondé par le prochain appel</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>converti</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Définir le prix</translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation>Prix fictifs&#xa0;: aucun budget n&apos;est touché.</translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation>Un budget réserverait %1, le maximum que coûte l&apos;une de ces cibles.</translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation>Le coût est inconnu&#xa0;: une application avec un budget serait refusée.</translation>
    </message>
    <message>
        <source>first, because %1</source>
        <translation>d’abord, car %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SpendCharts</name>
    <message>
        <source>Spend by application</source>
        <translation>Dépenses par application</translation>
    </message>
    <message>
        <source>Spend by API</source>
        <translation>Dépenses par API</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>Rien n’a été dépensé pendant cette période.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation>Gatehouse se place entre vos programmes et les modèles d&apos;IA&#xa0;: il garde les clés, choisit le fournisseur et montre ce que chaque appel a fait et coûté. Comment voulez-vous commencer&#xa0;?</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>Moi seulement</translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation>Une passerelle sur cet ordinateur, prête en quelques secondes, avec des modèles de démonstration à essayer.</translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation>Se connecter à une passerelle</translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation>Quelqu&apos;un exploite déjà une passerelle, et vous avez son adresse et son jeton.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>Reprenez des clés de votre environnement, une configuration LiteLLM ou un paquet Gatehouse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation>La réponse de la passerelle n&apos;est pas celle que sa version devrait donner. Mettez à jour la console ou la passerelle.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation>Actualisé il y a %1 s</translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation>%1 en cours  ·  %2 req/s  ·  %3 aujourd&apos;hui</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>Actualisé %1</translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation>Actualisé il y a %1 min</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionDetails</name>
    <message>
        <source>The subscription</source>
        <translation>L’abonnement</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>%n demande sélectionnée</numerusform>
            <numerusform>%n demandes sélectionnées</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a request to see who asks, and why.</source>
        <translation>Sélectionnez une demande pour voir qui la fait, et pourquoi.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 demande %2</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>Aucune raison n’a été donnée.</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Appartient à</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>Demandé par</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Asked on</source>
        <translation>Demandé le</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Formule</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Without a plan</source>
        <translation>Sans formule</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>Autorise</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>Aucune limite propre</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Prix</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Prend fin après</translation>
    </message>
    <message>
        <source>The applicant so far</source>
        <translation>Le demandeur jusqu’ici</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Appels</translation>
    </message>
    <message>
        <source>%1 in 30 days</source>
        <comment>a number of calls</comment>
        <translation>%1 en 30 jours</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an API, a state</comment>
        <translation>%1&amp;#xa0;: %2</translation>
    </message>
    <message>
        <source>Other APIs</source>
        <translation>Autres API</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Activée</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Par</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Prend fin</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionModel</name>
    <message>
        <source>No calls</source>
        <translation>Aucun appel</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>number of calls, money</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n appel</numerusform>
            <numerusform>%n appels</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Qui</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Formule</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <source>Used in 30 days</source>
        <translation>Utilisé en 30 jours</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Âge</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation>Exporter les lignes</translation>
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
        <translation>%1 n&apos;a pas pu être écrit&#xa0;: %2. Choisissez un autre emplacement et exportez à nouveau.</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copier en texte</translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation>
            <numerusform>Exporter %n ligne…</numerusform>
            <numerusform>Exporter %n lignes…</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation>Exporter toutes les lignes…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation>Ajouter une cible</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation>Essayer plus tôt</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>Essayer plus tard</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>Retirer la cible</translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation>Faites glisser pour changer l&apos;ordre, ou appuyez sur Alt+Haut et Alt+Bas</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Fournisseur</translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation>Modèle chez le fournisseur</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Weight </source>
        <translation>Poids </translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation>Il n&apos;y a pas encore de fournisseur. Ajoutez-en un d&apos;abord.</translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation>Indiquez quel modèle demander à %1.</translation>
    </message>
    <message>
        <source>Name of the target</source>
        <translation>Nom de la cible</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>By which rules, a canary and an experiment refer to this target</source>
        <translation>Par lequel règles, canari et expérience désignent cette cible</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamDialog</name>
    <message>
        <source>Add team</source>
        <translation>Ajouter une équipe</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Such as research.</source>
        <translation>Par exemple research.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Aucun budget</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Budget en dollars</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Période du budget</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>In dollars. Every call of the team counts.</source>
        <translation>En dollars. Tous les appels de l’équipe comptent.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>Saisissez un montant tel que 25 ou 0.50, ou rien.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>There is a team of that name already.</source>
        <translation>Il y a déjà une équipe de ce nom.</translation>
    </message>
    <message>
        <source>Add team %1</source>
        <translation>Ajouter l’équipe %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamModel</name>
    <message>
        <source>Organisation (no team)</source>
        <translation>Organisation (sans équipe)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Aucun budget</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Membres</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Applications</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Clés</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamPage</name>
    <message>
        <source>Revoked</source>
        <translation>Révoquée</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Expirée</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Désactivée</translation>
    </message>
    <message>
        <source>Nobody is in this team yet.</source>
        <translation>Personne n’est encore dans cette équipe.</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Membres</translation>
    </message>
    <message>
        <source>Applications and keys</source>
        <translation>Applications et clés</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Application</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Expiration</translation>
    </message>
    <message>
        <source>The selected team</source>
        <translation>L’équipe sélectionnée</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Dépenses</translation>
    </message>
    <message>
        <source>Select a team to see its members, keys and spend.</source>
        <translation>Sélectionnez une équipe pour voir ses membres, clés et dépenses.</translation>
    </message>
    <message>
        <source>The organisation, and people without a team</source>
        <translation>L’organisation, et les personnes sans équipe</translation>
    </message>
    <message>
        <source>Nobody signs in to this gateway yet.</source>
        <translation>Personne ne se connecte encore à cette passerelle.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Aucune clé</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>Facturation</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamsView</name>
    <message>
        <source>Delete team %1?</source>
        <translation>Supprimer l’équipe %1 ?</translation>
    </message>
    <message>
        <source>Its applications and keys go with it: their calls are refused from now on. All of it can come back from the trash or with Undo.</source>
        <translation>Ses applications et clés partent avec : leurs appels sont refusés dès maintenant. Tout peut revenir de la corbeille ou par Annuler.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>members, applications, keys</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n membre</numerusform>
            <numerusform>%n membres</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n application</numerusform>
            <numerusform>%n applications</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n clé</numerusform>
            <numerusform>%n clés</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Delete team %1</source>
        <translation>Supprimer l’équipe %1</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>Supprimer l’utilisateur %1 ?</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <comment>a person, a team</comment>
        <translation>Retirer %1 de %2 ?</translation>
    </message>
    <message>
        <source>the organisation</source>
        <translation>l’organisation</translation>
    </message>
    <message>
        <source>The account goes, with its password. It can come back from the trash or with Undo.</source>
        <translation>Le compte part, avec son mot de passe. Il peut revenir de la corbeille ou par Annuler.</translation>
    </message>
    <message>
        <source>Roles in this team end with the next request. Keys of the team stay.</source>
        <translation>Les rôles dans cette équipe prennent fin à la prochaine requête. Les clés de l’équipe restent.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Delete the user %1</source>
        <translation>Supprimer l’utilisateur %1</translation>
    </message>
    <message>
        <source>Remove %1 from %2</source>
        <comment>a person, a team</comment>
        <translation>Retirer %1 de %2</translation>
    </message>
    <message>
        <source>Invitation of %1</source>
        <translation>Invitation de %1</translation>
    </message>
    <message>
        <source>With it a password can be set, once, within three days. An earlier invitation is void.</source>
        <translation>Elle permet de choisir un mot de passe, une fois, sous trois jours. Une invitation antérieure n’est plus valable.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitation</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>Impossible de l’afficher à nouveau. Il faudrait en créer un autre.</translation>
    </message>
    <message>
        <source>%1 is not signed in anywhere.</source>
        <translation>%1 n’est connecté nulle part.</translation>
    </message>
    <message>
        <source>End the sessions of %1?</source>
        <translation>Mettre fin aux sessions de %1 ?</translation>
    </message>
    <message>
        <source>Console and portal ask for the password again.</source>
        <translation>La console et le portail redemandent le mot de passe.</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n session</numerusform>
            <numerusform>%n sessions</numerusform>
        </translation>
    </message>
    <message>
        <source>End</source>
        <translation>Mettre fin</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>%n session terminée.</numerusform>
            <numerusform>%n sessions terminées.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>Ajouter une équipe</translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>Définir ses limites</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Afficher ses appels</translation>
    </message>
    <message>
        <source>Delete team</source>
        <translation>Supprimer l’équipe</translation>
    </message>
    <message>
        <source>Export teams</source>
        <translation>Exporter les équipes</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Ajouter un membre</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>Changer les rôles</translation>
    </message>
    <message>
        <source>Remove member</source>
        <translation>Retirer le membre</translation>
    </message>
    <message>
        <source>Invite again</source>
        <translation>Inviter à nouveau</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>Mettre fin aux sessions</translation>
    </message>
    <message>
        <source>Move application</source>
        <translation>Déplacer l’application</translation>
    </message>
    <message>
        <source>Move key</source>
        <translation>Déplacer la clé</translation>
    </message>
    <message>
        <source>Filter teams</source>
        <translation>Filtrer les équipes</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Équipes</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading the teams…</source>
        <translation>Lecture des équipes…</translation>
    </message>
    <message>
        <source>No teams yet. A team has people, applications and a budget of its own.</source>
        <translation>Aucune équipe. Une équipe a des personnes, des applications et son propre budget.</translation>
    </message>
    <message>
        <source>No team has these words.</source>
        <translation>Aucune équipe ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select a team first.</source>
        <translation>Sélectionnez d’abord une équipe.</translation>
    </message>
    <message>
        <source>Select a member first.</source>
        <translation>Sélectionnez d’abord un membre.</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>C’est le dernier propriétaire. Nommez d’abord un autre propriétaire.</translation>
    </message>
    <message>
        <source>Select an application first.</source>
        <translation>Sélectionnez d’abord une application.</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>Sélectionnez d’abord une clé.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestCaseDialog</name>
    <message>
        <source>Add a test</source>
        <translation>Ajouter un test</translation>
    </message>
    <message>
        <source>Edit the test</source>
        <translation>Modifier le test</translation>
    </message>
    <message>
        <source>Save test</source>
        <translation>Enregistrer le test</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Say in some words what is tested.</source>
        <translation>Dites en quelques mots ce qui est testé.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Vérifications</translation>
    </message>
    <message>
        <source>All must hold</source>
        <translation>Toutes doivent être vraies</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation>Test en cours…</translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation>
            <numerusform>Fonctionne. Le fournisseur propose %n modèle.</numerusform>
            <numerusform>Fonctionne. Le fournisseur propose %n modèles.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Utiliser %1</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>non atteint</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>correct</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestRunner</name>
    <message numerus="yes">
        <source>%n call(s), at a price that is not known</source>
        <translation>
            <numerusform>%n appel, à un prix inconnu</numerusform>
            <numerusform>%n appels, à un prix inconnu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), free of charge</source>
        <translation>
            <numerusform>%n appel, gratuit</numerusform>
            <numerusform>%n appels, gratuits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), at most %1</source>
        <comment>money</comment>
        <translation>
            <numerusform>%n appel, au plus %1</numerusform>
            <numerusform>%n appels, au plus %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestsPage</name>
    <message>
        <source>How the chosen test came out</source>
        <translation>Résultat du test choisi</translation>
    </message>
    <message>
        <source>Add test</source>
        <translation>Ajouter un test</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modèles</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>Lancer les tests</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>Avancement des tests</translation>
    </message>
    <message>
        <source>Tests and how they came out</source>
        <translation>Tests et leurs résultats</translation>
    </message>
    <message>
        <source>A test gives values and says what must hold of the answer. Add one, then run it against versions and models.</source>
        <translation>Un test donne des valeurs et dit ce que la réponse doit vérifier. Ajoutez-en un, puis lancez-le avec des versions et des modèles.</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 sur %2 terminés</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>La dernière exécution a été annulée.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>La dernière exécution a coûté %1.</translation>
    </message>
    <message>
        <source>Choose models to run the tests with.</source>
        <translation>Choisissez les modèles avec lesquels lancer les tests.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>Prochaine exécution : %1</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Réussi</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échoué</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>version %1</translation>
    </message>
    <message>
        <source>Save a test of prompt %1</source>
        <translation>Enregistrer un test du prompt %1</translation>
    </message>
    <message>
        <source>Remove a test of prompt %1</source>
        <translation>Retirer un test du prompt %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation>15 dernières minutes</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Dernière heure</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>6 dernières heures</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>24 dernières heures</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>7 derniers jours</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>30 derniers jours</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Ce mois-ci</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Personnalisé</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <extracomment>A moment of a chosen range: day, time</extracomment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>d MMM</source>
        <translation>d MMM</translation>
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
        <translation>Le trousseau n&apos;a pas de jeton pour cette passerelle. Saisissez-le à nouveau.</translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation>Aucun trousseau n&apos;est joignable sur cet ordinateur. Le jeton peut être gardé jusqu&apos;à la fermeture et n&apos;est jamais écrit dans un fichier.</translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation>Le trousseau est verrouillé ou a refusé. Déverrouillez-le et réessayez, ou gardez le jeton jusqu&apos;à la fermeture.</translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation>Le trousseau n&apos;a pas accepté le jeton. Réessayez, ou gardez le jeton jusqu&apos;à la fermeture.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficBook</name>
    <message>
        <source>%1 of the calls</source>
        <comment>share</comment>
        <translation>%1 des appels</translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 jusqu&apos;au premier jeton</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <comment>share</comment>
        <translation>%1 d&apos;erreurs</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n en cours</numerusform>
            <numerusform>%n en cours</numerusform>
        </translation>
    </message>
    <message>
        <source>resting after failures, tried again in %1</source>
        <translation>au repos après des échecs, réessayé dans %1</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>sondé par le prochain appel</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>sain</translation>
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
        <translation>La cible sélectionnée</translation>
    </message>
    <message>
        <source>Circuit and calls</source>
        <translation>Disjoncteur et appels</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>Qui attend</translation>
    </message>
    <message>
        <source>The provider&apos;s limits</source>
        <translation>Limites du fournisseur</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Contrôle d&apos;état</translation>
    </message>
    <message>
        <source>Select a target to see its circuit, its queue and its limits.</source>
        <translation>Sélectionnez une cible pour voir son disjoncteur, sa file et ses limites.</translation>
    </message>
    <message>
        <source>%1, with the key %2</source>
        <comment>target, key</comment>
        <translation>%1, avec la clé %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>calls, their cap</comment>
        <translation>%1 sur %2</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>Non annoncé</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>Disjoncteur</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Provider&apos;s limit</source>
        <translation>Limite fournisseur</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Contrôle d&apos;état</translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation>Premier token p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Erreurs</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Part</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficView</name>
    <message>
        <source>Open its provider</source>
        <translation>Ouvrir son fournisseur</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Afficher ses appels</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Exporter les chiffres</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>Filtrer les cibles</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Trafic</translation>
    </message>
    <message>
        <source>Open circuits</source>
        <translation>Disjoncteurs ouverts</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Waiting for room</source>
        <translation>En attente de place</translation>
    </message>
    <message>
        <source>Failing checks</source>
        <translation>Contrôles en échec</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Cibles</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n ligne écrite dans %1.</numerusform>
            <numerusform>%n lignes écrites dans %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every target is asked.</source>
        <translation>Chaque cible est sollicitée.</translation>
    </message>
    <message>
        <source>Calls go elsewhere meanwhile.</source>
        <translation>Les appels vont ailleurs entre-temps.</translation>
    </message>
    <message numerus="yes">
        <source>At %n provider(s)</source>
        <translation>
            <numerusform>Chez %n fournisseur</numerusform>
            <numerusform>Chez %n fournisseurs</numerusform>
        </translation>
    </message>
    <message>
        <source>No call waits for room.</source>
        <translation>Aucun appel n&apos;attend de place.</translation>
    </message>
    <message>
        <source>They go on when there is room.</source>
        <translation>Ils continuent dès qu&apos;il y a de la place.</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) checked</source>
        <translation>
            <numerusform>%n fournisseur vérifié</numerusform>
            <numerusform>%n fournisseurs vérifiés</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Les données affichées sont anciennes&amp;#xa0;: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Reading what goes on…</source>
        <translation>Lecture du trafic…</translation>
    </message>
    <message>
        <source>No providers yet, so nothing goes on.</source>
        <translation>Pas encore de fournisseur, donc aucun trafic.</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>Ouvrir les fournisseurs</translation>
    </message>
    <message>
        <source>No target has these words.</source>
        <translation>Aucune cible ne contient ces mots.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Effacer le filtre</translation>
    </message>
    <message>
        <source>Select one target first.</source>
        <translation>Sélectionnez d&apos;abord une cible.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationDialog</name>
    <message>
        <source>Translation of %1</source>
        <translation>Traduction de %1</translation>
    </message>
    <message>
        <source>The bodies of this call were not recorded.</source>
        <translation>Les contenus de cet appel n&apos;ont pas été enregistrés.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationLens</name>
    <message>
        <source>Request</source>
        <translation>Requête</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Affiché comme</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Champs</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Octets</translation>
    </message>
    <message>
        <source>Open translation in a window</source>
        <translation>Ouvrir la traduction dans une fenêtre</translation>
    </message>
    <message>
        <source>The client&apos;s fields</source>
        <translation>Les champs du client</translation>
    </message>
    <message>
        <source>The provider&apos;s fields</source>
        <translation>Les champs du fournisseur</translation>
    </message>
    <message>
        <source>The client&apos;s bytes</source>
        <translation>Les octets du client</translation>
    </message>
    <message>
        <source>The provider&apos;s bytes</source>
        <translation>Les octets du fournisseur</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Pertes</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Ce qu&apos;il est devenu</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Où</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Pourquoi</translation>
    </message>
    <message>
        <source>Comparing both sides…</source>
        <translation>Comparaison des deux côtés…</translation>
    </message>
    <message>
        <source>Nothing was lost in translation.</source>
        <translation>Rien n&apos;a été perdu à la traduction.</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>%n perte</numerusform>
            <numerusform>%n pertes</numerusform>
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
        <translation>Fournisseur %1</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>Il n&apos;y a rien de ce côté de l&apos;appel.</translation>
    </message>
    <message>
        <source>Of the client&apos;s bytes only the beginning is kept.</source>
        <translation>Des octets du client, seul le début est conservé.</translation>
    </message>
    <message>
        <source>Of the provider&apos;s bytes only the beginning is kept.</source>
        <translation>Des octets du fournisseur, seul le début est conservé.</translation>
    </message>
    <message numerus="yes">
        <source>Put together from %n event(s).</source>
        <translation>
            <numerusform>Assemblé à partir de %n événement.</numerusform>
            <numerusform>Assemblé à partir de %n événements.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first fields of this large body are compared.</source>
        <translation>Seuls les premiers champs de ce grand contenu sont comparés.</translation>
    </message>
    <message>
        <source>The fields cannot be compared: both sides must be kept whole and be JSON.</source>
        <translation>Les champs ne peuvent être comparés : les deux côtés doivent être conservés en entier et être du JSON.</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <comment>field, what became of it</comment>
        <translation>%1 : %2.</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <comment>field, what became of it, why</comment>
        <translation>%1 : %2. %3</translation>
    </message>
    <message>
        <source>%1 is not in the recorded body. %2</source>
        <comment>field, why it was lost</comment>
        <translation>%1 n&apos;est pas dans le contenu enregistré. %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>Corbeille</translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation>Objets supprimés</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Quoi</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Supprimé</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Par</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>Jours restants</translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation>Lecture de la corbeille…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>Supprimer définitivement…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation>La corbeille est vide. Ce que vous supprimez reste ici 30 jours.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation>
            <numerusform>%n objet restauré.</numerusform>
            <numerusform>%n objets restaurés.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation>Supprimer définitivement %1&#xa0;?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation>
            <numerusform>Supprimer définitivement %n objet&#xa0;?</numerusform>
            <numerusform>Supprimer définitivement %n objets&#xa0;?</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation>Il ne pourra plus être restauré depuis la corbeille.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Supprimer définitivement</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation>Ouvrir le &amp;journal</translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation>Ouvrir la &amp;fenêtre</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Quitter</translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation>Gatehouse&#xa0;: %1</translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation>Dépenses du jour&#xa0;: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) for approval</source>
        <translation>
            <numerusform>%n nouvelle demande à approuver</numerusform>
            <numerusform>%n nouvelles demandes à approuver</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation>Envoyer l&apos;appel de test</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Afficher dans le journal</translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation>Une courte question passe par le vrai port de la passerelle vers le modèle de démonstration %1. La réponse revient en continu, et l&apos;appel apparaît dans le journal.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation>Le même appel en commande</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Copier la commande</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Copier la clé</translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation>La clé %1, pour vos programmes. Elle n&apos;est affichée que maintenant&#xa0;; le presse-papiers est vidé après 30 s.</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>La même chose depuis un terminal</translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation>Commande copiée. Elle lit la clé dans la variable GATEHOUSE_KEY.</translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation>Clé copiée</translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation>Bonjour, Gatehouse&#xa0;! Tout est prêt&#xa0;?</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>En attente du premier mot…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Envoyer à nouveau</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ValueFields</name>
    <message>
        <source>The template names no variables yet: add them under Variables.</source>
        <translation>Il n&apos;y a pas encore de variables : ajoutez-les sous « Variables ».</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableDialog</name>
    <message>
        <source>Write a number, or nothing.</source>
        <translation>Écrivez un nombre, ou rien.</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>Ajouter une variable</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>Variable %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Appliquer</translation>
    </message>
    <message>
        <source>A call must give it</source>
        <translation>Un appel doit la donner</translation>
    </message>
    <message>
        <source>Hide its value in logs and records</source>
        <translation>Masquer sa valeur dans les journaux et enregistrements</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>It stands in the template as {{name}}.</source>
        <translation>Elle figure dans le modèle sous la forme {{name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Commencez par une lettre ; ensuite seulement lettres, chiffres et _, 64 au plus.</translation>
    </message>
    <message>
        <source>Another variable has this name.</source>
        <translation>Une autre variable a ce nom.</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Choix</translation>
    </message>
    <message>
        <source>One a line; nothing: any text.</source>
        <translation>Un par ligne ; rien : tout texte.</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Longueur maximale</translation>
    </message>
    <message>
        <source>In characters.</source>
        <translation>En caractères.</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Au moins</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Au plus</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatoire</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Par défaut</translation>
    </message>
    <message>
        <source>Where a call does not give it.</source>
        <translation>Quand un appel ne la donne pas.</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Exemple</translation>
    </message>
    <message>
        <source>For the preview and the documentation.</source>
        <translation>Pour l&apos;aperçu et la documentation.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secrète</translation>
    </message>
    <message>
        <source>More rules</source>
        <translation>Autres règles</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Such as pattern, items or properties.</source>
        <translation>Par exemple pattern, items ou properties.</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>Écrivez true ou false.</translation>
    </message>
    <message>
        <source>Write a value of this type, as JSON: 3, [1, 2], {&quot;a&quot;: 1}.</source>
        <translation>Écrivez une valeur de ce type, en JSON : 3, [1, 2], {&quot;a&quot;: 1}.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableModel</name>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>Nombre entier</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>Oui ou non</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objet</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>N&apos;importe quoi</translation>
    </message>
    <message>
        <source>%1, secret</source>
        <comment>type of a variable</comment>
        <translation>%1, secrète</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatoire</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Par défaut</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Exemple</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Description</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionDiffDialog</name>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Après</translation>
    </message>
    <message>
        <source>Versions of %1</source>
        <translation>Versions de %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>What is being written</source>
        <translation>Ce qui est en cours d&apos;écriture</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Aucune différence</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>%n ligne diffère</numerusform>
            <numerusform>%n lignes diffèrent</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionEditor</name>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>Abandonner vos modifications&#xa0;?</translation>
    </message>
    <message>
        <source>What you wrote on version %1 has not been saved.</source>
        <translation>Ce que vous avez écrit sur la version %1 n&apos;a pas été enregistré.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>The version waits for review.</source>
        <translation>La version attend la revue.</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>modifié</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionGrid</name>
    <message>
        <source>Versions side by side</source>
        <translation>Versions côte à côte</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>Sert</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Réponses</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Délai maximal</translation>
    </message>
    <message>
        <source>Not published yet</source>
        <translation>Pas encore publié</translation>
    </message>
    <message>
        <source>It was edited since</source>
        <translation>Modifiée depuis</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Publication</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publiée</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>Prend fin le</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Successeur</translation>
    </message>
    <message>
        <source>%1 (selected)</source>
        <comment>a version</comment>
        <translation>%1 (sélectionnée)</translation>
    </message>
    <message>
        <source>%1, latest</source>
        <comment>a state</comment>
        <translation>%1, dernière</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionModel</name>
    <message>
        <source>Version %1, made of version %2</source>
        <translation>Version %1, faite de la version %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>Made of version %1</source>
        <translation>Faite de la version %1</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Commentaire</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Auteur</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Fait le</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionsPage</name>
    <message>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <source>Edit from here</source>
        <translation>Modifier à partir d&apos;ici</translation>
    </message>
    <message>
        <source>Revert to it</source>
        <translation>Y revenir</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Déplacer l&apos;étiquette</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versions</translation>
    </message>
    <message>
        <source>It is the newest already.</source>
        <translation>C&apos;est déjà la plus récente.</translation>
    </message>
    <message>
        <source>Move label %1 to version %2</source>
        <translation>Déplacer l&apos;étiquette %1 à la version %2</translation>
    </message>
    <message>
        <source>Remove label %1</source>
        <translation>Retirer l&apos;étiquette %1</translation>
    </message>
    <message>
        <source>Revert to version %1?</source>
        <translation>Revenir à la version %1 ?</translation>
    </message>
    <message>
        <source>A new version is made that is as version %1 was. Labels stay where they are.</source>
        <translation>Une nouvelle version est faite, telle qu&apos;était la version %1. Les étiquettes restent en place.</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Revert prompt %1 to version %2</source>
        <translation>Rétablir le prompt %1 à la version %2</translation>
    </message>
    <message>
        <source>Revert chain %1 to version %2</source>
        <translation>Rétablir la chaîne %1 à la version %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation>Essais&#xa0;: %1</translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation>Reçu, mis en file et vérifié</translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>premier octet %1</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Passerelle</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>Attente du premier octet</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Réponse</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Échec</translation>
    </message>
    <message>
        <source>Checked, and answered from the cache</source>
        <translation>Vérifié, et répondu depuis le cache</translation>
    </message>
    <message>
        <source>In line before %1, as number %2</source>
        <translation>En file devant %1, numéro %2</translation>
    </message>
    <message>
        <source>%1 · in vain</source>
        <comment>how long it waited</comment>
        <translation>%1 · en vain</translation>
    </message>
    <message>
        <source>In line</source>
        <translation>En file</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhookDialog</name>
    <message>
        <source>Register webhook</source>
        <translation>Enregistrer un webhook</translation>
    </message>
    <message>
        <source>Edit webhook %1</source>
        <translation>Modifier le webhook %1</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Send messages there</source>
        <translation>Y envoyer des messages</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nom a des lettres, des chiffres, «&#xa0;.&#xa0;», «&#xa0;_&#xa0;» et «&#xa0;-&#xa0;», 64 au plus.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Reached from the gateway. Addresses of private networks are refused.</source>
        <translation>Atteinte depuis la passerelle. Les adresses de réseaux privés sont refusées.</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Whose events are told.</source>
        <translation>Dont les événements sont annoncés.</translation>
    </message>
    <message>
        <source>Tell of</source>
        <translation>Annoncer</translation>
    </message>
    <message>
        <source>Choose what is told.</source>
        <translation>Choisissez ce qui est annoncé.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>L’organisation</translation>
    </message>
    <message>
        <source>Enter an address such as https://example.org/hook.</source>
        <translation>Saisissez une adresse telle que https://example.org/hook.</translation>
    </message>
    <message>
        <source>Change webhook %1</source>
        <translation>Modifier le webhook %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhooksDialog</name>
    <message>
        <source>status %1</source>
        <comment>of an HTTP answer</comment>
        <translation>statut %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Remis</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Abandonné</translation>
    </message>
    <message>
        <source>Given up: %1</source>
        <translation>Abandonné : %1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>En cours</translation>
    </message>
    <message>
        <source>Again on %1: %2</source>
        <comment>a moment, why</comment>
        <translation>À nouveau le %1 : %2</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>No webhooks yet. The gateway tells one when a job has ended or a subscription waits.</source>
        <translation>Aucun webhook. La passerelle y annonce la fin d’une tâche ou un abonnement en attente.</translation>
    </message>
    <message>
        <source>Register webhook</source>
        <translation>Enregistrer un webhook</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>Annonce</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Livraisons</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Heure</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Événement</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Tentatives</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Rotate secret</source>
        <translation>Renouveler le secret</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Envoyer un test</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Activée</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <source>Nothing is sent there any more; what was not delivered yet is dropped.</source>
        <translation>Plus rien n’y est envoyé ; ce qui n’est pas encore remis est abandonné.</translation>
    </message>
    <message>
        <source>Deliveries to %1</source>
        <translation>Livraisons à %1</translation>
    </message>
    <message>
        <source>Rotate the secret of %1?</source>
        <translation>Renouveler le secret de %1 ?</translation>
    </message>
    <message>
        <source>What is sent is signed with the old and the new secret for a while, so that the receiver can change.</source>
        <translation>Pendant un temps, les envois sont signés avec l’ancien et le nouveau secret, pour que le destinataire puisse changer.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Renouveler</translation>
    </message>
    <message>
        <source>Signing secret of %1</source>
        <translation>Secret de signature de %1</translation>
    </message>
    <message>
        <source>The receiver checks with it that a message came from this gateway (Standard Webhooks). It is shown this once.</source>
        <translation>Le destinataire vérifie ainsi qu’un message vient de cette passerelle (Standard Webhooks). Il n’est affiché que cette fois.</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>Secret de signature</translation>
    </message>
    <message>
        <source>The secret cannot be shown again. You would have to rotate it.</source>
        <translation>Le secret ne peut plus être affiché. Il faudrait le renouveler.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WritePage</name>
    <message>
        <source>Parts of the prompt</source>
        <translation>Parties du prompt</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Messages</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Partials</source>
        <translation>Fragments</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>Modèle et réponse</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>Ajouter une variable</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>A variable is what a call gives: it stands in a template as {{name}}.</source>
        <translation>Une variable est ce que donne un appel : elle figure dans un modèle sous la forme {{name}}.</translation>
    </message>
    <message>
        <source>Add partial</source>
        <translation>Ajouter un fragment</translation>
    </message>
    <message>
        <source>A partial is a text that several messages share: {{&gt;name}}.</source>
        <translation>Un fragment est un texte que plusieurs messages partagent : {{&gt;name}}.</translation>
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
        <translation>Une passerelle d&apos;IA qu&apos;une personne peut posséder.</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>Afficher les options.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Afficher la version.</translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation>Utiliser le profil NAME, avec sa propre base et ses propres paramètres.</translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation>Se connecter à la passerelle enregistrée sous NAME.</translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation>Ouvrir la vue NAME, par exemple overview ou log.</translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation>Suspendre la passerelle&#xa0;: les nouveaux appels sont refusés.</translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation>Démarrer sans afficher la fenêtre, s&apos;il y a une zone de notification.</translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation>Montrer ce que FILE modifierait, avant toute modification.</translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation>Écrire la configuration dans FILE, sans les secrets.</translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation>Une adresse gatehouse:. Elle remplit un formulaire et ne modifie rien d&apos;elle-même.</translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation>--profile n&apos;accepte que des lettres, des chiffres, &apos;.&apos;, &apos;_&apos; et &apos;-&apos;.</translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation>Un seul lien est accepté.</translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation>%1 n&apos;est pas une adresse gatehouse:.</translation>
    </message>
</context>
</TS>
