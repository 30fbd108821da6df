#include "ui/compose/field_text.h"

#include "core/base/error.h"
#include "core/text/audio_codes.h"

#include <QCoreApplication>
#include <QLocale>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <type_traits>

namespace ottava::ui {

namespace {

struct FieldWords {
    Q_DECLARE_TR_FUNCTIONS(FieldWords)
};

constexpr int kDigits = 6;
constexpr double kLargestWhole = 4'294'967'295;

template<class Value>
constexpr bool kIsWhole = std::is_same_v<Value, int> || std::is_same_v<Value, std::int64_t>;
template<class Value>
struct Held {
    using Type = Value;
};
template<class Value>
struct Held<std::optional<Value>> {
    using Type = Value;
};

const RequestField& fieldOf(std::string_view name) {
    const auto fields = requestFields();
    const auto found = std::ranges::find(fields, name, &RequestField::name);
    if (found == fields.end())
        throw std::logic_error("no such field: " + std::string{name});
    return *found;
}

template<class Value>
constexpr FieldKind kindOf() {
    if constexpr (std::is_same_v<Value, bool>)
        return FieldKind::Switch;
    else if constexpr (std::is_enum_v<Value>)
        return FieldKind::Choice;
    else if constexpr (kIsWhole<typename Held<Value>::Type>)
        return FieldKind::Whole;
    else if constexpr (std::is_same_v<Value, double>)
        return FieldKind::Number;
    else if constexpr (std::is_same_v<Value, std::vector<std::int64_t>>)
        return FieldKind::WholeList;
    else if constexpr (std::is_same_v<Value, std::vector<double>>)
        return FieldKind::NumberList;
    else
        return FieldKind::Text;
}

QString text(bool value) {
    return value ? QStringLiteral("true") : QStringLiteral("false");
}
QString text(int value) {
    return QString::number(value);
}
QString text(std::int64_t value) {
    return QString::number(value);
}
QString text(double value) {
    return shownNumber(value);
}
QString text(const std::string& value) {
    return QString::fromStdString(value);
}

template<class Choice>
requires std::is_enum_v<Choice> QString text(Choice value) {
    for (const auto& choice : namedChoices(value))
        if (choice.value == value)
            return QString::fromLatin1(choice.name.data(), static_cast<qsizetype>(choice.name.size()));
    return {};
}

template<class Value>
QString text(const std::optional<Value>& value) {
    return value ? text(*value) : QString();
}

/// Numbers as programs write them: a decimal comma would be lost among the commas between the items.
template<class Item>
requires std::is_arithmetic_v<Item> QString text(const std::vector<Item>& values) {
    QStringList items;
    for (const auto value : values) {
        if constexpr (std::is_same_v<Item, double>)
            items << QString::number(value, 'g', kDigits);
        else
            items << QString::number(value);
    }
    return items.join(QStringLiteral(", "));
}

/// The codes of one take, or those of several with semicolons between them.
QString text(const AudioCodesField& codes) {
    QStringList items;
    for (const auto& item : codes.items)
        items << QString::fromStdString(item);
    return items.join(QStringLiteral("; "));
}

/// The items of "1, 0.75, 0.5", "1 0,75 0,5" or "1; 0,75; 0,5", each in the notation of programs: whether a comma parts
/// two numbers or belongs to one shows in the list itself, whatever the language.
QStringList itemsOf(const QString& text) {
    static const QRegularExpression gaps(QStringLiteral("[;\\s]+"));
    const auto spaced = text.trimmed().split(gaps, Qt::SkipEmptyParts);
    QStringList items;
    for (auto item : spaced) {
        if (item.endsWith(QLatin1Char(',')))
            item.chop(1);
        const bool commaParts = spaced.size() == 1 || item.contains(QLatin1Char('.'));
        if (commaParts)
            items << item.split(QLatin1Char(','), Qt::SkipEmptyParts);
        else
            items << item.replace(QLatin1Char(','), QLatin1Char('.'));
    }
    return items;
}

bool parse(const QString& text, bool& value) {
    value = text == QLatin1String("true");
    return value || text == QLatin1String("false");
}

template<class Whole>
requires kIsWhole<Whole>
bool parse(const QString& text, Whole& value) {
    const auto number = typedNumber(text);
    if (!number || std::floor(*number) != *number || std::abs(*number) > kLargestWhole)
        return false;
    value = static_cast<Whole>(std::clamp(*number, static_cast<double>(std::numeric_limits<Whole>::min()),
                                          static_cast<double>(std::numeric_limits<Whole>::max())));
    return true;
}

bool parse(const QString& text, double& value) {
    const auto number = typedNumber(text);
    if (number)
        value = *number;
    return number.has_value();
}

bool parse(const QString& text, std::string& value) {
    value = text.toStdString();
    return true;
}

template<class Choice>
requires std::is_enum_v<Choice>
bool parse(const QString& text, Choice& value) {
    for (const auto& choice : namedChoices(value)) {
        if (text == QLatin1String(choice.name.data(), static_cast<qsizetype>(choice.name.size()))) {
            value = choice.value;
            return true;
        }
    }
    return false;
}

bool parse(const QString& text, AudioCodesField& codes) {
    codes = {};
    for (const auto& item : text.split(QLatin1Char(';'), Qt::SkipEmptyParts)) {
        codes.items.push_back(item.trimmed().toStdString());
        if (parseAudioCodes(codes.items.back()).empty())
            return false;
    }
    return true;
}

template<class Value>
bool parse(const QString& text, std::optional<Value>& value) {
    if (text.isEmpty()) {
        value.reset();
        return true;
    }
    return parse(text, value.emplace());
}

template<class Item>
requires std::is_arithmetic_v<Item>
bool parse(const QString& text, std::vector<Item>& values) {
    values.clear();
    for (const auto& item : itemsOf(text)) {
        if (!parse(item, values.emplace_back()))
            return false;
    }
    return true;
}

QString rangeText(const RequestField& field, const QString& noun) {
    if (std::isfinite(field.low) && std::isfinite(field.high))
        return FieldWords::tr("%1 from %2 to %3").arg(noun, shownNumber(field.low), shownNumber(field.high));
    if (std::isfinite(field.high))
        return FieldWords::tr("%1 of at most %2").arg(noun, shownNumber(field.high));
    return noun;
}

} // namespace

std::optional<double> typedNumber(const QString& text) {
    auto locale = QLocale();
    locale.setNumberOptions(QLocale::RejectGroupSeparator);
    const auto plain = text.trimmed().replace(QChar(0x2212), QLatin1Char('-'));
    bool valid = false;
    auto number = locale.toDouble(plain, &valid);
    if (!valid)
        number = QLocale::c().toDouble(plain, &valid);
    return valid && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

QString shownNumber(double value) {
    auto locale = QLocale();
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    constexpr double kExact = 1e6; // from here on as a whole number, not as 4.29e+09
    return std::abs(value) < kExact ? locale.toString(value, 'g', kDigits) : locale.toString(value, 'f', 0);
}

FieldText::FieldText(std::string_view name)
    : field_(fieldOf(name)),
      kind_(!field_.allowed.empty()
                ? FieldKind::Choice
                : std::visit(
                    [](auto member) { return kindOf<std::decay_t<decltype(std::declval<Request&>().*member)>>(); },
                    field_.member)) {}

QString FieldText::read(const Request& request) const {
    return std::visit(
        [&](auto member) -> QString {
            const auto& value = request.*member;
            if constexpr (requires { text(value); })
                return text(value);
            else
                return {}; // lists of words or times: the form has other ways to show them
        },
        field_.member);
}

bool FieldText::write(const QString& typed, Request& request) const {
    auto changed = request;
    const auto read = std::visit(
        [&](auto member) {
            auto& value = changed.*member;
            if constexpr (requires { parse(typed, value); })
                return parse(typed, value);
            else
                return false;
        },
        field_.member);
    if (!read)
        return false;
    try {
        checkField(field_, changed);
    } catch (const Error&) {
        return false; // its text is for those who write requests by hand; the form has its own
    }
    copy(changed, request);
    return true;
}

void FieldText::copy(const Request& from, Request& to) const {
    std::visit([&](auto member) { to.*member = from.*member; }, field_.member);
}

QString FieldText::expectation() const {
    switch (kind_) {
    case FieldKind::Whole:
        return rangeText(field_, FieldWords::tr("a whole number"));
    case FieldKind::Number:
        return rangeText(field_, FieldWords::tr("a number"));
    case FieldKind::WholeList:
        return rangeText(field_, FieldWords::tr("whole numbers"));
    case FieldKind::NumberList:
        return rangeText(field_, FieldWords::tr("numbers"));
    case FieldKind::Switch:
    case FieldKind::Choice:
    case FieldKind::Text:
        break;
    }
    if (std::holds_alternative<AudioCodesField Request::*>(field_.member))
        return FieldWords::tr("codes such as %1").arg(QStringLiteral("<|audio_code_42|>"));
    return FieldWords::tr("another value");
}

} // namespace ottava::ui
