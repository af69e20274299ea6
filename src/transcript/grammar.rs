//! Every spelling of a clock, as a nom grammar.
//!
//! ```text
//! clock = [ hours ":" ] minutes ":" seconds [ frac ]     minutes up to 999 without hours
//! frac  = ( "." | "," ) 1*6 DIGIT
//! ```
//!
//! Digits and colons may be those of other scripts (`００：０１`, `٠٠:٠١`). Hand typing gives
//! seconds of one or three digits, a stray colon or blank; those are read too, and marked as slips.

use nom::branch::alt;
use nom::bytes::complete::take_while_m_n;
use nom::character::complete::{char, one_of};
use nom::combinator::{opt, recognize, value, verify};
use nom::error::Error;
use nom::sequence::preceded;
use nom::{IResult, Parser};

use crate::model::{Resolution, Timestamp};

/// A clock as written: its fields, not yet a time, because `a:b:c:d` means days, frames or a slip
/// depending on the rest of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The whole-number fields in order; the first `count` of them count.
    pub(super) fields: [u32; 4],
    /// How many fields there are, 1 to 4.
    pub(super) count: u8,
    /// Nanoseconds of the decimals.
    pub(super) nanos: u32,
    /// How many decimals were written.
    pub(super) decimals: u8,
    /// Whether it took a guess to read it.
    pub(super) slip: bool,
}

/// What the fourth field of `a:b:c:d` is, by the whole document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum FourthField {
    /// `hh:mm:ss:cc`: a slip for `hh:mm:ss.cc`.
    #[default]
    Hundredths,
    /// `hh:mm:ss:ff`, frames at this many a second.
    Frames(u8),
    /// `dd:hh:mm:ss`.
    Days,
}

impl Clock {
    /// The time it shows.
    pub(super) fn time(&self, fourth: FourthField) -> Timestamp {
        let [a, b, c, d] = self.fields.map(i64::from);
        let (secs, nanos) = match (self.count, fourth) {
            (1, _) => (a, 0),
            (2, _) => (a * 60 + b, 0),
            (3, _) => (a * 3600 + b * 60 + c, 0),
            (_, FourthField::Hundredths) => (a * 3600 + b * 60 + c, d * 10_000_000),
            (_, FourthField::Frames(rate)) => (a * 3600 + b * 60 + c, d * 1_000_000_000 / i64::from(rate.max(1))),
            (_, FourthField::Days) => (((a * 24 + b) * 60 + c) * 60 + d, 0),
        };
        let decimals = match fourth {
            // Two decimals that never reach the frame rate are frames.
            FourthField::Frames(rate) if self.decimals == 2 => {
                i64::from(self.nanos / 10_000_000) * 1_000_000_000 / i64::from(rate.max(1))
            }
            _ => i64::from(self.nanos),
        };
        Timestamp::from_secs(secs) + Timestamp::from_nanos(nanos + decimals)
    }

    /// How finely it was written.
    pub(super) fn resolution(&self, fourth: FourthField) -> Resolution {
        match (self.decimals, self.count) {
            (0, 4) if fourth != FourthField::Days => Resolution::Fraction,
            (0, _) => Resolution::Second,
            (1 | 2, _) => Resolution::Fraction,
            _ => Resolution::Exact,
        }
    }

    /// The last whole-number field.
    pub(super) fn last(&self) -> u32 {
        self.fields[usize::from(self.count.clamp(1, 4)) - 1]
    }
}

/// The value of a decimal digit of any script we meet in clocks.
pub(crate) fn digit(c: char) -> Option<u32> {
    // First digits of ASCII, full width, Arabic-Indic, extended Arabic-Indic, Devanagari, Bengali, Thai.
    const ZEROS: [u32; 7] = [0x30, 0xFF10, 0x660, 0x6F0, 0x966, 0x9E6, 0xE50];
    let code = c as u32;
    ZEROS.iter().find(|&&zero| (zero..zero + 10).contains(&code)).map(|zero| code - zero)
}

/// Whether a character can begin a clock.
pub(super) fn is_digit(c: char) -> bool {
    digit(c).is_some()
}

/// `min` to `max` digits and their value, with how many there were.
fn number<'a>(min: usize, max: usize) -> impl Parser<&'a str, Output = (u32, u8), Error = Error<&'a str>> {
    verify(take_while_m_n(min, max, is_digit), |_: &str| true).map(|digits: &str| {
        let value = digits.chars().filter_map(digit).fold(0u32, |n, d| n * 10 + d);
        (value, digits.chars().count() as u8)
    })
}

fn colon(input: &str) -> IResult<&str, char> {
    alt((char(':'), char('：'), char('∶'))).parse(input)
}

/// The decimals of a clock in nanoseconds, with how many there were.
fn decimals(input: &str) -> IResult<&str, (u32, u8)> {
    let (rest, (value, count)) = preceded(one_of(".,"), number(1, 6)).parse(input)?;
    Ok((rest, (value * 10u32.pow(9 - u32::from(count)), count)))
}

/// A clock spelt right.
pub(super) fn clock(input: &str) -> IResult<&str, Clock> {
    let (rest, (first, width)) = number(1, 3).parse(input)?;
    let (rest, (second, _)) = preceded(colon, verify(number(2, 2), |&(n, _)| n < 60)).parse(rest)?;
    let (rest, third) = opt(preceded(colon, verify(number(2, 2), |&(n, _)| n < 61))).parse(rest)?;
    let (rest, fourth) = match third {
        Some(_) => opt(preceded(alt((colon, char(';'))), verify(number(2, 2), |_| true))).parse(rest)?,
        None => (rest, None),
    };
    let (rest, fraction) = opt(decimals).parse(rest)?;
    // A further digit or field: this is some other number (an address, a ratio, a version).
    if rest.starts_with(is_digit) || colon(rest).is_ok_and(|(after, _)| after.starts_with(is_digit)) {
        return fail(input);
    }
    if third.is_some() && width > 2 {
        return fail(input);
    }
    let (nanos, decimals) = fraction.unwrap_or((0, 0));
    let value = |field: Option<(u32, u8)>| field.map_or(0, |(n, _)| n);
    let count = 2 + u8::from(third.is_some()) + u8::from(fourth.is_some());
    let fields = [first, second, value(third), value(fourth)];
    Ok((rest, Clock { fields, count, nanos, decimals, slip: false }))
}

/// A clock as hands type it: fields of one or three digits, an empty one, a blank or a colon too many.
/// Only tried where a bracket says that a clock is meant.
pub(super) fn sloppy_clock(input: &str) -> IResult<&str, Clock> {
    let (mut rest, (first, mut narrow)) = number(1, 3).parse(input)?;
    let mut fields = [first, 0, 0, 0];
    let mut count = 1u8;
    while let Ok((after, _)) = colon(rest.trim_start_matches(' ')) {
        let after = after.trim_start_matches(' ');
        match number(1, 3).parse(after) {
            Ok((after, (value, width))) if count < 4 => {
                // `04:021` is 04:21: the middle digit was typed twice.
                let value = if width == 3 && value < 100 {
                    value
                } else if width == 3 {
                    value / 10
                } else {
                    value
                };
                if value > 60 {
                    return fail(input);
                }
                fields[usize::from(count)] = value;
                (count, narrow) = (count + 1, narrow.max(width));
                rest = after;
            }
            // `[04:08:]`, `[00: .25]`: the last field is missing.
            _ => {
                rest = after;
                break;
            }
        }
    }
    // `5:1` is a ratio.
    if count < 2 && !rest.starts_with(['.', ',']) || count == 2 && narrow == 1 && rest.starts_with([']', ')']) {
        return fail(input);
    }
    let (rest, fraction) = opt(decimals).parse(rest)?;
    let (rest, _) = opt(recognize(one_of(".,"))).parse(rest)?;
    if count == 1 {
        // `[00: .25]` is minute 0, second 0.25.
        count = 2;
    }
    let (nanos, decimals) = fraction.unwrap_or((0, 0));
    Ok((rest, Clock { fields, count, nanos, decimals, slip: true }))
}

/// Words for hours, minutes and seconds where pages of videos spell a clock out, the singular first.
const SPELT: &[[&[&str]; 3]] = &[
    [&["hour", "hours"], &["minute", "minutes"], &["second", "seconds"]],
    [&["heure", "heures"], &["minute", "minutes"], &["seconde", "secondes"]],
    [&["Stunde", "Stunden"], &["Minute", "Minuten"], &["Sekunde", "Sekunden"]],
    [&["hora", "horas"], &["minuto", "minutos"], &["segundo", "segundos"]],
    [&["ora", "ore"], &["minuto", "minuti"], &["secondo", "secondi"]],
    [&["uur", "uur"], &["minuut", "minuten"], &["seconde", "seconden"]],
    [&["час", "часа", "часов"], &["минута", "минуту", "минуты", "минут"], &["секунда", "секунду", "секунды", "секунд"]],
    [&["godzina", "godziny", "godzin"], &["minuta", "minuty", "minut"], &["sekunda", "sekundy", "sekund"]],
    [&["시간"], &["분"], &["초"]],
    [&["時間"], &["分"], &["秒"]],
    [&["小时", "小時"], &["分钟", "分鐘", "分"], &["秒钟", "秒鐘", "秒"]],
];

/// A clock and the same spelt out behind it without a blank: `1:101 minute, 10 seconds`. The clock
/// tells what the words must be, so that text glued to them stays text.
pub(super) fn spoken_clock(input: &str) -> Option<(&str, Clock)> {
    let mut fields = [0u32; 3];
    let mut count = 0usize;
    let mut rest = input;
    loop {
        let (most, least) = if count == 0 { (2, 1) } else { (2, 2) };
        let (after, (value, _)) = number(least, most).parse(rest).ok()?;
        fields[count] = value;
        (rest, count) = (after, count + 1);
        match colon(rest) {
            Ok((after, _)) if count < 3 => rest = after,
            _ => break,
        }
    }
    if count < 2 {
        return None;
    }
    let [hours, minutes, seconds] = if count == 3 { fields } else { [0, fields[0], fields[1]] };
    // `secondes` begins with `second`: the longest reading is the right one.
    let end =
        SPELT.iter().filter_map(|words| spelt(rest, [hours, minutes, seconds], words)).min_by_key(|end| end.len())?;
    let fields = if count == 3 { [hours, minutes, seconds, 0] } else { [minutes, seconds, 0, 0] };
    Some((end, Clock { fields, count: count as u8, nanos: 0, decimals: 0, slip: false }))
}

/// What follows a time spelt out in these words.
fn spelt<'a>(input: &'a str, values: [u32; 3], words: &[&[&str]; 3]) -> Option<&'a str> {
    let mut rest = input;
    let mut any = false;
    for (value, forms) in values.into_iter().zip(words) {
        // A clock at zero is spelt as no seconds.
        let all_zero = values == [0; 3] && *forms == words[2];
        if value == 0 && !all_zero {
            continue;
        }
        if any {
            rest = rest.trim_start_matches([',', ' ', '\u{a0}']);
            rest = ["and ", "et ", "und ", "y ", "e ", "en ", "и "]
                .iter()
                .find_map(|and| rest.strip_prefix(and))
                .unwrap_or(rest);
        }
        let number = value.to_string();
        rest = rest.strip_prefix(number.as_str())?.trim_start_matches([' ', '\u{a0}']);
        // `1 minuteso` is one minute and "so": one thing is never several.
        let forms = if value == 1 && forms.len() == 2 { &forms[..1] } else { forms };
        let plural = if value == 1 || forms.len() == 1 {
            None
        } else {
            forms.iter().rev().find_map(|form| rest.strip_prefix(*form))
        };
        rest = match plural {
            Some(after) => after,
            None => forms.iter().find_map(|form| rest.strip_prefix(*form))?,
        };
        any = true;
    }
    any.then_some(rest)
}

/// Seconds alone: `0.00`, `6.00s`.
pub(super) fn plain_seconds(input: &str) -> IResult<&str, Clock> {
    let (rest, (whole, _)) = number(1, 6).parse(input)?;
    let (rest, (nanos, decimals)) = decimals(rest)?;
    let (rest, ()) = value((), opt(char('s'))).parse(rest)?;
    Ok((rest, Clock { fields: [whole, 0, 0, 0], count: 1, nanos, decimals, slip: false }))
}

fn fail<T>(input: &str) -> IResult<&str, T> {
    Err(nom::Err::Error(Error::new(input, nom::error::ErrorKind::Verify)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<String> {
        let (rest, clock) = clock(text).ok()?;
        rest.is_empty().then(|| clock.time(FourthField::Hundredths).to_string())
    }

    fn sloppy(text: &str) -> Option<String> {
        let (rest, clock) = sloppy_clock(text).ok()?;
        rest.is_empty().then(|| clock.time(FourthField::Hundredths).to_string())
    }

    #[test]
    fn spellings_of_a_clock() {
        assert_eq!(time("0:03").as_deref(), Some("0:00:03.000"));
        assert_eq!(time("112:38").as_deref(), Some("1:52:38.000"));
        assert_eq!(time("01:35:04.27").as_deref(), Some("1:35:04.270"));
        assert_eq!(time("1:02:03,456789").as_deref(), Some("1:02:03.457"));
        assert_eq!(time("００：０１").as_deref(), Some("0:00:01.000"));
        assert_eq!(time("٠٠:٠١").as_deref(), Some("0:00:01.000"));
    }

    #[test]
    fn other_numbers_are_no_clocks() {
        for text in ["5:1", "0:65", "127.0.0.1:9053", "9", "3:161", "1:2:3:4:5", "12:60"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn spoken_clocks() {
        let rest = |text| spoken_clock(text).map(|(rest, c)| (rest, c.time(FourthField::default()).to_millis() / 1000));
        assert_eq!(rest("0:033 secondsI'm excited"), Some(("I'm excited", 3)));
        assert_eq!(rest("1:001 minuteso what"), Some(("so what", 60)));
        assert_eq!(rest("1:101 minute, 10 secondsand"), Some(("and", 70)));
        assert_eq!(rest("0:1515 secondeset elle"), Some(("et elle", 15)));
        assert_eq!(rest("1:091분 9초네"), Some(("네", 69)));
        assert_eq!(rest("1:02:031 hour, 2 minutes, 3 secondsyes"), Some(("yes", 3723)));
        assert_eq!(rest("0:034 seconds"), None);
    }

    #[test]
    fn the_fourth_field_depends_on_the_document() {
        let (_, clock) = clock("01:02:03:12").unwrap();
        assert_eq!(clock.time(FourthField::Frames(24)).to_string(), "1:02:03.500");
        assert_eq!(clock.time(FourthField::Days).to_string(), "26:03:12.000");
    }

    #[test]
    fn slips_are_read() {
        assert_eq!(sloppy("00:11: 57.25").as_deref(), Some("0:11:57.250"));
        assert_eq!(sloppy("1:00:017").as_deref(), Some("1:00:17.000"));
        assert_eq!(sloppy("1:9:11").as_deref(), Some("1:09:11.000"));
        assert_eq!(sloppy("04:021").as_deref(), Some("0:04:21.000"));
        assert_eq!(sloppy("04:08:").as_deref(), Some("0:04:08.000"));
        assert_eq!(sloppy("00: .25").as_deref(), Some("0:00:00.250"));
        assert_eq!(sloppy("37:07.").as_deref(), Some("0:37:07.000"));
        assert_eq!(sloppy("7"), None);
    }
}
