//! A document divided into several, each of which can go by itself.

use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Sink};
use crate::format::dialogue;
use crate::model::{Cue, Document, Speakers, Timestamp};

use super::{Selection, TimeMap, retime};

/// Where a document is divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Division {
    /// At these times, in any order.
    At(Vec<Timestamp>),
    /// Every so long, from zero to the end of the last cue.
    Every(Timestamp),
    /// Behind so many cues.
    Count(usize),
}

/// How [`divide`] treats the parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DivideOptions {
    /// Whether a cue that is shown over the end of a part stays whole, in the part in which it begins, instead of being
    /// cut and shown in both. It is never cut where cues are counted.
    pub whole_cues: bool,
    /// Whether each part begins at zero.
    pub rezero: bool,
}

/// A part of a document.
#[derive(Debug, Clone)]
pub struct DocumentPart<'a> {
    /// When it began in the whole. The first begins at zero, or with its first cue if that is before.
    pub begin: Timestamp,
    /// Its cues, and all that is known of the whole.
    pub document: Document<'a>,
}

/// Most parts a document is divided into: a length of time that was meant to be longer would fill the disk.
const MOST_PARTS: usize = 100_000;

/// Most pieces of cues beyond the cues there are: hours of cues in parts of a second each.
const MOST_PIECES: usize = 1_000_000;

/// Divides a document. Parts in which nothing is shown are there too, so that they can be counted with those of the
/// programme. Cues that are cut are reported.
///
/// What is known of the whole (title, notes, style sheets, regions) is in every part. A part of a document that was
/// read keeps its source: what did not change is written as it was.
///
/// # Errors
///
/// A text that says why, if the division makes no sense: no length, no count, or more than 100,000 parts.
///
/// ```
/// use cuekit::{Cue, DivideOptions, Division, Document, Sink, Timestamp, divide};
/// let cue = |at| Cue::new(Timestamp::from_secs(at), Timestamp::from_secs(at + 2), "So.");
/// let document = Document { cues: vec![cue(1), cue(59), cue(70)], ..Document::default() };
/// let options = DivideOptions { rezero: true, ..DivideOptions::default() };
/// let parts = divide(document, &Division::Every(Timestamp::from_secs(60)), &options, &mut Sink::new()).unwrap();
/// assert_eq!(parts[0].document.cues.len(), 2);
/// // The second is shown for a second in both.
/// assert_eq!(parts[1].document.cues[0].end, Timestamp::from_secs(1));
/// ```
pub fn divide<'a>(
    document: Document<'a>,
    division: &Division,
    options: &DivideOptions,
    sink: &mut Sink,
) -> Result<Vec<DocumentPart<'a>>, String> {
    let over = document.cues.iter().map(|cue| cue.end).max().unwrap_or_default();
    let mut parts = match division {
        Division::Count(0) => return Err("a part cannot have no cues".into()),
        Division::Count(count) => by_count(document, *count),
        Division::At(times) => {
            let mut times: Vec<Timestamp> = times.iter().copied().filter(|time| *time > Timestamp::ZERO).collect();
            times.sort_unstable();
            times.dedup();
            by_time(document, &times, options.whole_cues, sink)?
        }
        Division::Every(length) if *length <= Timestamp::ZERO => return Err("a part must have a length".into()),
        Division::Every(length) => {
            let count = (over.as_nanos().max(1) - 1) / length.as_nanos();
            if count >= MOST_PARTS as i64 {
                return Err(format!("that would be {} parts, and at most {MOST_PARTS} are made", count + 1));
            }
            let times: Vec<Timestamp> = (1..=count).map(|nth| Timestamp::from_nanos(length.as_nanos() * nth)).collect();
            by_time(document, &times, options.whole_cues, sink)?
        }
    };
    if parts.len() > MOST_PARTS {
        return Err(format!("that would be {} parts, and at most {MOST_PARTS} are made", parts.len()));
    }
    let speaking: HashSet<String> =
        parts.iter().flat_map(|part| who_speaks(&part.document)).map(str::to_owned).collect();
    parts.iter_mut().for_each(|part| keep_speakers(&mut part.document, &speaking));
    if options.rezero {
        for part in &mut parts {
            retime(&mut part.document, &TimeMap::shift(-part.begin), &Selection::default());
        }
    }
    Ok(parts)
}

/// The names of those who speak in a document's cues, in their order; some more than once.
fn who_speaks<'d>(document: &'d Document<'_>) -> impl Iterator<Item = &'d str> {
    let voices = |cue: &'d Cue<'_>| document.speaker_of(cue).into_iter().chain(dialogue::voices(&cue.text));
    document.cues.iter().flat_map(voices)
}

/// Leaves those out of a part's speakers who speak only elsewhere.
fn keep_speakers(part: &mut Document<'_>, speaking: &HashSet<String>) {
    let mut kept = Speakers::default();
    let here = who_speaks(part).filter(|name| part.speakers.id(name).is_some());
    let silent = part.speakers.names().filter(|name| !speaking.contains(*name));
    for name in here.chain(silent) {
        kept.intern(name);
    }
    for cue in &mut part.cues {
        cue.speaker = cue.speaker.and_then(|id| kept.id(part.speakers.get(id)?));
    }
    part.speakers = kept;
}

fn by_count(mut document: Document<'_>, count: usize) -> Vec<DocumentPart<'_>> {
    let mut cues = std::mem::take(&mut document.cues).into_iter().peekable();
    let mut parts = Vec::new();
    while cues.peek().is_some() {
        let of_part: Vec<Cue<'_>> = cues.by_ref().take(count).collect();
        let first = of_part.iter().map(|cue| cue.start).min().unwrap_or_default();
        let begin = if parts.is_empty() { first.min(Timestamp::ZERO) } else { first };
        parts.push(DocumentPart { begin, document: Document { cues: of_part, ..document.clone() } });
    }
    parts
}

/// Parts between times that are in order and above zero.
fn by_time<'a>(
    mut document: Document<'a>,
    times: &[Timestamp],
    whole_cues: bool,
    sink: &mut Sink,
) -> Result<Vec<DocumentPart<'a>>, String> {
    let cues = std::mem::take(&mut document.cues);
    let first = cues.iter().map(|cue| cue.start).min().unwrap_or_default().min(Timestamp::ZERO);
    let mut of_parts: Vec<Vec<Cue<'a>>> = vec![Vec::new(); times.len() + 1];
    let mut pieces = 0;
    for (index, cue) in cues.into_iter().enumerate() {
        let part = times.partition_point(|time| *time <= cue.start);
        // A cue without length is shown where it begins.
        let last = if whole_cues { part } else { times.partition_point(|time| *time < cue.end).max(part) };
        pieces += last - part;
        if pieces > MOST_PIECES {
            return Err("most cues would be cut into many pieces: the parts are too short for them".into());
        }
        if part < last {
            let message = format!("cue {} is shown over {}, and was cut there", index + 1, times[part]);
            let diagnostic = Diagnostic::note("cue-divided", message).cue(index);
            let place = cue.source.range();
            sink.report(if place.is_empty() { diagnostic } else { diagnostic.at(place) });
        }
        for nth in part..last {
            let from = if nth == part { cue.start } else { times[nth - 1] };
            of_parts[nth].push(between(cue.clone(), from, times[nth]));
        }
        let (from, to) = (if part == last { cue.start } else { times[last - 1] }, cue.end);
        of_parts[last].push(between(cue, from, to));
    }
    let begins = std::iter::once(first).chain(times.iter().copied());
    Ok(begins
        .zip(of_parts)
        .map(|(begin, cues)| DocumentPart { begin, document: Document { cues, ..document.clone() } })
        .collect())
}

/// What is shown of a cue between two times.
fn between(mut cue: Cue<'_>, from: Timestamp, to: Timestamp) -> Cue<'_> {
    if (from, to) != (cue.start, cue.end) {
        (cue.start, cue.end) = (from, to);
        if let Some(extra) = &mut cue.extra {
            extra.words.retain(|word| word.end > from && word.start < to);
        }
    }
    cue
}
