//! ELAN annotations (EAF, XML): tiers of annotations between time slots in milliseconds.
//!
//! A tier without a parent is somebody's speech. Tiers below it hold its words, or say the same again
//! (a translation, a gloss); those are set aside, unless the tier above only numbers its annotations.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::rc::Rc;

use super::track::{self, Aside, Block, Order, Track};
use super::xml::{self, Node};
use super::{Caps, Format, ReadOptions};
use crate::diagnostic::{Diagnostic, Sink};
use crate::error::Result;
use crate::model::{Document, DocumentKind, Metadata, Timestamp, Word};
use crate::source::Source;

pub(super) static FORMAT: Format = Format {
    id: "eaf",
    name: "ELAN",
    aliases: &["elan"],
    extensions: &["eaf"],
    caps: Caps { speakers: true, words: true, metadata: true, ..Caps::NONE },
    detect,
    read: Some(read),
    write: None,
};

fn detect(text: &str) -> u8 {
    if xml::root(text) == Some("ANNOTATION_DOCUMENT") { 98 } else { 0 }
}

#[derive(Default)]
struct Tier {
    id: String,
    participant: String,
    parent: Option<String>,
    kind: String,
    annotations: Vec<Annotation>,
    place: Range<usize>,
}

#[derive(Default)]
struct Annotation {
    id: String,
    /// The slots it stands between, or the annotation it belongs to.
    slots: Option<(String, String)>,
    of: String,
    value: String,
    place: Range<usize>,
}

/// What the walk through the file gathers.
#[derive(Default)]
struct Elan {
    slots: HashMap<String, Option<Timestamp>>,
    tiers: Vec<Tier>,
    metadata: Metadata,
}

impl Elan {
    /// The times of an annotation with slots of its own; a slot may have no time.
    fn times(&self, annotation: &Annotation) -> (Option<Timestamp>, Option<Timestamp>) {
        let time = |slot: &str| self.slots.get(slot).copied().flatten();
        annotation.slots.as_ref().map_or((None, None), |(start, end)| (time(start), time(end)))
    }
}

fn gather(text: &str, sink: &mut Sink) -> Result<Elan> {
    let mut elan = Elan::default();
    let mut in_value = false;
    xml::walk(text, sink, |node, at, sink| {
        match node {
            Node::Open(element) => {
                let attr = |name: &str| element.attr(name).unwrap_or_default();
                match element.name() {
                    "ANNOTATION_DOCUMENT" => {
                        elan.metadata.date = element.attr("DATE").filter(|date| !date.is_empty());
                        if let Some(author) = element.attr("AUTHOR").filter(|author| !author.is_empty()) {
                            elan.metadata.other.insert("author".into(), author);
                        }
                    }
                    "HEADER" if !matches!(attr("TIME_UNITS").as_str(), "" | "milliseconds") => {
                        let message = format!("times are in {}; they were read as milliseconds", attr("TIME_UNITS"));
                        sink.report(Diagnostic::warning("time-unit-unknown", message).at(at..at));
                    }
                    "MEDIA_DESCRIPTOR" if !attr("MEDIA_URL").is_empty() => {
                        elan.metadata.other.entry("media".into()).or_insert_with(|| attr("MEDIA_URL"));
                    }
                    "TIME_SLOT" => {
                        let time = element.attr("TIME_VALUE").and_then(|value| track::millis(&value));
                        elan.slots.insert(attr("TIME_SLOT_ID"), time);
                    }
                    "TIER" => elan.tiers.push(Tier {
                        id: attr("TIER_ID"),
                        participant: attr("PARTICIPANT"),
                        parent: element.attr("PARENT_REF"),
                        kind: attr("LINGUISTIC_TYPE_REF"),
                        annotations: Vec::new(),
                        place: at..at,
                    }),
                    "ALIGNABLE_ANNOTATION" | "REF_ANNOTATION" => {
                        let slots = element.attr("TIME_SLOT_REF1").zip(element.attr("TIME_SLOT_REF2"));
                        let (id, of) = (attr("ANNOTATION_ID"), attr("ANNOTATION_REF"));
                        if let Some(tier) = elan.tiers.last_mut() {
                            tier.annotations.push(Annotation { id, slots, of, value: String::new(), place: at..at });
                        }
                    }
                    "ANNOTATION_VALUE" => in_value = true,
                    _ => {}
                }
            }
            Node::Close("ANNOTATION_VALUE") => in_value = false,
            Node::Text(piece) if in_value => {
                if let Some(annotation) = elan.tiers.last_mut().and_then(|tier| tier.annotations.last_mut()) {
                    annotation.value.push_str(piece);
                    annotation.place.end = at + piece.len();
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(elan)
}

fn read<'a>(source: &'a Source<'a>, options: &ReadOptions, sink: &mut Sink) -> Result<Document<'a>> {
    let mut elan = gather(source.text(), sink)?;
    let mut track = Track::new(options);
    let mut roots: Vec<Tier> = Vec::new();
    let mut below: BTreeMap<String, Vec<Tier>> = BTreeMap::new();
    for mut tier in std::mem::take(&mut elan.tiers) {
        match tier.parent.take() {
            Some(parent) => below.entry(parent).or_default().push(tier),
            None => roots.push(tier),
        }
    }
    for mut root in roots {
        let mut none = Vec::new();
        let children = below.get_mut(&root.id).unwrap_or(&mut none);
        let mut take = |fits: &dyn Fn(&Tier) -> bool| children.iter().position(fits).map(|at| children.remove(at));
        if only_numbers(&root)
            && let Some(child) =
                take(&|tier| tier.annotations.iter().any(|a| has_letters(&a.value)) && !tells_words(tier))
        {
            let message =
                format!("the tier \"{}\" only numbers its annotations; \"{}\" was read for it", root.id, child.id);
            sink.report(Diagnostic::note("tier-set-aside", message).at(root.place.clone()));
            take_values(&mut root, child);
        }
        let words = take(&|tier| tells_words(tier) && tier.annotations.iter().all(|a| a.slots.is_some()));
        push_tier(&elan, &mut track, root, words, sink)?;
    }
    for tier in below.values().flatten().filter(|tier| !tier.annotations.is_empty()) {
        let count = tier.annotations.len();
        let message = format!("the tier \"{}\", below another, was set aside ({count} annotations)", tier.id);
        sink.report(Diagnostic::note("tier-set-aside", message).at(tier.place.clone()));
    }
    let metadata = std::mem::take(&mut elan.metadata);
    track.finish(DocumentKind::Transcript, Order::Sorted, metadata, source, options, sink)
}

fn has_letters(value: &str) -> bool {
    value.chars().filter(|c| c.is_alphabetic()).count() > 1
}

/// Whether a tier only numbers what the tiers below it say (`ref`, `001`).
fn only_numbers(tier: &Tier) -> bool {
    let number = |a: &Annotation| {
        let value = a.value.trim();
        !value.contains(char::is_whitespace) && (value.is_empty() || value.contains(|c: char| c.is_ascii_digit()))
    };
    !tier.annotations.is_empty() && tier.annotations.iter().all(number)
}

fn tells_words(tier: &Tier) -> bool {
    let names = [tier.id.to_lowercase(), tier.kind.to_lowercase()];
    names.iter().any(|name| ["word", "token", "wort", "mots"].iter().any(|word| name.contains(word)))
}

/// Gives annotations the values of those below them.
fn take_values(root: &mut Tier, child: Tier) {
    let mut values: HashMap<String, String> = HashMap::new();
    for annotation in child.annotations {
        let value = values.entry(annotation.of).or_default();
        track::push_word(value, annotation.value.trim());
    }
    for annotation in &mut root.annotations {
        annotation.value = values.remove(&annotation.id).unwrap_or_default();
    }
}

/// Takes a tier's annotations in as turns, with the words that lie in them.
fn push_tier(elan: &Elan, track: &mut Track, tier: Tier, words: Option<Tier>, sink: &mut Sink) -> Result<()> {
    let name = [&tier.participant, &tier.id].into_iter().map(|name| name.trim()).find(|name| !name.is_empty());
    let generic = |name: &str| {
        matches!(name.to_lowercase().as_str(), "default" | "transcript" | "transcription" | "text" | "utterance")
    };
    let speaker: Option<Rc<str>> = name.filter(|name| !generic(name)).map(Rc::from);
    let mut words: Vec<(Timestamp, Timestamp, Annotation)> = words
        .into_iter()
        .flat_map(|tier| tier.annotations)
        .filter_map(|a| match elan.times(&a) {
            (Some(start), Some(end)) if !a.value.trim().is_empty() => Some((start, end, a)),
            _ => None,
        })
        .collect();
    words.sort_by_key(|(start, _, _)| *start);
    let mut outside: Aside = Aside::default();
    let mut annotations: Vec<_> = tier.annotations.into_iter().map(|a| (elan.times(&a), a)).collect();
    if annotations.iter().all(|((start, _), _)| start.is_some()) {
        annotations.sort_by_key(|((start, _), _)| *start);
    }
    let mut words = words.into_iter().peekable();
    for ((start, end), annotation) in annotations {
        let text = track::collapse(&annotation.value);
        let mut own = Vec::new();
        if let (Some(start), Some(end)) = (start, end) {
            while let Some((_, _, word)) = words.next_if(|(word, _, _)| *word < start) {
                outside.add(word.place);
            }
            while let Some((start, end, word)) = words.next_if(|(word, _, _)| *word < end) {
                own.push(Word { start, end: end.max(start), text: track::collapse(&word.value) });
            }
        }
        if !text.is_empty() {
            let speaker = speaker.clone();
            track.push(Block {
                start,
                end,
                speaker,
                text,
                words: own,
                source: annotation.place,
                ..Block::default()
            })?;
        }
    }
    words.for_each(|(_, _, word)| outside.add(word.place));
    outside.report(sink, "words-set-aside", "words that lie in no turn of their speaker were left out");
    Ok(())
}
