//! Transcripts as plain text or Markdown: the descriptor; the reader is [`crate::transcript`].

use super::{Caps, Format};
use crate::transcript;

pub(super) static FORMAT: Format = Format {
    id: "transcript",
    name: "transcript",
    aliases: &["text"],
    extensions: &["txt", "md"],
    caps: Caps { speakers: true, metadata: true, notes: true, ..Caps::NONE },
    detect: transcript::detect,
    read: Some(transcript::read),
    write: None,
};
