// SPDX-License-Identifier: Apache-2.0
// Reads an OpenAPI 3.1 document as far as the page shows it. The document is foreign text: every value is looked at
// before it is used, references are followed inside the document only and not in circles.

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

export interface Parameter {
  name: string;
  where: string;
  required: boolean;
  description: string;
  schema: Json;
  example: Json | undefined;
}

export interface Content {
  type: string;
  schema: Json;
  example: Json | undefined;
}

export interface Answer {
  status: string;
  description: string;
  contents: Content[];
}

export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  deprecated: boolean;
  parameters: Parameter[];
  body: { required: boolean; description: string; contents: Content[] } | null;
  answers: Answer[];
}

export interface ApiDocument {
  server: string;
  description: string;
  operations: Operation[];
  root: JsonObject;
}

const methods = ["get", "post", "put", "patch", "delete", "head", "options"];
const mostOperations = 300;

export const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
export const listOf = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
export const textOf = (value: Json | undefined): string => (typeof value === "string" ? value : "");

const own = (object: JsonObject, name: string): Json | undefined =>
  Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;

// What a "$ref" of this document points at; other values are answered as they are.
export function resolve(root: JsonObject, value: Json | undefined): Json | undefined {
  let now = value;
  for (let step = 0; step < 16; ++step) {
    const reference = own(objectOf(now), "$ref");
    if (typeof reference !== "string") return now;
    if (!reference.startsWith("#/")) return undefined;
    let found: Json | undefined = root;
    for (const part of reference.slice(2).split("/")) {
      let name = part.replaceAll("~1", "/").replaceAll("~0", "~");
      try {
        name = decodeURIComponent(name);
      } catch {
        // As it stands.
      }
      found = Array.isArray(found) ? found[Number(name)] : own(objectOf(found), name);
    }
    now = found;
  }
  return undefined;
}

function exampleOf(root: JsonObject, media: JsonObject): Json | undefined {
  if ("example" in media) return media["example"];
  const first = Object.values(objectOf(media["examples"]))[0];
  return objectOf(resolve(root, first))["value"];
}

function contentsOf(root: JsonObject, content: Json | undefined): Content[] {
  return Object.entries(objectOf(content)).map(([type, media]) => {
    const fields = objectOf(media);
    return { type, schema: fields["schema"] ?? {}, example: exampleOf(root, fields) };
  });
}

function parameterOf(root: JsonObject, value: Json): Parameter {
  const fields = objectOf(resolve(root, value));
  const where = textOf(fields["in"]);
  return {
    name: textOf(fields["name"]),
    where,
    required: where === "path" || fields["required"] === true,
    description: textOf(fields["description"]),
    schema: fields["schema"] ?? {},
    example: exampleOf(root, fields),
  };
}

function operationOf(root: JsonObject, path: string, shared: Json[], method: string, value: Json): Operation {
  const fields = objectOf(value);
  const parameters = new Map<string, Parameter>();
  for (const parameter of [...shared, ...listOf(fields["parameters"])]) {
    const read = parameterOf(root, parameter);
    if (read.name) parameters.set(`${read.where} ${read.name}`, read);
  }
  const body = objectOf(resolve(root, fields["requestBody"]));
  const contents = contentsOf(root, body["content"]);
  return {
    id: textOf(fields["operationId"]) || `${method} ${path}`,
    method: method.toUpperCase(),
    path,
    summary: textOf(fields["summary"]),
    description: textOf(fields["description"]),
    deprecated: fields["deprecated"] === true,
    parameters: [...parameters.values()],
    body: contents.length
      ? { required: body["required"] === true, description: textOf(body["description"]), contents }
      : null,
    answers: Object.entries(objectOf(fields["responses"])).map(([status, answer]) => {
      const found = objectOf(resolve(root, answer));
      return { status, description: textOf(found["description"]), contents: contentsOf(root, found["content"]) };
    }),
  };
}

export function readDocument(document: Json): ApiDocument {
  const root = objectOf(document);
  const operations: Operation[] = [];
  for (const [path, item] of Object.entries(objectOf(root["paths"]))) {
    const fields = objectOf(resolve(root, item));
    for (const method of methods) {
      const operation = own(fields, method);
      if (operation !== undefined && operations.length < mostOperations)
        operations.push(operationOf(root, path, listOf(fields["parameters"]), method, operation));
    }
  }
  return {
    server: textOf(objectOf(listOf(root["servers"])[0])["url"]),
    description: textOf(objectOf(root["info"])["description"]),
    operations,
    root,
  };
}

// A value that a schema lets pass, for the beginning of a trial.
export function sampleOf(root: JsonObject, schema: Json | undefined, depth = 0): Json {
  const fields = objectOf(resolve(root, schema));
  if ("example" in fields) return fields["example"]!;
  if (listOf(fields["examples"]).length) return listOf(fields["examples"])[0]!;
  if ("default" in fields) return fields["default"]!;
  if ("const" in fields) return fields["const"]!;
  if (listOf(fields["enum"]).length) return listOf(fields["enum"])[0]!;
  if (depth > 5) return null;
  for (const group of ["oneOf", "anyOf"]) {
    const choices = listOf(fields[group]);
    if (choices.length) return sampleOf(root, choices[0], depth + 1);
  }
  const parts = listOf(fields["allOf"]).map((part) => sampleOf(root, part, depth + 1));
  const kind = Array.isArray(fields["type"]) ? fields["type"].find((name) => name !== "null") : fields["type"];
  if (kind === "object" || fields["properties"] || parts.length) {
    const entries = Object.entries(objectOf(fields["properties"])).map(
      ([name, value]) => [name, sampleOf(root, value, depth + 1)] as [string, Json],
    );
    return Object.fromEntries([...parts.flatMap((part) => Object.entries(objectOf(part))), ...entries]);
  }
  if (kind === "array") return [sampleOf(root, fields["items"], depth + 1)];
  if (kind === "integer" || kind === "number") return typeof fields["minimum"] === "number" ? fields["minimum"] : 1;
  if (kind === "boolean") return true;
  return kind === "string" || kind === undefined ? "text" : null;
}
