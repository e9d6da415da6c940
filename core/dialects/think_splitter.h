// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::dialects {

// Tells thoughts from answer where a server leaves "<think>…</think>" at the beginning of the content (DeepSeek-R1 on
// Hugging Face, some Groq models). Fed any slices. Blanks around thoughts belong to neither.
class ThinkSplitter {
public:
    struct Piece {
        bool thought = false;
        std::string text; // never empty
    };
    void feed(std::string_view text, std::vector<Piece>& pieces);
    // The text ended: what was held back.
    void finish(std::vector<Piece>& pieces);

private:
    enum class State { Start, BeforeThought, Thought, BeforeAnswer, Answer };
    bool step(std::vector<Piece>& pieces);
    bool leaveStart(std::vector<Piece>& pieces);
    bool readThought(std::vector<Piece>& pieces);
    bool skipBlanks(State next);

    State m_state = State::Start;
    std::string m_held;
};

} // namespace gatehouse::dialects
