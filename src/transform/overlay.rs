//! Two tracks of one programme on one picture, as for captions in two languages.

use super::join::add_regions;
use super::stack::{Lost, stack};
use crate::diagnostic::{Diagnostic, Sink};
use crate::model::{Cue, Document, Layout, Line, Region, SourceRange, Span, SpeakerId, Speakers, Style, Timestamp};

/// How two tracks share a picture.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum OverlayMode {
    /// Every cue stays one with times of its own: those of the first track at the top of the picture, those of the
    /// second where they were.
    #[default]
    Apart,
    /// Cues that are shown at the same time become one, the first track's lines above the second's.
    Together,
}

/// How [`overlay`] lays two tracks over each other.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OverlayOptions {
    /// How they share the picture.
    pub mode: OverlayMode,
    /// Whether the first track is set in italics, to be told from the second.
    pub italic: bool,
    /// Whether the cues of the first track are put into a WebVTT region of their own, where cues stay apart.
    pub region: bool,
}

/// The region of the first track.
const REGION: &str = "upper";

/// Lays a second track over the first: `upper` is what will stand above.
///
/// No cue of either is lost: with [`OverlayMode::Apart`] there are as many cues as before, with their times; with
/// [`OverlayMode::Together`] each text is there once, in a cue that begins with the first and ends with the last of
/// those in it. Cues go together if one is shown for at least half of its time together with the other and has no
/// better neighbour.
///
/// What is said of the whole is taken from `upper`, and from `lower` what `upper` says nothing of.
///
/// ```
/// use cuekit::{Cue, Document, OverlayMode, OverlayOptions, Sink, Timestamp, overlay};
/// let track = |text| Document {
///     cues: vec![Cue::new(Timestamp::ZERO, Timestamp::from_secs(2), text)],
///     ..Document::default()
/// };
/// let options = OverlayOptions { mode: OverlayMode::Together, ..OverlayOptions::default() };
/// let both = overlay(track("Good evening."), track("Bonsoir."), &options, &mut Sink::new());
/// assert_eq!(both.cues[0].text.as_str(), "Good evening.\nBonsoir.");
/// ```
pub fn overlay(
    upper: Document<'_>,
    lower: Document<'_>,
    options: &OverlayOptions,
    sink: &mut Sink,
) -> Document<'static> {
    let (mut both, mut lower) = (upper.into_owned(), lower.into_owned());
    both.cues.iter_mut().chain(&mut lower.cues).for_each(|cue| cue.source = SourceRange::default());
    let speakers: Vec<SpeakerId> = lower.speakers.names().map(|name| both.speakers.intern(name)).collect();
    for cue in &mut lower.cues {
        cue.speaker = cue.speaker.and_then(|id| speakers.get(id.index()).copied());
    }
    let regions = std::mem::take(&mut lower.metadata.regions);
    add_regions(&mut both.metadata.regions, regions, &mut lower);
    metadata(&mut both, &mut lower, sink);
    if options.italic {
        both.cues.iter_mut().for_each(italicise);
    }
    both.cues.sort_by_key(|cue| cue.start);
    lower.cues.sort_by_key(|cue| cue.start);
    both.cues = match options.mode {
        OverlayMode::Apart => {
            raise(&mut both, options.region);
            // At the same time the upper one first, as it is read.
            let mut cues = std::mem::take(&mut both.cues);
            cues.append(&mut lower.cues);
            cues.sort_by_key(|cue| cue.start);
            cues
        }
        OverlayMode::Together => together(std::mem::take(&mut both.cues), lower.cues, &both.speakers, sink),
    };
    both
}

/// Adds what only the second says of the whole; what it says otherwise is reported.
fn metadata(both: &mut Document<'_>, lower: &mut Document<'_>, sink: &mut Sink) {
    let (kept, new) = (&mut both.metadata, std::mem::take(&mut lower.metadata));
    // The language of two languages is neither.
    if kept.language != new.language {
        kept.language = None;
    }
    let mut differing: Vec<String> = Vec::new();
    for (what, kept, new) in [
        ("title", &mut kept.title, new.title),
        ("date", &mut kept.date, new.date),
        ("description", &mut kept.description, new.description),
    ] {
        match (&kept, new) {
            (None, new) => *kept = new,
            (Some(kept), Some(new)) if *kept != new => differing.push(what.to_owned()),
            _ => {}
        }
    }
    kept.duration = kept.duration.max(new.duration);
    kept.notes.extend(new.notes);
    let styles: Vec<String> = new.styles.into_iter().filter(|style| !kept.styles.contains(style)).collect();
    kept.styles.extend(styles);
    let keywords: Vec<String> = new.keywords.into_iter().filter(|word| !kept.keywords.contains(word)).collect();
    kept.keywords.extend(keywords);
    for (key, value) in new.other {
        let kept = kept.other.entry(key.clone()).or_insert_with(|| value.clone());
        if *kept != value {
            differing.push(key);
        }
    }
    if !differing.is_empty() {
        let message = format!("the {} of the second file was left out", differing.join(" and the "));
        sink.report(Diagnostic::note("loss-metadata", message));
    }
}

fn italicise(cue: &mut Cue<'_>) {
    let text = std::mem::take(&mut cue.text);
    let mut spans = text.spans().to_vec();
    let end = text.as_str().len() as u32;
    spans.retain(|span| span.style != Style::Italic);
    spans.push(Span { start: 0, end, style: Style::Italic });
    cue.text = text.with_spans(spans);
}

/// Puts cues at the top of the picture that stand nowhere in particular.
fn raise(document: &mut Document<'_>, region: bool) {
    let layout = if region {
        let regions = &mut document.metadata.regions;
        let free = |id: &String| regions.iter().all(|region| region.id != *id);
        let names = std::iter::once(REGION.to_owned()).chain((2..).map(|n| format!("{REGION}-{n}")));
        let id = names.into_iter().find(free).unwrap_or_default();
        // Three lines from the top of the picture downwards.
        regions.push(Region {
            id: id.clone(),
            region_anchor: (0.0, 0.0),
            viewport_anchor: (0.0, 5.0),
            ..Region::default()
        });
        Layout { region: Some(id), ..Layout::default() }
    } else {
        Layout { line: Line::Number(0.0), ..Layout::default() }
    };
    for cue in document.cues.iter_mut().filter(|cue| cue.layout().is_none()) {
        cue.extra_mut().layout = Some(Box::new(layout.clone()));
    }
}

/// For how long two cues are shown together; below zero, how far they are apart.
fn shared(a: &Cue<'_>, b: &Cue<'_>) -> Timestamp {
    a.end.min(b.end) - a.start.max(b.start)
}

/// Of each cue the one of the other track it is longest shown with, if that is at least half of its time. Both tracks
/// are in the order of their starts.
fn choices(cues: &[Cue<'_>], others: &[Cue<'_>]) -> Vec<Option<usize>> {
    /// Of many that are shown at once only the latest are looked at, so that the time stays linear.
    const NEAREST: usize = 32;
    let choose = |cue: &Cue<'_>| {
        let behind = others.partition_point(|other| other.start <= cue.end);
        let near = behind.saturating_sub(NEAREST)..behind;
        // Of equals the first.
        let best = near.rev().max_by_key(|&index| shared(cue, &others[index]))?;
        let time = shared(cue, &others[best]);
        (time >= Timestamp::ZERO && time + time >= cue.duration()).then_some(best)
    };
    cues.iter().map(choose).collect()
}

/// Cues of two tracks as one track, those that are shown together in one cue.
fn together(
    upper: Vec<Cue<'static>>,
    lower: Vec<Cue<'static>>,
    speakers: &Speakers,
    sink: &mut Sink,
) -> Vec<Cue<'static>> {
    /// Of one track in one cue: more would fill the picture.
    const MOST: usize = 2;
    let chosen = [choices(&upper, &lower), choices(&lower, &upper)];
    let is_pair = |side: usize, index: usize| {
        let other = chosen[side][index]?;
        (chosen[1 - side][other] == Some(index)).then_some(other)
    };
    // The cues of a pair stand together, others with the pair of which one is their choice; the rest stand alone.
    let mut groups: Vec<[Vec<usize>; 2]> = Vec::with_capacity(upper.len().max(lower.len()));
    let mut pair_of: Vec<Option<usize>> = vec![None; upper.len()];
    for (index, pair) in pair_of.iter_mut().enumerate() {
        if let Some(other) = is_pair(0, index) {
            *pair = Some(groups.len());
            groups.push([vec![index], vec![other]]);
        }
    }
    for side in [0, 1] {
        for index in (0..chosen[side].len()).filter(|&index| is_pair(side, index).is_none()) {
            let of_upper = |upper: usize| pair_of[upper];
            let group = match (side, chosen[side][index]) {
                (0, Some(other)) => is_pair(1, other).and_then(of_upper),
                (_, Some(other)) => of_upper(other),
                _ => None,
            };
            match group.filter(|&group| groups[group][side].len() < MOST) {
                Some(group) => groups[group][side].push(index),
                None if side == 0 => groups.push([vec![index], Vec::new()]),
                None => groups.push([Vec::new(), vec![index]]),
            }
        }
    }
    let mut tracks = [upper, lower].map(|track| track.into_iter().map(Some).collect::<Vec<_>>());
    let mut lost = Lost::default();
    let mut cues: Vec<Cue<'static>> = Vec::with_capacity(groups.len());
    for group in groups {
        let mut both: Option<Cue<'static>> = None;
        for (track, mut indices) in tracks.iter_mut().zip(group) {
            indices.sort_unstable();
            for mut cue in indices.into_iter().filter_map(|index| track[index].take()) {
                match &mut both {
                    None => both = Some(cue),
                    Some(both) => {
                        // Who is named in one language says it in the other, too.
                        cue.speaker = cue.speaker.or(both.speaker);
                        stack(both, cue, "\n", speakers, &mut lost);
                    }
                }
            }
        }
        cues.extend(both);
    }
    cues.sort_by_key(|cue| cue.start);
    lost.report(sink);
    cues
}
