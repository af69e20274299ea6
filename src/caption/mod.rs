//! From the blocks of a transcript to captions.
//!
//! [`script`] cuts the text into words, [`breaks`] says what speaks for and against a break between
//! two of them, [`timing`] says when each is spoken, and [`segment`] finds the best cues and lines;
//! [`explain()`] shows what each of them scored and what else there was.
//! What a language needs is data in [`lang`], what a house style asks is data in [`profile`].

mod breaks;
mod dialogue;
mod explain;
mod feature;
mod heard;
mod lang;
mod phrases;
mod profile;
mod recut;
mod runs;
mod script;
mod segment;
mod timing;
mod voices;
mod weights;

use std::ops::Range;

pub(crate) use breaks::Sentences;
pub use explain::{ExplainedCue, ExplainedPlace, Explanation, OtherCut, Reason, Taken, explain};
pub use profile::{Dialogue, PROFILES, Profile, ProfileInfo};
pub use recut::recut_long;
pub(crate) use voices::apart as voices_apart;

use crate::diagnostic::{Diagnostic, Sink};
use crate::format::SpeakerLabels;
use crate::format::dialogue::voices as voices_of;
use crate::model::{Cue, Document, DocumentKind, Span, SpeakerId, Text, Timestamp, Timing, Word};
use feature::{Feature, Features};
use heard::Heard;
use lang::Lexicon;
use phrases::Phrases;
use runs::Stretch;
use script::Script;
pub(crate) use script::{is_cjk_stop, is_unspaced};
use segment::{Changes, Cut, Run, Weights};
use timing::{Layout, Spoken};

/// What the caption stage is told.
///
/// The default is the `default` profile, no language, and speakers in a field of their own.
#[derive(Debug, Clone)]
pub struct CaptionOptions {
    /// The limits to meet.
    pub profile: Profile,
    /// The language of the text, as a tag (`fr`); see [`language_of`].
    pub language: Option<String>,
    /// What is preferred where limits leave a choice.
    pub preset: Preset,
    /// How the writer will name speakers inside the text, so that lines leave room for the names.
    pub labels: SpeakerLabels,
}

impl Default for CaptionOptions {
    fn default() -> Self {
        CaptionOptions {
            profile: Profile::default(),
            language: None,
            preset: Preset::Auto,
            labels: SpeakerLabels::Never,
        }
    }
}

/// What is preferred where the limits leave a choice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Preset {
    /// [`Preset::FillFirst`] for two lines of 32 characters or fewer, as broadcasters cut them, else
    /// [`Preset::Balanced`].
    #[default]
    Auto,
    /// Cues and lines end where the sense does, lines are about equal: TED, Netflix.
    Balanced,
    /// Lines are as full as they get: captions in narrow columns.
    FillFirst,
}

impl Preset {
    fn weights(self, profile: &Profile) -> &'static Weights {
        /// The columns of line-21 captions, for which filling lines is the custom.
        const NARROW: usize = 32;
        let narrow = profile.max_cpl <= NARROW && profile.max_cpl > NARROW / 2 && profile.max_lines > 1;
        match self {
            Preset::Balanced => &weights::BALANCED,
            Preset::FillFirst => &weights::FILL_FIRST,
            Preset::Auto if narrow => &weights::FILL_FIRST,
            Preset::Auto => &weights::BALANCED,
        }
    }
}

/// How the captions meet their limits: counts of cues that do not, because no cut of the same words
/// at the same times does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CaptionSummary {
    /// Cues read faster than the profile's characters a second.
    pub over_cps: usize,
    /// Cues with a line wider than the profile's.
    pub over_cpl: usize,
    /// Cues shown shorter than the profile's least.
    pub too_short: usize,
    /// Cues shown longer than the profile's most.
    pub too_long: usize,
}

/// The longest a cue stays behind its last word, in seconds, so that it can be read.
const LINGER: f64 = 2.0;

/// A silence before a stamp that no sentence runs over, in seconds.
const LONG_PAUSE: f64 = 1.5;

/// Gaps shorter than this are closed to the least gap: an eye sees them as a flicker
/// (Netflix, timing guidelines: 3 to 11 frames).
const CLOSED_GAP: Timestamp = Timestamp::from_millis(500);

/// The language a document says it is in, else the one its text looks like.
pub fn language_of(document: &Document<'_>) -> Option<String> {
    if let Some(language) = &document.metadata.language {
        return Some(language.clone());
    }
    let mut sample = String::new();
    for cue in &document.cues {
        sample.push_str(cue.text.as_str());
        sample.push('\n');
        if sample.len() > 4000 {
            break;
        }
    }
    let info = whatlang::detect(&sample)?;
    let code = ISO_639.iter().find(|(long, _)| *long == info.lang().code())?.1;
    (info.is_reliable() || sample.len() > 200).then(|| code.to_owned())
}

/// The three-letter codes of the detector and the two-letter ones of everybody else.
const ISO_639: &[(&str, &str)] = &[
    ("ara", "ar"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("ind", "id"),
    ("ita", "it"),
    ("jpn", "ja"),
    ("kor", "ko"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("nld", "nl"),
    ("nob", "no"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tha", "th"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("vie", "vi"),
];

/// Cuts a document's text into captions that meet the profile as far as its words and times allow.
///
/// The cues of `document` are taken as blocks: their starts are known times if they are stamped, and
/// text inside a block is timed by a model of speech. A cue's start is [`Timing::Stamped`] where it
/// begins with a stamped block, else [`Timing::Interpolated`] with an expected error in
/// [`Extra::expected_error`](crate::Extra). No word is changed, dropped or moved.
///
/// A cue is of one speaker, unless the profile wants short turns of two to share one
/// ([`Dialogue::Dashed`]): then it has no speaker of its own, two lines, a [`Style::Voice`](crate::Style::Voice)
/// over each and a [`Style::Dash`](crate::Style::Dash) before each. A block with several voices is taken as one block for each.
///
/// ```
/// use cuekit::{CaptionOptions, Cue, Document, Profile, Sink, Timestamp, caption};
/// let cue = Cue::new(Timestamp::ZERO, Timestamp::from_secs(4), "One sentence is here. And here is another one.");
/// let document = Document { cues: vec![cue], ..Document::default() };
/// let options = CaptionOptions { profile: Profile::named("netflix", Some("en")).unwrap(), language: Some("en".into()), ..Default::default() };
/// let (captions, _) = caption(document, &options, &mut Sink::new());
/// assert_eq!(captions.cues[0].text.as_str(), "One sentence is here.");
/// ```
pub fn caption(
    document: Document<'_>,
    options: &CaptionOptions,
    sink: &mut Sink,
) -> (Document<'static>, CaptionSummary) {
    let (captions, summary, _) = cut(document, options, sink);
    (captions, summary)
}

/// What the optimiser was given and what it chose, so that an explanation can ask it again.
#[derive(Debug)]
struct Plan {
    script: Script,
    places: Vec<Features>,
    layout: Layout,
    /// Before which units a dash may stand; empty if no turns share cues.
    may_open: Vec<bool>,
    stretches: Vec<Stretch>,
    cuts: Vec<Cut>,
}

impl Plan {
    /// A stretch as the optimiser sees it.
    fn run<'p>(&'p self, stretch: &'p Stretch, options: &'p CaptionOptions) -> Run<'p> {
        let Range { start, end } = stretch.units;
        Run {
            units: &self.script.units[start..end],
            places: &self.places[start..end - 1],
            spoken: &self.layout.spoken[start..end],
            until: self.layout.spoken.get(end).map_or(f64::INFINITY, |s| s.start),
            labels: stretch.labels,
            changes: Changes {
                turns: &stretch.turns,
                may_open: self.may_open.get(start..end).unwrap_or_default(),
                dash: options.profile.dash.chars().count(),
            },
            weights: options.preset.weights(&options.profile),
            profile: &options.profile,
        }
    }
}

/// [`caption`], and what an explanation needs besides.
fn cut(document: Document<'_>, options: &CaptionOptions, sink: &mut Sink) -> (Document<'static>, CaptionSummary, Plan) {
    let profile = &options.profile;
    let document = voices::apart(document);
    let lexicon = Lexicon::of(options.language.as_deref());
    let phrases = Phrases::of(options.language.as_deref(), &document);
    let script = Script::of(&document, profile.max_cpl, &phrases, &lexicon);
    report_cut_words(&document, &script, profile, sink);
    let places = breaks::features(&script, &lexicon);
    let heard = Heard::of(&document, &script);
    let layout = timing::lay_out(&document, &script, &heard, &places, &lexicon, &timing::MODEL);
    report_overfull(&document, &layout, sink);
    let may_open = dialogue::may_open(&document, &script, options);
    let stretches = runs::stretches(&document, &script, &places, &layout, &may_open, options);
    let mut plan = Plan { script, places, layout, may_open, stretches, cuts: Vec::new() };
    for stretch in &plan.stretches {
        let cuts = segment::segment(&plan.run(stretch, options));
        plan.cuts.extend(cuts.into_iter().map(|cut| cut.shifted(stretch.units.start)));
    }
    let Plan { script, layout, cuts, .. } = &plan;
    let mut cues: Vec<Cue<'static>> =
        cuts.iter().map(|cut| cue(&document, script, &heard, layout, cut, profile)).collect();
    end_cues(&mut cues, cuts, script, layout, &document, profile);
    report_losses(&document, script, &heard, cuts, sink);
    let summary = summary(&cues, &document, options);
    let mut metadata = document.metadata;
    metadata.language = options.language.clone().or(metadata.language);
    let captions = Document {
        kind: DocumentKind::Captions,
        cues,
        speakers: document.speakers,
        metadata,
        source: None,
        shape: document.shape,
        format: document.format,
    };
    (captions, summary, plan)
}

/// Behind which cues of a document a sentence ends.
pub(crate) fn sentence_ends(document: &Document<'_>) -> Vec<bool> {
    /// No word is cut.
    const WIDTH: usize = 1 << 20;
    let language = language_of(document);
    let lexicon = Lexicon::of(language.as_deref());
    let phrases = Phrases::of(language.as_deref(), document);
    let script = Script::of(document, WIDTH, &phrases, &lexicon);
    let places = breaks::features(&script, &lexicon);
    let mut ends = vec![false; document.cues.len()];
    for (unit, place) in script.units.iter().zip(&places) {
        // The last unit of a block decides.
        ends[unit.block as usize] = place.has(Feature::Sentence);
    }
    if let Some(last) = ends.last_mut() {
        *last = true;
    }
    ends
}

fn report_cut_words(document: &Document<'_>, script: &Script, profile: &Profile, sink: &mut Sink) {
    for unit in script.cut_words() {
        let word = script.run(unit, script.units.len());
        let message = format!("{word:?} is wider than a line of {} characters and was cut", profile.max_cpl);
        let diagnostic = Diagnostic::note("word-cut", message).help("--max-cpl gives wider lines");
        sink.report(at_block(diagnostic, &document.cues[script.units[unit].block as usize]));
    }
}

/// What the blocks have and no caption has a place for: the stamp of a turn that begins inside a cue, unless its
/// words have times of their own; and where on the picture a block stood.
fn report_losses(document: &Document<'_>, script: &Script, heard: &Heard, cuts: &[Cut], sink: &mut Sink) {
    let block = |unit: usize| &document.cues[script.units[unit].block as usize];
    let inside = |cut: &Cut| {
        let line = *cut.lines.first()?;
        let turn = block(line);
        let stamped = turn.timing == Timing::Stamped && script.units[line].opens_block;
        let shared = turn.speaker != block(cut.units.start).speaker;
        (shared && stamped && heard.words(document, script, line).is_empty()).then_some(turn)
    };
    let turns: Vec<&Cue<'_>> = cuts.iter().filter_map(inside).collect();
    if let Some(first) = turns.first() {
        let message =
            format!("a cue that two turns share has no place for the stamp of the second ({} times)", turns.len());
        let diagnostic = Diagnostic::note("loss-stamps", message).help("--dialogue separate gives each turn a cue");
        sink.report(at_block(diagnostic, first));
    }
    let placed = document.cues.iter().filter(|cue| cue.layout().is_some());
    if let Some(first) = placed.clone().next() {
        let message =
            format!("captions that are cut anew all stand in the usual place; {} cues had their own", placed.count());
        let diagnostic = Diagnostic::note("loss-layout", message).help("--cues keep leaves the cues as they are");
        sink.report(at_block(diagnostic, first));
    }
}

/// A remark with the place of a block in the source, if it has one.
fn at_block(diagnostic: Diagnostic, block: &Cue<'_>) -> Diagnostic {
    if block.source.is_empty() { diagnostic } else { diagnostic.at(block.source.range()) }
}

fn report_overfull(document: &Document<'_>, layout: &Layout, sink: &mut Sink) {
    for &block in &layout.overfull {
        let cue = &document.cues[block as usize];
        let message = format!("the words behind {} need far more time than there is to the next stamp", cue.start);
        let diagnostic = Diagnostic::warning("block-overfull", message)
            .help("is a stamp missing or wrong here? the captions will be too fast to read");
        sink.report(at_block(diagnostic, cue));
    }
}

/// A cue with its text, speaker and start; its end waits for the next cue.
fn cue(
    document: &Document<'_>,
    script: &Script,
    heard: &Heard,
    layout: &Layout,
    cut: &Cut,
    profile: &Profile,
) -> Cue<'static> {
    let first = &script.units[cut.units.start];
    let block = &document.cues[first.block as usize];
    let spoken = layout.spoken[cut.units.start];
    let mut speaker: Option<SpeakerId> = block.speaker;
    let mut text = text(script, cut);
    if let Some(&line) = cut.lines.first()
        && let other = &document.cues[script.units[line].block as usize]
        && other.speaker != speaker
    {
        text = dialogue::text(
            text,
            [block, other].map(|turn| document.speaker_of(turn).unwrap_or_default()),
            profile.dash,
        );
        speaker = None;
    }
    let mut cue = Cue { text, speaker, end_timing: Timing::Interpolated, ..Cue::default() };
    let known = layout.anchors.binary_search_by(|a| a.total_cmp(&spoken.start)).is_ok();
    if let Some(word) = heard.words(document, script, cut.units.start).first().filter(|_| known) {
        (cue.start, cue.timing) = (word.start, Timing::Stamped);
    } else if known && first.opens_block && block.timing != Timing::Interpolated {
        (cue.start, cue.timing, cue.resolution) = (block.start, block.timing, block.resolution);
    } else {
        cue.start = Timestamp::from_secs_f64(spoken.start).round_to_millis();
        cue.timing = Timing::Interpolated;
        cue.extra_mut().expected_error = Some(expected_error(layout, spoken));
    }
    let mut words: Vec<Word> = Vec::new();
    for unit in cut.units.clone() {
        for word in heard.words(document, script, unit) {
            // A word may lie in several units of a script without blanks.
            if words.last() != Some(word) {
                words.push(word.clone());
            }
        }
    }
    if !words.is_empty() {
        cue.extra_mut().words = words;
    }
    cue
}

/// How far a guessed start may be from the speech, by its distance from the nearest known times:
/// the drift of the pace of speech is a random walk that is tied down at both ends.
fn expected_error(layout: &Layout, spoken: Spoken) -> Timestamp {
    /// Seconds of error for the root of a second of distance, and what there is of it beside a stamp.
    /// Fitted to the mean errors on word-timed recordings: 0.96 s in blocks of 20 s, 1.43 s in blocks of 45 s.
    const DRIFT: f64 = 0.36;
    const LEAST: f64 = 0.2;
    let next = layout.anchors.partition_point(|&a| a <= spoken.start);
    let before = next.checked_sub(1).map_or(f64::INFINITY, |n| spoken.start - layout.anchors[n]);
    let after = layout.anchors.get(next).map_or(f64::INFINITY, |a| a - spoken.start);
    let variance = match (before.is_finite(), after.is_finite()) {
        (true, true) => before * after / (before + after).max(1e-3),
        (true, false) => before,
        (false, true) => after,
        (false, false) => spoken.start,
    };
    Timestamp::from_millis(((LEAST + DRIFT * variance.max(0.0).sqrt()) * 100.0).round() as i64 * 10)
}

/// The text of a cue with its line breaks and the styles that lie over it.
fn text(script: &Script, cut: &Cut) -> Text<'static> {
    let range = script.range(cut.units.clone());
    let mut plain = String::with_capacity(range.len() + cut.lines.len());
    // Bytes of the script before which a newline was put in without taking a blank's place.
    let mut inserted: Vec<usize> = Vec::new();
    let mut at = range.start;
    for &line in &cut.lines {
        let unit = &script.units[line];
        let end = unit.start as usize;
        plain.push_str(script.text[at..end].trim_end_matches(' '));
        plain.push('\n');
        if !unit.spaced {
            inserted.push(end);
        }
        at = end;
    }
    plain.push_str(&script.text[at..range.end]);
    if script.spans.is_empty() {
        return Text::plain(plain);
    }
    let place = |byte: usize| byte - range.start + inserted.iter().filter(|&&b| b <= byte).count();
    let spans = script
        .spans
        .iter()
        .filter(|s| (s.start as usize) < range.end && (s.end as usize) > range.start)
        .map(|s| Span {
            start: place((s.start as usize).max(range.start)) as u32,
            end: place((s.end as usize).min(range.end)) as u32,
            style: s.style.clone(),
        })
        .collect();
    Text::styled(plain, spans)
}

/// Ends: behind the last word, later if reading takes longer and there is room, never in the next cue.
fn end_cues(
    cues: &mut [Cue<'static>],
    cuts: &[Cut],
    script: &Script,
    layout: &Layout,
    document: &Document<'_>,
    profile: &Profile,
) {
    let limit = document.metadata.duration;
    make_room(cues, profile.min_duration.max(Timestamp::from_millis(500)) + profile.min_gap);
    // Starts never fall.
    for index in 1..cues.len() {
        let before = cues[index - 1].start;
        if cues[index].start <= before {
            cues[index].start = before + Timestamp::from_millis(1);
            cues[index].timing = Timing::Interpolated;
        }
    }
    for index in 0..cues.len() {
        let next = cues.get(index + 1).map(|cue| cue.start);
        let cue = &mut cues[index];
        let speech = Timestamp::from_secs_f64(layout.spoken[cuts[index].units.end - 1].end).round_to_millis();
        let reading = Timestamp::from_secs_f64(characters(cue) as f64 / profile.max_cps).max(profile.min_duration);
        let mut end = speech.max((cue.start + reading).min(speech + Timestamp::from_secs_f64(LINGER)));
        let last = cuts[index].units.end;
        let block = &document.cues[script.units[last - 1].block as usize];
        let closes_block = script.units.get(last).is_none_or(|unit| unit.opens_block);
        if closes_block && block.end_timing == Timing::Stamped && block.words().is_empty() && block.end > cue.start {
            (end, cue.end_timing) = (block.end, Timing::Stamped);
            end = end.min(next.unwrap_or(Timestamp::MAX));
        } else if let Some(next) = next
            && next - end < CLOSED_GAP
        {
            end = next - profile.min_gap;
        } else if next.is_none()
            && let Some(limit) = limit.filter(|&limit| limit > cue.start)
        {
            end = end.min(limit);
        }
        end = end.min(cue.start + profile.max_duration);
        // Where stamps leave no room for the gap, the gap gives way before the cue does.
        if end <= cue.start {
            end = (cue.start + reading.min(profile.max_duration)).min(next.unwrap_or(Timestamp::MAX)).max(cue.start);
        }
        cue.end = end.round_to_millis();
    }
}

/// A floored stamp is shown before its speech begins, so guesses just before it may come too late. They
/// give way by `room` a cue, or share the time since the stamp before where there is less.
fn make_room(cues: &mut [Cue<'static>], room: Timestamp) {
    let mut known = 0;
    for next in 1..cues.len() {
        if cues[next].timing == Timing::Interpolated {
            continue;
        }
        let (from, to) = (cues[known].start, cues[next].start);
        let count = (next - known) as i64;
        for index in (known + 1..next).rev() {
            let latest = cues[index + 1].start - room;
            if cues[index].start <= latest {
                break;
            }
            let share = Timestamp::from_nanos((to - from).as_nanos() / count * (index - known) as i64);
            cues[index].start = cues[index].start.min(latest.max(from + share)).round_to_millis();
        }
        known = next;
    }
}

/// The characters a reader reads: a line break counts as a blank.
pub(crate) fn characters(cue: &Cue<'_>) -> usize {
    cue.text.as_str().chars().count()
}

fn summary(cues: &[Cue<'_>], document: &Document<'_>, options: &CaptionOptions) -> CaptionSummary {
    let profile = &options.profile;
    let mut summary = CaptionSummary::default();
    let mut speaker = None;
    for cue in cues {
        let label = runs::label_width(document, speaker, cue.speaker, options);
        // Whoever had the last word in a dialogue goes on without a label.
        let last = voices_of(&cue.text).last().map(|name| document.speakers.id(name));
        speaker = last.unwrap_or(cue.speaker);
        let duration = cue.duration();
        let allowed = duration.as_secs_f64() * profile.max_cps;
        summary.over_cps += usize::from(characters(cue) as f64 > allowed + 1e-6);
        let shown = cue.text.shown();
        let widths = shown.lines().map(|line| line.chars().count());
        let widest = widths.enumerate().map(|(nth, width)| if nth == 0 { width + label } else { width }).max();
        summary.over_cpl += usize::from(widest > Some(profile.max_cpl));
        summary.too_short += usize::from(duration < profile.min_duration);
        summary.too_long += usize::from(duration > profile.max_duration);
    }
    summary
}
