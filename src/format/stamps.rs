//! The stamps of transcripts that are written, and the links under them.

use crate::model::Timestamp;

/// What a transcript that is written looks like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TranscriptOptions {
    /// How finely its stamps are written.
    pub stamps: Stamps,
    /// Where the stamps of Markdown and HTML lead to: the page or the file of the recording, to which the time is added
    /// as `&t=12` behind a `?` and as `#t=12.5` elsewhere. Without it HTML has `#t=12.5` alone, Markdown no links.
    pub link: Option<String>,
}

/// How finely stamps are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Stamps {
    /// To the millisecond: `1:02.480`.
    Exact,
    /// Whole seconds, those that are over: `1:02`. The custom of transcripts.
    #[default]
    Seconds,
    /// Not at all.
    None,
}

impl Stamps {
    /// The time as it is written.
    pub(super) fn rounded(self, time: Timestamp) -> Timestamp {
        match self {
            Stamps::Exact => time.round_to_millis(),
            _ => Timestamp::from_secs(time.as_nanos().div_euclid(1_000_000_000)),
        }
    }

    /// `m:ss`, from an hour on `h:mm:ss`; with three decimals if they are exact.
    pub(super) fn clock(self, time: Timestamp) -> String {
        let c = self.rounded(time).fields();
        let mut clock = match c.hours {
            0 => format!("{}:{:02}", c.minutes, c.seconds),
            hours => format!("{hours}:{:02}:{:02}", c.minutes, c.seconds),
        };
        if self == Stamps::Exact {
            clock += &format!(".{:03}", c.millis);
        }
        clock
    }
}

/// A link to a time of a recording. Pages of videos read whole seconds, players any.
pub(super) fn link(to: Option<&str>, time: Timestamp) -> String {
    let to = to.unwrap_or_default();
    match to.split_once('#').map_or(to, |(page, _)| page) {
        page if page.contains('?') => format!("{page}&t={}", time.as_nanos().div_euclid(1_000_000_000)),
        page => format!("{page}#t={}", time.round_to_millis().as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_and_links() {
        let time = Timestamp::from_millis(3_723_987);
        assert_eq!((&*Stamps::Seconds.clock(time), &*Stamps::Exact.clock(time)), ("1:02:03", "1:02:03.987"));
        assert_eq!(Stamps::Seconds.clock(Timestamp::from_millis(999)), "0:00");
        assert_eq!(link(None, Timestamp::from_millis(12_500)), "#t=12.5");
        assert_eq!(link(Some("https://example.org/v?id=a#x"), time), "https://example.org/v?id=a&t=3723");
        assert_eq!(link(Some("talk.mp3"), Timestamp::from_secs(7)), "talk.mp3#t=7");
    }
}
