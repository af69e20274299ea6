//! Every sample as a document, for the tests that hold what is written of each against somebody else's word.

// Not every test that shares this uses all of it.
#![allow(dead_code)]

use std::path::Path;

use cuekit::{
    CaptionOptions, Document, DocumentKind, Format, Limits, Profile, ReadOptions, Sink, Source, Timestamp, caption,
    language_of,
};

/// Reads bytes as what they look like, as a transcript if they look like nothing.
pub(crate) fn read(name: &str, bytes: &[u8]) -> Document<'static> {
    let mut sink = Sink::new();
    let source = Source::decode(bytes, &Limits::default(), &mut sink).unwrap_or_else(|e| panic!("{name}: {e}"));
    // One sample has no stamps: it is spread over a length.
    let options = ReadOptions { duration: Some(Timestamp::from_secs(600)), ..ReadOptions::default() };
    let format = Format::detect(&source).unwrap_or_else(|_| Format::by_name("transcript").unwrap());
    format.read(&source, &options, &mut sink).unwrap_or_else(|e| panic!("{name}: {e}")).into_owned()
}

/// Every sample as it is read, and the captions of each transcript.
pub(crate) fn samples() -> Vec<(String, Document<'static>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut documents = Vec::new();
    for folder in [root.clone(), root.join("transcripts")] {
        let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.is_file()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let document = read(&name, &std::fs::read(&path).unwrap());
            if document.kind == DocumentKind::Transcript {
                let language = language_of(&document);
                let profile = Profile::named("default", language.as_deref()).unwrap();
                let options = CaptionOptions { profile, language, ..Default::default() };
                documents.push((format!("{name}, captioned"), caption(document.clone(), &options, &mut Sink::new()).0));
            }
            documents.push((name, document));
        }
    }
    assert!(documents.len() > 100, "only {} documents", documents.len());
    documents
}
