#include "core/planner/constraint.h"
#include "core/planner/planner_vocabulary.h"
#include "core/planner/user_fields.h"
#include "core/text/languages.h"

#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>
#include <regex>
#include <sstream>

using namespace ottava;

namespace {

constexpr int kStreams = 10'000;
constexpr std::size_t kTokenLimit = 3500;
// Keeps the run short where nothing is left to be decided but free text.
constexpr std::size_t kFreeTextLimit = 24;
constexpr std::int32_t kWindow = 64;

/// Lines "name: value" of the reasoning, the last of each name; what does not look like a field is left out.
std::map<std::string, std::string> fieldsOf(std::string text) {
    text = text.substr(0, text.find("</think>"));
    text = text.substr(0, text.find("<|audio_code_"));
    std::map<std::string, std::string> fields;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        static const std::regex kField("(bpm|duration|keyscale|language|timesignature): ?([^:]*)");
        std::smatch match;
        if (std::regex_match(line, match, kField))
            fields[match[1]] = match[2];
    }
    return fields;
}

bool isNumberWithin(const std::string& text, int low, int high) {
    static const std::regex kNumber("[1-9][0-9]{0,8}");
    return std::regex_match(text, kNumber) && std::stoi(text) >= low && std::stoi(text) <= high;
}

bool isKnown(const std::string& field, const std::string& value, int maxSeconds) {
    if (field == "bpm")
        return isNumberWithin(value, 30, 300);
    if (field == "duration")
        return isNumberWithin(value, 10, std::clamp(maxSeconds, 10, 600));
    if (field == "keyscale")
        return std::regex_match(value, std::regex("[A-G](#|b|♯|♭)? (major|minor)"));
    if (field == "language")
        return value == "unknown" || std::ranges::find(kLanguages, value) != kLanguages.end();
    return value == "2" || value == "3" || value == "4" || value == "6";
}

/// One sequence: what it was asked for and what came of it.
struct Run {
    ConstraintOptions options;
    bool promptHasReasoning = false;
    std::vector<TokenId> ids;
    bool ended = false;
    int codesCount = 0;
};

} // namespace

/// Whatever a model scores, the text that comes out is a plan.
class TestConstraintFuzz : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void anyScoresGiveAPlan();

private:
    ConstraintOptions randomOptions();
    Run play();
    TokenId draw(const IndexSet& candidates, ConstraintMachine& machine);
    std::span<const float> scoresFor(const IndexSet& candidates);
    void restore();
    QString faultOf(const Run& run) const;
    QString faultInGiven(const Run& run, const std::string& text) const;
    int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

    std::shared_ptr<const PlannerVocabulary> vocabulary_;
    std::vector<float> noise_;                         // rows of scores are windows of it
    std::vector<std::pair<std::size_t, float>> saved_; // scores that were overwritten for one row
    std::vector<TokenId> favourites_;                  // tokens that this stream's scores prefer
    std::mt19937 random_{20260611};
    std::string fault_;
};

void TestConstraintFuzz::initTestCase() {
    vocabulary_ = std::make_shared<const PlannerVocabulary>(std::make_shared<const BpeTokenizer>(
        BpeTokenizer::load(OTTAVA_RESOURCES "/demo-model/acestep-5Hz-lm-0.6B/tokenizer.json")));
    noise_.resize(2 * static_cast<std::size_t>(vocabulary_->size()));
    std::ranges::generate(noise_, [&] { return static_cast<float>(random_()) / 4e8F; });
}

ConstraintOptions TestConstraintFuzz::randomOptions() {
    ConstraintOptions options;
    options.phase = static_cast<PlannerPhase>(below(3));
    options.stopAtReasoning = below(2) == 0;
    options.skipCaption = below(3) != 0;
    options.skipGenres = below(2) == 0;
    options.skipLanguage = below(3) == 0;
    static const std::vector<int> kMaxima = {-5, 0, 9, 10, 11, 99, 240, 480, 600, 100'000};
    options.maxDurationSeconds = kMaxima[static_cast<std::size_t>(below(10))];
    static const std::vector<double> kTargets = {0,
                                                 -1,
                                                 0.1,
                                                 2,
                                                 5.5,
                                                 12.7,
                                                 30,
                                                 1e300,
                                                 std::numeric_limits<double>::quiet_NaN(),
                                                 std::numeric_limits<double>::infinity()};
    if (below(2) == 0)
        options.targetDurationSeconds = kTargets[static_cast<std::size_t>(below(10))];
    static const std::vector<PlanValue> kValues = {std::int64_t{999},      true,
                                                   std::int64_t{-3},       120.5,
                                                   std::string(),          std::string("two\nlines: here"),
                                                   std::string("G major"), std::string("a<|audio_code_7|>b`"),
                                                   std::string("</think>")};
    for (const auto* name : {"bpm", "caption", "duration", "genres", "keyscale", "language", "timesignature"})
        if (below(8) == 0)
            options.userFields[name] = kValues[static_cast<std::size_t>(below(static_cast<int>(kValues.size())))];
    static const auto kGenres =
        std::make_shared<const GenreVocabulary>(GenreVocabulary::ofLines({"pop", "pop rock", "Jazz, Funk"}));
    if (below(3) == 0)
        options.genres = kGenres;
    return options;
}

std::span<const float> TestConstraintFuzz::scoresFor(const IndexSet& candidates) {
    const auto start = static_cast<std::size_t>(below(vocabulary_->size()));
    const auto count = static_cast<std::size_t>(candidates.size());
    const auto put = [&](std::size_t rank, float score) {
        saved_.emplace_back(start + rank, noise_[start + rank]);
        noise_[start + rank] = score;
    };
    for (const auto token : favourites_)
        if (candidates.contains(token) && below(3) == 0)
            put(static_cast<std::size_t>(candidates.rankOf(token)), 20 + static_cast<float>(below(100)));
    if (below(20) == 0 && count < 100)
        for (std::size_t rank = 0; rank < count; ++rank)
            put(rank,
                below(2) == 0 ? std::numeric_limits<float>::quiet_NaN() : -std::numeric_limits<float>::infinity());
    return {noise_.data() + start, count};
}

void TestConstraintFuzz::restore() {
    for (auto entry = saved_.rbegin(); entry != saved_.rend(); ++entry)
        noise_[entry->first] = entry->second;
    saved_.clear();
}

TokenId TestConstraintFuzz::draw(const IndexSet& candidates, ConstraintMachine& machine) {
    const auto values = scoresFor(candidates);
    const auto allowed = machine.allowed({candidates, values});
    if (allowed.empty() || allowed.intersected(candidates) != allowed) {
        fault_ = std::string("nothing allowed, or more than was looked at: ") + constraintStateName(machine.state());
        return -1;
    }
    // The best of what the stream prefers and of some of the rest: sampling, at a fraction of the cost of a whole row.
    const auto start = static_cast<std::int64_t>(below(static_cast<int>(allowed.size())));
    const auto window =
        IndexSet::range(allowed.at(start), allowed.at(start) + kWindow).united(IndexSet::of(favourites_));
    auto best = allowed.at(start);
    auto bestScore = -std::numeric_limits<float>::infinity();
    if (below(8) != 0) { // else: as hot as it gets
        for (const auto token : allowed.intersected(window).toVector()) {
            const auto score = values[static_cast<std::size_t>(candidates.rankOf(token))];
            if (score > bestScore) {
                bestScore = score;
                best = token;
            }
        }
    }
    restore();
    return best;
}

Run TestConstraintFuzz::play() {
    Run run;
    run.options = randomOptions();
    run.promptHasReasoning = below(2) == 0;
    const auto colon = vocabulary_->tokenizer().idOf(":");
    favourites_ = {colon, vocabulary_->newline()};
    for (const auto token : {vocabulary_->endOfTurn(), vocabulary_->backtick(), vocabulary_->firstAudioCode(),
                             vocabulary_->think(), vocabulary_->tokenizer().idOf("language"), TokenId{220}})
        if (below(2) == 0)
            favourites_.push_back(token);
    ConstraintMachine machine(vocabulary_, run.options);
    machine.begin(vocabulary_->tokenizer().encode(run.promptHasReasoning ? "<think>\n</think>\n" : "x", false));
    std::size_t freeCount = 0;
    while (run.ids.size() < kTokenLimit && freeCount < kFreeTextLimit && !run.ended && fault_.empty()) {
        const auto token = draw(machine.candidates(), machine);
        freeCount += machine.state() == ConstraintState::Completed
                     || (machine.state() == ConstraintState::CodesGeneration && !run.options.targetDurationSeconds);
        freeCount += machine.codesCount() > 200; // a target out of reach
        machine.accept(token);
        run.ids.push_back(token);
        run.ended = token == vocabulary_->endOfTurn() || token == vocabulary_->pad();
    }
    run.codesCount = machine.codesCount();
    return run;
}

QString TestConstraintFuzz::faultOf(const Run& run) const {
    const auto text = vocabulary_->tokenizer().decode(run.ids);
    const auto codesOnly = run.promptHasReasoning && run.options.phase == PlannerPhase::Codes;
    if (!codesOnly && !text.starts_with("<think>\nbpm:"))
        return "no block: " + QString::fromStdString(text);
    const auto target = run.options.targetDurationSeconds.value_or(0);
    for (const auto& [name, value] : fieldsOf(text)) {
        if (run.options.userFields.contains(name) || run.ids.size() == kTokenLimit)
            continue;
        const auto byTarget = name == "duration" && target > 0;
        const auto right = byTarget ? target > 1e6 || value == std::to_string(static_cast<int>(target))
                                    : isKnown(name, value, run.options.maxDurationSeconds);
        if (!right)
            return QString::fromStdString(name + " is '" + value + "' in " + text);
    }
    if (!codesOnly)
        if (auto fault = faultInGiven(run, text); !fault.isEmpty())
            return fault;
    if (run.ended && run.codesCount > 0 && target > 0 && run.codesCount != static_cast<int>(std::floor(5 * target)) + 1)
        return QString("%1 codes with the end for %2 s").arg(run.codesCount).arg(target);
    return {};
}

/// What the user gave stands in the block as it was given. Where text is free, it may look like a field.
QString TestConstraintFuzz::faultInGiven(const Run& run, const std::string& text) const {
    const auto& options = run.options;
    for (const auto& [name, tokens] : userFieldTokens(options.userFields, vocabulary_->tokenizer())) {
        const bool dropped = (name == "caption" && options.skipCaption) || (name == "genres" && options.skipGenres)
                             || (name == "language" && options.skipLanguage);
        const bool afterCaption = !options.skipCaption && !options.userFields.contains("caption") && name != "bpm";
        const auto written = name + ":" + vocabulary_->tokenizer().decode(tokens);
        const bool given = text.find("\n" + written) != std::string::npos;
        if (given == dropped && !afterCaption && run.ended)
            return QString::fromStdString((dropped ? "dropped, and yet there: " : "given, and not there: ") + written
                                          + " in " + text);
    }
    return {};
}

void TestConstraintFuzz::anyScoresGiveAPlan() {
    int ended = 0, withCodes = 0, complete = 0, limited = 0;
    for (int stream = 0; stream < kStreams; ++stream) {
        const auto run = play();
        QVERIFY2(fault_.empty(), qPrintable(QString("stream %1: %2").arg(stream).arg(QString::fromStdString(fault_))));
        const auto fault = faultOf(run);
        QVERIFY2(fault.isEmpty(), qPrintable(QString("stream %1: %2").arg(stream).arg(fault)));
        ended += run.ended;
        withCodes += run.ended && run.codesCount > 1;
        limited += run.ids.size() == kTokenLimit;
        complete += fieldsOf(vocabulary_->tokenizer().decode(run.ids)).size() == 5;
    }
    qInfo("%d ended, %d with codes, %d with all five fields, %d at the limit", ended, withCodes, complete, limited);
    // The streams must have gone everywhere for this to say anything.
    QVERIFY(ended > kStreams / 10);
    QVERIFY(withCodes > kStreams / 100);
    QVERIFY(complete > kStreams / 10);
}

QTEST_GUILESS_MAIN(TestConstraintFuzz)
#include "tst_constraint_fuzz.moc"
