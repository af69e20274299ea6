//! Transcripts as plain text or Markdown: the descriptors and the writer; the reader is [`crate::transcript`].
//!
//! `Name [0:12]: text` begins a turn and `[0:34] text` goes on with it, in Markdown `**Name** [0:12](link): text`. `>>`
//! gives the word to somebody who is not named. `escape` writes speech so that it is read as speech, `proof` reads
//! what was written and tells what comes out otherwise.

mod escape;
pub(super) mod proof;

use super::stamps::link;
use super::{Caps, Format, Stamps, WriteOptions, loss};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::{Document, SpeakerId};
use crate::transcript;
use escape::{Escaper, Place};
use proof::Written;

pub(super) static FORMAT: Format = Format {
    id: "transcript",
    name: "transcript",
    aliases: &["text"],
    extensions: &["txt", "md"],
    caps: Caps { speakers: true, metadata: true, notes: true, ..Caps::NONE },
    detect: transcript::detect,
    read: Some(transcript::read),
    write: Some(|document, options, sink| write(document, options, &FORMAT, sink)),
};

/// The same in Markdown. A text is never found to be of it: the reader of transcripts sees through its marks.
pub(super) static MARKDOWN: Format = Format {
    id: "markdown",
    name: "Markdown transcript",
    aliases: &["md"],
    extensions: &["md"],
    caps: Caps { speakers: true, metadata: true, notes: true, ..Caps::NONE },
    detect: |_| 0,
    read: Some(transcript::read),
    write: Some(|document, options, sink| write(document, options, &MARKDOWN, sink)),
};

fn write(document: &Document<'_>, options: &WriteOptions, format: &'static Format, sink: &mut Sink) -> Result<String> {
    loss::report(document, format, options, sink);
    let written = Written::of(document, options.transcript.stamps, sink);
    proof::write(document, &written, options, format, sink, |title| {
        let mut writer = Writer { options, markdown: format.id == MARKDOWN.id, out: String::new(), speaker: None };
        writer.title(title);
        for cue in &written {
            writer.cue(document, cue);
        }
        writer.out
    })
}

struct Writer<'o> {
    options: &'o WriteOptions,
    markdown: bool,
    out: String,
    /// Who spoke last.
    speaker: Option<SpeakerId>,
}

impl Writer<'_> {
    fn title(&mut self, title: Option<&str>) {
        let Some(title) = title else { return };
        if self.markdown {
            self.out.push_str("# ");
        }
        self.out.push_str(title);
        self.out.push('\n');
    }

    /// A block: an empty line, a stamp, who speaks if that is another, and what is said.
    fn cue(&mut self, document: &Document<'_>, cue: &Written<'_>) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let name = cue.speaker.and_then(|id| document.speakers.get(id));
        let named = name.filter(|name| cue.speaker != self.speaker && transcript::plausible_name(name));
        let unnamed = cue.new_voice || named.is_none() && cue.speaker != self.speaker;
        self.speaker = cue.speaker.filter(|_| !unnamed);
        let bold = if self.markdown { "**" } else { "" };
        let stamps = self.options.transcript.stamps;
        let mut place = Place::First;
        match (named, stamps) {
            (Some(name), Stamps::None) => {
                self.out.push_str(&format!("{bold}{name}:{bold} "));
                place = Place::Behind;
            }
            (Some(name), _) => {
                self.out.push_str(&format!("{bold}{name}{bold} "));
                self.stamp(cue);
                self.out.push_str(": ");
                place = Place::Behind;
            }
            (None, Stamps::None) => place = Place::Line,
            (None, _) => {
                self.stamp(cue);
                self.out.push(' ');
            }
        }
        if unnamed {
            self.out.push_str(">> ");
            place = Place::Behind;
        }
        let escaper = Escaper { markdown: self.markdown };
        for line in cue.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            escaper.line(line, place, &mut self.out);
            // In Markdown lines flow together unless one ends in a backslash; the reader takes it for none.
            self.out.push('\n');
            place = Place::Line;
        }
    }

    fn stamp(&mut self, cue: &Written<'_>) {
        self.out.push_str(&format!("[{}]", self.options.transcript.stamps.clock(cue.start)));
        if let Some(to) = self.options.transcript.link.as_deref().filter(|_| self.markdown) {
            let mut address = String::new();
            for c in link(Some(to), cue.exact).chars() {
                match c {
                    '(' => address.push_str("%28"),
                    ')' => address.push_str("%29"),
                    '<' => address.push_str("%3C"),
                    '>' => address.push_str("%3E"),
                    c if c.is_whitespace() => address.push_str("%20"),
                    c => address.push(c),
                }
            }
            self.out.push_str(&format!("({address})"));
        }
    }
}
