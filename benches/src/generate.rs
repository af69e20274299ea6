//! Inputs made from nothing: transcripts and caption files of any length, the same every time.
//!
//! The sentences are built from a few patterns and a list of words, so that punctuation, sentence
//! lengths and the share of letters beyond ASCII are those of speech, and no text is anybody's.

use std::fmt::Write;

/// A small generator of numbers that look random (xorshift64*): the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const SPEAKERS: &[&str] = &["Maud Ferrier", "Tomasz Wilk", "Zoé Lindqvist"];

const WHO: &[&str] = &[
    "the keeper",
    "my sister",
    "the whole crew",
    "a visitor from Málaga",
    "the baker's son",
    "everyone I asked",
    "the old engineer",
    "nobody",
    "the choir",
    "our neighbour",
    "the woman at the café",
    "a retired pilot",
    "the cat",
    "the town council",
    "the night shift",
    "a geologist",
    "the youngest of us",
    "Mr. Okafor",
];

const DOES: &[&str] = &[
    "repaired",
    "painted",
    "forgot about",
    "measured",
    "carried home",
    "listened to",
    "wrote down",
    "gave away",
    "complained about",
    "counted",
    "walked around",
    "photographed",
    "inherited",
    "argued over",
    "promised to look after",
    "took apart",
    "waited for",
    "borrowed",
];

const WHAT: &[&str] = &[
    "the lantern",
    "a bicycle with three gears",
    "the tide tables",
    "an empty greenhouse",
    "the second bell",
    "forty metres of rope",
    "the map of the harbour",
    "a naïve little melody",
    "the bridge",
    "every single window",
    "the orchard",
    "a box of letters",
    "the weather station",
    "two kettles",
    "the timetable of 1987",
    "that stubborn gate",
    "the recipe",
    "a wooden canoe",
];

const WHEN: &[&str] = &[
    "before breakfast",
    "in the middle of winter",
    "when the ferry stopped running",
    "last Thursday",
    "for eleven years",
    "without telling anyone",
    "after the storm",
    "on the way to school",
    "at half past four",
    "as if it were nothing",
    "while it was still dark",
    "in about 3.5 hours",
    "against all advice",
    "once a month",
];

const OPENERS: &[&str] = &["Well", "You know", "In the end", "Of course", "Honestly", "To be fair", "Back then"];

const ASIDES: &[&str] = &[
    "I still find that hard to believe.",
    "Really?",
    "Yes, exactly.",
    "And that is the point.",
    "Nobody said a word…",
    "How would you even begin?",
    "It was wonderful!",
    "So we started again.",
    "That surprised me, too.",
];

/// Adds one sentence of 1 to about 30 words, and no space.
fn sentence(dice: &mut Dice, out: &mut String) {
    let start = out.len();
    let clause = |dice: &mut Dice, out: &mut String| {
        let (who, does, what) = (dice.pick(WHO), dice.pick(DOES), dice.pick(WHAT));
        let _ = write!(out, "{who} {does} {what}");
    };
    match dice.roll(8) {
        0 => out.push_str(dice.pick(ASIDES)),
        1 => {
            let _ = write!(out, "{}, ", dice.pick(OPENERS));
            clause(dice, out);
            out.push('.');
        }
        2 => {
            clause(dice, out);
            out.push_str(", but ");
            clause(dice, out);
            let _ = write!(out, " {}.", dice.pick(WHEN));
        }
        3 => {
            out.push_str("did you know that ");
            clause(dice, out);
            let _ = write!(out, " {}?", dice.pick(WHEN));
        }
        4 => {
            out.push_str("I think ");
            clause(dice, out);
            out.push_str(" because ");
            clause(dice, out);
            out.push_str(", and then ");
            clause(dice, out);
            out.push('.');
        }
        _ => {
            clause(dice, out);
            let _ = write!(out, " {}.", dice.pick(WHEN));
        }
    }
    if out.as_bytes()[start].is_ascii_lowercase() {
        out[start..=start].make_ascii_uppercase();
    }
}

/// Seconds from a stamp to the next, give or take four: as podcast pages have them.
const STAMP: usize = 30;

/// Speech of 160 words a minute, with its spaces.
const BYTES_A_SECOND: usize = 15;

/// A transcript of so many hours: 120 blocks an hour, each under a name and a stamp.
pub fn transcript(hours: usize) -> String {
    let mut dice = Dice(0x5EED);
    let mut out = String::with_capacity(hours * 3600 * (BYTES_A_SECOND + 2));
    for block in 0..hours * 3600 / STAMP {
        let seconds = block * STAMP + dice.roll(5);
        let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let name = SPEAKERS[block / 3 % SPEAKERS.len()];
        let _ = writeln!(out, "{name} ({h:02}:{m:02}:{s:02}):");
        let end = out.len() + BYTES_A_SECOND * (STAMP - 2);
        while out.len() < end {
            sentence(&mut dice, &mut out);
            out.push(' ');
        }
        out.pop();
        out.push_str("\n\n");
    }
    out
}

/// How a caption format writes what differs between the two.
struct Spelling {
    decimal: char,
    numbered: bool,
    ampersand: &'static str,
}

/// An SRT file of so many cues, about 100 bytes each, three seconds apart.
pub fn srt(cues: usize) -> String {
    captions(String::new(), cues, &Spelling { decimal: ',', numbered: true, ampersand: "&" })
}

/// A WebVTT file of so many cues, with the texts and times of [`srt`].
pub fn webvtt(cues: usize) -> String {
    captions("WEBVTT\n\n".to_owned(), cues, &Spelling { decimal: '.', numbered: false, ampersand: "&amp;" })
}

fn captions(mut out: String, cues: usize, spelling: &Spelling) -> String {
    let mut dice = Dice(0xCAFE);
    out.reserve(cues * 110);
    let mut text = String::new();
    for cue in 0..cues {
        text.clear();
        // What speech is made of, in the proportions of a film: mostly plain text, some of it in
        // italics, now and then a sign that WebVTT must escape.
        while text.len() < 45 {
            if !text.is_empty() {
                text.push(' ');
            }
            sentence(&mut dice, &mut text);
        }
        // Two lines of 42 characters at most, cut between words.
        if text.len() > 84 {
            let space = text.as_bytes()[..85].iter().rposition(|b| *b == b' ');
            text.truncate(space.unwrap_or(0));
        }
        if text.len() > 42
            && let Some(space) = text.as_bytes()[..43].iter().rposition(|b| *b == b' ')
        {
            text.replace_range(space..=space, "\n");
        }
        let start = cue * 3000 + dice.roll(700);
        let end = start + 1500 + dice.roll(700);
        if spelling.numbered {
            let _ = writeln!(out, "{}", cue + 1);
        }
        push_clock(&mut out, start, spelling.decimal);
        out.push_str(" --> ");
        push_clock(&mut out, end, spelling.decimal);
        out.push('\n');
        match dice.roll(40) {
            0 | 1 => {
                let _ = write!(out, "<i>{text}</i>");
            }
            2 => {
                let _ = write!(out, "{text} {} Co.", spelling.ampersand);
            }
            _ => out.push_str(&text),
        }
        out.push_str("\n\n");
    }
    out
}

fn push_clock(out: &mut String, millis: usize, decimal: char) {
    let (h, m, s) = (millis / 3_600_000, millis / 60_000 % 60, millis / 1000 % 60);
    let _ = write!(out, "{h:02}:{m:02}:{s:02}{decimal}{:03}", millis % 1000);
}
