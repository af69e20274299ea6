//! stub

use super::{Caps, Format, ReadOptions, WriteOptions};
use crate::diagnostic::Sink;
use crate::error::Result;
use crate::model::Document;
use crate::source::Source;

pub(super) static FORMAT: Format = Format {
    id: "json",
    name: "json",
    aliases: &[],
    extensions: &["json"],
    caps: Caps {
        speakers: true,
        styles: true,
        layout: true,
        ids: true,
        words: false,
        timing: false,
        metadata: true,
        notes: true,
    },
    detect,
    read: Some(read),
    write: Some(write),
};

fn detect(_text: &str) -> u8 {
    0
}

fn read<'a>(_source: &'a Source<'a>, _options: &ReadOptions, _sink: &mut Sink) -> Result<Document<'a>> {
    todo!()
}

fn write(_document: &Document<'_>, _options: &WriteOptions, _sink: &mut Sink) -> Result<String> {
    todo!()
}
