#include "core/engine/field_json.h"

#include "core/text/unicode.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace ottava {
namespace {

using nlohmann::json;

constexpr std::size_t kShownCharacters = 40;
/// Whole numbers beyond this cannot all be told apart as double.
constexpr double kMaxExact = 9'007'199'254'740'992;

/// A JSON value as an error message shows it: short, and never a whole tree.
std::string shown(const json& value) {
    if (value.is_array())
        return "a list";
    if (value.is_object())
        return "an object";
    if (!value.is_string())
        return value.dump();
    const auto& text = value.get_ref<const std::string&>();
    const auto start = unicode::prefix(text, kShownCharacters);
    return json(start).dump() + (start.size() < text.size() ? "…" : "");
}

class FieldReader {
public:
    FieldReader(const RequestField& field, Warnings& warnings) : field_(field), warnings_(warnings) {}

    void read(const json& value, bool& target) const {
        if (!value.is_boolean())
            refuse(value);
        target = value.get<bool>();
    }

    void read(const json& value, double& target) const {
        if (!value.is_number())
            refuse(value);
        target = value.get<double>();
    }

    void read(const json& value, std::int64_t& target) const {
        double number = 0;
        read(value, number);
        if (std::abs(number) > kMaxExact)
            refuse(value);
        target = std::llround(number);
        if (static_cast<double>(target) != number)
            warnings_.push_back(
                {WarningCode::ValueRounded, sentence("{}: {} was rounded to {}.", field_.name, number, target)});
    }

    void read(const json& value, int& target) const {
        std::int64_t number = 0;
        read(value, number);
        if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max())
            refuse(value);
        target = static_cast<int>(number);
    }

    void read(const json& value, std::string& target) const {
        if (!value.is_string())
            refuse(value);
        target = value.get<std::string>();
    }

    void read(const json& value, std::filesystem::path& target) const {
        std::string text;
        read(value, text);
        target = text;
    }

    void read(const json& value, std::optional<int>& target) const { read(value, target.emplace()); }

    /// Empty text says nothing.
    void read(const json& value, std::optional<std::string>& target) const {
        read(value, target.emplace());
        if (target->empty())
            target.reset();
    }

    /// A seed may also come as text, as the reference's window keeps it; empty text says nothing.
    void read(const json& value, std::optional<std::int64_t>& target) const {
        const auto items = itemsOf<std::int64_t>(value);
        if (items.size() > 1)
            refuse(value);
        target = items.empty() ? std::nullopt : std::optional(items.front());
    }

    void read(const json& value, AudioCodesField& target) const {
        if (!value.is_array()) {
            std::string forAll;
            read(value, forAll);
            target = forAll;
            return;
        }
        target = {};
        for (const auto& item : value)
            read(item, target.items.emplace_back());
    }

    void read(const json& value, std::vector<TimeSpan>& target) const {
        if (!value.is_array())
            refuse(value);
        target.clear();
        for (const auto& pair : value) {
            if (!pair.is_array() || pair.size() != 2)
                refuseValue(field_, pair.is_array() ? fmt::format("a list of {}", pair.size()) : shown(pair));
            auto& span = target.emplace_back();
            read(pair[0], span.start);
            read(pair[1], span.end);
        }
    }

    template<class Value>
    void read(const json& value, std::vector<Value>& target) const {
        target = itemsOf<Value>(value);
    }

    template<class Choice>
    requires std::is_enum_v<Choice>
    void read(const json& value, Choice& target) const {
        const auto choices = namedChoices(target);
        const auto found = std::find_if(choices.begin(), choices.end(), [&](const auto& choice) {
            return value.is_string() && value.get_ref<const std::string&>() == choice.name;
        });
        if (found == choices.end())
            refuse(value);
        target = found->value;
    }

private:
    [[noreturn]] void refuse(const json& value) const { refuseValue(field_, shown(value)); }

    template<class Value>
    std::vector<Value> itemsOf(const json& value) const {
        std::vector<Value> items;
        if (value.is_array()) {
            for (const auto& item : value)
                read(item, items.emplace_back());
        } else if (!value.is_string()) {
            read(value, items.emplace_back());
        } else {
            splitText(value, items);
        }
        return items;
    }

    template<class Value>
    void splitText(const json& value, std::vector<Value>& items) const {
        std::string_view rest = value.get_ref<const std::string&>();
        while (!rest.empty()) {
            const auto comma = std::min(rest.find(','), rest.size());
            auto part = rest.substr(0, comma);
            rest.remove_prefix(std::min(comma + 1, rest.size()));
            part.remove_prefix(std::min(part.find_first_not_of(" \t\r\n"), part.size()));
            part = part.substr(0, part.find_last_not_of(" \t\r\n") + 1);
            if (!part.empty())
                items.push_back(parsed<Value>(part, value));
        }
    }

    template<class Value>
    Value parsed(std::string_view part, const json& value) const {
        if constexpr (std::is_same_v<Value, std::string>) {
            return std::string{part};
        } else {
            double number = 0;
            const auto [end, failure] = std::from_chars(part.data(), part.data() + part.size(), number);
            if (failure != std::errc{} || end != part.data() + part.size() || !std::isfinite(number))
                refuse(value);
            Value target{};
            read(json(number), target);
            return target;
        }
    }

    const RequestField& field_;
    Warnings& warnings_;
};

json written(const auto& value) {
    return value;
}
json written(const std::filesystem::path& value) {
    return value.string();
}
json written(const std::vector<TimeSpan>& value) {
    auto list = json::array();
    for (const auto& span : value)
        list.push_back({span.start, span.end});
    return list;
}
json written(const AudioCodesField& value) {
    return value.perItem() ? json(value.items) : json(value.empty() ? "" : value.items.front());
}
template<class Value>
json written(const std::optional<Value>& value) {
    return value ? json(*value) : json();
}
template<class Choice>
requires std::is_enum_v<Choice> json written(const Choice& value) {
    for (const auto& choice : namedChoices(value)) {
        if (choice.value == value)
            return choice.name;
    }
    return {};
}

} // namespace

void readField(const RequestField& field, const json& value, Request& request, Warnings& warnings) {
    if (value.is_null())
        return;
    const FieldReader reader(field, warnings);
    std::visit([&](auto member) { reader.read(value, request.*member); }, field.member);
}

json writeField(const RequestField& field, const Request& request) {
    return std::visit([&](auto member) { return written(request.*member); }, field.member);
}

} // namespace ottava
