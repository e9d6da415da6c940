// SPDX-License-Identifier: Apache-2.0
#include "core/admin/people_operations.h"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

namespace gatehouse::admin {
namespace {

namespace json = boost::json;

// "\\u0000-\\u001f": none of control.
constexpr const char* schemas = R"({
"SignInWays": {
  "type": "object", "additionalProperties": false, "required": ["password", "totp", "oidc"],
  "properties": {"password": {"type": "boolean", "description": "With `POST /sessions`."},
    "totp": {"enum": ["optional", "required"]},
    "oidc": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["id", "title"],
      "properties": {"id": {"type": "string"}, "title": {"type": "string"}}}}}},
"SignInRequest": {
  "type": "object", "additionalProperties": false, "required": ["email", "password"],
  "properties": {
    "email": {"type": "string", "minLength": 1, "maxLength": 254, "pattern": "^[^\\u0000-\\u001f\\u007f]*$"},
    "password": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "writeOnly": true},
    "code": {"type": "string", "maxLength": 64, "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "writeOnly": true,
      "description": "Of the authenticator app, or a recovery code."}}},
"Session": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "user", "created_at", "expires_at", "used_at", "address", "way", "current"],
  "properties": {"id": {"type": "string"}, "user": {"type": "string"},
    "created_at": {"type": "string", "format": "date-time"}, "expires_at": {"type": "string", "format": "date-time"},
    "used_at": {"type": "string", "format": "date-time"}, "address": {"type": "string"},
    "way": {"type": "string", "description": "`password`, or the id of a provider of OpenID Connect."},
    "current": {"type": "boolean"}}},
"SessionList": {
  "type": "object", "additionalProperties": false, "required": ["items"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Session"}}}},
"SessionMade": {
  "type": "object", "additionalProperties": false,
  "required": ["id", "user", "created_at", "expires_at", "used_at", "address", "way", "current", "token"],
  "properties": {"id": {"type": "string"}, "user": {"type": "string"},
    "created_at": {"type": "string", "format": "date-time"}, "expires_at": {"type": "string", "format": "date-time"},
    "used_at": {"type": "string", "format": "date-time"}, "address": {"type": "string"}, "way": {"type": "string"},
    "current": {"type": "boolean"}, "token": {"type": "string", "description": "This once, never again."}}},
"OidcBegin": {
  "type": "object", "additionalProperties": false, "required": ["redirect_uri"],
  "properties": {"redirect_uri": {"type": "string", "minLength": 1, "maxLength": 2048,
    "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
    "description": "This gateway's `/portal`, a loopback address, or one of the entry's `redirect_uris`."}}},
"OidcBegun": {
  "type": "object", "additionalProperties": false, "required": ["url", "state", "flow"],
  "properties": {"url": {"type": "string"}, "state": {"type": "string"}, "flow": {"type": "string"}}},
"OidcFinish": {
  "type": "object", "additionalProperties": false, "required": ["flow", "state", "code"],
  "properties": {
    "flow": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\u0000-\\u001f\\u007f]*$"},
    "state": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\u0000-\\u001f\\u007f]*$"},
    "code": {"type": "string", "minLength": 1, "maxLength": 4096, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "writeOnly": true}}},
"InvitationUse": {
  "type": "object", "additionalProperties": false, "required": ["invitation", "password"],
  "properties": {
    "invitation": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "writeOnly": true},
    "password": {"type": "string", "minLength": 12, "maxLength": 256, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "writeOnly": true}}},
"Member": {
  "type": "object", "additionalProperties": false, "required": ["user", "name", "email", "enabled", "roles"],
  "properties": {"user": {"type": "string"}, "name": {"type": "string"}, "email": {"type": "string"},
    "enabled": {"type": "boolean"}, "roles": {"type": "array", "items": {"type": "string"}}}},
"MemberList": {
  "type": "object", "additionalProperties": false, "required": ["items", "next"],
  "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Member"}},
    "next": {"type": ["string", "null"]}}},
"MemberRoles": {
  "type": "object", "additionalProperties": false, "required": ["roles"],
  "properties": {"roles": {"type": "array", "minItems": 1, "uniqueItems": true,
    "items": {"enum": ["owner", "admin", "publisher", "approver", "auditor", "member"]}}}},
"MemberAdd": {
  "type": "object", "additionalProperties": false, "required": ["email", "roles"],
  "properties": {
    "email": {"type": "string", "maxLength": 254,
      "pattern": "^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(\\.[A-Za-z0-9-]{1,63}){0,8}$"},
    "name": {"type": "string", "maxLength": 200, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "description": "Of a user who is made."},
    "roles": {"type": "array", "minItems": 1, "uniqueItems": true,
      "items": {"enum": ["owner", "admin", "publisher", "approver", "auditor", "member"]}}}},
"MemberAdded": {
  "type": "object", "additionalProperties": false,
  "required": ["user", "name", "email", "enabled", "roles", "invitation", "expires_at"],
  "properties": {"user": {"type": "string"}, "name": {"type": "string"}, "email": {"type": "string"},
    "enabled": {"type": "boolean"}, "roles": {"type": "array", "items": {"type": "string"}},
    "invitation": {"type": ["string", "null"], "description": "This once; null for who was a user already."},
    "expires_at": {"type": ["string", "null"], "format": "date-time"}}},
"Invitation": {
  "type": "object", "additionalProperties": false, "required": ["invitation", "expires_at"],
  "properties": {"invitation": {"type": "string"}, "expires_at": {"type": "string", "format": "date-time"}}},
"Me": {
  "type": "object", "additionalProperties": false,
  "required": ["operator", "id", "name", "email", "session", "grants", "permissions", "password", "totp",
    "recovery_codes", "second_factor_required"],
  "properties": {"operator": {"type": "boolean", "description": "The admin token: it may everything."},
    "id": {"type": "string"}, "name": {"type": "string"}, "email": {"type": "string"},
    "session": {"type": ["string", "null"]},
    "grants": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["role", "team"],
      "properties": {"role": {"type": "string"}, "team": {"type": ["string", "null"]}}},
      "description": "With those that the way of signing in adds."},
    "permissions": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["permission", "organisation", "teams"],
      "properties": {"permission": {"type": "string"},
        "organisation": {"type": "boolean", "description": "In the whole organisation; else in `teams`."},
        "teams": {"type": "array", "items": {"type": "string"}}}}},
    "password": {"type": "boolean"}, "totp": {"type": "boolean"}, "recovery_codes": {"type": "integer", "minimum": 0},
    "second_factor_required": {"type": "boolean",
      "description": "Nothing but the own account is open until there is an authenticator app."}}},
"RightsTable": {
  "type": "object", "additionalProperties": false, "required": ["roles", "permissions"],
  "properties": {"roles": {"type": "array", "items": {"type": "string"}},
    "permissions": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["permission", "meaning", "roles"],
      "properties": {"permission": {"type": "string"}, "meaning": {"type": "string"},
        "roles": {"type": "array", "items": {"type": "string"}}}}}}},
"PasswordChange": {
  "type": "object", "additionalProperties": false, "required": ["current", "new"],
  "properties": {
    "current": {"type": "string", "minLength": 1, "maxLength": 256, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "writeOnly": true},
    "new": {"type": "string", "minLength": 12, "maxLength": 256, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
      "writeOnly": true}}},
"PasswordSet": {
  "type": "object", "additionalProperties": false, "required": ["password"],
  "properties": {"password": {"type": "string", "minLength": 12, "maxLength": 256,
    "pattern": "^[^\\u0000-\\u001f\\u007f]*$", "writeOnly": true}}},
"TotpBegun": {
  "type": "object", "additionalProperties": false, "required": ["secret", "uri"],
  "properties": {"secret": {"type": "string"}, "uri": {"type": "string", "description": "otpauth://"}}},
"TotpCode": {
  "type": "object", "additionalProperties": false, "required": ["code"],
  "properties": {"code": {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
    "writeOnly": true}}},
"RecoveryCodes": {
  "type": "object", "additionalProperties": false, "required": ["recovery_codes"],
  "properties": {"recovery_codes": {"type": "array", "items": {"type": "string"}}}},
"UserFactors": {
  "type": "object", "additionalProperties": false, "required": ["password", "totp", "recovery_codes", "sessions"],
  "properties": {"password": {"type": "boolean"}, "totp": {"type": "boolean"},
    "recovery_codes": {"type": "integer", "minimum": 0}, "sessions": {"type": "integer", "minimum": 0}}}
})";

} // namespace

void addPeopleSchemas(json::object& out) {
    auto parsed = json::parse(schemas); // outlives the loop
    for (auto& member : parsed.as_object())
        out[member.key()] = std::move(member.value());
}

} // namespace gatehouse::admin
