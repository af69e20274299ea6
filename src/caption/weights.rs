//! The weights of the optimiser, each with its reason.

use super::breaks::{FEATURES, Feature};
use super::segment::Weights;

/// One feature's weights: where it speaks, for a line and for a cue.
type Row = (Feature, f32, f32);

/// The table. Positive speaks for a break, negative against it.
const TABLE: &[Row] = &[
    (Feature::Plain, -2.5, -9.5),
    (Feature::Sentence, 5.0, 20.0),
    (Feature::Trailing, 3.0, 8.0),
    (Feature::Colon, 3.0, 12.0),
    (Feature::AfterDash, 2.0, 10.0),
    (Feature::BeforeDash, 2.0, 6.0),
    (Feature::Comma, 3.0, 8.0),
    (Feature::AfterClosing, 3.0, 6.0),
    (Feature::BeforeOpening, 1.0, 2.0),
    (Feature::SoundEdge, 5.0, 12.0),
    (Feature::Dialogue, 6.0, 20.0),
    (Feature::BeforeConjunction, 4.5, 10.0),
    (Feature::CommaConjunction, 0.5, 1.0),
    (Feature::BeforePreposition, 3.0, 4.5),
    (Feature::BeforeAuxiliary, 3.5, 7.0),
    (Feature::BeforePronoun, 0.0, 7.0),
    (Feature::BeforeDeterminer, 2.0, -2.5),
    (Feature::BeforeNegation, -2.0, -2.0),
    (Feature::BeforeAdverb, 0.0, 0.0),
    (Feature::BeforeNumber, 0.0, 0.0),
    (Feature::BeforePostposition, -8.0, -12.0),
    (Feature::AfterConjunction, -1.0, -0.5),
    (Feature::AfterPreposition, -2.0, -3.5),
    (Feature::AfterAuxiliary, -0.5, -2.5),
    (Feature::AfterPronoun, -2.0, 2.0),
    (Feature::AfterDeterminer, -4.0, -5.0),
    (Feature::AfterNegation, -4.0, -5.5),
    (Feature::AfterAdverb, -1.0, -1.0),
    (Feature::AfterNumber, -2.5, 0.5),
    (Feature::AfterPostposition, 2.0, 4.0),
    (Feature::InsideVerb, -3.5, -10.0),
    (Feature::InsideExpression, -6.0, -8.0),
    (Feature::InsideName, -6.0, -6.0),
    (Feature::BeforeName, 0.0, 0.0),
    (Feature::AfterShort, -2.0, -2.5),
    (Feature::Unspaced, -1.0, -4.0),
    (Feature::PhraseStart, 2.0, 4.0),
    (Feature::Stamp, 1.0, 4.0),
    (Feature::Glued, -60.0, -60.0),
];

const fn column(cue: bool) -> [f32; FEATURES] {
    let mut weights = [0.0; FEATURES];
    let mut row = 0;
    while row < TABLE.len() {
        let (feature, line, end) = TABLE[row];
        weights[feature as usize] = if cue { end } else { line };
        row += 1;
    }
    weights
}

/// Cuts as TED and Netflix do: by sense, lines of about equal length.
pub(super) static BALANCED: Weights = Weights {
    line: column(false),
    cue: column(true),
    lines: [-10.5, -13.0, -2.0],
    short: [-26.0, -7.5, -5.0, -2.0, -0.5, 0.0],
    long: [0.0, -1.0, -3.0, -6.0, -10.0],
    full: [0.0, 0.0, 0.0, 0.0, -1.0, -3.0],
    unequal: [-1.0, -2.5, -4.5, -6.5, -9.0],
    top_heavy: 0.0,
    fragment: -6.0,
    fragment_line: -3.0,
    fast: 0.3,
    brief: 12.0,
    lasting: 6.0,
};
