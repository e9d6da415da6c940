// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/unspoken.h"

#include <algorithm>
#include <array>

namespace gatehouse::catalog {
namespace {

struct Row {
    std::string_view dialect;
    std::string_view why;
};

// "By passthrough": a provider of the dialect template with that base_url and key is reached, untranslated, at
// /passthrough/{provider-id}/….
constexpr std::array rows{
    Row{"aleph_alpha", "Its own completions API has no translation; the dialect template can map it."},
    Row{"bytez", "Its native API has no translation; the dialect template can map it."},
    Row{"coze", "Its bots are asked by id and answer in events of their own, which have no translation."},
    Row{"deepgram", "Speech in its own form has no translation; make a provider of the dialect template with this "
                    "base_url to reach it unchanged by /passthrough."},
    Row{"deepl", "It translates texts and holds no conversation; the dialect template can map it."},
    Row{"dify",
        "Its applications are asked by user and conversation id and answer in events of their own, which have no "
        "translation."},
    Row{"elevenlabs", "Speech in its own form has no translation; make a provider of the dialect template with this "
                      "base_url to reach it unchanged by /passthrough."},
    Row{"hunyuan",
        "Requests are signed in Tencent's own way, which this version cannot; its OpenAI-style service has a "
        "preset of its own."},
    Row{"media_job",
        "It works off jobs that are polled for; make a provider of the dialect template with this base_url "
        "to reach it unchanged by /passthrough."},
    Row{"minimax", "Its native chat has no translation; the preset minimax speaks dialects that this version knows."},
    Row{"mock", "The provider demo, which is built in, answers without a network."},
    Row{"nlp_cloud", "Its tasks have addresses and bodies of their own; the dialect template can map one."},
    Row{"nomic", "Its embeddings have a body of their own, which has no translation."},
    Row{"oci", "Requests are signed in Oracle's own way, which this version cannot."},
    Row{"petals", "Its WebSocket protocol has no translation."},
    Row{"replicate", "Its predictions are jobs that are polled for; make a provider of the dialect template with this "
                     "base_url to reach it unchanged by /passthrough."},
    Row{"sap_orchestration", "Its orchestration bodies have no translation; the dialect template can map them."},
    Row{"stability",
        "Its image API takes forms of its own; make a provider of the dialect template with this base_url to "
        "reach it unchanged by /passthrough."},
    Row{"tf_serving", "The predict API of TensorFlow Serving names no types of its tensors, so that KServe v2 requests "
                      "cannot be translated; OpenVINO Model Server speaks kserve_v2 as well."},
    Row{"watsonx", "Its chat wants a project in each body; the dialect template can map it, with the path "
                   "/ml/v1/text/chat?version=2024-10-08."},
};

} // namespace

std::string_view whyUnspoken(std::string_view dialect) {
    const auto* const found =
        std::find_if(rows.begin(), rows.end(), [dialect](const Row& row) { return row.dialect == dialect; });
    return found == rows.end() ? std::string_view() : found->why;
}

} // namespace gatehouse::catalog
