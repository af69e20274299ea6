//! Cuekit and its peers, each piece of work behind one signature: a text in, a count out (cues read
//! or bytes written) that shows all of the work was done.
//!
//! Cuekit starts from bytes, finds the encoding and proves it UTF-8; whoever takes `&str` is given
//! one for nothing. A peer stands in a list if it has the feature, and does it with the functions its
//! documentation names first. Everything made is dropped inside the measurement.

use std::time::Duration;

use aspasia::{Subtitle as _, TimedSubtitle as _};
use cuekit::{
    CaptionOptions, Document, Format, Limits, Profile, ReadOptions, Sink, Source, Timestamp, WriteOptions, caption,
    format::SpeakerLabels, language_of,
};
use subtitler::model::SubtitleFormat as _;

use crate::baseline;

/// Somebody who does a piece of work.
#[derive(Debug, Clone, Copy)]
pub struct Contender {
    /// The crate, or the work if only cuekit does it.
    pub name: &'static str,
    /// Does the work on a text and counts what came out.
    pub run: fn(&str) -> usize,
}

const fn contender(name: &'static str, run: fn(&str) -> usize) -> Contender {
    Contender { name, run }
}

/// The name under which cuekit stands first in every list of rivals.
pub const CUEKIT: &str = "cuekit";
/// The name of what [`baseline`] does.
pub const BASELINE: &str = "safe-and-memchr";
/// The fastest peer.
pub const FASRT: &str = "fasrt";

/// SRT into a model: how many cues.
pub const PARSE_SRT: &[Contender] = &[
    contender(CUEKIT, |text| read("srt", text, |document| document.cues.len())),
    contender(BASELINE, |text| baseline::parse(text).len()),
    contender(FASRT, |text| fasrt_cues(text).collect::<Vec<_>>().len()),
    contender("srtlib", |text| srtlib_srt(text).len()),
    contender("subparse", |text| subparse_entries(&subparse_srt(text)).len()),
    contender("subtitler", |text| subtitler_srt(text).subtitles().len()),
    contender("aspasia", |text| aspasia_srt(text).events().len()),
];

/// SRT read, every cue a second and a half later, written: how many bytes.
pub const SHIFT_SRT: &[Contender] = &[
    contender(CUEKIT, |text| {
        read("srt", text, |mut document| {
            for cue in &mut document.cues {
                cue.start += Timestamp::from_millis(SHIFT);
                cue.end += Timestamp::from_millis(SHIFT);
            }
            write("srt", &document)
        })
    }),
    contender(BASELINE, |text| baseline::shift(text, SHIFT).len()),
    contender(FASRT, fasrt_shift),
    contender("srtlib", |text| {
        let mut cues = srtlib_srt(text).to_vec();
        cues.iter_mut().for_each(|cue| cue.add_milliseconds(SHIFT));
        srtlib::Subtitles::new_from_vec(cues).to_string().len()
    }),
    contender("subparse", |text| {
        let mut file = subparse_srt(text);
        let mut entries = subparse_entries(&file);
        for entry in &mut entries {
            entry.timespan += subparse::timetypes::TimeDelta::from_msecs(SHIFT);
        }
        file.update_subtitle_entries(&entries).expect("as many as were read");
        file.to_data().expect("SRT can be written").len()
    }),
    contender("subtitler", |text| {
        let mut file = subtitler_srt(text);
        file.shift_all(SHIFT);
        subtitler::srt::to_string(file.subtitles()).len()
    }),
    contender("aspasia", |text| {
        let mut file = aspasia_srt(text);
        file.shift(aspasia::TimeDelta::from(SHIFT));
        file.to_string().len()
    }),
];

/// SRT read, WebVTT written: how many bytes.
pub const SRT_TO_WEBVTT: &[Contender] = &[
    contender(CUEKIT, |text| read("srt", text, |document| write("webvtt", &document))),
    contender(BASELINE, |text| baseline::to_webvtt(text).len()),
    contender(FASRT, fasrt_to_webvtt),
    contender("subtitler", |text| subtitler::vtt::to_string(subtitler_srt(text).subtitles(), None).len()),
    contender("aspasia", |text| aspasia::WebVttSubtitle::from(aspasia_srt(text)).to_string().len()),
];

/// WebVTT into a model: how many cues.
pub const PARSE_WEBVTT: &[Contender] = &[
    contender(CUEKIT, |text| read("webvtt", text, |document| document.cues.len())),
    contender(FASRT, |text| {
        let blocks: Vec<_> = fasrt::vtt::Parser::new(text).collect::<Result<_, _>>().expect("our own WebVTT is clean");
        blocks.iter().filter(|block| matches!(block, fasrt::vtt::Block::Cue(_))).count()
    }),
    contender("subtitler", |text| {
        subtitler::vtt::parse_content(text).expect("our own WebVTT is clean").subtitles().len()
    }),
    contender("aspasia", |text| {
        text.parse::<aspasia::WebVttSubtitle>().expect("our own WebVTT is clean").events().len()
    }),
];

/// A transcript read, and read and captioned, by cuekit: no peer does either.
pub const TRANSCRIPT: &[Contender] =
    &[contender("read transcript", read_transcript), contender("caption transcript", caption_transcript)];

/// How far cues are moved, in milliseconds.
const SHIFT: i64 = 1500;

/// A transcript into a document: how many blocks.
pub fn read_transcript(text: &str) -> usize {
    read("transcript", text, |document| document.cues.len())
}

/// A transcript into captions of the default profile, as `cuekit convert` does it: how many cues.
pub fn caption_transcript(text: &str) -> usize {
    read("transcript", text, |document| {
        let language = language_of(&document);
        let profile = Profile::named("default", language.as_deref()).expect("the default profile exists");
        let options = CaptionOptions { profile, language, labels: SpeakerLabels::Change, ..CaptionOptions::default() };
        caption(document, &options, &mut Sink::new()).0.cues.len()
    })
}

/// Reads bytes as a format, with all that cuekit has to say about them, and goes on with the document.
fn read(format: &str, text: &str, then: impl FnOnce(Document<'_>) -> usize) -> usize {
    let mut sink = Sink::new();
    let source = Source::decode(text.as_bytes(), &Limits::default(), &mut sink).expect("our own text is text");
    let format = Format::by_name(format).expect("the format exists");
    then(format.read(&source, &ReadOptions::default(), &mut sink).expect("our own text is of its format"))
}

fn write(format: &str, document: &Document<'_>) -> usize {
    let format = Format::by_name(format).expect("the format exists");
    format.write(document, &WriteOptions::default(), &mut Sink::new()).expect("the format can be written").len()
}

/// In its lenient mode, because cuekit has no other; cue by cue, as its documentation shows.
fn fasrt_cues(text: &str) -> impl Iterator<Item = fasrt::srt::Entry<&str>> {
    fasrt::srt::Parser::lossy(text).map(|entry| entry.expect("our own SRT is clean"))
}

fn fasrt_shift(text: &str) -> usize {
    let later = |time: fasrt::srt::Timestamp| {
        let moved = time.to_duration() + Duration::from_millis(SHIFT.unsigned_abs());
        fasrt::srt::Timestamp::try_from_duration(moved).expect("less than 1,000 hours")
    };
    let mut writer = fasrt::srt::Writer::new(Vec::with_capacity(text.len()));
    for mut entry in fasrt_cues(text) {
        let header = entry.header_mut();
        header.set_start(later(header.start()));
        header.set_end(later(header.end()));
        writer.write(&entry).expect("memory takes what is written");
    }
    writer.into_inner().len()
}

/// Its writer escapes nothing: bodies go over as they stand.
fn fasrt_to_webvtt(text: &str) -> usize {
    let mut writer = fasrt::vtt::Writer::new(Vec::with_capacity(text.len()));
    let time = |time: fasrt::srt::Timestamp| fasrt::vtt::Timestamp::from_duration(time.to_duration());
    for entry in fasrt_cues(text) {
        let header = entry.header_ref();
        let header = fasrt::vtt::Header::new(time(header.start()), time(header.end()));
        writer.write_cue(&header, *entry.body_ref()).expect("memory takes what is written");
    }
    writer.into_inner().len()
}

fn srtlib_srt(text: &str) -> srtlib::Subtitles {
    srtlib::Subtitles::parse_from_str(text.to_owned()).expect("our own SRT is clean")
}

fn subparse_srt(text: &str) -> subparse::SubtitleFile {
    subparse::parse_str(subparse::SubtitleFormat::SubRip, text, 25.0).expect("our own SRT is clean")
}

fn subparse_entries(file: &subparse::SubtitleFile) -> Vec<subparse::SubtitleEntry> {
    file.get_subtitle_entries().expect("SRT has entries")
}

fn subtitler_srt(text: &str) -> subtitler::model::SubtitleFile {
    subtitler::srt::parse_content(text).expect("our own SRT is clean")
}

fn aspasia_srt(text: &str) -> aspasia::SubRipSubtitle {
    text.parse().expect("our own SRT is clean")
}
