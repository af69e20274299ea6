//! What the benches share: inputs made from nothing, cuekit and its peers behind one signature, a
//! baseline to hold both against, and a clock that counts processor time.
//!
//! A member of its own, so that neither criterion nor the peers weigh on who uses cuekit.

pub mod align;
pub mod baseline;
pub mod clock;
pub mod generate;
#[path = "../../tests/sync/pair.rs"]
pub mod pair;
pub mod work;

#[cfg(test)]
mod tests {
    use crate::{generate, work};

    /// A peer that skips half of the cues would win every race.
    #[test]
    fn everybody_does_all_of_the_work() {
        let (srt, webvtt) = (generate::srt(500), generate::webvtt(500));
        for (works, text) in [(work::PARSE_SRT, &srt), (work::PARSE_WEBVTT, &webvtt)] {
            for contender in works {
                assert_eq!((contender.run)(text), 500, "{}", contender.name);
            }
        }
        for works in [work::SHIFT_SRT, work::SRT_TO_WEBVTT] {
            for contender in works {
                let written = (contender.run)(&srt);
                assert!(written > srt.len() * 9 / 10, "{}: {written} bytes of {}", contender.name, srt.len());
            }
        }
    }

    #[test]
    fn a_transcript_becomes_captions_of_all_its_length() {
        let text = generate::transcript(1);
        assert!((45_000..75_000).contains(&text.len()), "{} bytes", text.len());
        assert_eq!(work::read_transcript(&text), 120);
        assert!(work::caption_transcript(&text) > 600);
        assert_eq!(text, generate::transcript(1), "the same every time");
    }
}
