// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace gatehouse::services::test {

// A document of OpenAPI 3.0 with a little of everything. Apart from its test, whose classes moc would lose over it.
inline constexpr std::string_view shopText = R"json({
  "openapi": "3.0.3",
  "info": {"title": "Shop", "version": "7", "description": "Orders."},
  "servers": [{"url": "https://{region}.shop.example/v3", "variables": {"region": {"default": "eu"}}},
              {"url": "/relative"}],
  "security": [{"key": []}],
  "paths": {
    "/orders": {
      "parameters": [{"$ref": "#/components/parameters/Limit"}],
      "get": {"operationId": "listOrders", "summary": "All orders",
        "parameters": [
          {"name": "state", "in": "query", "schema": {"type": "array", "items": {"type": "string", "enum": ["new", "paid"]}}},
          {"name": "ids", "in": "query", "explode": false, "schema": {"type": "array", "items": {"type": "integer"}}},
          {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "object", "required": ["a"]}}}},
          {"name": "paid", "in": "query", "schema": {"type": "boolean"}},
          {"name": "X-Channel", "in": "header", "required": true, "schema": {"type": "string", "maxLength": 5}},
          {"name": "Authorization", "in": "header", "required": true, "schema": {"type": "string"}}],
        "responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}}}}}},
      "post": {"requestBody": {"$ref": "#/components/requestBodies/NewOrder"},
        "callbacks": {"done": {"{$request.body#/url}": {"post": {"responses": {}}}}},
        "responses": {"201": {"description": "made", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}}}}
    },
    "/orders/{id}": {
      "get": {"parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer", "minimum": 1}}],
        "responses": {"200": {"description": "ok"}}}
    },
    "/orders/latest": {"get": {"responses": {"default": {"description": "any"}}}}
  },
  "components": {
    "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "exclusiveMinimum": true}}},
    "requestBodies": {"NewOrder": {"required": true, "content": {
      "application/json": {"schema": {"$ref": "#/components/schemas/Order"}}, "application/pdf": {}}}},
    "schemas": {
      "Order": {"type": "object", "required": ["id", "item"], "properties": {
        "id": {"type": "string", "readOnly": true}, "item": {"type": "string"}, "example": {"type": "integer"},
        "note": {"type": "string", "nullable": true}, "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}}},
      "Problem": {"type": "string"}
    },
    "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "x-shop-key"}}
  }
})json";

} // namespace gatehouse::services::test
