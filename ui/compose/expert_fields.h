#pragma once

#include "core/engine/engine.h"
#include "core/engine/request.h"

#include <QCoreApplication>
#include <QString>

#include <string_view>
#include <vector>

namespace ottava::ui {

/// One of the values that a field offers.
struct FieldChoice {
    const char* code;  ///< in the request's JSON
    const char* label; ///< to be translated; null: the code says it
};

/// Whether a field does anything beside the others of its request on this kind of model.
struct FieldUse {
    bool matters = true;
    const char* note = nullptr; ///< said below the field, to be translated
};

/// What the expert drawer knows of a request's field; type and range are the request's own. Texts are to be translated
/// with `expertText`.
struct ExpertField {
    std::string_view name; ///< in the request's JSON
    const char* label;
    const char* words; ///< other names that people search for
    const char* hint = nullptr;
    double step = 1;              ///< of a number
    const char* zero = nullptr;   ///< what 0 means, where it is more than a number
    const char* absent = nullptr; ///< what an unset field means
    std::vector<FieldChoice> choices = {};
    FieldUse (*use)(const Request&, DitVariant) = nullptr; ///< null: it always matters
};

enum class ExpertTopic { Diffusion, Guidance, Correction, Noise, Words, Planner, Codes, Decoding, Output, Findings };

struct ExpertSection {
    ExpertTopic topic;
    const char* heading;
    std::vector<ExpertField> fields;
};

/// Everything that can be said of a song and has no place of its own in the form.
const std::vector<ExpertSection>& expertSections();
/// The names of all these fields.
const std::vector<std::string>& expertFieldNames();

/// A text of the tables above in the program's language.
QString expertText(const char* text);

/// The tables, by part of the program that the fields are for.
struct ExpertFields {
    Q_DECLARE_TR_FUNCTIONS(ExpertFields)
public:
    static ExpertSection diffusion();
    static ExpertSection guidance();
    static ExpertSection correction();
    static ExpertSection noise();
    static ExpertSection words();
    static ExpertSection planner();
    static ExpertSection codes();
    static ExpertSection decoding();
    static ExpertSection output();
    static ExpertSection findings();
};

} // namespace ottava::ui
