#pragma once

#include "core/engine/request.h"

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace ottava {

/// Where a field of a Request lives; the alternative is its type.
using FieldMember =
    std::variant<bool Request::*, int Request::*, double Request::*, std::string Request::*,
                 std::filesystem::path Request::*, std::optional<int> Request::*,
                 std::optional<std::int64_t> Request::*, std::optional<std::string> Request::*,
                 std::vector<std::int64_t> Request::*, AudioCodesField Request::*, std::vector<double> Request::*,
                 std::vector<std::string> Request::*, std::vector<TimeSpan> Request::*, TaskType Request::*,
                 InferMethod Request::*, SamplerMode Request::*, DcwMode Request::*, ChunkMaskMode Request::*,
                 NormalizationMode Request::*, RepaintMode Request::*, AudioFormat Request::*>;

/// One row of the table that reading, writing and checking of requests go by.
struct RequestField {
    static constexpr double kNoBound = std::numeric_limits<double>::infinity();
    static constexpr std::size_t kAnyLength = std::numeric_limits<std::size_t>::max();

    std::string_view name; ///< in JSON
    FieldMember member;
    double low = -kNoBound, high = kNoBound;        ///< hard range of numbers, inclusive
    std::size_t maxCharacters = kAnyLength;         ///< of text, in code points
    std::span<const std::string_view> allowed = {}; ///< values of text and whole numbers; empty: any
};

/// Every field of a request, in the order in which they are written.
std::span<const RequestField> requestFields();

/// What a value of this field has to be: "a whole number from 30 to 300".
std::string expectation(const RequestField& field);

/// Throws the Error (BadRequest) that names the field, `value` and what is expected.
[[noreturn]] void refuseValue(const RequestField& field, std::string_view value);

/// Throws as `refuseValue` does when the field's value in `request` is outside its hard range.
void checkField(const RequestField& field, const Request& request);

/// A choice and how it is written in JSON.
template<class Choice>
struct NamedChoice {
    Choice value;
    std::string_view name;
};

/// All choices of an enumeration; the argument only selects it.
std::span<const NamedChoice<TaskType>> namedChoices(TaskType);
std::span<const NamedChoice<InferMethod>> namedChoices(InferMethod);
std::span<const NamedChoice<SamplerMode>> namedChoices(SamplerMode);
std::span<const NamedChoice<DcwMode>> namedChoices(DcwMode);
std::span<const NamedChoice<ChunkMaskMode>> namedChoices(ChunkMaskMode);
std::span<const NamedChoice<RepaintMode>> namedChoices(RepaintMode);
std::span<const NamedChoice<NormalizationMode>> namedChoices(NormalizationMode);
std::span<const NamedChoice<AudioFormat>> namedChoices(AudioFormat);

} // namespace ottava
