<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en">
<context>
    <name>ActiveRoutes</name>
    <message numerus="yes">
        <source>%n more behind it</source>
        <translation>
            <numerusform>%n más detrás</numerusform>
            <numerusform>%n más detrás</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>shared with %n more</source>
        <translation>
            <numerusform>repartido con %n más</numerusform>
            <numerusform>repartido con %n más</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is off</source>
        <translation>%1: sin habilitar</translation>
    </message>
    <message>
        <source>%1 has no key</source>
        <translation>%1 no tiene clave</translation>
    </message>
    <message>
        <source>%1 rests</source>
        <translation>%1 está en reposo</translation>
    </message>
    <message>
        <source>%1: nothing can serve it now</source>
        <translation>%1: nada puede atenderlo ahora</translation>
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
        <translation>Enviar %1 a revisión</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>an API&apos;s version</comment>
        <translation>Publicar %1</translation>
    </message>
    <message>
        <source>Send %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>Devolver %1</translation>
    </message>
    <message>
        <source>Deprecate %1</source>
        <comment>an API&apos;s version</comment>
        <translation>Declarar %1 obsoleta</translation>
    </message>
    <message>
        <source>Retire %1</source>
        <comment>an API&apos;s version</comment>
        <translation>Retirar %1</translation>
    </message>
    <message>
        <source>Roll %1 back</source>
        <comment>an API&apos;s version</comment>
        <translation>Revertir %1</translation>
    </message>
    <message>
        <source>Submit</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publicar</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Devolver</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>Declarar obsoleta</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Revertir</translation>
    </message>
    <message>
        <source>Whoever may publish is asked to look at it. Nothing changes for callers.</source>
        <translation>Se pide revisión a quien puede publicar. Nada cambia para quienes llaman.</translation>
    </message>
    <message>
        <source>From the next call on, callers get this.</source>
        <translation>Desde la próxima llamada, quienes llaman reciben esto.</translation>
    </message>
    <message>
        <source>It becomes a design again, with your note for its author.</source>
        <translation>Vuelve a ser un borrador, con su nota para el autor.</translation>
    </message>
    <message>
        <source>It goes on answering, and tells callers in each answer when it ends and what follows.</source>
        <translation>Sigue respondiendo e indica en cada respuesta cuándo termina y qué la sigue.</translation>
    </message>
    <message>
        <source>Every further call is refused with 410. It cannot be published again.</source>
        <translation>Toda llamada posterior se rechaza con 410. No se puede volver a publicar.</translation>
    </message>
    <message>
        <source>From the next call on, callers get the release before again.</source>
        <translation>Desde la próxima llamada, vuelve a servir la entrega anterior.</translation>
    </message>
</context>
<context>
    <name>Apis</name>
    <message>
        <source>A REST service</source>
        <translation>Un servicio REST</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>a release of so many</comment>
        <translation>%1 de %2</translation>
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
        <translation>Avisar</translation>
    </message>
    <message>
        <source>Switch</source>
        <translation>Cambiar</translation>
    </message>
    <message>
        <source>Switch to %1</source>
        <translation>Cambiar a %1</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Bloquear</translation>
    </message>
    <message>
        <source>Off · %1</source>
        <comment>an amount of dollars</comment>
        <translation>Desactivado · %1</translation>
    </message>
    <message>
        <source>– of %1</source>
        <comment>an amount of dollars</comment>
        <translation>– de %1</translation>
    </message>
    <message>
        <source>%1 of %2 · %3</source>
        <comment>spent, limit, share</comment>
        <translation>%1 de %2 · %3</translation>
    </message>
    <message>
        <source>%1 · over</source>
        <comment>a forecast beyond the budget</comment>
        <translation>%1 · excedido</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Budget %1</source>
        <translation>Presupuesto %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>whose budget, how much of it</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Running calls have reserved %1.</source>
        <translation>Las llamadas en curso han reservado %1.</translation>
    </message>
    <message>
        <source>At this pace %1 will be spent when the period ends.</source>
        <translation>A este ritmo se habrán gastado %1 al acabar el periodo.</translation>
    </message>
    <message>
        <source>It starts anew %1.</source>
        <translation>Empieza de nuevo: %1.</translation>
    </message>
    <message>
        <source>Raised from %1 until %2.</source>
        <translation>Ampliado desde %1 hasta %2.</translation>
    </message>
    <message>
        <source>At the limit: %1. Alerts at %2.</source>
        <translation>En el límite: %1. Avisos al %2.</translation>
    </message>
</context>
<context>
    <name>CallDifference</name>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Primer byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Intentos</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>Intento %1</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Línea %1</translation>
    </message>
    <message>
        <source>not recorded</source>
        <translation>no grabado</translation>
    </message>
    <message>
        <source>recorded</source>
        <translation>grabado</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Cuerpo</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Solicitud</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
</context>
<context>
    <name>CallRequest</name>
    <message>
        <source>The request of this call was not recorded. Record bodies to send later calls again.</source>
        <translation>La solicitud de esta llamada no se grabó. Grabe los cuerpos para poder reenviar llamadas posteriores.</translation>
    </message>
    <message>
        <source>The request of this call was not kept.</source>
        <translation>La solicitud de esta llamada no se conservó.</translation>
    </message>
    <message>
        <source>Only the beginning of the request was recorded. Complete it before you send it.</source>
        <translation>Solo se grabó el comienzo de la solicitud. Complétela antes de enviarla.</translation>
    </message>
    <message>
        <source>Images or sound were left out of the record. Put them back before you send it.</source>
        <translation>Las imágenes o el sonido no se incluyeron en la grabación. Vuelva a ponerlos antes de enviarla.</translation>
    </message>
    <message>
        <source>Private data was masked in the record. Put it back before you send it.</source>
        <translation>Los datos privados se enmascararon en la grabación. Vuelva a ponerlos antes de enviarla.</translation>
    </message>
</context>
<context>
    <name>ChainWords</name>
    <message>
        <source>Only when %1</source>
        <translation>Solo si %1</translation>
    </message>
    <message>
        <source>After %1</source>
        <translation>Después de %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>Como máximo %1</translation>
    </message>
    <message>
        <source>The chain goes on without it</source>
        <translation>La cadena sigue sin él</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Tensor model</source>
        <translation>Modelo de tensores</translation>
    </message>
    <message>
        <source>Published API</source>
        <translation>API publicada</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En ejecución</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omitidos</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>“%1”</source>
        <comment>a text</comment>
        <translation>«%1»</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <translation>%1 es %2</translation>
    </message>
    <message>
        <source>%1 is one of %2</source>
        <translation>%1 es uno de %2</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <translation>%1 está presente</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>falta %1</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
</context>
<context>
    <name>Changes</name>
    <message>
        <source>%1 added</source>
        <translation>Añadido: %1</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>Eliminado: %1</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>Cambiado: %1</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>Proveedor %1</translation>
    </message>
    <message>
        <source>Route %1</source>
        <translation>Ruta %1</translation>
    </message>
    <message>
        <source>Team %1</source>
        <translation>Equipo %1</translation>
    </message>
    <message>
        <source>Application %1</source>
        <translation>Aplicación %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clave %1</translation>
    </message>
    <message>
        <source>Secret %1</source>
        <translation>Secreto %1</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>Prompt %1</translation>
    </message>
    <message>
        <source>Chain %1</source>
        <translation>Cadena %1</translation>
    </message>
    <message>
        <source>API %1</source>
        <translation>API %1</translation>
    </message>
    <message>
        <source>Plan %1</source>
        <translation>Plan %1</translation>
    </message>
    <message>
        <source>Subscription %1</source>
        <translation>Suscripción %1</translation>
    </message>
    <message>
        <source>User %1</source>
        <translation>Usuario %1</translation>
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
        <translation>Errores</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
    <message>
        <source>Pretend spend</source>
        <translation>Gasto ficticio</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Entrada en caché</translation>
    </message>
    <message>
        <source>Cache write</source>
        <translation>Escritura en caché</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Razonamiento</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>%1, before</source>
        <translation>%1, antes</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>En conjunto</translation>
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
        <translation>▲ %1, por encima</translation>
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
            <numerusform>y %n cambio más</numerusform>
            <numerusform>y %n cambios más</numerusform>
        </translation>
    </message>
    <message>
        <source>Together</source>
        <translation>En conjunto</translation>
    </message>
    <message>
        <source>%1 %2 – %3</source>
        <translation>%1 %2 – %3</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Suma</translation>
    </message>
    <message>
        <source>Median of the hours</source>
        <translation>Mediana de las horas</translation>
    </message>
    <message>
        <source>Latest: %1</source>
        <translation>Último: %1</translation>
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
        <translation>La URL base termina sin /v1: Claude Code añade el resto por su cuenta.</translation>
    </message>
    <message>
        <source>ANTHROPIC_API_KEY must not be set as well: both would be sent, and the wrong one may win.</source>
        <translation>ANTHROPIC_API_KEY no debe estar definida a la vez: se enviarían ambas y podría prevalecer la incorrecta.</translation>
    </message>
    <message>
        <source>What settings.json says goes before what the shell says.</source>
        <translation>Lo que dice settings.json prevalece sobre lo que dice el shell.</translation>
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
        <translation>Codex solo habla la API Responses.</translation>
    </message>
    <message>
        <source>config.toml is read when Codex starts: start it anew after a change.</source>
        <translation>config.toml se lee al iniciar Codex: reinícielo tras un cambio.</translation>
    </message>
    <message>
        <source>A config.toml inside a project cannot choose the provider; use the one in your home folder.</source>
        <translation>Un config.toml dentro de un proyecto no puede elegir el proveedor; use el de su carpeta personal.</translation>
    </message>
    <message>
        <source>config.toml</source>
        <translation>config.toml</translation>
    </message>
    <message>
        <source>Choose the API key as the way to sign in; with a Google login the base URL is not used.</source>
        <translation>Elija la clave de API como forma de iniciar sesión; con una cuenta de Google no se usa la URL base.</translation>
    </message>
    <message>
        <source>A .env file in a project goes before the one in your home folder.</source>
        <translation>Un archivo .env en un proyecto prevalece sobre el de su carpeta personal.</translation>
    </message>
    <message>
        <source>Cursor&apos;s own servers send the requests, so they cannot reach this computer&apos;s loopback address. The gateway needs an address on the network, with TLS.</source>
        <translation>Los propios servidores de Cursor envían las solicitudes, así que no alcanzan la dirección de bucle local de este equipo. La pasarela necesita una dirección en la red, con TLS.</translation>
    </message>
    <message>
        <source>The other base URL counts for all OpenAI models in Cursor, also those of its subscription.</source>
        <translation>La otra URL base vale para todos los modelos de OpenAI en Cursor, también los de su suscripción.</translation>
    </message>
    <message>
        <source>Completion while typing still uses Cursor&apos;s own models.</source>
        <translation>El autocompletado al escribir sigue usando los modelos propios de Cursor.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Without apiBase the key would be sent to OpenAI.</source>
        <translation>Sin apiBase, la clave se enviaría a OpenAI.</translation>
    </message>
    <message>
        <source>Where a config.yaml exists, config.json is not read any more.</source>
        <translation>Donde existe un config.yaml, config.json ya no se lee.</translation>
    </message>
    <message>
        <source>config.yaml</source>
        <translation>config.yaml</translation>
    </message>
    <message>
        <source>Cline keeps the key in the editor&apos;s own secret store: enter it there.</source>
        <translation>Cline guarda la clave en el almacén de secretos del propio editor: introdúzcala allí.</translation>
    </message>
    <message>
        <source>The model&apos;s name begins with openai/ here: that tells Aider which API to speak.</source>
        <translation>El nombre del modelo empieza aquí por openai/: así sabe Aider qué API hablar.</translation>
    </message>
    <message>
        <source>A .aider.conf.yml in the repository goes before the one in your home folder.</source>
        <translation>Un .aider.conf.yml en el repositorio prevalece sobre el de su carpeta personal.</translation>
    </message>
    <message>
        <source>.aider.conf.yml</source>
        <translation>.aider.conf.yml</translation>
    </message>
    <message>
        <source>In a container 127.0.0.1 is the container itself. The gateway must listen on an address that the container reaches.</source>
        <translation>En un contenedor, 127.0.0.1 es el propio contenedor. La pasarela debe escuchar en una dirección que el contenedor alcance.</translation>
    </message>
    <message>
        <source>The variables count at the first start only; later change the connection under Admin Settings &gt; Connections.</source>
        <translation>Las variables solo cuentan en el primer inicio; después cambie la conexión en Admin Settings &gt; Connections.</translation>
    </message>
    <message>
        <source>Docker</source>
        <translation>Docker</translation>
    </message>
    <message>
        <source>Set the variable GATEHOUSE_KEY to your key first: export GATEHOUSE_KEY=…</source>
        <translation>Asigne antes su clave a la variable GATEHOUSE_KEY: export GATEHOUSE_KEY=…</translation>
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
        <translation>Use OpenAILike, no OpenAI: este último rechaza los nombres de modelos que no conoce.</translation>
    </message>
    <message>
        <source>The base URL ends without /v1: the library adds it.</source>
        <translation>La URL base termina sin /v1: la biblioteca lo añade.</translation>
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
        <translation>Forma de Bedrock</translation>
    </message>
    <message>
        <source>Vertex form</source>
        <translation>Forma de Vertex</translation>
    </message>
    <message>
        <source>In the Bedrock and Vertex forms project and region have to be there, but play no part.</source>
        <translation>En las formas de Bedrock y Vertex deben figurar proyecto y región, pero no influyen.</translation>
    </message>
    <message>
        <source>Responses go over HTTP or, where Codex opens one, over a WebSocket at the same address.</source>
        <translation>Responses va por HTTP o, donde Codex lo abre, por un WebSocket en la misma dirección.</translation>
    </message>
    <message>
        <source>Ollama&apos;s clients send no key of their own accord: the header carries it.</source>
        <translation>Los clientes de Ollama no envían clave por sí mismos: la lleva la cabecera.</translation>
    </message>
    <message>
        <source>The gateway takes its key as a Bedrock API key; a signature with an access key cannot be checked and is refused.</source>
        <translation>La pasarela toma su clave como clave de API de Bedrock; una firma con clave de acceso no se puede comprobar y se rechaza.</translation>
    </message>
    <message>
        <source>The region has to be there, but plays no part.</source>
        <translation>La región debe figurar, pero no influye.</translation>
    </message>
    <message>
        <source>With TLS, AWS_BEARER_TOKEN_BEDROCK does the same; without it boto3 refuses to send a key by itself.</source>
        <translation>Con TLS, AWS_BEARER_TOKEN_BEDROCK hace lo mismo; sin él, boto3 se niega a enviar una clave por sí mismo.</translation>
    </message>
</context>
<context>
    <name>Confirm</name>
    <message>
        <source>Type %1 to go on:</source>
        <translation>Escriba %1 para continuar:</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>Conformance</name>
    <message>
        <source>Testing: %1 of %2</source>
        <translation>Probando: %1 de %2</translation>
    </message>
    <message>
        <source>Stopped, %1</source>
        <comment>day</comment>
        <translation>Detenido, %1</translation>
    </message>
    <message numerus="yes">
        <source>All %n pass, %1</source>
        <comment>day</comment>
        <translation>
            <numerusform>%n pasa, %1</numerusform>
            <numerusform>Pasan las %n, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 pass, %3</source>
        <comment>tests, tests, day</comment>
        <translation>Pasan %1 de %2, %3</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Simple</translation>
    </message>
    <message>
        <source>Stream</source>
        <translation>Flujo</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
    <message>
        <source>Parallel tools</source>
        <translation>Herramientas paralelas</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Structured output</source>
        <translation>Salida estructurada</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Razonamiento</translation>
    </message>
    <message>
        <source>Long output</source>
        <translation>Salida larga</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
</context>
<context>
    <name>ConnectionDialog</name>
    <message>
        <source>Add a connection</source>
        <translation>Añadir una conexión</translation>
    </message>
    <message>
        <source>Edit connection</source>
        <translation>Editar conexión</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
</context>
<context>
    <name>Connections</name>
    <message>
        <source>Enter the address, such as https://gateway.example:8643.</source>
        <translation>Introduzca la dirección, por ejemplo https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>This is no address. It begins with https:// and names a host, such as https://gateway.example:8643.</source>
        <translation>Esto no es una dirección. Empieza por https:// y nombra un host, por ejemplo https://gateway.example:8643.</translation>
    </message>
    <message>
        <source>Leave out user names, ? and #: the token has a field of its own.</source>
        <translation>Omita nombres de usuario, ? y #: el token tiene su propio campo.</translation>
    </message>
    <message>
        <source>Leave out the path: host and port are enough.</source>
        <translation>Omita la ruta: bastan el host y el puerto.</translation>
    </message>
    <message>
        <source>Use https: over http the token could be read on the way.</source>
        <translation>Use https: con http, el token podría leerse por el camino.</translation>
    </message>
</context>
<context>
    <name>CredentialKinds</name>
    <message>
        <source>Access key ID</source>
        <translation>ID de clave de acceso</translation>
    </message>
    <message>
        <source>An access key ID has letters and digits only, such as AKIAIOSFODNN7EXAMPLE.</source>
        <translation>Un ID de clave de acceso solo tiene letras y cifras, como AKIAIOSFODNN7EXAMPLE.</translation>
    </message>
    <message>
        <source>Enter the access key ID whose secret stands below.</source>
        <translation>Introduzca el ID de la clave de acceso cuyo secreto está abajo.</translation>
    </message>
    <message>
        <source>Tenant</source>
        <translation>Inquilino</translation>
    </message>
    <message>
        <source>The directory&apos;s id or domain.</source>
        <translation>El identificador o dominio del directorio.</translation>
    </message>
    <message>
        <source>A tenant is an id or a domain, such as contoso.onmicrosoft.com.</source>
        <translation>Un inquilino es un identificador o un dominio, como contoso.onmicrosoft.com.</translation>
    </message>
    <message>
        <source>Enter the tenant that the application is in.</source>
        <translation>Introduzca el inquilino en el que está la aplicación.</translation>
    </message>
    <message>
        <source>Client ID</source>
        <translation>ID de cliente</translation>
    </message>
    <message>
        <source>Of the application or identity. Without one the machine&apos;s own counts, or what the key says.</source>
        <translation>De la aplicación o identidad. Sin él vale el de la máquina o lo que diga la clave.</translation>
    </message>
    <message>
        <source>A client ID has no blanks.</source>
        <translation>Un ID de cliente no tiene espacios.</translation>
    </message>
    <message>
        <source>Enter the client ID whose secret stands below.</source>
        <translation>Introduzca el ID de cliente cuyo secreto está abajo.</translation>
    </message>
    <message>
        <source>Region</source>
        <translation>Región</translation>
    </message>
    <message>
        <source>Leave it empty where the address says it.</source>
        <translation>Déjelo vacío si la dirección la indica.</translation>
    </message>
    <message>
        <source>A region is written like eu-west-1.</source>
        <translation>Una región se escribe como eu-west-1.</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Perfil</translation>
    </message>
    <message>
        <source>Of ~/.aws/config on the gateway&apos;s machine. Leave it empty for the default.</source>
        <translation>De ~/.aws/config en la máquina de la pasarela. Déjelo vacío para el predeterminado.</translation>
    </message>
    <message>
        <source>A profile&apos;s name has letters, digits and . _ @ + - only.</source>
        <translation>El nombre de un perfil solo tiene letras, cifras y . _ @ + -.</translation>
    </message>
    <message>
        <source>Role to assume</source>
        <translation>Rol que se asume</translation>
    </message>
    <message>
        <source>Leave it empty to sign with the credential itself.</source>
        <translation>Déjelo vacío para firmar con la credencial misma.</translation>
    </message>
    <message>
        <source>A role is written like arn:aws:iam::123456789012:role/gatehouse.</source>
        <translation>Un rol se escribe como arn:aws:iam::123456789012:role/gatehouse.</translation>
    </message>
    <message>
        <source>External ID</source>
        <translation>ID externo</translation>
    </message>
    <message>
        <source>What the role&apos;s owner wants to see, if anything.</source>
        <translation>Lo que el dueño del rol quiera ver, si procede.</translation>
    </message>
    <message>
        <source>An external ID has letters, digits and + = , . @ : / _ - only.</source>
        <translation>Un ID externo solo tiene letras, cifras y + = , . @ : / _ -.</translation>
    </message>
    <message>
        <source>Act as</source>
        <translation>Actuar como</translation>
    </message>
    <message>
        <source>A service account that is impersonated. Leave it empty to act as the credential itself.</source>
        <translation>Una cuenta de servicio que se suplanta. Déjelo vacío para actuar como la credencial misma.</translation>
    </message>
    <message>
        <source>Enter the service account&apos;s address, such as gateway@project.iam.gserviceaccount.com.</source>
        <translation>Introduzca la dirección de la cuenta de servicio, como gateway@project.iam.gserviceaccount.com.</translation>
    </message>
    <message>
        <source>Token address</source>
        <translation>Dirección de tokens</translation>
    </message>
    <message>
        <source>Where tokens are fetched. Some presets know it already.</source>
        <translation>Donde se obtienen los tokens. Algunas plantillas ya la conocen.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://login.example.com/oauth/token.</source>
        <translation>Introduzca una dirección completa, como https://login.example.com/oauth/token.</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Ámbito</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>Déjelo vacío para el habitual.</translation>
    </message>
    <message>
        <source>Scopes are plain words, parted by single blanks.</source>
        <translation>Los ámbitos son palabras simples separadas por un solo espacio.</translation>
    </message>
    <message>
        <source>Audience</source>
        <translation>Audiencia</translation>
    </message>
    <message>
        <source>Where the token server asks for one.</source>
        <translation>Si el servidor de tokens la pide.</translation>
    </message>
    <message>
        <source>An audience has no blanks.</source>
        <translation>Una audiencia no tiene espacios.</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>Parámetro</translation>
    </message>
    <message>
        <source>A parameter&apos;s name has letters, digits and . _ ~ - only.</source>
        <translation>El nombre de un parámetro solo tiene letras, cifras y . _ ~ -.</translation>
    </message>
    <message>
        <source>Before the key</source>
        <translation>Antes de la clave</translation>
    </message>
    <message>
        <source>A word that stands before the key in the header, if any.</source>
        <translation>Una palabra que va antes de la clave en la cabecera, si procede.</translation>
    </message>
    <message>
        <source>Enter one word without blanks in it.</source>
        <translation>Introduzca una sola palabra sin espacios.</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>Lo habitual en este proveedor</translation>
    </message>
    <message>
        <source>API key (Authorization: Bearer)</source>
        <translation>Clave de API (Authorization: Bearer)</translation>
    </message>
    <message>
        <source>No key is sent</source>
        <translation>No se envía clave</translation>
    </message>
    <message>
        <source>API key in the address</source>
        <translation>Clave de API en la dirección</translation>
    </message>
    <message>
        <source>API key in a header of its own</source>
        <translation>Clave de API en una cabecera propia</translation>
    </message>
    <message>
        <source>AWS signature (SigV4)</source>
        <translation>Firma de AWS (SigV4)</translation>
    </message>
    <message>
        <source>Google Cloud token</source>
        <translation>Token de Google Cloud</translation>
    </message>
    <message>
        <source>Microsoft Entra ID token</source>
        <translation>Token de Microsoft Entra ID</translation>
    </message>
    <message>
        <source>OAuth client credentials</source>
        <translation>Credenciales de cliente OAuth</translation>
    </message>
    <message>
        <source>IBM Cloud token for an API key</source>
        <translation>Token de IBM Cloud por una clave de API</translation>
    </message>
    <message>
        <source>API key in the header %1</source>
        <translation>Clave de API en la cabecera %1</translation>
    </message>
    <message>
        <source>Credentials of the gateway&apos;s machine</source>
        <translation>Credenciales de la máquina de la pasarela</translation>
    </message>
    <message>
        <source>Access key</source>
        <translation>Clave de acceso</translation>
    </message>
    <message>
        <source>Service account, its JSON given here</source>
        <translation>Cuenta de servicio, con su JSON aquí</translation>
    </message>
    <message>
        <source>Service account, its JSON kept elsewhere</source>
        <translation>Cuenta de servicio, con su JSON guardado en otro lugar</translation>
    </message>
    <message>
        <source>Application and client secret</source>
        <translation>Aplicación y secreto de cliente</translation>
    </message>
    <message>
        <source>Managed or workload identity of the gateway&apos;s machine</source>
        <translation>Identidad administrada o de carga de trabajo de la máquina de la pasarela</translation>
    </message>
    <message>
        <source>Wherever it is found</source>
        <translation>Donde se encuentren</translation>
    </message>
    <message>
        <source>Variables of the environment</source>
        <translation>Variables de entorno</translation>
    </message>
    <message>
        <source>File of gcloud (application default)</source>
        <translation>Archivo de gcloud (application default)</translation>
    </message>
    <message>
        <source>Files in ~/.aws</source>
        <translation>Archivos en ~/.aws</translation>
    </message>
    <message>
        <source>What the container&apos;s environment names</source>
        <translation>Lo que indica el entorno del contenedor</translation>
    </message>
    <message>
        <source>Workload identity (a token in a file)</source>
        <translation>Identidad de carga de trabajo (un token en un archivo)</translation>
    </message>
    <message>
        <source>Managed identity of the machine</source>
        <translation>Identidad administrada de la máquina</translation>
    </message>
    <message>
        <source>Metadata address of the machine</source>
        <translation>Dirección de metadatos de la máquina</translation>
    </message>
    <message>
        <source>The secret access key. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>La clave de acceso secreta. Se guarda en el llavero o la bóveda de la pasarela y no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>The client secret. It is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>El secreto de cliente. Se guarda en el llavero o la bóveda de la pasarela y no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>Where the service account&apos;s JSON is kept: a file or variable of the gateway, or its vault.</source>
        <translation>Dónde se guarda el JSON de la cuenta de servicio: un archivo o una variable de la pasarela, o su bóveda.</translation>
    </message>
    <message>
        <source>The API key for which tokens are fetched. It is kept in the gateway&apos;s key chain or vault.</source>
        <translation>La clave de API por la que se obtienen tokens. Se guarda en el llavero o la bóveda de la pasarela.</translation>
    </message>
</context>
<context>
    <name>DesktopHabits</name>
    <message>
        <source>%1 cannot be written (%2). Make the folder writable, then try again.</source>
        <translation>No se puede escribir en %1 (%2). Dé permiso de escritura a la carpeta y vuelva a intentarlo.</translation>
    </message>
</context>
<context>
    <name>EmbeddedGateway</name>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
</context>
<context>
    <name>Environment</name>
    <message>
        <source>This version cannot use it.</source>
        <translation>Esta versión no puede usarlo.</translation>
    </message>
    <message>
        <source>It needs an address too; add it under Providers.</source>
        <translation>También necesita una dirección; añádalo en Proveedores.</translation>
    </message>
    <message>
        <source>Its value is not a key.</source>
        <translation>Su valor no es una clave.</translation>
    </message>
</context>
<context>
    <name>EnvironmentCheck</name>
    <message>
        <source>%1, line %2</source>
        <comment>file</comment>
        <translation>%1, línea %2</translation>
    </message>
</context>
<context>
    <name>Explanation</name>
    <message>
        <source>It was tried again.</source>
        <translation>Se intentó de nuevo.</translation>
    </message>
    <message>
        <source>The next target was tried.</source>
        <translation>Se intentó con el siguiente destino.</translation>
    </message>
    <message>
        <source>The error was passed to the client.</source>
        <translation>El error se pasó al cliente.</translation>
    </message>
    <message>
        <source>The client left before it ended.</source>
        <translation>El cliente se fue antes de que terminara.</translation>
    </message>
    <message>
        <source>It was cancelled here.</source>
        <translation>Se canceló aquí.</translation>
    </message>
    <message>
        <source>Try %1: %2 served it with status %3 in %4.</source>
        <translation>Intento %1: %2 la atendió con estado %3 en %4.</translation>
    </message>
    <message>
        <source>Try %1: %2 answered with status %3 (%4) after %5.</source>
        <translation>Intento %1: %2 respondió con estado %3 (%4) tras %5.</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>sin usar</translation>
    </message>
    <message>
        <source>Try %1: %2 did not answer (%3), after %4.</source>
        <translation>Intento %1: %2 no respondió (%3), tras %4.</translation>
    </message>
    <message>
        <source>no reason was told</source>
        <translation>no se indicó el motivo</translation>
    </message>
    <message>
        <source>With the key %1.</source>
        <translation>Con la clave %1.</translation>
    </message>
    <message>
        <source>The client got the whole answer, with status %1.</source>
        <translation>El cliente recibió la respuesta completa, con estado %1.</translation>
    </message>
    <message>
        <source>The gateway refused the call with status %1 (%2); no provider was asked.</source>
        <translation>La pasarela rechazó la llamada con estado %1 (%2); no se preguntó a ningún proveedor.</translation>
    </message>
    <message>
        <source>The answer broke off behind its beginning; the client was told in the stream.</source>
        <translation>La respuesta se interrumpió después de empezar; se avisó al cliente en el flujo.</translation>
    </message>
    <message>
        <source>The call was cancelled in the console; the client was told so.</source>
        <translation>La llamada se canceló en la consola; se avisó al cliente.</translation>
    </message>
    <message>
        <source>The client left before the answer was complete.</source>
        <translation>El cliente se fue antes de que la respuesta estuviera completa.</translation>
    </message>
    <message>
        <source>The client got an error with status %1 (%2).</source>
        <translation>El cliente recibió un error con estado %1 (%2).</translation>
    </message>
    <message>
        <source>The cache held this very answer.</source>
        <translation>La caché tenía exactamente esta respuesta.</translation>
    </message>
    <message>
        <source>The cache held the answer to a question that means the same.</source>
        <translation>La caché tenía la respuesta a una pregunta que significa lo mismo.</translation>
    </message>
    <message>
        <source>The cache held no answer.</source>
        <translation>La caché no tenía respuesta.</translation>
    </message>
    <message>
        <source>The key %1 belongs to the application %2 of the team %3.</source>
        <translation>La clave %1 pertenece a la aplicación %2 del equipo %3.</translation>
    </message>
    <message>
        <source>No key was recognised.</source>
        <translation>No se reconoció ninguna clave.</translation>
    </message>
    <message>
        <source>The client asked for the model %1.</source>
        <translation>El cliente pidió el modelo %1.</translation>
    </message>
    <message>
        <source>The rule that counts: %1.</source>
        <translation>La regla que cuenta: %1.</translation>
    </message>
    <message>
        <source>Limit %1: %2 of %3 used.</source>
        <translation>Límite %1: %2 de %3 usados.</translation>
    </message>
    <message>
        <source>%1 was not tried: %2.</source>
        <comment>target, reason</comment>
        <translation>%1 no se intentó: %2.</translation>
    </message>
    <message>
        <source>First choice: %1.</source>
        <translation>Primera opción: %1.</translation>
    </message>
    <message>
        <source>Price: %1.</source>
        <translation>Precio: %1.</translation>
    </message>
    <message>
        <source>It was translated into the provider&apos;s dialect, %1.</source>
        <translation>Se tradujo al dialecto del proveedor, %1.</translation>
    </message>
    <message>
        <source>Lost in translation: %1</source>
        <translation>Perdido en la traducción: %1</translation>
    </message>
    <message>
        <source>The provider&apos;s next key was tried.</source>
        <translation>Se probó la siguiente clave del proveedor.</translation>
    </message>
    <message>
        <source>Another route went on with the call.</source>
        <translation>Otra ruta continuó la llamada.</translation>
    </message>
    <message>
        <source>Another target continued the answer, with a visible seam.</source>
        <translation>Otro destino continuó la respuesta, con una costura visible.</translation>
    </message>
    <message>
        <source>It was one of two calls; the other answer was used.</source>
        <translation>Era una de dos llamadas; se usó la otra respuesta.</translation>
    </message>
    <message>
        <source>The route %1 has this name.</source>
        <translation>La ruta %1 tiene este nombre.</translation>
    </message>
    <message>
        <source>The route %1 goes on with it.</source>
        <translation>La ruta %1 la continúa.</translation>
    </message>
    <message>
        <source>Its rule “%1” fits this call.</source>
        <translation>Su regla «%1» se ajusta a esta llamada.</translation>
    </message>
    <message>
        <source>Where it failed, the route %1 was to go on.</source>
        <translation>Donde falló, debía continuar la ruta %1.</translation>
    </message>
    <message>
        <source>No route has this name; it names a provider&apos;s model itself: %1.</source>
        <translation>Ninguna ruta tiene este nombre; nombra él mismo el modelo de un proveedor: %1.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>reason, figure</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>it stands first among those that could serve</source>
        <translation>es el primero de los que podían atender</translation>
    </message>
    <message>
        <source>it was drawn by weight</source>
        <translation>se sorteó según el peso</translation>
    </message>
    <message>
        <source>it was its turn</source>
        <translation>era su turno</translation>
    </message>
    <message>
        <source>it had the fewest calls under way</source>
        <translation>tenía menos llamadas en curso</translation>
    </message>
    <message>
        <source>it lately began to answer soonest</source>
        <translation>últimamente era el que antes empezaba a responder</translation>
    </message>
    <message>
        <source>it was expected to cost least</source>
        <translation>se esperaba que costara menos</translation>
    </message>
    <message>
        <source>this caller always comes here</source>
        <translation>este cliente siempre llega aquí</translation>
    </message>
    <message>
        <source>the call fell to the canary</source>
        <translation>la llamada cayó en el canario</translation>
    </message>
    <message>
        <source>the call fell to its share of the experiment</source>
        <translation>la llamada cayó en su parte del experimento</translation>
    </message>
    <message>
        <source>the prompt&apos;s cache is there</source>
        <translation>allí está la caché del prompt</translation>
    </message>
    <message>
        <source>First choice: %1, because %2.</source>
        <comment>target, reason</comment>
        <translation>Primera opción: %1, porque %2.</translation>
    </message>
    <message>
        <source>The call %1 brought that answer.</source>
        <translation>La llamada %1 trajo esa respuesta.</translation>
    </message>
    <message>
        <source>That saved %1.</source>
        <translation>Eso ahorró %1.</translation>
    </message>
    <message>
        <source>Cache: %1.</source>
        <translation>Caché: %1.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2, at first as number %3.</source>
        <translation>Esperó %1 un sitio en %2, al principio como número %3.</translation>
    </message>
    <message>
        <source>It waited %1 for room at %2 in vain, at first as number %3.</source>
        <translation>Esperó %1 en vano un sitio en %2, al principio como número %3.</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>Configuration written to %1, without secrets.</source>
        <translation>Configuración escrita en %1, sin secretos.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>No se puede escribir en %1: %2 Elija otro lugar.</translation>
    </message>
    <message>
        <source>Export the configuration</source>
        <translation>Exportar la configuración</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Archivos YAML (*.yaml *.yml)</translation>
    </message>
</context>
<context>
    <name>Fate</name>
    <message>
        <source>kept</source>
        <translation>conservado</translation>
    </message>
    <message>
        <source>renamed</source>
        <translation>renombrado</translation>
    </message>
    <message>
        <source>approximated</source>
        <translation>aproximado</translation>
    </message>
    <message>
        <source>dropped</source>
        <translation>descartado</translation>
    </message>
    <message>
        <source>added</source>
        <translation>añadido</translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <translation>
            <numerusform>%n conservado</numerusform>
            <numerusform>%n conservados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n renamed</source>
        <translation>
            <numerusform>%n renombrado</numerusform>
            <numerusform>%n renombrados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n approximated</source>
        <translation>
            <numerusform>%n aproximado</numerusform>
            <numerusform>%n aproximados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n dropped</source>
        <translation>
            <numerusform>%n descartado</numerusform>
            <numerusform>%n descartados</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n añadido</numerusform>
            <numerusform>%n añadidos</numerusform>
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
        <translation>No se pudo escribir el archivo: %1.</translation>
    </message>
    <message>
        <source>The file could not be replaced: %1.</source>
        <translation>No se pudo reemplazar el archivo: %1.</translation>
    </message>
    <message>
        <source>This is no ordinary file. Copy the settings by hand.</source>
        <translation>Este no es un archivo normal. Copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file belongs to somebody else. Copy the settings by hand.</source>
        <translation>El archivo pertenece a otra persona. Copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file is write-protected. Copy the settings by hand.</source>
        <translation>El archivo está protegido contra escritura. Copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file has changed meanwhile, so it was left alone. Look at it again.</source>
        <translation>El archivo ha cambiado entretanto, así que se dejó intacto. Vuelva a mirarlo.</translation>
    </message>
    <message>
        <source>The link to this file leads round in a circle.</source>
        <translation>El enlace a este archivo lleva de vuelta a sí mismo.</translation>
    </message>
    <message>
        <source>The file cannot be read.</source>
        <translation>No se puede leer el archivo.</translation>
    </message>
    <message>
        <source>The folder of the file cannot be made.</source>
        <translation>No se puede crear la carpeta del archivo.</translation>
    </message>
    <message>
        <source>No backup could be written: %1.</source>
        <translation>No se pudo escribir la copia de seguridad: %1.</translation>
    </message>
    <message>
        <source>The file could not be removed.</source>
        <translation>No se pudo quitar el archivo.</translation>
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
        <translation>Acierto</translation>
    </message>
    <message>
        <source>Hit by meaning</source>
        <comment>of the cache</comment>
        <translation>Acierto por significado</translation>
    </message>
    <message>
        <source>Miss</source>
        <comment>of the cache</comment>
        <translation>Fallo</translation>
    </message>
</context>
<context>
    <name>ImageFile</name>
    <message>
        <source>This file cannot be read. Choose another one.</source>
        <translation>No se puede leer este archivo. Elija otro.</translation>
    </message>
    <message>
        <source>An image may have at most %1. Make it smaller and try again.</source>
        <translation>Una imagen puede ocupar como máximo %1. Redúzcala y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>Models take PNG, JPEG, GIF and WebP. This is none of them.</source>
        <translation>Los modelos aceptan PNG, JPEG, GIF y WebP. Esto no es ninguno de ellos.</translation>
    </message>
</context>
<context>
    <name>KeepText</name>
    <message>
        <source>For ever</source>
        <translation>Para siempre</translation>
    </message>
    <message>
        <source>Unlimited</source>
        <translation>Sin límite</translation>
    </message>
    <message numerus="yes">
        <source>%n days</source>
        <translation>
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hours</source>
        <translation>
            <numerusform>%n hora</numerusform>
            <numerusform>%n horas</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>Nombres separados por comas. * permite todos; gpt-*, todos los que empiezan así.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Sin presupuesto</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Presupuesto en dólares</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Periodo del presupuesto</translation>
    </message>
    <message>
        <source>dollars a month</source>
        <translation>dólares al mes</translation>
    </message>
    <message>
        <source>dollars a week</source>
        <translation>dólares a la semana</translation>
    </message>
    <message>
        <source>dollars a day</source>
        <translation>dólares al día</translation>
    </message>
    <message>
        <source>dollars in all</source>
        <translation>dólares en total</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>At the budget, calls are refused until the next period.</source>
        <translation>Al agotarse el presupuesto, las llamadas se rechazan hasta el siguiente periodo.</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Solicitudes por minuto</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Tokens por minuto</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Llamadas simultáneas</translation>
    </message>
    <message>
        <source>The * of “%1” may stand at the end only.</source>
        <translation>El * de «%1» solo puede estar al final.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing for no budget.</source>
        <translation>Introduzca un importe como 25 o 0.50, o nada para no tener presupuesto.</translation>
    </message>
    <message>
        <source>The key chain refused to keep it. Unlock the key chain, then keep it again.</source>
        <translation>El llavero no quiso guardarla. Desbloquee el llavero y vuelva a guardarla.</translation>
    </message>
    <message>
        <source>There is no key chain on this computer. Copy the key and store it yourself.</source>
        <translation>No hay ningún llavero en este equipo. Copie la clave y guárdela por su cuenta.</translation>
    </message>
    <message>
        <source>The key chain could not keep it. Copy the key and store it yourself.</source>
        <translation>El llavero no pudo guardarla. Copie la clave y guárdela por su cuenta.</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activa</translation>
    </message>
    <message>
        <source>Ends soon</source>
        <translation>Caduca pronto</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Caducada</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deshabilitada</translation>
    </message>
    <message>
        <source>Revoked</source>
        <translation>Revocada</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>Ahora mismo</translation>
    </message>
    <message numerus="yes">
        <source>%n min ago</source>
        <translation>
            <numerusform>Hace %n min</numerusform>
            <numerusform>Hace %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n h ago</source>
        <translation>
            <numerusform>Hace %n h</numerusform>
            <numerusform>Hace %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>En %n min</numerusform>
            <numerusform>En %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>En %n h</numerusform>
            <numerusform>En %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>En %n día</numerusform>
            <numerusform>En %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>today</source>
        <translation>hoy</translation>
    </message>
    <message>
        <source>this week</source>
        <translation>esta semana</translation>
    </message>
    <message>
        <source>this month</source>
        <translation>este mes</translation>
    </message>
    <message>
        <source>in all</source>
        <translation>en total</translation>
    </message>
</context>
<context>
    <name>Limits</name>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Alta</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Baja</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Solicitudes</translation>
    </message>
    <message>
        <source>Tokens of prompts</source>
        <translation>Tokens de entrada</translation>
    </message>
    <message>
        <source>Tokens of answers</source>
        <translation>Tokens de respuesta</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>por hora</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>al día</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>por minuto</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Llamadas simultáneas</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>Requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Solo desde</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>Nunca desde</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Solicitud más grande</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>Respuesta más larga, en tokens</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
</context>
<context>
    <name>LiteLlm</name>
    <message>
        <source>This has no counterpart in Gatehouse and is left out.</source>
        <translation>Esto no tiene equivalente en Gatehouse y se omite.</translation>
    </message>
    <message>
        <source>This is not a list and cannot be read.</source>
        <translation>Esto no es una lista y no se puede leer.</translation>
    </message>
    <message>
        <source>It has no model_name and is left out.</source>
        <translation>No tiene model_name y se omite.</translation>
    </message>
    <message>
        <source>Gatehouse has no routes for patterns. Ask for its models as %1/MODEL instead.</source>
        <translation>Gatehouse no tiene rutas para patrones. Pida sus modelos como %1/MODELO.</translation>
    </message>
    <message>
        <source>A route has at most 64 targets; this one is left out.</source>
        <translation>Una ruta tiene como máximo 64 destinos; este se omite.</translation>
    </message>
    <message>
        <source>Prices come from the catalogue. Check this one under Models &amp; routes.</source>
        <translation>Los precios vienen del catálogo. Compruebe este en Modelos y rutas.</translation>
    </message>
    <message>
        <source>Targets of a route are tried in the order of the file (priority).</source>
        <translation>Los destinos de una ruta se intentan en el orden del archivo (prioridad).</translation>
    </message>
    <message>
        <source>Gatehouse falls back on failures, not for this reason; this is left out.</source>
        <translation>Gatehouse recurre al siguiente cuando hay fallos, no por este motivo; esto se omite.</translation>
    </message>
    <message>
        <source>Gatehouse keeps no master key. Make a gateway key for each application.</source>
        <translation>Gatehouse no guarda una clave maestra. Cree una clave de la pasarela para cada aplicación.</translation>
    </message>
    <message>
        <source>Set this variable for the gateway itself.</source>
        <translation>Defina esta variable para la propia pasarela.</translation>
    </message>
    <message>
        <source>It names no model and is left out.</source>
        <translation>No nombra ningún modelo y se omite.</translation>
    </message>
    <message>
        <source>This is not a whole number and is left out.</source>
        <translation>Esto no es un número entero y se omite.</translation>
    </message>
    <message>
        <source>Gatehouse tries a target at most 10 times; that is taken.</source>
        <translation>Gatehouse intenta un destino 10 veces como máximo; se toma ese valor.</translation>
    </message>
    <message>
        <source>No model of that name was taken over.</source>
        <translation>No se importó ningún modelo con ese nombre.</translation>
    </message>
    <message>
        <source>It falls back to %1, which was not taken over.</source>
        <translation>Recurre a %1, que no se importó.</translation>
    </message>
    <message>
        <source>It stands for %1, which was not taken over.</source>
        <translation>Equivale a %1, que no se importó.</translation>
    </message>
    <message>
        <source>A model of that name stands in model_list; the alias is left out.</source>
        <translation>Hay un modelo con ese nombre en model_list; el alias se omite.</translation>
    </message>
    <message>
        <source>This file holds no model_list. Choose the configuration of a LiteLLM proxy.</source>
        <translation>Este archivo no contiene model_list. Elija la configuración de un proxy LiteLLM.</translation>
    </message>
    <message>
        <source>It has no litellm_params.model and is left out.</source>
        <translation>No tiene litellm_params.model y se omite.</translation>
    </message>
    <message>
        <source>It does not say which provider serves %1; it is left out.</source>
        <translation>No indica qué proveedor atiende %1; se omite.</translation>
    </message>
    <message>
        <source>The catalogue knows no provider %1; it is left out.</source>
        <translation>El catálogo no conoce el proveedor %1; se omite.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out.</source>
        <translation>Esta versión no puede usar %1; se omite.</translation>
    </message>
    <message>
        <source>This version cannot use %1; it is left out. %2</source>
        <translation>Esta versión no puede usar %1; se omite. %2</translation>
    </message>
    <message>
        <source>Gatehouse limits applications, not targets; set it there.</source>
        <translation>Gatehouse limita aplicaciones, no destinos; defínalo allí.</translation>
    </message>
    <message>
        <source>%1 needs an address (api_base); it is left out.</source>
        <translation>%1 necesita una dirección (api_base); se omite.</translation>
    </message>
    <message>
        <source>An address cannot be read from a variable; write it into the file. The model is left out.</source>
        <translation>Una dirección no se puede leer de una variable; escríbala en el archivo. El modelo se omite.</translation>
    </message>
    <message>
        <source>This is not an http or https address without user, query and fragment. The model is left out.</source>
        <translation>Esto no es una dirección http o https sin usuario, consulta ni fragmento. El modelo se omite.</translation>
    </message>
    <message>
        <source>This is neither os.environ/NAME nor a key. The model is left out.</source>
        <translation>Esto no es ni os.environ/NOMBRE ni una clave. El modelo se omite.</translation>
    </message>
    <message>
        <source>The key stands in the file. It is moved into the key chain; take it out of the file.</source>
        <translation>La clave está en el archivo. Se mueve al llavero; quítela del archivo.</translation>
    </message>
    <message>
        <source>This is not a number of seconds; left out.</source>
        <translation>Esto no es un número de segundos; se omite.</translation>
    </message>
</context>
<context>
    <name>Measure</name>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>First-byte time</source>
        <translation>Tiempo al primer byte</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
    <message>
        <source>Pretend spend (demo)</source>
        <translation>Gasto ficticio (demo)</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Not grouped</source>
        <translation>Sin agrupar</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Todas las llamadas</translation>
    </message>
    <message>
        <source>By provider</source>
        <translation>Por proveedor</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>By model</source>
        <translation>Por modelo</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>By key</source>
        <translation>Por clave</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>By team</source>
        <translation>Por equipo</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>By application</source>
        <translation>Por aplicación</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>By route</source>
        <translation>Por ruta</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Por estado</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
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
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>No error</source>
        <translation>Sin error</translation>
    </message>
    <message>
        <source>By API</source>
        <translation>Por API</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>By prompt</source>
        <translation>Por prompt</translation>
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
        <translation>El archivo es demasiado grande para ser un archivo de ajustes.</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text.</source>
        <translation>El archivo no es texto UTF-8.</translation>
    </message>
    <message>
        <source>A value cannot be written into this file.</source>
        <translation>No se puede escribir un valor en este archivo.</translation>
    </message>
    <message>
        <source>Line %1: %2. Mend the file, or copy the settings by hand.</source>
        <translation>Línea %1: %2. Corrija el archivo o copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file holds no JSON object. Copy the settings by hand.</source>
        <translation>El archivo no contiene un objeto JSON. Copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file uses these names for something else. Copy the settings by hand.</source>
        <translation>El archivo usa estos nombres para otra cosa. Copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file is laid out in a way that cannot be changed safely. Copy the settings by hand.</source>
        <translation>El archivo está dispuesto de una forma que no se puede cambiar con seguridad. Copie los ajustes a mano.</translation>
    </message>
    <message>
        <source>The file holds several documents. Copy the settings by hand.</source>
        <translation>El archivo contiene varios documentos. Copie los ajustes a mano.</translation>
    </message>
</context>
<context>
    <name>MustacheWords</name>
    <message>
        <source>The section “%1” is not closed. Write {{/%1}} where it ends.</source>
        <translation>La sección «%1» no está cerrada. Escriba {{/%1}} donde termina.</translation>
    </message>
    <message>
        <source>This tag is not closed. Write }} where it ends.</source>
        <translation>Esta etiqueta no está cerrada. Escriba }} donde termina.</translation>
    </message>
    <message>
        <source>There is no partial “%1”. Add it, or correct the name.</source>
        <translation>No hay ningún fragmento «%1». Añádalo o corrija el nombre.</translation>
    </message>
    <message>
        <source>No section “%1” is open here.</source>
        <translation>Aquí no hay abierta ninguna sección «%1».</translation>
    </message>
    <message>
        <source>The section “%1” ends first.</source>
        <translation>Antes termina la sección «%1».</translation>
    </message>
    <message>
        <source>This tag names nothing. Write a variable between the braces.</source>
        <translation>Esta etiqueta no nombra nada. Escriba una variable entre las llaves.</translation>
    </message>
    <message>
        <source>There is no variable “%1”. Add it, or correct the name.</source>
        <translation>No hay ninguna variable «%1». Añádala o corrija el nombre.</translation>
    </message>
</context>
<context>
    <name>NotificationKinds</name>
    <message>
        <source>Failover and recovery</source>
        <translation>Conmutación por error y recuperación</translation>
    </message>
    <message>
        <source>A provider stops answering, or answers again.</source>
        <translation>Un proveedor deja de responder o vuelve a responder.</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Presupuestos</translation>
    </message>
    <message>
        <source>A budget reaches 50, 80 or 100 percent.</source>
        <translation>Un presupuesto llega al 50, 80 o 100 por ciento.</translation>
    </message>
    <message>
        <source>Rejected keys</source>
        <translation>Claves rechazadas</translation>
    </message>
    <message>
        <source>A provider does not accept its key.</source>
        <translation>Un proveedor no acepta su clave.</translation>
    </message>
    <message>
        <source>Gateway stopped</source>
        <translation>Pasarela detenida</translation>
    </message>
    <message>
        <source>The gateway stops, cannot be reached, or is back.</source>
        <translation>La pasarela se detiene, no se puede alcanzar o vuelve a estar disponible.</translation>
    </message>
    <message>
        <source>Waiting approvals</source>
        <translation>Aprobaciones pendientes</translation>
    </message>
    <message>
        <source>Somebody asks for a subscription that a person decides about.</source>
        <translation>Alguien pide una suscripción que decide una persona.</translation>
    </message>
</context>
<context>
    <name>PlannedChange</name>
    <message>
        <source>a key in plain text</source>
        <translation>una clave en texto sin cifrar</translation>
    </message>
    <message>
        <source>changes: %1</source>
        <translation>cambia: %1</translation>
    </message>
    <message>
        <source>in team %1</source>
        <translation>en el equipo %1</translation>
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
        <translation>Empiece con una letra o cifra; después solo letras, cifras, puntos, _ y -.</translation>
    </message>
    <message>
        <source>This id is taken already.</source>
        <translation>Este identificador ya está en uso.</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>La organización</translation>
    </message>
</context>
<context>
    <name>Products</name>
    <message>
        <source>Designed</source>
        <translation>Borrador</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>En revisión</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicada</translation>
    </message>
    <message>
        <source>Deprecated</source>
        <translation>Obsoleta</translation>
    </message>
    <message>
        <source>Retired</source>
        <translation>Retirada</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Aprobada</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Rechazada</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendida</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Caducada</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Prompt</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Cadena</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>REST service</source>
        <translation>Servicio REST</translation>
    </message>
    <message>
        <source>With an approved subscription</source>
        <translation>Con una suscripción aprobada</translation>
    </message>
    <message>
        <source>The owning team alone</source>
        <translation>Solo el equipo propietario</translation>
    </message>
    <message>
        <source>Every key of this gateway</source>
        <translation>Toda clave de esta pasarela</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>Texto sin formato</translation>
    </message>
    <message>
        <source>Checked JSON</source>
        <translation>JSON comprobado</translation>
    </message>
    <message>
        <source>As OpenAI answers</source>
        <translation>Como responde OpenAI</translation>
    </message>
    <message>
        <source>As Anthropic answers</source>
        <translation>Como responde Anthropic</translation>
    </message>
    <message>
        <source>As Gemini answers</source>
        <translation>Como responde Gemini</translation>
    </message>
    <message>
        <source>%1 requests a minute</source>
        <translation>%1 solicitudes por minuto</translation>
    </message>
    <message>
        <source>%1 tokens a minute</source>
        <translation>%1 tokens por minuto</translation>
    </message>
    <message>
        <source>%1 calls at once</source>
        <translation>%1 llamadas a la vez</translation>
    </message>
    <message>
        <source>at most %1 a day</source>
        <translation>como máximo %1 al día</translation>
    </message>
    <message>
        <source>at most %1 a week</source>
        <translation>como máximo %1 a la semana</translation>
    </message>
    <message>
        <source>at most %1 a month</source>
        <translation>como máximo %1 al mes</translation>
    </message>
    <message>
        <source>at most %1 in all</source>
        <translation>como máximo %1 en total</translation>
    </message>
    <message>
        <source>%1 a month</source>
        <comment>a price</comment>
        <translation>%1 al mes</translation>
    </message>
    <message>
        <source>%1 a call</source>
        <comment>a price</comment>
        <translation>%1 por llamada</translation>
    </message>
    <message>
        <source>cost + %1 %</source>
        <comment>a price</comment>
        <translation>coste + %1 %</translation>
    </message>
    <message>
        <source>Free</source>
        <translation>Gratis</translation>
    </message>
    <message>
        <source>Just now</source>
        <translation>Ahora mismo</translation>
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
            <numerusform>%n día</numerusform>
            <numerusform>%n días</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptExamples</name>
    <message>
        <source>Sentiment</source>
        <translation>Sentimiento</translation>
    </message>
    <message>
        <source>Judges the mood of a text, as JSON that is checked.</source>
        <translation>Juzga el ánimo de un texto, como JSON comprobado.</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Sums up a text in some sentences, for somebody.</source>
        <translation>Resume un texto en algunas frases, para alguien.</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Traducción</translation>
    </message>
    <message>
        <source>Translates into any language, with a glossary.</source>
        <translation>Traduce a cualquier idioma, con glosario.</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>Extracción</translation>
    </message>
    <message>
        <source>Reads fields out of a text, such as an invoice.</source>
        <translation>Lee campos de un texto, como una factura.</translation>
    </message>
    <message>
        <source>Answer from sources</source>
        <translation>Respuesta a partir de fuentes</translation>
    </message>
    <message>
        <source>Answers from what was found, and says from where.</source>
        <translation>Responde con lo encontrado y dice de dónde.</translation>
    </message>
</context>
<context>
    <name>PromptFileWords</name>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>No se puede escribir en %1: %2 Elija otro lugar.</translation>
    </message>
    <message>
        <source>%1 cannot be read.</source>
        <translation>%1 no se puede leer.</translation>
    </message>
    <message>
        <source>There are too many files here. Choose the folder that holds prompts only.</source>
        <translation>Aquí hay demasiados archivos. Elija la carpeta que solo contiene prompts.</translation>
    </message>
    <message>
        <source>No prompts lie in this folder.</source>
        <translation>En esta carpeta no hay prompts.</translation>
    </message>
    <message>
        <source>The gateway named a file outside of the folder: %1</source>
        <translation>La pasarela nombró un archivo fuera de la carpeta: %1</translation>
    </message>
    <message>
        <source>The prompt was written to %1.</source>
        <translation>El prompt se escribió en %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s) imported.</source>
        <translation>
            <numerusform>%n prompt importado.</numerusform>
            <numerusform>%n prompts importados.</numerusform>
        </translation>
    </message>
    <message>
        <source>Export the prompt into a folder</source>
        <translation>Exportar el prompt a una carpeta</translation>
    </message>
    <message>
        <source>Import prompts from a folder</source>
        <translation>Importar prompts de una carpeta</translation>
    </message>
</context>
<context>
    <name>PromptWords</name>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Asistente</translation>
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
        <translation>El proveedor responde y acepta la clave.</translation>
    </message>
    <message>
        <source>The provider has no key.</source>
        <translation>El proveedor no tiene clave.</translation>
    </message>
    <message>
        <source>Add a key, or choose that none is sent.</source>
        <translation>Añada una clave o elija que no se envíe ninguna.</translation>
    </message>
    <message>
        <source>The key cannot be read.</source>
        <translation>No se puede leer la clave.</translation>
    </message>
    <message>
        <source>Check the name of the variable or file, or replace the key.</source>
        <translation>Compruebe el nombre de la variable o del archivo, o reemplace la clave.</translation>
    </message>
    <message>
        <source>The key chain is locked, so the key cannot be read.</source>
        <translation>El llavero está bloqueado, así que no se puede leer la clave.</translation>
    </message>
    <message>
        <source>Unlock the key chain, then test again.</source>
        <translation>Desbloquee el llavero y vuelva a probar.</translation>
    </message>
    <message>
        <source>The key holds characters that cannot be sent.</source>
        <translation>La clave contiene caracteres que no se pueden enviar.</translation>
    </message>
    <message>
        <source>Copy the key again, without line ends.</source>
        <translation>Vuelva a copiar la clave, sin saltos de línea.</translation>
    </message>
    <message>
        <source>The provider wants a key.</source>
        <translation>El proveedor exige una clave.</translation>
    </message>
    <message>
        <source>Add one, and choose how it is sent.</source>
        <translation>Añada una y elija cómo se envía.</translation>
    </message>
    <message>
        <source>The provider rejects this key.</source>
        <translation>El proveedor rechaza esta clave.</translation>
    </message>
    <message>
        <source>Copy it again from the provider&apos;s site and replace it.</source>
        <translation>Vuelva a copiarla del sitio del proveedor y reemplácela.</translation>
    </message>
    <message>
        <source>The provider knows the key, but does not let it in.</source>
        <translation>El proveedor conoce la clave, pero no le permite el acceso.</translation>
    </message>
    <message>
        <source>Check the key&apos;s project, region and rights, or replace it.</source>
        <translation>Compruebe el proyecto, la región y los permisos de la clave, o reemplácela.</translation>
    </message>
    <message>
        <source>The host of %1 cannot be found.</source>
        <translation>No se encuentra el host de %1.</translation>
    </message>
    <message>
        <source>Check the host name and this machine&apos;s network.</source>
        <translation>Compruebe el nombre del host y la red de esta máquina.</translation>
    </message>
    <message>
        <source>Nothing listens at %1.</source>
        <translation>Nada escucha en %1.</translation>
    </message>
    <message>
        <source>Check the port, and that the server runs.</source>
        <translation>Compruebe el puerto y que el servidor esté en ejecución.</translation>
    </message>
    <message>
        <source>No connection to %1 comes to stand.</source>
        <translation>No se establece la conexión con %1.</translation>
    </message>
    <message>
        <source>Check the address, the network and the firewall.</source>
        <translation>Compruebe la dirección, la red y el cortafuegos.</translation>
    </message>
    <message>
        <source>%1 does not answer.</source>
        <translation>%1 no responde.</translation>
    </message>
    <message>
        <source>Check the address and the firewall.</source>
        <translation>Compruebe la dirección y el cortafuegos.</translation>
    </message>
    <message>
        <source>The proxy does not lead to the provider.</source>
        <translation>El proxy no lleva al proveedor.</translation>
    </message>
    <message>
        <source>Check the proxy&apos;s address, user and password.</source>
        <translation>Compruebe la dirección, el usuario y la contraseña del proxy.</translation>
    </message>
    <message>
        <source>No secure connection to %1 comes to stand.</source>
        <translation>No se establece una conexión segura con %1.</translation>
    </message>
    <message>
        <source>Check the host name, or name your own authority under Advanced.</source>
        <translation>Compruebe el nombre del host o indique su propia autoridad en Avanzado.</translation>
    </message>
    <message>
        <source>%1 takes the connection, but does not answer in time.</source>
        <translation>%1 acepta la conexión, pero no responde a tiempo.</translation>
    </message>
    <message>
        <source>Test again; if it stays so, check the address.</source>
        <translation>Vuelva a probar; si sigue igual, compruebe la dirección.</translation>
    </message>
    <message>
        <source>%1 ended the connection before its answer was whole.</source>
        <translation>%1 cerró la conexión antes de completar su respuesta.</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>La prueba se canceló.</translation>
    </message>
    <message>
        <source>Test again.</source>
        <translation>Vuelva a probar.</translation>
    </message>
    <message>
        <source>%1 leads elsewhere.</source>
        <translation>%1 lleva a otro sitio.</translation>
    </message>
    <message>
        <source>Enter the address that the provider&apos;s documentation names.</source>
        <translation>Introduzca la dirección que indica la documentación del proveedor.</translation>
    </message>
    <message>
        <source>%1 does not answer as a model API does.</source>
        <translation>%1 no responde como una API de modelos.</translation>
    </message>
    <message>
        <source>Enter the API&apos;s address; often it has its own host or ends in /v1.</source>
        <translation>Introduzca la dirección de la API; a menudo tiene su propio host o termina en /v1.</translation>
    </message>
    <message>
        <source>The provider takes no more calls from this key just now.</source>
        <translation>El proveedor no acepta más llamadas de esta clave por ahora.</translation>
    </message>
    <message>
        <source>Wait a minute and test again.</source>
        <translation>Espere un minuto y vuelva a probar.</translation>
    </message>
    <message>
        <source>The key is right, but its account has no credit left.</source>
        <translation>La clave es correcta, pero a su cuenta no le queda saldo.</translation>
    </message>
    <message>
        <source>Add credit at the provider, or use another key.</source>
        <translation>Añada saldo en el proveedor o use otra clave.</translation>
    </message>
    <message>
        <source>The provider has trouble of its own.</source>
        <translation>El proveedor tiene problemas propios.</translation>
    </message>
    <message>
        <source>Wait and test again.</source>
        <translation>Espere y vuelva a probar.</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>En buen estado</translation>
    </message>
    <message>
        <source>No calls yet</source>
        <translation>Aún sin llamadas</translation>
    </message>
    <message>
        <source>Trying again</source>
        <translation>Reintentando</translation>
    </message>
    <message>
        <source>Failing, left alone</source>
        <translation>Con fallos, en reposo</translation>
    </message>
    <message>
        <source>Key rejected</source>
        <translation>Clave rechazada</translation>
    </message>
    <message>
        <source>No usable key</source>
        <translation>Sin clave utilizable</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deshabilitado</translation>
    </message>
    <message>
        <source>Not known</source>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>There is no API at %1.</source>
        <translation>No hay ninguna API en %1.</translation>
    </message>
    <message>
        <source>Use %1: that address answers.</source>
        <translation>Use %1: esa dirección responde.</translation>
    </message>
    <message>
        <source>There is no list of models at %1.</source>
        <translation>No hay ninguna lista de modelos en %1.</translation>
    </message>
    <message>
        <source>Check the base URL.</source>
        <translation>Compruebe la URL base.</translation>
    </message>
    <message>
        <source>Key read</source>
        <translation>Clave leída</translation>
    </message>
    <message>
        <source>Host name</source>
        <translation>Nombre del host</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Conexión</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Secure connection</source>
        <translation>Conexión segura</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Primer byte</translation>
    </message>
    <message>
        <source>Key accepted</source>
        <translation>Clave aceptada</translation>
    </message>
    <message>
        <source>List of models</source>
        <translation>Lista de modelos</translation>
    </message>
    <message>
        <source>Call of one token</source>
        <translation>Llamada de un token</translation>
    </message>
    <message>
        <source>Often used</source>
        <translation>Usados a menudo</translation>
    </message>
    <message>
        <source>Model makers and clouds</source>
        <translation>Creadores de modelos y nubes</translation>
    </message>
    <message>
        <source>Many models behind one key</source>
        <translation>Muchos modelos con una sola clave</translation>
    </message>
    <message>
        <source>On this computer</source>
        <translation>En este equipo</translation>
    </message>
    <message>
        <source>Hosted by yourself</source>
        <translation>Alojados por usted</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Suscripciones</translation>
    </message>
    <message>
        <source>Agent platforms</source>
        <translation>Plataformas de agentes</translation>
    </message>
    <message>
        <source>Any other address</source>
        <translation>Cualquier otra dirección</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>Variable %1</translation>
    </message>
    <message>
        <source>File %1</source>
        <translation>Archivo %1</translation>
    </message>
    <message>
        <source>Key chain: %1</source>
        <translation>Llavero: %1</translation>
    </message>
    <message>
        <source>Vault: %1</source>
        <translation>Bóveda: %1</translation>
    </message>
    <message>
        <source>Bodies of your own (template)</source>
        <translation>Cuerpos propios (plantilla)</translation>
    </message>
</context>
<context>
    <name>Reply</name>
    <message>
        <source>The gateway answered with status %1 and no reason. Try again.</source>
        <translation>La pasarela respondió con estado %1 y sin motivo. Vuelva a intentarlo.</translation>
    </message>
</context>
<context>
    <name>Roles</name>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>May do everything.</source>
        <translation>Puede hacerlo todo.</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrador</translation>
    </message>
    <message>
        <source>May do everything but make owners.</source>
        <translation>Puede todo salvo nombrar propietarios.</translation>
    </message>
    <message>
        <source>Publisher</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Writes prompts and publishes APIs.</source>
        <translation>Escribe prompts y publica API.</translation>
    </message>
    <message>
        <source>Approver</source>
        <translation>Aprobador</translation>
    </message>
    <message>
        <source>Decides about subscriptions.</source>
        <translation>Decide sobre las suscripciones.</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Auditor</translation>
    </message>
    <message>
        <source>Sees everything, changes nothing.</source>
        <translation>Lo ve todo, no cambia nada.</translation>
    </message>
    <message>
        <source>Member</source>
        <translation>Miembro</translation>
    </message>
    <message>
        <source>Finds APIs, asks for them and keeps the team&apos;s keys.</source>
        <translation>Encuentra API, las solicita y gestiona las claves del equipo.</translation>
    </message>
</context>
<context>
    <name>RouteCache</name>
    <message>
        <source>Also answers to tool results</source>
        <translation>También respuestas a resultados de herramientas</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>Equal requests</source>
        <translation>Solicitudes iguales</translation>
    </message>
    <message>
        <source>Requests that mean the same</source>
        <translation>Solicitudes con el mismo significado</translation>
    </message>
    <message>
        <source>Answer from the cache</source>
        <translation>Responder desde la caché</translation>
    </message>
    <message>
        <source>Keep answers for</source>
        <translation>Guardar respuestas durante</translation>
    </message>
    <message>
        <source>Within an application</source>
        <translation>Dentro de una aplicación</translation>
    </message>
    <message>
        <source>Within a team</source>
        <translation>Dentro de un equipo</translation>
    </message>
    <message>
        <source>Within the organisation</source>
        <translation>Dentro de la organización</translation>
    </message>
    <message>
        <source>Shared</source>
        <translation>Compartido</translation>
    </message>
    <message>
        <source>Who may get an answer that somebody else&apos;s call brought.</source>
        <translation>Quién puede recibir una respuesta que trajo la llamada de otro.</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>Semejanza</translation>
    </message>
    <message>
        <source>From 0.5 to 1: how like a question must be to count as the same.</source>
        <translation>De 0,5 a 1: cuánto debe parecerse una pregunta para contar como la misma.</translation>
    </message>
    <message>
        <source>Built in (weaker, asks no provider)</source>
        <translation>Integrada (más débil, no consulta a ningún proveedor)</translation>
    </message>
    <message>
        <source>Compared by</source>
        <translation>Comparado por</translation>
    </message>
    <message>
        <source>A route of an embedding model, or the built-in comparison of words.</source>
        <translation>Una ruta de un modelo de embeddings o la comparación de palabras integrada.</translation>
    </message>
    <message>
        <source>Up to temperature</source>
        <translation>Hasta la temperatura</translation>
    </message>
    <message>
        <source>Above it answers are meant to differ, and are not kept.</source>
        <translation>Por encima, las respuestas deben variar y no se guardan.</translation>
    </message>
    <message>
        <source>Tools</source>
        <translation>Herramientas</translation>
    </message>
</context>
<context>
    <name>RouteCanary</name>
    <message>
        <source>Send a share of the calls to one target first</source>
        <translation>Enviar primero una parte de las llamadas a un destino</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Parte de las llamadas</translation>
    </message>
    <message>
        <source>Raise it by</source>
        <translation>Aumentarla en</translation>
    </message>
    <message>
        <source>Each step</source>
        <translation>Cada paso</translation>
    </message>
    <message>
        <source>Time between steps</source>
        <translation>Tiempo entre pasos</translation>
    </message>
    <message>
        <source>Greatest share</source>
        <translation>Parte máxima</translation>
    </message>
    <message>
        <source>errors above</source>
        <translation>errores por encima de</translation>
    </message>
    <message>
        <source>Share of errors</source>
        <translation>Parte de errores</translation>
    </message>
    <message>
        <source>first token later than</source>
        <translation>primer token después de</translation>
    </message>
    <message>
        <source>Time to the first token</source>
        <translation>Tiempo hasta el primer token</translation>
    </message>
    <message>
        <source>feedback below</source>
        <translation>valoración por debajo de</translation>
    </message>
    <message>
        <source>Calls before it is judged</source>
        <translation>Llamadas antes de juzgar</translation>
    </message>
    <message>
        <source>Mean of the feedback, from 0 to 1</source>
        <translation>Media de la valoración, de 0 a 1</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>Misma clave, mismo destino</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>Mismo usuario final, mismo destino</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>Misma sesión, mismo destino</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>Cada llamada de nuevo</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>Canario</translation>
    </message>
    <message>
        <source>The others serve the rest. It can be paused, promoted and rolled back while it runs.</source>
        <translation>Los demás atienden el resto. Puede pausarse, promoverse y revertirse mientras funciona.</translation>
    </message>
    <message>
        <source>Target on trial</source>
        <translation>Destino a prueba</translation>
    </message>
    <message>
        <source>A canary needs at least two targets.</source>
        <translation>Un canario necesita al menos dos destinos.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Asignado por</translation>
    </message>
    <message>
        <source>Step up</source>
        <translation>Aumento</translation>
    </message>
    <message>
        <source>every</source>
        <translation>cada</translation>
    </message>
    <message>
        <source>up to</source>
        <translation>hasta</translation>
    </message>
    <message>
        <source>Goes up by itself while nothing speaks against it.</source>
        <translation>Sube por sí sola mientras nada lo desaconseje.</translation>
    </message>
    <message>
        <source>Roll back at</source>
        <translation>Revertir con</translation>
    </message>
    <message>
        <source>Judged after</source>
        <translation>Juzgado tras</translation>
    </message>
    <message>
        <source>So many of its calls. The share goes to 0 when it is rolled back; nothing is lost.</source>
        <translation>Tantas de sus llamadas. Al revertir, la parte pasa a 0; no se pierde nada.</translation>
    </message>
    <message>
        <source>%1 of the calls go to %2.</source>
        <translation>%1 de las llamadas van a %2.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
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
        <translation>Escriba un número entero y su unidad, como 200ms, 30s, 5m o 1h.</translation>
    </message>
</context>
<context>
    <name>RouteExperiment</name>
    <message>
        <source>Compare targets on fixed shares of the calls</source>
        <translation>Comparar destinos en partes fijas de las llamadas</translation>
    </message>
    <message>
        <source>Same end user, same target</source>
        <translation>Mismo usuario final, mismo destino</translation>
    </message>
    <message>
        <source>Same key, same target</source>
        <translation>Misma clave, mismo destino</translation>
    </message>
    <message>
        <source>Same session, same target</source>
        <translation>Misma sesión, mismo destino</translation>
    </message>
    <message>
        <source>Each call anew</source>
        <translation>Cada llamada de nuevo</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Experimento</translation>
    </message>
    <message>
        <source>Analytics compares them by model; feedback of clients counts too.</source>
        <translation>Analítica los compara por modelo; también cuenta la valoración de los clientes.</translation>
    </message>
    <message>
        <source>Assigned by</source>
        <translation>Asignado por</translation>
    </message>
    <message>
        <source>Shares</source>
        <translation>Partes</translation>
    </message>
    <message>
        <source>What they leave goes by the strategy.</source>
        <translation>Lo que dejan sigue la estrategia.</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Parte de las llamadas</translation>
    </message>
    <message>
        <source>Share of %1</source>
        <translation>Parte de %1</translation>
    </message>
    <message>
        <source>Give at least one target a share.</source>
        <translation>Dé una parte al menos a un destino.</translation>
    </message>
    <message>
        <source>The shares make %1 % together; 100 % is all there is.</source>
        <translation>Las partes suman %1 %; no hay más que el 100 %.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
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
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>tiempo agotado</translation>
    </message>
    <message>
        <source>5xx</source>
        <translation>5xx</translation>
    </message>
    <message>
        <source>Send a second call when the first is slow</source>
        <translation>Enviar una segunda llamada si la primera es lenta</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Percentil</translation>
    </message>
    <message>
        <source>At least after</source>
        <translation>No antes de</translation>
    </message>
    <message>
        <source>As the provider says</source>
        <translation>Como diga el proveedor</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Where no target could serve, another route goes on with the call.</source>
        <translation>Donde ningún destino pudo atender, otra ruta continúa la llamada.</translation>
    </message>
    <message>
        <source>End them, and say so in the stream</source>
        <translation>Terminarlos y decirlo en el flujo</translation>
    </message>
    <message>
        <source>Continue on another target, with a visible seam</source>
        <translation>Continuar en otro destino, con una costura visible</translation>
    </message>
    <message>
        <source>Cut streams</source>
        <translation>Flujos cortados</translation>
    </message>
    <message>
        <source>When the provider breaks off behind the first byte.</source>
        <translation>Cuando el proveedor se corta tras el primer byte.</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Intentos</translation>
    </message>
    <message>
        <source>On one target, before the next one is tried.</source>
        <translation>En un destino, antes de intentar el siguiente.</translation>
    </message>
    <message>
        <source>Further statuses</source>
        <translation>Otros estados</translation>
    </message>
    <message>
        <source>Statuses</source>
        <translation>Estados</translation>
    </message>
    <message>
        <source>Try again on</source>
        <translation>Reintentar con</translation>
    </message>
    <message>
        <source>Statuses of the provider parted by commas, such as 408, 429.</source>
        <translation>Estados del proveedor separados por comas, por ejemplo 408, 429.</translation>
    </message>
    <message>
        <source>Enter statuses from 400 to 599, parted by commas.</source>
        <translation>Introduzca estados de 400 a 599, separados por comas.</translation>
    </message>
    <message>
        <source> % of the calls began sooner</source>
        <translation> % de las llamadas empezaron antes</translation>
    </message>
    <message>
        <source>Slow answers</source>
        <translation>Respuestas lentas</translation>
    </message>
    <message>
        <source>The first answer is used and the other call ends; both may cost money.</source>
        <translation>Se usa la primera respuesta y la otra llamada termina; ambas pueden costar dinero.</translation>
    </message>
    <message>
        <source>Slow is when</source>
        <translation>Es lento cuando</translation>
    </message>
    <message>
        <source>Wait for a connection</source>
        <translation>Espera de conexión</translation>
    </message>
    <message>
        <source>A number and its unit, such as 30s. Empty: what the provider says.</source>
        <translation>Número y unidad, como 30s. Vacío: lo que diga el proveedor.</translation>
    </message>
    <message>
        <source>Wait for the first byte</source>
        <translation>Espera del primer byte</translation>
    </message>
    <message>
        <source>Wait within a stream</source>
        <translation>Espera dentro del flujo</translation>
    </message>
    <message>
        <source>Wait in all</source>
        <translation>Espera total</translation>
    </message>
    <message numerus="yes">
        <source>%n try/tries on each target</source>
        <translation>
            <numerusform>%n intento por destino</numerusform>
            <numerusform>%n intentos por destino</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n fallback(s)</source>
        <translation>
            <numerusform>%n alternativa</numerusform>
            <numerusform>%n alternativas</numerusform>
        </translation>
    </message>
    <message>
        <source>a second call after %1</source>
        <translation>una segunda llamada tras %1</translation>
    </message>
</context>
<context>
    <name>RouteLimits</name>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Solicitudes</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens de entrada</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens de salida</translation>
    </message>
    <message>
        <source>a minute</source>
        <translation>por minuto</translation>
    </message>
    <message>
        <source>an hour</source>
        <translation>por hora</translation>
    </message>
    <message>
        <source>a day</source>
        <translation>al día</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>requests, a minute</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Llamadas simultáneas</translation>
    </message>
    <message>
        <source>Of all callers together. Beyond a limit calls are refused with 429.</source>
        <translation>De todos juntos. Por encima de un límite se rechazan con 429.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message numerus="yes">
        <source>%n limit(s)</source>
        <translation>
            <numerusform>%n límite</numerusform>
            <numerusform>%n límites</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RouteRules</name>
    <message>
        <source>%1 or %2</source>
        <comment>names</comment>
        <translation>%1 o %2</translation>
    </message>
    <message>
        <source>the time is from %1 until %2</source>
        <translation>la hora es de %1 a %2</translation>
    </message>
    <message>
        <source>the day is %1</source>
        <translation>el día es %1</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>time, zone</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>the team is %1</source>
        <translation>el equipo es %1</translation>
    </message>
    <message>
        <source>the application is %1</source>
        <translation>la aplicación es %1</translation>
    </message>
    <message>
        <source>a tag is %1</source>
        <translation>una etiqueta es %1</translation>
    </message>
    <message>
        <source>the header %1 is %2</source>
        <translation>la cabecera %1 es %2</translation>
    </message>
    <message>
        <source>the metadata %1 is %2</source>
        <translation>el metadato %1 es %2</translation>
    </message>
    <message>
        <source>the field %1 of the request is %2</source>
        <translation>el campo %1 de la solicitud es %2</translation>
    </message>
    <message>
        <source>the path is %1</source>
        <translation>la ruta de acceso es %1</translation>
    </message>
    <message>
        <source>more than %1 tokens come in</source>
        <translation>entran más de %1 tokens</translation>
    </message>
    <message>
        <source>fewer than %1 tokens come in</source>
        <translation>entran menos de %1 tokens</translation>
    </message>
    <message>
        <source>the answer is streamed</source>
        <translation>la respuesta va en flujo</translation>
    </message>
    <message>
        <source>the answer is not streamed</source>
        <translation>la respuesta no va en flujo</translation>
    </message>
    <message>
        <source>go on with the route %1</source>
        <translation>continuar con la ruta %1</translation>
    </message>
    <message>
        <source>Always: %1.</source>
        <translation>Siempre: %1.</translation>
    </message>
    <message>
        <source>If %1: %2.</source>
        <comment>conditions, targets</comment>
        <translation>Si %1: %2.</translation>
    </message>
</context>
<context>
    <name>RouteShadow</name>
    <message>
        <source>Send a copy of some calls elsewhere</source>
        <translation>Enviar a otro sitio una copia de algunas llamadas</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Parte de las llamadas</translation>
    </message>
    <message>
        <source>Counts against the caller&apos;s budget</source>
        <translation>Cuenta para el presupuesto de quien llama</translation>
    </message>
    <message>
        <source>Provider of the copies</source>
        <translation>Proveedor de las copias</translation>
    </message>
    <message>
        <source>Model of the copies</source>
        <translation>Modelo de las copias</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Sombra</translation>
    </message>
    <message>
        <source>Nobody waits for the copies or gets their answers; they stand in the log as such.</source>
        <translation>Nadie espera las copias ni recibe sus respuestas; figuran como tales en el registro.</translation>
    </message>
    <message>
        <source>Copies go to</source>
        <translation>Las copias van a</translation>
    </message>
    <message>
        <source>Say which model gets the copies.</source>
        <translation>Indique qué modelo recibe las copias.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Dinero</translation>
    </message>
    <message>
        <source>A copy of %1 of the calls goes to %2/%3.</source>
        <translation>Una copia de %1 de las llamadas va a %2/%3.</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
    </message>
</context>
<context>
    <name>RouteStrategy</name>
    <message>
        <source>In order</source>
        <translation>En orden</translation>
    </message>
    <message>
        <source>By weight</source>
        <translation>Por peso</translation>
    </message>
    <message>
        <source>In turn</source>
        <translation>Por turnos</translation>
    </message>
    <message>
        <source>Least busy</source>
        <translation>El menos ocupado</translation>
    </message>
    <message>
        <source>Lowest latency</source>
        <translation>Menor latencia</translation>
    </message>
    <message>
        <source>Lowest cost</source>
        <translation>Menor coste</translation>
    </message>
    <message>
        <source>Same caller, same target</source>
        <translation>Mismo cliente, mismo destino</translation>
    </message>
    <message>
        <source>The first target that can serve does; the next ones stand by.</source>
        <translation>Atiende el primer destino que puede; los siguientes están listos.</translation>
    </message>
    <message>
        <source>Calls are shared out at random, in proportion to the weights.</source>
        <translation>Las llamadas se reparten al azar, en proporción a los pesos.</translation>
    </message>
    <message>
        <source>Each target takes its turn, one call after the other.</source>
        <translation>Cada destino toma su turno, llamada tras llamada.</translation>
    </message>
    <message>
        <source>The target with the fewest calls under way serves.</source>
        <translation>Atiende el destino con menos llamadas en curso.</translation>
    </message>
    <message>
        <source>The target that lately began to answer soonest serves; now and then another is tried.</source>
        <translation>Atiende el destino que últimamente antes empieza a responder; a veces se prueba otro.</translation>
    </message>
    <message>
        <source>The target that costs least for the tokens that are expected serves.</source>
        <translation>Atiende el destino que menos cuesta para los tokens previstos.</translation>
    </message>
    <message>
        <source>Whoever is the same caller comes to the same target, also after targets are added.</source>
        <translation>El mismo cliente llega al mismo destino, aunque se añadan destinos.</translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Estrategia</translation>
    </message>
    <message>
        <source>Who is the same caller</source>
        <translation>Quién es el mismo cliente</translation>
    </message>
    <message>
        <source>Same key</source>
        <translation>Misma clave</translation>
    </message>
    <message>
        <source>Same end user</source>
        <translation>Mismo usuario final</translation>
    </message>
    <message>
        <source>Same session</source>
        <translation>Misma sesión</translation>
    </message>
    <message>
        <source>Same value of a header</source>
        <translation>Mismo valor de una cabecera</translation>
    </message>
    <message>
        <source>Name of the header</source>
        <translation>Nombre de la cabecera</translation>
    </message>
    <message>
        <source>Same caller</source>
        <translation>Mismo cliente</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Of a session</source>
        <translation>De una sesión</translation>
    </message>
    <message>
        <source>Of a prompt&apos;s beginning</source>
        <translation>De un inicio de prompt</translation>
    </message>
    <message>
        <source>Stay with the account</source>
        <translation>Permanecer en la cuenta</translation>
    </message>
    <message>
        <source>Calls go where the provider already holds the prompt in its cache, and move only when that account fails.</source>
        <translation>Las llamadas van donde el proveedor ya tiene el prompt en caché y solo cambian si esa cuenta falla.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Cualquier lugar</translation>
    </message>
    <message>
        <source>Only providers that bear one of these tags, parted by commas, such as eu.</source>
        <translation>Solo proveedores con una de estas etiquetas, separadas por comas, como eu.</translation>
    </message>
    <message>
        <source>Regions</source>
        <translation>Regiones</translation>
    </message>
    <message>
        <source>Known: %1.</source>
        <translation>Conocidas: %1.</translation>
    </message>
    <message>
        <source>Name the header, such as x-customer.</source>
        <translation>Nombre la cabecera, como x-customer.</translation>
    </message>
</context>
<context>
    <name>Routes</name>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>price</comment>
        <translation>%1 entrada</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>price</comment>
        <translation>%1 salida</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <comment>prices</comment>
        <translation>%1 entrada, %2 salida</translation>
    </message>
    <message>
        <source>Pretended</source>
        <translation>Ficticio</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>source, date</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>The price is unknown: costs are not counted, and a budget refuses its calls. Set the price.</source>
        <translation>El precio es desconocido: los costes no se cuentan y un presupuesto rechaza sus llamadas. Fije el precio.</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>Dólares por millón de tokens</translation>
    </message>
    <message>
        <source>Input: %1</source>
        <translation>Entrada: %1</translation>
    </message>
    <message>
        <source>Cached input: %1</source>
        <translation>Entrada en caché: %1</translation>
    </message>
    <message>
        <source>Cache writes: %1</source>
        <translation>Escrituras en caché: %1</translation>
    </message>
    <message>
        <source>Output: %1</source>
        <translation>Salida: %1</translation>
    </message>
</context>
<context>
    <name>Scopes</name>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>Usuario final</translation>
    </message>
    <message>
        <source>Organisation</source>
        <translation>Organización</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind, name: Team research</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Week</source>
        <translation>Semana</translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>En total</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message numerus="yes">
        <source>In %n min</source>
        <translation>
            <numerusform>En %n min</numerusform>
            <numerusform>En %n min</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n h</source>
        <translation>
            <numerusform>En %n h</numerusform>
            <numerusform>En %n h</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>En %n día</numerusform>
            <numerusform>En %n días</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Traffic</name>
    <message>
        <source>high priority</source>
        <translation>prioridad alta</translation>
    </message>
    <message>
        <source>low priority</source>
        <translation>prioridad baja</translation>
    </message>
    <message>
        <source>normal priority</source>
        <translation>prioridad normal</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abierto</translation>
    </message>
    <message>
        <source>Half open</source>
        <translation>Medio abierto</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>Cerrado</translation>
    </message>
    <message>
        <source>Not checked</source>
        <translation>Sin comprobar</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Falla</translation>
    </message>
    <message>
        <source>Well</source>
        <translation>Bien</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Aún no se sabe</translation>
    </message>
    <message>
        <source>%1 tokens left</source>
        <translation>quedan %1 tokens</translation>
    </message>
    <message>
        <source>%1 requests left</source>
        <translation>quedan %1 solicitudes</translation>
    </message>
    <message>
        <source>%1 of %2 tokens left</source>
        <translation>quedan %1 de %2 tokens</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>quedan %1 de %2 solicitudes</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere. It is tried again in %1.</source>
        <translation>Abierto: falló demasiado, así que las llamadas van a otro sitio. Se vuelve a probar en %1.</translation>
    </message>
    <message>
        <source>Open: it failed too often, so calls go elsewhere.</source>
        <translation>Abierto: falló demasiado, así que las llamadas van a otro sitio.</translation>
    </message>
    <message>
        <source>Half open: the next call tries whether it answers again.</source>
        <translation>Medio abierto: la próxima llamada prueba si vuelve a responder.</translation>
    </message>
    <message>
        <source>Closed: calls go there.</source>
        <translation>Cerrado: las llamadas van allí.</translation>
    </message>
    <message numerus="yes">
        <source>%n failure(s) in a row.</source>
        <translation>
            <numerusform>%n fallo seguido.</numerusform>
            <numerusform>%n fallos seguidos.</numerusform>
        </translation>
    </message>
    <message>
        <source>It opens after %1 failures in a row, for %2 at first and %3 at longest.</source>
        <translation>Se abre tras %1 fallos seguidos, primero %2 y como mucho %3.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls run at this provider.</source>
        <translation>%1 de %2 llamadas como máximo están en curso en este proveedor.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) run at this provider; there is no cap.</source>
        <translation>
            <numerusform>%n llamada en curso en este proveedor; no hay tope.</numerusform>
            <numerusform>%n llamadas en curso en este proveedor; no hay tope.</numerusform>
        </translation>
    </message>
    <message>
        <source>First token after %1, for the slowest twentieth after %2.</source>
        <translation>Primer token tras %1, en el veinteavo más lento tras %2.</translation>
    </message>
    <message>
        <source>No call waits here: one that finds no room goes to the next target.</source>
        <translation>Aquí no espera ninguna llamada: sin sitio, va al siguiente destino.</translation>
    </message>
    <message>
        <source>%1 of at most %2 calls wait, each for %3 at most.</source>
        <translation>Esperan %1 de %2 llamadas como máximo, cada una %3 como mucho.</translation>
    </message>
    <message numerus="yes">
        <source>And %n more.</source>
        <translation>
            <numerusform>Y %n más.</numerusform>
            <numerusform>Y %n más.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1. %2, %3, waits %4</source>
        <comment>position, id of a call, its priority, how long</comment>
        <translation>%1. %2, %3, espera %4</translation>
    </message>
    <message>
        <source>%1; whole again in %2</source>
        <comment>what is left, a time</comment>
        <translation>%1; completo de nuevo en %2</translation>
    </message>
    <message>
        <source>It refused a call and asked to be left alone for %1.</source>
        <translation>Rechazó una llamada y pidió una pausa de %1.</translation>
    </message>
    <message>
        <source>Its answers have told of no limits yet.</source>
        <translation>Sus respuestas aún no han indicado límites.</translation>
    </message>
    <message>
        <source>Not checked by itself; only calls tell how it is.</source>
        <translation>No se comprueba aparte; solo las llamadas dicen cómo está.</translation>
    </message>
    <message>
        <source>Checked by its list of models.</source>
        <translation>Se comprueba con su lista de modelos.</translation>
    </message>
    <message>
        <source>Checked by its own word that it is ready.</source>
        <translation>Se comprueba con su propio aviso de estar listo.</translation>
    </message>
    <message>
        <source>Checked with a call of one token, which is paid for.</source>
        <translation>Se comprueba con una llamada de un token, que se paga.</translation>
    </message>
    <message>
        <source>Last at %1, in %2: %3.</source>
        <comment>time, how long it took, how it is</comment>
        <translation>Por última vez a las %1, en %2: %3.</translation>
    </message>
    <message>
        <source>Of the route %1 it gets %2 of the tries.</source>
        <translation>De la ruta %1 recibe %2 de los intentos.</translation>
    </message>
</context>
<context>
    <name>TranslationMatch</name>
    <message>
        <source>Several fields say it together.</source>
        <translation>Varios campos lo dicen juntos.</translation>
    </message>
    <message>
        <source>The address says it.</source>
        <translation>Lo dice la dirección.</translation>
    </message>
    <message>
        <source>Stands there as %1.</source>
        <translation>Está allí como %1.</translation>
    </message>
    <message>
        <source>Says there %1 in %2.</source>
        <comment>value, field</comment>
        <translation>Dice allí %1 en %2.</translation>
    </message>
    <message>
        <source>Not listed as lost: it is said in another form.</source>
        <translation>No consta como perdido: se dice de otra forma.</translation>
    </message>
    <message>
        <source>The translation put it in.</source>
        <translation>Lo añadió la traducción.</translation>
    </message>
    <message>
        <source>Was %1.</source>
        <translation>Era %1.</translation>
    </message>
</context>
<context>
    <name>VersionText</name>
    <message>
        <source>required</source>
        <translation>obligatoria</translation>
    </message>
    <message>
        <source>optional</source>
        <translation>opcional</translation>
    </message>
    <message>
        <source>secret</source>
        <translation>secreta</translation>
    </message>
    <message>
        <source>schema</source>
        <translation>esquema</translation>
    </message>
    <message>
        <source>default</source>
        <translation>predeterminado</translation>
    </message>
    <message>
        <source>example</source>
        <translation>ejemplo</translation>
    </message>
    <message>
        <source>description</source>
        <translation>descripción</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>Fragmento %1</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>Modelo y respuesta</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Volver a preguntar</translation>
    </message>
</context>
<context>
    <name>Views</name>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>Live log</source>
        <translation>Registro en vivo</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Zona de pruebas</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Proveedores</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>Modelos y rutas</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Conectar un cliente</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Análisis</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Tráfico</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Presupuestos</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>API publicadas</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Aprobaciones</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Auditoría</translation>
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
        <translation>Un trabajo ha terminado</translation>
    </message>
    <message>
        <source>A subscription is asked for</source>
        <translation>Se pide una suscripción</translation>
    </message>
    <message>
        <source>A subscription is decided</source>
        <translation>Se decide una suscripción</translation>
    </message>
    <message>
        <source>An API is published</source>
        <translation>Se publica una API</translation>
    </message>
    <message>
        <source>An API is deprecated</source>
        <translation>Una API queda obsoleta</translation>
    </message>
    <message>
        <source>An API is retired</source>
        <translation>Se retira una API</translation>
    </message>
    <message>
        <source>A budget reaches an alert</source>
        <translation>Un presupuesto llega a un aviso</translation>
    </message>
</context>
<context>
    <name>YamlFile</name>
    <message>
        <source>The file is too large, or nested too deeply.</source>
        <translation>El archivo es demasiado grande o tiene demasiados niveles anidados.</translation>
    </message>
    <message>
        <source>The file holds no settings. Choose a YAML file of the form NAME: VALUE.</source>
        <translation>El archivo no contiene ajustes. Elija un archivo YAML con la forma NOMBRE: VALOR.</translation>
    </message>
    <message>
        <source>The file is not YAML.</source>
        <translation>El archivo no es YAML.</translation>
    </message>
    <message>
        <source>Line %1: this is not YAML that can be read. Check indentation, quotes and colons.</source>
        <translation>Línea %1: esto no es YAML legible. Compruebe la sangría, las comillas y los dos puntos.</translation>
    </message>
</context>
<context>
    <name>gatehouse::app::Program</name>
    <message>
        <source>&amp;Import…</source>
        <translation>&amp;Importar…</translation>
    </message>
    <message>
        <source>E&amp;xport the configuration…</source>
        <translation>E&amp;xportar la configuración…</translation>
    </message>
    <message>
        <source>Re&amp;view changes…</source>
        <translation>Re&amp;visar los cambios…</translation>
    </message>
    <message>
        <source>No change waits for review.</source>
        <translation>Ningún cambio espera revisión.</translation>
    </message>
    <message>
        <source>&amp;History of changes…</source>
        <translation>&amp;Historial de cambios…</translation>
    </message>
    <message>
        <source>&amp;Trash…</source>
        <translation>&amp;Papelera…</translation>
    </message>
    <message>
        <source>&amp;First steps</source>
        <translation>Pri&amp;meros pasos</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Use free ports this time</source>
        <translation>Usar puertos libres esta vez</translation>
    </message>
    <message>
        <source>No gateway is saved as %1. Add it under Gateway, Connections.</source>
        <translation>No hay ninguna pasarela guardada como %1. Añádala en Pasarela, Conexiones.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AboutPage</name>
    <message>
        <source>About</source>
        <translation>Acerca de</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Console</source>
        <translation>Consola</translation>
    </message>
    <message>
        <source>This program.</source>
        <translation>Este programa.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Pasarela</translation>
    </message>
    <message>
        <source>The one that is shown.</source>
        <translation>La que se muestra.</translation>
    </message>
    <message>
        <source>Qt</source>
        <translation>Qt</translation>
    </message>
    <message>
        <source>The toolkit that draws the console.</source>
        <translation>El conjunto de herramientas que dibuja la consola.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Licencias</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later.</source>
        <translation>Licencia Pública General de GNU, versión 3 o posterior.</translation>
    </message>
    <message>
        <source>Apache License 2.0.</source>
        <translation>Licencia Apache 2.0.</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>Iconos</translation>
    </message>
    <message>
        <source>Tabler Icons by Paweł Kuna, MIT licence.</source>
        <translation>Tabler Icons de Paweł Kuna, licencia MIT.</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>Bibliotecas</translation>
    </message>
    <message>
        <source>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (public domain), yaml-cpp (MIT) and others: docs/dependencies.md names each.</source>
        <translation>Qt (LGPL 3), Boost (BSL 1.0), OpenSSL (Apache 2.0), SQLite (dominio público), yaml-cpp (MIT) y otras: docs/dependencies.md las nombra todas.</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Ayuda</translation>
    </message>
    <message>
        <source>Copy diagnostics</source>
        <translation>Copiar diagnóstico</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>Versions, counters and problems for a report. No secrets, names or addresses.</source>
        <translation>Versiones, contadores y problemas para un informe. Sin secretos, nombres ni direcciones.</translation>
    </message>
    <message>
        <source>Diagnostics copied. They hold no secrets.</source>
        <translation>Diagnóstico copiado. No contiene secretos.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnalyticsView</name>
    <message>
        <source>Steps by range</source>
        <translation>Pasos según el intervalo</translation>
    </message>
    <message>
        <source>Steps of 1 minute</source>
        <translation>Pasos de 1 minuto</translation>
    </message>
    <message>
        <source>Steps of 5 minutes</source>
        <translation>Pasos de 5 minutos</translation>
    </message>
    <message>
        <source>Steps of 15 minutes</source>
        <translation>Pasos de 15 minutos</translation>
    </message>
    <message>
        <source>Steps of 1 hour</source>
        <translation>Pasos de 1 hora</translation>
    </message>
    <message>
        <source>Steps of 6 hours</source>
        <translation>Pasos de 6 horas</translation>
    </message>
    <message>
        <source>Steps of 1 day</source>
        <translation>Pasos de 1 día</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>Líneas</translation>
    </message>
    <message>
        <source>Stacked bars</source>
        <translation>Barras apiladas</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>Horas de la semana</translation>
    </message>
    <message>
        <source>Analytics</source>
        <translation>Análisis</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Informes</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>Qué se muestra</translation>
    </message>
    <message>
        <source>Percentile</source>
        <translation>Percentil</translation>
    </message>
    <message>
        <source>Split by</source>
        <translation>Dividir por</translation>
    </message>
    <message>
        <source>Time of a point</source>
        <translation>Tiempo de un punto</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Compare with the stretch before</source>
        <translation>Comparar con el periodo anterior</translation>
    </message>
    <message>
        <source>Sums of the whole stretch of time</source>
        <translation>Sumas de todo el periodo</translation>
    </message>
    <message>
        <source>Filter of the charts</source>
        <translation>Filtro de los gráficos</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>Elegir intervalo de tiempo…</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Acercar</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Alejar</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Restablecer zoom</translation>
    </message>
    <message>
        <source>Chart: %1</source>
        <translation>Gráfico: %1</translation>
    </message>
    <message>
        <source>Save report…</source>
        <translation>Guardar informe…</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Exportar gráfico…</translation>
    </message>
    <message>
        <source>Export the table…</source>
        <translation>Exportar la tabla…</translation>
    </message>
    <message>
        <source>Percentiles do not add up</source>
        <translation>Los percentiles no se suman</translation>
    </message>
    <message>
        <source>Remove report</source>
        <translation>Quitar informe</translation>
    </message>
    <message>
        <source>Report %1 removed.</source>
        <translation>Informe %1 quitado.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>Guardar informe</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Keeps what is shown, how it is split, the filter and the time range. A report of the same name is replaced.</source>
        <translation>Guarda lo que se muestra, cómo se divide, el filtro y el intervalo de tiempo. Un informe con el mismo nombre se reemplaza.</translation>
    </message>
    <message>
        <source>Give the report a name.</source>
        <translation>Dé un nombre al informe.</translation>
    </message>
    <message>
        <source>Report %1 saved.</source>
        <translation>Informe %1 guardado.</translation>
    </message>
    <message>
        <source>Error class</source>
        <translation>Clase de error</translation>
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
        <translation>La mediana de cada hora</translation>
    </message>
    <message>
        <source>The sum of each hour</source>
        <translation>La suma de cada hora</translation>
    </message>
    <message numerus="yes">
        <source>%n more below</source>
        <translation>
            <numerusform>%n más abajo</numerusform>
            <numerusform>%n más abajo</numerusform>
        </translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Mostrar en el registro</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>Sumando las llamadas…</translation>
    </message>
    <message>
        <source>No call of this stretch of time fits the filter.</source>
        <translation>Ninguna llamada de este periodo coincide con el filtro.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>Sin tráfico en este periodo.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>No traffic yet. Charts grow here as calls come in.</source>
        <translation>Aún sin tráfico. Los gráficos crecerán aquí a medida que lleguen llamadas.</translation>
    </message>
    <message>
        <source>Open overview</source>
        <translation>Abrir vista general</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AnswerPanel</name>
    <message>
        <source>A route, or provider/model</source>
        <translation>Una ruta, o proveedor/modelo</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Who answers, unless a call names another.</source>
        <translation>Quién responde, salvo que una llamada nombre otro.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>The answer must be JSON that fits. Nothing: the answer is text.</source>
        <translation>La respuesta debe ser JSON que encaje. Nada: la respuesta es texto.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Volver a preguntar</translation>
    </message>
    <message>
        <source>How often the model is asked again where its answer does not fit.</source>
        <translation>Cuántas veces se vuelve a preguntar si la respuesta no encaja.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApiDetails</name>
    <message>
        <source>How it is called</source>
        <translation>Cómo se llama</translation>
    </message>
    <message>
        <source>The selected API</source>
        <translation>La API seleccionada</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Experimento</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Llamada</translation>
    </message>
    <message>
        <source>Select a version to see it beside the others.</source>
        <translation>Seleccione una versión para verla junto a las demás.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>Cargos</translation>
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
        <translation>%1 · última</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta de acceso</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Subscribers</source>
        <translation>Suscriptores</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApisView</name>
    <message>
        <source>Select one version first.</source>
        <translation>Seleccione primero una versión.</translation>
    </message>
    <message>
        <source>A retired version stays as it is.</source>
        <translation>Una versión retirada queda como está.</translation>
    </message>
    <message>
        <source>Import its OpenAPI document again to change it.</source>
        <translation>Importe de nuevo su documento OpenAPI para cambiarla.</translation>
    </message>
    <message>
        <source>Import an OpenAPI document for the next version.</source>
        <translation>Importe un documento OpenAPI para la próxima versión.</translation>
    </message>
    <message>
        <source>Retire it first: somebody may call it.</source>
        <translation>Retírela primero: alguien puede llamarla.</translation>
    </message>
    <message>
        <source>Only a design is submitted.</source>
        <translation>Solo se envía un borrador.</translation>
    </message>
    <message>
        <source>A retired version cannot be published again.</source>
        <translation>Una versión retirada no se puede publicar de nuevo.</translation>
    </message>
    <message>
        <source>Only what is in review is sent back.</source>
        <translation>Solo se devuelve lo que está en revisión.</translation>
    </message>
    <message>
        <source>Only a published version is deprecated.</source>
        <translation>Solo una versión publicada se declara obsoleta.</translation>
    </message>
    <message>
        <source>Nobody can call it as it is.</source>
        <translation>Nadie puede llamarla tal como está.</translation>
    </message>
    <message>
        <source>There is no earlier release.</source>
        <translation>No hay una entrega anterior.</translation>
    </message>
    <message>
        <source>%1 waits for review.</source>
        <translation>%1 espera revisión.</translation>
    </message>
    <message>
        <source>%1 is published.</source>
        <translation>%1 está publicada.</translation>
    </message>
    <message>
        <source>%1 is a design again.</source>
        <translation>%1 vuelve a ser un borrador.</translation>
    </message>
    <message>
        <source>%1 is deprecated and goes on answering.</source>
        <translation>%1 queda obsoleta y sigue respondiendo.</translation>
    </message>
    <message>
        <source>%1 is retired.</source>
        <translation>%1 está retirada.</translation>
    </message>
    <message>
        <source>%1 serves its release before again.</source>
        <translation>%1 sirve de nuevo su entrega anterior.</translation>
    </message>
    <message>
        <source>Delete version %1 of %2?</source>
        <translation>¿Eliminar la versión %1 de %2?</translation>
    </message>
    <message>
        <source>It can come back from the trash or with Undo. Its calls stay in the log.</source>
        <translation>Puede volver desde la papelera o con Deshacer. Sus llamadas quedan en el registro.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete version %1 of %2</source>
        <translation>Eliminar la versión %1 de %2</translation>
    </message>
    <message>
        <source>Copied. The command reads the key from GATEHOUSE_API_KEY.</source>
        <translation>Copiado. El comando lee la clave de GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Export the OpenAPI document of %1</source>
        <translation>Exportar el documento OpenAPI de %1</translation>
    </message>
    <message>
        <source>JSON files (*.json)</source>
        <translation>Archivos JSON (*.json)</translation>
    </message>
    <message>
        <source>Written to %1.</source>
        <translation>Escrito en %1.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>No se puede escribir %1: %2</translation>
    </message>
    <message>
        <source>Publish an API</source>
        <translation>Publicar una API</translation>
    </message>
    <message>
        <source>Edit version</source>
        <translation>Editar versión</translation>
    </message>
    <message>
        <source>Add version</source>
        <translation>Añadir versión</translation>
    </message>
    <message>
        <source>Copy cURL</source>
        <translation>Copiar cURL</translation>
    </message>
    <message>
        <source>Export OpenAPI</source>
        <translation>Exportar OpenAPI</translation>
    </message>
    <message>
        <source>Import OpenAPI</source>
        <translation>Importar OpenAPI</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Mostrar sus llamadas</translation>
    </message>
    <message>
        <source>Delete version</source>
        <translation>Eliminar versión</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Exportar la lista</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>Enviar a revisión</translation>
    </message>
    <message>
        <source>Publish version</source>
        <translation>Publicar versión</translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Devolver</translation>
    </message>
    <message>
        <source>Deprecate</source>
        <translation>Declarar obsoleta</translation>
    </message>
    <message>
        <source>Retire</source>
        <translation>Retirar</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Revertir</translation>
    </message>
    <message>
        <source>Filter APIs</source>
        <translation>Filtrar API</translation>
    </message>
    <message>
        <source>Published APIs</source>
        <translation>API publicadas</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the APIs…</source>
        <translation>Leyendo las API…</translation>
    </message>
    <message>
        <source>No API yet. Published, a prompt is called like any REST service.</source>
        <translation>Aún no hay API. Publicado, un prompt se llama como cualquier servicio REST.</translation>
    </message>
    <message>
        <source>Publish a prompt</source>
        <translation>Publicar un prompt</translation>
    </message>
    <message>
        <source>No API has these words.</source>
        <translation>Ninguna API contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AppearancePage</name>
    <message>
        <source>It counts from the next start of Gatehouse.</source>
        <translation>Se aplica a partir del próximo inicio de Gatehouse.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apariencia</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>Como el escritorio</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Tema</translation>
    </message>
    <message>
        <source>Light or dark; it changes at once.</source>
        <translation>Claro u oscuro; cambia de inmediato.</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Idioma</translation>
    </message>
    <message>
        <source>Theme changed.</source>
        <translation>Tema cambiado.</translation>
    </message>
    <message>
        <source>The language changes at the next start of Gatehouse.</source>
        <translation>El idioma cambiará en el próximo inicio de Gatehouse.</translation>
    </message>
    <message>
        <source>%1 %</source>
        <comment>a size of text and controls</comment>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Escala</translation>
    </message>
    <message>
        <source>Of all text and controls, as a share of the desktop&apos;s. %1</source>
        <translation>De todo el texto y los controles, respecto a la del escritorio. %1</translation>
    </message>
    <message>
        <source>The scale changes at the next start of Gatehouse.</source>
        <translation>La escala cambiará en el próximo inicio de Gatehouse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApplyDialog</name>
    <message>
        <source>Change %1?</source>
        <translation>¿Cambiar %1?</translation>
    </message>
    <message>
        <source>These lines change in %1. The rest stays as it is, and a backup is made beside it.</source>
        <translation>Estas líneas cambian en %1. El resto queda como está y se crea una copia de seguridad al lado.</translation>
    </message>
    <message>
        <source>The file %1 is made. Only you can read it.</source>
        <translation>Se crea el archivo %1. Solo usted puede leerlo.</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Qué cambia</translation>
    </message>
    <message>
        <source>Change file</source>
        <translation>Cambiar archivo</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ApprovalsView</name>
    <message numerus="yes">
        <source>%n of them could not be decided: %1</source>
        <translation>
            <numerusform>%n no se pudo decidir: %1</numerusform>
            <numerusform>%n no se pudieron decidir: %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 para %2</translation>
    </message>
    <message numerus="yes">
        <source>%n subscription(s)</source>
        <translation>
            <numerusform>%n suscripción</numerusform>
            <numerusform>%n suscripciones</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject %1</source>
        <comment>the request of an application</comment>
        <translation>Rechazar %1</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <comment>the request of an application</comment>
        <translation>Suspender %1</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Suspender</translation>
    </message>
    <message>
        <source>End %1 for good</source>
        <comment>the request of an application</comment>
        <translation>Terminar %1 definitivamente</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message numerus="yes">
        <source>%n approved. The next call works.</source>
        <translation>
            <numerusform>%n aprobada. La próxima llamada funciona.</numerusform>
            <numerusform>%n aprobadas. La próxima llamada funciona.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected.</source>
        <translation>
            <numerusform>%n rechazada.</numerusform>
            <numerusform>%n rechazadas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suspended. The next call is refused.</source>
        <translation>
            <numerusform>%n suspendida. La próxima llamada se rechaza.</numerusform>
            <numerusform>%n suspendidas. La próxima llamada se rechaza.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n resumed. The next call works.</source>
        <translation>
            <numerusform>%n reanudada. La próxima llamada funciona.</numerusform>
            <numerusform>%n reanudadas. La próxima llamada funciona.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ended.</source>
        <translation>
            <numerusform>%n terminada.</numerusform>
            <numerusform>%n terminadas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Aprobar</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Cancel subscription</source>
        <translation>Cancelar suscripción</translation>
    </message>
    <message>
        <source>Show the applicant&apos;s calls</source>
        <translation>Mostrar las llamadas del solicitante</translation>
    </message>
    <message>
        <source>Open the API</source>
        <translation>Abrir la API</translation>
    </message>
    <message>
        <source>Export subscriptions</source>
        <translation>Exportar suscripciones</translation>
    </message>
    <message>
        <source>Filter requests</source>
        <translation>Filtrar solicitudes</translation>
    </message>
    <message>
        <source>State of the subscriptions</source>
        <translation>Estado de las suscripciones</translation>
    </message>
    <message>
        <source>Approvals</source>
        <translation>Aprobaciones</translation>
    </message>
    <message>
        <source>Subscriptions</source>
        <translation>Suscripciones</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a state, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the subscriptions…</source>
        <translation>Leyendo las suscripciones…</translation>
    </message>
    <message>
        <source>Nothing waiting</source>
        <translation>Nada pendiente</translation>
    </message>
    <message>
        <source>No subscription is in this state.</source>
        <translation>Ninguna suscripción está en este estado.</translation>
    </message>
    <message>
        <source>Show all subscriptions</source>
        <translation>Mostrar todas las suscripciones</translation>
    </message>
    <message>
        <source>No request has these words.</source>
        <translation>Ninguna solicitud contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select a request first.</source>
        <translation>Seleccione primero una solicitud.</translation>
    </message>
    <message>
        <source>Only what waits can be approved.</source>
        <translation>Solo se puede aprobar lo pendiente.</translation>
    </message>
    <message>
        <source>Only what waits can be rejected.</source>
        <translation>Solo se puede rechazar lo pendiente.</translation>
    </message>
    <message>
        <source>Only what is approved can be suspended.</source>
        <translation>Solo se puede suspender lo aprobado.</translation>
    </message>
    <message>
        <source>Only what is suspended can be resumed.</source>
        <translation>Solo se puede reanudar lo suspendido.</translation>
    </message>
    <message>
        <source>It has ended already.</source>
        <translation>Ya ha terminado.</translation>
    </message>
    <message>
        <source>Select one request first.</source>
        <translation>Seleccione primero una sola solicitud.</translation>
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
        <translation>Hora</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objeto</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revisión</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::AuditView</name>
    <message>
        <source>Revert to here</source>
        <translation>Volver hasta aquí</translation>
    </message>
    <message>
        <source>Take this back</source>
        <translation>Deshacer esto</translation>
    </message>
    <message>
        <source>Open the object</source>
        <translation>Abrir el objeto</translation>
    </message>
    <message>
        <source>Export the audit log</source>
        <translation>Exportar el registro de auditoría</translation>
    </message>
    <message>
        <source>Filter changes</source>
        <translation>Filtrar cambios</translation>
    </message>
    <message>
        <source>Kind of object</source>
        <translation>Tipo de objeto</translation>
    </message>
    <message>
        <source>Audit</source>
        <translation>Auditoría</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Cambios</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the audit log…</source>
        <translation>Leyendo el registro de auditoría…</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>Aún no hay cambios</translation>
    </message>
    <message>
        <source>No change has these words.</source>
        <translation>Ningún cambio contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select a change to see what was before, and what is after it.</source>
        <translation>Seleccione un cambio para ver qué había antes y qué hay después.</translation>
    </message>
    <message>
        <source>%1, by %2</source>
        <comment>a moment, a person</comment>
        <translation>%1, por %2</translation>
    </message>
    <message>
        <source>Select one change first.</source>
        <translation>Seleccione primero un cambio.</translation>
    </message>
    <message>
        <source>It did not change the configuration.</source>
        <translation>No cambió la configuración.</translation>
    </message>
    <message>
        <source>No page shows it.</source>
        <translation>Ninguna página lo muestra.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Background</name>
    <message>
        <source>Gatehouse keeps running</source>
        <translation>Gatehouse sigue en ejecución</translation>
    </message>
    <message>
        <source>Its icon in the tray opens the window again, and quits it.</source>
        <translation>Su icono en la bandeja vuelve a abrir la ventana y permite salir.</translation>
    </message>
    <message>
        <source>Close Gatehouse</source>
        <translation>Cerrar Gatehouse</translation>
    </message>
    <message>
        <source>The gateway runs in this window.

Programs that use it get no answer once it has stopped.</source>
        <translation>La pasarela se ejecuta en esta ventana.

Los programas que la usan no recibirán respuesta cuando se detenga.</translation>
    </message>
    <message>
        <source>Keep the gateway running</source>
        <translation>Mantener la pasarela en ejecución</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BackupPage</name>
    <message>
        <source>Backup and restore</source>
        <translation>Copia de seguridad y restauración</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Copia de seguridad</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Hacer copia ahora</translation>
    </message>
    <message>
        <source>The store with all records, and the sealed vault, as they stand at one moment; the gateway goes on serving. The vault&apos;s key is not in it: keep that apart.</source>
        <translation>El almacén con todo lo grabado y la bóveda sellada, tal como están en un mismo momento; la pasarela sigue atendiendo. La clave de la bóveda no está incluida: guárdela aparte.</translation>
    </message>
    <message>
        <source>Last backup</source>
        <translation>Última copia de seguridad</translation>
    </message>
    <message>
        <source>Made with this console.</source>
        <translation>Hecha con esta consola.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurar</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Copiar orden</translation>
    </message>
    <message>
        <source>From a backup</source>
        <translation>Desde una copia de seguridad</translation>
    </message>
    <message>
        <source>Quit Gatehouse first: nothing may use the store meanwhile. Then run &quot;%1&quot; in a terminal and start Gatehouse again.</source>
        <translation>Salga antes de Gatehouse: nada puede usar el almacén entretanto. Después ejecute «%1» en un terminal y vuelva a iniciar Gatehouse.</translation>
    </message>
    <message>
        <source>Progress of the backup</source>
        <translation>Progreso de la copia de seguridad</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Hacer copia…</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>a date, a file</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Aún ninguna</translation>
    </message>
    <message>
        <source>Back up into a file</source>
        <translation>Hacer copia de seguridad en un archivo</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2 Choose another place.</source>
        <translation>No se puede escribir en %1: %2 Elija otro lugar.</translation>
    </message>
    <message>
        <source>Backup written: %1 (%2).</source>
        <translation>Copia de seguridad escrita: %1 (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BellButton</name>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
    <message numerus="yes">
        <source>Notifications: %n new</source>
        <translation>
            <numerusform>Notificaciones: %n nueva</numerusform>
            <numerusform>Notificaciones: %n nuevas</numerusform>
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
        <translation>Aquí solo se muestra el comienzo; Exportar HAR lo contiene todo.</translation>
    </message>
    <message>
        <source>As received</source>
        <translation>Como se recibió</translation>
    </message>
    <message>
        <source>What the client sent</source>
        <translation>Lo que envió el cliente</translation>
    </message>
    <message>
        <source>What the provider answered</source>
        <translation>Lo que respondió el proveedor</translation>
    </message>
    <message>
        <source>As sent</source>
        <translation>Como se envió</translation>
    </message>
    <message>
        <source>What the provider got</source>
        <translation>Lo que recibió el proveedor</translation>
    </message>
    <message>
        <source>What the client got</source>
        <translation>Lo que recibió el cliente</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Se muestra como</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Solicitud</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Datos</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>No hay nada en este lado de la llamada.</translation>
    </message>
    <message>
        <source>only the first %1 are kept</source>
        <translation>solo se conservan los primeros %1</translation>
    </message>
    <message>
        <source>images and sound are left out</source>
        <translation>se omiten las imágenes y el sonido</translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) are masked</source>
        <translation>
            <numerusform>%n parte está enmascarada</numerusform>
            <numerusform>%n partes están enmascaradas</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>JSON</source>
        <translation>JSON</translation>
    </message>
    <message>
        <source>Tree</source>
        <translation>Árbol</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>Sin formato</translation>
    </message>
    <message numerus="yes">
        <source>%n more event(s): see Raw</source>
        <translation>
            <numerusform>%n evento más: véase Sin formato</numerusform>
            <numerusform>%n eventos más: véase Sin formato</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetDialog</name>
    <message>
        <source>Add budget</source>
        <translation>Añadir presupuesto</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Periodo del presupuesto</translation>
    </message>
    <message>
        <source>Edit the budget of %1</source>
        <translation>Editar el presupuesto de %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>It is set in %1, where it can be changed too. At the limit its calls are refused.</source>
        <translation>Está en %1, donde también puede cambiarse. En el límite se rechazan sus llamadas.</translation>
    </message>
    <message>
        <source>What the budget is for</source>
        <translation>Para qué es el presupuesto</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Su nombre</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Every call of it counts, whatever the endpoint.</source>
        <translation>Cuenta cada llamada suya, sea cual sea la dirección.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Dollars</source>
        <translation>Dólares</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>Introduzca un importe como 25 o 0.50.</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periodo</translation>
    </message>
    <message>
        <source>Periods of the calendar, in UTC. “In all” never starts anew.</source>
        <translation>Periodos del calendario, en UTC. «En total» nunca empieza de nuevo.</translation>
    </message>
    <message>
        <source>Block: refuse further calls</source>
        <translation>Bloquear: rechazar más llamadas</translation>
    </message>
    <message>
        <source>Warn: tell, and let calls pass</source>
        <translation>Avisar: informar y dejar pasar</translation>
    </message>
    <message>
        <source>Switch: use a cheaper route</source>
        <translation>Cambiar: usar una ruta más barata</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>En el límite</translation>
    </message>
    <message>
        <source>Cheaper route</source>
        <translation>Ruta más barata</translation>
    </message>
    <message>
        <source>Choose the route that calls go to then.</source>
        <translation>Elija la ruta a la que irán entonces las llamadas.</translation>
    </message>
    <message>
        <source>End streams whose reservation is spent</source>
        <translation>Terminar flujos con la reserva agotada</translation>
    </message>
    <message>
        <source>Running streams</source>
        <translation>Flujos en curso</translation>
    </message>
    <message>
        <source>Otherwise an answer that has begun is let through to its end.</source>
        <translation>Si no, una respuesta empezada pasa hasta su fin.</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>Avisos al</translation>
    </message>
    <message>
        <source>Per cent of the amount, parted by commas. Each is told once in a period.</source>
        <translation>Tantos por ciento del importe, separados por comas. Cada uno se avisa una vez por periodo.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>There is a budget of that name already.</source>
        <translation>Ya hay un presupuesto con ese nombre.</translation>
    </message>
    <message>
        <source>Say whose budget it is.</source>
        <translation>Indique de quién es el presupuesto.</translation>
    </message>
    <message>
        <source>Enter whole per cents such as 50, 80, 100.</source>
        <translation>Introduzca porcentajes enteros como 50, 80, 100.</translation>
    </message>
    <message>
        <source>Add budget %1</source>
        <translation>Añadir el presupuesto %1</translation>
    </message>
    <message>
        <source>Change the budget of %1</source>
        <translation>Cambiar el presupuesto de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetLines</name>
    <message>
        <source>a day</source>
        <translation>al día</translation>
    </message>
    <message>
        <source>a week</source>
        <translation>a la semana</translation>
    </message>
    <message>
        <source>a month</source>
        <translation>al mes</translation>
    </message>
    <message>
        <source>Budget of %1: %2 %3</source>
        <extracomment>A line on a chart: whose budget, how much, in which time</extracomment>
        <translation>Presupuesto de %1: %2 %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetModel</name>
    <message>
        <source>Scope</source>
        <translation>Ámbito</translation>
    </message>
    <message>
        <source>Period</source>
        <translation>Periodo</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Usado</translation>
    </message>
    <message>
        <source>Forecast</source>
        <translation>Previsión</translation>
    </message>
    <message>
        <source>Resets</source>
        <translation>Se reinicia</translation>
    </message>
    <message>
        <source>At the limit</source>
        <translation>En el límite</translation>
    </message>
    <message>
        <source>Alerts at</source>
        <translation>Avisos al</translation>
    </message>
    <message>
        <source>Set in</source>
        <translation>Definido en</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::BudgetsView</name>
    <message>
        <source>Add budget</source>
        <translation>Añadir presupuesto</translation>
    </message>
    <message>
        <source>Edit budget</source>
        <translation>Editar presupuesto</translation>
    </message>
    <message>
        <source>Raise temporarily</source>
        <translation>Ampliar por un tiempo</translation>
    </message>
    <message>
        <source>Show its spend</source>
        <translation>Mostrar su gasto</translation>
    </message>
    <message>
        <source>Open where it is set</source>
        <translation>Abrir donde está definido</translation>
    </message>
    <message>
        <source>Delete budget</source>
        <translation>Eliminar presupuesto</translation>
    </message>
    <message>
        <source>Export budgets</source>
        <translation>Exportar presupuestos</translation>
    </message>
    <message>
        <source>Filter budgets</source>
        <translation>Filtrar presupuestos</translation>
    </message>
    <message>
        <source>Budgets</source>
        <translation>Presupuestos</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the budgets…</source>
        <translation>Leyendo los presupuestos…</translation>
    </message>
    <message>
        <source>No budgets yet. One says how much may be spent, and what happens then.</source>
        <translation>Aún no hay presupuestos. Uno dice cuánto puede gastarse y qué ocurre entonces.</translation>
    </message>
    <message>
        <source>Set monthly budget</source>
        <translation>Definir presupuesto mensual</translation>
    </message>
    <message>
        <source>No budget has these words.</source>
        <translation>Ningún presupuesto contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one budget first.</source>
        <translation>Seleccione antes un presupuesto.</translation>
    </message>
    <message>
        <source>Only budgets of this list can be raised for a while. Edit it, or add one here in its place.</source>
        <translation>Solo los presupuestos de esta lista pueden ampliarse por un tiempo. Edítelo o añada aquí uno en su lugar.</translation>
    </message>
    <message>
        <source>It is set here.</source>
        <translation>Está definido aquí.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>applications, keys, money used</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n aplicación</numerusform>
            <numerusform>%n aplicaciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n clave</numerusform>
            <numerusform>%n claves</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete the budget of %1?</source>
        <translation>¿Eliminar el presupuesto de %1?</translation>
    </message>
    <message>
        <source>Nothing holds back its spend then, unless another budget does. What was spent stays recorded. It can come back from the trash or with Undo.</source>
        <translation>Entonces nada frena su gasto, salvo otro presupuesto. Lo gastado queda registrado. Puede volver de la papelera o con Deshacer.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete the budget of %1</source>
        <translation>Eliminar el presupuesto de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheModel</name>
    <message>
        <source>On</source>
        <translation>Habilitada</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>Answers to questions that mean the same</source>
        <translation>Respuestas a preguntas del mismo significado</translation>
    </message>
    <message>
        <source>Of the hits, those that waited for an equal call under way</source>
        <translation>De los aciertos, los que esperaron a una llamada igual en curso</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>Tasa de aciertos</translation>
    </message>
    <message>
        <source>Hits</source>
        <translation>Aciertos</translation>
    </message>
    <message>
        <source>By meaning</source>
        <translation>Por significado</translation>
    </message>
    <message>
        <source>Coalesced</source>
        <translation>Unidas</translation>
    </message>
    <message>
        <source>Misses</source>
        <translation>Fallos</translation>
    </message>
    <message>
        <source>Entries</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Ahorrado</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheSettingsDialog</name>
    <message>
        <source>Cache settings</source>
        <translation>Ajustes de la caché</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>En memoria</translation>
    </message>
    <message>
        <source>At most so much, such as 64MiB. What was used longest ago goes first.</source>
        <translation>Como máximo esto, por ejemplo 64MiB. Lo usado hace más tiempo se va primero.</translation>
    </message>
    <message>
        <source>Enter a size such as 64MiB or 2GiB.</source>
        <translation>Introduzca un tamaño como 64MiB o 2GiB.</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>En el almacén</translation>
    </message>
    <message>
        <source>From there memory is filled again after a restart. “off” keeps nothing on disk.</source>
        <translation>De ahí se rellena la memoria tras un reinicio. «off» no guarda nada en disco.</translation>
    </message>
    <message>
        <source>Enter off, or a size such as 256MiB or 2GiB.</source>
        <translation>Introduzca off o un tamaño como 256MiB o 2GiB.</translation>
    </message>
    <message>
        <source>Answers count for</source>
        <translation>Las respuestas valen</translation>
    </message>
    <message>
        <source>Where their route says nothing else: 30m, 1h, 7d.</source>
        <translation>Si su ruta no dice otra cosa: 30m, 1h, 7d.</translation>
    </message>
    <message>
        <source>Enter a time such as 30m, 1h or 7d.</source>
        <translation>Introduzca un tiempo como 30m, 1h o 7d.</translation>
    </message>
    <message>
        <source>Change the cache settings</source>
        <translation>Cambiar los ajustes de la caché</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CacheView</name>
    <message>
        <source>Purge…</source>
        <translation>Vaciar…</translation>
    </message>
    <message>
        <source>Cache settings</source>
        <translation>Ajustes de la caché</translation>
    </message>
    <message>
        <source>Open its route</source>
        <translation>Abrir su ruta</translation>
    </message>
    <message>
        <source>Show its hits</source>
        <translation>Mostrar sus aciertos</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Exportar cifras</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>Filtrar rutas</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>Hit rate</source>
        <translation>Tasa de aciertos</translation>
    </message>
    <message>
        <source>Money saved</source>
        <translation>Dinero ahorrado</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>En memoria</translation>
    </message>
    <message>
        <source>In the store</source>
        <translation>En el almacén</translation>
    </message>
    <message>
        <source>Caches of routes</source>
        <translation>Cachés de las rutas</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>No call has asked a cache yet.</source>
        <translation>Ninguna llamada ha consultado aún una caché.</translation>
    </message>
    <message>
        <source>%1 of %2 calls since the start</source>
        <comment>hits, all</comment>
        <translation>%1 de %2 llamadas desde el inicio</translation>
    </message>
    <message>
        <source>What the hits would have cost</source>
        <translation>Lo que habrían costado los aciertos</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <comment>sizes</comment>
        <translation>%1 de %2 usados</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>of %1, for the next start</source>
        <comment>a size</comment>
        <translation>de %1, para el próximo inicio</translation>
    </message>
    <message>
        <source>Nothing is kept for the next start.</source>
        <translation>No se guarda nada para el próximo inicio.</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading what is cached…</source>
        <translation>Leyendo la caché…</translation>
    </message>
    <message>
        <source>No route caches its answers. Each route says whether equal, or alike, questions get the answer of before.</source>
        <translation>Ninguna ruta guarda sus respuestas. Cada ruta dice si las preguntas iguales, o parecidas, reciben la respuesta anterior.</translation>
    </message>
    <message>
        <source>Open routes</source>
        <translation>Abrir rutas</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>Ninguna ruta contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>Seleccione antes una ruta.</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s), %1</source>
        <comment>size</comment>
        <translation>
            <numerusform>%n respuesta, %1</numerusform>
            <numerusform>%n respuestas, %1</numerusform>
        </translation>
    </message>
    <message>
        <source>At most %1</source>
        <comment>how many answers of which size</comment>
        <translation>Como máximo %1</translation>
    </message>
    <message>
        <source>Purge the cache?</source>
        <translation>¿Vaciar la caché?</translation>
    </message>
    <message>
        <source>Purge the cache of %1?</source>
        <translation>¿Vaciar la caché de %1?</translation>
    </message>
    <message>
        <source>The next equal calls go to the providers again and cost money. This cannot be undone.</source>
        <translation>Las próximas llamadas iguales irán de nuevo a los proveedores y costarán dinero. No se puede deshacer.</translation>
    </message>
    <message>
        <source>Purge</source>
        <translation>Vaciar</translation>
    </message>
    <message>
        <source>all</source>
        <comment>typed to purge all caches</comment>
        <translation>todo</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) thrown away.</source>
        <translation>
            <numerusform>%n respuesta desechada.</numerusform>
            <numerusform>%n respuestas desechadas.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallFacts</name>
    <message>
        <source>More about the call</source>
        <translation>Más sobre la llamada</translation>
    </message>
    <message>
        <source>End user</source>
        <translation>Usuario final</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesión</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadatos</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>Campos de la solicitud</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>En flujo</translation>
    </message>
    <message>
        <source>At another time</source>
        <translation>En otro momento</translation>
    </message>
    <message>
        <source>Time of the call</source>
        <translation>Hora de la llamada</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>Escriba en cada línea nombre, dos puntos y valor, como %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallModel</name>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Primer byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>model asked, model served</comment>
        <translation>%1 → %2</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>streaming…</source>
        <translation>transmitiendo…</translation>
    </message>
    <message>
        <source>waiting…</source>
        <translation>esperando…</translation>
    </message>
    <message>
        <source>%1 · cut off</source>
        <translation>%1 · interrumpida</translation>
    </message>
    <message>
        <source>client left</source>
        <translation>el cliente se fue</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n retries</source>
        <translation>
            <numerusform>%1 · %n reintento</numerusform>
            <numerusform>%1 · %n reintentos</numerusform>
        </translation>
    </message>
    <message>
        <source>Time until the first byte of the answer</source>
        <translation>Tiempo hasta el primer byte de la respuesta</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens de entrada</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>En caché</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens de salida</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Reintentos</translation>
    </message>
    <message>
        <source>~%1</source>
        <comment>about so many tokens</comment>
        <translation>~%1</translation>
    </message>
    <message>
        <source>cancelling…</source>
        <translation>cancelando…</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>cancelada</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CallStrip</name>
    <message>
        <source>The call in the log</source>
        <translation>La llamada en el registro</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CanaryDialog</name>
    <message>
        <source>Canary of %1</source>
        <translation>Canario de %1</translation>
    </message>
    <message>
        <source>Share of the calls</source>
        <translation>Parte de las llamadas</translation>
    </message>
    <message>
        <source>Set share</source>
        <translation>Fijar la parte</translation>
    </message>
    <message>
        <source>%1 of the calls now go to %2.</source>
        <translation>%1 de las llamadas van ahora a %2.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pausar</translation>
    </message>
    <message>
        <source>Promote</source>
        <translation>Promover</translation>
    </message>
    <message>
        <source>All calls go to this target from now on</source>
        <translation>Todas las llamadas van desde ahora a este destino</translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation>Revertir</translation>
    </message>
    <message>
        <source>No call goes to this target from now on</source>
        <translation>Desde ahora ninguna llamada va a este destino</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>The canary goes on.</source>
        <translation>El canario continúa.</translation>
    </message>
    <message>
        <source>The canary is paused; its share stays.</source>
        <translation>El canario está en pausa; su parte se mantiene.</translation>
    </message>
    <message>
        <source>%1 % of the calls go to %2</source>
        <translation>El %1 % de las llamadas va a %2</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Running, at this share since %1.</source>
        <translation>En marcha, con esta parte desde %1.</translation>
    </message>
    <message>
        <source>Paused since %1: the share stays until it is resumed.</source>
        <translation>En pausa desde %1: la parte se mantiene hasta reanudar.</translation>
    </message>
    <message>
        <source>Promoted at %1: make it the only target, or the first, when you are sure.</source>
        <translation>Promovido el %1: conviértalo en el único destino, o el primero, cuando esté seguro.</translation>
    </message>
    <message>
        <source>Rolled back at %1.</source>
        <translation>Revertido el %1.</translation>
    </message>
    <message>
        <source>How it stands is not known at this moment.</source>
        <translation>Su estado no se conoce en este momento.</translation>
    </message>
    <message>
        <source>Reason: %1.</source>
        <translation>Motivo: %1.</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) at this share</source>
        <translation>
            <numerusform>%n llamada con esta parte</numerusform>
            <numerusform>%n llamadas con esta parte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errores</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 hasta el primer token</translation>
    </message>
    <message>
        <source>feedback %1</source>
        <translation>valoración %1</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Promote %1?</source>
        <translation>¿Promover %1?</translation>
    </message>
    <message>
        <source>All calls of %1 that no rule leads elsewhere go to it from now on.</source>
        <translation>Todas las llamadas de %1 que ninguna regla lleva a otro sitio van allí desde ahora.</translation>
    </message>
    <message>
        <source>All calls now go to %1.</source>
        <translation>Todas las llamadas van ahora a %1.</translation>
    </message>
    <message>
        <source>No call goes to %1 any more.</source>
        <translation>Ninguna llamada va ya a %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CatalogueDialog</name>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Añadir proveedor</translation>
    </message>
    <message>
        <source>Which provider do you want to add?</source>
        <translation>¿Qué proveedor quiere añadir?</translation>
    </message>
    <message>
        <source>Search the catalogue</source>
        <translation>Buscar en el catálogo</translation>
    </message>
    <message>
        <source>Search by name, or enter “custom” for any address</source>
        <translation>Busque por nombre, o escriba «custom» para cualquier dirección</translation>
    </message>
    <message>
        <source>Providers of the catalogue</source>
        <translation>Proveedores del catálogo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>%1 (not in this version)</source>
        <translation>%1 (no en esta versión)</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the catalogue…</source>
        <translation>Leyendo el catálogo…</translation>
    </message>
    <message>
        <source>No provider of that name. Any other address is under “Custom”.</source>
        <translation>Ningún proveedor con ese nombre. Cualquier otra dirección está en «Custom».</translation>
    </message>
    <message>
        <source>Clear search</source>
        <translation>Borrar búsqueda</translation>
    </message>
    <message>
        <source>%1. You enter its address in the next step.</source>
        <comment>dialect</comment>
        <translation>%1. La dirección se introduce en el paso siguiente.</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <comment>dialect, address</comment>
        <translation>%1 en %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateDialog</name>
    <message>
        <source>Itself (self-signed)</source>
        <translation>Él mismo (autofirmado)</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <comment>two days</comment>
        <translation>%1 a %2</translation>
    </message>
    <message>
        <source>Certificate</source>
        <translation>Certificado</translation>
    </message>
    <message>
        <source>The certificate has changed</source>
        <translation>El certificado ha cambiado</translation>
    </message>
    <message>
        <source>Is this %1?</source>
        <translation>¿Es esto %1?</translation>
    </message>
    <message>
        <source>%1 shows another certificate than before</source>
        <translation>%1 muestra un certificado distinto al de antes</translation>
    </message>
    <message>
        <source>Compare the fingerprint with what the gateway&apos;s operator tells you. Once you trust it, only this certificate is accepted.</source>
        <translation>Compare la huella digital con la que le indique el operador de la pasarela. Cuando confíe en él, solo se aceptará este certificado.</translation>
    </message>
    <message>
        <source>It may have been renewed, or somebody stands between. Nothing was sent. Ask the gateway&apos;s operator before you trust the new one.</source>
        <translation>Puede haberse renovado, o alguien puede estar en medio. No se envió nada. Pregunte al operador de la pasarela antes de confiar en el nuevo.</translation>
    </message>
    <message>
        <source>Subject</source>
        <translation>Titular</translation>
    </message>
    <message>
        <source>Names</source>
        <translation>Nombres</translation>
    </message>
    <message>
        <source>Issuer</source>
        <translation>Emisor</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Validez</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>Trusted until now</source>
        <translation>De confianza hasta ahora</translation>
    </message>
    <message>
        <source>Shown now</source>
        <translation>Mostrado ahora</translation>
    </message>
    <message>
        <source>It is not valid today.</source>
        <translation>No es válido hoy.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stay disconnected</source>
        <translation>Seguir desconectado</translation>
    </message>
    <message>
        <source>Trust this certificate</source>
        <translation>Confiar en este certificado</translation>
    </message>
    <message>
        <source>Trust the new one</source>
        <translation>Confiar en el nuevo</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CertificateProbe</name>
    <message>
        <source>No certificate came (%1). Check the address and that the gateway runs there.</source>
        <translation>No llegó ningún certificado (%1). Compruebe la dirección y que la pasarela esté en ejecución allí.</translation>
    </message>
    <message>
        <source>Nothing answered there. Check the address and that the gateway can be reached from here.</source>
        <translation>Nada respondió allí. Compruebe la dirección y que la pasarela se pueda alcanzar desde aquí.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainEditor</name>
    <message>
        <source>Pages of the chain</source>
        <translation>Páginas de la cadena</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Escribir</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ejecutar</translation>
    </message>
    <message>
        <source>All chains</source>
        <translation>Todas las cadenas</translation>
    </message>
    <message>
        <source>Reading the chain…</source>
        <translation>Leyendo la cadena…</translation>
    </message>
    <message>
        <source>There is no chain “%1” any more.</source>
        <translation>La cadena «%1» ya no existe.</translation>
    </message>
    <message>
        <source>Save version %1 of chain %2</source>
        <translation>Guardar la versión %1 de la cadena %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicada</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainOutcomeModel</name>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Tokens in</source>
        <translation>Tokens de entrada</translation>
    </message>
    <message>
        <source>Tokens out</source>
        <translation>Tokens de salida</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainRunPage</name>
    <message>
        <source>Run</source>
        <translation>Ejecutar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>How each step went</source>
        <translation>Cómo fue cada paso</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Mostrar en el registro</translation>
    </message>
    <message>
        <source>The last run cost: not known.</source>
        <translation>Coste de la última ejecución: desconocido.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>La última ejecución costó %1.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>Próxima ejecución: %1</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Paso %1</translation>
    </message>
    <message>
        <source>Run the chain to see what it answers. Choose a step to see what came of it.</source>
        <translation>Ejecute la cadena para ver su respuesta. Elija un paso para ver su resultado.</translation>
    </message>
    <message>
        <source>Running…</source>
        <translation>En curso…</translation>
    </message>
    <message>
        <source>The chain takes no values. Add inputs under Write, where it shall.</source>
        <translation>La cadena no toma valores. Añada entradas en «Escribir».</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepDialog</name>
    <message>
        <source>Add a step</source>
        <translation>Añadir un paso</translation>
    </message>
    <message>
        <source>Step %1</source>
        <translation>Paso %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>What the step is given</source>
        <translation>Lo que recibe el paso</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>Añadir valor</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>A prompt is given its variables; a model prompt, system or messages.</source>
        <translation>Un prompt recibe sus variables; un modelo, prompt, system o messages.</translation>
    </message>
    <message>
        <source>The chain goes on where it fails</source>
        <translation>La cadena sigue si falla</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Later steps read its answer at /ID.</source>
        <translation>Los pasos posteriores leen su respuesta en /ID.</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Choose what the step calls.</source>
        <translation>Elija qué llama el paso.</translation>
    </message>
    <message>
        <source>What it is given</source>
        <translation>Lo que recibe</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Siempre</translation>
    </message>
    <message>
        <source>A value is</source>
        <translation>Un valor es</translation>
    </message>
    <message>
        <source>A value is one of</source>
        <translation>Un valor es uno de</translation>
    </message>
    <message>
        <source>A value is there</source>
        <translation>Hay un valor</translation>
    </message>
    <message>
        <source>A value is not there</source>
        <translation>Falta un valor</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>Cuándo se ejecuta</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Se ejecuta</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>Un puntero JSON: /inputs/NOMBRE o /PASO/NOMBRE.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>Empieza por /inputs/ o por / y el identificador de un paso.</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>Es</translation>
    </message>
    <message>
        <source>JSON; of several, parted by commas.</source>
        <translation>JSON; si son varios, separados por comas.</translation>
    </message>
    <message>
        <source>Write one JSON value, such as &quot;angry&quot; or 3.</source>
        <translation>Escriba un valor JSON, como &quot;angry&quot; o 3.</translation>
    </message>
    <message>
        <source>Write JSON values parted by commas, such as &quot;angry&quot;, &quot;sad&quot;.</source>
        <translation>Escriba valores JSON separados por comas, como &quot;angry&quot;, &quot;sad&quot;.</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después de</translation>
    </message>
    <message>
        <source>Steps that must have ended, parted by commas. Those that it reads are waited for anyway.</source>
        <translation>Pasos que deben haber terminado, separados por comas. Los que lee se esperan en todo caso.</translation>
    </message>
    <message>
        <source>Takes at most</source>
        <translation>Dura como máximo</translation>
    </message>
    <message>
        <source>Such as 10s or 2m.</source>
        <translation>Por ejemplo, 10s o 2m.</translation>
    </message>
    <message>
        <source>Write a number and s or m, such as 10s.</source>
        <translation>Escriba un número y s o m, como 10s.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Empiece con una letra; después solo letras, cifras y _, 64 como máximo.</translation>
    </message>
    <message>
        <source>“inputs” is what the chain is given. Take another id.</source>
        <translation>«inputs» es lo que recibe la cadena. Elija otro identificador.</translation>
    </message>
    <message>
        <source>Another step has this id.</source>
        <translation>Otro paso tiene este identificador.</translation>
    </message>
    <message>
        <source>There is no other step “%1”.</source>
        <translation>No hay otro paso «%1».</translation>
    </message>
    <message>
        <source>A prompt at a label or version: sentiment@production.</source>
        <translation>Un prompt con etiqueta o versión: sentiment@production.</translation>
    </message>
    <message>
        <source>A route, or provider/model.</source>
        <translation>Una ruta, o proveedor/modelo.</translation>
    </message>
    <message>
        <source>A model of a KServe server.</source>
        <translation>Un modelo de un servidor KServe.</translation>
    </message>
    <message>
        <source>A published API and its version: mood/1.</source>
        <translation>Una API publicada y su versión: mood/1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainStepModel</name>
    <message>
        <source>Always</source>
        <translation>Siempre</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Paso</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Runs when</source>
        <translation>Se ejecuta si</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainWritePage</name>
    <message>
        <source>Parts of the chain</source>
        <translation>Partes de la cadena</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Pasos</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>Entradas</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>Add step</source>
        <translation>Añadir paso</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>A step calls a prompt, a model or an API. Those that do not wait for each other run side by side.</source>
        <translation>Un paso llama a un prompt, un modelo o una API. Los que no se esperan se ejecutan en paralelo.</translation>
    </message>
    <message>
        <source>Move the step up</source>
        <translation>Subir el paso</translation>
    </message>
    <message>
        <source>Move the step down</source>
        <translation>Bajar el paso</translation>
    </message>
    <message>
        <source>Add input</source>
        <translation>Añadir entrada</translation>
    </message>
    <message>
        <source>An input is what a call gives. Steps read it at /inputs/NAME.</source>
        <translation>Una entrada es lo que da una llamada. Los pasos la leen en /inputs/NOMBRE.</translation>
    </message>
    <message>
        <source>What the chain answers</source>
        <translation>Lo que responde la cadena</translation>
    </message>
    <message>
        <source>Add value</source>
        <translation>Añadir valor</translation>
    </message>
    <message>
        <source>Without values of its own, a chain answers what each of its steps did.</source>
        <translation>Sin valores propios, una cadena responde lo que dio cada paso.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Of the whole run, such as 30s or 2m; 60s where nothing is written.</source>
        <translation>De toda la ejecución, por ejemplo 30s o 2m; 60s si no se indica nada.</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Dinero</translation>
    </message>
    <message>
        <source>Dollars, such as 0.05. When they are spent, no further step begins.</source>
        <translation>Dólares, por ejemplo 0.05. Cuando se gastan, no empieza ningún paso más.</translation>
    </message>
    <message>
        <source>In all, those of chains within included; 50 where nothing is written.</source>
        <translation>En total, incluidos los de cadenas internas; 50 si no se indica nada.</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>Profundidad</translation>
    </message>
    <message>
        <source>Chains within chains; 4 where nothing is written.</source>
        <translation>Cadenas dentro de cadenas; 4 si no se indica nada.</translation>
    </message>
    <message>
        <source>Definition of the chain, as JSON</source>
        <translation>Definición de la cadena, en JSON</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Definición</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>tab, how many</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Line %1</source>
        <translation>Línea %1</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Comprobando…</translation>
    </message>
    <message>
        <source>It can run: %1</source>
        <translation>Puede ejecutarse: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) to mend</source>
        <translation>
            <numerusform>%n punto por corregir</numerusform>
            <numerusform>%n puntos por corregir</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChainsPage</name>
    <message>
        <source>Filter chains</source>
        <translation>Filtrar cadenas</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>Cadenas</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the chains…</source>
        <translation>Leyendo las cadenas…</translation>
    </message>
    <message>
        <source>No chains yet. A chain leads what one step says to the next: prompts, models, APIs.</source>
        <translation>Aún no hay cadenas. Una cadena lleva lo que dice un paso al siguiente: prompts, modelos, API.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>Nueva cadena</translation>
    </message>
    <message>
        <source>No chain has these words.</source>
        <translation>Ninguna cadena contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Delete the chain %1?</source>
        <translation>¿Eliminar la cadena %1?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n chain(s)?</source>
        <translation>
            <numerusform>¿Eliminar %n cadena?</numerusform>
            <numerusform>¿Eliminar %n cadenas?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions and labels go with it. It can come back from the trash or with Undo.</source>
        <translation>Sus versiones y etiquetas se van con ella. Puede volver de la papelera o con Deshacer.</translation>
    </message>
    <message>
        <source>Served as %1</source>
        <translation>Se sirve como %1</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete chain %1</source>
        <translation>Eliminar la cadena %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeCards</name>
    <message>
        <source>What was changed</source>
        <translation>Qué se cambió</translation>
    </message>
    <message numerus="yes">
        <source>and %n more change(s)</source>
        <translation>
            <numerusform>y %n cambio más</numerusform>
            <numerusform>y %n cambios más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeDesk</name>
    <message>
        <source>Your change was not made: the other version stays.</source>
        <translation>Su cambio no se hizo: se mantiene la otra versión.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChangeMarks</name>
    <message>
        <source>added</source>
        <translation>añadido</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>cambiado</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>eliminado</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Retention</source>
        <translation>Retención</translation>
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
        <translation>Sin plan</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Months</source>
        <translation>Meses</translation>
    </message>
    <message>
        <source>For calls</source>
        <translation>Por llamadas</translation>
    </message>
    <message>
        <source>For providers</source>
        <translation>Por proveedores</translation>
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
        <translation>Cargos</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Month</source>
        <translation>Mes</translation>
    </message>
    <message>
        <source>Months are those of UTC.</source>
        <translation>Los meses son los de UTC.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Save the charges as CSV or JSON Lines</source>
        <translation>Guardar los cargos como CSV o JSON Lines</translation>
    </message>
    <message>
        <source>Reading the charges…</source>
        <translation>Leyendo los cargos…</translation>
    </message>
    <message>
        <source>Charged: %1</source>
        <translation>Cobrado: %1</translation>
    </message>
    <message>
        <source>Earned: %1</source>
        <translation>Ingresado: %1</translation>
    </message>
    <message>
        <source>This team has no subscription to an API.</source>
        <translation>Este equipo no está suscrito a ninguna API.</translation>
    </message>
    <message>
        <source>Nobody is subscribed to this API.</source>
        <translation>Nadie está suscrito a esta API.</translation>
    </message>
    <message numerus="yes">
        <source>The cost of %n call(s) is not known; providers&apos; cost is charged without them.</source>
        <translation>
            <numerusform>No se conoce el coste de %n llamada; el de proveedores se cobra sin ella.</numerusform>
            <numerusform>No se conoce el coste de %n llamadas; el de proveedores se cobra sin ellas.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Chart</name>
    <message>
        <source>No data in this stretch of time.</source>
        <translation>Sin datos en este periodo.</translation>
    </message>
    <message>
        <source>Line chart.</source>
        <translation>Gráfico de líneas.</translation>
    </message>
    <message>
        <source>Stacked bars.</source>
        <translation>Barras apiladas.</translation>
    </message>
    <message>
        <source>Map of the hours of the week.</source>
        <translation>Mapa de las horas de la semana.</translation>
    </message>
    <message>
        <source>From %1.</source>
        <translation>Desde %1.</translation>
    </message>
    <message>
        <source>%1: from %2 to %3, latest %4.</source>
        <translation>%1: de %2 a %3, último %4.</translation>
    </message>
    <message>
        <source>Show as table lists every value.</source>
        <translation>Mostrar como tabla enumera todos los valores.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartCard</name>
    <message>
        <source>Export as PNG…</source>
        <translation>Exportar como PNG…</translation>
    </message>
    <message>
        <source>Export as SVG…</source>
        <translation>Exportar como SVG…</translation>
    </message>
    <message>
        <source>Export as PDF…</source>
        <translation>Exportar como PDF…</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Exportar como CSV…</translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation>Mostrar como tabla</translation>
    </message>
    <message>
        <source>Export this chart</source>
        <translation>Exportar este gráfico</translation>
    </message>
    <message>
        <source>Times in %1</source>
        <translation>Horas en %1</translation>
    </message>
    <message>
        <source>Export as %1</source>
        <translation>Exportar como %1</translation>
    </message>
    <message>
        <source>%1 files (*.%2)</source>
        <translation>Archivos %1 (*.%2)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportado a %1</translation>
    </message>
    <message>
        <source>The chart could not be written to %1: %2</source>
        <translation>No se pudo escribir el gráfico en %1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChartTable</name>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ChatStream</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>La pasarela no responde (%1). Compruebe que esté en ejecución y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>The answer was an error with status %1 and no reason.</source>
        <translation>La respuesta fue un error con estado %1 y sin motivo.</translation>
    </message>
    <message>
        <source>The answer broke off before its end. What came until then is shown; try again.</source>
        <translation>La respuesta se interrumpió antes de terminar. Se muestra lo que llegó hasta entonces; vuelva a intentarlo.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckList</name>
    <message>
        <source>A regular expression</source>
        <translation>Una expresión regular</translation>
    </message>
    <message>
        <source>What stands there, as JSON; nothing: anything</source>
        <translation>Lo que hay allí, como JSON; nada: cualquier cosa</translation>
    </message>
    <message>
        <source>A JSON Schema</source>
        <translation>Un JSON Schema</translation>
    </message>
    <message>
        <source>What the judge looks at</source>
        <translation>En qué se fija el juez</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Contains</source>
        <translation>Contiene</translation>
    </message>
    <message>
        <source>Is equal to</source>
        <translation>Es igual a</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Coincide con</translation>
    </message>
    <message>
        <source>Has at a JSON path</source>
        <translation>Tiene en una ruta JSON</translation>
    </message>
    <message>
        <source>Fits a JSON Schema</source>
        <translation>Encaja en un JSON Schema</translation>
    </message>
    <message>
        <source>Is judged by a model</source>
        <translation>Lo juzga un modelo</translation>
    </message>
    <message>
        <source>%1 is there</source>
        <comment>JSON path</comment>
        <translation>%1 está presente</translation>
    </message>
    <message>
        <source>%1 is %2</source>
        <comment>JSON path, value</comment>
        <translation>%1 es %2</translation>
    </message>
    <message>
        <source>%1 finds: %2</source>
        <comment>model, what</comment>
        <translation>%1 opina: %2</translation>
    </message>
    <message>
        <source>%1 “%2”</source>
        <comment>Contains, text</comment>
        <translation>%1 «%2»</translation>
    </message>
    <message>
        <source>Add check</source>
        <translation>Añadir comprobación</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CheckRow</name>
    <message>
        <source>Path, such as $.mood</source>
        <translation>Ruta, como $.mood</translation>
    </message>
    <message>
        <source>JSON path</source>
        <translation>Ruta JSON</translation>
    </message>
    <message>
        <source>Model that judges</source>
        <translation>Modelo que juzga</translation>
    </message>
    <message>
        <source>Least, 0 to 1</source>
        <translation>Mínimo, 0 a 1</translation>
    </message>
    <message>
        <source>Least score</source>
        <translation>Puntuación mínima</translation>
    </message>
    <message>
        <source>Remove check</source>
        <translation>Quitar comprobación</translation>
    </message>
    <message>
        <source>Check %1</source>
        <translation>Comprobación %1</translation>
    </message>
    <message>
        <source>Write what the answer is compared with.</source>
        <translation>Escriba con qué se compara la respuesta.</translation>
    </message>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>Escriba un objeto JSON: empieza con { y termina con }.</translation>
    </message>
    <message>
        <source>Write a JSON path: it begins with $.</source>
        <translation>Escriba una ruta JSON: empieza con $.</translation>
    </message>
    <message>
        <source>Name the model that judges.</source>
        <translation>Nombre el modelo que juzga.</translation>
    </message>
    <message>
        <source>Write a number from 0 to 1, such as 0.7, or nothing.</source>
        <translation>Escriba un número de 0 a 1, como 0.7, o nada.</translation>
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
        <translation>Todos los clientes</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Elija un modelo.</translation>
    </message>
    <message>
        <source>Gets the key</source>
        <translation>Obtiene la clave</translation>
    </message>
    <message>
        <source>Good to know</source>
        <translation>Conviene saber</translation>
    </message>
    <message>
        <source>Does it work?</source>
        <translation>¿Funciona?</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>Comprobar variables</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>Esperar su primera llamada</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>From a helper command</source>
        <translation>De una orden auxiliar</translation>
    </message>
    <message>
        <source>From its settings file</source>
        <translation>De su archivo de ajustes</translation>
    </message>
    <message>
        <source>From a variable</source>
        <translation>De una variable</translation>
    </message>
    <message>
        <source>This gateway does not have the address %1, which %2 needs. The settings work once it has.</source>
        <translation>Esta pasarela no tiene la dirección %1, que %2 necesita. Los ajustes funcionarán cuando la tenga.</translation>
    </message>
    <message>
        <source>This gateway listens on this computer only, where %1 does not reach it.</source>
        <translation>Esta pasarela solo escucha en este equipo, donde %1 no la alcanza.</translation>
    </message>
    <message>
        <source>Change %1…</source>
        <translation>Cambiar %1…</translation>
    </message>
    <message>
        <source>Make a new key first: a key is known once only, when it is made</source>
        <translation>Cree antes una clave nueva: una clave solo se conoce una vez, al crearla</translation>
    </message>
    <message>
        <source>The client runs “%1” and reads the key from your key chain. Keep the key there under this name.</source>
        <translation>El cliente ejecuta «%1» y lee la clave de su llavero. Guarde allí la clave con este nombre.</translation>
    </message>
    <message>
        <source>“%1” prints a key that is kept in your key chain: for clients and scripts that run a command.</source>
        <translation>«%1» muestra una clave guardada en su llavero: para clientes y scripts que ejecutan una orden.</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
    <message>
        <source>%1 says so already.</source>
        <translation>%1 ya lo dice así.</translation>
    </message>
    <message>
        <source>%1 was made.</source>
        <translation>Se creó %1.</translation>
    </message>
    <message>
        <source>%1 was changed. The backup is %2.</source>
        <translation>Se cambió %1. La copia de seguridad es %2.</translation>
    </message>
    <message>
        <source>%1 is as it was before.</source>
        <translation>%1 está como antes.</translation>
    </message>
    <message>
        <source>No environment variable is in the way.</source>
        <translation>Ninguna variable de entorno estorba.</translation>
    </message>
    <message>
        <source>%1 is set in this session.</source>
        <translation>%1 está definida en esta sesión.</translation>
    </message>
    <message>
        <source>%1 is set in %2.</source>
        <comment>variable, file and line</comment>
        <translation>%1 está definida en %2.</translation>
    </message>
    <message>
        <source>Take them away there unless they name this gateway.</source>
        <translation>Quítelas de ahí, salvo que nombren esta pasarela.</translation>
    </message>
    <message>
        <source>Waiting for a call with this key. Use %1 now.</source>
        <translation>Esperando una llamada con esta clave. Use %1 ahora.</translation>
    </message>
    <message>
        <source>✓ %1 from %2</source>
        <comment>time, program</comment>
        <translation>✓ %1 de %2</translation>
    </message>
    <message>
        <source>%1 from %2, answered with %3. The log says why.</source>
        <comment>time, program, status</comment>
        <translation>%1 de %2, respondida con %3. El registro indica por qué.</translation>
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
        <translation>Búsqueda y órdenes</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Buscar o ejecutar una orden</translation>
    </message>
    <message>
        <source>What fits</source>
        <translation>Coincidencias</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Not possible now</source>
        <translation>No es posible ahora</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Vista</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>kind and id of an object</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2, status %3</source>
        <comment>time, model and status of a call</comment>
        <translation>%1, %2, estado %3</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>sin modelo</translation>
    </message>
    <message>
        <source>Nothing fits. Try fewer letters.</source>
        <translation>Sin coincidencias. Pruebe con menos letras.</translation>
    </message>
    <message>
        <source>&gt; for commands   @ for objects   # for requests</source>
        <translation>&gt; para órdenes   @ para objetos   # para solicitudes</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CommentPanel</name>
    <message>
        <source>Nobody said anything yet.</source>
        <translation>Nadie ha dicho nada todavía.</translation>
    </message>
    <message>
        <source>Add comment</source>
        <translation>Añadir comentario</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Comentarios</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>Write a comment…</source>
        <translation>Escriba un comentario…</translation>
    </message>
    <message>
        <source>About the prompt</source>
        <translation>Sobre el prompt</translation>
    </message>
    <message>
        <source>About version %1</source>
        <translation>Sobre la versión %1</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>versión %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CompareDialog</name>
    <message>
        <source>Only what differs</source>
        <translation>Solo lo que difiere</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>Comparar dos llamadas</translation>
    </message>
    <message>
        <source>Differences</source>
        <translation>Diferencias</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Reading both calls…</source>
        <translation>Leyendo ambas llamadas…</translation>
    </message>
    <message>
        <source>One of these calls is not over yet, or no longer kept.</source>
        <translation>Una de estas llamadas aún no ha terminado o ya no se conserva.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>%1, differs</source>
        <translation>%1, difiere</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Sin diferencias</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s)</source>
        <translation>
            <numerusform>%n diferencia</numerusform>
            <numerusform>%n diferencias</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceDialog</name>
    <message>
        <source>Conformance of %1</source>
        <translation>Conformidad de %1</translation>
    </message>
    <message>
        <source>Real calls through the gateway&apos;s own port show what a client of each dialect gets from this route: plain, streamed, with tools, images and more.</source>
        <translation>Llamadas reales por el puerto de la pasarela muestran lo que un cliente de cada dialecto obtiene de esta ruta: simple, en flujo, con herramientas, imágenes y más.</translation>
    </message>
    <message>
        <source>Reading the last run…</source>
        <translation>Leyendo la última ejecución…</translation>
    </message>
    <message>
        <source>Asking what a run would cost…</source>
        <translation>Consultando lo que costaría una ejecución…</translation>
    </message>
    <message>
        <source>Progress of the test</source>
        <translation>Progreso de la prueba</translation>
    </message>
    <message>
        <source>Client dialects and features</source>
        <translation>Dialectos de cliente y funciones</translation>
    </message>
    <message>
        <source>Show its call in the log</source>
        <translation>Mostrar su llamada en el registro</translation>
    </message>
    <message>
        <source>Stop test</source>
        <translation>Detener la prueba</translation>
    </message>
    <message>
        <source>Run conformance test</source>
        <translation>Ejecutar prueba de conformidad</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>This route was not tested yet. See above what a run takes, then start it.</source>
        <translation>Esta ruta aún no se ha probado. Vea arriba lo que requiere una ejecución y láncela.</translation>
    </message>
    <message numerus="yes">
        <source>A run makes up to %n call(s)</source>
        <translation>
            <numerusform>Una ejecución hace como máximo %n llamada</numerusform>
            <numerusform>Una ejecución hace como máximo %n llamadas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, with up to %2 input and %3 output tokens.</source>
        <translation>%1, con hasta %2 tokens de entrada y %3 de salida.</translation>
    </message>
    <message>
        <source>The demo provider serves it: it costs nothing.</source>
        <translation>La atiende el proveedor de demostración: no cuesta nada.</translation>
    </message>
    <message>
        <source>The provider bills them: %1 at most.</source>
        <translation>El proveedor las factura: %1 como máximo.</translation>
    </message>
    <message>
        <source>The provider bills them; what they cost is not known, since a price is missing.</source>
        <translation>El proveedor las factura; no se sabe cuánto cuestan, pues falta un precio.</translation>
    </message>
    <message numerus="yes">
        <source>%n passed</source>
        <translation>
            <numerusform>%n pasada</numerusform>
            <numerusform>%n pasadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fallida</numerusform>
            <numerusform>%n fallidas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not applicable</source>
        <translation>
            <numerusform>%n no aplicable</numerusform>
            <numerusform>%n no aplicables</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Choose a cell to see why.</source>
        <translation>Elija una celda para ver el motivo.</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>Ejecutar de nuevo</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConformanceTable</name>
    <message>
        <source>%1 over %2</source>
        <comment>feature, client dialect</comment>
        <translation>%1 por %2</translation>
    </message>
    <message>
        <source>%1: passed after %2 ms.</source>
        <translation>%1: pasada tras %2 ms.</translation>
    </message>
    <message>
        <source>%1: failed. %2</source>
        <comment>test, reason</comment>
        <translation>%1: fallida. %2</translation>
    </message>
    <message>
        <source>What came: %1</source>
        <translation>Llegó: %1</translation>
    </message>
    <message>
        <source>%1: not applicable. %2</source>
        <comment>test, reason</comment>
        <translation>%1: no aplicable. %2</translation>
    </message>
    <message>
        <source>%1: not tried yet.</source>
        <translation>%1: aún sin probar.</translation>
    </message>
    <message>
        <source>pass</source>
        <translation>pasa</translation>
    </message>
    <message>
        <source>fail</source>
        <translation>falla</translation>
    </message>
    <message>
        <source>n/a</source>
        <translation>n/a</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectPage</name>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Conectando…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectView</name>
    <message>
        <source>Agent</source>
        <translation>Agente</translation>
    </message>
    <message>
        <source>Editor</source>
        <translation>Editor</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programa</translation>
    </message>
    <message>
        <source>Library</source>
        <translation>Biblioteca</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Herramienta</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>Copiar ajustes</translation>
    </message>
    <message>
        <source>Change the client&apos;s file…</source>
        <translation>Cambiar el archivo del cliente…</translation>
    </message>
    <message>
        <source>Undo the change of the file</source>
        <translation>Deshacer el cambio del archivo</translation>
    </message>
    <message>
        <source>Check variables</source>
        <translation>Comprobar variables</translation>
    </message>
    <message>
        <source>Wait for its first call</source>
        <translation>Esperar su primera llamada</translation>
    </message>
    <message>
        <source>Copy the helper command</source>
        <translation>Copiar la orden auxiliar</translation>
    </message>
    <message>
        <source>All clients</source>
        <translation>Todos los clientes</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Conectar un cliente</translation>
    </message>
    <message>
        <source>Find a client</source>
        <translation>Buscar un cliente</translation>
    </message>
    <message>
        <source>Choose the program that shall use this gateway. Its settings are filled in for you.</source>
        <translation>Elija el programa que usará esta pasarela. Sus ajustes ya están rellenados.</translation>
    </message>
    <message>
        <source>Clients</source>
        <translation>Clientes</translation>
    </message>
    <message>
        <source>No client fits. Any program that speaks OpenAI&apos;s or Anthropic&apos;s API works: see OpenAI SDK.</source>
        <translation>Ningún cliente coincide. Funciona cualquier programa que hable la API de OpenAI o la de Anthropic: véase OpenAI SDK.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Not supported yet</source>
        <translation>Aún no compatible</translation>
    </message>
    <message>
        <source>Choose a client first.</source>
        <translation>Elija antes un cliente.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionFields</name>
    <message>
        <source>Connect within</source>
        <translation>Conectar en</translation>
    </message>
    <message>
        <source>First byte within</source>
        <translation>Primer byte en</translation>
    </message>
    <message>
        <source>Pause at most</source>
        <translation>Pausa máxima</translation>
    </message>
    <message>
        <source>Whole call within</source>
        <translation>Llamada completa en</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avanzado</translation>
    </message>
    <message>
        <source>As is usual for this provider</source>
        <translation>Lo habitual en este proveedor</translation>
    </message>
    <message>
        <source>As the gateway is set up</source>
        <translation>Según la configuración de la pasarela</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>“direct” for none, or such as http://proxy.example:3128.</source>
        <translation>«direct» para ninguno, o por ejemplo http://proxy.example:3128.</translation>
    </message>
    <message>
        <source>Enter “direct”, or an address that begins with http, https, socks5 or socks5h and holds no password.</source>
        <translation>Introduzca «direct» o una dirección que empiece por http, https, socks5 o socks5h y no contenga contraseña.</translation>
    </message>
    <message>
        <source>Own authorities</source>
        <translation>Autoridades propias</translation>
    </message>
    <message>
        <source>PEM files on the gateway&apos;s machine, parted by commas.</source>
        <translation>Archivos PEM en la máquina de la pasarela, separados por comas.</translation>
    </message>
    <message>
        <source>Enter whole paths, from “/” on.</source>
        <translation>Introduzca rutas completas, desde «/».</translation>
    </message>
    <message>
        <source>TLS 1.2 or later</source>
        <translation>TLS 1.2 o posterior</translation>
    </message>
    <message>
        <source>TLS 1.3 only</source>
        <translation>Solo TLS 1.3</translation>
    </message>
    <message>
        <source>Encryption</source>
        <translation>Cifrado</translation>
    </message>
    <message>
        <source>Enter a time such as 500ms, 30s or 5m, more than nothing.</source>
        <translation>Introduzca un tiempo como 500ms, 30s o 5m, mayor que cero.</translation>
    </message>
    <message>
        <source>Proxy, certificates and timeouts</source>
        <translation>Proxy, certificados y tiempos de espera</translation>
    </message>
    <message>
        <source>It has /responses</source>
        <translation>Tiene /responses</translation>
    </message>
    <message>
        <source>It has chat completions only</source>
        <translation>Solo tiene chat completions</translation>
    </message>
    <message>
        <source>Responses API</source>
        <translation>API Responses</translation>
    </message>
    <message>
        <source>With it, calls of OpenAI&apos;s Responses API pass as they are; without, they are translated.</source>
        <translation>Con ella, las llamadas a la API Responses de OpenAI pasan tal cual; sin ella, se traducen.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionSetup</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>What you call this gateway.</source>
        <translation>Cómo llama a esta pasarela.</translation>
    </message>
    <message>
        <source>Enter a name, such as Team gateway.</source>
        <translation>Introduzca un nombre, por ejemplo Pasarela del equipo.</translation>
    </message>
    <message>
        <source>Admin address</source>
        <translation>Dirección de administración</translation>
    </message>
    <message>
        <source>Where the gateway&apos;s admin API listens.</source>
        <translation>Donde escucha la API de administración de la pasarela.</translation>
    </message>
    <message>
        <source>Gateway address</source>
        <translation>Dirección de la pasarela</translation>
    </message>
    <message>
        <source>What applications use.</source>
        <translation>La que usan las aplicaciones.</translation>
    </message>
    <message>
        <source>Admin token</source>
        <translation>Token de administración</translation>
    </message>
    <message>
        <source>Goes to this desktop&apos;s key chain, never to a file.</source>
        <translation>Va al llavero de este escritorio, nunca a un archivo.</translation>
    </message>
    <message>
        <source>Leave it empty to go on with the present one.</source>
        <translation>Déjelo vacío para seguir con el actual.</translation>
    </message>
    <message>
        <source>A token has no blanks or special letters. Copy it anew.</source>
        <translation>Un token no tiene espacios ni letras especiales. Vuelva a copiarlo.</translation>
    </message>
    <message>
        <source>Enter the admin token of that gateway (its operator has it).</source>
        <translation>Introduzca el token de administración de esa pasarela (lo tiene su operador).</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Color</translation>
    </message>
    <message>
        <source>Marks the window while you are connected.</source>
        <translation>Marca la ventana mientras está conectado.</translation>
    </message>
    <message>
        <source>Collect edits until I have reviewed them</source>
        <translation>Reunir los cambios hasta que los haya revisado</translation>
    </message>
    <message>
        <source>Protected</source>
        <translation>Protegida</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>Azul</translation>
    </message>
    <message>
        <source>Amber</source>
        <translation>Ámbar</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>Verde</translation>
    </message>
    <message>
        <source>Plum</source>
        <translation>Ciruela</translation>
    </message>
    <message>
        <source>Olive</source>
        <translation>Oliva</translation>
    </message>
    <message>
        <source>Violet</source>
        <translation>Violeta</translation>
    </message>
    <message>
        <source>The certificate is not trusted, so nothing was sent. Ask the gateway&apos;s operator for its fingerprint, then connect again.</source>
        <translation>El certificado no es de confianza, así que no se envió nada. Pida la huella digital al operador de la pasarela y vuelva a conectar.</translation>
    </message>
    <message>
        <source>The gateway does not take this token. Copy it anew from the gateway&apos;s operator.</source>
        <translation>La pasarela no acepta este token. Vuelva a copiarlo del operador de la pasarela.</translation>
    </message>
    <message>
        <source>Something answers there, but not a gateway&apos;s admin API. Check host and port.</source>
        <translation>Algo responde allí, pero no es la API de administración de una pasarela. Compruebe el host y el puerto.</translation>
    </message>
    <message>
        <source>The token was not kept. Connect again to choose where it goes.</source>
        <translation>El token no se guardó. Vuelva a conectar para elegir dónde se guarda.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsDialog</name>
    <message>
        <source>Connections</source>
        <translation>Conexiones</translation>
    </message>
    <message>
        <source>Remote gateways</source>
        <translation>Pasarelas remotas</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Edits</source>
        <translation>Cambios</translation>
    </message>
    <message>
        <source>Only this computer&apos;s gateway is known. Add one that runs elsewhere.</source>
        <translation>Solo se conoce la pasarela de este equipo. Añada una que se ejecute en otro lugar.</translation>
    </message>
    <message>
        <source>Add a connection</source>
        <translation>Añadir una conexión</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Conectar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>%1, connected</source>
        <translation>%1, conectada</translation>
    </message>
    <message>
        <source>Until you quit</source>
        <translation>Hasta salir</translation>
    </message>
    <message>
        <source>In the key chain</source>
        <translation>En el llavero</translation>
    </message>
    <message>
        <source>Reviewed first</source>
        <translation>Con revisión previa</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>De inmediato</translation>
    </message>
    <message>
        <source>Remove the connection %1?</source>
        <translation>¿Quitar la conexión %1?</translation>
    </message>
    <message>
        <source>The gateway itself is not touched. Its token is removed from the key chain, so you need it to connect again.</source>
        <translation>La propia pasarela no se toca. Su token se quita del llavero, así que lo necesitará para volver a conectar.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConnectionsMenu</name>
    <message>
        <source>&amp;Connections</source>
        <translation>Co&amp;nexiones</translation>
    </message>
    <message>
        <source>The key chain has not answered yet. It may wait for its password.</source>
        <translation>El llavero aún no ha respondido. Puede estar esperando su contraseña.</translation>
    </message>
    <message>
        <source>Enter the token</source>
        <translation>Introducir el token</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>%1 (waiting for the key chain)</source>
        <translation>%1 (esperando al llavero)</translation>
    </message>
    <message>
        <source>&amp;Add a connection…</source>
        <translation>&amp;Añadir una conexión…</translation>
    </message>
    <message>
        <source>&amp;Manage connections…</source>
        <translation>&amp;Gestionar conexiones…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ConsoleKey</name>
    <message>
        <source>Another gateway was chosen meanwhile. Try again.</source>
        <translation>Entretanto se eligió otra pasarela. Vuelva a intentarlo.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CostPage</name>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Entrada en caché</translation>
    </message>
    <message>
        <source>Cache written</source>
        <translation>Escrito en caché</translation>
    </message>
    <message>
        <source>Cache written for longer</source>
        <translation>Escrito en caché por más tiempo</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Tokens</translation>
    </message>
    <message>
        <source>Of it reasoning</source>
        <translation>De ello, razonamiento</translation>
    </message>
    <message>
        <source>The provider told no count: these are estimates from the length of the text.</source>
        <translation>El proveedor no indicó el recuento: son estimaciones a partir de la longitud del texto.</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Set price…</source>
        <translation>Fijar precio…</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Clase</translation>
    </message>
    <message>
        <source>Per million</source>
        <translation>Por millón</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>Línea</translation>
    </message>
    <message>
        <source>Together</source>
        <translation>En conjunto</translation>
    </message>
    <message>
        <source>Pretend money of the demo provider: it is not counted as spend.</source>
        <translation>Dinero ficticio del proveedor de demostración: no cuenta como gasto.</translation>
    </message>
    <message>
        <source>Price from</source>
        <translation>Precio de</translation>
    </message>
    <message>
        <source>Read on</source>
        <translation>Leído el</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CreateKeyDialog</name>
    <message>
        <source>Use letters, digits, dots, dashes and underscores only.</source>
        <translation>Use solo letras, dígitos, puntos, guiones y guiones bajos.</translation>
    </message>
    <message>
        <source>Create key</source>
        <translation>Crear clave</translation>
    </message>
    <message>
        <source>Keep in the key chain for helpers</source>
        <translation>Guardar en el llavero para órdenes auxiliares</translation>
    </message>
    <message>
        <source>laptop</source>
        <translation>mi-equipo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Where it is used, so that you know it again.</source>
        <translation>Dónde se usa, para que la reconozca.</translation>
    </message>
    <message>
        <source>New application…</source>
        <translation>Nueva aplicación…</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Limits, models and budget are the application&apos;s: all its keys share them.</source>
        <translation>Los límites, los modelos y el presupuesto son de la aplicación: todas sus claves los comparten.</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Su nombre</translation>
    </message>
    <message>
        <source>New team…</source>
        <translation>Nuevo equipo…</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>The team&apos;s name</source>
        <translation>El nombre del equipo</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Caduca</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Llavero</translation>
    </message>
    <message>
        <source>Clients that ask a command for their key then call “gatehouse key-helper NAME”.</source>
        <translation>Los clientes que piden su clave a una orden llaman a «gatehouse key-helper NOMBRE».</translation>
    </message>
    <message>
        <source>Give the key a name, such as laptop.</source>
        <translation>Dé un nombre a la clave, por ejemplo mi-equipo.</translation>
    </message>
    <message>
        <source>Name the application, such as notebook.</source>
        <translation>Dé un nombre a la aplicación, por ejemplo cuaderno.</translation>
    </message>
    <message>
        <source>There is an application of this name. Choose it above, or take another name.</source>
        <translation>Ya hay una aplicación con este nombre. Elíjala arriba o use otro nombre.</translation>
    </message>
    <message>
        <source>Name the team, such as me.</source>
        <translation>Dé un nombre al equipo, por ejemplo yo.</translation>
    </message>
    <message>
        <source>There is a team of this name. Choose it above, or take another name.</source>
        <translation>Ya hay un equipo con este nombre. Elíjalo arriba o use otro nombre.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::CredentialFields</name>
    <message>
        <source>Service account</source>
        <translation>Cuenta de servicio</translation>
    </message>
    <message>
        <source>Its private key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>Su clave privada se guarda en el llavero o la bóveda de la pasarela y no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Se autentica con</translation>
    </message>
    <message>
        <source>Header</source>
        <translation>Cabecera</translation>
    </message>
    <message>
        <source>Enter the header&apos;s name, such as x-api-key; never the key itself.</source>
        <translation>Introduzca el nombre de la cabecera, por ejemplo x-api-key; nunca la propia clave.</translation>
    </message>
    <message>
        <source>Credential</source>
        <translation>Credencial</translation>
    </message>
    <message>
        <source>Looked for in</source>
        <translation>Se busca en</translation>
    </message>
    <message>
        <source>In the header (Basic)</source>
        <translation>En la cabecera (Basic)</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>En el formulario</translation>
    </message>
    <message>
        <source>ID and secret are sent</source>
        <translation>ID y secreto se envían</translation>
    </message>
    <message>
        <source>Only for temporary keys</source>
        <translation>Solo para claves temporales</translation>
    </message>
    <message>
        <source>Session token</source>
        <translation>Token de sesión</translation>
    </message>
    <message>
        <source>A token has no blanks and only plain characters. Copy it again.</source>
        <translation>Un token no tiene espacios y solo caracteres simples. Cópielo de nuevo.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DesktopNotifier</name>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DifferenceTable</name>
    <message>
        <source>No field differs.</source>
        <translation>Ningún campo difiere.</translation>
    </message>
    <message>
        <source>becomes</source>
        <translation>pasa a</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::DrainDialog</name>
    <message>
        <source>Quit Gatehouse</source>
        <translation>Salir de Gatehouse</translation>
    </message>
    <message>
        <source>Time until Gatehouse quits</source>
        <translation>Tiempo hasta que Gatehouse se cierre</translation>
    </message>
    <message>
        <source>Quit now</source>
        <translation>Salir ahora</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Seguir en ejecución</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are still running. New ones are refused.</source>
        <translation>
            <numerusform>%n llamada sigue en curso. Las nuevas se rechazan.</numerusform>
            <numerusform>%n llamadas siguen en curso. Las nuevas se rechazan.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Gatehouse quits in %n second(s).</source>
        <translation>
            <numerusform>Gatehouse se cerrará en %n segundo.</numerusform>
            <numerusform>Gatehouse se cerrará en %n segundos.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EditKeyDialog</name>
    <message>
        <source>Edit key %1</source>
        <translation>Editar la clave %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Caduca</translation>
    </message>
    <message>
        <source>As its application says</source>
        <translation>Según su aplicación</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>De las llamadas fallidas</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>De todas las llamadas</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>Cuerpos grabados</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>De los ajustes de la clave, la aplicación y la ruta, cuenta el más privado.</translation>
    </message>
    <message>
        <source>Application %1, with all its keys</source>
        <translation>Aplicación %1, con todas sus claves</translation>
    </message>
    <message>
        <source>Change key %1</source>
        <translation>Cambiar la clave %1</translation>
    </message>
    <message>
        <source>Change application %1</source>
        <translation>Cambiar la aplicación %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::EnvironmentPage</name>
    <message>
        <source>Keep the keys in the gateway&apos;s key chain or vault</source>
        <translation>Guardar las claves en el llavero o la bóveda de la pasarela</translation>
    </message>
    <message>
        <source>Let the gateway read the variables at each start</source>
        <translation>Dejar que la pasarela lea las variables en cada inicio</translation>
    </message>
    <message>
        <source>A provider of that name is there already.</source>
        <translation>Ya existe un proveedor con ese nombre.</translation>
    </message>
    <message>
        <source>No variable of this program&apos;s environment holds a key of a known provider.</source>
        <translation>Ninguna variable del entorno de este programa contiene una clave de un proveedor conocido.</translation>
    </message>
    <message numerus="yes">
        <source>%n variables hold keys of known providers. Their values are not shown.</source>
        <translation>
            <numerusform>%n variable contiene una clave de un proveedor conocido. Su valor no se muestra.</numerusform>
            <numerusform>%n variables contienen claves de proveedores conocidos. Sus valores no se muestran.</numerusform>
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
        <translation>Evaluando</translation>
    </message>
    <message>
        <source>Recorded calls are led anew, by the very rules that calls go by. Nothing is sent, saved or changed.</source>
        <translation>Las llamadas registradas se conducen de nuevo, por las mismas reglas que siguen las llamadas. Nada se envía, guarda ni cambia.</translation>
    </message>
    <message>
        <source>Calls of which time</source>
        <translation>Llamadas de qué periodo</translation>
    </message>
    <message numerus="yes">
        <source>Calls of the last %n day(s)</source>
        <translation>
            <numerusform>Llamadas del último día</numerusform>
            <numerusform>Llamadas de los últimos %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>Calls and cost by target, before and after</source>
        <translation>Llamadas y coste por destino, antes y después</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>Evaluar de nuevo</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Leading the recorded calls anew…</source>
        <translation>Conduciendo de nuevo las llamadas registradas…</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Evaluar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>No call of this time is recorded that this would touch.</source>
        <translation>No hay registrada ninguna llamada de este periodo a la que esto afectara.</translation>
    </message>
    <message>
        <source>%1 before, %2 after</source>
        <comment>money</comment>
        <translation>%1 antes, %2 después</translation>
    </message>
    <message>
        <source>%1: %2 less</source>
        <translation>%1: %2 menos</translation>
    </message>
    <message>
        <source>%1: %2 more</source>
        <translation>%1: %2 más</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) from %1 to %2.</source>
        <translation>
            <numerusform>%n llamada de %1 a %2.</numerusform>
            <numerusform>%n llamadas de %1 a %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>None would have gone elsewhere.</source>
        <translation>Ninguna habría ido a otro sitio.</translation>
    </message>
    <message numerus="yes">
        <source>%n would have gone elsewhere.</source>
        <translation>
            <numerusform>%n habría ido a otro sitio.</numerusform>
            <numerusform>%n habrían ido a otro sitio.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would have been refused.</source>
        <translation>
            <numerusform>%n se habría rechazado.</numerusform>
            <numerusform>%n se habrían rechazado.</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>Calls before</source>
        <translation>Llamadas antes</translation>
    </message>
    <message>
        <source>Calls after</source>
        <translation>Llamadas después</translation>
    </message>
    <message>
        <source>Cost before</source>
        <translation>Coste antes</translation>
    </message>
    <message>
        <source>Cost after</source>
        <translation>Coste después</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Rechazado: %1</translation>
    </message>
    <message>
        <source>–</source>
        <translation>–</translation>
    </message>
    <message>
        <source>There are more calls than are led anew at once: these are the newest of them.</source>
        <translation>Hay más llamadas de las que se conducen a la vez: estas son las más recientes.</translation>
    </message>
    <message numerus="yes">
        <source>The price of %n call(s) is unknown; they are not in the sum.</source>
        <translation>
            <numerusform>El precio de %n llamada es desconocido; no está en la suma.</numerusform>
            <numerusform>El precio de %n llamadas es desconocido; no están en la suma.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for headers, which are not recorded.</source>
        <translation>
            <numerusform>%n llamada es incierta: una regla pide cabeceras, que no se registran.</numerusform>
            <numerusform>%n llamadas son inciertas: una regla pide cabeceras, que no se registran.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for metadata or request fields, which are not recorded.</source>
        <translation>
            <numerusform>%n llamada es incierta: una regla pide metadatos o campos que no se registran.</numerusform>
            <numerusform>%n llamadas son inciertas: una regla pide metadatos o campos que no se registran.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: the end user is not recorded.</source>
        <translation>
            <numerusform>%n llamada es incierta: el usuario final no se registra.</numerusform>
            <numerusform>%n llamadas son inciertas: el usuario final no se registra.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are uncertain: a rule asks for the path, which is not recorded.</source>
        <translation>
            <numerusform>%n llamada es incierta: una regla pide la ruta de acceso, que no se registra.</numerusform>
            <numerusform>%n llamadas son inciertas: una regla pide la ruta de acceso, que no se registra.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) came from applications that are gone; they are taken as they were.</source>
        <translation>
            <numerusform>%n llamada vino de una aplicación que ya no existe; se toma como fue.</numerusform>
            <numerusform>%n llamadas vinieron de aplicaciones que ya no existen; se toman como fueron.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) hang on how busy or quick the targets were; this is replayed from the calls themselves.</source>
        <translation>
            <numerusform>%n llamada depende de lo ocupados o rápidos que estaban los destinos; se reproduce a partir de las propias llamadas.</numerusform>
            <numerusform>%n llamadas dependen de lo ocupados o rápidos que estaban los destinos; se reproduce a partir de las propias llamadas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) were drawn by chance: another draw may differ by a few.</source>
        <translation>
            <numerusform>%n llamada se sorteó: otro sorteo puede diferir.</numerusform>
            <numerusform>%n llamadas se sortearon: otro sorteo puede diferir en unas pocas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Costs after the change count the tokens that each call really used, at the prices that are set now. Another model would have answered with other words.</source>
        <translation>Los costes tras el cambio cuentan los tokens que cada llamada usó de verdad, a los precios fijados ahora. Otro modelo habría respondido con otras palabras.</translation>
    </message>
    <message>
        <source>The sums are of pretend money, at the demo provider&apos;s prices.</source>
        <translation>Las sumas son de dinero ficticio, a los precios del proveedor de demostración.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentModel</name>
    <message>
        <source>Not scored yet</source>
        <translation>Aún sin puntuar</translation>
    </message>
    <message>
        <source>%1 (%2 to %3)</source>
        <comment>a mean and its interval</comment>
        <translation>%1 (%2 a %3)</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Parte</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Mean score</source>
        <translation>Puntuación media</translation>
    </message>
    <message>
        <source>Probably best</source>
        <translation>Probablemente la mejor</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExperimentPanel</name>
    <message>
        <source>Stop with this winner…</source>
        <translation>Terminar con este ganador…</translation>
    </message>
    <message>
        <source>Arms of the experiment</source>
        <translation>Brazos del experimento</translation>
    </message>
    <message>
        <source>This version has no experiment.</source>
        <translation>Esta versión no tiene experimento.</translation>
    </message>
    <message>
        <source>Reading the experiment…</source>
        <translation>Leyendo el experimento…</translation>
    </message>
    <message>
        <source>It has ended: %1 serves every call.</source>
        <translation>Ha terminado: %1 sirve todas las llamadas.</translation>
    </message>
    <message>
        <source>%1 is the best with %2 certainty: stop with it.</source>
        <comment>a version, a share</comment>
        <translation>%1 es la mejor con una certeza de %2: termine con ella.</translation>
    </message>
    <message>
        <source>Undecided: %1 is ahead, with %2 certainty.</source>
        <comment>a version, a share</comment>
        <translation>Sin decidir: %1 va por delante, con una certeza de %2.</translation>
    </message>
    <message numerus="yes">
        <source>Too early to say: %n more score(s) are needed.</source>
        <translation>
            <numerusform>Demasiado pronto: falta %n puntuación.</numerusform>
            <numerusform>Demasiado pronto: faltan %n puntuaciones.</numerusform>
        </translation>
    </message>
    <message>
        <source>The line is the interval in which the mean lies with 95 % certainty.</source>
        <translation>La línea es el intervalo que contiene la media con un 95 % de certeza.</translation>
    </message>
    <message>
        <source>It is decided once each version has %1 scores and one is the best with %2 certainty.</source>
        <translation>Se decide cuando cada versión tiene %1 puntuaciones y una es la mejor con una certeza de %2.</translation>
    </message>
    <message>
        <source>It does not run.</source>
        <translation>No está en curso.</translation>
    </message>
    <message>
        <source>Select the version that wins first.</source>
        <translation>Seleccione primero la versión ganadora.</translation>
    </message>
    <message>
        <source>From the next call on, every caller gets it.</source>
        <translation>Desde la próxima llamada, todos la reciben.</translation>
    </message>
    <message>
        <source>Stop the experiment with %1?</source>
        <comment>a version</comment>
        <translation>¿Terminar el experimento con %1?</translation>
    </message>
    <message>
        <source>Every caller of %1 gets this version from the next call on. What was scored stays.</source>
        <translation>Quien llame a %1 recibe esta versión desde la próxima llamada. Las puntuaciones se conservan.</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>The experiment has ended: %1 serves every call.</source>
        <translation>El experimento ha terminado: %1 sirve todas las llamadas.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExpiryEdit</name>
    <message>
        <source>Expires</source>
        <translation>Caduca</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message numerus="yes">
        <source>In %n day(s)</source>
        <translation>
            <numerusform>En %n día</numerusform>
            <numerusform>En %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>On a day</source>
        <translation>En un día concreto</translation>
    </message>
    <message>
        <source>Day on which it expires</source>
        <translation>Día en que caduca</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ExportDialog</name>
    <message>
        <source>Export calls</source>
        <translation>Exportar llamadas</translation>
    </message>
    <message>
        <source>Writing to %1</source>
        <translation>Escribiendo en %1</translation>
    </message>
    <message>
        <source>Asking the gateway…</source>
        <translation>Consultando a la pasarela…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Progreso</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>No se pudo escribir en %1: %2. Elija otro lugar y vuelva a exportar.</translation>
    </message>
    <message numerus="yes">
        <source>%1 calls so far</source>
        <translation>
            <numerusform>%1 llamada hasta ahora</numerusform>
            <numerusform>%1 llamadas hasta ahora</numerusform>
        </translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FallbackList</name>
    <message>
        <source>any failure</source>
        <translation>cualquier fallo</translation>
    </message>
    <message>
        <source>no connection</source>
        <translation>sin conexión</translation>
    </message>
    <message>
        <source>timeout</source>
        <translation>tiempo agotado</translation>
    </message>
    <message>
        <source>rate limit (429)</source>
        <translation>límite de tasa (429)</translation>
    </message>
    <message>
        <source>provider error (5xx)</source>
        <translation>error del proveedor (5xx)</translation>
    </message>
    <message>
        <source>context too long</source>
        <translation>contexto demasiado largo</translation>
    </message>
    <message>
        <source>content refused</source>
        <translation>contenido rechazado</translation>
    </message>
    <message>
        <source>key rejected</source>
        <translation>clave rechazada</translation>
    </message>
    <message>
        <source>Add fallback</source>
        <translation>Añadir alternativa</translation>
    </message>
    <message>
        <source>Route to go on with</source>
        <translation>Ruta que continúa</translation>
    </message>
    <message>
        <source>Remove fallback</source>
        <translation>Quitar alternativa</translation>
    </message>
    <message>
        <source>go on with</source>
        <translation>continuar con</translation>
    </message>
    <message>
        <source>Choose when</source>
        <translation>Elegir cuándo</translation>
    </message>
    <message>
        <source>On %1</source>
        <translation>Con %1</translation>
    </message>
    <message>
        <source>Choose when to go on with the other route.</source>
        <translation>Elija cuándo continúa la otra ruta.</translation>
    </message>
    <message>
        <source>There is no other route yet. Create one first, or remove the fallback.</source>
        <translation>Aún no hay otra ruta. Cree una primero o quite la alternativa.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterChips</name>
    <message>
        <source>Terms of the filter</source>
        <translation>Términos del filtro</translation>
    </message>
    <message>
        <source>Remove %1 from the filter</source>
        <translation>Quitar %1 del filtro</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FilterEdit</name>
    <message>
        <source>Filter: words or terms such as status&gt;=400 provider:openai latency&gt;2s</source>
        <translation>Filtro: palabras o términos como status&gt;=400 provider:openai latency&gt;2s</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>Filtro del registro</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FirstRunDialog</name>
    <message>
        <source>Set up Gatehouse</source>
        <translation>Configurar Gatehouse</translation>
    </message>
    <message>
        <source>Connected to %1.</source>
        <translation>Conectado a %1.</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Omitir</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuar</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Conectar un cliente</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Añadir proveedor</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Welcome to Gatehouse</source>
        <translation>Le damos la bienvenida a Gatehouse</translation>
    </message>
    <message>
        <source>Getting ready</source>
        <translation>Preparación</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>Paso %1 de %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::FormDialog</name>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Trabajando…</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>¿Descartar sus cambios?</translation>
    </message>
    <message>
        <source>What you entered here has not been saved.</source>
        <translation>Lo que introdujo aquí no se ha guardado.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayClient</name>
    <message>
        <source>The gateway does not answer (%1). Check that it runs, then try again.</source>
        <translation>La pasarela no responde (%1). Compruebe que esté en ejecución y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>The answer was cut off. Try again.</source>
        <translation>La respuesta se cortó. Vuelva a intentarlo.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>Pasarela</translation>
    </message>
    <message>
        <source>Limits of the server</source>
        <translation>Límites del servidor</translation>
    </message>
    <message>
        <source>Sizes, times and connections</source>
        <translation>Tamaños, tiempos y conexiones</translation>
    </message>
    <message>
        <source>A gateway reads them at its start from &quot;server&quot; in its configuration file. One without a file, as in this program, keeps the usual ones: see docs/configuration.md.</source>
        <translation>Una pasarela los lee al iniciarse de &quot;server&quot; en su archivo de configuración. Una sin archivo, como en este programa, mantiene los habituales: véase docs/configuration.md.</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Direcciones</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Copy: %1</source>
        <translation>Copiar: %1</translation>
    </message>
    <message>
        <source>For your programs</source>
        <translation>Para sus programas</translation>
    </message>
    <message>
        <source>Where calls to models go.</source>
        <translation>Adonde van las llamadas a modelos.</translation>
    </message>
    <message>
        <source>For consoles</source>
        <translation>Para consolas</translation>
    </message>
    <message>
        <source>The admin API, which this console uses too.</source>
        <translation>La API de administración, que también usa esta consola.</translation>
    </message>
    <message>
        <source>The gateway inside this program</source>
        <translation>La pasarela dentro de este programa</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>Aplicar y reiniciar</translation>
    </message>
    <message>
        <source>Port for your programs</source>
        <translation>Puerto para sus programas</translation>
    </message>
    <message>
        <source>8642 at first. Programs must be told of another one.</source>
        <translation>Al principio, 8642. Si es otro, hay que indicarlo a los programas.</translation>
    </message>
    <message>
        <source>Port for consoles</source>
        <translation>Puerto para consolas</translation>
    </message>
    <message>
        <source>8643 at first.</source>
        <translation>Al principio, 8643.</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>Reiniciar la pasarela</translation>
    </message>
    <message>
        <source>Ports count from the gateway&apos;s next start. Calls that run now are ended by it.</source>
        <translation>Los puertos cuentan desde el próximo inicio de la pasarela, que termina las llamadas en curso.</translation>
    </message>
    <message>
        <source>The two ports must differ.</source>
        <translation>Los dos puertos deben ser distintos.</translation>
    </message>
    <message>
        <source>Another gateway is shown now. The ports count when this program starts its own.</source>
        <translation>Ahora se muestra otra pasarela. Los puertos contarán cuando este programa inicie la suya.</translation>
    </message>
    <message>
        <source>The gateway restarts on its new ports.</source>
        <translation>La pasarela se reinicia con sus nuevos puertos.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GatewayWatch</name>
    <message>
        <source>Connecting…</source>
        <translation>Conectando…</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>En ejecución</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Degradada</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Deteniéndose…</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Sin respuesta</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) at their provider failed and are left alone for now.</source>
        <translation>
            <numerusform>%n modelo en su proveedor falló y queda en reposo por ahora.</numerusform>
            <numerusform>%n modelos en sus proveedores fallaron y quedan en reposo por ahora.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GeneralPage</name>
    <message>
        <source>General</source>
        <translation>General</translation>
    </message>
    <message>
        <source>On this desktop</source>
        <translation>En este escritorio</translation>
    </message>
    <message>
        <source>Close to tray</source>
        <translation>Cerrar a la bandeja</translation>
    </message>
    <message>
        <source>Closing the window leaves Gatehouse in the tray, where there is one.</source>
        <translation>Al cerrar la ventana, Gatehouse queda en la bandeja, si la hay.</translation>
    </message>
    <message>
        <source>Open window at start</source>
        <translation>Abrir la ventana al iniciar</translation>
    </message>
    <message>
        <source>Off: Gatehouse starts in the tray, where there is one.</source>
        <translation>Desactivado: Gatehouse se inicia en la bandeja, si la hay.</translation>
    </message>
    <message>
        <source>Start at login</source>
        <translation>Iniciar con la sesión</translation>
    </message>
    <message>
        <source>Gatehouse starts when you log in to your desktop.</source>
        <translation>Gatehouse se inicia cuando usted inicia sesión en su escritorio.</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Importar…</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Keys of the environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>Claves del entorno, una configuración de LiteLLM o un paquete de Gatehouse.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportar…</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Providers, routes, teams and applications as a file, without secrets.</source>
        <translation>Proveedores, rutas, equipos y aplicaciones como archivo, sin secretos.</translation>
    </message>
    <message>
        <source>Team features</source>
        <translation>Funciones de equipo</translation>
    </message>
    <message>
        <source>Approvals, teams and the audit log. A gateway on another computer always shows them.</source>
        <translation>Aprobaciones, equipos y registro de auditoría. Con una pasarela en otro equipo se muestran siempre.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::GroupTable</name>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Error rate</source>
        <translation>Tasa de errores</translation>
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
        <translation>Primer byte p95</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Cached</source>
        <translation>En caché</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Razonamiento</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
    <message>
        <source>All calls</source>
        <translation>Todas las llamadas</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HarExport</name>
    <message>
        <source>%1 could not be written: %2. Choose another place and export again.</source>
        <translation>No se pudo escribir en %1: %2. Elija otro lugar y vuelva a exportar.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeaderBar</name>
    <message>
        <source>Copy the gateway&apos;s address</source>
        <translation>Copiar la dirección de la pasarela</translation>
    </message>
    <message>
        <source>Reconnect now</source>
        <translation>Volver a conectar ahora</translation>
    </message>
    <message>
        <source>Search or run a command</source>
        <translation>Buscar o ejecutar una orden</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>No gateway</source>
        <translation>Sin pasarela</translation>
    </message>
    <message>
        <source>Gateway: %1</source>
        <translation>Pasarela: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HeadersPage</name>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Request as received</source>
        <translation>Solicitud como se recibió</translation>
    </message>
    <message>
        <source>Request as sent</source>
        <translation>Solicitud como se envió</translation>
    </message>
    <message>
        <source>Answer as received</source>
        <translation>Respuesta como se recibió</translation>
    </message>
    <message>
        <source>Answer as sent</source>
        <translation>Respuesta como se envió</translation>
    </message>
    <message>
        <source>More fields came than are kept.</source>
        <translation>Llegaron más campos de los que se conservan.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::HistoryDialog</name>
    <message>
        <source>History of changes</source>
        <translation>Historial de cambios</translation>
    </message>
    <message>
        <source>Reading the history…</source>
        <translation>Leyendo el historial…</translation>
    </message>
    <message>
        <source>Revisions</source>
        <translation>Revisiones</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Mostrar anteriores</translation>
    </message>
    <message>
        <source>Take this back…</source>
        <translation>Revertir esto…</translation>
    </message>
    <message>
        <source>Makes what this revision changed as it was before. You see what that does first.</source>
        <translation>Deja lo que cambió esta revisión como estaba antes. Primero verá qué efecto tiene.</translation>
    </message>
    <message>
        <source>Go back to this…</source>
        <translation>Volver a esto…</translation>
    </message>
    <message>
        <source>Makes everything as it was after this revision. You see what that does first.</source>
        <translation>Deja todo como estaba tras esta revisión. Primero verá qué efecto tiene.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Nothing was changed yet.</source>
        <translation>Aún no se cambió nada.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ImportDialog</name>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>No se puede leer %1: %2</translation>
    </message>
    <message>
        <source>%1 is larger than 4 MB: that is no configuration.</source>
        <translation>%1 supera los 4 MB: eso no es una configuración.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Keys from the environment</source>
        <translation>Claves del entorno</translation>
    </message>
    <message>
        <source>Variables such as OPENAI_API_KEY become providers.</source>
        <translation>Variables como OPENAI_API_KEY se convierten en proveedores.</translation>
    </message>
    <message>
        <source>LiteLLM configuration…</source>
        <translation>Configuración de LiteLLM…</translation>
    </message>
    <message>
        <source>Its model_list becomes providers and routes. What cannot be taken over is named.</source>
        <translation>Su model_list se convierte en proveedores y rutas. Se indica lo que no se puede importar.</translation>
    </message>
    <message>
        <source>Gatehouse bundle…</source>
        <translation>Paquete de Gatehouse…</translation>
    </message>
    <message>
        <source>A configuration that another Gatehouse exported.</source>
        <translation>Una configuración que exportó otro Gatehouse.</translation>
    </message>
    <message>
        <source>Choose a LiteLLM configuration</source>
        <translation>Elegir una configuración de LiteLLM</translation>
    </message>
    <message>
        <source>Choose a Gatehouse bundle</source>
        <translation>Elegir un paquete de Gatehouse</translation>
    </message>
    <message>
        <source>Remove what the bundle does not name</source>
        <translation>Quitar lo que el paquete no nombra</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>YAML files (*.yaml *.yml)</source>
        <translation>Archivos YAML (*.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a file, what is wrong with it</comment>
        <translation>%1: %2</translation>
    </message>
    <message numerus="yes">
        <source>Imported: %n changes.</source>
        <translation>
            <numerusform>Importado: %n cambio.</numerusform>
            <numerusform>Importado: %n cambios.</numerusform>
        </translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Qué cambia</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Revisar</translation>
    </message>
    <message>
        <source>Importing…</source>
        <translation>Importando…</translation>
    </message>
    <message numerus="yes">
        <source>Make %n changes</source>
        <translation>
            <numerusform>Hacer %n cambio</numerusform>
            <numerusform>Hacer %n cambios</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Inspector</name>
    <message>
        <source>Summary</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Choose a call to see how it went.</source>
        <translation>Elija una llamada para ver cómo fue.</translation>
    </message>
    <message>
        <source>This call is still running, or no longer kept.</source>
        <translation>Esta llamada sigue en curso o ya no se conserva.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Qué ocurrió</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Inicio</translation>
    </message>
    <message>
        <source>Model asked</source>
        <translation>Modelo pedido</translation>
    </message>
    <message>
        <source>Model served</source>
        <translation>Modelo servido</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Cliente</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>First byte</source>
        <translation>Primer byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>Enviado y recibido</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 entrada, %2 salida</translation>
    </message>
    <message>
        <source>Lost in translation</source>
        <translation>Perdido en la traducción</translation>
    </message>
    <message>
        <source>Request id</source>
        <translation>Id. de la solicitud</translation>
    </message>
    <message>
        <source>Provider&apos;s id</source>
        <translation>Id. del proveedor</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regla</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Elegido</translation>
    </message>
    <message>
        <source>Not tried</source>
        <translation>No intentado</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>target, reason</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 of %2 used</source>
        <translation>%1 de %2 usados</translation>
    </message>
    <message>
        <source>Parts of the call</source>
        <translation>Partes de la llamada</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Intentos</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>Explicar</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Solicitud</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>This call is still running. It can be inspected when it is over.</source>
        <translation>Esta llamada sigue en curso. Podrá inspeccionarse cuando termine.</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>Cancelar llamada</translation>
    </message>
    <message>
        <source>Reading what was recorded…</source>
        <translation>Leyendo lo grabado…</translation>
    </message>
    <message>
        <source>Request and answer had %1.</source>
        <translation>La solicitud y la respuesta tenían %1.</translation>
    </message>
    <message>
        <source>Load what was recorded</source>
        <translation>Cargar lo grabado</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded. Those of new calls are, until %1.</source>
        <translation>Los cuerpos y las cabeceras de esta llamada no se grabaron. Los de las llamadas nuevas se graban hasta %1.</translation>
    </message>
    <message>
        <source>Stop recording bodies</source>
        <translation>Dejar de grabar cuerpos</translation>
    </message>
    <message>
        <source>Bodies and headers of this call were not recorded.</source>
        <translation>Los cuerpos y las cabeceras de esta llamada no se grabaron.</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>Grabar cuerpos durante 15 min</translation>
    </message>
    <message>
        <source>Bodies are recorded until %1. Keys, applications and routes that say otherwise are left out.</source>
        <translation>Los cuerpos se graban hasta %1. Se omiten las claves, aplicaciones y rutas que indiquen lo contrario.</translation>
    </message>
    <message>
        <source>Bodies are recorded no longer.</source>
        <translation>Los cuerpos ya no se graban.</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesión</translation>
    </message>
    <message>
        <source>Dialect</source>
        <translation>Dialecto</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <comment>number of a step, its sentence</comment>
        <translation>%1. %2</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Traducción</translation>
    </message>
    <message>
        <source>Translated to</source>
        <translation>Traducido a</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonEdit</name>
    <message>
        <source>Write a JSON object: it begins with { and ends with }.</source>
        <translation>Escriba un objeto JSON: empieza con { y termina con }.</translation>
    </message>
    <message>
        <source>Line %1: this is no JSON (%2).</source>
        <translation>Línea %1: esto no es JSON (%2).</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::JsonTree</name>
    <message numerus="yes">
        <source>{%n members}</source>
        <translation>
            <numerusform>{%n miembro}</numerusform>
            <numerusform>{%n miembros}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n items]</source>
        <translation>
            <numerusform>[%n elemento]</numerusform>
            <numerusform>[%n elementos]</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyChainDialog</name>
    <message>
        <source>Key chain</source>
        <translation>Llavero</translation>
    </message>
    <message>
        <source>Waiting for the key chain</source>
        <translation>Esperando al llavero</translation>
    </message>
    <message>
        <source>The token was not kept</source>
        <translation>El token no se guardó</translation>
    </message>
    <message>
        <source>It may be locked and ask for its password. Unlock it, or keep the token until you quit; it is never written to a file.</source>
        <translation>Puede estar bloqueado y pedir su contraseña. Desbloquéelo o conserve el token hasta salir; nunca se escribe en un archivo.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Keep until I quit</source>
        <translation>Conservar hasta salir</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyListEdit</name>
    <message>
        <source>Add another key</source>
        <translation>Añadir otra clave</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Environment variable</source>
        <translation>Variable de entorno</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Archivo</translation>
    </message>
    <message>
        <source>Kept already</source>
        <translation>Ya guardada</translation>
    </message>
    <message>
        <source>Take this key out</source>
        <translation>Quitar esta clave</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Pegue la clave aquí</translation>
    </message>
    <message>
        <source>Where key %1 comes from</source>
        <translation>De dónde viene la clave %1</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clave %1</translation>
    </message>
    <message>
        <source>Take key %1 out</source>
        <translation>Quitar la clave %1</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>Una clave no tiene espacios y solo contiene caracteres simples. Vuelva a copiarla.</translation>
    </message>
    <message>
        <source>A variable&apos;s name has letters, digits and “_” only, such as OPENAI_API_KEY.</source>
        <translation>El nombre de una variable solo tiene letras, dígitos y «_», por ejemplo OPENAI_API_KEY.</translation>
    </message>
    <message>
        <source>Enter the whole path of the file, from “/” on.</source>
        <translation>Introduzca la ruta completa del archivo, desde «/».</translation>
    </message>
    <message>
        <source>Enter keychain:NAME or vault:NAME.</source>
        <translation>Introduzca keychain:NOMBRE o vault:NOMBRE.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyModel</name>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todos</translation>
    </message>
    <message>
        <source>Neither its application nor its team has a budget.</source>
        <translation>Ni su aplicación ni su equipo tienen presupuesto.</translation>
    </message>
    <message>
        <source>%1 spent %2</source>
        <comment>$1.20 of $10 spent this month</comment>
        <translation>%1 gastados %2</translation>
    </message>
    <message>
        <source>%1; starts anew %2</source>
        <translation>%1; vuelve a empezar el %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
    <message>
        <source>Last used</source>
        <translation>Último uso</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Caduca</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeyPicker</name>
    <message>
        <source>New key</source>
        <translation>Nueva clave</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Make a key for this client alone, so that its calls can be told apart</source>
        <translation>Crear una clave solo para este cliente, para distinguir sus llamadas</translation>
    </message>
    <message>
        <source>This key is shown once. Copy it, or keep it in your key chain.</source>
        <translation>Esta clave se muestra una sola vez. Cópiela o guárdela en su llavero.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>La nueva clave</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Copiar clave</translation>
    </message>
    <message>
        <source>Keep in key chain</source>
        <translation>Guardar en el llavero</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard is emptied in %n seconds.</source>
        <translation>
            <numerusform>Copiado. El portapapeles se vacía en %n segundo.</numerusform>
            <numerusform>Copiado. El portapapeles se vacía en %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (…%2)</source>
        <comment>key, its last characters</comment>
        <translation>%1 (…%2)</translation>
    </message>
    <message>
        <source>No key yet</source>
        <translation>Aún sin clave</translation>
    </message>
    <message>
        <source>It waits in the review of changes. Make the key once they are applied.</source>
        <translation>Espera en la revisión de cambios. Cree la clave cuando se hayan aplicado.</translation>
    </message>
    <message>
        <source>Make team %1</source>
        <translation>Crear el equipo %1</translation>
    </message>
    <message>
        <source>Make application %1</source>
        <translation>Crear la aplicación %1</translation>
    </message>
    <message>
        <source>Kept as %1.</source>
        <translation>Guardada como %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::KeysView</name>
    <message>
        <source>Create key</source>
        <translation>Crear clave</translation>
    </message>
    <message>
        <source>Edit key</source>
        <translation>Editar clave</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotar</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deshabilitar</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Revocar</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Mostrar sus llamadas</translation>
    </message>
    <message>
        <source>Delete key</source>
        <translation>Eliminar clave</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Filter keys</source>
        <translation>Filtrar claves</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the keys…</source>
        <translation>Leyendo las claves…</translation>
    </message>
    <message>
        <source>No keys yet. A client needs one to call through this gateway.</source>
        <translation>Aún no hay claves. Un cliente necesita una para llamar a través de esta pasarela.</translation>
    </message>
    <message>
        <source>No key has these words.</source>
        <translation>Ninguna clave contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one key first.</source>
        <translation>Seleccione antes una clave.</translation>
    </message>
    <message>
        <source>A revoked key cannot be changed.</source>
        <translation>Una clave revocada no se puede cambiar.</translation>
    </message>
    <message>
        <source>A revoked key cannot be rotated. Create a new one.</source>
        <translation>Una clave revocada no se puede rotar. Cree una nueva.</translation>
    </message>
    <message>
        <source>A revoked key stays off.</source>
        <translation>Una clave revocada sigue deshabilitada.</translation>
    </message>
    <message>
        <source>It is revoked already.</source>
        <translation>Ya está revocada.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Habilitar</translation>
    </message>
    <message>
        <source>Disable key %1</source>
        <translation>Deshabilitar la clave %1</translation>
    </message>
    <message>
        <source>Enable key %1</source>
        <translation>Habilitar la clave %1</translation>
    </message>
    <message>
        <source>It was never used.</source>
        <translation>Nunca se usó.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s). Last used: %2.</source>
        <comment>range, moment</comment>
        <translation>
            <numerusform>%1: %n llamada. Último uso: %2.</numerusform>
            <numerusform>%1: %n llamadas. Último uso: %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Revoke key %1?</source>
        <translation>¿Revocar la clave %1?</translation>
    </message>
    <message>
        <source>Calls with it are refused from now on. This cannot be undone.</source>
        <translation>Las llamadas con ella se rechazan a partir de ahora. No se puede deshacer.</translation>
    </message>
    <message>
        <source>Key %1 is revoked.</source>
        <translation>La clave %1 está revocada.</translation>
    </message>
    <message>
        <source>Delete key %1?</source>
        <translation>¿Eliminar la clave %1?</translation>
    </message>
    <message>
        <source>It is refused from now on and leaves this list. Its calls stay in the log. This cannot be undone.</source>
        <translation>Se rechaza a partir de ahora y sale de esta lista. Sus llamadas siguen en el registro. No se puede deshacer.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete key %1</source>
        <translation>Eliminar la clave %1</translation>
    </message>
    <message>
        <source>Export keys</source>
        <translation>Exportar claves</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>Definir sus límites</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Lane</name>
    <message>
        <source>The answer shows here as it comes.</source>
        <translation>La respuesta aparece aquí a medida que llega.</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Model, such as demo/echo</source>
        <translation>Modelo, por ejemplo demo/echo</translation>
    </message>
    <message>
        <source>Remove this model</source>
        <translation>Quitar este modelo</translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Razonamiento</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Tool calls</source>
        <translation>Llamadas a herramientas</translation>
    </message>
    <message>
        <source>Continue with this</source>
        <translation>Continuar con esta</translation>
    </message>
    <message>
        <source>Add this answer to the messages</source>
        <translation>Añadir esta respuesta a los mensajes</translation>
    </message>
    <message>
        <source>Copy answer</source>
        <translation>Copiar respuesta</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>Abrir en el registro</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Waiting for the answer…</source>
        <translation>Esperando la respuesta…</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Sin enviar</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Detenida</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>sentence, code</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Cut at the most tokens</source>
        <translation>Cortada en el máximo de tokens</translation>
    </message>
    <message>
        <source>The model declined</source>
        <translation>El modelo se negó</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Broken off</source>
        <translation>Interrumpida</translation>
    </message>
    <message>
        <source>Error %1</source>
        <translation>Error %1</translation>
    </message>
    <message>
        <source>No answer</source>
        <translation>Sin respuesta</translation>
    </message>
    <message>
        <source>%1 in</source>
        <comment>tokens</comment>
        <translation>%1 entrada</translation>
    </message>
    <message>
        <source>%1 out</source>
        <comment>tokens</comment>
        <translation>%1 salida</translation>
    </message>
    <message>
        <source>%1 reasoning</source>
        <comment>tokens</comment>
        <translation>%1 razonamiento</translation>
    </message>
    <message>
        <source>first token %1</source>
        <translation>primer token %1</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 en total</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>por %1</translation>
    </message>
    <message>
        <source>cost unknown</source>
        <translation>coste desconocido</translation>
    </message>
    <message>
        <source>%1 pretend</source>
        <comment>money</comment>
        <translation>%1 ficticios</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LifecycleDialog</name>
    <message numerus="yes">
        <source>%n application(s) are subscribed to %1.</source>
        <translation>
            <numerusform>%n aplicación está suscrita a %1.</numerusform>
            <numerusform>%n aplicaciones están suscritas a %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Su nombre</translation>
    </message>
    <message>
        <source>Type “%1”, to be sure which one it is.</source>
        <translation>Escriba «%1» para confirmar cuál es.</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Say what is to be mended.</source>
        <translation>Diga qué hay que corregir.</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>Termina el</translation>
    </message>
    <message>
        <source>Callers read it in the header Sunset. Retire it then.</source>
        <translation>Quienes llaman lo leen en la cabecera Sunset. Retírela entonces.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>Followed by</source>
        <translation>Seguida de</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Qué cambia</translation>
    </message>
    <message>
        <source>Comparing…</source>
        <translation>Comparando…</translation>
    </message>
    <message>
        <source>Release %1 takes the place of release %2.</source>
        <translation>La entrega %1 sustituye a la entrega %2.</translation>
    </message>
    <message>
        <source>Nothing of this version is live yet. This is what will be:</source>
        <translation>Nada de esta versión está en servicio. Esto es lo que habrá:</translation>
    </message>
    <message>
        <source>Beside what is live now:</source>
        <translation>Junto a lo que está en servicio:</translation>
    </message>
    <message>
        <source>Give callers time: choose a later day.</source>
        <translation>Dé tiempo a quienes llaman: elija un día posterior.</translation>
    </message>
    <message>
        <source>That is not its name.</source>
        <translation>Ese no es su nombre.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitGrid</name>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitModel</name>
    <message>
        <source>%1, each end user</source>
        <comment>Requests a minute</comment>
        <translation>%1, cada usuario final</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>used, limit</comment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Lleno</translation>
    </message>
    <message>
        <source>Nearly full</source>
        <translation>Casi lleno</translation>
    </message>
    <message>
        <source>Room</source>
        <translation>Hay sitio</translation>
    </message>
    <message>
        <source>%1, %2: %3. %4</source>
        <comment>whose, which limit, how much of it, its state</comment>
        <translation>%1, %2: %3. %4</translation>
    </message>
    <message>
        <source>Scope</source>
        <translation>Ámbito</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Límite</translation>
    </message>
    <message>
        <source>Used</source>
        <translation>Usado</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsDialog</name>
    <message>
        <source>Set limits</source>
        <translation>Definir límites</translation>
    </message>
    <message>
        <source>Limits of %1</source>
        <translation>Límites de %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>No cap</source>
        <translation>Sin tope</translation>
    </message>
    <message>
        <source>All its calls</source>
        <translation>Todas sus llamadas</translation>
    </message>
    <message>
        <source>The last minute, hour or day counts. 0 is no limit.</source>
        <translation>Cuenta el último minuto, hora o día. 0 es sin límite.</translation>
    </message>
    <message>
        <source>Each end user</source>
        <translation>Cada usuario final</translation>
    </message>
    <message>
        <source>Whom a request names as its user. A call that names nobody is held to no such limit.</source>
        <translation>A quien una solicitud nombra como usuario. Una llamada que no nombra a nadie no tiene tal límite.</translation>
    </message>
    <message>
        <source>Whose limits</source>
        <translation>Límites de quién</translation>
    </message>
    <message>
        <source>Its name</source>
        <translation>Su nombre</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Para</translation>
    </message>
    <message>
        <source>Choose whose limits these are.</source>
        <translation>Elija de quién son estos límites.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Names parted by commas. * allows all, gpt-* all that begin so.</source>
        <translation>Nombres separados por comas. * permite todos; gpt-*, todos los que empiezan así.</translation>
    </message>
    <message>
        <source>Anywhere</source>
        <translation>Cualquier lugar</translation>
    </message>
    <message>
        <source>Only from</source>
        <translation>Solo desde</translation>
    </message>
    <message>
        <source>Addresses or networks such as 10.0.0.0/8, parted by commas.</source>
        <translation>Direcciones o redes como 10.0.0.0/8, separadas por comas.</translation>
    </message>
    <message>
        <source>Nowhere</source>
        <translation>Ningún lugar</translation>
    </message>
    <message>
        <source>Never from</source>
        <translation>Nunca desde</translation>
    </message>
    <message>
        <source>Counts before what is allowed.</source>
        <translation>Cuenta antes que lo permitido.</translation>
    </message>
    <message>
        <source>Largest request</source>
        <translation>Solicitud más grande</translation>
    </message>
    <message>
        <source>Such as 64KiB or 8MiB.</source>
        <translation>Por ejemplo 64KiB u 8MiB.</translation>
    </message>
    <message>
        <source>Longest answer</source>
        <translation>Respuesta más larga</translation>
    </message>
    <message>
        <source>In tokens. A call that asks for more is refused.</source>
        <translation>En tokens. Se rechaza la llamada que pide más.</translation>
    </message>
    <message>
        <source>High: goes first where calls wait</source>
        <translation>Alta: va primero donde esperan llamadas</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Low: waits for the others</source>
        <translation>Baja: espera a las demás</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>“%1” is no address and no network.</source>
        <translation>«%1» no es ni dirección ni red.</translation>
    </message>
    <message>
        <source>Enter a size such as 64KiB or 8MiB.</source>
        <translation>Introduzca un tamaño como 64KiB u 8MiB.</translation>
    </message>
    <message>
        <source>Change the limits of %1</source>
        <translation>Cambiar los límites de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LimitsView</name>
    <message>
        <source>Set limits</source>
        <translation>Definir límites</translation>
    </message>
    <message>
        <source>Edit limits</source>
        <translation>Editar límites</translation>
    </message>
    <message>
        <source>Remove limit</source>
        <translation>Quitar límite</translation>
    </message>
    <message>
        <source>Export limits</source>
        <translation>Exportar límites</translation>
    </message>
    <message>
        <source>Filter limits</source>
        <translation>Filtrar límites</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the limits…</source>
        <translation>Leyendo los límites…</translation>
    </message>
    <message>
        <source>No limits yet. They say how many calls and tokens a team, an application or a key may ask for.</source>
        <translation>Aún no hay límites. Dicen cuántas llamadas y tokens puede pedir un equipo, una aplicación o una clave.</translation>
    </message>
    <message>
        <source>No limit has these words.</source>
        <translation>Ningún límite contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one limit first.</source>
        <translation>Seleccione antes un límite.</translation>
    </message>
    <message>
        <source>Remove a limit of %1</source>
        <translation>Quitar un límite de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::LogView</name>
    <message>
        <source>Live log</source>
        <translation>Registro en vivo</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the log…</source>
        <translation>Leyendo el registro…</translation>
    </message>
    <message>
        <source>No call fits this filter.</source>
        <translation>Ninguna llamada coincide con este filtro.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message numerus="yes">
        <source>%n new</source>
        <translation>
            <numerusform>%n nueva</numerusform>
            <numerusform>%n nuevas</numerusform>
        </translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Repetir</translation>
    </message>
    <message>
        <source>Edit and replay…</source>
        <translation>Editar y repetir…</translation>
    </message>
    <message>
        <source>Open in the playground</source>
        <translation>Abrir en la zona de pruebas</translation>
    </message>
    <message>
        <source>Compare two calls</source>
        <translation>Comparar dos llamadas</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Copiar como cURL</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Copiar como Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>Copiar como JavaScript</translation>
    </message>
    <message>
        <source>Export HAR…</source>
        <translation>Exportar HAR…</translation>
    </message>
    <message>
        <source>Explain routing</source>
        <translation>Explicar el enrutamiento</translation>
    </message>
    <message>
        <source>Cancel call</source>
        <translation>Cancelar llamada</translation>
    </message>
    <message>
        <source>Pause display</source>
        <translation>Pausar la vista</translation>
    </message>
    <message>
        <source>Go to the newest call</source>
        <translation>Ir a la llamada más reciente</translation>
    </message>
    <message>
        <source>Show probes</source>
        <translation>Mostrar sondeos</translation>
    </message>
    <message>
        <source>Save filter…</source>
        <translation>Guardar filtro…</translation>
    </message>
    <message>
        <source>Export calls…</source>
        <translation>Exportar llamadas…</translation>
    </message>
    <message>
        <source>Choose columns…</source>
        <translation>Elegir columnas…</translation>
    </message>
    <message>
        <source>Inspector below</source>
        <translation>Inspector debajo</translation>
    </message>
    <message>
        <source>Record bodies for 15 min</source>
        <translation>Grabar cuerpos durante 15 min</translation>
    </message>
    <message>
        <source>Replayed: status %1 after %2.</source>
        <translation>Repetida: estado %1 tras %2.</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>The call is still running.</source>
        <translation>La llamada sigue en curso.</translation>
    </message>
    <message>
        <source>Choose a call first.</source>
        <translation>Elija antes una llamada.</translation>
    </message>
    <message>
        <source>A call is being replayed.</source>
        <translation>Se está repitiendo una llamada.</translation>
    </message>
    <message>
        <source>The playground takes chat calls.</source>
        <translation>La zona de pruebas acepta llamadas de chat.</translation>
    </message>
    <message>
        <source>Choose two calls: hold Ctrl and click the second.</source>
        <translation>Elija dos llamadas: mantenga Ctrl y haga clic en la segunda.</translation>
    </message>
    <message>
        <source>Choose a call that is running.</source>
        <translation>Elija una llamada en curso.</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Solo %1</translation>
    </message>
    <message>
        <source>Without %1</source>
        <translation>Sin %1</translation>
    </message>
    <message>
        <source>Copy rows as text</source>
        <translation>Copiar filas como texto</translation>
    </message>
    <message numerus="yes">
        <source>Export %n chosen call(s)…</source>
        <translation>
            <numerusform>Exportar %n llamada elegida…</numerusform>
            <numerusform>Exportar %n llamadas elegidas…</numerusform>
        </translation>
    </message>
    <message>
        <source>The address of this call was not recorded. Record bodies to copy later calls.</source>
        <translation>La dirección de esta llamada no se grabó. Grabe los cuerpos para copiar llamadas posteriores.</translation>
    </message>
    <message>
        <source>Record for 15 min</source>
        <translation>Grabar durante 15 min</translation>
    </message>
    <message>
        <source>Copied. Put the key into GATEHOUSE_API_KEY.</source>
        <translation>Copiado. Ponga la clave en GATEHOUSE_API_KEY.</translation>
    </message>
    <message>
        <source>Sending the call again…</source>
        <translation>Enviando de nuevo la llamada…</translation>
    </message>
    <message>
        <source>The call is over already.</source>
        <translation>La llamada ya ha terminado.</translation>
    </message>
    <message>
        <source>Export calls</source>
        <translation>Exportar llamadas</translation>
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
        <translation>Las llamadas se exportan a %1.</translation>
    </message>
    <message>
        <source>Export HAR</source>
        <translation>Exportar HAR</translation>
    </message>
    <message>
        <source>HTTP archive (*.har)</source>
        <translation>Archivo HTTP (*.har)</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) are exported to %1.</source>
        <translation>
            <numerusform>%n llamada se exporta a %1.</numerusform>
            <numerusform>%n llamadas se exportan a %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resume display</source>
        <translation>Reanudar la vista</translation>
    </message>
    <message>
        <source>Saved filters</source>
        <translation>Filtros guardados</translation>
    </message>
    <message>
        <source>Calls with the tag %1, such as health checks</source>
        <translation>Llamadas con la etiqueta %1, como las comprobaciones de estado</translation>
    </message>
    <message>
        <source>Copy as a command or program</source>
        <translation>Copiar como orden o programa</translation>
    </message>
    <message>
        <source>Copy as</source>
        <translation>Copiar como</translation>
    </message>
    <message>
        <source>Waiting for the first call.</source>
        <translation>Esperando la primera llamada.</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Conectar un cliente</translation>
    </message>
    <message>
        <source>Back to the newest</source>
        <translation>Volver a lo más reciente</translation>
    </message>
    <message>
        <source>%1 calls here, more as you scroll</source>
        <translation>%1 llamadas aquí, más al desplazarse</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n llamada</numerusform>
            <numerusform>%n llamadas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n en curso</numerusform>
            <numerusform>%n en curso</numerusform>
        </translation>
    </message>
    <message>
        <source>display paused, recording goes on</source>
        <translation>vista en pausa, la grabación continúa</translation>
    </message>
    <message>
        <source>kept forever</source>
        <translation>se conservan para siempre</translation>
    </message>
    <message numerus="yes">
        <source>kept %n hour(s)</source>
        <translation>
            <numerusform>se conservan %n hora</numerusform>
            <numerusform>se conservan %n horas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>kept %n day(s)</source>
        <translation>
            <numerusform>se conservan %n día</numerusform>
            <numerusform>se conservan %n días</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls recorded, %2 · %3 on disk</source>
        <translation>%1 llamadas grabadas, %2 · %3 en disco</translation>
    </message>
    <message>
        <source>Open translation</source>
        <translation>Abrir la traducción</translation>
    </message>
    <message>
        <source>This call went on as it came: nothing was translated.</source>
        <translation>Esta llamada pasó tal cual: no se tradujo nada.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Archivo</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Editar</translation>
    </message>
    <message>
        <source>&amp;Filter</source>
        <translation>&amp;Filtrar</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ver</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Atrás</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>A&amp;delante</translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation>Actuali&amp;zar</translation>
    </message>
    <message>
        <source>Theme of the desktop</source>
        <translation>Tema del escritorio</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>Tema claro</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>Tema oscuro</translation>
    </message>
    <message>
        <source>&amp;Gateway</source>
        <translation>&amp;Pasarela</translation>
    </message>
    <message>
        <source>&amp;Copy the gateway&apos;s address</source>
        <translation>&amp;Copiar la dirección de la pasarela</translation>
    </message>
    <message>
        <source>&amp;Reconnect now</source>
        <translation>&amp;Volver a conectar ahora</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>A&amp;yuda</translation>
    </message>
    <message>
        <source>&amp;About Gatehouse</source>
        <translation>&amp;Acerca de Gatehouse</translation>
    </message>
    <message>
        <source>About Gatehouse</source>
        <translation>Acerca de Gatehouse</translation>
    </message>
    <message>
        <source>Gatehouse %1

An AI gateway that a person can own.
The console is under the GPL, version 3 or later; the gateway inside is under the Apache License 2.0.
Icons: Tabler Icons, MIT licence.</source>
        <translation>Gatehouse %1

Una pasarela de IA que una persona puede tener como propia.
La consola está bajo la GPL, versión 3 o posterior; la pasarela que contiene, bajo la licencia Apache 2.0.
Iconos: Tabler Icons, licencia MIT.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
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
        <translation>&amp;Herramientas</translation>
    </message>
    <message>
        <source>&amp;Close window</source>
        <translation>&amp;Cerrar ventana</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Deshacer</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Rehacer</translation>
    </message>
    <message>
        <source>&amp;Search or run a command…</source>
        <translation>&amp;Buscar o ejecutar una orden…</translation>
    </message>
    <message>
        <source>Show or hide the &amp;inspector</source>
        <translation>Mostrar u ocultar el &amp;inspector</translation>
    </message>
    <message>
        <source>&amp;Next pane</source>
        <translation>Panel &amp;siguiente</translation>
    </message>
    <message>
        <source>&amp;Previous pane</source>
        <translation>Panel an&amp;terior</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Pausar</translation>
    </message>
    <message>
        <source>&amp;Notifications</source>
        <translation>&amp;Notificaciones</translation>
    </message>
    <message>
        <source>Open &amp;settings</source>
        <translation>Abrir la confi&amp;guración</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>Atajos de &amp;teclado</translation>
    </message>
    <message>
        <source>There is no earlier place.</source>
        <translation>No hay ningún lugar anterior.</translation>
    </message>
    <message>
        <source>There is no later place.</source>
        <translation>No hay ningún lugar posterior.</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Deshacer: %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Rehacer: %1</translation>
    </message>
    <message>
        <source>There is no change to undo.</source>
        <translation>No hay ningún cambio que deshacer.</translation>
    </message>
    <message>
        <source>Nothing was undone.</source>
        <translation>No se deshizo nada.</translation>
    </message>
    <message>
        <source>&amp;Resume</source>
        <translation>&amp;Reanudar</translation>
    </message>
    <message>
        <source>The gateway does not answer.</source>
        <translation>La pasarela no responde.</translation>
    </message>
    <message>
        <source>Let new calls begin again</source>
        <translation>Permitir de nuevo llamadas nuevas</translation>
    </message>
    <message>
        <source>Refuse new calls; those that run go on</source>
        <translation>Rechazar llamadas nuevas; las que están en curso continúan</translation>
    </message>
    <message>
        <source>No gateway is chosen.</source>
        <translation>No se ha elegido ninguna pasarela.</translation>
    </message>
    <message>
        <source>The gateway&apos;s address is copied.</source>
        <translation>La dirección de la pasarela está copiada.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingDialog</name>
    <message>
        <source>Add a value</source>
        <translation>Añadir un valor</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>A place in what stands so far</source>
        <translation>Un lugar en lo conocido hasta ahora</translation>
    </message>
    <message>
        <source>A text made of it</source>
        <translation>Un texto hecho de ello</translation>
    </message>
    <message>
        <source>A constant</source>
        <translation>Una constante</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Write a name.</source>
        <translation>Escriba un nombre.</translation>
    </message>
    <message>
        <source>Another value has this name.</source>
        <translation>Otro valor tiene este nombre.</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Viene de</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Lugar</translation>
    </message>
    <message>
        <source>A JSON pointer: /inputs/NAME, or /STEP/NAME.</source>
        <translation>Un puntero JSON: /inputs/NOMBRE o /PASO/NOMBRE.</translation>
    </message>
    <message>
        <source>It begins with /inputs/ or with / and a step&apos;s id.</source>
        <translation>Empieza por /inputs/ o por / y el identificador de un paso.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Mustache: {{inputs.NAME}}, {{STEP.NAME}}.</source>
        <translation>Mustache: {{inputs.NOMBRE}}, {{PASO.NOMBRE}}.</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>Constante</translation>
    </message>
    <message>
        <source>JSON: a number, &quot;a text&quot;, a list, an object.</source>
        <translation>JSON: un número, &quot;un texto&quot;, una lista, un objeto.</translation>
    </message>
    <message>
        <source>This is no JSON. Texts stand in quotation marks.</source>
        <translation>Esto no es JSON. Los textos van entre comillas.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MappingModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Comes from</source>
        <translation>Viene de</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MatchTree</name>
    <message numerus="yes">
        <source>{%n member(s)}</source>
        <translation>
            <numerusform>{%n miembro}</numerusform>
            <numerusform>{%n miembros}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>[%n item(s)]</source>
        <translation>
            <numerusform>[%n elemento]</numerusform>
            <numerusform>[%n elementos]</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, what became of it</comment>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valor</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>En qué se convirtió</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberDialog</name>
    <message>
        <source>the organisation</source>
        <translation>la organización</translation>
    </message>
    <message>
        <source>Add a member to %1</source>
        <translation>Añadir un miembro a %1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <comment>a person, a team</comment>
        <translation>%1 en %2</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Añadir miembro</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Somebody new</source>
        <translation>Alguien nuevo</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>name, e-mail</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>To sign in with.</source>
        <translation>Para iniciar sesión.</translation>
    </message>
    <message>
        <source>Enter an address such as ada@example.org.</source>
        <translation>Escriba una dirección como ada@example.org.</translation>
    </message>
    <message>
        <source>Short name</source>
        <translation>Nombre corto</translation>
    </message>
    <message>
        <source>For the audit log.</source>
        <translation>Para el registro de auditoría.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a role, what it may do</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Funciones</translation>
    </message>
    <message>
        <source>They count in every team.</source>
        <translation>Valen en todos los equipos.</translation>
    </message>
    <message>
        <source>They count in this team alone.</source>
        <translation>Solo valen en este equipo.</translation>
    </message>
    <message>
        <source>May sign in</source>
        <translation>Puede iniciar sesión</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>Es el último propietario. Nombre antes a otro propietario.</translation>
    </message>
    <message>
        <source>An invitation: they set a password</source>
        <translation>Una invitación: elige su contraseña</translation>
    </message>
    <message>
        <source>A first password, shown once</source>
        <translation>Una primera contraseña, mostrada una vez</translation>
    </message>
    <message>
        <source>Over OpenID Connect only</source>
        <translation>Solo por OpenID Connect</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Se autentica con</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>Alguien ya tiene este nombre.</translation>
    </message>
    <message>
        <source>Choose at least one role.</source>
        <translation>Elija al menos una función.</translation>
    </message>
    <message>
        <source>Change what %1 may do</source>
        <translation>Cambiar lo que puede hacer %1</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitación</translation>
    </message>
    <message>
        <source>Give it to the new member. With it they set a password, once, within three days.</source>
        <translation>Désela al nuevo miembro. Con ella elige una contraseña, una vez, en tres días.</translation>
    </message>
    <message>
        <source>First password</source>
        <translation>Primera contraseña</translation>
    </message>
    <message>
        <source>Give it to the new member, who should change it after signing in.</source>
        <translation>Désela al nuevo miembro, que debería cambiarla al iniciar sesión.</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>No se puede mostrar de nuevo. Habría que crear otra.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MemberModel</name>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>OpenID Connect</source>
        <translation>OpenID Connect</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Contraseña</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activa</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deshabilitada</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>Correo electrónico</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Funciones</translation>
    </message>
    <message>
        <source>Signs in with</source>
        <translation>Se autentica con</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MergeDialog</name>
    <message>
        <source>Changed by somebody else</source>
        <translation>Cambiado por otra persona</translation>
    </message>
    <message>
        <source>Leave it deleted</source>
        <translation>Dejarlo eliminado</translation>
    </message>
    <message>
        <source>Keep the other version</source>
        <translation>Mantener la otra versión</translation>
    </message>
    <message>
        <source>It was deleted while you edited it. You can make it anew with what you entered.</source>
        <translation>Se eliminó mientras lo editaba. Puede crearlo de nuevo con lo que introdujo.</translation>
    </message>
    <message>
        <source>It was changed after you looked at it. This is what was changed; you can delete it all the same.</source>
        <translation>Se cambió después de que lo mirara. Esto es lo que se cambió; puede eliminarlo de todos modos.</translation>
    </message>
    <message>
        <source>It was changed while you edited it. Choose what each field shall be; nothing is saved until you do.</source>
        <translation>Se cambió mientras lo editaba. Elija cómo debe quedar cada campo; nada se guarda hasta entonces.</translation>
    </message>
    <message>
        <source>Make it anew</source>
        <translation>Crearlo de nuevo</translation>
    </message>
    <message>
        <source>Delete it</source>
        <translation>Eliminarlo</translation>
    </message>
    <message>
        <source>Save the choice</source>
        <translation>Guardar la elección</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>Before both</source>
        <translation>Antes de ambos</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>La suya</translation>
    </message>
    <message>
        <source>The other version</source>
        <translation>La otra versión</translation>
    </message>
    <message>
        <source>Not changed on this side</source>
        <translation>Sin cambios en este lado</translation>
    </message>
    <message>
        <source>%1, yours: %2</source>
        <translation>%1, la suya: %2</translation>
    </message>
    <message>
        <source>%1, the other version: %2</source>
        <translation>%1, la otra versión: %2</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) to choose</source>
        <translation>
            <numerusform>%n campo por elegir</numerusform>
            <numerusform>%n campos por elegir</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageCard</name>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Asistente</translation>
    </message>
    <message>
        <source>Who says it</source>
        <translation>Quién lo dice</translation>
    </message>
    <message>
        <source>Write a message…</source>
        <translation>Escriba un mensaje…</translation>
    </message>
    <message>
        <source>Attach an image</source>
        <translation>Adjuntar una imagen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>Quitar mensaje</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Mensaje %1</translation>
    </message>
    <message>
        <source>Images (*.png *.jpg *.jpeg *.gif *.webp)</source>
        <translation>Imágenes (*.png *.jpg *.jpeg *.gif *.webp)</translation>
    </message>
    <message>
        <source>Image, %1</source>
        <translation>Imagen, %1</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>Quitar imagen</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MessageList</name>
    <message>
        <source>How the model shall behave (may stay empty)</source>
        <translation>Cómo debe comportarse el modelo (puede quedar vacío)</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>Añadir mensaje</translation>
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
        <translation>Obtener modelos</translation>
    </message>
    <message>
        <source>Copy name</source>
        <translation>Copiar nombre</translation>
    </message>
    <message>
        <source>Search models</source>
        <translation>Buscar modelos</translation>
    </message>
    <message>
        <source>Models of this provider</source>
        <translation>Modelos de este proveedor</translation>
    </message>
    <message>
        <source>Asking the provider…</source>
        <translation>Consultando al proveedor…</translation>
    </message>
    <message>
        <source>The provider has not been asked yet.</source>
        <translation>Aún no se ha consultado al proveedor.</translation>
    </message>
    <message>
        <source>No model of that name.</source>
        <translation>Ningún modelo con ese nombre.</translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n modelo</numerusform>
            <numerusform>%n modelos</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveDialog</name>
    <message>
        <source>Move application %1</source>
        <translation>Mover la aplicación %1</translation>
    </message>
    <message>
        <source>Move key %1</source>
        <translation>Mover la clave %1</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Mover</translation>
    </message>
    <message>
        <source>To team</source>
        <translation>Al equipo</translation>
    </message>
    <message>
        <source>Its keys go with it. Budget and limits of the new team count from the next call on; what was spent stays with the old one.</source>
        <translation>Sus claves la siguen. El presupuesto y los límites del nuevo equipo valen desde la próxima llamada; lo gastado queda en el anterior.</translation>
    </message>
    <message>
        <source>There is no other team.</source>
        <translation>No hay otro equipo.</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>To application</source>
        <translation>A la aplicación</translation>
    </message>
    <message>
        <source>The key stays the same. What the new application may do counts from the next call on.</source>
        <translation>La clave sigue igual. Los permisos de la nueva aplicación valen desde la próxima llamada.</translation>
    </message>
    <message>
        <source>There is no other application.</source>
        <translation>No hay otra aplicación.</translation>
    </message>
    <message>
        <source>Move %1 to %2</source>
        <translation>Mover %1 a %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MoveLabelDialog</name>
    <message>
        <source>Move a label</source>
        <translation>Mover una etiqueta</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Mover etiqueta</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>No version: remove the label</source>
        <translation>Ninguna versión: quitar la etiqueta</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etiqueta</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; then letters, digits, dots, _ and - only.</source>
        <translation>Empiece con una letra o cifra; después solo letras, cifras, puntos, _ y -.</translation>
    </message>
    <message>
        <source>Stands at</source>
        <translation>Está en</translation>
    </message>
    <message>
        <source>Whoever asks for this label gets this version with the next call.</source>
        <translation>Quien pida esta etiqueta recibe esta versión con la próxima llamada.</translation>
    </message>
    <message>
        <source>It stands nowhere yet.</source>
        <translation>Todavía no está en ninguna parte.</translation>
    </message>
    <message>
        <source>It stands at version %1 now.</source>
        <translation>Ahora está en la versión %1.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::MustacheLexer</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <source>Variable as it is</source>
        <translation>Variable tal cual</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>Sección</translation>
    </message>
    <message>
        <source>Partial</source>
        <translation>Fragmento</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>Open tag</source>
        <translation>Etiqueta abierta</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Navigation</name>
    <message>
        <source>Views</source>
        <translation>Vistas</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Red</translation>
    </message>
    <message>
        <source>Proxy and authorities</source>
        <translation>Proxy y autoridades</translation>
    </message>
    <message>
        <source>This gateway reads them at its start from &quot;network&quot; in its configuration file.</source>
        <translation>Esta pasarela los lee al iniciarse de &quot;network&quot; en su archivo de configuración.</translation>
    </message>
    <message>
        <source>Proxy to providers</source>
        <translation>Proxy hacia los proveedores</translation>
    </message>
    <message>
        <source>As the environment says</source>
        <translation>Según el entorno</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>This proxy</source>
        <translation>Este proxy</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>The environment&apos;s are HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.</source>
        <translation>Los del entorno son HTTPS_PROXY, HTTP_PROXY, ALL_PROXY y NO_PROXY.</translation>
    </message>
    <message>
        <source>Address of the proxy</source>
        <translation>Dirección del proxy</translation>
    </message>
    <message>
        <source>http, https, socks5 or socks5h, with the user&apos;s name where it wants one.</source>
        <translation>http, https, socks5 o socks5h, con el nombre del usuario donde lo exija.</translation>
    </message>
    <message>
        <source>Password of the proxy</source>
        <translation>Contraseña del proxy</translation>
    </message>
    <message>
        <source>Where it is read from: env:NAME, file:PATH, keychain:NAME or vault:NAME.</source>
        <translation>De dónde se lee: env:NOMBRE, file:RUTA, keychain:NOMBRE o vault:NOMBRE.</translation>
    </message>
    <message>
        <source>Reached directly</source>
        <translation>Acceso directo</translation>
    </message>
    <message>
        <source>Hosts and networks without a proxy, parted by commas.</source>
        <translation>Hosts y redes sin proxy, separados por comas.</translation>
    </message>
    <message>
        <source>Certificate authorities</source>
        <translation>Autoridades de certificación</translation>
    </message>
    <message>
        <source>PEM files</source>
        <translation>Archivos PEM</translation>
    </message>
    <message>
        <source>Add file…</source>
        <translation>Añadir archivo…</translation>
    </message>
    <message>
        <source>Believed beside the system&apos;s</source>
        <translation>De confianza además de las del sistema</translation>
    </message>
    <message>
        <source>PEM files, one a line, towards all providers and proxies.</source>
        <translation>Archivos PEM, uno por línea, para todos los proveedores y proxies.</translation>
    </message>
    <message>
        <source>Apply and restart</source>
        <translation>Aplicar y reiniciar</translation>
    </message>
    <message>
        <source>Restart the gateway</source>
        <translation>Reiniciar la pasarela</translation>
    </message>
    <message>
        <source>These settings count from its next start. Calls that run now are ended by it.</source>
        <translation>Estos ajustes cuentan desde su próximo inicio, que termina las llamadas en curso.</translation>
    </message>
    <message>
        <source>The password itself is not kept here. Name where it is read from.</source>
        <translation>La contraseña en sí no se guarda aquí. Indique de dónde se lee.</translation>
    </message>
    <message>
        <source>Expected: %1.</source>
        <translation>Se esperaba: %1.</translation>
    </message>
    <message>
        <source>The gateway restarts with these settings.</source>
        <translation>La pasarela se reinicia con estos ajustes.</translation>
    </message>
    <message>
        <source>Choose a PEM file</source>
        <translation>Elegir un archivo PEM</translation>
    </message>
    <message>
        <source>Certificates (*.pem *.crt *.cer)</source>
        <translation>Certificados (*.pem *.crt *.cer)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewChainDialog</name>
    <message>
        <source>New chain</source>
        <translation>Nueva cadena</translation>
    </message>
    <message>
        <source>Create chain</source>
        <translation>Crear cadena</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Its name in APIs. It stays.</source>
        <translation>Su nombre en las API. No cambia.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>Para las personas.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Create chain %1</source>
        <translation>Crear la cadena %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NewPromptDialog</name>
    <message>
        <source>New prompt</source>
        <translation>Nuevo prompt</translation>
    </message>
    <message>
        <source>Create prompt</source>
        <translation>Crear prompt</translation>
    </message>
    <message>
        <source>Nothing</source>
        <translation>Nada</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>Empezar con</translation>
    </message>
    <message>
        <source>A prompt with one variable.</source>
        <translation>Un prompt con una variable.</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Its name in APIs and chains. It stays.</source>
        <translation>Su nombre en las API y cadenas. No cambia.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>For people.</source>
        <translation>Para las personas.</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Create prompt %1</source>
        <translation>Crear el prompt %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationCenter</name>
    <message>
        <source>The gateway has stopped</source>
        <translation>La pasarela se ha detenido</translation>
    </message>
    <message>
        <source>The gateway does not answer</source>
        <translation>La pasarela no responde</translation>
    </message>
    <message>
        <source>%1 was stopped. Calls are refused until it runs again.</source>
        <translation>%1 se detuvo. Las llamadas se rechazan hasta que vuelva a ejecutarse.</translation>
    </message>
    <message>
        <source>%1 cannot be reached. The console keeps trying.</source>
        <translation>No se puede alcanzar %1. La consola sigue intentándolo.</translation>
    </message>
    <message>
        <source>%1 is not answering</source>
        <translation>%1 no está respondiendo</translation>
    </message>
    <message>
        <source>%1 answers again</source>
        <translation>%1 vuelve a responder</translation>
    </message>
    <message>
        <source>%1 failed several times in a row and is left alone for a moment. Its routes use their next target.</source>
        <translation>%1 falló varias veces seguidas y queda en reposo un momento. Sus rutas usan el siguiente destino.</translation>
    </message>
    <message>
        <source>%1 takes calls again.</source>
        <translation>%1 vuelve a aceptar llamadas.</translation>
    </message>
    <message>
        <source>%1 of %2 is spent.</source>
        <translation>Se han gastado %1 de %2.</translation>
    </message>
    <message>
        <source>%1 rejects its key</source>
        <translation>%1 rechaza su clave</translation>
    </message>
    <message>
        <source>Calls to it fail until the key is replaced.</source>
        <translation>Las llamadas a este proveedor fallan hasta que se reemplace la clave.</translation>
    </message>
    <message>
        <source>%1 serves %2 again</source>
        <translation>%1 vuelve a atender %2</translation>
    </message>
    <message>
        <source>The route&apos;s first choice is back.</source>
        <translation>La primera opción de la ruta ha vuelto.</translation>
    </message>
    <message>
        <source>%1 fell back to %2</source>
        <comment>route, provider</comment>
        <translation>%1 recurrió a %2</translation>
    </message>
    <message>
        <source>%1 did not serve the call; %2 did.</source>
        <translation>%1 no atendió la llamada; lo hizo %2.</translation>
    </message>
    <message>
        <source>The gateway is back</source>
        <translation>La pasarela vuelve a estar disponible</translation>
    </message>
    <message>
        <source>%1 answers again.</source>
        <translation>%1 vuelve a responder.</translation>
    </message>
    <message>
        <source>%1 has used %2 of its budget</source>
        <comment>Team research, a share</comment>
        <translation>%1 ha usado el %2 de su presupuesto</translation>
    </message>
    <message>
        <source>%1 What happens now is set with the budget; it can be raised there for a while.</source>
        <translation>%1 Lo que ocurre ahora se define con el presupuesto; allí puede ampliarse por un tiempo.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 solicita %2</translation>
    </message>
    <message>
        <source>The subscription waits for your approval.</source>
        <translation>La suscripción espera su aprobación.</translation>
    </message>
    <message>
        <source>Asked by %1. The subscription waits for your approval.</source>
        <translation>Pedida por %1. La suscripción espera su aprobación.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::NotificationPanel</name>
    <message>
        <source>Clear</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Nothing to report. Failovers, budgets and rejected keys will show here.</source>
        <translation>Nada que notificar. Las conmutaciones por error, los presupuestos y las claves rechazadas aparecerán aquí.</translation>
    </message>
    <message>
        <source>Choose what is told</source>
        <translation>Elegir qué se notifica</translation>
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
        <translation>Notificaciones</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>On the desktop too</source>
        <translation>También en el escritorio</translation>
    </message>
    <message>
        <source>Off: only under the bell in the window.</source>
        <translation>Desactivado: solo en la campana de la ventana.</translation>
    </message>
    <message>
        <source>What is told</source>
        <translation>Qué se notifica</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectIndex</name>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
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
        <translation>Cadena</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ObjectsDialog</name>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Leyendo…</translation>
    </message>
    <message>
        <source>Delete %1?</source>
        <translation>¿Eliminar %1?</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>Eliminar %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OpenApiDialog</name>
    <message>
        <source>it is larger than 2 MiB</source>
        <translation>supera los 2 MiB</translation>
    </message>
    <message>
        <source>Import an OpenAPI document</source>
        <translation>Importar un documento OpenAPI</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>Guardar como borrador</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Documento</translation>
    </message>
    <message>
        <source>OpenAPI 3.0 or 3.1, as JSON or YAML. Only its text is read, no address in it is fetched.</source>
        <translation>OpenAPI 3.0 o 3.1, en JSON o YAML. Solo se lee el texto; no se consulta ninguna dirección.</translation>
    </message>
    <message>
        <source>Choose or paste a document first.</source>
        <translation>Elija o pegue primero un documento.</translation>
    </message>
    <message>
        <source>Text of the document</source>
        <translation>Texto del documento</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Elegir archivo…</translation>
    </message>
    <message>
        <source>Read document</source>
        <translation>Leer el documento</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>La organización</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Upstream</source>
        <translation>Servicio de destino</translation>
    </message>
    <message>
        <source>Where the service is. Several addresses, parted by spaces, share the calls.</source>
        <translation>Dónde está el servicio. Varias direcciones, separadas por espacios, se reparten las llamadas.</translation>
    </message>
    <message>
        <source>What it serves</source>
        <translation>Qué ofrece</translation>
    </message>
    <message>
        <source>Operations of the document</source>
        <translation>Operaciones del documento</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta de acceso</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué hace</translation>
    </message>
    <message>
        <source>Choose an OpenAPI document</source>
        <translation>Elegir un documento OpenAPI</translation>
    </message>
    <message>
        <source>OpenAPI documents (*.json *.yaml *.yml)</source>
        <translation>Documentos OpenAPI (*.json *.yaml *.yml)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Todos los archivos (*)</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>No se puede leer %1: %2</translation>
    </message>
    <message>
        <source>Reading the document…</source>
        <translation>Leyendo el documento…</translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) found.</source>
        <translation>
            <numerusform>%n operación encontrada.</numerusform>
            <numerusform>%n operaciones encontradas.</numerusform>
        </translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 está ocupada por una API de otro tipo.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>Una versión tiene letras, cifras, «.», «_» y «-», como máximo 32, y no es «latest».</translation>
    </message>
    <message>
        <source>/apis/%1 is taken. Choose another version.</source>
        <translation>/apis/%1 está ocupada. Elija otra versión.</translation>
    </message>
    <message>
        <source>“%1” is no address such as https://orders.example.org.</source>
        <translation>«%1» no es una dirección como https://orders.example.org.</translation>
    </message>
    <message>
        <source>Say where the service is.</source>
        <translation>Diga dónde está el servicio.</translation>
    </message>
    <message>
        <source>Import %1</source>
        <comment>an API</comment>
        <translation>Importar %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::OverviewView</name>
    <message>
        <source>Latency by percentile</source>
        <translation>Latencia por percentil</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>Vista general</translation>
    </message>
    <message>
        <source>Requests</source>
        <translation>Solicitudes</translation>
    </message>
    <message>
        <source>Spend (estimated)</source>
        <translation>Gasto (estimado)</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Latency p95</source>
        <translation>Latencia p95</translation>
    </message>
    <message>
        <source>Latest calls</source>
        <translation>Últimas llamadas</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>and %1 of pretend money (demo)</source>
        <translation>y %1 de dinero ficticio (demo)</translation>
    </message>
    <message>
        <source>at the providers&apos; list prices</source>
        <translation>a precios de lista de los proveedores</translation>
    </message>
    <message>
        <source>Connect a client</source>
        <translation>Conectar un cliente</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Problemas</translation>
    </message>
    <message>
        <source>Where models go now</source>
        <translation>Adónde van ahora los modelos</translation>
    </message>
    <message>
        <source>Send a test call</source>
        <translation>Enviar una llamada de prueba</translation>
    </message>
    <message>
        <source>Choose time range…</source>
        <translation>Elegir intervalo de tiempo…</translation>
    </message>
    <message>
        <source>Reset zoom</source>
        <translation>Restablecer zoom</translation>
    </message>
    <message>
        <source>Export chart…</source>
        <translation>Exportar gráfico…</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>como antes</translation>
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
        <translation>La llamada de prueba se respondió en %1.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Mostrarla</translation>
    </message>
    <message>
        <source>nothing before</source>
        <translation>nada antes</translation>
    </message>
    <message>
        <source>%1 vs. before</source>
        <translation>%1 frente a antes</translation>
    </message>
    <message numerus="yes">
        <source>%n causes</source>
        <translation>
            <numerusform>%n causa</numerusform>
            <numerusform>%n causas</numerusform>
        </translation>
    </message>
    <message>
        <source>no call failed</source>
        <translation>no falló ninguna llamada</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n llamada</numerusform>
            <numerusform>%n llamadas</numerusform>
        </translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>primer byte %1</translation>
    </message>
    <message>
        <source>%1 of %2 budget (%3)</source>
        <extracomment>Use of a budget: share, amount, whose it is</extracomment>
        <translation>%1 de %2 de presupuesto (%3)</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Nothing needs you.</source>
        <translation>Nada requiere su atención.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Mirando…</translation>
    </message>
    <message>
        <source>No routes. Clients ask for provider/model.</source>
        <translation>Sin rutas. Los clientes piden proveedor/modelo.</translation>
    </message>
    <message>
        <source>Adding up the calls…</source>
        <translation>Sumando las llamadas…</translation>
    </message>
    <message>
        <source>The test call is on its way…</source>
        <translation>La llamada de prueba está en camino…</translation>
    </message>
    <message>
        <source>No traffic yet. A test call goes through the gateway&apos;s own port to the demo provider; it needs no key and costs nothing.</source>
        <translation>Aún sin tráfico. Una llamada de prueba pasa por el propio puerto de la pasarela hasta el proveedor de demostración; no necesita clave y no cuesta nada.</translation>
    </message>
    <message>
        <source>No traffic in this stretch of time.</source>
        <translation>Sin tráfico en este periodo.</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Mostrar todo</translation>
    </message>
    <message>
        <source>The latest calls stand here as they happen.</source>
        <translation>Las últimas llamadas aparecen aquí a medida que ocurren.</translation>
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
        <translation>Mostrar la respuesta a medida que llega</translation>
    </message>
    <message>
        <source>Write a number from 0 to %1, or nothing.</source>
        <translation>Escriba un número de 0 a %1, o nada.</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Sin enviar</translation>
    </message>
    <message>
        <source>Streaming</source>
        <translation>Transmisión</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatura</translation>
    </message>
    <message>
        <source>0 repeats, 2 is wild.</source>
        <translation>0 repite, 2 desvaría.</translation>
    </message>
    <message>
        <source>Top p</source>
        <translation>Top p</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Máximo de tokens</translation>
    </message>
    <message>
        <source>Of the answer.</source>
        <translation>De la respuesta.</translation>
    </message>
    <message>
        <source>Write a whole number above 0, or nothing.</source>
        <translation>Escriba un número entero mayor que 0, o nada.</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Semilla</translation>
    </message>
    <message>
        <source>The same seed asks for the same answer.</source>
        <translation>La misma semilla pide la misma respuesta.</translation>
    </message>
    <message>
        <source>Write a whole number, or nothing.</source>
        <translation>Escriba un número entero, o nada.</translation>
    </message>
    <message>
        <source>Stop at</source>
        <translation>Detenerse en</translation>
    </message>
    <message>
        <source>One text a line.</source>
        <translation>Un texto por línea.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n lines.</source>
        <translation>
            <numerusform>Como máximo %n línea.</numerusform>
            <numerusform>Como máximo %n líneas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Reasoning</source>
        <translation>Razonamiento</translation>
    </message>
    <message>
        <source>How long a model that reasons may think.</source>
        <translation>Cuánto puede pensar un modelo que razona.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialDialog</name>
    <message>
        <source>Add a partial</source>
        <translation>Añadir un fragmento</translation>
    </message>
    <message>
        <source>Partial %1</source>
        <translation>Fragmento %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>It stands in a template as {{&gt;name}}.</source>
        <translation>En una plantilla figura como {{&gt;name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Empiece con una letra; después solo letras, cifras y _, 64 como máximo.</translation>
    </message>
    <message>
        <source>Another partial has this name.</source>
        <translation>Otro fragmento tiene este nombre.</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PartialModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaceFields</name>
    <message>
        <source>Region</source>
        <translation>Región</translation>
    </message>
    <message>
        <source>Location</source>
        <translation>Ubicación</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Proyecto</translation>
    </message>
    <message>
        <source>Resource</source>
        <translation>Recurso</translation>
    </message>
    <message>
        <source>Deployment</source>
        <translation>Despliegue</translation>
    </message>
    <message>
        <source>Endpoint ID</source>
        <translation>ID de punto de conexión</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Cuenta</translation>
    </message>
    <message>
        <source>Account ID</source>
        <translation>ID de cuenta</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Workspace host</source>
        <translation>Host del área de trabajo</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Puerto</translation>
    </message>
    <message>
        <source>Namespace</source>
        <translation>Espacio de nombres</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Servicio</translation>
    </message>
    <message>
        <source>Domain</source>
        <translation>Dominio</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Enter what stands for %1 in the address.</source>
        <translation>Introduzca lo que va en lugar de %1 en la dirección.</translation>
    </message>
    <message>
        <source>Enter the part that stands for %1 only, without “https://”.</source>
        <translation>Introduzca solo la parte que va en lugar de %1, sin «https://».</translation>
    </message>
    <message>
        <source>Only letters, digits and . _ ~ : / - can stand in an address.</source>
        <translation>En una dirección solo caben letras, cifras y . _ ~ : / -.</translation>
    </message>
    <message>
        <source>Address: %1</source>
        <translation>Dirección: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlanDialog</name>
    <message>
        <source>Add plan</source>
        <translation>Añadir plan</translation>
    </message>
    <message>
        <source>Edit plan %1</source>
        <translation>Editar el plan %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Sin límite</translation>
    </message>
    <message>
        <source>It can be asked for</source>
        <translation>Se puede solicitar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>What applicants read.</source>
        <translation>Lo que leen los solicitantes.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>By hand: a person decides</source>
        <translation>Manual: decide una persona</translation>
    </message>
    <message>
        <source>By itself: at once</source>
        <translation>Automática: al instante</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Aprobación</translation>
    </message>
    <message>
        <source>Offered</source>
        <translation>Oferta</translation>
    </message>
    <message>
        <source>Each subscription</source>
        <translation>Cada suscripción</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Solicitudes por minuto</translation>
    </message>
    <message>
        <source>Tokens a minute</source>
        <translation>Tokens por minuto</translation>
    </message>
    <message>
        <source>Calls at once</source>
        <translation>Llamadas simultáneas</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Sin presupuesto</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Presupuesto en dólares</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Periodo del presupuesto</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>In dollars. At its end, calls are refused.</source>
        <translation>En dólares. Al agotarse, las llamadas se rechazan.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>Escriba un importe como 25 o 0.50, o nada.</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Termina tras</translation>
    </message>
    <message>
        <source>Such as 90d or 12h.</source>
        <translation>Por ejemplo 90d o 12h.</translation>
    </message>
    <message>
        <source>Enter a time such as 90d or 12h.</source>
        <translation>Escriba un tiempo como 90d o 12h.</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Enter a number such as 10 or 0.001, or nothing.</source>
        <translation>Escriba un número como 10 o 0.001, o nada.</translation>
    </message>
    <message>
        <source>Dollars a month</source>
        <translation>Dólares al mes</translation>
    </message>
    <message>
        <source>Dollars a call</source>
        <translation>Dólares por llamada</translation>
    </message>
    <message>
        <source>Per cent on top</source>
        <translation>Porcentaje adicional</translation>
    </message>
    <message>
        <source>Of what the providers cost.</source>
        <translation>Sobre el coste de los proveedores.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>Add plan %1</source>
        <translation>Añadir el plan %1</translation>
    </message>
    <message>
        <source>Change plan %1</source>
        <translation>Cambiar el plan %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlansDialog</name>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>No plans yet. One says what a subscription may use, and what it costs.</source>
        <translation>Aún no hay planes. Un plan dice qué puede usar una suscripción y cuánto cuesta.</translation>
    </message>
    <message>
        <source>Add plan</source>
        <translation>Añadir plan</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>Permite</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>Aprobación</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Termina tras</translation>
    </message>
    <message>
        <source>%1 (off)</source>
        <comment>a plan that cannot be asked for</comment>
        <translation>%1 (desactivado)</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>Sin límite propio</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Automática</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>It cannot be asked for any more. Where subscriptions or APIs name it, the gateway refuses. It can come back from the trash or with Undo.</source>
        <translation>Ya no se puede solicitar. Si hay suscripciones o API que lo nombran, la pasarela lo rechaza. Puede volver desde la papelera o con Deshacer.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PlaygroundView</name>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Nueva conversación</translation>
    </message>
    <message>
        <source>Open in the log</source>
        <translation>Abrir en el registro</translation>
    </message>
    <message>
        <source>Add message</source>
        <translation>Añadir mensaje</translation>
    </message>
    <message>
        <source>Attach an image…</source>
        <translation>Adjuntar una imagen…</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Copiar como curl</translation>
    </message>
    <message>
        <source>Copy as Python</source>
        <translation>Copiar como Python</translation>
    </message>
    <message>
        <source>Copy as JavaScript</source>
        <translation>Copiar como JavaScript</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Zona de pruebas</translation>
    </message>
    <message>
        <source>Copy code</source>
        <translation>Copiar código</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parámetros</translation>
    </message>
    <message>
        <source>The conversation was cleared.</source>
        <translation>La conversación se borró.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Copied. Put your key into the variable %1.</source>
        <translation>Copiado. Ponga su clave en la variable %1.</translation>
    </message>
    <message>
        <source>Write a message first.</source>
        <translation>Escriba antes un mensaje.</translation>
    </message>
    <message>
        <source>Choose a model.</source>
        <translation>Elija un modelo.</translation>
    </message>
    <message>
        <source>Parameters (%1)</source>
        <translation>Parámetros (%1)</translation>
    </message>
    <message>
        <source>What is sent</source>
        <translation>Lo que se envía</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Save as prompt…</source>
        <translation>Guardar como prompt…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Preparation</name>
    <message>
        <source>Then the key chain is checked.</source>
        <translation>Después se comprueba el llavero.</translation>
    </message>
    <message>
        <source>Then a key for your first program is made.</source>
        <translation>Después se crea una clave para su primer programa.</translation>
    </message>
    <message>
        <source>Then the demo models are looked for.</source>
        <translation>Después se buscan los modelos de demostración.</translation>
    </message>
    <message>
        <source>The gateway starts…</source>
        <translation>La pasarela se inicia…</translation>
    </message>
    <message>
        <source>The gateway answers at %1.</source>
        <translation>La pasarela responde en %1.</translation>
    </message>
    <message>
        <source>Port %1 is taken by a program of another user.</source>
        <translation>El puerto %1 está ocupado por un programa de otro usuario.</translation>
    </message>
    <message>
        <source>Port %1 is taken by %2 (process %3).</source>
        <translation>El puerto %1 está ocupado por %2 (proceso %3).</translation>
    </message>
    <message>
        <source>The key chain is checked…</source>
        <translation>Se comprueba el llavero…</translation>
    </message>
    <message>
        <source>The key chain waits: your desktop may ask for its password.</source>
        <translation>El llavero espera: es posible que el escritorio pida su contraseña.</translation>
    </message>
    <message>
        <source>Secrets cannot be kept here: %1 Provider keys can come from variables.</source>
        <translation>Aquí no se pueden guardar secretos: %1 Las claves de los proveedores pueden venir de variables.</translation>
    </message>
    <message>
        <source>Provider keys are kept in your key chain.</source>
        <translation>Las claves de los proveedores se guardan en su llavero.</translation>
    </message>
    <message>
        <source>Provider keys are kept in the gateway&apos;s sealed vault.</source>
        <translation>Las claves de los proveedores se guardan en la bóveda sellada de la pasarela.</translation>
    </message>
    <message>
        <source>A key for your first program is made…</source>
        <translation>Se crea una clave para su primer programa…</translation>
    </message>
    <message>
        <source>The key %1 is there already.</source>
        <translation>La clave %1 ya existe.</translation>
    </message>
    <message>
        <source>The key %1 was made (…%2). It can be copied on the next page.</source>
        <translation>Se creó la clave %1 (…%2). Puede copiarse en la página siguiente.</translation>
    </message>
    <message>
        <source>The demo models are looked for…</source>
        <translation>Se buscan los modelos de demostración…</translation>
    </message>
    <message>
        <source>The gateway&apos;s port does not answer as it should (%1).</source>
        <translation>El puerto de la pasarela no responde como debería (%1).</translation>
    </message>
    <message>
        <source>The demo provider is switched off in the gateway&apos;s configuration. Switch it on, or add a provider.</source>
        <translation>El proveedor de demostración está desactivado en la configuración de la pasarela. Actívelo o añada un proveedor.</translation>
    </message>
    <message>
        <source>Demo models are ready: they need no account and cost nothing.</source>
        <translation>Los modelos de demostración están listos: no necesitan cuenta y no cuestan nada.</translation>
    </message>
    <message>
        <source>%1 is shown now. Choose This computer at the top of the window, then check again.</source>
        <translation>Ahora se muestra %1. Elija Este equipo en la parte superior de la ventana y vuelva a comprobar.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PreviewPanel</name>
    <message>
        <source>Preview</source>
        <translation>Vista previa</translation>
    </message>
    <message>
        <source>Values to try</source>
        <translation>Valores de prueba</translation>
    </message>
    <message>
        <source>What could be rendered last</source>
        <translation>Lo último que se pudo generar</translation>
    </message>
    <message>
        <source>Cannot be rendered</source>
        <translation>No se puede generar</translation>
    </message>
    <message>
        <source>Rendering…</source>
        <translation>Generando…</translation>
    </message>
    <message>
        <source>As the model reads it</source>
        <translation>Como lo lee el modelo</translation>
    </message>
    <message>
        <source>Message %1, line %2</source>
        <translation>Mensaje %1, línea %2</translation>
    </message>
    <message>
        <source>Message %1</source>
        <translation>Mensaje %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n image(s)</source>
        <translation>
            <numerusform>%1 · %n imagen</numerusform>
            <numerusform>%1 · %n imágenes</numerusform>
        </translation>
    </message>
    <message>
        <source>Message %1, %2</source>
        <translation>Mensaje %1, %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PriceDialog</name>
    <message>
        <source>Set price</source>
        <translation>Fijar precio</translation>
    </message>
    <message>
        <source>Use the listed price</source>
        <translation>Usar el precio de lista</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Dollars per million tokens</source>
        <translation>Dólares por millón de tokens</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Salida</translation>
    </message>
    <message>
        <source>As input</source>
        <translation>Como la entrada</translation>
    </message>
    <message>
        <source>Cached input</source>
        <translation>Entrada en caché</translation>
    </message>
    <message>
        <source>Cache writes</source>
        <translation>Escrituras en caché</translation>
    </message>
    <message>
        <source>Contract, price page …</source>
        <translation>Contrato, página de precios …</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Fuente</translation>
    </message>
    <message>
        <source>Where the figures come from. Costs and budgets count with them from the next call on.</source>
        <translation>De dónde vienen las cifras. Los costes y presupuestos cuentan con ellas desde la próxima llamada.</translation>
    </message>
    <message>
        <source>Enter dollars per million tokens, such as 2.50. 0 is free.</source>
        <translation>Introduzca dólares por millón de tokens, por ejemplo 2.50. 0 es gratis.</translation>
    </message>
    <message>
        <source>Enter dollars such as 2.50, with at most 12 decimals.</source>
        <translation>Introduzca dólares, por ejemplo 2.50, con 12 decimales como máximo.</translation>
    </message>
    <message>
        <source>Set price of %1/%2</source>
        <translation>Fijar el precio de %1/%2</translation>
    </message>
    <message>
        <source>Use the listed price of %1/%2</source>
        <translation>Usar el precio de lista de %1/%2</translation>
    </message>
    <message>
        <source>There is no provider %1 any more. Close this and look again.</source>
        <translation>Ya no hay ningún proveedor %1. Cierre esto y vuelva a mirar.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProblemFinder</name>
    <message>
        <source>%1 refuses its key.</source>
        <translation>%1 rechaza su clave.</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Reemplazar clave</translation>
    </message>
    <message>
        <source>%1 has no key that can be read.</source>
        <translation>%1 no tiene ninguna clave que se pueda leer.</translation>
    </message>
    <message>
        <source>Add key</source>
        <translation>Añadir clave</translation>
    </message>
    <message>
        <source>%1 rests: calls to it failed in a row.</source>
        <translation>%1 está en reposo: sus llamadas fallaron varias veces seguidas.</translation>
    </message>
    <message>
        <source>The budget of %1 is spent: %2 % of %3.</source>
        <translation>El presupuesto de %1 está agotado: %2 % de %3.</translation>
    </message>
    <message>
        <source>The budget of %1 is near its end: %2 % of %3.</source>
        <translation>El presupuesto de %1 está por agotarse: %2 % de %3.</translation>
    </message>
    <message>
        <source>Open settings</source>
        <translation>Abrir la configuración</translation>
    </message>
    <message>
        <source>Records use %1 of %2. The oldest go next.</source>
        <translation>Las grabaciones usan %1 de %2. Las más antiguas serán las próximas en borrarse.</translation>
    </message>
    <message>
        <source>Change retention</source>
        <translation>Cambiar la retención</translation>
    </message>
    <message numerus="yes">
        <source>%n calls of %1 have no known price; spend is not whole.</source>
        <extracomment>%n is a number of calls, %1 the name of a model</extracomment>
        <translation>
            <numerusform>%n llamada de %1 no tiene precio conocido; el gasto no está completo.</numerusform>
            <numerusform>%n llamadas de %1 no tienen precio conocido; el gasto no está completo.</numerusform>
        </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Fijar precio</translation>
    </message>
    <message>
        <source>See its circuit</source>
        <translation>Ver su circuito</translation>
    </message>
    <message>
        <source>See the budget</source>
        <translation>Ver el presupuesto</translation>
    </message>
    <message>
        <source>The prompt cache that %1 writes at %2 is never read: %3 for nothing in the last hour.</source>
        <comment>application, provider and model, money</comment>
        <translation>La caché de prompt que %1 escribe en %2 nunca se lee: %3 para nada en la última hora.</translation>
    </message>
    <message>
        <source>See the route</source>
        <translation>Ver la ruta</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptEditor</name>
    <message>
        <source>Pages of the prompt</source>
        <translation>Páginas del prompt</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>Escribir</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Tests</source>
        <translation>Pruebas</translation>
    </message>
    <message>
        <source>All prompts</source>
        <translation>Todos los prompts</translation>
    </message>
    <message>
        <source>Reading the prompt…</source>
        <translation>Leyendo el prompt…</translation>
    </message>
    <message>
        <source>There is no prompt “%1” any more.</source>
        <translation>El prompt «%1» ya no existe.</translation>
    </message>
    <message>
        <source>Save version %1 of prompt %2</source>
        <translation>Guardar la versión %1 del prompt %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessageCard</name>
    <message>
        <source>System</source>
        <translation>Sistema</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Usuario</translation>
    </message>
    <message>
        <source>Assistant</source>
        <translation>Asistente</translation>
    </message>
    <message>
        <source>Add an image</source>
        <translation>Añadir una imagen</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Subir</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Bajar</translation>
    </message>
    <message>
        <source>Remove message</source>
        <translation>Quitar mensaje</translation>
    </message>
    <message>
        <source>Image: {{picture}}, or a data address</source>
        <translation>Imagen: {{picture}}, o una dirección de datos</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Imagen</translation>
    </message>
    <message>
        <source>Remove image</source>
        <translation>Quitar imagen</translation>
    </message>
    <message>
        <source>Template of message %1</source>
        <translation>Plantilla del mensaje %1</translation>
    </message>
    <message>
        <source>Who says message %1</source>
        <translation>Quién dice el mensaje %1</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Línea %1: %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptMessages</name>
    <message>
        <source>Add message</source>
        <translation>Añadir mensaje</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptModel</name>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Identificador</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicado</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Usado por</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Cambiado</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas libres</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptTrial</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>The template cannot be rendered with these values. Mend it under Write.</source>
        <translation>La plantilla no se puede generar con estos valores. Corríjala en «Escribir».</translation>
    </message>
    <message>
        <source>Asks with the values under Write. What is written need not be saved.</source>
        <translation>Pregunta con los valores de «Escribir». No hace falta guardar lo escrito.</translation>
    </message>
    <message>
        <source>Asks with the values under Write. Secret ones are sent, and kept nowhere.</source>
        <translation>Pregunta con los valores de «Escribir». Los secretos se envían y no se guardan en ningún sitio.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PromptsView</name>
    <message>
        <source>New prompt</source>
        <translation>Nuevo prompt</translation>
    </message>
    <message>
        <source>Edit prompt</source>
        <translation>Editar prompt</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Duplicar</translation>
    </message>
    <message>
        <source>Publish…</source>
        <translation>Publicar…</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>Importar archivos…</translation>
    </message>
    <message>
        <source>Export files…</source>
        <translation>Exportar archivos…</translation>
    </message>
    <message>
        <source>Delete prompt</source>
        <translation>Eliminar prompt</translation>
    </message>
    <message>
        <source>Export the list</source>
        <translation>Exportar la lista</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>Guardar versión</translation>
    </message>
    <message>
        <source>Discard edits</source>
        <translation>Descartar cambios</translation>
    </message>
    <message>
        <source>Compare versions</source>
        <translation>Comparar versiones</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Mover etiqueta</translation>
    </message>
    <message>
        <source>Revert to the chosen version</source>
        <translation>Volver a la versión elegida</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>Ejecutar pruebas</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Probarlo</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>More commands</source>
        <translation>Más órdenes</translation>
    </message>
    <message>
        <source>Select one prompt first.</source>
        <translation>Seleccione antes un prompt.</translation>
    </message>
    <message>
        <source>Select a prompt first.</source>
        <translation>Seleccione antes un prompt.</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>Open a prompt first.</source>
        <translation>Abra antes un prompt.</translation>
    </message>
    <message>
        <source>Choose an older version under Versions first.</source>
        <translation>Elija antes una versión anterior en «Versiones».</translation>
    </message>
    <message>
        <source>Add tests and choose models under Tests first.</source>
        <translation>Añada antes pruebas y elija modelos en «Pruebas».</translation>
    </message>
    <message>
        <source>Choose a model under Try, and let the template be whole.</source>
        <translation>Elija un modelo en «Probar»; la plantilla debe estar sin fallos.</translation>
    </message>
    <message>
        <source>Nothing is running.</source>
        <translation>No hay nada en marcha.</translation>
    </message>
    <message>
        <source>Delete the prompt %1?</source>
        <translation>¿Eliminar el prompt %1?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n prompt(s)?</source>
        <translation>
            <numerusform>¿Eliminar %n prompt?</numerusform>
            <numerusform>¿Eliminar %n prompts?</numerusform>
        </translation>
    </message>
    <message>
        <source>Its versions, labels and tests go with it. It can come back from the trash or with Undo.</source>
        <translation>Sus versiones, etiquetas y pruebas se van con él. Puede volver de la papelera o con Deshacer.</translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n versión</numerusform>
            <numerusform>%n versiones</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, used by %2</source>
        <comment>versions, names of APIs and chains</comment>
        <translation>%1, usado por %2</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete prompt %1</source>
        <translation>Eliminar el prompt %1</translation>
    </message>
    <message>
        <source>Filter prompts</source>
        <translation>Filtrar prompts</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Prompts</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the prompts…</source>
        <translation>Leyendo los prompts…</translation>
    </message>
    <message>
        <source>No prompts yet. One is a template that is tested, versioned and published as an API.</source>
        <translation>Todavía no hay prompts. Un prompt es una plantilla que se prueba, se versiona y se publica como API.</translation>
    </message>
    <message>
        <source>New from example</source>
        <translation>Nuevo a partir de un ejemplo</translation>
    </message>
    <message>
        <source>No prompt has these words.</source>
        <translation>Ningún prompt contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one chain first.</source>
        <translation>Seleccione antes una cadena.</translation>
    </message>
    <message>
        <source>Open a chain first.</source>
        <translation>Abra antes una cadena.</translation>
    </message>
    <message>
        <source>Mend what is wrong with the chain, or with its values, first.</source>
        <translation>Corrija antes lo que falla en la cadena o en sus valores.</translation>
    </message>
    <message>
        <source>This is for prompts only.</source>
        <translation>Esto es solo para prompts.</translation>
    </message>
    <message>
        <source>New chain</source>
        <translation>Nueva cadena</translation>
    </message>
    <message>
        <source>Edit chain</source>
        <translation>Editar cadena</translation>
    </message>
    <message>
        <source>Delete chain</source>
        <translation>Eliminar cadena</translation>
    </message>
    <message>
        <source>Prompts and chains</source>
        <translation>Prompts y cadenas</translation>
    </message>
    <message>
        <source>Chains</source>
        <translation>Cadenas</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDetails</name>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Recent errors</source>
        <translation>Errores recientes</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Usado por</translation>
    </message>
    <message>
        <source>Copied %1.</source>
        <translation>Se copió %1.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>kind of provider, its address</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>No calls in the last 24 hours.</source>
        <translation>Sin llamadas en las últimas 24 horas.</translation>
    </message>
    <message>
        <source>Last 24 hours: %1 calls, %2 errors.</source>
        <translation>Últimas 24 horas: %1 llamadas, %2 errores.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deshabilitar</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Habilitar</translation>
    </message>
    <message>
        <source>Unlock the key chain</source>
        <translation>Desbloquear el llavero</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Reemplazar clave</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En uso</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>En reserva</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>No se puede leer</translation>
    </message>
    <message>
        <source>Not asked yet</source>
        <translation>Aún sin consultar</translation>
    </message>
    <message>
        <source>…%1</source>
        <comment>last four characters of a key</comment>
        <translation>…%1</translation>
    </message>
    <message>
        <source>%1 · kept %2</source>
        <comment>state of a key, a day</comment>
        <translation>%1 · guardada el %2</translation>
    </message>
    <message>
        <source>Test key %1</source>
        <translation>Probar la clave %1</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Reemplazar</translation>
    </message>
    <message>
        <source>Replace key %1</source>
        <translation>Reemplazar la clave %1</translation>
    </message>
    <message>
        <source>None: calls go without a key.</source>
        <translation>Ninguna: las llamadas van sin clave.</translation>
    </message>
    <message>
        <source>None in the last 24 hours.</source>
        <translation>Ninguno en las últimas 24 horas.</translation>
    </message>
    <message>
        <source>%1 · %2 · %3</source>
        <comment>time, status, model</comment>
        <translation>%1 · %2 · %3</translation>
    </message>
    <message>
        <source>Show all in the log</source>
        <translation>Mostrar todo en el registro</translation>
    </message>
    <message>
        <source>No route. Models can be asked for as %1/MODEL.</source>
        <translation>Ninguna ruta. Los modelos se pueden pedir como %1/MODELO.</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderDialog</name>
    <message>
        <source>Add %1</source>
        <translation>Añadir %1</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Añadir proveedor</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Editar %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Models can be asked for as NAME/model. It cannot be changed later.</source>
        <translation>Los modelos se pueden pedir como NOMBRE/modelo. No se puede cambiar después.</translation>
    </message>
    <message>
        <source>Speaks</source>
        <translation>Habla</translation>
    </message>
    <message>
        <source>Leave it empty to use the provider&apos;s usual address.</source>
        <translation>Déjelo vacío para usar la dirección habitual del proveedor.</translation>
    </message>
    <message>
        <source>Base URL</source>
        <translation>URL base</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>This provider works without a key too.</source>
        <translation>Este proveedor también funciona sin clave.</translation>
    </message>
    <message>
        <source>A key is kept in the gateway&apos;s key chain or vault and never shown again.</source>
        <translation>La clave se guarda en el llavero o la bóveda de la pasarela y no se vuelve a mostrar.</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Tries what stands here, without saving it</source>
        <translation>Prueba lo que figura aquí, sin guardarlo</translation>
    </message>
    <message>
        <source>Enter a name.</source>
        <translation>Introduzca un nombre.</translation>
    </message>
    <message>
        <source>Use letters, digits, “.”, “_” and “-” only, at most 64, and begin with a letter or digit.</source>
        <translation>Use solo letras, dígitos, «.», «_» y «-», 64 como máximo, y empiece por una letra o un dígito.</translation>
    </message>
    <message>
        <source>There is a provider of this name already. Choose another name.</source>
        <translation>Ya hay un proveedor con este nombre. Elija otro nombre.</translation>
    </message>
    <message>
        <source>Enter the address of the provider&apos;s API.</source>
        <translation>Introduzca la dirección de la API del proveedor.</translation>
    </message>
    <message>
        <source>Put your own values in the place of what stands in braces.</source>
        <translation>Ponga sus propios valores en lugar de lo que está entre llaves.</translation>
    </message>
    <message>
        <source>Enter a whole address, such as https://api.example.com/v1.</source>
        <translation>Introduzca una dirección completa, por ejemplo https://api.example.com/v1.</translation>
    </message>
    <message>
        <source>The address may hold no user name, “?” or “#”.</source>
        <translation>La dirección no puede contener nombre de usuario, «?» ni «#».</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>a sentence, the next step</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Add provider %1</source>
        <translation>Añadir el proveedor %1</translation>
    </message>
    <message>
        <source>Change provider %1</source>
        <translation>Cambiar el proveedor %1</translation>
    </message>
    <message>
        <source>Leave it empty to use the address above; one of your own takes its place.</source>
        <translation>Déjelo vacío para usar la dirección de arriba; una propia la sustituye.</translation>
    </message>
    <message>
        <source>API version</source>
        <translation>Versión de la API</translation>
    </message>
    <message>
        <source>Leave it empty for the usual one.</source>
        <translation>Déjelo vacío para la habitual.</translation>
    </message>
    <message>
        <source>A version is written like 2024-10-21.</source>
        <translation>Una versión se escribe como 2024-10-21.</translation>
    </message>
    <message>
        <source>Enter a key. If this provider needs none, choose “No key is sent” above.</source>
        <translation>Introduzca una clave. Si este proveedor no la necesita, elija «No se envía clave» arriba.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProviderModel</name>
    <message>
        <source>Built in</source>
        <translation>Integrado</translation>
    </message>
    <message>
        <source>%1 compatible</source>
        <translation>Compatible con %1</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocido</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Salud</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Spend, 24 h</source>
        <translation>Gasto, 24 h</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ProvidersView</name>
    <message>
        <source>Delete route %1</source>
        <translation>Eliminar la ruta %1</translation>
    </message>
    <message>
        <source>Take %1 out of route %2</source>
        <translation>Quitar %1 de la ruta %2</translation>
    </message>
    <message>
        <source>The keys were read again.</source>
        <translation>Las claves se leyeron de nuevo.</translation>
    </message>
    <message>
        <source>Disable provider %1</source>
        <translation>Deshabilitar el proveedor %1</translation>
    </message>
    <message>
        <source>Enable provider %1</source>
        <translation>Habilitar el proveedor %1</translation>
    </message>
    <message>
        <source>Delete provider %1?</source>
        <translation>¿Eliminar el proveedor %1?</translation>
    </message>
    <message>
        <source>No more calls go there. You can bring it back from the trash for 30 days.</source>
        <translation>No irán más llamadas allí. Puede recuperarlo de la papelera durante 30 días.</translation>
    </message>
    <message>
        <source>It is taken out of the routes that name it. You can bring it back from the trash for 30 days.</source>
        <translation>Se quita de las rutas que lo nombran. Puede recuperarlo de la papelera durante 30 días.</translation>
    </message>
    <message numerus="yes">
        <source>It is taken out of the routes that name it; %n route(s) without another target are deleted too. You can bring them back from the trash for 30 days.</source>
        <translation>
            <numerusform>Se quita de las rutas que lo nombran; también se elimina %n ruta sin otro destino. Puede recuperarlos de la papelera durante 30 días.</numerusform>
            <numerusform>Se quita de las rutas que lo nombran; también se eliminan %n rutas sin otro destino. Puede recuperarlos de la papelera durante 30 días.</numerusform>
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
            <numerusform>%n ruta</numerusform>
            <numerusform>%n rutas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 calls in the last 24 hours</source>
        <translation>%1 llamadas en las últimas 24 horas</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete provider %1</source>
        <translation>Eliminar el proveedor %1</translation>
    </message>
    <message>
        <source>Move provider %1</source>
        <translation>Mover el proveedor %1</translation>
    </message>
    <message>
        <source>Providers</source>
        <translation>Proveedores</translation>
    </message>
    <message>
        <source>Filter providers</source>
        <translation>Filtrar proveedores</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Add provider</source>
        <translation>Añadir proveedor</translation>
    </message>
    <message>
        <source>Add provider…</source>
        <translation>Añadir proveedor…</translation>
    </message>
    <message>
        <source>Test provider</source>
        <translation>Probar proveedor</translation>
    </message>
    <message>
        <source>Edit provider…</source>
        <translation>Editar proveedor…</translation>
    </message>
    <message>
        <source>Replace key…</source>
        <translation>Reemplazar clave…</translation>
    </message>
    <message>
        <source>Read keys again</source>
        <translation>Leer de nuevo las claves</translation>
    </message>
    <message>
        <source>Fetch models</source>
        <translation>Obtener modelos</translation>
    </message>
    <message>
        <source>Disable provider</source>
        <translation>Deshabilitar proveedor</translation>
    </message>
    <message>
        <source>Move provider up</source>
        <translation>Subir proveedor</translation>
    </message>
    <message>
        <source>Move provider down</source>
        <translation>Bajar proveedor</translation>
    </message>
    <message>
        <source>Export providers…</source>
        <translation>Exportar proveedores…</translation>
    </message>
    <message>
        <source>Delete provider…</source>
        <translation>Eliminar proveedor…</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the providers…</source>
        <translation>Leyendo los proveedores…</translation>
    </message>
    <message>
        <source>Only the demo provider is here. Add one to reach real models.</source>
        <translation>Aquí solo está el proveedor de demostración. Añada uno para acceder a modelos reales.</translation>
    </message>
    <message>
        <source>No provider fits the filter.</source>
        <translation>Ningún proveedor coincide con el filtro.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select a provider first.</source>
        <translation>Seleccione antes un proveedor.</translation>
    </message>
    <message>
        <source>The demo provider is built in.</source>
        <translation>El proveedor de demostración está integrado.</translation>
    </message>
    <message>
        <source>Enable provider</source>
        <translation>Habilitar proveedor</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>Mostrar el tráfico en vivo</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishDialog</name>
    <message>
        <source>Publish an API</source>
        <translation>Publicar una API</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Publicar</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Cambiar nombre</translation>
    </message>
    <message>
        <source>Takes the next name that is free</source>
        <translation>Toma el siguiente nombre libre</translation>
    </message>
    <message>
        <source>Name in the address</source>
        <translation>Nombre en la dirección</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Título</translation>
    </message>
    <message>
        <source>What the catalogue calls it.</source>
        <translation>Su nombre en el catálogo.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Forma</translation>
    </message>
    <message>
        <source>Checked JSON is held against the schema of the prompt&apos;s answer.</source>
        <translation>El JSON comprobado se contrasta con el esquema de la respuesta del prompt.</translation>
    </message>
    <message>
        <source>Access</source>
        <translation>Acceso</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Propietario</translation>
    </message>
    <message>
        <source>Its team may always call it.</source>
        <translation>Su equipo siempre puede llamarla.</translation>
    </message>
    <message>
        <source>Who may call</source>
        <translation>Quién puede llamar</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Planes</translation>
    </message>
    <message>
        <source>What can be asked for. Without any, a subscription has no plan.</source>
        <translation>Lo que se puede solicitar. Sin ninguno, la suscripción no tiene plan.</translation>
    </message>
    <message>
        <source>Show it in the catalogue</source>
        <translation>Mostrarla en el catálogo</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Catálogo</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Qué cambia</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Why, for those who read its history.</source>
        <translation>Por qué, para quien lea el historial.</translation>
    </message>
    <message>
        <source>Keep as a design</source>
        <translation>Guardar como borrador</translation>
    </message>
    <message>
        <source>Submit for review</source>
        <translation>Enviar a revisión</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>La organización</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a plan, its price</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>/apis/%1 is taken by an API of another kind.</source>
        <translation>/apis/%1 está ocupada por una API de otro tipo.</translation>
    </message>
    <message>
        <source>A version has letters, digits, “.”, “_” and “-”, at most 32, and is not “latest”.</source>
        <translation>Una versión tiene letras, cifras, «.», «_» y «-», como máximo 32, y no es «latest».</translation>
    </message>
    <message>
        <source>/apis/%1/%2 is taken.</source>
        <translation>/apis/%1/%2 está ocupada.</translation>
    </message>
    <message>
        <source>Nothing is published at this address yet. This is what will be:</source>
        <translation>Aún no hay nada publicado en esta dirección. Esto es lo que habrá:</translation>
    </message>
    <message>
        <source>Beside version %1, which is live:</source>
        <translation>Junto a la versión %1, en servicio:</translation>
    </message>
    <message>
        <source>Publish %1</source>
        <comment>a version of an API</comment>
        <translation>Publicar %1</translation>
    </message>
    <message>
        <source>The change waits for review. Publish the version once it is applied.</source>
        <translation>El cambio espera revisión. Publique la versión cuando se aplique.</translation>
    </message>
    <message>
        <source>Version %1 of %2 is kept as a design.</source>
        <translation>La versión %1 de %2 queda como borrador.</translation>
    </message>
    <message>
        <source>Version %1 of %2 waits for review.</source>
        <translation>La versión %1 de %2 espera revisión.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishSource</name>
    <message>
        <source>Publish</source>
        <translation>Publicar</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>A label follows where it is moved; a version stays what it is.</source>
        <translation>Una etiqueta sigue adonde se mueva; una versión no cambia.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Names parted by commas. The first is the one that is asked where a call names none.</source>
        <translation>Nombres separados por comas. El primero se usa si la llamada no nombra ninguno.</translation>
    </message>
    <message>
        <source>Name at least one model.</source>
        <translation>Nombre al menos un modelo.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>title, name</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: version %2 now</source>
        <comment>a label</comment>
        <translation>%1: ahora versión %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>Version %1: %2</source>
        <comment>with a comment</comment>
        <translation>Versión %1: %2</translation>
    </message>
    <message>
        <source>There is no chain yet.</source>
        <translation>Aún no hay ninguna cadena.</translation>
    </message>
    <message>
        <source>There is no prompt yet. Write one first.</source>
        <translation>Aún no hay ningún prompt. Escriba uno primero.</translation>
    </message>
    <message>
        <source>Save a version of it first.</source>
        <translation>Guarde primero una versión.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PublishedDialog</name>
    <message>
        <source>Version %1 of %2</source>
        <translation>Versión %1 de %2</translation>
    </message>
    <message>
        <source>Version %1 of %2 can be called</source>
        <translation>Ya se puede llamar a la versión %1 de %2</translation>
    </message>
    <message>
        <source>This command works once the variable GATEHOUSE_API_KEY holds a key that may call it.</source>
        <translation>Este comando funciona cuando la variable GATEHOUSE_API_KEY contiene una clave que puede llamarla.</translation>
    </message>
    <message>
        <source>The command</source>
        <translation>El comando</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Copied.</source>
        <translation>Copiado.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::PurgeDialog</name>
    <message>
        <source>Purge the cache</source>
        <translation>Vaciar la caché</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>Vaciar…</translation>
    </message>
    <message>
        <source>All routes</source>
        <translation>Todas las rutas</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>All models</source>
        <translation>Todos los modelos</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>As its provider calls it.</source>
        <translation>Como lo llama su proveedor.</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>Todas las claves</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <comment>a key&apos;s name, its id</comment>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Answers that its calls brought. What fits all three is thrown away.</source>
        <translation>Respuestas que trajeron sus llamadas. Se desecha lo que cumple las tres.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RaiseDialog</name>
    <message>
        <source>Raise the budget of %1 for a while</source>
        <translation>Ampliar por un tiempo el presupuesto de %1</translation>
    </message>
    <message>
        <source>Raise</source>
        <translation>Ampliar</translation>
    </message>
    <message>
        <source>Dollars until then</source>
        <translation>Dólares hasta entonces</translation>
    </message>
    <message>
        <source>In place of %1, not on top of it.</source>
        <translation>En lugar de %1, no además.</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Durante una hora</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Durante un día</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Durante una semana</translation>
    </message>
    <message>
        <source>Until the period ends</source>
        <translation>Hasta que acabe el periodo</translation>
    </message>
    <message>
        <source>No longer: end the raise now</source>
        <translation>Ya no: terminar la ampliación ahora</translation>
    </message>
    <message>
        <source>How long</source>
        <translation>Cuánto tiempo</translation>
    </message>
    <message>
        <source>The amount that is set counts again afterwards, by itself.</source>
        <translation>Después vuelve a contar por sí solo el importe definido.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50.</source>
        <translation>Introduzca un importe como 25 o 0.50.</translation>
    </message>
    <message>
        <source>It must be more than what is set.</source>
        <translation>Debe ser más de lo definido.</translation>
    </message>
    <message>
        <source>Raise the budget of %1</source>
        <translation>Ampliar el presupuesto de %1</translation>
    </message>
    <message>
        <source>End the raise of the budget of %1</source>
        <translation>Terminar la ampliación del presupuesto de %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangeButton</name>
    <message>
        <source>Reset zoom</source>
        <translation>Restablecer zoom</translation>
    </message>
    <message>
        <source>Time range: %1</source>
        <translation>Intervalo de tiempo: %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RangePopup</name>
    <message>
        <source>Show this stretch</source>
        <translation>Mostrar este periodo</translation>
    </message>
    <message>
        <source>&amp;From</source>
        <translation>&amp;Desde</translation>
    </message>
    <message>
        <source>&amp;To</source>
        <translation>&amp;Hasta</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Día</translation>
    </message>
    <message>
        <source>Month before</source>
        <translation>Mes anterior</translation>
    </message>
    <message>
        <source>Next month</source>
        <translation>Mes siguiente</translation>
    </message>
    <message>
        <source>The end lies before the start. Choose a later end.</source>
        <translation>El final es anterior al comienzo. Elija un final posterior.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReadyPage</name>
    <message>
        <source>Gateway</source>
        <translation>Pasarela</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Llavero</translation>
    </message>
    <message>
        <source>First key</source>
        <translation>Primera clave</translation>
    </message>
    <message>
        <source>Demo models</source>
        <translation>Modelos de demostración</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Volver a comprobar</translation>
    </message>
    <message>
        <source>Use port %1 instead</source>
        <translation>Usar el puerto %1 en su lugar</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReasonDialog</name>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>The applicant reads it.</source>
        <translation>La lee el solicitante.</translation>
    </message>
    <message>
        <source>Say why, so that the applicant knows what to do.</source>
        <translation>Diga por qué, para que el solicitante sepa qué hacer.</translation>
    </message>
    <message numerus="yes">
        <source>At most %n character(s).</source>
        <translation>
            <numerusform>Como máximo %n carácter.</numerusform>
            <numerusform>Como máximo %n caracteres.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordJobRow</name>
    <message>
        <source>Done at %1</source>
        <translation>Hecho a las %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RecordsPage</name>
    <message>
        <source>Never</source>
        <translation>Nunca</translation>
    </message>
    <message>
        <source>When a call goes wrong</source>
        <translation>Cuando una llamada falla</translation>
    </message>
    <message>
        <source>Always</source>
        <translation>Siempre</translation>
    </message>
    <message>
        <source>Privacy and records</source>
        <translation>Privacidad y grabaciones</translation>
    </message>
    <message>
        <source>What is recorded</source>
        <translation>Qué se graba</translation>
    </message>
    <message>
        <source>Keep bodies of calls</source>
        <translation>Conservar los cuerpos de las llamadas</translation>
    </message>
    <message>
        <source>Questions and answers. Keys, addresses and numbers of persons are masked first. Keys, applications and routes may say less.</source>
        <translation>Preguntas y respuestas. Antes se enmascaran las claves, las direcciones y los números de personas. Las claves, aplicaciones y rutas pueden indicar menos.</translation>
    </message>
    <message>
        <source>Of each body at most</source>
        <translation>Como máximo, de cada cuerpo</translation>
    </message>
    <message>
        <source>What is longer is cut, and the log says so.</source>
        <translation>Lo que es más largo se corta, y el registro lo indica.</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Durante cuánto tiempo</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Rows of the log, and why each call went as it did.</source>
        <translation>Filas del registro, y por qué cada llamada fue como fue.</translation>
    </message>
    <message>
        <source>Bodies</source>
        <translation>Cuerpos</translation>
    </message>
    <message>
        <source>They never outlive their call.</source>
        <translation>Nunca se conservan más que su llamada.</translation>
    </message>
    <message>
        <source>Sums by the minute</source>
        <translation>Sumas por minuto</translation>
    </message>
    <message>
        <source>For charts of short times.</source>
        <translation>Para gráficos de periodos cortos.</translation>
    </message>
    <message>
        <source>Sums by the hour</source>
        <translation>Sumas por hora</translation>
    </message>
    <message>
        <source>Sums by the day, which hold what was spent, always stay.</source>
        <translation>Las sumas por día, que contienen lo gastado, se conservan siempre.</translation>
    </message>
    <message>
        <source>Size on the disk</source>
        <translation>Tamaño en el disco</translation>
    </message>
    <message>
        <source>Beyond it the oldest bodies go first, then the oldest calls.</source>
        <translation>Al superarlo se borran primero los cuerpos más antiguos y luego las llamadas más antiguas.</translation>
    </message>
    <message>
        <source>On the disk</source>
        <translation>En el disco</translation>
    </message>
    <message>
        <source>In use</source>
        <translation>En uso</translation>
    </message>
    <message>
        <source>The store, with all that is recorded.</source>
        <translation>El almacén, con todo lo grabado.</translation>
    </message>
    <message>
        <source>Give space back</source>
        <translation>Liberar espacio</translation>
    </message>
    <message>
        <source>Compact the store</source>
        <translation>Compactar el almacén</translation>
    </message>
    <message>
        <source>Gives space of removed records back to the disk, while the gateway serves.</source>
        <translation>Devuelve al disco el espacio de las grabaciones borradas, mientras la pasarela atiende.</translation>
    </message>
    <message>
        <source>Count anew</source>
        <translation>Volver a contar</translation>
    </message>
    <message>
        <source>Make sums anew</source>
        <translation>Rehacer las sumas</translation>
    </message>
    <message>
        <source>Counts charts and spend again from the calls that are kept.</source>
        <translation>Vuelve a contar los gráficos y el gasto a partir de las llamadas conservadas.</translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <comment>a size on the disk, a number of calls</comment>
        <translation>%1 para %2</translation>
    </message>
    <message numerus="yes">
        <source>%n calls</source>
        <translation>
            <numerusform>%n llamada</numerusform>
            <numerusform>%n llamadas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>a setting, its new value</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Reset privacy and records</source>
        <translation>Restablecer privacidad y grabaciones</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplaceKeyDialog</name>
    <message>
        <source>Replace key of %1</source>
        <translation>Reemplazar la clave de %1</translation>
    </message>
    <message>
        <source>Replace key</source>
        <translation>Reemplazar clave</translation>
    </message>
    <message>
        <source>The new key takes the place of the old one at once; the old one cannot be brought back.</source>
        <translation>La clave nueva sustituye a la antigua de inmediato; la antigua no se puede recuperar.</translation>
    </message>
    <message>
        <source>The new key is kept in the gateway&apos;s key chain or vault and used in the place of “%1”.</source>
        <translation>La clave nueva se guarda en el llavero o la bóveda de la pasarela y se usa en lugar de «%1».</translation>
    </message>
    <message>
        <source>Paste the key here</source>
        <translation>Pegue la clave aquí</translation>
    </message>
    <message>
        <source>New key</source>
        <translation>Nueva clave</translation>
    </message>
    <message>
        <source>It is tried at the provider before it is kept.</source>
        <translation>Se prueba en el proveedor antes de guardarla.</translation>
    </message>
    <message>
        <source>Enter the new key.</source>
        <translation>Introduzca la clave nueva.</translation>
    </message>
    <message>
        <source>A key has no blanks and only plain characters. Copy it again.</source>
        <translation>Una clave no tiene espacios y solo contiene caracteres simples. Vuelva a copiarla.</translation>
    </message>
    <message>
        <source>%1 Enter another key, or press Replace key again to keep it nevertheless.</source>
        <translation>%1 Introduzca otra clave o pulse de nuevo Reemplazar clave para guardarla de todos modos.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Replay</name>
    <message>
        <source>The gateway&apos;s port does not answer (%1). Check that it runs, then try again.</source>
        <translation>El puerto de la pasarela no responde (%1). Compruebe que esté en ejecución y vuelva a intentarlo.</translation>
    </message>
    <message>
        <source>The call ended with status %1.</source>
        <translation>La llamada terminó con estado %1.</translation>
    </message>
    <message>
        <source>The answer broke off.</source>
        <translation>La respuesta se interrumpió.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReplayDialog</name>
    <message>
        <source>Edit and replay</source>
        <translation>Editar y repetir</translation>
    </message>
    <message>
        <source>%1 %2, with a key of the console&apos;s own. It is recorded and paid for like any other call.</source>
        <translation>%1 %2, con una clave propia de la consola. Se graba y se paga como cualquier otra llamada.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Solicitud</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>The answer comes here.</source>
        <translation>La respuesta aparece aquí.</translation>
    </message>
    <message>
        <source>Compare with the first</source>
        <translation>Comparar con la primera</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Detenida.</translation>
    </message>
    <message>
        <source>This is no JSON: %1, at character %2.</source>
        <translation>Esto no es JSON: %1, en el carácter %2.</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Enviando…</translation>
    </message>
    <message>
        <source>Status %1 after %2</source>
        <translation>Estado %1 tras %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ResultMatrix</name>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Superada</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>Failed: %1</source>
        <comment>why</comment>
        <translation>Fallida: %1</translation>
    </message>
    <message>
        <source>Test</source>
        <translation>Prueba</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Comprobaciones</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, model</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1 · %2 of %3</source>
        <comment>version and model, passed, of all</comment>
        <translation>%1 · %2 de %3</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RevertDialog</name>
    <message>
        <source>This is what changes. It becomes a new revision, which can be taken back as well.</source>
        <translation>Esto es lo que cambia. Pasa a ser una revisión nueva, que también se puede revertir.</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Revertir</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Reverting</name>
    <message>
        <source>Everything is as it was then already.</source>
        <translation>Todo está ya como entonces.</translation>
    </message>
    <message>
        <source>Take revision %1 back?</source>
        <translation>¿Revertir la revisión %1?</translation>
    </message>
    <message>
        <source>Go back to revision %1?</source>
        <translation>¿Volver a la revisión %1?</translation>
    </message>
    <message>
        <source>Reverted. The history holds it as a new revision.</source>
        <translation>Revertido. El historial lo guarda como una revisión nueva.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewBar</name>
    <message>
        <source>Review changes</source>
        <translation>Revisar cambios</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait for review. Nothing has reached %1 yet.</source>
        <translation>
            <numerusform>%n cambio espera revisión. Nada ha llegado aún a %1.</numerusform>
            <numerusform>%n cambios esperan revisión. Nada ha llegado aún a %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewDialog</name>
    <message>
        <source>Discard all</source>
        <translation>Descartar todo</translation>
    </message>
    <message>
        <source>Review changes</source>
        <translation>Revisar cambios</translation>
    </message>
    <message>
        <source>Nothing has reached %1 yet. Apply the changes together, or discard what you do not want.</source>
        <translation>Nada ha llegado aún a %1. Aplique los cambios juntos o descarte lo que no quiera.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n change(s)?</source>
        <translation>
            <numerusform>¿Descartar %n cambio?</numerusform>
            <numerusform>¿Descartar %n cambios?</numerusform>
        </translation>
    </message>
    <message>
        <source>They have not been applied, and cannot be brought back.</source>
        <translation>No se han aplicado y no se pueden recuperar.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message numerus="yes">
        <source>Apply %n change(s)</source>
        <translation>
            <numerusform>Aplicar %n cambio</numerusform>
            <numerusform>Aplicar %n cambios</numerusform>
        </translation>
    </message>
    <message>
        <source>Discard: %1</source>
        <translation>Descartar: %1</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Rechazado: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) could not be applied: mend or discard what is marked, then apply again.</source>
        <translation>
            <numerusform>%n cambio no se pudo aplicar: corrija o descarte lo marcado y vuelva a aplicar.</numerusform>
            <numerusform>%n cambios no se pudieron aplicar: corrija o descarte lo marcado y vuelva a aplicar.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ReviewPage</name>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Cambio</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>Grabaciones</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>What changes</source>
        <translation>Qué cambia</translation>
    </message>
    <message>
        <source>What to know</source>
        <translation>Conviene saber</translation>
    </message>
    <message>
        <source>The gateway is asked what would change…</source>
        <translation>Se pregunta a la pasarela qué cambiaría…</translation>
    </message>
    <message>
        <source>One moment…</source>
        <translation>Un momento…</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>No se cambió nada.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>All of this is there already: nothing would change.</source>
        <translation>Todo esto ya existe: nada cambiaría.</translation>
    </message>
    <message>
        <source>Nothing to import.</source>
        <translation>Nada que importar.</translation>
    </message>
    <message>
        <source>Nothing has changed yet. It would add %1, change %2 and remove %3.</source>
        <translation>Aún no ha cambiado nada. Se añadirían %1, se cambiarían %2 y se quitarían %3.</translation>
    </message>
    <message numerus="yes">
        <source>%n objects</source>
        <translation>
            <numerusform>%n objeto</numerusform>
            <numerusform>%n objetos</numerusform>
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
            <numerusform>%n cosa que conviene saber</numerusform>
            <numerusform>%n cosas que conviene saber</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RotateKeyDialog</name>
    <message>
        <source>Rotate key %1</source>
        <translation>Rotar la clave %1</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotar</translation>
    </message>
    <message>
        <source>Keep the new key in the key chain for helpers</source>
        <translation>Guardar la clave nueva en el llavero para órdenes auxiliares</translation>
    </message>
    <message>
        <source>24 hours</source>
        <translation>24 horas</translation>
    </message>
    <message>
        <source>1 hour</source>
        <translation>1 hora</translation>
    </message>
    <message>
        <source>7 days</source>
        <translation>7 días</translation>
    </message>
    <message>
        <source>30 days</source>
        <translation>30 días</translation>
    </message>
    <message>
        <source>Not at all: end it now</source>
        <translation>Nada: terminarla ahora</translation>
    </message>
    <message>
        <source>Old key stays valid</source>
        <translation>La clave antigua sigue válida</translation>
    </message>
    <message>
        <source>A new key is made at once. Give it to the clients before the old one ends.</source>
        <translation>Se crea de inmediato una clave nueva. Désela a los clientes antes de que termine la antigua.</translation>
    </message>
    <message>
        <source>New key expires</source>
        <translation>La clave nueva caduca</translation>
    </message>
    <message>
        <source>Key chain</source>
        <translation>Llavero</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteDialog</name>
    <message>
        <source>Create route</source>
        <translation>Crear ruta</translation>
    </message>
    <message>
        <source>Edit route %1</source>
        <translation>Editar la ruta %1</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>smart</source>
        <translation>inteligente</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>What clients ask for as their model.</source>
        <translation>Lo que los clientes piden como modelo.</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Destinos</translation>
    </message>
    <message>
        <source>As the settings say</source>
        <translation>Según los ajustes</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>Of failed calls</source>
        <translation>De las llamadas fallidas</translation>
    </message>
    <message>
        <source>Of all calls</source>
        <translation>De todas las llamadas</translation>
    </message>
    <message>
        <source>Recorded bodies</source>
        <translation>Cuerpos grabados</translation>
    </message>
    <message>
        <source>Of the settings of key, application and route the most private one counts.</source>
        <translation>De los ajustes de la clave, la aplicación y la ruta, cuenta el más privado.</translation>
    </message>
    <message>
        <source>Name the route, such as smart.</source>
        <translation>Dé un nombre a la ruta, por ejemplo inteligente.</translation>
    </message>
    <message>
        <source>Use printable characters only, 256 at most.</source>
        <translation>Use solo caracteres imprimibles, 256 como máximo.</translation>
    </message>
    <message>
        <source>There is a route of this name. Edit that one, or take another name.</source>
        <translation>Ya hay una ruta con este nombre. Edítela o use otro nombre.</translation>
    </message>
    <message>
        <source>Create route %1</source>
        <translation>Crear la ruta %1</translation>
    </message>
    <message>
        <source>Change route %1</source>
        <translation>Cambiar la ruta %1</translation>
    </message>
    <message>
        <source>Refuse calls that lose a field</source>
        <translation>Rechazar llamadas que pierdan un campo</translation>
    </message>
    <message>
        <source>Translation</source>
        <translation>Traducción</translation>
    </message>
    <message>
        <source>Where a provider&apos;s dialect cannot say a field, the client gets an error that names it instead of an answer without it. A target that can say all is taken first.</source>
        <translation>Donde el dialecto de un proveedor no puede expresar un campo, el cliente recibe un error que lo nombra en vez de una respuesta sin él. Se toma antes un destino que pueda expresarlo todo.</translation>
    </message>
    <message>
        <source>Evaluate…</source>
        <translation>Evaluar…</translation>
    </message>
    <message>
        <source>What the calls of the last days would have done with this route</source>
        <translation>Qué habrían hecho las llamadas de los últimos días con esta ruta</translation>
    </message>
    <message>
        <source>Where one fails, the next one serves. Drag them into their order, or press Alt+Up and Alt+Down.</source>
        <translation>Donde uno falla, atiende el siguiente. Arrástrelos a su orden o pulse Alt+Arriba y Alt+Abajo.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Reglas</translation>
    </message>
    <message>
        <source>The first rule that fits a call says where it goes; where none fits, all targets stand.</source>
        <translation>La primera regla que se ajusta a una llamada dice adónde va; si ninguna se ajusta, valen todos los destinos.</translation>
    </message>
    <message>
        <source>When a target fails</source>
        <translation>Cuando falla un destino</translation>
    </message>
    <message>
        <source>Canary</source>
        <translation>Canario</translation>
    </message>
    <message>
        <source>Experiment</source>
        <translation>Experimento</translation>
    </message>
    <message>
        <source>Shadow</source>
        <translation>Sombra</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Límites</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>Caché</translation>
    </message>
    <message>
        <source>Translation and records</source>
        <translation>Traducción y registros</translation>
    </message>
    <message>
        <source>Route %1 on recorded calls</source>
        <translation>Ruta %1 con llamadas registradas</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RouteModel</name>
    <message>
        <source>On</source>
        <translation>Habilitada</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deshabilitada</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <comment>target, weight</comment>
        <translation>%1 × %2</translation>
    </message>
    <message>
        <source>, then </source>
        <comment>between targets in their order</comment>
        <translation>, luego </translation>
    </message>
    <message>
        <source>Dollars per million tokens at the first target</source>
        <translation>Dólares por millón de tokens en el primer destino</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Destinos</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Alternativas</translation>
    </message>
    <message>
        <source>Price per million</source>
        <translation>Precio por millón</translation>
    </message>
    <message>
        <source>Price source</source>
        <translation>Fuente del precio</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>What clients of every dialect get from it, as the last conformance test found</source>
        <translation>Lo que obtienen de ella los clientes de cada dialecto, según la última prueba de conformidad</translation>
    </message>
    <message>
        <source>Conformance</source>
        <translation>Conformidad</translation>
    </message>
    <message numerus="yes">
        <source>%n rule(s)</source>
        <translation>
            <numerusform>%n regla</numerusform>
            <numerusform>%n reglas</numerusform>
        </translation>
    </message>
    <message>
        <source>canary</source>
        <translation>canario</translation>
    </message>
    <message>
        <source>experiment</source>
        <translation>experimento</translation>
    </message>
    <message>
        <source>shadow</source>
        <translation>sombra</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Strategy</source>
        <translation>Estrategia</translation>
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
        <translation>Ca&amp;mbiar de proveedor</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>route, target</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No route has a second target to switch to.</source>
        <translation>Ninguna ruta tiene un segundo destino al que cambiar.</translation>
    </message>
    <message>
        <source>First target of %1</source>
        <translation>Primer destino de %1</translation>
    </message>
    <message>
        <source>Send %1 to %2 first</source>
        <translation>Enviar %1 primero a %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RoutesView</name>
    <message>
        <source>Create route</source>
        <translation>Crear ruta</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Deshabilitar</translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Fijar precio</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Mostrar sus llamadas</translation>
    </message>
    <message>
        <source>Delete route</source>
        <translation>Eliminar ruta</translation>
    </message>
    <message>
        <source>Models and routes</source>
        <translation>Modelos y rutas</translation>
    </message>
    <message>
        <source>Filter routes</source>
        <translation>Filtrar rutas</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Rutas</translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the routes…</source>
        <translation>Leyendo las rutas…</translation>
    </message>
    <message>
        <source>No routes yet. A route gives clients one name for several models and fails over between them; without one they ask for provider/model.</source>
        <translation>Aún no hay rutas. Una ruta da a los clientes un solo nombre para varios modelos y conmuta entre ellos por error; sin ella piden proveedor/modelo.</translation>
    </message>
    <message>
        <source>No route has these words.</source>
        <translation>Ninguna ruta contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one route first.</source>
        <translation>Seleccione antes una ruta.</translation>
    </message>
    <message>
        <source>The demo provider&apos;s prices are pretended and stay as they are.</source>
        <translation>Los precios del proveedor de demostración son ficticios y se quedan como están.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Habilitar</translation>
    </message>
    <message>
        <source>Disable route %1</source>
        <translation>Deshabilitar la ruta %1</translation>
    </message>
    <message>
        <source>Enable route %1</source>
        <translation>Habilitar la ruta %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n call(s).</source>
        <comment>range</comment>
        <translation>
            <numerusform>%1: %n llamada.</numerusform>
            <numerusform>%1: %n llamadas.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s) name it in their models.</source>
        <translation>
            <numerusform>%n aplicación la nombra en sus modelos.</numerusform>
            <numerusform>%n aplicaciones la nombran en sus modelos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete route %1?</source>
        <translation>¿Eliminar la ruta %1?</translation>
    </message>
    <message>
        <source>Clients that ask for this name are refused from now on. You can undo this.</source>
        <translation>Los clientes que piden este nombre se rechazan a partir de ahora. Se puede deshacer.</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete route %1</source>
        <translation>Eliminar la ruta %1</translation>
    </message>
    <message>
        <source>Export routes</source>
        <translation>Exportar rutas</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>Simular</translation>
    </message>
    <message>
        <source>Run conformance test…</source>
        <translation>Prueba de conformidad…</translation>
    </message>
    <message>
        <source>Canary…</source>
        <translation>Canario…</translation>
    </message>
    <message>
        <source>Show live traffic</source>
        <translation>Mostrar el tráfico en vivo</translation>
    </message>
    <message>
        <source>This route has no canary. Edit the route to give it one.</source>
        <translation>Esta ruta no tiene canario. Edite la ruta para darle uno.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleDialog</name>
    <message>
        <source>Add rule</source>
        <translation>Añadir regla</translation>
    </message>
    <message>
        <source>Edit rule</source>
        <translation>Editar regla</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Adoptar</translation>
    </message>
    <message>
        <source>Tokens above</source>
        <translation>Tokens por encima de</translation>
    </message>
    <message>
        <source>Tokens below</source>
        <translation>Tokens por debajo de</translation>
    </message>
    <message>
        <source>Only at these times</source>
        <translation>Solo a estas horas</translation>
    </message>
    <message>
        <source>Long prompts</source>
        <translation>Prompts largos</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Shown where a call is explained.</source>
        <translation>Se muestra donde se explica una llamada.</translation>
    </message>
    <message>
        <source>Where they go</source>
        <translation>Adónde van</translation>
    </message>
    <message>
        <source>Some of the targets</source>
        <translation>Algunos de los destinos</translation>
    </message>
    <message>
        <source>Another route</source>
        <translation>Otra ruta</translation>
    </message>
    <message>
        <source>To</source>
        <translation>A</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Destinos</translation>
    </message>
    <message>
        <source>In the order of the route.</source>
        <translation>En el orden de la ruta.</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Which calls</source>
        <translation>Qué llamadas</translation>
    </message>
    <message>
        <source>Names parted by commas; one of them is enough.</source>
        <translation>Nombres separados por comas; basta uno.</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Equipos</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Any number</source>
        <translation>Cualquier número</translation>
    </message>
    <message>
        <source>Of the request, as estimated before it is sent.</source>
        <translation>De la solicitud, estimados antes de enviarla.</translation>
    </message>
    <message>
        <source>Streamed or not</source>
        <translation>En flujo o no</translation>
    </message>
    <message>
        <source>Streamed</source>
        <translation>En flujo</translation>
    </message>
    <message>
        <source>Not streamed</source>
        <translation>Sin flujo</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta de acceso</translation>
    </message>
    <message>
        <source>* stands for any characters.</source>
        <translation>* representa cualquier carácter.</translation>
    </message>
    <message>
        <source>A pair a line, name and value parted by a colon; all of them. * stands for any characters.</source>
        <translation>Un par por línea, nombre y valor separados por dos puntos; todos. * representa cualquier carácter.</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Cabeceras</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>Metadatos</translation>
    </message>
    <message>
        <source>What the request says of itself.</source>
        <translation>Lo que la solicitud dice de sí misma.</translation>
    </message>
    <message>
        <source>Request fields</source>
        <translation>Campos de la solicitud</translation>
    </message>
    <message>
        <source>Fields of the request&apos;s body, such as reasoning_effort: high.</source>
        <translation>Campos del cuerpo de la solicitud, como reasoning_effort: high.</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>Hora del día</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Desde</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Hasta</translation>
    </message>
    <message>
        <source>Time zone</source>
        <translation>Zona horaria</translation>
    </message>
    <message>
        <source>until</source>
        <translation>hasta</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>Días</translation>
    </message>
    <message>
        <source>None chosen: every day.</source>
        <translation>Ninguno elegido: todos los días.</translation>
    </message>
    <message>
        <source>Write a name, a colon and a value on each line, such as %1.</source>
        <translation>Escriba en cada línea nombre, dos puntos y valor, como %1.</translation>
    </message>
    <message>
        <source>Choose at least one target.</source>
        <translation>Elija al menos un destino.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleList</name>
    <message>
        <source>Add rule</source>
        <translation>Añadir regla</translation>
    </message>
    <message>
        <source>A rule goes to the target %1, which is not there. Edit that rule.</source>
        <translation>Una regla va al destino %1, que no existe. Edite esa regla.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::RuleRow</name>
    <message>
        <source>Edit rule</source>
        <translation>Editar regla</translation>
    </message>
    <message>
        <source>Ask it earlier</source>
        <translation>Preguntarla antes</translation>
    </message>
    <message>
        <source>Ask it later</source>
        <translation>Preguntarla después</translation>
    </message>
    <message>
        <source>Remove rule</source>
        <translation>Quitar regla</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SaveVersionDialog</name>
    <message>
        <source>Save version %1</source>
        <translation>Guardar la versión %1</translation>
    </message>
    <message>
        <source>Save version</source>
        <translation>Guardar versión</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>What is new, for whoever looks at the history. A version never changes.</source>
        <translation>Qué hay de nuevo, para quien mire el historial. Una versión no cambia nunca.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SavedFilters</name>
    <message>
        <source>Save this filter…</source>
        <translation>Guardar este filtro…</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>Guardar filtro</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Saved on this gateway, for everybody who works on it: %1</source>
        <translation>Guardado en esta pasarela, para todos los que trabajan con ella: %1</translation>
    </message>
    <message>
        <source>Begin with a letter or digit; letters, digits, blanks, dots, dashes and underscores may follow.</source>
        <translation>Empiece por una letra o un dígito; pueden seguir letras, dígitos, espacios, puntos, guiones y guiones bajos.</translation>
    </message>
    <message>
        <source>Filter %1 is saved.</source>
        <translation>El filtro %1 está guardado.</translation>
    </message>
    <message>
        <source>Filter %1 is forgotten.</source>
        <translation>El filtro %1 está olvidado.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ServiceAccountEdit</name>
    <message>
        <source>Paste</source>
        <translation>Pegar</translation>
    </message>
    <message>
        <source>Choose file…</source>
        <translation>Elegir archivo…</translation>
    </message>
    <message>
        <source>Service account</source>
        <translation>Cuenta de servicio</translation>
    </message>
    <message>
        <source>Paste the JSON, or choose its file</source>
        <translation>Pegue el JSON o elija su archivo</translation>
    </message>
    <message>
        <source>Paste the JSON of the service account, or choose its file.</source>
        <translation>Pegue el JSON de la cuenta de servicio o elija su archivo.</translation>
    </message>
    <message>
        <source>This is too long for a service account&apos;s JSON.</source>
        <translation>Es demasiado largo para el JSON de una cuenta de servicio.</translation>
    </message>
    <message>
        <source>This is no JSON. Download the key of the service account as JSON and take that file.</source>
        <translation>Esto no es JSON. Descargue la clave de la cuenta de servicio como JSON y use ese archivo.</translation>
    </message>
    <message>
        <source>This JSON is not the key of a service account: its “type” is another.</source>
        <translation>Este JSON no es la clave de una cuenta de servicio: su «type» es otro.</translation>
    </message>
    <message>
        <source>This JSON lacks “client_email” or “private_key”. Download the key again.</source>
        <translation>A este JSON le falta «client_email» o «private_key». Descargue la clave de nuevo.</translation>
    </message>
    <message>
        <source>JSON files (*.json);;All files (*)</source>
        <translation>Archivos JSON (*.json);;Todos los archivos (*)</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsPage</name>
    <message>
        <source>%1: on</source>
        <comment>a setting</comment>
        <translation>%1: activado</translation>
    </message>
    <message>
        <source>%1: off</source>
        <comment>a setting</comment>
        <translation>%1: desactivado</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SettingsView</name>
    <message>
        <source>tray login start window import export</source>
        <translation>bandeja sesión inicio iniciar ventana importar exportar</translation>
    </message>
    <message>
        <source>port address restart server limits</source>
        <translation>puerto dirección reiniciar servidor límites</translation>
    </message>
    <message>
        <source>bodies retention keep disk size compact vacuum sums</source>
        <translation>cuerpos retención conservar disco tamaño compactar vacuum sumas</translation>
    </message>
    <message>
        <source>proxy certificate authorities TLS</source>
        <translation>proxy certificado autoridades TLS</translation>
    </message>
    <message>
        <source>bell budget failover</source>
        <translation>campana presupuesto conmutación por error</translation>
    </message>
    <message>
        <source>keys keyboard commands</source>
        <translation>teclas teclado atajos órdenes</translation>
    </message>
    <message>
        <source>copy file save</source>
        <translation>copia de seguridad archivo guardar</translation>
    </message>
    <message>
        <source>version licence diagnostics</source>
        <translation>versión licencia diagnóstico</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Configuración</translation>
    </message>
    <message>
        <source>Search settings</source>
        <translation>Buscar en la configuración</translation>
    </message>
    <message>
        <source>Pages of settings</source>
        <translation>Páginas de la configuración</translation>
    </message>
    <message>
        <source>No setting has these words.</source>
        <translation>Ningún ajuste contiene estas palabras.</translation>
    </message>
    <message>
        <source>Reset page</source>
        <translation>Restablecer página</translation>
    </message>
    <message>
        <source>Reset %1?</source>
        <translation>¿Restablecer %1?</translation>
    </message>
    <message>
        <source>All settings of this page go back to what they were at first.</source>
        <translation>Todos los ajustes de esta página vuelven a como estaban al principio.</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>theme dark light text size scale zoom language</source>
        <translation>tema oscuro claro texto tamaño escala zoom idioma</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Atajos de teclado</translation>
    </message>
    <message>
        <source>Find a command or its keys</source>
        <translation>Buscar una orden o sus teclas</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Órdenes y sus teclas</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShortcutsPage</name>
    <message>
        <source>Shortcuts</source>
        <translation>Atajos</translation>
    </message>
    <message>
        <source>Assign</source>
        <translation>Asignar</translation>
    </message>
    <message>
        <source>Remove keys</source>
        <translation>Quitar teclas</translation>
    </message>
    <message>
        <source>Standard</source>
        <translation>Predeterminado</translation>
    </message>
    <message>
        <source>Find a command or keys</source>
        <translation>Buscar una orden o teclas</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>Buscar una orden</translation>
    </message>
    <message>
        <source>By its name, its keys, or where it works.</source>
        <translation>Por su nombre, sus teclas o dónde funciona.</translation>
    </message>
    <message>
        <source>Keys of the command</source>
        <translation>Teclas de la orden</translation>
    </message>
    <message>
        <source>Choose a command in the table, press the new keys, then assign them.</source>
        <translation>Elija una orden en la tabla, pulse las teclas nuevas y asígnelas.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Orden</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>Órdenes y sus teclas</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Teclas nuevas</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>En todas partes</translation>
    </message>
    <message>
        <source>No command is chosen</source>
        <translation>No se ha elegido ninguna orden</translation>
    </message>
    <message>
        <source>Press the keys first.</source>
        <translation>Pulse antes las teclas.</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;. Choose other keys, or take them from there first.</source>
        <translation>%1 pertenece a «%2». Elija otras teclas o quíteselas antes.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>«%1» ya no tiene teclas.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has the keys %2 now.</source>
        <translation>«%1» tiene ahora las teclas %2.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownKeyDialog</name>
    <message>
        <source>Key %1</source>
        <translation>Clave %1</translation>
    </message>
    <message>
        <source>Copy your new key now</source>
        <translation>Copie ahora su clave nueva</translation>
    </message>
    <message>
        <source>It is shown this once. The gateway keeps only its fingerprint and cannot show it again.</source>
        <translation>Se muestra solo esta vez. La pasarela conserva solo su huella digital y no puede mostrarla de nuevo.</translation>
    </message>
    <message>
        <source>The new key</source>
        <translation>La nueva clave</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Clients send it as “Authorization: Bearer KEY”, or in x-api-key.</source>
        <translation>Los clientes la envían como «Authorization: Bearer CLAVE» o en x-api-key.</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>Copiado. El portapapeles la olvida en %n segundo.</numerusform>
            <numerusform>Copiado. El portapapeles la olvida en %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Waiting for the key chain. It may ask you to unlock it.</source>
        <translation>Esperando al llavero. Puede pedirle que lo desbloquee.</translation>
    </message>
    <message>
        <source>Kept in the key chain: “gatehouse key-helper %1” prints it.</source>
        <translation>Guardada en el llavero: «gatehouse key-helper %1» la muestra.</translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>¿Cerrar sin copiar?</translation>
    </message>
    <message>
        <source>The key cannot be shown again. You would have to rotate it to get another.</source>
        <translation>La clave no se puede mostrar de nuevo. Tendría que rotarla para obtener otra.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ShownSecretDialog</name>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message numerus="yes">
        <source>Copied. The clipboard forgets it in %n second(s).</source>
        <translation>
            <numerusform>Copiado. El portapapeles la olvida en %n segundo.</numerusform>
            <numerusform>Copiado. El portapapeles la olvida en %n segundos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Close without copying?</source>
        <translation>¿Cerrar sin copiar?</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
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
            <numerusform>y %n más</numerusform>
            <numerusform>y %n más</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SimulationPanel</name>
    <message>
        <source>Input tokens</source>
        <translation>Tokens de entrada</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Tokens de salida</translation>
    </message>
    <message>
        <source>Simulate</source>
        <translation>Simular</translation>
    </message>
    <message>
        <source>Who would serve this?</source>
        <translation>¿Quién atendería esto?</translation>
    </message>
    <message>
        <source>A route, or provider/model</source>
        <translation>Una ruta o proveedor/modelo</translation>
    </message>
    <message>
        <source>Model asked for</source>
        <translation>Modelo pedido</translation>
    </message>
    <message>
        <source>Application that asks</source>
        <translation>Aplicación que pregunta</translation>
    </message>
    <message>
        <source>Kind of call</source>
        <translation>Tipo de llamada</translation>
    </message>
    <message>
        <source>Chat</source>
        <translation>Chat</translation>
    </message>
    <message>
        <source>Chat, as Anthropic&apos;s clients ask</source>
        <translation>Chat, como preguntan los clientes de Anthropic</translation>
    </message>
    <message>
        <source>Embeddings</source>
        <translation>Incrustaciones</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Speech</source>
        <translation>Voz</translation>
    </message>
    <message>
        <source>Rerank</source>
        <translation>Reordenación</translation>
    </message>
    <message>
        <source> tokens in</source>
        <translation> tokens de entrada</translation>
    </message>
    <message>
        <source> tokens out</source>
        <translation> tokens de salida</translation>
    </message>
    <message>
        <source>Anyone</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>Enter the model that a client would ask for.</source>
        <translation>Introduzca el modelo que pediría un cliente.</translation>
    </message>
    <message>
        <source>Nothing is sent. You see which route matches, which targets would be tried in which order, what each would cost, and why others are left out.</source>
        <translation>No se envía nada. Verá qué ruta coincide, qué destinos se intentarían y en qué orden, cuánto costaría cada uno y por qué se omiten otros.</translation>
    </message>
    <message>
        <source>otherwise first</source>
        <translation>si no, primero</translation>
    </message>
    <message>
        <source>first</source>
        <translation>primero</translation>
    </message>
    <message numerus="yes">
        <source>where that fails (after %n try/tries), then</source>
        <translation>
            <numerusform>donde eso falla (tras %n intento), luego</numerusform>
            <numerusform>donde eso falla (tras %n intentos), luego</numerusform>
        </translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Omitidos</translation>
    </message>
    <message>
        <source>Anyone asks.</source>
        <translation>Pregunta cualquiera.</translation>
    </message>
    <message>
        <source>%1 asks.</source>
        <translation>Pregunta %1.</translation>
    </message>
    <message>
        <source>No route has this name: what stands before the first / is a provider.</source>
        <translation>Ninguna ruta tiene este nombre: lo que va antes de la primera / es un proveedor.</translation>
    </message>
    <message>
        <source>No route and no provider has this name.</source>
        <translation>Ninguna ruta ni ningún proveedor tiene este nombre.</translation>
    </message>
    <message>
        <source>The call would be refused</source>
        <translation>La llamada se rechazaría</translation>
    </message>
    <message>
        <source>Needs no key</source>
        <translation>No necesita clave</translation>
    </message>
    <message>
        <source>Key %1</source>
        <translation>Clave %1</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Sin clave</translation>
    </message>
    <message>
        <source>Key %1 cannot be read</source>
        <translation>La clave %1 no se puede leer</translation>
    </message>
    <message>
        <source>Price unknown</source>
        <translation>Precio desconocido</translation>
    </message>
    <message>
        <source>%1 a million tokens</source>
        <translation>%1 por millón de tokens</translation>
    </message>
    <message>
        <source>About %1 of pretend money (%2)</source>
        <translation>Aproximadamente %1 de dinero ficticio (%2)</translation>
    </message>
    <message>
        <source>About %1 (%2)</source>
        <translation>Aproximadamente %1 (%2)</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>en buen estado</translation>
    </message>
    <message>
        <source>resting after failures</source>
        <translation>en reposo tras fallos</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>sondeado por la próxima llamada</translation>
    </message>
    <message>
        <source>translated</source>
        <translation>traducida</translation>
    </message>
    <message>
        <source> · </source>
        <comment>between facts</comment>
        <translation> · </translation>
    </message>
    <message>
        <source>Set price</source>
        <translation>Fijar precio</translation>
    </message>
    <message>
        <source>Pretend prices: no budget is touched.</source>
        <translation>Precios ficticios: no se toca ningún presupuesto.</translation>
    </message>
    <message>
        <source>A budget would set %1 aside, the most that any of these targets costs.</source>
        <translation>Un presupuesto reservaría %1, lo máximo que cuesta cualquiera de estos destinos.</translation>
    </message>
    <message>
        <source>The cost is unknown: an application with a budget would be refused.</source>
        <translation>El coste es desconocido: una aplicación con presupuesto se rechazaría.</translation>
    </message>
    <message>
        <source>first, because %1</source>
        <translation>primero, porque %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SpendCharts</name>
    <message>
        <source>Spend by application</source>
        <translation>Gasto por aplicación</translation>
    </message>
    <message>
        <source>Spend by API</source>
        <translation>Gasto por API</translation>
    </message>
    <message>
        <source>Nothing was spent in this time.</source>
        <translation>No se gastó nada en este tiempo.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StartPage</name>
    <message>
        <source>Gatehouse stands between your programs and AI models: it keeps the keys, picks the provider, and shows what every call did and cost. How do you want to begin?</source>
        <translation>Gatehouse se sitúa entre sus programas y los modelos de IA: guarda las claves, elige el proveedor y muestra qué hizo y cuánto costó cada llamada. ¿Cómo quiere empezar?</translation>
    </message>
    <message>
        <source>Just me</source>
        <translation>Solo yo</translation>
    </message>
    <message>
        <source>A gateway on this computer, ready in seconds, with demo models to try.</source>
        <translation>Una pasarela en este equipo, lista en segundos, con modelos de demostración para probar.</translation>
    </message>
    <message>
        <source>Connect to a gateway</source>
        <translation>Conectar a una pasarela</translation>
    </message>
    <message>
        <source>Somebody runs a gateway already, and you have its address and token.</source>
        <translation>Alguien ya tiene una pasarela en ejecución, y usted tiene su dirección y su token.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Take over keys from your environment, a LiteLLM configuration or a Gatehouse bundle.</source>
        <translation>Importar claves de su entorno, una configuración de LiteLLM o un paquete de Gatehouse.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatsFeed</name>
    <message>
        <source>The gateway&apos;s answer is not what its version should give. Update the console or the gateway.</source>
        <translation>La respuesta de la pasarela no es la que debería dar su versión. Actualice la consola o la pasarela.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::StatusBar</name>
    <message>
        <source>Updated %1 s ago</source>
        <translation>Actualizado hace %1 s</translation>
    </message>
    <message>
        <source>%1 in flight  ·  %2 req/s  ·  %3 today</source>
        <translation>%1 en curso  ·  %2 sol./s  ·  %3 hoy</translation>
    </message>
    <message>
        <source>Updated %1</source>
        <translation>Actualizado: %1</translation>
    </message>
    <message>
        <source>Updated %1 min ago</source>
        <translation>Actualizado hace %1 min</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionDetails</name>
    <message>
        <source>The subscription</source>
        <translation>La suscripción</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) selected</source>
        <translation>
            <numerusform>%n solicitud seleccionada</numerusform>
            <numerusform>%n solicitudes seleccionadas</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a request to see who asks, and why.</source>
        <translation>Seleccione una solicitud para ver quién la hace y por qué.</translation>
    </message>
    <message>
        <source>%1 asks for %2</source>
        <comment>an application, an API</comment>
        <translation>%1 solicita %2</translation>
    </message>
    <message>
        <source>No reason was given.</source>
        <translation>No se indicó ningún motivo.</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Belongs to</source>
        <translation>Pertenece a</translation>
    </message>
    <message>
        <source>Asked by</source>
        <translation>Pedida por</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Asked on</source>
        <translation>Pedida el</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Without a plan</source>
        <translation>Sin plan</translation>
    </message>
    <message>
        <source>Allows</source>
        <translation>Permite</translation>
    </message>
    <message>
        <source>No limit of its own</source>
        <translation>Sin límite propio</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Precio</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Termina tras</translation>
    </message>
    <message>
        <source>The applicant so far</source>
        <translation>El solicitante hasta ahora</translation>
    </message>
    <message>
        <source>Calls</source>
        <translation>Llamadas</translation>
    </message>
    <message>
        <source>%1 in 30 days</source>
        <comment>a number of calls</comment>
        <translation>%1 en 30 días</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>an API, a state</comment>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Other APIs</source>
        <translation>Otras API</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Habilitada</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Termina</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::SubscriptionModel</name>
    <message>
        <source>No calls</source>
        <translation>Sin llamadas</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>number of calls, money</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n llamada</numerusform>
            <numerusform>%n llamadas</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>application, team</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motivo</translation>
    </message>
    <message>
        <source>Used in 30 days</source>
        <translation>Usado en 30 días</translation>
    </message>
    <message>
        <source>Age</source>
        <translation>Antigüedad</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TableView</name>
    <message>
        <source>Export rows</source>
        <translation>Exportar filas</translation>
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
        <translation>No se pudo escribir en %1: %2. Elija otro lugar y vuelva a exportar.</translation>
    </message>
    <message>
        <source>Copy as text</source>
        <translation>Copiar como texto</translation>
    </message>
    <message numerus="yes">
        <source>Export %n row(s)…</source>
        <translation>
            <numerusform>Exportar %n fila…</numerusform>
            <numerusform>Exportar %n filas…</numerusform>
        </translation>
    </message>
    <message>
        <source>Export all rows…</source>
        <translation>Exportar todas las filas…</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetList</name>
    <message>
        <source>Add target</source>
        <translation>Añadir destino</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TargetRow</name>
    <message>
        <source>Try it earlier</source>
        <translation>Intentarlo antes</translation>
    </message>
    <message>
        <source>Try it later</source>
        <translation>Intentarlo después</translation>
    </message>
    <message>
        <source>Remove target</source>
        <translation>Quitar destino</translation>
    </message>
    <message>
        <source>Drag to change the order, or press Alt+Up and Alt+Down</source>
        <translation>Arrastre para cambiar el orden, o pulse Alt+Arriba y Alt+Abajo</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Model at the provider</source>
        <translation>Modelo en el proveedor</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Peso</translation>
    </message>
    <message>
        <source>Weight </source>
        <translation>Peso </translation>
    </message>
    <message>
        <source>There is no provider yet. Add one first.</source>
        <translation>Aún no hay ningún proveedor. Añada uno antes.</translation>
    </message>
    <message>
        <source>Say which model %1 shall be asked for.</source>
        <translation>Indique qué modelo se pedirá a %1.</translation>
    </message>
    <message>
        <source>Name of the target</source>
        <translation>Nombre del destino</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>By which rules, a canary and an experiment refer to this target</source>
        <translation>Con el que reglas, canario y experimento se refieren a este destino</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamDialog</name>
    <message>
        <source>Add team</source>
        <translation>Añadir equipo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Such as research.</source>
        <translation>Por ejemplo research.</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Sin presupuesto</translation>
    </message>
    <message>
        <source>Budget in dollars</source>
        <translation>Presupuesto en dólares</translation>
    </message>
    <message>
        <source>Period of the budget</source>
        <translation>Periodo del presupuesto</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>In dollars. Every call of the team counts.</source>
        <translation>En dólares. Cuentan todas las llamadas del equipo.</translation>
    </message>
    <message>
        <source>Enter an amount such as 25 or 0.50, or nothing.</source>
        <translation>Escriba un importe como 25 o 0.50, o nada.</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>There is a team of that name already.</source>
        <translation>Ya hay un equipo con ese nombre.</translation>
    </message>
    <message>
        <source>Add team %1</source>
        <translation>Añadir el equipo %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamModel</name>
    <message>
        <source>Organisation (no team)</source>
        <translation>Organización (sin equipo)</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <comment>spent, limit</comment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>No budget</source>
        <translation>Sin presupuesto</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Applications</source>
        <translation>Aplicaciones</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Claves</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Presupuesto</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamPage</name>
    <message>
        <source>Revoked</source>
        <translation>Revocada</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Caducada</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Activa</translation>
    </message>
    <message>
        <source>Disabled</source>
        <translation>Deshabilitada</translation>
    </message>
    <message>
        <source>Nobody is in this team yet.</source>
        <translation>Aún no hay nadie en este equipo.</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Miembros</translation>
    </message>
    <message>
        <source>Applications and keys</source>
        <translation>Aplicaciones y claves</translation>
    </message>
    <message>
        <source>Application</source>
        <translation>Aplicación</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Expires</source>
        <translation>Caduca</translation>
    </message>
    <message>
        <source>The selected team</source>
        <translation>El equipo seleccionado</translation>
    </message>
    <message>
        <source>Spend</source>
        <translation>Gasto</translation>
    </message>
    <message>
        <source>Select a team to see its members, keys and spend.</source>
        <translation>Seleccione un equipo para ver sus miembros, claves y gasto.</translation>
    </message>
    <message>
        <source>The organisation, and people without a team</source>
        <translation>La organización y las personas sin equipo</translation>
    </message>
    <message>
        <source>Nobody signs in to this gateway yet.</source>
        <translation>Aún nadie inicia sesión en esta pasarela.</translation>
    </message>
    <message>
        <source>No key</source>
        <translation>Sin clave</translation>
    </message>
    <message>
        <source>Charges</source>
        <translation>Cargos</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TeamsView</name>
    <message>
        <source>Delete team %1?</source>
        <translation>¿Eliminar el equipo %1?</translation>
    </message>
    <message>
        <source>Its applications and keys go with it: their calls are refused from now on. All of it can come back from the trash or with Undo.</source>
        <translation>Sus aplicaciones y claves se van con él: sus llamadas se rechazan desde ahora. Todo puede volver desde la papelera o con Deshacer.</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <comment>members, applications, keys</comment>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s)</source>
        <translation>
            <numerusform>%n miembro</numerusform>
            <numerusform>%n miembros</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n application(s)</source>
        <translation>
            <numerusform>%n aplicación</numerusform>
            <numerusform>%n aplicaciones</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s)</source>
        <translation>
            <numerusform>%n clave</numerusform>
            <numerusform>%n claves</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Eliminar</translation>
    </message>
    <message>
        <source>Delete team %1</source>
        <translation>Eliminar el equipo %1</translation>
    </message>
    <message>
        <source>Delete the user %1?</source>
        <translation>¿Eliminar el usuario %1?</translation>
    </message>
    <message>
        <source>Remove %1 from %2?</source>
        <comment>a person, a team</comment>
        <translation>¿Quitar a %1 de %2?</translation>
    </message>
    <message>
        <source>the organisation</source>
        <translation>la organización</translation>
    </message>
    <message>
        <source>The account goes, with its password. It can come back from the trash or with Undo.</source>
        <translation>La cuenta se va, con su contraseña. Puede volver desde la papelera o con Deshacer.</translation>
    </message>
    <message>
        <source>Roles in this team end with the next request. Keys of the team stay.</source>
        <translation>Las funciones en este equipo terminan con la próxima solicitud. Las claves del equipo quedan.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Delete the user %1</source>
        <translation>Eliminar el usuario %1</translation>
    </message>
    <message>
        <source>Remove %1 from %2</source>
        <comment>a person, a team</comment>
        <translation>Quitar a %1 de %2</translation>
    </message>
    <message>
        <source>Invitation of %1</source>
        <translation>Invitación de %1</translation>
    </message>
    <message>
        <source>With it a password can be set, once, within three days. An earlier invitation is void.</source>
        <translation>Con ella se puede poner una contraseña, una vez, en tres días. Una invitación anterior queda anulada.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Invitación</translation>
    </message>
    <message>
        <source>It cannot be shown again. You would have to make another.</source>
        <translation>No se puede mostrar de nuevo. Habría que crear otra.</translation>
    </message>
    <message>
        <source>%1 is not signed in anywhere.</source>
        <translation>%1 no tiene sesiones abiertas.</translation>
    </message>
    <message>
        <source>End the sessions of %1?</source>
        <translation>¿Cerrar las sesiones de %1?</translation>
    </message>
    <message>
        <source>Console and portal ask for the password again.</source>
        <translation>La consola y el portal vuelven a pedir la contraseña.</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s)</source>
        <translation>
            <numerusform>%n sesión</numerusform>
            <numerusform>%n sesiones</numerusform>
        </translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message numerus="yes">
        <source>%n session(s) ended.</source>
        <translation>
            <numerusform>%n sesión cerrada.</numerusform>
            <numerusform>%n sesiones cerradas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Add team</source>
        <translation>Añadir equipo</translation>
    </message>
    <message>
        <source>Set its limits</source>
        <translation>Definir sus límites</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Mostrar sus llamadas</translation>
    </message>
    <message>
        <source>Delete team</source>
        <translation>Eliminar equipo</translation>
    </message>
    <message>
        <source>Export teams</source>
        <translation>Exportar equipos</translation>
    </message>
    <message>
        <source>Add member</source>
        <translation>Añadir miembro</translation>
    </message>
    <message>
        <source>Change roles</source>
        <translation>Cambiar funciones</translation>
    </message>
    <message>
        <source>Remove member</source>
        <translation>Quitar miembro</translation>
    </message>
    <message>
        <source>Invite again</source>
        <translation>Invitar de nuevo</translation>
    </message>
    <message>
        <source>End sessions</source>
        <translation>Cerrar sesiones</translation>
    </message>
    <message>
        <source>Move application</source>
        <translation>Mover aplicación</translation>
    </message>
    <message>
        <source>Move key</source>
        <translation>Mover clave</translation>
    </message>
    <message>
        <source>Filter teams</source>
        <translation>Filtrar equipos</translation>
    </message>
    <message>
        <source>Teams</source>
        <translation>Equipos</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading the teams…</source>
        <translation>Leyendo los equipos…</translation>
    </message>
    <message>
        <source>No teams yet. A team has people, applications and a budget of its own.</source>
        <translation>Aún no hay equipos. Un equipo tiene personas, aplicaciones y presupuesto propio.</translation>
    </message>
    <message>
        <source>No team has these words.</source>
        <translation>Ningún equipo contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select a team first.</source>
        <translation>Seleccione primero un equipo.</translation>
    </message>
    <message>
        <source>Select a member first.</source>
        <translation>Seleccione primero un miembro.</translation>
    </message>
    <message>
        <source>This is the last owner. Make somebody else an owner first.</source>
        <translation>Es el último propietario. Nombre antes a otro propietario.</translation>
    </message>
    <message>
        <source>Select an application first.</source>
        <translation>Seleccione primero una aplicación.</translation>
    </message>
    <message>
        <source>Select a key first.</source>
        <translation>Seleccione primero una clave.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestCaseDialog</name>
    <message>
        <source>Add a test</source>
        <translation>Añadir una prueba</translation>
    </message>
    <message>
        <source>Edit the test</source>
        <translation>Editar la prueba</translation>
    </message>
    <message>
        <source>Save test</source>
        <translation>Guardar prueba</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Say in some words what is tested.</source>
        <translation>Diga en pocas palabras qué se prueba.</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valores</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>Comprobaciones</translation>
    </message>
    <message>
        <source>All must hold</source>
        <translation>Todas deben cumplirse</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestPanel</name>
    <message>
        <source>Testing…</source>
        <translation>Probando…</translation>
    </message>
    <message numerus="yes">
        <source>Works. The provider offers %n model(s).</source>
        <translation>
            <numerusform>Funciona. El proveedor ofrece %n modelo.</numerusform>
            <numerusform>Funciona. El proveedor ofrece %n modelos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>Usar %1</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>no alcanzado</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fallo</translation>
    </message>
    <message>
        <source>fine</source>
        <translation>bien</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestRunner</name>
    <message numerus="yes">
        <source>%n call(s), at a price that is not known</source>
        <translation>
            <numerusform>%n llamada, a un precio desconocido</numerusform>
            <numerusform>%n llamadas, a un precio desconocido</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), free of charge</source>
        <translation>
            <numerusform>%n llamada, gratis</numerusform>
            <numerusform>%n llamadas, gratis</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s), at most %1</source>
        <comment>money</comment>
        <translation>
            <numerusform>%n llamada, como mucho %1</numerusform>
            <numerusform>%n llamadas, como mucho %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TestsPage</name>
    <message>
        <source>How the chosen test came out</source>
        <translation>Resultado de la prueba elegida</translation>
    </message>
    <message>
        <source>Add test</source>
        <translation>Añadir prueba</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Run tests</source>
        <translation>Ejecutar pruebas</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Progress of the tests</source>
        <translation>Progreso de las pruebas</translation>
    </message>
    <message>
        <source>Tests and how they came out</source>
        <translation>Pruebas y sus resultados</translation>
    </message>
    <message>
        <source>A test gives values and says what must hold of the answer. Add one, then run it against versions and models.</source>
        <translation>Una prueba da valores y dice qué debe cumplir la respuesta. Añada una y ejecútela con versiones y modelos.</translation>
    </message>
    <message>
        <source>%1 of %2 done</source>
        <translation>%1 de %2 hechos</translation>
    </message>
    <message>
        <source>The last run was cancelled.</source>
        <translation>La última ejecución se canceló.</translation>
    </message>
    <message>
        <source>The last run cost %1.</source>
        <translation>La última ejecución costó %1.</translation>
    </message>
    <message>
        <source>Choose models to run the tests with.</source>
        <translation>Elija los modelos con los que ejecutar las pruebas.</translation>
    </message>
    <message>
        <source>Next run: %1</source>
        <translation>Próxima ejecución: %1</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Superada</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>versión %1</translation>
    </message>
    <message>
        <source>Save a test of prompt %1</source>
        <translation>Guardar una prueba del prompt %1</translation>
    </message>
    <message>
        <source>Remove a test of prompt %1</source>
        <translation>Quitar una prueba del prompt %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TimeRange</name>
    <message>
        <source>Last 15 minutes</source>
        <translation>Últimos 15 minutos</translation>
    </message>
    <message>
        <source>Last hour</source>
        <translation>Última hora</translation>
    </message>
    <message>
        <source>Last 6 hours</source>
        <translation>Últimas 6 horas</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>Últimas 24 horas</translation>
    </message>
    <message>
        <source>Last 7 days</source>
        <translation>Últimos 7 días</translation>
    </message>
    <message>
        <source>Last 30 days</source>
        <translation>Últimos 30 días</translation>
    </message>
    <message>
        <source>This month</source>
        <translation>Este mes</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Custom</source>
        <translation>Personalizado</translation>
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
        <translation>El llavero no tiene ningún token para esta pasarela. Introdúzcalo de nuevo.</translation>
    </message>
    <message>
        <source>No key chain can be reached on this computer. The token can be kept until you quit, and is never written to a file.</source>
        <translation>No se puede acceder a ningún llavero en este equipo. El token puede conservarse hasta salir y nunca se escribe en un archivo.</translation>
    </message>
    <message>
        <source>The key chain is locked or refused. Unlock it and try again, or keep the token until you quit.</source>
        <translation>El llavero está bloqueado o lo rechazó. Desbloquéelo y vuelva a intentarlo, o conserve el token hasta salir.</translation>
    </message>
    <message>
        <source>The key chain did not take the token. Try again, or keep the token until you quit.</source>
        <translation>El llavero no aceptó el token. Vuelva a intentarlo o conserve el token hasta salir.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficBook</name>
    <message>
        <source>%1 of the calls</source>
        <comment>share</comment>
        <translation>%1 de las llamadas</translation>
    </message>
    <message>
        <source>%1 to the first token</source>
        <translation>%1 hasta el primer token</translation>
    </message>
    <message>
        <source>%1 errors</source>
        <comment>share</comment>
        <translation>%1 de errores</translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n en curso</numerusform>
            <numerusform>%n en curso</numerusform>
        </translation>
    </message>
    <message>
        <source>resting after failures, tried again in %1</source>
        <translation>en reposo tras fallos, se reintenta en %1</translation>
    </message>
    <message>
        <source>probed by the next call</source>
        <translation>sondeado por la próxima llamada</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>en buen estado</translation>
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
        <translation>El destino seleccionado</translation>
    </message>
    <message>
        <source>Circuit and calls</source>
        <translation>Circuito y llamadas</translation>
    </message>
    <message>
        <source>Who waits</source>
        <translation>Quién espera</translation>
    </message>
    <message>
        <source>The provider&apos;s limits</source>
        <translation>Límites del proveedor</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>Select a target to see its circuit, its queue and its limits.</source>
        <translation>Seleccione un destino para ver su circuito, su cola y sus límites.</translation>
    </message>
    <message>
        <source>%1, with the key %2</source>
        <comment>target, key</comment>
        <translation>%1, con la clave %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficModel</name>
    <message>
        <source>%1 of %2</source>
        <comment>calls, their cap</comment>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Not told</source>
        <translation>No indicado</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Destino</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Circuit</source>
        <translation>Circuito</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Provider&apos;s limit</source>
        <translation>Límite del proveedor</translation>
    </message>
    <message>
        <source>Health check</source>
        <translation>Comprobación</translation>
    </message>
    <message>
        <source>First token p95</source>
        <translation>Primer token p95</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Parte</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrafficView</name>
    <message>
        <source>Open its provider</source>
        <translation>Abrir su proveedor</translation>
    </message>
    <message>
        <source>Show its calls</source>
        <translation>Mostrar sus llamadas</translation>
    </message>
    <message>
        <source>Export figures</source>
        <translation>Exportar cifras</translation>
    </message>
    <message>
        <source>Filter targets</source>
        <translation>Filtrar destinos</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>Tráfico</translation>
    </message>
    <message>
        <source>Open circuits</source>
        <translation>Circuitos abiertos</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Waiting for room</source>
        <translation>Esperan sitio</translation>
    </message>
    <message>
        <source>Failing checks</source>
        <translation>Comprobaciones fallidas</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Destinos</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written to %1.</source>
        <translation>
            <numerusform>%n fila escrita en %1.</numerusform>
            <numerusform>%n filas escritas en %1.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every target is asked.</source>
        <translation>Se consulta cada destino.</translation>
    </message>
    <message>
        <source>Calls go elsewhere meanwhile.</source>
        <translation>Entretanto las llamadas van a otro sitio.</translation>
    </message>
    <message numerus="yes">
        <source>At %n provider(s)</source>
        <translation>
            <numerusform>En %n proveedor</numerusform>
            <numerusform>En %n proveedores</numerusform>
        </translation>
    </message>
    <message>
        <source>No call waits for room.</source>
        <translation>Ninguna llamada espera sitio.</translation>
    </message>
    <message>
        <source>They go on when there is room.</source>
        <translation>Siguen cuando hay sitio.</translation>
    </message>
    <message numerus="yes">
        <source>%n provider(s) checked</source>
        <translation>
            <numerusform>%n proveedor comprobado</numerusform>
            <numerusform>%n proveedores comprobados</numerusform>
        </translation>
    </message>
    <message>
        <source>What is shown is old: %1</source>
        <translation>Lo que se muestra está anticuado: %1</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Reading what goes on…</source>
        <translation>Leyendo el tráfico…</translation>
    </message>
    <message>
        <source>No providers yet, so nothing goes on.</source>
        <translation>Aún no hay proveedores, así que no hay tráfico.</translation>
    </message>
    <message>
        <source>Open providers</source>
        <translation>Abrir proveedores</translation>
    </message>
    <message>
        <source>No target has these words.</source>
        <translation>Ningún destino contiene estas palabras.</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Borrar filtro</translation>
    </message>
    <message>
        <source>Select one target first.</source>
        <translation>Seleccione antes un destino.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationDialog</name>
    <message>
        <source>Translation of %1</source>
        <translation>Traducción de %1</translation>
    </message>
    <message>
        <source>The bodies of this call were not recorded.</source>
        <translation>Los cuerpos de esta llamada no se grabaron.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TranslationLens</name>
    <message>
        <source>Request</source>
        <translation>Solicitud</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Se muestra como</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Campos</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Open translation in a window</source>
        <translation>Abrir la traducción en una ventana</translation>
    </message>
    <message>
        <source>The client&apos;s fields</source>
        <translation>Los campos del cliente</translation>
    </message>
    <message>
        <source>The provider&apos;s fields</source>
        <translation>Los campos del proveedor</translation>
    </message>
    <message>
        <source>The client&apos;s bytes</source>
        <translation>Los bytes del cliente</translation>
    </message>
    <message>
        <source>The provider&apos;s bytes</source>
        <translation>Los bytes del proveedor</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>Pérdidas</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>En qué se convirtió</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Campo</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Dónde</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>Comparing both sides…</source>
        <translation>Comparando ambos lados…</translation>
    </message>
    <message>
        <source>Nothing was lost in translation.</source>
        <translation>No se perdió nada en la traducción.</translation>
    </message>
    <message numerus="yes">
        <source>%n loss(es)</source>
        <translation>
            <numerusform>%n pérdida</numerusform>
            <numerusform>%n pérdidas</numerusform>
        </translation>
    </message>
    <message>
        <source>Client · %1</source>
        <translation>Cliente · %1</translation>
    </message>
    <message>
        <source>Client · %1 · %2</source>
        <translation>Cliente · %1 · %2</translation>
    </message>
    <message>
        <source>Provider %1</source>
        <translation>Proveedor %1</translation>
    </message>
    <message>
        <source>There is nothing on this side of the call.</source>
        <translation>No hay nada en este lado de la llamada.</translation>
    </message>
    <message>
        <source>Of the client&apos;s bytes only the beginning is kept.</source>
        <translation>De los bytes del cliente solo se guarda el principio.</translation>
    </message>
    <message>
        <source>Of the provider&apos;s bytes only the beginning is kept.</source>
        <translation>De los bytes del proveedor solo se guarda el principio.</translation>
    </message>
    <message numerus="yes">
        <source>Put together from %n event(s).</source>
        <translation>
            <numerusform>Compuesto de %n evento.</numerusform>
            <numerusform>Compuesto de %n eventos.</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the first fields of this large body are compared.</source>
        <translation>Solo se comparan los primeros campos de este cuerpo grande.</translation>
    </message>
    <message>
        <source>The fields cannot be compared: both sides must be kept whole and be JSON.</source>
        <translation>Los campos no se pueden comparar: ambos lados deben estar guardados enteros y ser JSON.</translation>
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
        <translation>%1 no está en el cuerpo grabado. %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TrashDialog</name>
    <message>
        <source>Trash</source>
        <translation>Papelera</translation>
    </message>
    <message>
        <source>Deleted objects</source>
        <translation>Objetos eliminados</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Eliminado</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Por</translation>
    </message>
    <message>
        <source>Days left</source>
        <translation>Días restantes</translation>
    </message>
    <message>
        <source>Looking into the trash…</source>
        <translation>Mirando en la papelera…</translation>
    </message>
    <message>
        <source>Delete for good…</source>
        <translation>Eliminar definitivamente…</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurar</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>The trash is empty. What you delete stays here for 30 days.</source>
        <translation>La papelera está vacía. Lo que elimine permanece aquí 30 días.</translation>
    </message>
    <message numerus="yes">
        <source>%n object(s) restored.</source>
        <translation>
            <numerusform>%n objeto restaurado.</numerusform>
            <numerusform>%n objetos restaurados.</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete %1 for good?</source>
        <translation>¿Eliminar %1 definitivamente?</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n object(s) for good?</source>
        <translation>
            <numerusform>¿Eliminar definitivamente %n objeto?</numerusform>
            <numerusform>¿Eliminar definitivamente %n objetos?</numerusform>
        </translation>
    </message>
    <message>
        <source>It cannot be restored from the trash any more.</source>
        <translation>Ya no se podrá restaurar de la papelera.</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>Eliminar definitivamente</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Tray</name>
    <message>
        <source>Open &amp;log</source>
        <translation>Abrir el &amp;registro</translation>
    </message>
    <message>
        <source>Open &amp;window</source>
        <translation>Abrir la &amp;ventana</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Salir</translation>
    </message>
    <message>
        <source>Gatehouse: %1</source>
        <comment>state of the gateway</comment>
        <translation>Gatehouse: %1</translation>
    </message>
    <message>
        <source>Spend today: %1</source>
        <translation>Gasto de hoy: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n new request(s) for approval</source>
        <translation>
            <numerusform>%n solicitud nueva por aprobar</numerusform>
            <numerusform>%n solicitudes nuevas por aprobar</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::TryPage</name>
    <message>
        <source>Send test call</source>
        <translation>Enviar llamada de prueba</translation>
    </message>
    <message>
        <source>Show in the log</source>
        <translation>Mostrar en el registro</translation>
    </message>
    <message>
        <source>A short question goes through the gateway&apos;s real port to the demo model %1. The answer streams back, and the call shows up in the log.</source>
        <translation>Una pregunta corta pasa por el puerto real de la pasarela hasta el modelo de demostración %1. La respuesta llega por partes y la llamada aparece en el registro.</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>The same call as a command</source>
        <translation>La misma llamada como orden</translation>
    </message>
    <message>
        <source>Copy command</source>
        <translation>Copiar orden</translation>
    </message>
    <message>
        <source>Copy key</source>
        <translation>Copiar clave</translation>
    </message>
    <message>
        <source>The key %1, for your programs. It is shown only now; the clipboard is cleared after 30 s.</source>
        <translation>La clave %1, para sus programas. Solo se muestra ahora; el portapapeles se vacía a los 30 s.</translation>
    </message>
    <message>
        <source>The same from a terminal</source>
        <translation>Lo mismo desde un terminal</translation>
    </message>
    <message>
        <source>Command copied. It reads the key from the variable GATEHOUSE_KEY.</source>
        <translation>Orden copiada. Lee la clave de la variable GATEHOUSE_KEY.</translation>
    </message>
    <message>
        <source>Key copied</source>
        <translation>Clave copiada</translation>
    </message>
    <message>
        <source>Hello, Gatehouse! Is everything ready?</source>
        <translation>¡Hola, Gatehouse! ¿Está todo listo?</translation>
    </message>
    <message>
        <source>Waiting for the first word…</source>
        <translation>Esperando la primera palabra…</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Enviar de nuevo</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::ValueFields</name>
    <message>
        <source>The template names no variables yet: add them under Variables.</source>
        <translation>Todavía no hay variables: añádalas en «Variables».</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableDialog</name>
    <message>
        <source>Write a number, or nothing.</source>
        <translation>Escriba un número, o nada.</translation>
    </message>
    <message>
        <source>Add a variable</source>
        <translation>Añadir una variable</translation>
    </message>
    <message>
        <source>Variable %1</source>
        <translation>Variable %1</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Añadir</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Aplicar</translation>
    </message>
    <message>
        <source>A call must give it</source>
        <translation>Una llamada debe darla</translation>
    </message>
    <message>
        <source>Hide its value in logs and records</source>
        <translation>Ocultar su valor en registros</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>It stands in the template as {{name}}.</source>
        <translation>En la plantilla figura como {{name}}.</translation>
    </message>
    <message>
        <source>Begin with a letter; then letters, digits and _ only, 64 at most.</source>
        <translation>Empiece con una letra; después solo letras, cifras y _, 64 como máximo.</translation>
    </message>
    <message>
        <source>Another variable has this name.</source>
        <translation>Otra variable tiene este nombre.</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Choices</source>
        <translation>Opciones</translation>
    </message>
    <message>
        <source>One a line; nothing: any text.</source>
        <translation>Una por línea; nada: cualquier texto.</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Longitud máxima</translation>
    </message>
    <message>
        <source>In characters.</source>
        <translation>En caracteres.</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Mínimo</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Máximo</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatoria</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Predeterminado</translation>
    </message>
    <message>
        <source>Where a call does not give it.</source>
        <translation>Cuando una llamada no la da.</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Ejemplo</translation>
    </message>
    <message>
        <source>For the preview and the documentation.</source>
        <translation>Para la vista previa y la documentación.</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
    <message>
        <source>Secret</source>
        <translation>Secreta</translation>
    </message>
    <message>
        <source>More rules</source>
        <translation>Más reglas</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON Schema</translation>
    </message>
    <message>
        <source>Such as pattern, items or properties.</source>
        <translation>Como pattern, items o properties.</translation>
    </message>
    <message>
        <source>Write true or false.</source>
        <translation>Escriba true o false.</translation>
    </message>
    <message>
        <source>Write a value of this type, as JSON: 3, [1, 2], {&quot;a&quot;: 1}.</source>
        <translation>Escriba un valor de este tipo, como JSON: 3, [1, 2], {&quot;a&quot;: 1}.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VariableModel</name>
    <message>
        <source>Text</source>
        <translation>Texto</translation>
    </message>
    <message>
        <source>Whole number</source>
        <translation>Número entero</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Número</translation>
    </message>
    <message>
        <source>Yes or no</source>
        <translation>Sí o no</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Lista</translation>
    </message>
    <message>
        <source>Object</source>
        <translation>Objeto</translation>
    </message>
    <message>
        <source>Anything</source>
        <translation>Cualquiera</translation>
    </message>
    <message>
        <source>%1, secret</source>
        <comment>type of a variable</comment>
        <translation>%1, secreta</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Sí</translation>
    </message>
    <message>
        <source>No</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Tipo</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Obligatoria</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>Predeterminado</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>Ejemplo</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>Descripción</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionDiffDialog</name>
    <message>
        <source>Before</source>
        <translation>Antes</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Después</translation>
    </message>
    <message>
        <source>Versions of %1</source>
        <translation>Versiones de %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>What is being written</source>
        <translation>Lo que se está escribiendo</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>Anterior</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Cerrar</translation>
    </message>
    <message>
        <source>No differences</source>
        <translation>Sin diferencias</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) differ</source>
        <translation>
            <numerusform>%n línea difiere</numerusform>
            <numerusform>%n líneas difieren</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionEditor</name>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Discard your edits?</source>
        <translation>¿Descartar sus cambios?</translation>
    </message>
    <message>
        <source>What you wrote on version %1 has not been saved.</source>
        <translation>Lo que escribió sobre la versión %1 no se ha guardado.</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Descartar</translation>
    </message>
    <message>
        <source>The version waits for review.</source>
        <translation>La versión espera la revisión.</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>editado</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionGrid</name>
    <message>
        <source>Versions side by side</source>
        <translation>Versiones en paralelo</translation>
    </message>
    <message>
        <source>Serves</source>
        <translation>Sirve</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Respuestas</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Tiempo máximo</translation>
    </message>
    <message>
        <source>Not published yet</source>
        <translation>Aún sin publicar</translation>
    </message>
    <message>
        <source>It was edited since</source>
        <translation>Editada desde entonces</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Entrega</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Publicada</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Nota</translation>
    </message>
    <message>
        <source>Ends on</source>
        <translation>Termina el</translation>
    </message>
    <message>
        <source>Successor</source>
        <translation>Sucesora</translation>
    </message>
    <message>
        <source>%1 (selected)</source>
        <comment>a version</comment>
        <translation>%1 (seleccionada)</translation>
    </message>
    <message>
        <source>%1, latest</source>
        <comment>a state</comment>
        <translation>%1, última</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionModel</name>
    <message>
        <source>Version %1, made of version %2</source>
        <translation>Versión %1, hecha de la versión %2</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Versión %1</translation>
    </message>
    <message>
        <source>Made of version %1</source>
        <translation>Hecha de la versión %1</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Labels</source>
        <translation>Etiquetas</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Comentario</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Autor</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Hecha</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::VersionsPage</name>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Edit from here</source>
        <translation>Editar desde aquí</translation>
    </message>
    <message>
        <source>Revert to it</source>
        <translation>Volver a ella</translation>
    </message>
    <message>
        <source>Move label</source>
        <translation>Mover etiqueta</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>It is the newest already.</source>
        <translation>Ya es la más reciente.</translation>
    </message>
    <message>
        <source>Move label %1 to version %2</source>
        <translation>Mover la etiqueta %1 a la versión %2</translation>
    </message>
    <message>
        <source>Remove label %1</source>
        <translation>Quitar la etiqueta %1</translation>
    </message>
    <message>
        <source>Revert to version %1?</source>
        <translation>¿Volver a la versión %1?</translation>
    </message>
    <message>
        <source>A new version is made that is as version %1 was. Labels stay where they are.</source>
        <translation>Se hace una versión nueva igual a la versión %1. Las etiquetas se quedan donde están.</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Revertir</translation>
    </message>
    <message>
        <source>Revert prompt %1 to version %2</source>
        <translation>Volver el prompt %1 a la versión %2</translation>
    </message>
    <message>
        <source>Revert chain %1 to version %2</source>
        <translation>Volver la cadena %1 a la versión %2</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::Waterfall</name>
    <message>
        <source>Tries: %1</source>
        <translation>Intentos: %1</translation>
    </message>
    <message>
        <source>Received, queued and checked</source>
        <translation>Recibida, en cola y comprobada</translation>
    </message>
    <message>
        <source>first byte %1</source>
        <translation>primer byte %1</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Pasarela</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Waiting for the first byte</source>
        <translation>Esperando el primer byte</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Respuesta</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallido</translation>
    </message>
    <message>
        <source>Checked, and answered from the cache</source>
        <translation>Comprobada y respondida desde la caché</translation>
    </message>
    <message>
        <source>In line before %1, as number %2</source>
        <translation>En cola ante %1, número %2</translation>
    </message>
    <message>
        <source>%1 · in vain</source>
        <comment>how long it waited</comment>
        <translation>%1 · en vano</translation>
    </message>
    <message>
        <source>In line</source>
        <translation>En cola</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhookDialog</name>
    <message>
        <source>Register webhook</source>
        <translation>Registrar webhook</translation>
    </message>
    <message>
        <source>Edit webhook %1</source>
        <translation>Editar el webhook %1</translation>
    </message>
    <message>
        <source>Register</source>
        <translation>Registrar</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Guardar</translation>
    </message>
    <message>
        <source>Send messages there</source>
        <translation>Enviar mensajes allí</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>A name has letters, digits, “.”, “_” and “-”, at most 64.</source>
        <translation>Un nombre tiene letras, cifras, «.», «_» y «-», 64 como máximo.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Reached from the gateway. Addresses of private networks are refused.</source>
        <translation>Se alcanza desde la pasarela. Las direcciones de redes privadas se rechazan.</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Whose events are told.</source>
        <translation>De quién se comunican los eventos.</translation>
    </message>
    <message>
        <source>Tell of</source>
        <translation>Comunicar</translation>
    </message>
    <message>
        <source>Choose what is told.</source>
        <translation>Elija qué se comunica.</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>The organisation</source>
        <translation>La organización</translation>
    </message>
    <message>
        <source>Enter an address such as https://example.org/hook.</source>
        <translation>Escriba una dirección como https://example.org/hook.</translation>
    </message>
    <message>
        <source>Change webhook %1</source>
        <translation>Cambiar el webhook %1</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WebhooksDialog</name>
    <message>
        <source>status %1</source>
        <comment>of an HTTP answer</comment>
        <translation>estado %1</translation>
    </message>
    <message>
        <source>Delivered</source>
        <translation>Entregado</translation>
    </message>
    <message>
        <source>Given up</source>
        <translation>Abandonado</translation>
    </message>
    <message>
        <source>Given up: %1</source>
        <translation>Abandonado: %1</translation>
    </message>
    <message>
        <source>Under way</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Again on %1: %2</source>
        <comment>a moment, why</comment>
        <translation>De nuevo el %1: %2</translation>
    </message>
    <message>
        <source>Webhooks</source>
        <translation>Webhooks</translation>
    </message>
    <message>
        <source>No webhooks yet. The gateway tells one when a job has ended or a subscription waits.</source>
        <translation>Aún no hay webhooks. La pasarela avisa cuando termina un trabajo o espera una suscripción.</translation>
    </message>
    <message>
        <source>Register webhook</source>
        <translation>Registrar webhook</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nombre</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Dirección</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Equipo</translation>
    </message>
    <message>
        <source>Tells of</source>
        <translation>Comunica</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Deliveries</source>
        <translation>Entregas</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Evento</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Intentos</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Rotate secret</source>
        <translation>Rotar secreto</translation>
    </message>
    <message>
        <source>Send a test</source>
        <translation>Enviar una prueba</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>On</source>
        <translation>Habilitada</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>Nothing is sent there any more; what was not delivered yet is dropped.</source>
        <translation>Ya no se envía nada allí; lo que aún no se entregó se descarta.</translation>
    </message>
    <message>
        <source>Deliveries to %1</source>
        <translation>Entregas a %1</translation>
    </message>
    <message>
        <source>Rotate the secret of %1?</source>
        <translation>¿Rotar el secreto de %1?</translation>
    </message>
    <message>
        <source>What is sent is signed with the old and the new secret for a while, so that the receiver can change.</source>
        <translation>Durante un tiempo se firma con el secreto antiguo y el nuevo, para que el receptor pueda cambiar.</translation>
    </message>
    <message>
        <source>Rotate</source>
        <translation>Rotar</translation>
    </message>
    <message>
        <source>Signing secret of %1</source>
        <translation>Secreto de firma de %1</translation>
    </message>
    <message>
        <source>The receiver checks with it that a message came from this gateway (Standard Webhooks). It is shown this once.</source>
        <translation>Con él el receptor comprueba que un mensaje vino de esta pasarela (Standard Webhooks). Se muestra solo esta vez.</translation>
    </message>
    <message>
        <source>Signing secret</source>
        <translation>Secreto de firma</translation>
    </message>
    <message>
        <source>The secret cannot be shown again. You would have to rotate it.</source>
        <translation>El secreto no se puede mostrar de nuevo. Habría que rotarlo.</translation>
    </message>
</context>
<context>
    <name>gatehouse::ui::WritePage</name>
    <message>
        <source>Parts of the prompt</source>
        <translation>Partes del prompt</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Variables</source>
        <translation>Variables</translation>
    </message>
    <message>
        <source>Partials</source>
        <translation>Fragmentos</translation>
    </message>
    <message>
        <source>Model and answer</source>
        <translation>Modelo y respuesta</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Vista previa</translation>
    </message>
    <message>
        <source>Add variable</source>
        <translation>Añadir variable</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>A variable is what a call gives: it stands in a template as {{name}}.</source>
        <translation>Una variable es lo que da una llamada: en una plantilla figura como {{name}}.</translation>
    </message>
    <message>
        <source>Add partial</source>
        <translation>Añadir fragmento</translation>
    </message>
    <message>
        <source>A partial is a text that several messages share: {{&gt;name}}.</source>
        <translation>Un fragmento es un texto que comparten varios mensajes: {{&gt;name}}.</translation>
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
        <translation>Una pasarela de IA que una persona puede tener como propia.</translation>
    </message>
    <message>
        <source>Show the options.</source>
        <translation>Mostrar las opciones.</translation>
    </message>
    <message>
        <source>Show the version.</source>
        <translation>Mostrar la versión.</translation>
    </message>
    <message>
        <source>Use the profile NAME, with its own store and settings.</source>
        <translation>Usar el perfil NAME, con su propio almacén y ajustes.</translation>
    </message>
    <message>
        <source>Connect to the gateway that was saved as NAME.</source>
        <translation>Conectar a la pasarela guardada como NAME.</translation>
    </message>
    <message>
        <source>Open the view NAME, such as overview or log.</source>
        <translation>Abrir la vista NAME, por ejemplo overview o log.</translation>
    </message>
    <message>
        <source>Pause the gateway: new calls are refused.</source>
        <translation>Pausar la pasarela: se rechazan las llamadas nuevas.</translation>
    </message>
    <message>
        <source>Start without showing the window, where there is a tray.</source>
        <translation>Iniciar sin mostrar la ventana, donde haya una bandeja.</translation>
    </message>
    <message>
        <source>Show what FILE would change, before anything changes.</source>
        <translation>Mostrar qué cambiaría FILE, antes de que cambie nada.</translation>
    </message>
    <message>
        <source>Write the configuration to FILE, without secrets.</source>
        <translation>Escribir la configuración en FILE, sin secretos.</translation>
    </message>
    <message>
        <source>A gatehouse: address. It fills in a form and changes nothing by itself.</source>
        <translation>Una dirección gatehouse:. Rellena un formulario y no cambia nada por sí misma.</translation>
    </message>
    <message>
        <source>--profile takes letters, digits, &apos;.&apos;, &apos;_&apos; and &apos;-&apos; only.</source>
        <translation>--profile solo acepta letras, dígitos, &apos;.&apos;, &apos;_&apos; y &apos;-&apos;.</translation>
    </message>
    <message>
        <source>Only one link is taken.</source>
        <translation>Solo se acepta un enlace.</translation>
    </message>
    <message>
        <source>%1 is no gatehouse: address.</source>
        <translation>%1 no es una dirección gatehouse:.</translation>
    </message>
</context>
</TS>
