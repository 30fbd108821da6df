#pragma once

#include "core/planner/constraint.h"
#include "core/planner/planner_vocabulary.h"

#include <map>
#include <string>
#include <vector>

namespace ottava {

/// Where a sequence stands in the grammar, and the rules of each state.
struct ConstraintMachine::Impl {
    Impl(std::shared_ptr<const PlannerVocabulary> vocabulary, ConstraintOptions options);

    void begin(std::span<const TokenId> prompt);
    IndexSet candidates() const;
    IndexSet allowed(const TokenScores& scores);
    void accept(TokenId token);

    std::shared_ptr<const PlannerVocabulary> vocabulary;
    ConstraintOptions options;
    ConstraintState state = ConstraintState::ThinkTag;
    int codesCount = 0;

private:
    // Ways through the block.
    bool dropped(PlanField field) const;
    void enter(ConstraintState next);
    void enterValue(PlanField field);
    /// On to the field behind `field`, or to the end of the reasoning.
    void leave(PlanField field);
    /// `leave`, but for the reference's fault: a dropped field has no successor there.
    void endValue(PlanField field);

    // Texts that are written by force.
    const FixedText* fixedText() const;
    IndexSet fixedToken() const;
    void acceptFixed(TokenId token);
    void acceptInjected();

    // Values.
    const TokenTree* tree() const;
    IndexSet treeTokens() const;
    IndexSet codeTokens() const;
    void acceptValue(PlanField field, TokenId token);

    // The caption, and how it ends.
    IndexSet captionCandidates() const;
    IndexSet captionAllowed(const TokenScores& scores);
    void acceptCaption(TokenId token);
    void captionLeadsTo(const std::string& name);

    // Genres: by vocabulary, or free.
    bool genresAreFree() const;
    IndexSet genreTokens() const;
    IndexSet freeGenreCandidates() const;
    IndexSet freeGenresAllowed(const TokenScores& scores);
    void acceptGenres(TokenId token);

    std::map<std::string, std::vector<TokenId>> userTokens_;
    std::vector<TokenId> targetDigits_; // duration by the target, newline at its end; empty: no target
    std::optional<int> targetCodes_;
    std::shared_ptr<const TokenTree> durations_;
    bool startsWithCodes_ = false; // the prompt holds the reasoning already

    std::size_t position_ = 0;                       // characters written of a fixed text
    const std::vector<TokenId>* injected_ = nullptr; // value that is being written by force
    std::size_t injectedCount_ = 0;
    TokenTree::Node node_ = TokenTree::kRoot;
    std::string written_; // genres so far, or the name that a caption is ending in
    int valueCount_ = 0;  // tokens of a caption, or of free genres
    bool afterNewline_ = false, captionEnding_ = false;
};

} // namespace ottava
