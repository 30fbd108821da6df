#include "app/cli/arguments.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cassert>
#include <charconv>
#include <cmath>

namespace ottava::cli {
namespace {

const Option* findOption(const std::vector<Option>& options, std::string_view name) {
    const auto found =
        std::find_if(options.begin(), options.end(), [name](const Option& option) { return option.name == name; });
    return found == options.end() ? nullptr : &*found;
}

const Option* findOption(const Command& command, std::string_view name) {
    const auto* own = findOption(command.options, name);
    return own != nullptr ? own : findOption(commonOptions(), name);
}

template<class Number>
std::optional<Number> parsed(const std::string& text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [stopped, failed] = std::from_chars(text.data(), end, number);
    return failed == std::errc{} && stopped == end ? std::optional{number} : std::nullopt;
}

} // namespace

const std::vector<Option>& commonOptions() {
    static const std::vector<Option> options = {
        {"models", "DIR", "folder of the models (default: the app's)"},
        {"dit", "NAME", "diffusion model"},
        {"vae", "NAME", "autoencoder between sound and latents (default: vae)"},
        {"lm", "NAME|none", "language model that plans the song (default: the tier's)"},
        {"device", "auto|cpu|cuda[:N]", "where to compute"},
        {"precision", "auto|fp32|bf16|int8", "number format of the models", {"auto", "fp32", "bf16", "int8"}},
        {"offload", "auto|on|off", "move models out of video memory while they rest", {"auto", "on", "off"}},
        {"compile", "on|off", "prepare faster kernels", {"on", "off"}},
        {"flash-attention", "on|off", "attention that needs less memory", {"on", "off"}},
        {"max-duration", "S", "longest song, seconds, instead of the tier's limit"},
        {"max-batch", "N", "most takes at once, instead of the tier's limit"},
        {"json", "", "one JSON object on stdout, nothing else"},
        {"progress", "none|bar|json", "progress on stderr (default: bar in a terminal)", {"none", "bar", "json"}},
        {"log-level", "LEVEL", "messages on stderr", {"debug", "info", "warn", "error", "off"}},
        {"help", "", "explain the command"},
    };
    return options;
}

std::string usageLine(const Command& command) {
    auto line = "ottava-cli " + command.name;
    for (const auto& operand : command.operands)
        line += " " + operand;
    for (const auto& option : command.options)
        if (option.required)
            line += fmt::format(" --{} {}", option.name, option.placeholder);
    return line + " [OPTIONS]";
}

Arguments::Arguments(const Command& command, const std::vector<std::string>& words) : usage_(usageLine(command)) {
    take(command, words);
    if (operands_.size() > command.operands.size())
        refuse(fmt::format("'{}' is one word too many.", operands_[command.operands.size()]));
    if (operands_.size() < command.operands.size())
        refuse(fmt::format("{} is missing.", command.operands[operands_.size()]));
    for (const auto& option : command.options)
        if (option.required && !has(option.name))
            refuse(fmt::format("--{} {} is missing.", option.name, option.placeholder));
}

void Arguments::take(const Command& command, const std::vector<std::string>& words) {
    constexpr std::string_view kDashes = "--";
    for (auto word = words.begin(); word != words.end(); ++word) {
        if (!word->starts_with(kDashes)) {
            operands_.push_back(*word);
            continue;
        }
        const auto equals = word->find('=');
        const auto name = word->substr(kDashes.size(), equals == std::string::npos ? equals : equals - kDashes.size());
        const auto* option = findOption(command, name);
        if (option == nullptr)
            refuse(fmt::format("There is no option --{}.", name));
        std::string value = equals == std::string::npos ? "" : word->substr(equals + 1);
        if (option->placeholder.empty()) {
            if (equals != std::string::npos)
                refuse(fmt::format("--{} takes no value.", name));
        } else if (equals == std::string::npos && word + 1 != words.end() && !(word + 1)->starts_with(kDashes)) {
            value = *++word;
        }
        if (value.empty() && !option->placeholder.empty())
            refuse(fmt::format("--{} needs a value: {}.", name, option->placeholder));
        const auto& choices = option->choices;
        if (!choices.empty() && std::find(choices.begin(), choices.end(), value) == choices.end())
            refuse(fmt::format("--{} is '{}', but must be one of {}.", name, value, fmt::join(choices, ", ")));
        values_[name] = value;
    }
}

void Arguments::refuse(const std::string& message) const {
    throw Error{ErrorCode::BadRequest, message, fmt::format("Usage: {}", usage_)};
}

bool Arguments::has(std::string_view option) const {
    return values_.find(option) != values_.end();
}

std::optional<std::string> Arguments::value(std::string_view option) const {
    const auto found = values_.find(option);
    return found == values_.end() ? std::nullopt : std::optional{found->second};
}

const std::string& Arguments::required(std::string_view option) const {
    const auto found = values_.find(option);
    assert(found != values_.end() && "not marked as required in its command's table");
    return found->second;
}

std::optional<double> Arguments::number(std::string_view option, double least, double most) const {
    const auto text = value(option);
    if (!text)
        return std::nullopt;
    const auto number = parsed<double>(*text);
    if (!number || !(*number >= least && *number <= most))
        refuse(fmt::format("--{} is '{}', but must be a number from {} to {}.", option, *text, least, most));
    return number;
}

std::optional<int> Arguments::integer(std::string_view option, int least, int most) const {
    const auto text = value(option);
    if (!text)
        return std::nullopt;
    const auto number = parsed<int>(*text);
    if (!number || *number < least || *number > most)
        refuse(fmt::format("--{} is '{}', but must be a whole number from {} to {}.", option, *text, least, most));
    return number;
}

std::optional<bool> Arguments::onOff(std::string_view option) const {
    const auto text = value(option);
    if (!text || *text == "auto")
        return std::nullopt;
    return *text == "on";
}

} // namespace ottava::cli
