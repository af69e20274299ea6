//! Where phrases begin in scripts that write without blanks.
//!
//! A line may end between any two Chinese or Japanese characters, but a reader stumbles where a phrase is cut;
//! Thai, Lao, Khmer and Burmese lines must not end inside a word at all. The models for Japanese, Chinese and
//! Thai are small; the dictionaries for the other three come with the feature `southeast-asian`.

use std::ops::Range;

use budoux_phf_rs::Parser;

use super::lang::{Class, Lexicon};
use crate::model::Document;

/// What knows the phrases of a language.
pub(super) enum Phrases {
    /// Blanks part its words, or nothing is known of it.
    Unknown,
    /// A model of the places where phrases begin, made on texts with full stops and commas.
    Model(Parser),
    /// The same for Chinese, where captions leave them out: a conjunction begins a phrase whatever the model says.
    Chinese(Parser),
    /// A dictionary of its words.
    #[cfg(feature = "southeast-asian")]
    Dictionary(icu_segmenter::WordSegmenterBorrowed<'static>),
}

impl Phrases {
    /// The phrases of a language tag (`ja`, `zh-TW`); the text tells which Chinese it is if the tag does not.
    pub(super) fn of(language: Option<&str>, document: &Document<'_>) -> Phrases {
        let language = language.unwrap_or_default().to_ascii_lowercase();
        let mut subtags = language.split(['-', '_']);
        match subtags.next().unwrap_or_default() {
            "ja" => Phrases::Model(Parser::japanese_parser()),
            "th" => Phrases::Model(Parser::thai_parser()),
            "zh" | "yue" | "cmn" => {
                let traditional = match subtags.find_map(chinese) {
                    Some(traditional) => traditional,
                    None => document.cues.iter().take(100).any(|cue| cue.text.as_str().contains(TRADITIONAL)),
                };
                Phrases::Chinese(match traditional {
                    true => Parser::traditional_chinese_parser(),
                    false => Parser::simplified_chinese_parser(),
                })
            }
            #[cfg(feature = "southeast-asian")]
            "lo" | "km" | "my" => {
                let options = icu_segmenter::options::WordBreakInvariantOptions::default();
                Phrases::Dictionary(icu_segmenter::WordSegmenter::new_dictionary(options))
            }
            _ => Phrases::Unknown,
        }
    }

    /// The bytes of a text without blanks at which phrases begin, in order, its start left out.
    pub(super) fn starts(&self, text: &str, lexicon: &Lexicon) -> Vec<usize> {
        let mut starts = Vec::new();
        // Every script in question lies beyond the two-byte characters.
        if text.bytes().all(|byte| byte < 0xE0) {
            return starts;
        }
        match self {
            Phrases::Unknown => {}
            Phrases::Model(parser) => push_starts(parser, text, &mut starts),
            Phrases::Chinese(parser) => {
                push_starts(parser, text, &mut starts);
                for conjunction in conjunctions(text, lexicon) {
                    starts.retain(|at| !conjunction.contains(at));
                    starts.extend((conjunction.start > 0).then_some(conjunction.start));
                }
                starts.sort_unstable();
            }
            #[cfg(feature = "southeast-asian")]
            Phrases::Dictionary(segmenter) => {
                starts.extend(segmenter.segment_str(text).filter(|&at| at > 0 && at < text.len()));
            }
        }
        starts
    }
}

fn push_starts(parser: &Parser, text: &str, starts: &mut Vec<usize>) {
    let mut at = 0;
    parser.parse_with(text, |phrase| {
        starts.extend((at > 0).then_some(at));
        at += phrase.len();
    });
}

/// The conjunctions of two characters and more in a text, the longest at each place.
fn conjunctions<'t>(text: &'t str, lexicon: &'t Lexicon) -> impl Iterator<Item = Range<usize>> + 't {
    let mut done = 0;
    text.char_indices().filter_map(move |(start, _)| {
        let ends = text[start..].char_indices().map(|(end, _)| start + end).chain([text.len()]);
        let is_one = |&end: &usize| lexicon.entry(&text[start..end]).class == Class::Conjunction;
        let end = if start < done { None } else { ends.skip(2).take(3).filter(is_one).last() }?;
        done = end;
        Some(start..end)
    })
}

/// Common characters that only traditional Chinese has.
const TRADITIONAL: [char; 12] = ['這', '們', '個', '會', '說', '為', '來', '時', '國', '對', '還', '過'];

/// Whether a script or region subtag means traditional Chinese, if it means either.
fn chinese(subtag: &str) -> Option<bool> {
    match subtag {
        "hant" | "tw" | "hk" | "mo" => Some(true),
        "hans" | "cn" | "sg" | "my" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Cue, Timestamp};

    fn phrases(text: &str, language: &str) -> Vec<String> {
        let cue = Cue::new(Timestamp::ZERO, Timestamp::ZERO, text.to_owned());
        let document = Document { cues: vec![cue], ..Document::default() };
        let mut starts = Phrases::of(Some(language), &document).starts(text, &Lexicon::of(Some(language)));
        starts.insert(0, 0);
        starts.push(text.len());
        starts.windows(2).map(|pair| text[pair[0]..pair[1]].to_owned()).collect()
    }

    #[test]
    fn phrases_of_each_language() {
        assert_eq!(phrases("私は昨日学校に行きました", "ja"), ["私は", "昨日学校に", "行きました"]);
        assert_eq!(phrases("我们今天想谈谈这个问题", "zh").concat(), "我们今天想谈谈这个问题");
        assert!(phrases("我們今天想談談這個問題", "zh").len() > 2);
        assert!(phrases("วันนี้เราจะพูดถึงเรื่องนี้", "th").len() > 2);
        assert_eq!(phrases("word", "ja"), ["word"]);
    }

    #[cfg(feature = "southeast-asian")]
    #[test]
    fn words_by_dictionary() {
        assert!(phrases("ພວກເຮົາໄປໂຮງຮຽນ", "lo").len() > 2);
        assert!(phrases("យើងទៅសាលារៀន", "km").len() > 2);
        assert!(phrases("ကျွန်တော်တို့ကျောင်းသွားတယ်", "my").len() > 2);
    }
}
