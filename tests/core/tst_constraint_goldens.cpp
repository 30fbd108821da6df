#include "core/base/sha256.h"
#include "core/engine/probe_fsm.h"
#include "core/planner/constraint.h"
#include "core/planner/planner_vocabulary.h"

#include <QtTest>

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>

using namespace ottava;
using nlohmann::json;

namespace {

json golden(const char* name) {
    return json::parse(std::ifstream(std::filesystem::path(OTTAVA_TEST_DATA "/golden/lm") / name));
}

using Paths = std::vector<std::pair<std::vector<TokenId>, std::vector<TokenId>>>;

/// Every path of the tree with what may follow it, sorted, newline included.
json pathsOf(const TokenTree& tree, TokenId newline) {
    Paths rows;
    Paths open{{{}, {}}};
    std::vector<TokenTree::Node> nodes{TokenTree::kRoot};
    for (std::size_t i = 0; i < open.size(); ++i) {
        const auto path = open[i].first;
        const auto node = nodes[i];
        rows.emplace_back(path, tree.allowed(node).toVector());
        for (const auto token : rows.back().second) {
            if (token == newline)
                continue;
            auto longer = path;
            longer.push_back(token);
            open.emplace_back(longer, std::vector<TokenId>{});
            nodes.push_back(tree.next(node, token));
        }
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

} // namespace

/// The machine and its trees against the reference's.
class TestConstraintGoldens : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void replaysTheScriptedRun_data();
    void replaysTheScriptedRun();
    void spellsFixedTexts();
    void growsTheReferencesTrees();

private:
    std::shared_ptr<const PlannerVocabulary> vocabulary_;
};

void TestConstraintGoldens::initTestCase() {
    vocabulary_ = std::make_shared<const PlannerVocabulary>(std::make_shared<const BpeTokenizer>(
        BpeTokenizer::load(OTTAVA_RESOURCES "/demo-model/acestep-5Hz-lm-0.6B/tokenizer.json")));
}

void TestConstraintGoldens::replaysTheScriptedRun_data() {
    QTest::addColumn<QByteArray>("dump");
    int row = 0;
    for (const auto& item : golden("fsm_scripted.json"))
        QTest::addRow("%d %s", row++, item["name"].get<std::string>().c_str())
            << QByteArray::fromStdString(item.dump());
}

void TestConstraintGoldens::replaysTheScriptedRun() {
    QFETCH(QByteArray, dump);
    const auto expected = json::parse(dump.toStdString());
    auto input = expected;
    for (const auto* computed : {"steps", "text", "final_state", "codes_count", "script_left"})
        input.erase(computed);
    const auto replayed = replayScripted(input, vocabulary_);
    for (std::size_t i = 0; i < std::min(replayed["steps"].size(), expected["steps"].size()); ++i)
        QCOMPARE(replayed["steps"][i].dump(), expected["steps"][i].dump());
    for (const auto& [key, value] : expected.items())
        QCOMPARE(key + replayed[key].dump(), key + value.dump());
}

void TestConstraintGoldens::spellsFixedTexts() {
    const auto& grammar = vocabulary_->grammar();
    std::map<std::string, const FixedText*> texts{{"THINK_TAG", &grammar.think},
                                                  {"NEWLINE_AFTER_THINK", &grammar.newlineAfterThink},
                                                  {"THINK_END_TAG", &grammar.thinkEnd}};
    for (int field = 0; field < kPlanFieldCount; ++field)
        texts[constraintStateName(static_cast<ConstraintState>(
            static_cast<int>(ConstraintState::BpmName) + 2 * field))] = &grammar.name(static_cast<PlanField>(field));
    for (const auto states = golden("fsm_trees.json")["fixed"]; const auto& [state, fixed] : states.items()) {
        QVERIFY2(texts.contains(state), state.c_str());
        QCOMPARE(texts[state]->text, fixed["string"].get<std::string>());
        std::size_t position = 0;
        for (const auto& step : fixed["allowed_per_step"]) {
            const auto tokens = texts[state]->tokenAt.at(position);
            QCOMPARE(json(tokens.toVector()).dump(), step.dump());
            position += vocabulary_->textOf(tokens.at(0)).size();
        }
        QCOMPARE(position, texts[state]->text.size());
    }
}

void TestConstraintGoldens::growsTheReferencesTrees() {
    const auto& grammar = vocabulary_->grammar();
    const auto trees = golden("fsm_trees.json");
    QCOMPARE(pathsOf(grammar.bpm(), vocabulary_->newline()).dump(), trees["bpm"].dump());
    QCOMPARE(pathsOf(grammar.keyscale(), vocabulary_->newline()).dump(), trees["keyscale"].dump());
    QCOMPARE(pathsOf(grammar.language(), vocabulary_->newline()).dump(), trees["language"].dump());
    QCOMPARE(pathsOf(grammar.timesignature(), vocabulary_->newline()).dump(), trees["timesignature"].dump());

    const auto duration = pathsOf(*grammar.duration(480), vocabulary_->newline());
    QCOMPARE(duration.size(), trees["duration_max_480_nodes"].get<std::size_t>());
    auto text = QByteArray::fromStdString(duration.dump());
    text.replace(",", ", ");
    Sha256 hash;
    hash.update(std::as_bytes(std::span(text.constData(), static_cast<std::size_t>(text.size()))));
    QCOMPARE(hash.hexDigest(), trees["duration_max_480_digest"].get<std::string>());
}

QTEST_GUILESS_MAIN(TestConstraintGoldens)
#include "tst_constraint_goldens.moc"
