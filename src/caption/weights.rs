//! The weights of the optimiser, each with its reason.
//!
//! They started from a table made on subtitles of talks and were fitted to captions by professionals
//! in 27 languages, as a semi-Markov model held to the table by a prior; languages that were left out of
//! the fit gained by it too. A few were then set by hand, where a guide is firmer than the captions are: names,
//! numbers, negations, objects, phrases of scripts without blanks, sentences without full stops, and cues that end where
//! nothing speaks for it. Only differences count.

use super::feature::{FEATURES, Feature};
use super::segment::Weights;

/// A feature, its name for whoever asks why a break is there, and its weights for a line and a cue that end there:
/// balanced, fill-first.
type Row = (Feature, &'static str, [f32; 2], [f32; 2]);

/// Positive speaks for a break, negative against it.
#[rustfmt::skip]
pub(super) const TABLE: &[Row] = &[
    // any other place: where sense gives no reason, no break
    (Feature::Plain, "no punctuation", [-5.4, -8.6], [-0.0, -1.4]),
    // one sentence a cue where it fits (all guides)
    (Feature::Sentence, "a sentence ends", [5.7, 20.6], [4.2, 30.0]),
    // a thought left open, a doubtful full stop
    (Feature::Trailing, "after dots, or a full stop that ends no sentence", [3.2, 9.6], [3.2, 9.6]),
    // what follows explains what stands before
    (Feature::Colon, "after a colon or semicolon", [2.7, 13.2], [4.5, 7.5]),
    // behind an aside
    (Feature::AfterDash, "after a dash", [3.3, 3.8], [3.4, 2.0]),
    // before an aside
    (Feature::BeforeDash, "before a dash", [2.1, 3.5], [0.3, 0.4]),
    // after other punctuation (Netflix, BBC)
    (Feature::Comma, "after a comma", [2.5, 4.1], [0.2, -2.5]),
    // behind a quotation
    (Feature::AfterClosing, "after a closing quote or bracket", [2.2, 4.7], [2.2, 4.0]),
    // before a quotation
    (Feature::BeforeOpening, "before an opening quote or bracket", [1.1, 2.8], [1.1, 2.8]),
    // sounds stand apart from speech
    (Feature::SoundEdge, "between speech and a sound", [4.9, 12.3], [4.9, 12.3]),
    // a new speaker, a new line or cue
    (Feature::Dialogue, "another speaker begins", [9.4, 16.3], [8.7, 17.3]),
    // the best place inside a sentence
    (Feature::CommaConjunction, "a conjunction after the comma", [0.7, 2.7], [-1.2, -0.1]),
    // before a conjunction or relative (Netflix, BBC, TED)
    (Feature::BeforeConjunction, "before a conjunction", [3.9, 8.1], [-1.0, -0.9]),
    // before a preposition with its phrase
    (Feature::BeforePreposition, "before a preposition", [2.2, 2.6], [-1.4, -1.5]),
    // between subject and verb phrase
    (Feature::BeforeAuxiliary, "before an auxiliary verb", [2.4, 4.3], [0.1, -0.5]),
    // a clause often begins with one
    (Feature::BeforePronoun, "before a pronoun", [-0.4, 6.3], [-0.4, -0.0]),
    // before a noun phrase: good for a line, less for a cue
    (Feature::BeforeDeterminer, "before an article or the like", [1.2, -2.5], [-0.9, -2.1]),
    // belongs to its verb
    (Feature::BeforeNegation, "before a negation", [-1.6, -0.8], [-0.1, -1.0]),
    // neutral
    (Feature::BeforeAdverb, "before an adverb", [0.0, 0.6], [-0.3, -1.1]),
    // neutral
    (Feature::BeforeNumber, "before a number", [-0.2, 0.9], [-1.3, -0.5]),
    // never before what leans backwards
    (Feature::BeforePostposition, "before a particle that leans back", [-7.2, -12.2], [-7.2, -12.2]),
    // an object follows its verb
    (Feature::BeforeObject, "before the object of its verb", [-2.0, -4.0], [-1.0, -3.0]),
    // a conjunction opens what follows
    (Feature::AfterConjunction, "after a conjunction", [-2.6, -4.5], [-1.6, -2.3]),
    // never leave a preposition behind (all guides)
    (Feature::AfterPreposition, "after a preposition", [-4.1, -5.7], [-0.4, -1.6]),
    // verb and auxiliary belong together
    (Feature::AfterAuxiliary, "after an auxiliary verb", [-1.3, -3.1], [0.5, -1.1]),
    // subject and verb belong together
    (Feature::AfterPronoun, "after a pronoun", [-2.5, -1.0], [-0.1, 1.1]),
    // never leave an article behind (all guides)
    (Feature::AfterDeterminer, "after an article or the like", [-4.0, -7.0], [-0.9, -0.1]),
    // belongs to what follows
    (Feature::AfterNegation, "after a negation", [-6.0, -9.0], [-1.5, -4.4]),
    // belongs to what follows
    (Feature::AfterAdverb, "after an adverb", [-0.6, -1.8], [0.0, -1.7]),
    // belongs to what is counted
    (Feature::AfterNumber, "after a number", [-3.0, -4.0], [-2.1, 0.0]),
    // a phrase ends there
    (Feature::AfterPostposition, "after a particle that leans back", [1.8, 0.7], [1.8, 0.7]),
    // what is described follows
    (Feature::AfterLinker, "after what joins a noun to what describes it", [-1.0, -4.0], [-1.0, -4.0]),
    // `he | is`
    (Feature::InsideVerb, "between a pronoun or a negation and its verb", [-3.6, -9.9], [-0.7, -5.9]),
    // `of | course`
    (Feature::InsideExpression, "inside an expression", [-6.1, -9.0], [-0.7, -4.8]),
    // first and last name (Netflix)
    (Feature::InsideName, "inside a name", [-6.0, -8.0], [-2.5, -4.8]),
    // neutral
    (Feature::BeforeName, "before a capital", [0.9, 1.0], [-0.4, -0.4]),
    // without a lexicon: short words are function words
    (Feature::AfterShort, "after a short word", [-2.0, -2.4], [-2.0, -2.4]),
    // inside a phrase of a script without blanks
    (Feature::InsidePhrase, "inside a phrase", [-10.0, -12.0], [-10.0, -12.0]),
    // between two of its phrases
    (Feature::BetweenPhrases, "between two phrases", [0.0, 0.0], [0.0, 0.0]),
    // a blank where none is needed
    (Feature::Blank, "a blank where none is needed", [4.0, 8.0], [4.0, 8.0]),
    // a sentence that begins without a full stop before it
    (Feature::CapitalStart, "a sentence begins that has no full stop before it", [6.0, 12.0], [4.0, 16.0]),
    // a sentence that leaves its full stop out
    (Feature::AfterFinal, "after what ends sentences", [4.0, 12.0], [4.0, 12.0]),
    // a start that is known is worth having
    (Feature::Stamp, "at a stamp", [0.5, 0.5], [0.5, 0.5]),
    // lines that were captions before stay captions
    (Feature::DenseStamp, "stamps as dense as captions", [2.0, 8.0], [2.0, 8.0]),
    // without full stops a stamp is the likeliest end of a sentence, and what follows it is shown in time
    (Feature::LoneStamp, "a stamp where full stops are left out", [6.0, 16.0], [6.0, 16.0]),
    // never
    (Feature::Glued, "must not be parted", [-60.0, -60.0], [-60.0, -60.0]),
];

const fn column(fill_first: bool, cue: bool) -> [f32; FEATURES] {
    let mut weights = [0.0; FEATURES];
    let mut row = 0;
    while row < TABLE.len() {
        let (feature, _, balanced, full) = TABLE[row];
        let pair = if fill_first { full } else { balanced };
        weights[feature as usize] = pair[cue as usize];
        row += 1;
    }
    weights
}

/// Cuts as TED and Netflix do: by sense, lines of about equal length.
pub(super) static BALANCED: Weights = Weights {
    line: column(false, false),
    cue: column(false, true),
    lines: [-9.4, -13.8, -2.0],
    short: [-18.1, -5.1, -3.2, -2.2, -1.9, -1.6],
    long: [-0.7, -0.7, -0.8, -1.9, -7.2],
    full: [0.6, 0.5, 0.1, -1.7, -2.6, -2.6],
    unequal: [-1.1, -2.4, -4.7, -5.8, -9.6],
    top_heavy: 0.0,
    fragment: -4.0,
    fragment_line: -2.8,
    fast: 0.3,
    brief: 12.0,
    lasting: 6.0,
};

/// Cuts as broadcasters with narrow lines do: lines as full as they get.
pub(super) static FILL_FIRST: Weights = Weights {
    line: column(true, false),
    cue: column(true, true),
    lines: [-12.7, -11.1, -2.0],
    short: [-14.6, -9.6, -4.3, -1.3, -1.3, -2.6],
    long: [0.8, -1.4, -0.8, -1.9, -7.2],
    full: [0.3, 2.6, 4.4, 1.4, -1.6, -8.3],
    unequal: [-5.4, -8.5, -10.9, -12.2, -15.2],
    top_heavy: -4.0,
    fragment: -0.5,
    fragment_line: -2.3,
    fast: 0.3,
    brief: 12.0,
    lasting: 6.0,
};
