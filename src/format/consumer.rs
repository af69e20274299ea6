//! The list of consumers: programs and libraries that read captions more strictly than we do, and whether
//! they would read a file.
//!
//! A new consumer is one function that takes the bytes of a file as the consumer would, and one entry in
//! [`CONSUMERS`]. One whose feature is not compiled in stays in the list, so that it can be named.

/// A program or library that reads captions.
#[derive(Debug)]
pub struct Consumer {
    /// The name on the command line.
    pub id: &'static str,
    /// What it is, for people.
    pub about: &'static str,
    /// The Cargo feature that compiles it in.
    pub feature: &'static str,
    /// The [`Format`](super::Format) it reads, by id.
    pub format: &'static str,
    /// Whether it would read these bytes; `None` if the feature is not compiled in.
    pub check: Option<fn(&[u8]) -> Verdict>,
}

#[cfg(feature = "srtlib")]
const SRTLIB: Option<fn(&[u8]) -> Verdict> = Some(super::srt::srtlib::check);
#[cfg(not(feature = "srtlib"))]
const SRTLIB: Option<fn(&[u8]) -> Verdict> = None;

/// Every consumer.
pub static CONSUMERS: &[Consumer] = &[Consumer {
    id: "srtlib",
    about: "the Rust crate srtlib 0.2: one cue that is not as it should be, and it reads none of the file",
    feature: "srtlib",
    format: "srt",
    check: SRTLIB,
}];

impl Consumer {
    /// The consumer of this id.
    pub fn by_name(id: &str) -> Option<&'static Consumer> {
        CONSUMERS.iter().find(|consumer| consumer.id.eq_ignore_ascii_case(id))
    }
}

/// What a consumer makes of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verdict {
    /// How many cues it reads, if it refuses none.
    pub cues: usize,
    /// What it refuses or misreads, in the order of the file; the first hundred.
    pub findings: Vec<Finding>,
    /// How many findings there are in all.
    pub total: usize,
}

/// One thing a consumer refuses or misreads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line it stands in, from 1.
    pub line: usize,
    /// Whether the consumer notices.
    pub kind: FindingKind,
    /// What is wrong with it, in one sentence.
    pub message: String,
}

/// Whether a consumer refuses what it does not understand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// It reports an error.
    Refused,
    /// It reads something else than is meant, and says nothing.
    Misread,
}

impl FindingKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            FindingKind::Refused => "refused",
            FindingKind::Misread => "misread",
        }
    }
}

impl Verdict {
    /// Whether it reads the file, all of it, as it is meant.
    pub fn reads(&self) -> bool {
        self.total == 0
    }

    /// Adds a finding. Only the first hundred are kept, so that a file that is something else altogether
    /// costs no memory.
    #[cfg_attr(not(feature = "srtlib"), allow(dead_code))]
    pub(super) fn add(&mut self, line: usize, kind: FindingKind, message: String) {
        const KEPT: usize = 100;
        self.total += 1;
        if self.findings.len() < KEPT {
            self.findings.push(Finding { line, kind, message });
        }
    }
}
