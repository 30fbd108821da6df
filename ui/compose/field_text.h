#pragma once

#include "core/engine/request_fields.h"

#include <QString>

namespace ottava::ui {

/// How a field of a request is edited.
enum class FieldKind { Switch, Choice, Whole, Number, Text, WholeList, NumberList };

/// One field of a request as text in a form: what is shown and what is typed, numbers in the user's own notation. A
/// switch is "true" or "false", a choice its name in the request's JSON, an unset field empty.
class FieldText {
public:
    /// `name`: in the request's JSON; there must be such a field.
    explicit FieldText(std::string_view name);

    FieldKind kind() const { return kind_; }
    QString read(const Request& request) const;
    /// False, and `request` as it was, when the text is no such value or lies outside its range.
    bool write(const QString& text, Request& request) const;
    void copy(const Request& from, Request& to) const;
    /// What the text has to be: "a whole number from 1 to 200".
    QString expectation() const;
    double low() const { return field_.low; }
    double high() const { return field_.high; }

private:
    const RequestField& field_;
    FieldKind kind_;
};

/// A number typed in the user's notation, or in that of programs ("0.5").
std::optional<double> typedNumber(const QString& text);
QString shownNumber(double value);

/// The request's fields of these names, taken over from `from`.
template<class Names>
void copyFields(const Names& names, const Request& from, Request& to) {
    for (const auto& name : names)
        FieldText(name).copy(from, to);
}

} // namespace ottava::ui
