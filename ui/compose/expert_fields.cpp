#include "ui/compose/expert_fields.h"

namespace ottava::ui {

namespace {

std::vector<std::string> namesOf(const std::vector<ExpertSection>& sections) {
    std::vector<std::string> names;
    for (const auto& section : sections)
        for (const auto& field : section.fields)
            names.emplace_back(field.name);
    return names;
}

} // namespace

const std::vector<ExpertSection>& expertSections() {
    static const std::vector<ExpertSection> sections = {
        ExpertFields::diffusion(), ExpertFields::guidance(), ExpertFields::correction(), ExpertFields::noise(),
        ExpertFields::words(),     ExpertFields::planner(),  ExpertFields::codes(),      ExpertFields::decoding(),
        ExpertFields::output(),    ExpertFields::findings()};
    return sections;
}

const std::vector<std::string>& expertFieldNames() {
    static const auto names = namesOf(expertSections());
    return names;
}

QString expertText(const char* text) {
    return text && *text ? ExpertFields::tr(text) : QString();
}

ExpertSection ExpertFields::words() {
    return {ExpertTopic::Words,
            QT_TR_NOOP("Further words"),
            {{.name = "instruction",
              .label = QT_TR_NOOP("Instruction"),
              .words = QT_TR_NOOP("task sentence prompt override"),
              .hint = QT_TR_NOOP("The sentence that tells the model its task. Each task has its own."),
              .absent = QT_TR_NOOP("the task's own")},
             {.name = "global_caption",
              .label = QT_TR_NOOP("Style of the whole song"),
              .words = QT_TR_NOOP("caption description prompt stems"),
              .hint = QT_TR_NOOP("For models that make single stems: how the song around the stem sounds."),
              .absent = QT_TR_NOOP("none")}}};
}

ExpertSection ExpertFields::findings() {
    const auto needsScore = [](const Request& request, DitVariant) { return FieldUse{.matters = request.autoScore}; };
    return {ExpertTopic::Findings,
            QT_TR_NOOP("After a take is made"),
            {{.name = "auto_score",
              .label = QT_TR_NOOP("Score each take"),
              .words = QT_TR_NOOP("rating judge quality evaluate"),
              .hint = QT_TR_NOOP("Says how well the take follows its words. Takes a while; needs the planner.")},
             {.name = "score_scale",
              .label = QT_TR_NOOP("Score scale"),
              .words = QT_TR_NOOP("rating sensitivity"),
              .hint = QT_TR_NOOP("The smaller, the more a small difference counts."),
              .step = 0.05,
              .use = needsScore},
             {.name = "auto_lrc",
              .label = QT_TR_NOOP("Time the lyrics (LRC)"),
              .words = QT_TR_NOOP("timestamps karaoke subtitles alignment"),
              .hint = QT_TR_NOOP("Finds out when each line is sung and saves it beside the take.")}}};
}

} // namespace ottava::ui
