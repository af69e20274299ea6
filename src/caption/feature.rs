//! What can be true of a place between two units, for and against a line or a cue that ends there. What each is
//! worth, and its name in plain words, stands in [`weights`](super::weights).

use super::weights;

/// Something true of a place between two units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(usize)]
pub(super) enum Feature {
    /// No punctuation there.
    Plain,
    /// A sentence ends.
    Sentence,
    /// `…`, or a full stop that does not end the sentence.
    Trailing,
    /// `;` `:`
    Colon,
    /// Behind a dash.
    AfterDash,
    /// Before a dash inside a sentence.
    BeforeDash,
    Comma,
    /// Behind a closing quote or bracket.
    AfterClosing,
    /// Before an opening quote or bracket.
    BeforeOpening,
    /// A remark that is no speech begins or ends.
    SoundEdge,
    /// A dash or `>>` that gives the word to another speaker.
    Dialogue,
    /// A comma and then a conjunction.
    CommaConjunction,
    BeforeConjunction,
    BeforePreposition,
    BeforeAuxiliary,
    BeforePronoun,
    BeforeDeterminer,
    BeforeNegation,
    BeforeAdverb,
    BeforeNumber,
    BeforePostposition,
    /// Before a pronoun that belongs to the verb before it (`him`, `sich`).
    BeforeObject,
    AfterConjunction,
    AfterPreposition,
    AfterAuxiliary,
    AfterPronoun,
    AfterDeterminer,
    AfterNegation,
    AfterAdverb,
    AfterNumber,
    AfterPostposition,
    /// Behind what joins a noun to what describes it (`的`, `の`).
    AfterLinker,
    /// A pronoun or a negation, and its verb (`he | is`, `ne | sont`).
    InsideVerb,
    /// Inside an expression of several words (`il y a`, `of course`).
    InsideExpression,
    /// First name and last name.
    InsideName,
    /// Before a capital inside a sentence.
    BeforeName,
    /// Behind a short word of a language without a lexicon: likely one of a closed class.
    AfterShort,
    /// Inside a phrase of a script without blanks.
    InsidePhrase,
    /// Between two phrases of a script without blanks.
    BetweenPhrases,
    /// A blank in a script that does without: it stands for a comma or a full stop.
    Blank,
    /// Before a function word with a capital: a sentence begins whose forerunner lacks its full stop.
    CapitalStart,
    /// Behind a phrase that ends sentences (`ました`, `吗`), without its full stop.
    AfterFinal,
    /// A block with a stamp begins.
    Stamp,
    /// The same where stamps are as dense as captions: its lines are somebody's captions already.
    DenseStamp,
    /// The same where full stops are left out: nothing else tells where a sentence may end.
    LoneStamp,
    /// Inside what must stay whole: number and unit, title and name, `?` in French.
    Glued,
}

/// How many features there are.
pub(super) const FEATURES: usize = Feature::Glued as usize + 1;

impl Feature {
    /// The feature at an index of [`Features::indices`], in plain words.
    pub(super) fn name(index: usize) -> &'static str {
        weights::TABLE.iter().find(|(feature, ..)| *feature as usize == index).map_or("", |(_, name, ..)| name)
    }
}

/// A set of features.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Features(u64);

impl Features {
    pub(super) fn add(&mut self, feature: Feature) {
        self.0 |= 1 << feature as usize;
    }

    pub(super) fn has(self, feature: Feature) -> bool {
        self.0 & (1 << feature as usize) != 0
    }

    /// The indices of the features in the set.
    pub(super) fn indices(self) -> impl Iterator<Item = usize> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let index = rest.trailing_zeros() as usize;
            rest &= rest.checked_sub(1)?;
            Some(index)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_feature_has_a_name_of_its_own() {
        let names: std::collections::BTreeSet<&str> = (0..FEATURES).map(Feature::name).collect();
        assert!(names.len() == FEATURES && !names.contains(""), "{names:?}");
    }
}
