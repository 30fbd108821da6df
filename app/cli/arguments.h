#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ottava::cli {

class Arguments;

/// One long option of the command line: `--name VALUE` or `--name=VALUE`; without a placeholder it is a switch.
struct Option {
    std::string name;                      ///< without the dashes
    std::string placeholder;               ///< "DIR", "auto|on|off"; empty: a switch
    std::string help;                      ///< half a sentence
    std::vector<std::string> choices = {}; ///< the only values it takes; empty: any
    bool required = false;
};

/// One command of the program. A new command is one file with such a value and one line in commands.cpp.
struct Command {
    std::string name, summary;
    std::vector<std::string> operands;      ///< words without dashes that must follow, as "MODULE"
    std::vector<Option> options;            ///< besides those that every command takes
    int (*run)(const Arguments&) = nullptr; ///< returns the exit code; throws Error or Cancelled
};

/// Options that every command takes.
const std::vector<Option>& commonOptions();

/// "ottava-cli generate --request FILE --out DIR [OPTIONS]"
std::string usageLine(const Command& command);

/// The words of one command line, checked against its command's table.
class Arguments {
public:
    /// Throws Error (BadRequest), whose remedy is the command's usage line, for an unknown option, a missing or
    /// unwanted value, a value that is none of the choices, and a wrong number of operands. The last of several equal
    /// options counts.
    Arguments(const Command& command, const std::vector<std::string>& words);

    bool has(std::string_view option) const;
    std::optional<std::string> value(std::string_view option) const;
    /// For options that the table marks as required.
    const std::string& required(std::string_view option) const;
    const std::string& operand(std::size_t index) const { return operands_.at(index); }

    /// Throws Error (BadRequest) naming option, value and range when the value is not such a number.
    std::optional<double> number(std::string_view option, double least, double most) const;
    std::optional<int> integer(std::string_view option, int least, int most) const;
    /// For options whose values are on and off (and perhaps auto, which answers unset).
    std::optional<bool> onOff(std::string_view option) const;

private:
    void take(const Command& command, const std::vector<std::string>& words);
    [[noreturn]] void refuse(const std::string& message) const;

    std::string usage_;
    std::map<std::string, std::string, std::less<>> values_; ///< switches have an empty value
    std::vector<std::string> operands_;
};

} // namespace ottava::cli
