//! The limits captions must meet, as data, each with its source.

use crate::model::Timestamp;

/// Limits and habits of a house style.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name.
    pub name: &'static str,
    /// Most columns of a line.
    pub max_cpl: usize,
    /// Most lines of a cue.
    pub max_lines: usize,
    /// Most characters a second.
    pub max_cps: f64,
    /// Shortest a cue is shown.
    pub min_duration: Timestamp,
    /// Longest a cue is shown.
    pub max_duration: Timestamp,
    /// Least time between two cues.
    pub min_gap: Timestamp,
}
