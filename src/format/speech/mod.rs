//! The JSON of the speech services: one file for each, read into the blocks of a transcript.
//!
//! They differ in names and nesting, and agree in what they say: words with times, marks without, and who
//! speaks. So a service's file holds the structure it has and walks it, and what they share lives here:
//! [`outline`] tells them apart by their keys, [`fields`] reads times digit by digit, [`turns`] and
//! [`block`] make blocks of words, [`weave`] finds timed words in a text, [`language`] makes tags of names.

mod amberscript;
mod assemblyai;
mod aws;
mod block;
mod deepgram;
mod fields;
mod gentle;
mod google;
mod kaldi;
mod language;
mod outline;
mod podlove;
mod rev;
mod speechmatics;
mod turns;
mod weave;
mod whisper;
mod words;

pub(super) use amberscript::FORMAT as AMBERSCRIPT;
pub(super) use assemblyai::FORMAT as ASSEMBLYAI;
pub(super) use aws::FORMAT as AWS;
pub(super) use deepgram::FORMAT as DEEPGRAM;
pub(super) use gentle::FORMAT as GENTLE;
pub(super) use google::FORMAT as GOOGLE;
pub(super) use kaldi::FORMAT as KALDI;
pub(super) use podlove::FORMAT as PODLOVE;
pub(super) use rev::FORMAT as REV;
pub(super) use speechmatics::FORMAT as SPEECHMATICS;
pub(super) use whisper::FORMAT as WHISPER;
pub(super) use words::FORMAT as WORDS;

use super::{Caps, Format, Reader};
use crate::diagnostic::{Diagnostic, Sink};
use outline::Outline;

/// What most of them carry.
const SPEECH: Caps = Caps { speakers: true, words: true, metadata: true, ..Caps::NONE };

/// The descriptor of a service whose files can be read.
const fn service(
    id: &'static str,
    name: &'static str,
    aliases: &'static [&'static str],
    caps: Caps,
    detect: fn(&str) -> u8,
    read: Reader,
) -> Format {
    Format { id, name, aliases, extensions: &["json"], caps, detect, read: Some(read), write: None }
}

/// The score of a text whose keys a service would know as its own. It is certain: nobody else nests
/// these names like this.
fn score(text: &str, ours: impl FnOnce(&Outline) -> bool) -> u8 {
    const CERTAIN: u8 = 96;
    if Outline::of(text).is_some_and(|outline| ours(&outline)) { CERTAIN } else { 0 }
}

/// Says that of several readings of a passage the first was taken.
fn report_alternatives(count: usize, sink: &mut Sink) {
    if count > 0 {
        let message =
            format!("{count} other readings of words or passages were set aside; the first of each was taken");
        sink.report(Diagnostic::note("speech-alternatives", message));
    }
}

/// Says that something of the file is in no cue.
fn report_aside(count: usize, what: &str, sink: &mut Sink) {
    if count > 0 {
        sink.report(Diagnostic::note("speech-set-aside", format!("{what} were set aside ({count})")));
    }
}
