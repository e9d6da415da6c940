// SPDX-License-Identifier: Apache-2.0
// The documentation of an API, made from its OpenAPI document. Every text in it is foreign and shown as text.
import { useState } from "preact/hooks";
import { Badge, Code, Table } from "../parts/basic";
import { t } from "../texts/index";
import type { ApiDocument, Content, Json, Operation } from "./document";
import { sampleOf } from "./document";
import { SchemaSummary, SchemaView } from "./schema_view";
import { TryCall } from "./try_call";

const written = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value, null, 2));

function ContentView({ document, content, sample }: { document: ApiDocument; content: Content; sample: boolean }) {
  const example = content.example ?? (sample && content.type.includes("json") ? sampleOf(document.root, content.schema) : undefined);
  return (
    <div class="content">
      <p class="property">
        <code>{content.type}</code> <SchemaSummary root={document.root} schema={content.schema} />
      </p>
      <SchemaView root={document.root} schema={content.schema} />
      {example !== undefined && <Code label={t.example} text={written(example)} />}
    </div>
  );
}

function Parameters({ document, operation }: { document: ApiDocument; operation: Operation }) {
  return (
    <Table caption={t.parameters} heads={[t.name, t.where, t.type, t.description]}>
      {operation.parameters.map((parameter) => (
        <tr key={`${parameter.where} ${parameter.name}`}>
          <th scope="row">
            <code>{parameter.name}</code>
            {parameter.required && <span class="required"> {t.required}</span>}
          </th>
          <td>{(t.places as Record<string, string>)[parameter.where] ?? parameter.where}</td>
          <td>
            <SchemaSummary root={document.root} schema={parameter.schema} />
          </td>
          <td class="prose">{parameter.description}</td>
        </tr>
      ))}
    </Table>
  );
}

interface OperationsProps {
  document: ApiDocument;
  apps: string[]; // whose keys can be used
  said: string; // what stands above already
}

function Details({ document, operation, apps, said }: OperationsProps & { operation: Operation }) {
  const [trying, setTrying] = useState(false);
  return (
    <div class="operation-body">
      {operation.deprecated && <p class="rules">{t.operationDeprecated}</p>}
      {operation.description && operation.description !== said && <p class="prose">{operation.description}</p>}
      {operation.parameters.length > 0 && (
        <>
          <h4>{t.parameters}</h4>
          <Parameters document={document} operation={operation} />
        </>
      )}
      {operation.body && (
        <>
          <h4>{t.requestBody}</h4>
          {operation.body.description && <p class="prose">{operation.body.description}</p>}
          {operation.body.contents.map((content) => (
            <ContentView key={content.type} document={document} content={content} sample />
          ))}
        </>
      )}
      <h4>{t.answers}</h4>
      <ul class="plain">
        {operation.answers.map((answer) => (
          <li key={answer.status}>
            <details>
              <summary>
                <code>{answer.status}</code> {answer.description}
              </summary>
              {answer.contents.map((content) => (
                <ContentView key={content.type} document={document} content={content} sample={answer.status.startsWith("2")} />
              ))}
            </details>
          </li>
        ))}
      </ul>
      <div class="buttons start">
        <button type="button" class={trying ? "" : "primary"} aria-expanded={trying} onClick={() => setTrying(!trying)}>
          {trying ? t.closeTry : t.tryIt}
        </button>
      </div>
      {trying && <TryCall document={document} operation={operation} apps={apps} />}
    </div>
  );
}

export function Operations({ document, apps, said }: OperationsProps) {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(document.operations.slice(0, 1).map((one) => one.id)));
  const toggle = (id: string, shown: boolean) =>
    setOpen((before) => {
      const after = new Set(before);
      if (shown) after.add(id);
      else after.delete(id);
      return after;
    });
  return (
    <ul class="operations">
      {document.operations.map((operation) => (
        <li key={operation.id} class="card">
          <details
            open={open.has(operation.id)}
            onToggle={(event) => toggle(operation.id, event.currentTarget.open)}
          >
            <summary>
              <h3>
                <Badge kind={`method ${operation.method.toLowerCase()}`}>{operation.method}</Badge>{" "}
                <code>{operation.path}</code>
              </h3>
              {operation.summary && <span class="summary">{operation.summary}</span>}
            </summary>
            {open.has(operation.id) && <Details document={document} operation={operation} apps={apps} said={said} />}
          </details>
        </li>
      ))}
    </ul>
  );
}
