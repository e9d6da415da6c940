// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "core/base/result.h"
#include "core/dialects/losses.h"

#include <string>
#include <string_view>

// Riva and Speech NIM, HTTP: POST /audio/synthesize takes a form and answers with sound (docs.nvidia.com, Speech NIM
// "TTS HTTP API"). No state.
namespace gatehouse::dialects::nvidia {

// The form for a request of OpenAI's /audio/speech. Riva gives WAV (linear PCM) or Ogg Opus; other formats, speed and
// instructions are losses. The language stands in the voice's name ("Magpie-Multilingual.EN-US.Sofia"), else en-US.
// Errors: Invalid for a body without a text.
Result<std::string> synthesizeForm(std::string_view speech, Losses& losses);

// "multipart/form-data; boundary=…" of such a form.
std::string formTypeOf(std::string_view form);

} // namespace gatehouse::dialects::nvidia
