#pragma once

#include <filesystem>
#include <string>

namespace ottava {

struct ProbeCases {
    std::filesystem::path in, out; ///< a golden list (JSON) and where its replay is written
    std::filesystem::path models;  ///< the checkpoints folder
    std::string lm;                ///< folder name of the language model; empty: the first one there is
};

/// Replays a list of the language model's golden cases: prompts, cot_yaml, parse_output, fsm_scripted,
/// constrained_lm, flows or api_flows. Writes the
/// same list, in order, with what this program computes. Throws Error: BadRequest for an unknown kind, a file that is
/// no list, and a case that lacks a field, naming it; ModelMissing when a kind needs a tokenizer and there is none.
void probeCases(const std::string& kind, const ProbeCases& files);

} // namespace ottava
