//! Documents joined one after another into one.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Selection, TimeMap, retime};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Document, DocumentKind, Metadata, Region, SourceRange, SpeakerId, Timestamp};

/// Where a document goes in the one that others are joined to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartPlace {
    /// When it begins; by default where the one before is over.
    pub at: Option<Timestamp>,
    /// How long its programme is; by default what its metadata says, else the end of its last cue.
    pub length: Option<Timestamp>,
}

/// Joins documents, one after another.
///
/// Each begins where the one before is over, after a gap, or at a time of its own. Joining is associative: a
/// joined document can be joined again as if its parts had been given one by one.
///
/// ```
/// use cuekit::{Cue, Document, Join, PartPlace, Sink, Timestamp};
/// let part = || {
///     let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(2), "Hello.");
///     Document { cues: vec![cue], ..Document::default() }
/// };
/// let mut join = Join::new(Timestamp::from_secs(1));
/// let mut sink = Sink::new();
/// join.add(part(), &PartPlace::default(), &mut sink);
/// let begin = join.add(part(), &PartPlace::default(), &mut sink);
/// assert_eq!(begin, Timestamp::from_secs(3));
/// assert_eq!(join.finish(&mut sink).cues[1].start, begin);
/// ```
#[derive(Debug, Default)]
pub struct Join {
    joined: Document<'static>,
    gap: Timestamp,
    /// When what is joined so far is over.
    over: Timestamp,
    parts: usize,
    /// What the parts say differently of the whole, and how often the first word was kept.
    differing: BTreeMap<String, usize>,
    /// Documents that begin before the one before them is over.
    overlapping: usize,
}

impl Join {
    /// Nothing joined yet; `gap` will lie between two documents.
    pub fn new(gap: Timestamp) -> Join {
        Join { gap, ..Join::default() }
    }

    /// Adds a document behind the others; when it begins.
    ///
    /// A length that is less than its captions need is reported.
    pub fn add(&mut self, mut part: Document<'_>, place: &PartPlace, sink: &mut Sink) -> Timestamp {
        let begin = place.at.unwrap_or(if self.parts == 0 { Timestamp::ZERO } else { self.over + self.gap });
        let last = part.cues.iter().map(|cue| cue.end).max().unwrap_or(Timestamp::ZERO);
        let length = place.length.or(part.metadata.duration).unwrap_or(last);
        if last > length {
            let message = format!("the captions go on to {last}, but what they belong to is {length} long");
            sink.report(Diagnostic::warning("join-overlap", message).help("what follows begins where it is over"));
        }
        if begin < self.over {
            self.overlapping += 1;
        }
        retime(&mut part, &TimeMap::shift(begin), &Selection::default());
        let whole = place.length.is_some() || part.metadata.duration.is_some();
        self.metadata(&mut part, whole.then_some(begin + length));
        let speakers: Vec<SpeakerId> = part.speakers.names().map(|name| self.joined.speakers.intern(name)).collect();
        self.joined.cues.extend(part.cues.into_iter().map(|cue| {
            let mut cue = cue.into_owned();
            cue.speaker = cue.speaker.and_then(|id| speakers.get(id.index()).copied());
            cue.source = SourceRange::default();
            cue
        }));
        self.over = if self.parts == 0 { begin + length } else { self.over.max(begin + length) };
        self.parts += 1;
        begin
    }

    /// What was joined.
    ///
    /// What the documents say differently of the whole is reported: the first has the word.
    pub fn finish(self, sink: &mut Sink) -> Document<'static> {
        for (what, count) in self.differing {
            let message = format!("the {what} of {count} more of the files is another; that of the first was kept");
            sink.report(Diagnostic::note("loss-metadata", message));
        }
        if self.overlapping > 0 {
            let message = format!(
                "{} of the files begin{} before the one before {} over",
                self.overlapping,
                if self.overlapping == 1 { "s" } else { "" },
                if self.overlapping == 1 { "it is" } else { "them are" }
            );
            sink.report(Diagnostic::warning("join-overlap", message));
        }
        self.joined
    }

    fn metadata(&mut self, part: &mut Document<'_>, whole: Option<Timestamp>) {
        let Metadata { title, date, language, duration: _, description, keywords, notes, styles, regions, other } =
            std::mem::take(&mut part.metadata);
        let all = &mut self.joined.metadata;
        if self.parts == 0 {
            (self.joined.kind, self.joined.format) = (part.kind, part.format);
        }
        if part.kind == DocumentKind::Captions {
            self.joined.kind = DocumentKind::Captions;
        }
        let mut differing = Vec::new();
        let mut first = |what: &str, kept: &mut Option<String>, new: Option<String>| match (&kept, new) {
            (None, new) => *kept = new,
            (Some(kept), Some(new)) if *kept != new => differing.push(what.to_owned()),
            _ => {}
        };
        first("title", &mut all.title, title);
        first("date", &mut all.date, date);
        first("language", &mut all.language, language);
        first("description", &mut all.description, description);
        for (key, value) in other {
            let mut kept = all.other.remove(&key);
            first(&key, &mut kept, Some(value));
            all.other.extend(kept.map(|kept| (key, kept)));
        }
        for what in differing {
            *self.differing.entry(what).or_default() += 1;
        }
        // The whole is as long as the last of it, if that is known.
        all.duration = whole.map(|end| if self.parts == 0 { end } else { end.max(self.over) });
        let known: HashSet<String> = all.keywords.iter().cloned().collect();
        all.keywords.extend(keywords.into_iter().filter(|keyword| !known.contains(keyword)));
        all.notes.extend(notes);
        let new: Vec<String> = styles.into_iter().filter(|style| !all.styles.contains(style)).collect();
        all.styles.extend(new);
        add_regions(&mut all.regions, regions, part);
    }
}

/// Adds regions, under names of their own where there are others of their names, which the cues then go by.
pub(super) fn add_regions(regions: &mut Vec<Region>, new: Vec<Region>, part: &mut Document<'_>) {
    let mut renamed: HashMap<String, String> = HashMap::new();
    for mut region in new {
        if regions.contains(&region) {
            continue;
        }
        let taken = |id: &str| regions.iter().any(|region| region.id == id);
        if taken(&region.id) {
            // One that was renamed before is counted on from its first name, so that the order of joins is all the same.
            let base = region.id.trim_end_matches(|c: char| c.is_ascii_digit()).strip_suffix('-');
            let base = base.filter(|base| taken(base)).unwrap_or(&region.id);
            let free = (2..).map(|n| format!("{base}-{n}")).find(|id| !taken(id));
            let old = std::mem::replace(&mut region.id, free.unwrap_or_default());
            renamed.insert(old, region.id.clone());
        }
        regions.push(region);
    }
    if !renamed.is_empty() {
        let layouts = part.cues.iter_mut().filter_map(|cue| cue.extra.as_mut()?.layout.as_mut());
        for name in layouts.filter_map(|layout| layout.region.as_mut()) {
            if let Some(new) = renamed.get(name) {
                name.clone_from(new);
            }
        }
    }
}
