//! The most a reader accepts, so that no input, however hostile, eats memory without bound.

/// Bounds on what a reader takes in. Going over one is [`ErrorKind::Limit`](crate::ErrorKind::Limit),
/// never a truncated document.
///
/// ```
/// let limits = cuekit::Limits { bytes: 1 << 20, ..Default::default() };
/// assert!(limits.cues > 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one input file. At most 4 GiB, because places in a source are 32-bit offsets.
    pub bytes: u64,
    /// Cues of one document.
    pub cues: usize,
    /// Nesting of markup and of JSON values.
    pub depth: usize,
    /// Diagnostics kept per code; the rest are only counted.
    pub diagnostics: usize,
}

impl Default for Limits {
    /// 1 GiB, ten million cues, depth 128 and 100 diagnostics of a kind: far above any honest file.
    fn default() -> Self {
        Limits { bytes: 1 << 30, cues: 10_000_000, depth: 128, diagnostics: 100 }
    }
}
