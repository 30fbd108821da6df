#include "app/cli/commands.h"
#include "core/base/error.h"
#include "core/text/bpe_tokenizer.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <iostream>

namespace ottava::cli {
namespace {

using nlohmann::json;

std::string textOf(const std::string& line, std::size_t lineNumber) {
    const auto value = json::parse(line, nullptr, /*allow_exceptions=*/false);
    if (!value.is_string())
        throw Error{ErrorCode::BadRequest, fmt::format("Line {} of stdin is not a JSON string.", lineNumber),
                    "Give one JSON string a line, as \"some text\"."};
    return value.get<std::string>();
}

int tokenize(const Arguments& arguments) {
    const auto tokenizer = BpeTokenizer::load(arguments.required("tokenizer"));
    std::string line;
    for (std::size_t lineNumber = 1; std::getline(std::cin, line); ++lineNumber)
        std::cout << json(tokenizer.encode(textOf(line, lineNumber))).dump() << std::endl;
    return 0;
}

} // namespace

Command tokenizeCommand() {
    return {.name = "tokenize",
            .summary = "Turn JSON strings on stdin, one a line, into JSON lists of token ids",
            .operands = {},
            .options = {{.name = "tokenizer",
                         .placeholder = "FILE",
                         .help = "tokenizer.json of a text encoder or language model",
                         .required = true}},
            .run = tokenize};
}

} // namespace ottava::cli
